"""The folder `docs/`: files in, and only what changes is written, only what is stale is removed.

A manifest in the folder holds the digest of every file written, so that a file that somebody else wrote or edited is
told from ours, and left alone. While files are written, journals beside it have the digests that are new.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
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
UNREADABLE = (OSError, ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError)
"""What a record raises that somebody has damaged."""
_AS_IT_IS = getattr(os, "O_BINARY", 0)
"""Has Windows leave the ends of lines alone."""
_BATCH = 16_000_000
"""Bytes of changes that are written at once."""


State = tuple[int, int]
"""When a file was written, in nanoseconds, and its size: equal if nobody has touched it since."""


class Reader(Protocol):
    """Is shown every file of ours, in the process that made it."""

    def has(self, src_uri: str, digest: str) -> bool:
        """Whether a file need not be made to be shown."""

    def read(self, file: File, digest: str) -> None:
        """Take what is wanted of a file."""

    def result(self) -> Any:
        """What is to be handed back, to be pickled."""


@dataclass(slots=True)
class Written:
    """What became of the files."""

    digests: dict[str, str] = field(default_factory=dict)
    """Of every file that is ours now, by `src_uri`."""
    states: dict[str, State] = field(default_factory=dict)
    units: dict[str, tuple[str, list[str]]] = field(default_factory=dict)
    """The stamp and the files of each unit that has a stamp."""
    kept: list[str] = field(default_factory=list)
    """Units whose files are as they were."""
    problems: list[Problem] = field(default_factory=list)
    written: int = 0
    removed: int = 0
    results: list[Any] = field(default_factory=list)
    """Of the readers."""

    def add(self, other: Written) -> None:
        """Take in what became of other files."""
        self.digests |= other.digests
        self.states |= other.states
        self.units |= other.units
        self.kept += other.kept
        self.problems += other.problems
        self.written += other.written
        self.results += other.results


class Docs:
    """The folder, as a build finds it."""

    def __init__(self, folder: Path, root: Path, *, use_records: bool = True) -> None:
        """`folder` is that of the files; problems name them relative to `root`.

        Without records, every file is made and compared.
        """
        self._folder = folder
        self._root = root
        manifest = _read_manifest(folder)
        self.known = manifest.digests
        """The digests of our files, by `src_uri`; several where a build was cut off."""
        self._cut_off = manifest.cut_off
        self._states = manifest.states
        self._units = manifest.units if use_records else {}

    def unchanged(self, reader: Reader | None) -> Written | None:
        """The files as they are, if nobody has touched one, and the reader need not be shown any."""
        digests = {uri: digests[0] for uri, digests in self.known.items()}
        if not self._are_kept(digests, reader):
            return None
        return Written(digests, results=[reader.result()] if reader else [])

    def update(self, units: Sequence[Unit], jobs: int = 1, reader: Callable[[], Reader] | None = None) -> Written:
        """Bring the folder up to date, in so many processes, each with a reader of its own."""
        for uri in self._cut_off:
            Path(_draft(f"{self._folder}/{uri}")).unlink(missing_ok=True)
        taken = processes.shared(units) if jobs > 1 else lambda _: units
        found = Written()
        for part in processes.in_each(lambda number: self._update(number, taken(number), reader), jobs):
            found.add(part)
        self._know_kept(found)
        kept = self._remove_stale(found)
        after = _Manifest({uri: [digest] for uri, digest in found.digests.items()} | kept, found.states, found.units)
        if after != _Manifest(self.known, self._states, self._units):
            write(self._folder / MANIFEST, after.as_json())
        for journal in self._folder.glob(_JOURNAL.format("*")):
            journal.unlink(missing_ok=True)
        found.problems.sort()
        return found

    def _are_kept(self, digests: Mapping[str, str], reader: Reader | None) -> bool:
        """Whether nobody has touched some files, and the reader need not be shown any."""
        return all(
            len(self.known.get(uri, ())) == 1
            and self._states.get(uri) == self._state(uri)
            and (reader is None or reader.has(uri, digest))
            for uri, digest in digests.items()
        )

    def _state(self, src_uri: str) -> State | None:
        try:
            found = os.stat(f"{self._folder}/{src_uri}")
        except (FileNotFoundError, NotADirectoryError):
            return None
        return found.st_mtime_ns, found.st_size

    def _update(self, number: int, units: Iterable[Unit], reader: Callable[[], Reader] | None) -> Written:
        done = Written()
        reading = reader() if reader else None
        batch: dict[str, bytes] = {}
        size = 0
        for unit in units:
            stamp = unit.stamp()
            if self._keep(unit.name, stamp, reading, done):
                continue
            changes = self._changes(unit, stamp, reading, done)
            batch |= changes
            size += sum(map(len, changes.values()))
            if size > _BATCH:
                self._write(number, batch, done)
                batch, size = {}, 0
        self._write(number, batch, done)
        done.states |= {uri: state for uri in done.digests if uri not in done.states and (state := self._state(uri))}
        if reading:
            done.results.append(reading.result())
        return done

    def _keep(self, name: str, stamp: str, reader: Reader | None, done: Written) -> bool:
        """Leave the files of a unit as they are, if it would make the same."""
        known, uris = self._units.get(name, ("", []))
        if not stamp or stamp != known or any(uri not in self.known for uri in uris):
            return False
        digests = {uri: self.known[uri][0] for uri in uris}
        if not self._are_kept(digests, reader):
            return False
        done.kept.append(name)
        return True

    def _know_kept(self, done: Written) -> None:
        """Know the files of the units that are kept, of which processes hand back but the names."""
        for name in done.kept:
            _, uris = done.units[name] = self._units[name]
            done.digests.update((uri, self.known[uri][0]) for uri in uris)
            done.states.update((uri, self._states[uri]) for uri in uris)

    def _changes(self, unit: Unit, stamp: str, reader: Reader | None, done: Written) -> dict[str, bytes]:
        """The files of a unit that are not yet as they should be."""
        changes = {}
        uris = []
        problems = len(done.problems)
        for file in unit.make():
            text = file.text.encode("utf-8", "replace")
            current = _bytes(f"{self._folder}/{file.src_uri}")
            if current is not None and current != text and not self.is_ours(file.src_uri, current):
                done.problems.append(self._foreign(file.src_uri))
                continue
            digest = done.digests[file.src_uri] = digest_of(text)
            uris.append(file.src_uri)
            if reader:
                reader.read(file, digest)
            if current != text:
                changes[file.src_uri] = text
        if stamp and len(done.problems) == problems:
            done.units[unit.name] = stamp, uris
        return changes

    def _write(self, number: int, batch: Mapping[str, bytes], done: Written) -> None:
        """Write some files. Were the build cut off now, they would be known as ours."""
        if not batch:
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        with (self._folder / _JOURNAL.format(number)).open("a", encoding="utf-8") as journal:
            journal.writelines(f"{done.digests[src_uri]} {src_uri}\n" for src_uri in batch)
        for src_uri, text in batch.items():
            write(f"{self._folder}/{src_uri}", text)
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
            if self.is_ours(src_uri, current):
                remove(path, self._folder)
                found.removed += 1
                continue
            kept[src_uri] = self.known[src_uri]  # so that it is told again next time
            if shown(path, self._root) not in told:
                found.problems.append(self._foreign(src_uri))
        return kept

    def is_ours(self, src_uri: str, content: bytes) -> bool:
        """Whether a file has what a build wrote there."""
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
    """A path as problems name it; what in its name is not UTF-8 stands there as `\\udcff`."""
    inside = path.relative_to(root) if path.is_relative_to(root) else path
    return inside.as_posix().encode("utf-8", "backslashreplace").decode("utf-8")


def write(path: str | Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    draft = _draft(os.fspath(path))
    try:
        write_at_once(draft, content, os.O_TRUNC)
    except FileNotFoundError:
        os.makedirs(os.path.dirname(draft), exist_ok=True)
        write_at_once(draft, content, os.O_TRUNC)
    os.replace(draft, path)


def write_at_once(path: str, content: bytes, flag: int) -> None:
    """Write a file without a buffer, which is faster; `flag` is what becomes of one that is there."""
    file = os.open(path, os.O_WRONLY | os.O_CREAT | _AS_IT_IS | flag, 0o666)
    try:
        left = memoryview(content)
        while left:
            left = left[os.write(file, left) :]
    finally:
        os.close(file)


def _draft(path: str) -> str:
    start = max(path.rfind("/"), path.rfind(os.sep)) + 1
    return f"{path[:start]}.{path[start:]}.new"


def remove(path: Path, root: Path) -> None:
    """Remove a file, and the folders that are empty without it, up to `root`."""
    path.unlink(missing_ok=True)
    folder = path.parent
    while folder != root and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent


def files_in(folder: Path) -> Iterator[str]:
    """All files within a folder, by their paths from there, with slashes."""
    start = len(str(folder)) + 1
    for parent, _, names in os.walk(folder):
        within = parent[start:].replace(os.sep, "/")
        yield from (f"{within}/{name}" if within else name for name in names)


def digest_of(content: bytes) -> str:
    """What tells one content from another."""
    return hashlib.sha256(content).hexdigest()[:16]


def _bytes(path: str | Path) -> bytes | None:
    try:
        with open(path, "rb") as file:
            return file.read()
    except (FileNotFoundError, NotADirectoryError):
        return None


@dataclass(slots=True)
class _Manifest:
    digests: dict[str, list[str]] = field(default_factory=dict)
    states: dict[str, State] = field(default_factory=dict)
    units: dict[str, tuple[str, list[str]]] = field(default_factory=dict)
    cut_off: list[str] = field(default_factory=list, compare=False)
    """Files that were being written when a build was cut off."""

    def as_json(self) -> bytes:
        parts = {"pages": self.digests, "states": self.states, "units": self.units}
        return json.dumps(parts, sort_keys=True).encode()


def _read_manifest(folder: Path) -> _Manifest:
    """The manifest, with the journals of builds that were cut off; empty where there is none or it cannot be read."""
    manifest = _Manifest()
    try:
        found = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        digests = {uri: [str(digest) for digest in digests] for uri, digests in found["pages"].items()}
        states = {uri: (int(time), int(size)) for uri, (time, size) in found.get("states", {}).items()}
        units = {name: (str(stamp), list(uris)) for name, (stamp, uris) in found.get("units", {}).items()}
        manifest = _Manifest({uri: known for uri, known in digests.items() if _is_owned(uri)}, states, units)
    except UNREADABLE:
        pass  # then only equal files are known as ours
    for journal in sorted(folder.glob(_JOURNAL.format("*"))):
        for line in journal.read_text(encoding="utf-8", errors="replace").splitlines():
            digest, _, src_uri = line.partition(" ")
            if _is_owned(src_uri):
                manifest.digests.setdefault(src_uri, []).append(digest)
                manifest.cut_off.append(src_uri)
    return manifest


def _is_owned(src_uri: str) -> bool:
    """A file of ours, by its place: whatever a manifest says, nothing else is removed or written over."""
    folder, *names = src_uri.split("/")
    return src_uri in ROOT_FILES or (folder in FOLDERS and len(names) in (1, 2) and ".." not in names)
