"""Parsing: the texts of the seeds in, entries and what stands beside the listings out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from generator.models import Location, Problem, Severity
from generator.sources.bibtex import read_bibtex
from generator.sources.corrections import Corrections, read_corrections
from generator.sources.csl_json import read_csl_json
from generator.sources.enriched import Enriched, read_enriched
from generator.sources.listing import Entry, Listing, read_entries
from generator.sources.loader import Seeds
from generator.sources.permalinks import Permalinks, read_permalinks
from generator.sources.records import Record
from generator.sources.ris import read_ris
from generator.sources.vocabulary import Topic, read_vocabulary


@dataclass(frozen=True, slots=True)
class ParsedSeeds:
    """The content of the seeds."""

    entries: tuple[Entry, ...]
    corrections: Corrections
    vocabulary: tuple[Topic, ...]
    permalinks: Permalinks
    enriched: tuple[Enriched, ...]
    problems: tuple[Problem, ...]
    """Faults of all files."""
    unsettled: tuple[Problem, ...]
    """Faults by which addresses are not sure: corrections or published addresses could not be read."""


def parse_seeds(seeds: Seeds) -> ParsedSeeds:
    """Return what the texts of some seeds say."""
    found = list(_entries(seeds.listings))
    missing = Listing("", "")  # reads as an empty file does
    corrected, topics, published, looked_up = (
        seeds.corrections or missing,
        seeds.vocabulary or missing,
        seeds.permalinks or missing,
        seeds.enriched or missing,
    )
    corrections, in_corrections = read_corrections(corrected.path, corrected.text)
    vocabulary, in_vocabulary = read_vocabulary(topics.path, topics.text)
    permalinks, in_permalinks = read_permalinks(published.path, published.text)
    enriched, in_enriched = read_enriched(looked_up.path, looked_up.text)
    problems = [one for one in found if isinstance(one, Problem)]
    listings = {listing.path for listing in seeds.listings}
    unread = [one for one in seeds.problems if one.severity is Severity.ERROR and one.location.path not in listings]
    unsettled = [*unread, *(in_corrections if corrections == Corrections() else ()), *in_permalinks]
    return ParsedSeeds(
        tuple(one for one in found if isinstance(one, Entry)),
        corrections,
        vocabulary,
        permalinks,
        enriched,
        (*seeds.problems, *problems, *in_corrections, *in_vocabulary, *in_permalinks, *in_enriched),
        tuple(sorted(unsettled)),
    )


def _entries(listings: Sequence[Listing]) -> Iterator[Entry | Problem]:
    """Yield the entries of listings and their problems; a listing without either is a problem of its own."""
    for listing in listings:
        found = list(_read(listing))
        yield from found
        if all(isinstance(one, Problem) and one.severity is Severity.NOTE for one in found):
            what = "none" if listing.text.strip() else "an empty file"
            yield Problem(Location(listing.path, 1), f"expected papers, found {what}")


_READERS: Mapping[str, Callable[[Listing], Iterator[Record | Problem]]] = {
    ".bib": read_bibtex,
    ".csl.json": read_csl_json,
    ".ris": read_ris,
}
"""Functions that read files of references, by the ending of their names."""


def _read(listing: Listing) -> Iterator[Entry | Problem]:
    name = listing.path.casefold()
    read = next((read for ending, read in _READERS.items() if name.endswith(ending)), None)
    if read is None:
        yield from read_entries(listing)
        return
    of_line: Counter[int] = Counter()
    for one in read(listing):
        if isinstance(one, Problem):
            yield one
        else:
            line = one.location.line
            yield _entry(one, one.location._replace(entry=of_line[line]))
            of_line[line] += 1


def _entry(record: Record, location: Location) -> Entry:
    """Return a record as an entry, whose title needs no splitting."""
    title = " ".join(record.title.split())
    return Entry(
        location=location,
        title_line=title,
        title_location=location,
        abstract=record.abstract,
        area=record.fields.get("area", ""),
        score=None,
        month=record.date.month,
        day=record.date.day,
        year=record.date.year,
        code=bool(record.fields.get("code_url")),
        record=replace(record, location=location, title=title),
    )
