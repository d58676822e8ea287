"""The build step: the seeds of a project in, its files under `docs/` out."""

from __future__ import annotations

import json
import os
import pickle
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

from filelock import FileLock

from generator import processes
from generator.analysis.collection import Collection, collect
from generator.catalog.permalinks import give_up_lost
from generator.config import Project
from generator.disk import UNREADABLE, bytes_of, digest_of, write
from generator.docs import Docs, Reader, Written
from generator.formats.citations import Citations, cite_all
from generator.memory import Memories, Memory
from generator.models import Location, Problem, Severity
from generator.pages.stamps import sources
from generator.processes import Progress
from generator.render import units
from generator.sources.loader import PERMALINKS, Seeds, read_listing, read_named, read_seeds
from generator.sources.permalinks import permalinks_to_csv

CACHE = ".cache/papershelf"
"""Within the project: what is kept between builds; it may be removed at any time."""
_STEP = "step.json"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a build step did."""

    counts: Counts
    problems: tuple[Problem, ...]
    """Problems of the seeds, then of the files under `docs/`, then of the settings."""
    docs: Written
    """What became of the files under `docs/`."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many there are."""

    papers: int
    authors: int
    topics: int

    @classmethod
    def of(cls, collection: Collection) -> Counts:
        """What a collection has."""
        return cls(len(collection.bibliography), len(collection.authors.headings), len(collection.topics.headings))


def lock(project: Project) -> FileLock:
    """What a build of a project holds from its first file to its last, so that two at once wait for each other."""
    path = project.root / CACHE / "lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    return FileLock(path, is_singleton=True)


def docs_of(project: Project, *, use_cache: bool = True) -> Docs:
    """The folder `docs/` of a project."""
    return Docs(project.docs_dir, project.root, use_records=use_cache)


def make_pages(
    project: Project,
    docs: Docs | None = None,
    reader: Callable[[], Reader] | None = None,
    jobs: int | None = None,
    on_progress: Progress | None = None,
    first: Callable[[Collection, Citations], None] = lambda *_: None,
    *,
    use_cache: bool = True,
) -> Outcome:
    """Read the seeds of a project and bring its files under `docs/` up to date, showing each to a reader.

    `docs` is that folder, where it has been looked at already; `jobs` is how many processes may write, None for as
    many as there are processors. `on_progress` is told of the files while they are made; `first` is given what
    is known before, where any have to be made. Without the cache, everything is made, whatever was made earlier.
    """
    cache = project.root / CACHE
    seeds = read_seeds(project.seeds_dir, project.root)
    docs = docs or docs_of(project, use_cache=use_cache)
    made_from, today = _digest(sources(), project, seeds), build_day()
    outcome = _recall(cache / _STEP, made_from, today, docs, reader) if use_cache else None
    if outcome is None:
        with processes.without_garbage_collection():
            jobs = jobs or processes.how_many()
            collection, citations = _collect(project, seeds, today, jobs, use_cache=use_cache)
            first(collection, citations)
            parts = units(collection, project.facts, citations)
            done = docs.update(parts, processes.worth(collection.bibliography, jobs), reader, on_progress)
        outcome = Outcome(Counts.of(collection), (*collection.problems, *done.problems), done)
        _remember(cache / _STEP, made_from, (today, collection.until), outcome)
    return replace(outcome, problems=(*outcome.problems, *_problems_of_settings(project)))


def _problems_of_settings(project: Project) -> Iterator[Problem]:
    """Tell what is missing where the address of the site is not known, which nobody would see on its pages."""
    if not project.facts.url:
        lines = (bytes_of(project.root / project.config_name) or b"").split(b"\n")
        named = [number for number, line in enumerate(lines, 1) if line.startswith(b"site_url:")]
        message = (
            "expected the address of the site as site_url, found none: links in feeds are relative, which many readers "
            "cannot follow, the sitemap is empty, and there is no OpenSearch and no canonical address"
        )
        yield Problem(Location(project.config_name, named[0] if named else 1), message, Severity.NOTE)


def _collect(
    project: Project, seeds: Seeds, today: date, jobs: int, *, use_cache: bool
) -> tuple[Collection, Citations]:
    with _memories(project.root / CACHE, use_cache=use_cache) as known:
        collection = collect(seeds, project.as_of, today, most_lost=project.most_lost, memories=known, jobs=jobs)
        return collection, cite_all(collection.bibliography.papers, collection.keywords, known.citations, jobs)


def _recall(path: Path, made_from: str, today: date, docs: Docs, reader: Callable[[], Reader] | None) -> Outcome | None:
    """What the latest build step did, if it read the same and what it wrote is still there; else None."""
    try:
        found = json.loads(path.read_bytes())
        if found["made_from"] != made_from or not found["files"]:
            return None
        first, until = map(date.fromisoformat, found["days"])
        if not first <= today < until:  # what the seeds say may be another thing on another day
            return None
        counts = Counts(**found["counts"])
        problems = tuple(
            Problem(Location(where, line), message, Severity(severity))
            for where, line, message, severity in found["problems"]
        )
    except UNREADABLE:
        return None
    done = docs.unchanged(reader() if reader else None)
    if done is None or _digest(sorted(done.digests().items())) != found["files"]:
        return None
    return Outcome(counts, problems, done)


def _remember(path: Path, made_from: str, days: tuple[date, date], outcome: Outcome) -> None:
    if outcome.docs.problems:  # somebody has edited files, and may do so again
        _keep(path, b"")
        return
    problems = [[p.location.path, p.location.line, p.message, str(p.severity)] for p in outcome.problems]
    found = {
        "made_from": made_from,
        "days": [day.isoformat() for day in days],
        "files": _digest(sorted(outcome.docs.digests().items())),
        "counts": asdict(outcome.counts),
        "problems": problems,
    }
    _keep(path, json.dumps(found).encode())


def _kept(path: Path) -> bytes:
    """A file of the cache; nothing where it cannot be read."""
    try:
        return path.read_bytes()
    except OSError:
        return b""


def _keep(path: Path, content: bytes) -> None:
    if path.is_dir():  # in the cache nothing is anybody's but ours
        shutil.rmtree(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    write(path, content)


def _add(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("ab") as file:
            file.write(content)
    except PermissionError:  # a file that may not be written may still be replaced
        _keep(path, _kept(path) + content)


def _digest(*parts: object) -> str:
    return digest_of(pickle.dumps(parts, 5))  # `repr` takes several times as long; a false difference costs a build


@contextmanager
def _memories(cache: Path, *, use_cache: bool) -> Iterator[Memories]:
    """Know what earlier builds have made of papers, and write down what this one has."""

    def memory(name: str) -> Memory:
        path = cache / f"{name}.txt"
        read = partial(_kept, path) if use_cache else bytes
        return Memory(read, sources(), partial(_keep, path), partial(_add, path))

    known = Memories(memory("terms"), memory("citations"))
    yield known
    known.terms.save()
    known.citations.save()


def read_collection(project: Project, *, relations: bool = True) -> Collection:
    """The collection of a project's seeds."""
    seeds = read_seeds(project.seeds_dir, project.root)
    return collect(seeds, project.as_of, build_day(), most_lost=project.most_lost, relations=relations)


def settle_addresses(project: Project, *, give_up: bool, check: bool) -> Collection:
    """Bring urls.csv, the file of published addresses, up to date; addresses that are lost may be given up.

    To `check`, and where it is not sure where papers stand (`unsettled`), nothing is written.
    """
    collection = read_collection(project, relations=False)
    if not check and not collection.unsettled:
        addresses = collection.addresses
        write(
            project.seeds_dir / PERMALINKS,
            permalinks_to_csv(give_up_lost(addresses) if give_up else addresses.updated).encode(),
        )
    return collection


def read_listings(paths: Sequence[Path]) -> Collection:
    """The collection of some listings alone: no settings, corrections, vocabulary or related papers."""
    read = [read_listing(path, str(path)) for path in paths]
    problems = tuple(problem for _, found in read for problem in found)
    seeds = Seeds(tuple(listing for listing, _ in read if listing), problems=problems)
    with processes.without_garbage_collection():
        return collect(seeds, None, build_day(), relations=False)


def read_named_collection(project: Project, name: str | None) -> Collection:
    """The collection of what a name means, under the settings of a project; of the project's seeds without a name.

    A name is that of a listing, of a folder of seeds or of a project, or else of a revision of the project's seeds.
    Raises `generator.sources.git.WrongName` where it is none of them, or two.
    """
    if name is None:
        return read_collection(project, relations=False)
    seeds = read_named(name, project.seeds_dir, project.root)
    return collect(seeds, project.as_of, build_day(), most_lost=project.most_lost, relations=False)


def build_day() -> date:
    """Return the day of SOURCE_DATE_EPOCH where it is set (https://reproducible-builds.org), else that of the clock."""
    try:
        return datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), UTC).date()
    except (KeyError, ValueError, OverflowError, OSError):
        return datetime.fromtimestamp(time.time(), UTC).date()
