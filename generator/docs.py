"""The folder `docs/`: files in, and only what changes is written, only what is stale is removed.

A manifest in the folder holds the imprint of every file written, so that a file that somebody else wrote or edited is
told from ours, and left alone. While files are written, journals beside it have the digests that are new.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from generator import processes
from generator.disk import (
    UNREADABLE,
    Imprint,
    bytes_of,
    digest_in,
    digest_of,
    draft_of,
    imprint_of,
    is_untouched,
    remove,
    write,
)
from generator.models import Location, Problem, Severity, display_path
from generator.pages.routes import FOLDERS, HOME, ROOT_FILES, DocsFile
from generator.processes import Progress
from generator.render import Unit

MANIFEST = ".papershelf.json"
"""Within `docs/`; MkDocs does not publish what begins with a dot."""
_JOURNAL = ".papershelf-{}.journal"
_BATCH = 16_000_000
"""Bytes of changes that are written at once."""

Made = tuple[str, dict[str, Imprint]]
"""What became of a unit: its stamp, empty where the files are to be made again, and their imprints by `src_uri`."""


class Reader(Protocol):
    """Is shown every file of ours, in the process that made it."""

    def has(self, src_uri: str, digest: str) -> bool:
        """Whether a file need not be made to be shown."""

    def read(self, file: DocsFile, digest: str) -> None:
        """Take what is wanted of a file."""

    def result(self) -> Any:
        """What is to be handed back, to be pickled."""


@dataclass(slots=True)
class Written:
    """What became of the files."""

    units: dict[str, Made] = field(default_factory=dict)
    """By their names."""
    kept: list[str] = field(default_factory=list)
    """Units whose files are as they were, and need not be shown to the reader."""
    problems: list[Problem] = field(default_factory=list)
    written: int = 0
    removed: int = 0
    results: list[Any] = field(default_factory=list)
    """Of the readers."""

    def add(self, other: Written) -> None:
        """Take in what became of other units."""
        self.units |= other.units
        self.kept += other.kept
        self.problems += other.problems
        self.written += other.written
        self.results += other.results

    def digests(self) -> dict[str, str]:
        """Those of every file that is ours now, by `src_uri`."""
        return _digests_of(self.units)

    def files_kept(self) -> set[str]:
        """The files of the units that are kept."""
        return {uri for name in self.kept for uri in self.units[name][1]}


class Docs:
    """The folder, as a build finds it."""

    def __init__(self, folder: Path, root: Path, *, use_records: bool = True) -> None:
        """`folder` is that of the files; problems name them relative to `root`.

        Without records, every file is made and compared; what is ours is told by the manifest all the same.
        """
        self._folder = folder
        self._root = root
        self._manifest = _read_manifest(folder)
        self._digests = _digests_of(self._manifest.units)
        self._cut_off = _read_journals(folder)
        """The digests of files that were being written when a build was cut off."""
        self._units = self._manifest.units if use_records else {}

    def unchanged(self, reader: Reader | None) -> Written | None:
        """The files as they are, if nobody has touched one, and the reader need not be shown any."""
        if self._cut_off or not all(self._are_kept(files, reader) for _, files in self._units.values()):
            return None
        return Written(self._units, list(self._units), results=[reader.result()] if reader else [])

    def update(
        self,
        units: Sequence[Unit],
        jobs: int = 1,
        reader: Callable[[], Reader] | None = None,
        on_progress: Progress | None = None,
    ) -> Written:
        """Bring the folder up to date, in so many processes, each with a reader of its own."""
        for uri in self._cut_off:
            Path(draft_of(f"{self._folder}/{uri}")).unlink(missing_ok=True)
        taken = processes.shared(units, jobs, on_progress)
        found = Written()
        for part in processes.in_each(lambda number: self._update(number, taken(number), reader), jobs):
            found.add(part)
        found.units |= {name: self._units[name] for name in found.kept}  # of which processes hand back but the names
        after = _Manifest(found.units, self._remove_stale(found))
        if after != self._manifest:
            write(self._folder / MANIFEST, after.as_json())
        for journal in self._folder.glob(_JOURNAL.format("*")):
            journal.unlink(missing_ok=True)
        found.problems.sort()
        return found

    def _are_kept(self, files: Mapping[str, Imprint], reader: Reader | None) -> bool:
        """Whether nobody has touched some files, and the reader need not be shown any."""
        return all(
            uri not in self._cut_off
            and is_untouched(f"{self._folder}/{uri}", imprint)
            and (reader is None or reader.has(uri, digest_in(imprint)))
            for uri, imprint in files.items()
        )

    def _update(self, number: int, units: Iterable[Unit], reader: Callable[[], Reader] | None) -> Written:
        done = Written()
        reading = reader() if reader else None
        made: dict[str, tuple[str, dict[str, str]]] = {}
        batch: dict[str, tuple[str, bytes]] = {}
        size = 0
        for unit in units:
            stamp = unit.stamp()
            before, files = self._units.get(unit.name, ("", {}))
            if stamp and stamp == before and self._are_kept(files, reading):
                done.kept.append(unit.name)
                continue
            told = len(done.problems)
            digests, changes = self._make(unit, reading, done)
            made[unit.name] = stamp if len(done.problems) == told else "", digests
            batch |= {uri: (digests[uri], text) for uri, text in changes.items()}
            size += sum(map(len, changes.values()))
            if size > _BATCH:
                self._write(number, batch, done)
                batch, size = {}, 0
        self._write(number, batch, done)
        for name, (stamp, digests) in made.items():
            done.units[name] = stamp, {uri: imprint_of(f"{self._folder}/{uri}", d) for uri, d in digests.items()}
        if reading:
            done.results.append(reading.result())
        return done

    def _make(self, unit: Unit, reader: Reader | None, done: Written) -> tuple[dict[str, str], dict[str, bytes]]:
        """The digests of a unit's files, and those files that are not yet as they should be."""
        digests, changes = {}, {}
        for file in unit.make():
            text = file.text.encode("utf-8", "replace")
            current = bytes_of(f"{self._folder}/{file.src_uri}")
            if current is not None and current != text and not self.is_ours(file.src_uri, current):
                done.problems.append(self._foreign(file.src_uri))
                continue
            digest = digests[file.src_uri] = digest_of(text)
            if reader:
                reader.read(file, digest)
            if current != text:
                changes[file.src_uri] = text
        return digests, changes

    def _write(self, number: int, batch: Mapping[str, tuple[str, bytes]], done: Written) -> None:
        """Write some files. Were the build cut off now, they would be known as ours."""
        if not batch:
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        with (self._folder / _JOURNAL.format(number)).open("a", encoding="utf-8") as journal:
            journal.writelines(f"{digest} {src_uri}\n" for src_uri, (digest, _) in batch.items())
        for src_uri, (_, text) in batch.items():
            write(f"{self._folder}/{src_uri}", text)
        done.written += len(batch)

    def _remove_stale(self, found: Written) -> dict[str, list[str]]:
        """Remove what is ours and no longer made; what somebody edited is told, and its digests are handed back."""
        edited = {}
        told = {problem.location.path for problem in found.problems}
        known = self._digests.keys() | self._cut_off.keys() | self._manifest.edited.keys()
        for src_uri in sorted(known - found.digests().keys()):
            path = self._folder / src_uri
            current = bytes_of(path) if _is_owned(src_uri) else None
            if current is None:
                continue
            if self.is_ours(src_uri, current):
                remove(path, self._folder)
                found.removed += 1
                continue
            edited[src_uri] = self._known(src_uri)  # so that it is told again next time
            if display_path(path, self._root) not in told:
                found.problems.append(self._foreign(src_uri))
        return edited

    def is_ours(self, src_uri: str, content: bytes) -> bool:
        """Whether a file has what a build wrote there."""
        return _is_owned(src_uri) and digest_of(content) in self._known(src_uri)

    def _known(self, src_uri: str) -> list[str]:
        """The digests of what builds wrote into a file; several where one was cut off."""
        made = [self._digests[src_uri]] if src_uri in self._digests else []
        return [*made, *self._manifest.edited.get(src_uri, ()), *self._cut_off.get(src_uri, ())]

    def _foreign(self, src_uri: str) -> Problem:
        message = (
            "expected a page as the build wrote it, found a file written or edited by hand; it is left as it is "
            "(remove it to have it made again; what is wrong in it belongs into seeds/corrections.yml)"
        )
        # A home page of one's own is no fault.
        severity = Severity.NOTE if src_uri == HOME else Severity.WARNING
        return Problem(Location(display_path(self._folder / src_uri, self._root), 1), message, severity)


@dataclass(slots=True)
class _Manifest:
    units: dict[str, Made] = field(default_factory=dict)
    edited: dict[str, list[str]] = field(default_factory=dict)
    """Files that are no longer made, but that somebody has edited, with the digests of what we wrote there."""

    def as_json(self) -> bytes:
        return json.dumps({"units": self.units, "edited": self.edited}).encode()


def _read_manifest(folder: Path) -> _Manifest:
    """The manifest; empty where there is none or it cannot be read: then only equal files are known as ours."""
    try:
        found = json.loads((folder / MANIFEST).read_bytes())
        # Earlier versions wrote down the digests of all files as `pages`, and only names as the files of units.
        edited = found["edited"] if "edited" in found else found["pages"]
        units = {
            name: (str(stamp), files) for name, (stamp, files) in found["units"].items() if isinstance(files, dict)
        }
        _digests_of(units)
        return _Manifest(units, {uri: list(map(str, digests)) for uri, digests in edited.items()})
    except UNREADABLE:
        return _Manifest()


def _read_journals(folder: Path) -> dict[str, list[str]]:
    """The digests in the journals of builds that were cut off, by `src_uri`."""
    found: dict[str, list[str]] = {}
    for journal in sorted(folder.glob(_JOURNAL.format("*"))):
        *lines, _ = journal.read_text(encoding="utf-8", errors="replace").split("\n")  # the last may have been cut off
        for line in lines:
            digest, _, src_uri = line.partition(" ")
            if _is_owned(src_uri):
                found.setdefault(src_uri, []).append(digest)
    return found


def _digests_of(units: Mapping[str, Made]) -> dict[str, str]:
    return {uri: digest_in(imprint) for _, files in units.values() for uri, imprint in files.items()}


def _is_owned(src_uri: str) -> bool:
    """A file of ours, by its place: whatever a manifest says, nothing else is removed or written over."""
    folder, *names = src_uri.split("/")
    could_be = src_uri.isprintable() and all(name not in ("", ".", "..") and len(name) < 256 for name in names)
    return src_uri in ROOT_FILES or (folder in FOLDERS and len(names) in (1, 2) and could_be)
