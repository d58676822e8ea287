"""Versions of a paper, as several sources state it, and how they are merged into one.

A value of a more trusted source goes before that of another and, of equal trust, one of a publication before one of
its preprint. A list of authors that is cut off never replaces a whole one, and a whole one replaces one that is cut
off only if it begins with the same names. Where sources disagree, a problem tells both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import IntEnum
from typing import Any

from generator.byline.names import person_id
from generator.catalog.duplicates import title_identity
from generator.models import DatePrecision, Link, Name, Paper, Problem, PublicationKind, Severity, quoted
from generator.text.latex import plain


class Trust(IntEnum):
    """Trust in a source; a larger one goes first."""

    FALLBACK = 0
    """A value that counts only where no other source states one."""
    LISTED = 1
    """A listing, which people paste."""
    ENRICHED = 2
    """Facts that were looked up."""
    CURATED = 3
    """A file of references, which people keep."""
    CORRECTED = 4
    """A correction."""


@dataclass(frozen=True, slots=True)
class Version:
    """A paper as one source states it."""

    paper: Paper
    trust: Trust
    trust_of: Mapping[str, Trust] = field(default_factory=dict)
    """Trust in fields of which it is another."""
    remark: str = ""
    """Remark on the source, for readers, after its place."""

    def trust_in(self, field: str) -> Trust:
        """Return the trust in the value of a field."""
        return self.trust_of.get(field, self.trust)

    def is_corrected(self, field: str) -> bool:
        """Return whether a correction states a field."""
        return self.trust_in(field) is Trust.CORRECTED

    def place_of(self, field: str) -> str:
        """Return the place that states a field, as `path:line` with the remark."""
        return dict(self.paper.sources).get(field) or f"{self.paper.location}{self.remark}"


_FIRST_STATED = (
    *("title", "abstract", "area", "code_url", "score", "affiliations", "arxiv", "doi", "kind", "venue", "volume"),
    *("number", "pages", "publisher", "pdf", "keywords", "awards", "code", "withdrawn", "citekey"),
)
"""Fields of which the first value counts, by trust."""
_OF_VENUE = frozenset("kind venue volume number pages publisher".split())
"""Fields that say where a paper appeared, which belong together."""
_DOI_OF_ARXIV = "10.48550/arxiv."
"""Beginning of the DOIs that arXiv gives to preprints, which are others than those of their publications."""
_Values = dict[str, tuple[Any, Version]]
"""Values of fields, each with the version that states it."""


def merge_versions(kept: Version, others: Sequence[Version]) -> tuple[Version, list[Problem]]:
    """Return a version of a paper with the best of what others state, and problems of what they disagree on.

    Its key and location are those of `kept`.
    """
    versions = [kept, *sorted(others, key=lambda one: one.paper.location)]
    values: _Values = {}
    for name in _FIRST_STATED:
        for one in _by_trust(versions, name):
            value = getattr(one.paper, name)
            if one.is_corrected(name) or not _is_empty(value):
                values[name] = value, one
                break
    values = _with_one_venue(values)
    values["authors"] = _authors(_by_trust(versions, "authors"))
    values["date"] = _date(_by_trust(versions, "date"))
    if links := _links(versions):
        values["links"] = links
    trust_of = {field: one.trust_in(field) for field, (_, one) in values.items()}
    merged = replace(kept, paper=_built(kept, values), trust_of={**kept.trust_of, **trust_of})
    return merged, list(_disagreements(versions, values))


def _by_trust(versions: Sequence[Version], field: str) -> list[Version]:
    """Return versions by the trust in their values of a field; of equal trust, in their order, preprints last."""

    def rank(one: Version) -> tuple[Any, ...]:
        is_doi_of_arxiv = field == "doi" and (one.paper.doi or "").casefold().startswith(_DOI_OF_ARXIV)
        is_preprint = one.paper.kind is PublicationKind.PREPRINT
        return is_doi_of_arxiv and not one.is_corrected(field), -one.trust_in(field), is_preprint

    return sorted(versions, key=rank)


def _is_empty(value: object) -> bool:
    return value is None or value is False or value == "" or value == ()


def _with_one_venue(values: _Values) -> _Values:
    """Return values without parts of another venue, such as the volume of a journal for a conference."""
    chosen = values.get("venue", (None, None))[1]
    if chosen is None:
        return values
    return {
        field: found
        for field, found in values.items()
        if field not in _OF_VENUE or found[1] is chosen or found[1].is_corrected(field)
    }


def _authors(ranked: Sequence[Version]) -> tuple[tuple[tuple[Name, ...], bool], Version]:
    """Return the authors, whether there are more, and the version that states them."""
    best = _best_authors([one for one in ranked if one.paper.authors])
    return (best.paper.authors, best.paper.et_al), best


def _best_authors(ranked: Sequence[Version]) -> Version:
    """Return the version with the best list of authors, given the most trusted one first."""
    first = ranked[0]
    whole = [one for one in ranked if not one.paper.et_al]
    cut_off = next((one for one in ranked if one.paper.et_al), None)
    if cut_off is None or first.is_corrected("authors"):
        return first
    same = [one for one in ranked if begins_with(one.paper.authors, cut_off.paper.authors)]
    if fitting := [one for one in same if not one.paper.et_al]:
        return fitting[0]
    if whole and first is cut_off:
        return whole[0]
    return max(same, key=lambda one: len(one.paper.authors))


def begins_with(authors: Sequence[Name], first: Sequence[Name]) -> bool:
    """Return whether a list of authors begins with the persons of another."""
    return [person_id(name) for name in authors[: len(first)]] == [person_id(name) for name in first]


def _date(ranked: Sequence[Version]) -> tuple[Any, Version]:
    """Return the date, its precision and whether its year is inferred: the most precise one of the year."""
    known = [one for one in ranked if one.paper.date_precision is not DatePrecision.NONE] or ranked[:1]
    first = ranked[0] if ranked[0].is_corrected("date") else min(known, key=lambda one: one.paper.date_inferred)
    same = [one for one in known if one.paper.date.year == first.paper.date.year and not first.is_corrected("date")]
    best = max([first, *same], key=lambda one: one.paper.date_precision)
    return (best.paper.date, best.paper.date_precision, first.paper.date_inferred and best.paper.date_inferred), best


def _built(kept: Version, values: _Values) -> Paper:
    plain = {field: values[field][0] if field in values else _NOTHING.get(field, "") for field in _FIRST_STATED}
    (authors, et_al), (day, precision, is_inferred) = values["authors"][0], values["date"][0]
    title, area = values["title"][1], values.get("area", (None, kept))[1]
    return replace(
        kept.paper,
        **plain,
        plain_title=title.paper.plain_title,
        authors=authors,
        et_al=et_al,
        date=day,
        date_precision=precision,
        date_inferred=is_inferred,
        listed_area=area.paper.listed_area,
        links=values["links"][0] if "links" in values else (),
        confidence=title.paper.confidence,
        needs_review=title.paper.needs_review,
        sources=_sources(kept, values),
    )


_NOTHING: Mapping[str, Any] = {
    **dict.fromkeys("area code_url score arxiv doi kind".split()),
    **dict.fromkeys("affiliations keywords awards".split(), ()),
    **dict.fromkeys("code withdrawn".split(), False),
}
"""Values of fields of which nothing is stated, other than empty texts."""


def _links(versions: Sequence[Version]) -> tuple[tuple[Link, ...], Version] | None:
    """Return the links of all versions or, if they are corrected, these; and the first version that states any."""
    corrected = [one for one in versions if one.is_corrected("links")]
    stated = [one for one in corrected or _by_trust(versions, "links") if one.paper.links]
    links = dict.fromkeys(link for one in stated for link in one.paper.links)
    return (tuple(links), stated[0]) if stated else None


def _sources(kept: Version, values: _Values) -> tuple[tuple[str, str], ...]:
    """Return the places of the fields that are not stated by the entry of `kept` itself."""
    known = dict(kept.paper.sources)
    sources = {name: place for name, place in known.items() if name not in values}
    for name, (_, one) in values.items():
        if one is not kept or name in known:
            sources[name] = one.place_of(name)
    return tuple(sorted(sources.items()))


def _disagreements(versions: Sequence[Version], values: _Values) -> Iterator[Problem]:
    """Yield a problem for each value that identifies a paper and differs from the one that is shown."""
    for name, (words, folded) in _COMPARED.items():
        shown, by = values.get(name, ("", versions[0]))
        for one in versions if shown and not by.is_corrected(name) else ():
            value = getattr(one.paper, name) or ""
            if one is not by and len({folded(value), folded(shown)} - {""}) > 1:
                yield _disagreement(name, one, value, by, shown, words)
    (authors, et_al), by = values["authors"]
    for one in versions:
        is_compared = one is not by and one.paper.authors and not by.is_corrected("authors")
        if is_compared and not _may_be_same(authors, et_al, one.paper):
            yield _disagreement("authors", one, _named(one.paper.authors), by, _named(authors))
    (day, precision, _), by = values["date"]
    for one in versions:
        other = one.paper
        both_known = DatePrecision.NONE not in (precision, other.date_precision) and not other.date_inferred
        if both_known and abs(other.date.year - day.year) > 1 and not by.is_corrected("date"):
            yield _disagreement("date", one, str(other.date.year), by, str(day.year), "year")


def _may_be_same(authors: Sequence[Name], et_al: bool, paper: Paper) -> bool:
    """Return whether two lists of authors may be one, of which one may be cut off."""
    shorter, longer = sorted((authors, paper.authors), key=len)
    cut_off = [paper.et_al] * (len(paper.authors) <= len(authors)) + [et_al] * (len(authors) <= len(paper.authors))
    return begins_with(longer, shorter) and (len(shorter) == len(longer) or any(cut_off))


def _disagreement(field: str, one: Version, found: str, by: Version, shown: str, words: str = "") -> Problem:
    message = (
        f"expected the {words or field} stated at {by.place_of(field)}, {quoted(shown)}, found {quoted(found)} for the "
        "same paper; the former is shown"
    )
    line = one.paper.location
    return Problem(line, message, Severity.NOTE if field == "venue" else Severity.WARNING)


def _folded(text: str) -> str:
    return title_identity(plain(text, title=True))


def _publisher_doi(doi: str) -> str:
    """Return a DOI as it is compared: that of a preprint says nothing against that of its publication."""
    return "" if doi.casefold().startswith(_DOI_OF_ARXIV) else doi.casefold()


def _bare_address(url: str) -> str:
    """Return an address as it is compared, without what makes no difference to where it leads."""
    bare = url.casefold().partition("://")[2].removeprefix("www.").rstrip("/")
    return bare.removesuffix(".git")


_COMPARED: Mapping[str, tuple[str, Callable[[str], str]]] = {
    "title": ("title", _folded),
    "arxiv": ("arXiv id", str.casefold),
    "doi": ("DOI", _publisher_doi),
    "venue": ("venue", _folded),
    "code_url": ("address of the code", _bare_address),
}
"""Fields on which sources may disagree, with their names in messages and functions that make equal what is the same.

Venues are written in many ways, so that other ones are only worth a note.
"""


def _named(authors: Sequence[Name]) -> str:
    return ", ".join(name.text for name in authors)
