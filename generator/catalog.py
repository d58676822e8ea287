"""Reads entries into papers, and papers into a bibliography.

Comes in: entries of the listings, and corrections. Goes out: a `Bibliography` whose keys are unique, and the
problems met on the way. A key depends on its paper alone; where two papers have one slug, the older keeps it.
"""

from __future__ import annotations

import dataclasses
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from generator import byline
from generator.areas import find_area, unknown_area
from generator.corrections import Correction, Corrections
from generator.listing import Entry
from generator.model import Area, Bibliography, Location, Name, Paper, Problem, Severity
from generator.names import identity, read_name
from generator.text.inline import plain
from generator.text.links import find_repository
from generator.text.slug import digest, fold, slugify


@dataclass(frozen=True, slots=True)
class Cataloged:
    """What the catalog hands on."""

    bibliography: Bibliography
    problems: tuple[Problem, ...]


def catalog(entries: Sequence[Entry], corrections: Corrections, as_of: int | None, today: int) -> Cataloged:
    """The bibliography of some entries.

    `as_of` is the year of dates that state none; where it is None, the year after the latest that the same
    listing states, or failing that any listing; `today` is the year to take where no year is stated at all.
    """
    problems: list[Problem] = []
    years, notes = _inferred_years(entries, as_of, today)
    problems += notes
    lexicon = byline.learn((entry.title_line, entry.abstract) for entry in entries)
    desk = _CorrectionDesk(corrections)
    papers = []
    for entry in entries:
        paper, faults = _read_paper(entry, years[entry.location.path], lexicon, desk)
        problems += faults
        if paper is not None:
            papers.append(paper)
    single, duplicates = _without_duplicates(papers)
    problems += [*duplicates, *desk.unused()]
    return Cataloged(Bibliography(_with_keys(single)), tuple(problems))


# ---- one paper ----


def _read_paper(
    entry: Entry, year: int, lexicon: byline.Lexicon, desk: _CorrectionDesk
) -> tuple[Paper | None, list[Problem]]:
    split = byline.split(entry.title_line, lexicon)
    correction = desk.find(entry, split)
    fixed = dict(correction.fields) if correction else {}
    if fixed.get("hide"):
        return None, []
    split = _settled(split, fixed)
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


def _paper(
    entry: Entry, split: byline.Split, day: date, area: Area, fixed: dict[str, Any], desk: _CorrectionDesk
) -> Paper:
    abstract = fixed.get("abstract", entry.abstract)
    code_url = fixed["code_url"] if "code_url" in fixed else find_repository(abstract)
    return Paper(
        key=slugify(plain(split.title)),
        citekey="",
        title=split.title,
        plain_title=plain(split.title),
        authors=tuple(desk.name(listed) for listed in split.authors),
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


def _settled(split: byline.Split | None, fixed: dict[str, Any]) -> byline.Split | None:
    """The split with title and authors as a person set them right: that settles it for good."""
    if "title" not in fixed and "authors" not in fixed:
        return split
    if split is None and not ("title" in fixed and "authors" in fixed):
        return None
    base = split or byline.Split("", (), False, (), 1.0, None)
    return dataclasses.replace(
        base,
        title=fixed.get("title", base.title),
        authors=fixed.get("authors", base.authors),
        confidence=1.0,
        runner_up=None,
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
    shown = entry.title_line if len(entry.title_line) <= 80 else f"{entry.title_line[:77]}..."
    message = f"expected a title and its authors run together, found no name in {shown!r}; the entry is left out"
    return Problem(entry.title_location, message, Severity.ERROR)


def _doubt(entry: Entry, split: byline.Split) -> Problem:
    chosen = f"{split.title!r} by {', '.join(split.authors)}"
    other = split.runner_up
    otherwise = f"; or {other.title!r} by {', '.join(other.authors)}" if other else ""
    message = (
        f"unsure where the title ends (confidence {split.confidence:.2f}): chose {chosen}{otherwise}; "
        f"settle it under papers: in corrections.yml, as {slugify(plain(split.title))}"
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
        first, *others = sorted(group, key=_seniority)
        kept.add(first.location)
        for other in others:
            message = (
                f"expected each paper once, found {other.plain_title!r} again, with the same first author as at "
                f"{first.location}; only that one has a page"
            )
            problems.append(Problem(other.location, message))
    return [paper for paper in papers if paper.location in kept], sorted(problems)


def _seniority(paper: Paper) -> tuple[Any, ...]:
    """The older first; what follows makes the order independent of the listing's, line numbers only break ties."""
    authors = tuple(name.listed for name in paper.authors)
    return paper.date, paper.title, authors, -(paper.score or 0), not paper.code, paper.abstract, paper.location


def _with_keys(papers: list[Paper]) -> tuple[Paper, ...]:
    keys = _distinct({paper.location: (paper.key, "-", paper) for paper in papers})
    citekeys = _distinct({paper.location: (_citekey(paper), "", paper) for paper in papers})
    return tuple(
        dataclasses.replace(paper, key=keys[paper.location], citekey=citekeys[paper.location]) for paper in papers
    )


def _distinct(wanted: dict[Location, tuple[str, str, Paper]]) -> dict[Location, str]:
    """What each paper wants to be called; of several that want the same, the oldest gets it, the others a suffix."""
    groups: dict[str, list[tuple[str, Paper]]] = defaultdict(list)
    for word, joint, paper in wanted.values():
        groups[word].append((joint, paper))
    given = {}
    for word, group in groups.items():
        for place, (joint, paper) in enumerate(sorted(group, key=lambda pair: _seniority(pair[1]))):
            given[paper.location] = word if place == 0 else f"{word}{joint}{own_suffix(paper.title, paper.authors)}"
    return given


def own_suffix(title: str, authors: Iterable[Name]) -> str:
    """What tells a paper from another of the same slug: made from itself alone."""
    return digest("\n".join([title, *(name.listed for name in authors)]))


def _citekey(paper: Paper) -> str:
    """As people write them: family name, year, first word of the title that says something."""
    family = slugify(paper.authors[0].family).replace("-", "")
    words = [word for word in slugify(paper.plain_title).split("-") if word not in _SMALL_WORDS]
    return f"{family}{paper.date.year}{words[0] if words else 'untitled'}"


_SMALL_WORDS = frozenset("a an the on of in for to and from with by at is are how what why when do does can".split())


class _CorrectionDesk:
    """Finds the correction of an entry and the person of a name, and remembers which were asked for."""

    def __init__(self, corrections: Corrections) -> None:
        self._by_slug: dict[str, Correction] = {}
        self._by_start: dict[str, list[Correction]] = defaultdict(list)
        for correction in corrections.papers:
            self._by_slug[slugify(plain(correction.paper))] = correction
            title = correction.fields.get("title")
            if title:
                self._by_start[title[0]].append(correction)
        self._joins = {fold(plain(join.other)): join for join in corrections.names}
        self._corrections = corrections
        self._used: set[Location] = set()

    def find(self, entry: Entry, split: byline.Split | None) -> Correction | None:
        """The correction whose paper is this entry: by key, by title, by title line, or by its own title."""
        if not self._corrections.papers:
            return None
        correction = next(filter(None, map(self._by_slug.get, _handles(entry, split))), None)
        if correction is None:
            candidates = self._by_start.get(entry.title_line[:1], ())
            correction = next((found for found in candidates if _begins(entry.title_line, found)), None)
        if correction is not None:
            self._used.add(correction.location)
        return correction

    def name(self, listed: str) -> Name:
        """A name, under the spelling that a person chose for it."""
        join = self._joins.get(fold(plain(listed)))
        if join is None:
            return read_name(listed)
        self._used.add(join.location)
        return dataclasses.replace(read_name(join.name), listed=listed)

    def unused(self) -> list[Problem]:
        """Corrections that no entry and no name asked for."""
        papers = [
            Problem(c.location, f"expected the key or title of a paper in the listings, found {c.paper!r}")
            for c in self._corrections.papers
            if c.location not in self._used
        ]
        names = [
            Problem(j.location, f"expected a name as it stands in the listings, found {j.other!r}")
            for j in self._corrections.names
            if j.location not in self._used
        ]
        return papers + names


def _begins(title_line: str, correction: Correction) -> bool:
    """The line is the corrected title with a name right after it: the corrected one, if that is given."""
    title, authors = correction.fields["title"], correction.fields.get("authors")
    rest = title_line.removeprefix(title)
    if rest == title_line or not rest or rest[0].isspace():
        return False
    return rest.startswith(authors[0]) if authors else True


def _handles(entry: Entry, split: byline.Split | None) -> Iterable[str]:
    """The slugs under which a correction can name an entry, before keys are given out."""
    if split is not None:
        key = slugify(plain(split.title))
        yield key
        yield f"{key}-{own_suffix(split.title, [read_name(listed) for listed in split.authors])}"
    yield slugify(plain(entry.title_line))
