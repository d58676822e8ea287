"""The build step: the seeds of a project in, its files under `docs/` out."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from generator import processes
from generator.citation import cite
from generator.collection import Collection, Seeds, collect
from generator.docs import Docs, Reader, Written, shown
from generator.listing import Listing
from generator.model import Location, Paper, Problem, Severity
from generator.pages.every import units
from generator.pages.files import Citations
from generator.pages.layout import SiteFacts

_FEW = 200
"""Papers up to which one process is as fast as several."""
CORRECTIONS = "corrections.yml"
VOCABULARY = "topics.yml"


@dataclass(frozen=True, slots=True)
class Project:
    """Where a project's files are, and its settings."""

    root: Path
    """Problems name files relative to it."""
    seeds_dir: Path
    docs_dir: Path
    facts: SiteFacts
    as_of: int | None = None
    """The year of dates that state none; None to infer it."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a build step did."""

    collection: Collection
    problems: tuple[Problem, ...]
    """Of the seeds, then of the files under `docs/`."""
    written: int
    removed: int
    docs: Written
    """What became of the files under `docs/`."""


def make_pages(project: Project, reader: Callable[[], Reader] | None = None, jobs: int | None = None) -> Outcome:
    """Read the seeds of a project and bring its files under `docs/` up to date, showing each to a reader.

    `jobs` is how many processes may do it; None for as many as there are processors.
    """
    collection = read_collection(project)
    jobs = 1 if len(collection.bibliography) <= _FEW else jobs or processes.how_many()
    citations = _citations(collection.bibliography.papers, jobs)
    done = Docs(project.docs_dir, project.root).update(units(collection, project.facts, citations), jobs, reader)
    return Outcome(collection, (*collection.problems, *done.problems), done.written, done.removed, done)


def _citations(papers: Sequence[Paper], jobs: int) -> Citations:
    parts = processes.in_each(lambda number: {paper.key: cite(paper) for paper in papers[number::jobs]}, jobs)
    return {key: citations for part in parts for key, citations in part.items()}


def read_collection(project: Project, *, relations: bool = True) -> Collection:
    """The collection of a project's seeds."""
    return collect(_read_seeds(project), project.as_of, current_year(), relations=relations)


def read_listings(paths: Sequence[Path]) -> Collection:
    """The collection of some listings alone: no settings, corrections, vocabulary or related papers."""
    read = [_read(path, str(path)) for path in paths]
    problems = tuple(problem for _, found in read for problem in found)
    seeds = Seeds(tuple(listing for listing, _ in read if listing), problems=problems)
    return collect(seeds, None, current_year(), relations=False)


def current_year() -> int:
    """Of the build: that of SOURCE_DATE_EPOCH where it is set (https://reproducible-builds.org), else of the clock."""
    try:
        return datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), UTC).year
    except (KeyError, ValueError, OverflowError, OSError):
        return datetime.fromtimestamp(time.time(), UTC).year


# ---- seeds ----


def _read_seeds(project: Project) -> Seeds:
    listings: list[Listing] = []
    problems: list[Problem] = []
    for path in sorted(project.seeds_dir.glob("*.txt")):
        listing, found = _read(path, shown(path, project.root))
        problems += found
        if listing:
            listings.append(listing)
    if not listings and not problems:
        place = Location(shown(project.seeds_dir, project.root), 1)
        problems.append(Problem(place, "expected a listing (*.txt) in this folder, found none", Severity.ERROR))
    corrections, vocabulary = (_read_extra(project, name, problems) for name in (CORRECTIONS, VOCABULARY))
    return Seeds(tuple(listings), corrections, vocabulary, tuple(problems))


def _read_extra(project: Project, name: str, problems: list[Problem]) -> Listing | None:
    path = project.seeds_dir / name
    if not path.exists():
        return None
    listing, found = _read(path, shown(path, project.root))
    problems += found
    return listing


def _read(path: Path, shown: str) -> tuple[Listing | None, list[Problem]]:
    """A text file, and what is wrong with its bytes; what is not UTF-8 is replaced and told."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        message = f"expected a file to read, found a fault: {error.strerror or error}"
        return None, [Problem(Location(shown, 1), message, Severity.ERROR)]
    try:
        return Listing(shown, raw.decode("utf-8")), []
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        message = f"expected UTF-8, found the byte 0x{raw[error.start]:02x}; what cannot be read is shown as �"
        return Listing(shown, raw.decode("utf-8", "replace")), [Problem(Location(shown, line), message, Severity.ERROR)]
