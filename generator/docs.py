"""The folder `docs/`: files in, and only what changes is written, only what is stale is removed.

A manifest in the folder holds the digest of every file written, so that a file that somebody else wrote or edited is
told from ours, and left alone. While files are written, journals beside it have the digests that are new.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from generator import processes
from generator.model import Location, Problem, Severity
from generator.pages.every import Unit
from generator.pages.layout import FOLDERS, HOME, ROOT_FILES, File

MANIFEST = ".papershelf.json"
"""Within `docs/`; MkDocs does not publish what begins with a dot."""
_JOURNAL = ".papershelf-{}.journal"
_BATCH = 64_000_000
"""Bytes of changes that are written at once."""


class Reader(Protocol):
    """Is shown every file of ours, in the process that made it."""

    def read(self, file: File, digest: str) -> None:
        """Take what is wanted of a file."""

    def result(self) -> Any:
        """What is to be handed back, to be pickled."""


@dataclass(slots=True)
class Written:
    """What became of the files."""

    digests: dict[str, str] = field(default_factory=dict)
    """Of every file that is ours now, by `src_uri`."""
    problems: list[Problem] = field(default_factory=list)
    written: int = 0
    removed: int = 0
    results: list[Any] = field(default_factory=list)
    """Of the readers."""


class Docs:
    """The folder, as a build finds it."""

    def __init__(self, folder: Path, root: Path) -> None:
        """`folder` is that of the files; problems name them relative to `root`."""
        self._folder = folder
        self._root = root
        self.known = _read_manifest(folder)
        """The digests of our files, by `src_uri`; several where a build was cut off."""

    def update(self, units: Sequence[Unit], jobs: int = 1, reader: Callable[[], Reader] | None = None) -> Written:
        """Bring the folder up to date, in so many processes, each with a reader of its own."""
        shared = processes.shared(units) if jobs > 1 else units
        parts = processes.in_each(lambda number: self._update(number, shared, reader), jobs)
        found = Written()
        for part in parts:
            found.digests |= part.digests
            found.problems += part.problems
            found.written += part.written
            found.results += part.results
        kept = self._remove_stale(found)
        after = {uri: [digest] for uri, digest in found.digests.items()} | kept
        if found.written or found.removed or after != self.known:
            text = json.dumps({"pages": dict(sorted(after.items()))}, indent=0)
            write(self._folder / MANIFEST, text.encode())
        for number in range(jobs):
            (self._folder / _JOURNAL.format(number)).unlink(missing_ok=True)
        found.problems.sort()
        return found

    def _update(self, number: int, units: Iterable[Unit], reader: Callable[[], Reader] | None) -> Written:
        done = Written()
        reading = reader() if reader else None
        batch: dict[str, bytes] = {}
        size = 0
        for file in (file for unit in units for file in unit()):
            text = file.text.encode("utf-8", "replace")
            digest = digest_of(text)
            current = _bytes(self._folder / file.src_uri)
            if current is not None and current != text and not self._is_ours(file.src_uri, current):
                done.problems.append(self._foreign(file.src_uri))
                continue
            done.digests[file.src_uri] = digest
            if reading:
                reading.read(file, digest)
            if current != text:
                batch[file.src_uri] = text
                size += len(text)
            if size > _BATCH:
                self._write(number, batch, done)
                batch, size = {}, 0
        self._write(number, batch, done)
        if reading:
            done.results.append(reading.result())
        return done

    def _write(self, number: int, batch: Mapping[str, bytes], done: Written) -> None:
        """Write some files. Were the build cut off now, they would be known as ours."""
        if not batch:
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        with (self._folder / _JOURNAL.format(number)).open("a", encoding="utf-8") as journal:
            journal.writelines(f"{done.digests[src_uri]} {src_uri}\n" for src_uri in batch)
        for src_uri, text in batch.items():
            write(self._folder / src_uri, text)
        done.written += len(batch)

    def _remove_stale(self, found: Written) -> dict[str, list[str]]:
        """Remove what is ours and no longer made; what somebody edited is told, and its digests are handed back."""
        kept = {}
        told = {problem.location.path for problem in found.problems}
        for src_uri in sorted(self.known.keys() - found.digests.keys()):
            path = self._folder / src_uri
            current = _bytes(path)
            if current is None:
                continue
            if self._is_ours(src_uri, current):
                remove(path, self._folder)
                found.removed += 1
                continue
            kept[src_uri] = self.known[src_uri]  # so that it is told again next time
            if shown(path, self._root) not in told:
                found.problems.append(self._foreign(src_uri))
        return kept

    def _is_ours(self, src_uri: str, content: bytes) -> bool:
        return digest_of(content) in self.known.get(src_uri, ())

    def _foreign(self, src_uri: str) -> Problem:
        message = (
            "expected a page as the build wrote it, found a file written or edited by hand; it is left as it is "
            "(remove it to have it made again; what is wrong in it belongs into seeds/corrections.yml)"
        )
        # A home page of one's own is no fault.
        severity = Severity.NOTE if src_uri == HOME else Severity.WARNING
        return Problem(Location(shown(self._folder / src_uri, self._root), 1), message, severity)


def shown(path: Path, root: Path) -> str:
    """A path as problems name it."""
    try:
        return path.relative_to(root).as_posix()
    except ValueError:
        return path.as_posix()


def write(path: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    draft = path.with_name(f".{path.name}.new")
    try:
        draft.write_bytes(content)
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.write_bytes(content)
    draft.replace(path)


def remove(path: Path, root: Path) -> None:
    """Remove a file, and the folders that are empty without it, up to `root`."""
    path.unlink(missing_ok=True)
    folder = path.parent
    while folder != root and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent


def digest_of(content: bytes) -> str:
    """What tells one content from another."""
    return hashlib.sha256(content).hexdigest()[:16]


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None


def _read_manifest(folder: Path) -> dict[str, list[str]]:
    """The manifest, with the journals of builds that were cut off; empty where there is none or it cannot be read."""
    known: dict[str, list[str]] = {}
    try:
        pages = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["pages"]
        known = {uri: [str(digest) for digest in digests] for uri, digests in pages.items() if _is_owned(uri)}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        known = {}  # then only equal files are known as ours
    for journal in sorted(folder.glob(_JOURNAL.format("*"))):
        for line in journal.read_text(encoding="utf-8", errors="replace").splitlines():
            digest, _, src_uri = line.partition(" ")
            if _is_owned(src_uri):
                known.setdefault(src_uri, []).append(digest)
    return known


def _is_owned(src_uri: str) -> bool:
    """A file of ours, by its place: whatever a manifest says, nothing else is removed or written over."""
    folder, *names = src_uri.split("/")
    return src_uri in ROOT_FILES or (folder in FOLDERS and len(names) in (1, 2) and ".." not in names)
