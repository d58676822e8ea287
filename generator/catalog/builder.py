"""Reads entries into papers, and papers into a bibliography.

Comes in: entries of the listings, and corrections. Goes out: a `Bibliography` in which each paper stands once,
and the problems met on the way.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from generator import byline
from generator.byline.names import read_name
from generator.catalog.assignment import Assignments, assign_corrections
from generator.catalog.corrector import Corrector
from generator.catalog.dates import read_dates
from generator.catalog.duplicates import Deduplicated, deduplicate, duplicate_problems, without_same
from generator.catalog.keys import by_seniority, with_keys
from generator.catalog.merging import PUBLICATION_FIELDS, add_enriched, looked_up_identifiers, merge_duplicates
from generator.catalog.permalinks import ResolvedPermalinks, reserved_names, resolve_permalinks
from generator.catalog.recognition import recognize_entries, recognize_papers
from generator.models import Area, Bibliography, DatePrecision, Location, Name, Paper, Problem, Severity, quoted
from generator.sources.areas import find_area
from generator.sources.corrections import Corrections
from generator.sources.enriched import Enriched
from generator.sources.listing import Entry
from generator.sources.permalinks import EntryDigests, Permalinks
from generator.sources.records import Record
from generator.text.code_links import find_code_url
from generator.text.latex import plain
from generator.text.slugs import slugify


@dataclass(frozen=True, slots=True)
class Cataloged:
    """The bibliography, with addresses and problems."""

    bibliography: Bibliography
    addresses: ResolvedPermalinks
    problems: tuple[Problem, ...]


def build_bibliography(
    entries: Sequence[Entry],
    splits: Sequence[byline.Split | None],
    corrections: Corrections,
    permalinks: Permalinks,
    as_of: date | None,
    today: date,
    enriched: Sequence[Enriched] = (),
) -> Cataloged:
    """Return the bibliography of some entries, and what becomes of the addresses that are published.

    `splits` are those of the entries' title lines, None where a line has no names. `as_of` is the latest day of dates
    that state no year, None to infer it; `today` is the day of the build. `enriched` are facts that were looked up.
    """
    digests = {entry.location: EntryDigests.of(entry.title_line, entry.abstract) for entry in entries}
    rows = recognize_entries(permalinks, entries, digests)
    years = {place: row.year for place, row in rows.items() if row.year}
    dates = read_dates([entry for entry in entries if not entry.record], as_of, today, years)
    days = {**dates.of_entry, **{entry.location: entry.record.date for entry in entries if entry.record}}
    known = {place: row.key for place, row in rows.items() if not row.now}
    assignments = _assigned(corrections, entries, splits, days, known)
    corrector = Corrector(corrections, assignments)
    read = _read_papers(entries, splits, days, corrector)
    references = frozenset(entry.location for entry in entries if entry.record)
    distinct = deduplicate(
        read.papers,
        read.as_listed,
        assignments.stated_duplicates,
        assignments.distinct,
        references,
        looked_up_identifiers(read.papers, known, enriched),
    )
    corrected = {entry.location: fields for entry in entries if (fields := corrector.fields(entry))}
    found, versions, disagreements = merge_duplicates(distinct, references, corrected)
    recognized, merged = _recognized(permalinks, found, digests)
    without_page = [
        *without_same(read.hidden, found.papers, read.as_listed),
        *(one.paper for one in found.duplicates),
    ]
    as_listed = {**{paper.location: paper for paper in distinct.papers}, **read.as_listed}
    keyed = with_keys(found.papers, reserved_names(permalinks, recognized), as_listed, without_page, references)
    keys = {paper.location: paper.key for paper in keyed}
    addresses = resolve_permalinks(permalinks, recognized, merged, keyed, digests, today)
    complete, more_disagreements = add_enriched(_with_days(keyed, addresses.added), versions, enriched)
    late = [paper for paper in read.papers if paper.date > dates.latest]
    problems = [*dates.problems, *assignments.problems, *read.problems, *corrector.unused(), *map(_is_late, late)]
    problems += [
        *disagreements,
        *more_disagreements,
        *duplicate_problems(found, keys, references),
        *_doubts(_in_doubt(read.papers, found), zip(entries, splits, strict=True), keys),
    ]
    return Cataloged(Bibliography(complete), addresses, problems=tuple(problems))


def _assigned(
    corrections: Corrections,
    entries: Sequence[Entry],
    splits: Sequence[byline.Split | None],
    days: Mapping[Location, date],
    known: Mapping[Location, str],
) -> Assignments:
    """Return which corrections are of which entries; `known` are the keys of those that are published."""
    mentions = [paper.word for person in corrections.people for paper in person.papers]
    if not corrections.papers and not mentions:
        return Assignments()
    return assign_corrections(corrections.papers, mentions, entries, splits, days, known)


def as_stated(record: Record) -> byline.Split:
    """Return the title and the authors of a record as a split of its title line."""
    return byline.Split(record.title, tuple(name.listed for name in record.authors), record.et_al, (), 1.0, None)


def _with_days(papers: Sequence[Paper], added: Mapping[str, date]) -> Sequence[Paper]:
    return [replace(paper, added=added[paper.key]) if paper.key in added else paper for paper in papers]


@dataclass(frozen=True, slots=True)
class _Read:
    papers: list[Paper] = field(default_factory=list)
    hidden: list[Paper] = field(default_factory=list)
    """Papers that a correction leaves out."""
    as_listed: dict[Location, Paper] = field(default_factory=dict)
    """Papers that are corrected, as they are listed."""
    problems: list[Problem] = field(default_factory=list)


def _read_papers(
    entries: Sequence[Entry],
    splits: Sequence[byline.Split | None],
    days: Mapping[Location, date],
    corrector: Corrector,
) -> _Read:
    read = _Read()
    for entry, split in zip(entries, splits, strict=True):
        day, fixed = days[entry.location], corrector.fields(entry)
        if fixed and split:
            area, _ = _area(entry.area, entry.location)
            listed = _paper(entry, split, day, area, {}, tuple(map(read_name, split.authors)))
            read.as_listed[entry.location] = listed
            read.hidden.extend([listed] if fixed.get("hide") else [])
        if not fixed.get("hide"):
            paper, faults = _read_paper(entry, split, day, corrector)
            read.problems.extend(faults)
            read.papers.extend([paper] if paper else [])
    return read


def _recognized(
    permalinks: Permalinks, deduplicated: Deduplicated, digests: Mapping[Location, EntryDigests]
) -> tuple[dict[str, Paper], dict[str, Paper]]:
    """Return the papers of published addresses, by the keys of these; and those that stand for duplicates, likewise."""
    recognized = recognize_papers(permalinks, by_seniority(deduplicated.papers), digests)
    left = replace(permalinks, rows=tuple(one for one in permalinks.rows if one.key not in recognized))
    stands_for = {one.paper.location: one.kept for one in deduplicated.duplicates}
    found = recognize_papers(left, by_seniority([one.paper for one in deduplicated.duplicates]), digests)
    return recognized, {key: stands_for[paper.location] for key, paper in found.items()}


# ---- one paper ----


def _read_paper(
    entry: Entry, split: byline.Split | None, day: date, corrector: Corrector
) -> tuple[Paper | None, list[Problem]]:
    fixed = corrector.fields(entry)
    if entry.record and split:
        split = _corrected(split, fixed)
    elif "title" in fixed or "authors" in fixed:
        split = byline.apply_correction(entry.title_line, split, fixed.get("title"), _stated(entry, fixed))
    if split is None:
        return None, [_no_byline(entry)]
    area, unknown = _area(fixed.get("area", entry.area), entry.location)
    authors = corrector.authors(entry, split.authors)
    paper = _paper(entry, split, day, area, fixed, authors)
    return replace(paper, sources=tuple(sorted(corrector.places(entry).items()))), unknown


def _corrected(split: byline.Split, fixed: Mapping[str, Any]) -> byline.Split:
    """Return the split of a record with what a correction states."""
    authors = tuple(name.listed for name in fixed.get("authors", ())) or split.authors
    return replace(
        split, title=fixed.get("title", split.title), authors=authors, et_al=split.et_al and "authors" not in fixed
    )


def _stated(entry: Entry, fixed: Mapping[str, Any]) -> tuple[str, ...] | None:
    """Return the authors that a correction states: given name first where the line has them so, else as written."""
    if "authors" not in fixed:
        return None
    written = tuple(name.listed for name in fixed["authors"])
    shown = tuple(name.text for name in fixed["authors"])
    return shown if byline.find_candidate(entry.title_line, fixed.get("title"), shown) else written


def _paper(
    entry: Entry, split: byline.Split, day: date, area: Area | None, fixed: Mapping[str, Any], authors: tuple[Name, ...]
) -> Paper:
    precision = DatePrecision.DAY
    citekey = ""
    if record := entry.record:
        precision, citekey = record.date_precision, record.citekey
        fixed = {**record.fields, **fixed}
    if "date" in fixed:
        day, precision, _ = fixed["date"]
    plain_title = plain(split.title, title=True)
    abstract = fixed.get("abstract", entry.abstract)
    marked = fixed.get("code", entry.code)
    code_url = fixed["code_url"] if "code_url" in fixed else find_code_url(abstract, marked)
    return Paper(
        key=slugify(plain_title),
        citekey=citekey,
        title=split.title,
        plain_title=plain_title,
        authors=authors,
        et_al=fixed.get("et_al", split.et_al),
        area=area,
        listed_area=fixed.get("area", entry.area),
        date=day,
        date_inferred=entry.year is None and "date" not in fixed,
        code=fixed.get("code", entry.code or bool(fixed.get("code_url"))),
        code_url=code_url,
        score=fixed.get("score", entry.score),
        affiliations=fixed.get("affiliations", split.affiliations),
        abstract=abstract,
        location=entry.location,
        confidence=split.confidence,
        needs_review=split.needs_review,
        arxiv=fixed.get("arxiv"),
        doi=fixed.get("doi"),
        links=fixed.get("links", ()),
        date_precision=precision,
        **{field: fixed[field] for field in PUBLICATION_FIELDS if field in fixed},
    )


def _area(listed: str, location: Location) -> tuple[Area | None, list[Problem]]:
    if not listed:
        return None, []
    area = find_area(listed)
    if area is not None:
        return area, []
    message = f"expected a subject area of arXiv such as CL or cs.CL, found {listed!r}; it is shown as it is"
    return Area(code=listed, name=listed), [Problem(location, message)]


def _no_byline(entry: Entry) -> Problem:
    found = f"found no name in {quoted(entry.title_line)}"
    message = f"expected a title and its authors run together, {found}; the entry is left out"
    return Problem(entry.title_location, message, Severity.ERROR)


def _in_doubt(papers: Sequence[Paper], found: Deduplicated) -> list[Paper]:
    """Return the papers whose titles are unsure, without those that another source confirms."""
    settled = {paper.location for paper in found.papers if not paper.needs_review}
    settled |= {one.paper.location for one in found.duplicates if not one.kept.needs_review}
    return [paper for paper in papers if paper.needs_review and paper.location not in settled]


def _doubts(
    papers: Sequence[Paper], lines: Iterable[tuple[Entry, byline.Split | None]], keys: Mapping[Location, str]
) -> Iterator[Problem]:
    """Tell of titles whose end is unsure, under the names by which corrections find them."""
    names = {paper.location: keys.get(paper.location, paper.key) for paper in papers}
    for entry, split in lines if names else ():
        if split and entry.location in names:
            yield _doubt(entry, split, names[entry.location])


def _doubt(entry: Entry, split: byline.Split, key: str) -> Problem:
    chosen = f"{quoted(split.title, 240)} by {', '.join(split.authors)}"
    other = split.runner_up
    otherwise = f"; or {quoted(other.title, 240)} by {', '.join(other.authors)}" if other else ""
    message = (
        f"unsure where the title ends (confidence {split.confidence:.2f}): chose {chosen}{otherwise}; "
        f"settle it under papers: in corrections.yml, as {key}"
    )
    return Problem(entry.title_location, message)


def _is_late(paper: Paper) -> Problem:
    kept = "; its year is the one in urls.csv: correct it there" if paper.date_inferred else ""
    message = (
        f"expected a date at most a month after the day of the build, found {paper.date}{kept}; it is shown as it is, "
        "and no year is inferred from it"
    )
    return Problem(paper.location, message)
