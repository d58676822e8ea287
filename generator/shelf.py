"""The disk: reads the seeds, and keeps the pages under `docs/` as they should be.

Pages are written only when they change and removed when they are stale. A manifest beside them holds the digest
of every page written, so that a file that somebody else wrote or edited is told from ours, and left alone.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path

from generator.collection import Collection, Seeds, collect
from generator.listing import Listing
from generator.model import Location, Problem, Severity
from generator.pages.every import every_file
from generator.pages.layout import FOLDERS, HOME, ROOT_FILES, File, SiteFacts

MANIFEST = ".papershelf.json"
"""Within `docs/`; MkDocs does not publish what begins with a dot."""
_BATCH = 64_000_000
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


@dataclass(slots=True)
class _Ledger:
    """The digests of the pages that we wrote, by `src_uri`; several where a build may have been cut off."""

    known: dict[str, list[str]] = field(default_factory=dict)

    def is_ours(self, src_uri: str, digest: str) -> bool:
        return digest in self.known.get(src_uri, ())


def make_pages(project: Project) -> Outcome:
    """Read the seeds of a project and bring its pages up to date."""
    collection = read_collection(project)
    pages = every_file(collection, project.facts)
    problems, written, removed = _write_pages(pages, project)
    return Outcome(collection, (*collection.problems, *problems), written, removed)


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
        listing, found = _read(path, _shown(path, project.root))
        problems += found
        if listing:
            listings.append(listing)
    if not listings and not problems:
        place = Location(_shown(project.seeds_dir, project.root), 1)
        problems.append(Problem(place, "expected a listing (*.txt) in this folder, found none", Severity.ERROR))
    corrections, vocabulary = (_read_extra(project, name, problems) for name in (CORRECTIONS, VOCABULARY))
    return Seeds(tuple(listings), corrections, vocabulary, tuple(problems))


def _read_extra(project: Project, name: str, problems: list[Problem]) -> Listing | None:
    path = project.seeds_dir / name
    if not path.exists():
        return None
    listing, found = _read(path, _shown(path, project.root))
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


def _shown(path: Path, root: Path) -> str:
    try:
        return path.relative_to(root).as_posix()
    except ValueError:
        return path.as_posix()


# ---- pages ----


@dataclass(frozen=True, slots=True)
class _Change:
    """A file to write, or to remove where there is no text."""

    src_uri: str
    text: bytes | None


def _write_pages(pages: Iterable[File], project: Project) -> tuple[list[Problem], int, int]:
    """Bring the pages on disk up to date: the problems met, pages written, pages removed."""
    docs = project.docs_dir
    before = _read_ledger(docs)
    after = _Ledger()
    problems: list[Problem] = []
    changes = chain(_new_pages(pages, project, before, after, problems), _stale_pages(project, before, after, problems))
    written = removed = 0
    for batch in _batches(changes):
        # Were the build cut off now, both the old and the new digests would still be known as ours.
        _write_ledger(docs, _merged(before, after))
        for change in batch:
            _apply(change, docs)
            written += change.text is not None
            removed += change.text is None
    if written or removed or before.known != after.known:
        _write_ledger(docs, after)
    return problems, written, removed


def _batches(changes: Iterable[_Change]) -> Iterator[list[_Change]]:
    """The changes in parts of about `_BATCH` bytes, so that not all of them are in memory at once."""
    batch: list[_Change] = []
    size = 0
    for change in changes:
        batch.append(change)
        size += len(change.text or b"")
        if size > _BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _new_pages(
    pages: Iterable[File], project: Project, before: _Ledger, after: _Ledger, problems: list[Problem]
) -> Iterator[_Change]:
    for page in pages:
        text = page.text.encode("utf-8", "replace")
        current = _bytes(project.docs_dir / page.src_uri)
        if current is not None and current != text and not before.is_ours(page.src_uri, _digest(current)):
            problems.append(_foreign(project, page.src_uri))
            continue
        after.known[page.src_uri] = [_digest(text)]
        if current != text:
            yield _Change(page.src_uri, text)


def _stale_pages(project: Project, before: _Ledger, after: _Ledger, problems: list[Problem]) -> Iterator[_Change]:
    told = {problem.location.path for problem in problems}
    for src_uri in sorted(before.known.keys() - after.known.keys()):
        current = _bytes(project.docs_dir / src_uri)
        if current is None:
            continue
        if before.is_ours(src_uri, _digest(current)):
            yield _Change(src_uri, None)
            continue
        after.known[src_uri] = before.known[src_uri]  # so that it is told again next time
        if _shown(project.docs_dir / src_uri, project.root) not in told:
            problems.append(_foreign(project, src_uri))


def _foreign(project: Project, src_uri: str) -> Problem:
    message = (
        "expected a page as the build wrote it, found a file written or edited by hand; it is left as it is "
        "(remove it to have it made again; what is wrong in it belongs into seeds/corrections.yml)"
    )
    # A home page of one's own is no fault.
    severity = Severity.NOTE if src_uri == HOME else Severity.WARNING
    return Problem(Location(_shown(project.docs_dir / src_uri, project.root), 1), message, severity)


def _apply(change: _Change, docs: Path) -> None:
    path = docs / change.src_uri
    if change.text is not None:
        _write(path, change.text)
        return
    path.unlink(missing_ok=True)
    if path.parent != docs and not any(path.parent.iterdir()):
        path.parent.rmdir()


def _write(path: Path, text: bytes) -> None:
    """Write a file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.new")
    draft.write_bytes(text)
    draft.replace(path)


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None


def _digest(text: bytes) -> str:
    return hashlib.sha256(text).hexdigest()[:16]


def _read_ledger(docs: Path) -> _Ledger:
    """The manifest; empty where there is none or it cannot be read: then only equal pages are known as ours."""
    try:
        pages = json.loads((docs / MANIFEST).read_text(encoding="utf-8"))["pages"]
        owned = {uri: digests for uri, digests in pages.items() if _is_owned(uri)}
        return _Ledger({uri: [str(digest) for digest in digests] for uri, digests in owned.items()})
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return _Ledger()


def _is_owned(src_uri: str) -> bool:
    """A page of ours, by its place: whatever a manifest says, nothing else is removed or written over."""
    folder, *names = src_uri.split("/")
    return src_uri in ROOT_FILES or (folder in FOLDERS and len(names) in (1, 2) and ".." not in names)


def _write_ledger(docs: Path, ledger: _Ledger) -> None:
    text = json.dumps({"pages": dict(sorted(ledger.known.items()))}, indent=0)
    _write(docs / MANIFEST, text.encode())


def _merged(before: _Ledger, after: _Ledger) -> _Ledger:
    uris = before.known.keys() | after.known.keys()
    return _Ledger({uri: sorted({*before.known.get(uri, ()), *after.known.get(uri, ())}) for uri in uris})
