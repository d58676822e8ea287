"""The folder `docs/`: only what changes is written, only what is stale is removed, what is not ours is left alone.

A manifest in the folder has a line for each file that was written: its digest and its path. While files are being
written, their lines are added to it, so that also after a build that was killed it is known what is ours.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from generator.models import Location, Problem, Severity, display_path
from generator.pages.routes import FOLDERS, HOME, ROOT_FILES
from generator.render import Artifact
from generator.site.files import digest_of, draft_of, read_if_there, remove, write_whole
from generator.site.skeleton import kind_of
from generator.site.workers import Progress, spread

MANIFEST = ".papershelf.manifest"
"""Name of the manifest within `docs/`; MkDocs does not publish what begins with a dot."""

_COMPLETE = "# complete\n"
"""Line after those of finished builds; lines after it are of a build that was cut off."""
_EARLIER = ".papershelf.json"


@dataclass(frozen=True, slots=True)
class Written:
    """A file of ours."""

    digest: str
    """Digest of its content."""
    artifact: int
    """Place of the artifact that makes it."""
    kind: str = ""
    """What it has in common with other pages; empty where it is no page."""


@dataclass(slots=True)
class DocsResult:
    """What became of the files under `docs/`."""

    files: dict[str, Written] = field(default_factory=dict)
    """Files that are ours, by their `src_uri`."""
    problems: list[Problem] = field(default_factory=list)
    changed: int = 0
    """Number of files that were written."""
    removed: int = 0
    """Number of files that were removed."""


class DocsFolder:
    """The folder, as a build finds it."""

    def __init__(self, folder: Path, root: Path) -> None:
        """`folder` is that of the files; problems name them relative to `root`."""
        self._folder = folder
        self._root = root
        lines = (read_if_there(folder / MANIFEST) or b"").decode("utf-8", "replace")
        finished, _, cut_off = lines.rpartition(_COMPLETE)
        self._known = _digests([*finished.split("\n"), *cut_off.split("\n"), *_earlier_lines(folder)])
        self._cut_off = _digests(cut_off.split("\n"))

    def update(self, artifacts: Sequence[Artifact], workers: int, on_progress: Progress | None = None) -> DocsResult:
        """Make all files, in so many processes, and bring the folder up to date."""
        self._folder.mkdir(parents=True, exist_ok=True)
        for uri in self._cut_off:
            draft_of(self._folder / uri).unlink(missing_ok=True)
        done = DocsResult()
        for part in spread(self._make, list(enumerate(artifacts)), workers, on_progress):
            done.files |= part.files
            done.problems += part.problems
            done.changed += part.changed
        edited = self._remove_stale(done)
        lines = [f"{written.digest} {uri}\n" for uri, written in done.files.items()]
        lines += [f"{digest} {uri}\n" for uri in edited for digest in self._known[uri]]
        content = "".join([*sorted(lines), _COMPLETE]).encode()
        if read_if_there(self._folder / MANIFEST) != content:
            write_whole(self._folder / MANIFEST, content)
        (self._folder / _EARLIER).unlink(missing_ok=True)
        done.problems.sort()
        return done

    def _make(self, numbered: tuple[int, Artifact]) -> DocsResult:
        """Make the files of an artifact, and write those that are not yet as they should be."""
        number, artifact = numbered
        done = DocsResult()
        for file in artifact.make():
            content = file.text.encode("utf-8", "replace")
            current = read_if_there(self._folder / file.src_uri)
            if current is not None and current != content and not self._is_ours(file.src_uri, current):
                done.problems.append(self._foreign(file.src_uri))
                continue
            digest = digest_of(content)
            done.files[file.src_uri] = Written(digest, number, kind_of(file.page) if file.page else "")
            if current != content:
                with (self._folder / MANIFEST).open("a", encoding="utf-8") as manifest:
                    manifest.write(f"{digest} {file.src_uri}\n")
                write_whole(f"{self._folder}/{file.src_uri}", content)
                done.changed += 1
        return done

    def _remove_stale(self, done: DocsResult) -> list[str]:
        """Remove what is ours and no longer made; return what somebody has edited, which is told, and stays."""
        edited = []
        told = {problem.location.path for problem in done.problems}
        for uri in sorted(self._known.keys() - done.files.keys()):
            path = self._folder / uri
            current = read_if_there(path)
            if current is None:
                continue
            if self._is_ours(uri, current):
                remove(path, self._folder)
                done.removed += 1
                continue
            edited.append(uri)
            if display_path(path, self._root) not in told:
                done.problems.append(self._foreign(uri))
        return edited

    def _is_ours(self, src_uri: str, content: bytes) -> bool:
        """Return whether a file has what a build wrote there."""
        return digest_of(content) in self._known.get(src_uri, ())

    def _foreign(self, src_uri: str) -> Problem:
        message = (
            "expected a page as the build wrote it, found a file written or edited by hand; it is left as it is "
            "(remove it to have it made again; what is wrong in it belongs into seeds/corrections.yml)"
        )
        # A home page of one's own is no fault.
        severity = Severity.NOTE if src_uri == HOME else Severity.WARNING
        return Problem(Location(display_path(self._folder / src_uri, self._root), 1), message, severity)


def _digests(lines: Iterable[str]) -> Mapping[str, list[str]]:
    """Return the digests that lines of a manifest give each file; several where a build was cut off."""
    known: dict[str, list[str]] = {}
    for digest, _, src_uri in (line.partition(" ") for line in lines):
        if _is_owned(src_uri):
            known.setdefault(src_uri, []).append(digest)
    return known


def _earlier_lines(folder: Path) -> list[str]:
    """Return the lines of the manifest of version 0.1, which was JSON; none where there is none or it is damaged."""
    try:
        units = json.loads(read_if_there(folder / _EARLIER) or b"{}")["units"].values()
        return [f"{of_file.split()[0]} {uri}" for _, files in units for uri, of_file in files.items()]
    except (ValueError, KeyError, TypeError, AttributeError, IndexError):
        return []


def _is_owned(src_uri: str) -> bool:
    """Return whether a file may be ours, by its place: whatever a manifest says, nothing else is removed."""
    folder, *names = src_uri.split("/")
    could_be = src_uri.isprintable() and all(name not in ("", ".", "..") and len(name) < 256 for name in names)
    return src_uri in ROOT_FILES or (folder in FOLDERS and len(names) in (1, 2) and could_be)
