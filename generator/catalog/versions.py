"""Versions of a paper, as several sources state it, and how they are merged into one.

A value of a more trusted source goes before that of another. A list of authors that is cut off never replaces a whole
one, and a whole one replaces one that is cut off only if it begins with the same names. Where sources disagree on what
identifies a paper, a problem tells both.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import IntEnum
from typing import Any

from generator.byline.names import person_id
from generator.models import DatePrecision, Name, Paper, Problem, quoted


class Trust(IntEnum):
    """Trust in a source; a larger one goes first."""

    LISTED = 0
    """A listing, which people paste."""
    ENRICHED = 1
    """Facts that were looked up."""
    CURATED = 2
    """A file of references, which people keep."""
    CORRECTED = 3
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


_FIRST_STATED = (
    *("abstract", "code_url", "score", "affiliations", "arxiv", "doi", "kind", "venue", "volume", "number", "pages"),
    *("publisher", "pdf", "keywords", "awards"),
)
"""Fields of which the first value counts, by trust."""
_OF_VENUE = frozenset("kind venue volume number pages publisher".split())
"""Fields that say where a paper appeared, which belong together."""
_IDENTIFYING = ("arxiv", "doi")


def merge_versions(kept: Version, others: Sequence[Version]) -> tuple[Version, list[Problem]]:
    """Return a version of a paper with the best of what others state, and problems of what they disagree on.

    Its key, location and confidence are those of `kept`.
    """
    ranked = sorted([kept, *others], key=lambda one: -one.trust)  # stable: of equal trust, the first
    values: dict[str, tuple[Any, Version]] = {}
    for name in _FIRST_STATED:
        for one in sorted(ranked, key=lambda one, name=name: -one.trust_in(name)):  # type: ignore[misc]
            value = getattr(one.paper, name)
            if one.is_corrected(name) or not _is_empty(value):
                values[name] = value, one
                break
    values = _with_one_venue(values)
    values["authors"] = _authors(ranked)
    values["date"] = _date(ranked)
    values["area"] = next(((one.paper.area, one) for one in ranked if one.paper.area), (None, kept))
    values["title"] = (
        max(ranked, key=lambda one: one.trust_in("title")).paper.title,
        max(ranked, key=lambda one: one.trust_in("title")),
    )
    trust_of = {field: one.trust_in(field) for field, (_, one) in values.items()}
    merged = replace(kept, paper=_built(kept, ranked, values), trust_of={**kept.trust_of, **trust_of})
    return merged, list(_disagreements(kept, ranked, values))


def _is_empty(value: object) -> bool:
    return value is None or value == "" or value == ()


def _with_one_venue(values: dict[str, tuple[Any, Version]]) -> dict[str, tuple[Any, Version]]:
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
    first = max(ranked, key=lambda one: one.trust_in("authors"))  # the first of the largest
    if not first.paper.et_al or first.is_corrected("authors"):
        return (first.paper.authors, first.paper.et_al), first
    same = [one for one in ranked if begins_with(one.paper.authors, first.paper.authors)]
    best = max([first, *same], key=lambda one: (not one.paper.et_al, len(one.paper.authors)))
    return (best.paper.authors, best.paper.et_al), best


def begins_with(authors: Sequence[Name], first: Sequence[Name]) -> bool:
    """Return whether a list of authors begins with the persons of another."""
    return [person_id(name) for name in authors[: len(first)]] == [person_id(name) for name in first]


def _date(ranked: Sequence[Version]) -> tuple[Any, Version]:
    """Return the date, its precision and whether its year is inferred: the most precise one of the year."""
    known = [one for one in ranked if one.paper.date_precision is not DatePrecision.NONE] or ranked[:1]
    first = max(known, key=lambda one: (one.trust_in("date"), not one.paper.date_inferred))
    same = [one for one in known if one.paper.date.year == first.paper.date.year and not first.is_corrected("date")]
    best = max([first, *same], key=lambda one: one.paper.date_precision)
    return (best.paper.date, best.paper.date_precision, first.paper.date_inferred and best.paper.date_inferred), best


def _built(kept: Version, ranked: Sequence[Version], values: Mapping[str, tuple[Any, Version]]) -> Paper:
    plain = {field: values[field][0] if field in values else _nothing(kept.paper, field) for field in _FIRST_STATED}
    (authors, et_al), (day, precision, is_inferred) = values["authors"][0], values["date"][0]
    title = values["title"][1].paper
    sources = {
        **dict(kept.paper.sources),
        **{field: f"{one.paper.location}{one.remark}" for field, (_, one) in values.items() if one is not kept},
    }
    return replace(
        kept.paper,
        **plain,
        title=title.title,
        plain_title=title.plain_title,
        authors=authors,
        et_al=et_al,
        date=day,
        date_precision=precision,
        date_inferred=is_inferred,
        area=values["area"][0],
        listed_area=values["area"][1].paper.listed_area,
        code=any(one.paper.code for one in ranked) if not kept.is_corrected("code") else kept.paper.code,
        links=tuple(dict.fromkeys(link for one in ranked for link in one.paper.links)),
        withdrawn=any(one.paper.withdrawn for one in ranked),
        citekey=next((one.paper.citekey for one in ranked if one.paper.citekey), ""),
        sources=tuple(sorted(sources.items())),
    )


def _nothing(paper: Paper, field: str) -> Any:
    return type(value)() if isinstance(value := getattr(paper, field), str | tuple) else None


def _disagreements(
    kept: Version, ranked: Sequence[Version], values: Mapping[str, tuple[Any, Version]]
) -> Iterator[Problem]:
    """Yield a problem for each value that identifies a paper and differs from the one that is shown."""
    for name in _IDENTIFYING:
        shown, by = values.get(name, ("", kept))
        for one in ranked:
            value = getattr(one.paper, name)
            if value and shown and value.casefold() != shown.casefold() and not by.is_corrected(name):
                yield _disagreement(name, one, value, by, shown)
    (authors, et_al), by = values["authors"]
    for one in ranked:
        others = one.paper.authors
        shorter, longer = sorted((authors, others), key=len)
        cut_off = [one.paper.et_al] * (len(others) <= len(authors)) + [et_al] * (len(authors) <= len(others))
        is_same = begins_with(longer, shorter) and (len(shorter) == len(longer) or any(cut_off))
        if one is not by and not is_same and not by.is_corrected("authors"):
            yield _disagreement("authors", one, _named(others), by, _named(authors))
    (day, precision, _), by = values["date"]
    for one in ranked:
        other = one.paper
        both_known = DatePrecision.NONE not in (precision, other.date_precision)
        if (
            both_known
            and not other.date_inferred
            and abs(other.date.year - day.year) > 1
            and not by.is_corrected("date")
        ):
            yield _disagreement("year", one, str(other.date.year), by, str(day.year))


def _disagreement(field: str, one: Version, found: str, by: Version, shown: str) -> Problem:
    message = (
        f"expected the {field} stated at {by.paper.location}, {quoted(shown)}, found {quoted(found)} for the same "
        "paper; the former is shown"
    )
    return Problem(one.paper.location, message)


def _named(authors: Sequence[Name]) -> str:
    return ", ".join(name.text for name in authors)
