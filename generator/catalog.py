"""Reads entries into papers, and papers into a bibliography.

Comes in: entries of the listings, and corrections. Goes out: a `Bibliography` in which each paper stands once,
and the problems met on the way.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from generator import byline
from generator.areas import find_area, unknown_area
from generator.corrections import Corrections
from generator.desk import CorrectionDesk
from generator.keys import by_seniority, with_keys
from generator.ledger import Ledger, Mark, Settled, holders, kept_keys, keys_by_line, settle
from generator.listing import Entry
from generator.memory import Memories
from generator.model import Area, Bibliography, Location, Paper, Problem, Severity, quoted
from generator.names import identity
from generator.splits import split_all
from generator.text.code_links import find_code
from generator.text.inline import plain
from generator.text.slug import fold, slugify


@dataclass(frozen=True, slots=True)
class Cataloged:
    """What the catalog hands on."""

    bibliography: Bibliography
    addresses: Settled
    problems: tuple[Problem, ...]


def catalog(
    entries: Sequence[Entry],
    corrections: Corrections,
    ledger: Ledger,
    as_of: int | None,
    today: int,
    memories: Memories | None = None,
    jobs: int = 1,
) -> Cataloged:
    """The bibliography of some entries, and what becomes of the addresses that are published.

    `as_of` is the year of dates that state none; where it is None, the year after the latest that the same
    listing states, or failing that any listing; `today` is the year to take where no year is stated at all.
    Lines of which the memories do not know the split are split in `jobs` processes.
    """
    years, problems = _inferred_years(entries, as_of, today)
    splits = split_all(entries, memories.terms if memories else None, memories.lexicon if memories else None, jobs)
    marks = cache(lambda: {entry.location: Mark.of(entry.title_line, entry.abstract) for entry in entries})
    published = keys_by_line(ledger)
    marked = marks().items() if published else ()
    known = {place: published[mark.line] for place, mark in marked if mark.line in published}
    desk = CorrectionDesk(corrections, entries, splits, known)
    papers = []
    for entry, split in zip(entries, splits, strict=True):
        paper, faults = _read_paper(entry, split, years[entry.location.path], desk)
        problems += faults
        if paper is not None:
            papers.append(paper)
    single, duplicates = _without_duplicates(papers)
    problems += [*duplicates, *desk.unused()]
    held_by = holders(ledger, by_seniority(single), marks)
    keyed = with_keys(single, kept_keys(ledger, held_by), {one.key for one in ledger.published})
    return Cataloged(Bibliography(keyed), settle(ledger, held_by, keyed, marks), tuple(problems))


# ---- one paper ----


def _read_paper(
    entry: Entry, split: byline.Split | None, year: int, desk: CorrectionDesk
) -> tuple[Paper | None, list[Problem]]:
    fixed = desk.fields(entry)
    if fixed.get("hide"):
        return None, []
    if "title" in fixed or "authors" in fixed:
        split = byline.settle(entry.title_line, split, fixed.get("title"), _stated(entry, fixed))
    if split is None:
        return None, [_no_byline(entry)]
    day = fixed.get("date") or _date(entry, year)
    if day is None:
        found = f"{entry.year or year}-{entry.month:02}-{entry.day:02}"
        message = f"expected a day of the calendar, found {found}; the entry is left out"
        return None, [Problem(entry.location, message, Severity.ERROR)]
    problems = [_doubt(entry, split)] if split.needs_review else []
    area, unknown = _area(fixed.get("area", entry.area), entry.location)
    return _paper(entry, split, day, area, fixed, desk), problems + unknown


def _stated(entry: Entry, fixed: Mapping[str, Any]) -> tuple[str, ...] | None:
    """Return the authors that a correction states: given name first where the line has them so, else as written."""
    if "authors" not in fixed:
        return None
    written = tuple(name.listed for name in fixed["authors"])
    shown = tuple(name.text for name in fixed["authors"])
    return shown if byline.find_reading(entry.title_line, fixed.get("title"), shown) else written


def _paper(
    entry: Entry, split: byline.Split, day: date, area: Area, fixed: Mapping[str, Any], desk: CorrectionDesk
) -> Paper:
    plain_title = plain(split.title, title=True)
    abstract = fixed.get("abstract", entry.abstract)
    marked = fixed.get("code", entry.code)
    code_url = fixed["code_url"] if "code_url" in fixed else find_code(abstract, marked)
    return Paper(
        key=slugify(plain_title),
        citekey="",
        title=split.title,
        plain_title=plain_title,
        authors=desk.authors(entry, split.authors),
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
    )


def _date(entry: Entry, year: int) -> date | None:
    try:
        return date(entry.year or year, entry.month, entry.day)
    except ValueError:
        return None


def _area(listed: str, location: Location) -> tuple[Area, list[Problem]]:
    area = find_area(listed)
    if area is not None:
        return area, []
    message = f"expected a subject area of arXiv such as CL or cs.CL, found {listed!r}; it is shown as it is"
    return unknown_area(listed), [Problem(location, message)]


def _no_byline(entry: Entry) -> Problem:
    found = f"found no name in {quoted(entry.title_line)}"
    message = f"expected a title and its authors run together, {found}; the entry is left out"
    return Problem(entry.title_location, message, Severity.ERROR)


def _doubt(entry: Entry, split: byline.Split) -> Problem:
    chosen = f"{quoted(split.title, 240)} by {', '.join(split.authors)}"
    other = split.runner_up
    otherwise = f"; or {quoted(other.title, 240)} by {', '.join(other.authors)}" if other else ""
    message = (
        f"unsure where the title ends (confidence {split.confidence:.2f}): chose {chosen}{otherwise}; "
        f"settle it under papers: in corrections.yml, as {slugify(plain(split.title, title=True))}"
    )
    return Problem(entry.title_location, message)


# ---- all papers ----


def _inferred_years(entries: Sequence[Entry], as_of: int | None, today: int) -> tuple[dict[str, int], list[Problem]]:
    """The year of dates without one, by listing, and notes that say what was inferred."""
    stated: dict[str, list[int]] = defaultdict(list)
    silent: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.year is None:
            silent[entry.location.path].append(entry)
        else:
            stated[entry.location.path].append(entry.year)
    everywhere = [year for years in stated.values() for year in years]
    inferred, notes = {}, []
    for path in {entry.location.path: None for entry in entries}:
        known = stated[path] or everywhere
        inferred[path] = as_of or (max(known) + 1 if known else today)
        if silent[path] and not as_of:
            notes.append(_inference(silent[path], inferred[path], bool(known)))
    return inferred, notes


def _inference(silent: list[Entry], year: int, from_listing: bool) -> Problem:
    many = "1 date states" if len(silent) == 1 else f"{len(silent)} dates state"
    if from_listing:
        message = (
            f"{many} no year: taken as {year}, the year after the latest stated; as_of in mkdocs.yml says otherwise"
        )
        return Problem(silent[0].location, message, Severity.NOTE)
    message = f"{many} no year, and no other does: taken as {year}; set as_of in mkdocs.yml to the listing's year"
    return Problem(silent[0].location, message)


def _without_duplicates(papers: list[Paper]) -> tuple[list[Paper], list[Problem]]:
    """Each paper once: of several with one title and first author, the oldest; and warnings that name both lines."""
    groups: dict[tuple[str, str], list[Paper]] = defaultdict(list)
    for paper in papers:
        groups[" ".join(re.findall(r"\w+", fold(paper.plain_title))), identity(paper.authors[0])].append(paper)
    kept: set[Location] = set()
    problems = []
    for group in groups.values():
        first, *others = by_seniority(group)
        kept.add(first.location)
        for other in others:
            message = (
                f"expected each paper once, found {quoted(other.plain_title)} again, with the same first author as at "
                f"{first.location}; only that one has a page"
            )
            problems.append(Problem(other.location, message))
    return [paper for paper in papers if paper.location in kept], sorted(problems)
