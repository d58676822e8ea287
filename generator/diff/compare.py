"""Comparison: two collections in, their difference out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generator.analysis.collection import Collection
from generator.byline.names import person_id
from generator.catalog.duplicates import title_and_author
from generator.diff.matching import Pair, match_papers
from generator.diff.similarity import SAME_TITLE, candidate_pairs, comparable, title_similarity
from generator.formats.export import RECORD_FIELDS
from generator.models import Paper, Problem

_READ = (
    "title authors et_al area date code code_url score affiliations abstract topics arxiv doi links "
    "kind venue volume number pages publisher pdf keywords awards withdrawn"
).split()
COMPARED: Mapping[str, Callable[[Paper, Collection], Any]] = {
    **{name: RECORD_FIELDS[name] for name in _READ},
    "links": lambda paper, _: [f"{link.label}: {link.url}" for link in paper.links],
    "pdf": lambda paper, _: paper.pdf or None,
}
"""Functions that return the value of each field that is compared, by its name; `pdf` only where it is stated."""

# Line numbers in messages, which change with every entry above them.
_LINES = re.compile(r"\blines \d+ to \d+")
_PLACE = re.compile(r":\d+[;,.]?$")
# How many there are of a kind, with which notes begin: it changes with every paper.
_COUNT = re.compile(r"\d[\d,]* [^:]*:")


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field of a paper with another value than before."""

    name: str
    old: Any
    """Plain value: a text, a number, a truth value, a list of texts or None."""
    new: Any


@dataclass(frozen=True, slots=True)
class Change:
    """A paper in both collections that has changed."""

    old: Paper
    new: Paper
    by: str
    """Reason for which the two are taken for one paper."""
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Two papers of the new collection that may be one."""

    one: Paper
    other: Paper
    similarity: float
    """Similarity of their titles, from 0 to 1."""


@dataclass(frozen=True, slots=True)
class Move:
    """An address that no longer leads to its paper, relative to the root of the site."""

    url: str
    to: str | None
    """Address of the paper now; None where it is gone."""
    now_shows: str | None
    """Title of another paper that is there now; None where there is none."""


@dataclass(frozen=True, slots=True)
class Diff:
    """Difference of two collections; papers are sorted by their keys."""

    papers_before: int
    papers_after: int
    added: tuple[Paper, ...]
    removed: tuple[Paper, ...]
    renamed: tuple[Change, ...]
    """Papers with another title, as readers see it."""
    changed: tuple[Change, ...]
    """Other papers with a changed field or address."""
    authors_new: tuple[str, ...]
    authors_gone: tuple[str, ...]
    duplicates: tuple[Duplicate, ...]
    """Likely duplicates that are new."""
    moves: tuple[Move, ...]
    problems_new: tuple[Problem, ...]
    problems_gone: tuple[Problem, ...]


def compare(old: Collection, new: Collection) -> Diff:
    """Return the difference of two collections."""
    matching = match_papers(old.bibliography, new.bibliography)
    changes = [change for pair in matching.pairs if (change := _change(pair, old, new))]
    authors_before, authors_after = _authors(old), _authors(new)
    return Diff(
        papers_before=len(old.bibliography),
        papers_after=len(new.bibliography),
        added=matching.added,
        removed=matching.removed,
        renamed=tuple(change for change in changes if change.old.plain_title != change.new.plain_title),
        changed=tuple(change for change in changes if change.old.plain_title == change.new.plain_title),
        authors_new=_missing(authors_after, authors_before),
        authors_gone=_missing(authors_before, authors_after),
        duplicates=_new_duplicates(old, new, matching.pairs),
        moves=_moves(new, matching.removed, matching.pairs),
        problems_new=missing_problems(new.problems, old.problems),
        problems_gone=missing_problems(old.problems, new.problems),
    )


def _change(pair: Pair, old: Collection, new: Collection) -> Change | None:
    values = ((name, read(pair.old, old), read(pair.new, new)) for name, read in COMPARED.items())
    fields = tuple(FieldChange(name, before, after) for name, before, after in values if before != after)
    return Change(pair.old, pair.new, pair.by, fields) if fields or pair.old.key != pair.new.key else None


def _authors(collection: Collection) -> dict[str, str]:
    return {
        person_id(name): heading.label
        for paper in collection.bibliography
        for name, heading in zip(paper.authors, collection.authors.of_paper[paper.key], strict=True)
    }


def _missing(here: Mapping[str, str], there: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(sorted(here[known] for known in here.keys() - there.keys()))


def _moves(new: Collection, removed: Sequence[Paper], pairs: Sequence[Pair]) -> tuple[Move, ...]:
    shown = {paper.url: paper.plain_title for paper in new.bibliography}
    gone = [Move(paper.url, None, shown.get(paper.url)) for paper in removed]
    moved = [
        Move(pair.old.url, pair.new.url, shown.get(pair.old.url)) for pair in pairs if pair.old.key != pair.new.key
    ]
    return tuple(sorted([*gone, *moved], key=lambda move: move.url))


def _new_duplicates(old: Collection, new: Collection, pairs: Sequence[Pair]) -> tuple[Duplicate, ...]:
    now_called = {pair.old.key: pair.new.key for pair in pairs}
    known = {
        frozenset(now_called.get(paper.key) for paper in (found.one, found.other))
        for found in _duplicates(old.bibliography)
    }
    return tuple(
        found for found in _duplicates(new.bibliography) if frozenset((found.one.key, found.other.key)) not in known
    )


def _duplicates(papers: Iterable[Paper]) -> Iterable[Duplicate]:
    for one, other in candidate_pairs([comparable(paper, abstract=False) for paper in papers]):
        similarity = title_similarity(one, other, SAME_TITLE)
        if similarity >= SAME_TITLE and title_and_author(one.paper) != title_and_author(other.paper):  # known to be two
            yield Duplicate(one.paper, other.paper, similarity)


def missing_problems(here: Sequence[Problem], there: Sequence[Problem]) -> tuple[Problem, ...]:
    """Return the problems of `here` that are not in `there`, whatever their lines.

    Problems with the same message are counted: if there are fewer in `there`, the last ones of `here` are returned.
    """
    known = Counter(map(_alike, there))
    missing = []
    for problem in here:
        if known[_alike(problem)]:
            known[_alike(problem)] -= 1
        else:
            missing.append(problem)
    return tuple(missing)


def _alike(problem: Problem) -> tuple[str, str]:
    message = problem.message
    counted = _COUNT.match(message)
    said = _LINES.sub("", message[counted.end() :] if counted else message).split()
    return problem.severity, " ".join(word for word in said if not _PLACE.search(word))
