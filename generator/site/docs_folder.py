"""The folder `docs/`: only what changes is written, only what is stale is removed, what is not ours is left alone.

A manifest in the folder has a line for each file that was written: its digest and its path. While files are being
written, their lines are added to it, so that also after a build that was killed it is known what is ours. Where the
setting `folder` mounts the collection below `docs/`, that folder is part of the paths here, and in no module before.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from generator.config import FOLDER_NAME, Project
from generator.models import Location, Problem, Severity, display_path, fingerprint
from generator.pages.routes import FOLDERS, HOME, ROOT_FILES
from generator.render import Artifact
from generator.site.cache import Cache
from generator.site.files import Signature, digest_of, draft_of, read_if_there, remove, signature_of, write_whole
from generator.site.skeleton import kind_of
from generator.site.workers import Progress, spread

MANIFEST = ".papershelf.manifest"
"""Name of the manifest within `docs/`; MkDocs does not publish what begins with a dot."""

_COMPLETE = "# complete\n"
"""Line after those of finished builds; lines after it are of a build that was cut off."""
_EARLIER = ".papershelf.json"
_NAME = r"(?!\.\.?(?:/|$))[^/]{1,255}"
_PLACE = re.compile(
    rf"(?P<mount>(?:{FOLDER_NAME}/)*?)"
    rf"(?:{'|'.join(map(re.escape, ROOT_FILES))}|(?:{'|'.join(FOLDERS)})/(?:{_NAME}/)?{_NAME})"
)
"""Pattern of the places below `docs/` at which a file may be ours."""


class Written(NamedTuple):
    """A file of ours."""

    digest: str
    """Digest of its content."""
    kind: str
    """Kind of the page, as `kind_of` returns it; empty for other files."""
    signature: Signature | None


class Made(NamedTuple):
    """The files of an artifact."""

    cache_key: str
    """Digest of what they were made from; empty if they are to be made again."""
    files: dict[str, Written]
    """Files by their paths under `docs/`."""


@dataclass(slots=True)
class DocsResult:
    """The files under `docs/` after a build."""

    artifacts: Sequence[Artifact] = ()
    """Artifacts that make the files."""
    made: list[Made] = field(default_factory=list)
    """Files that are ours, of each artifact."""
    problems: list[Problem] = field(default_factory=list)
    changed: int = 0
    """Number of files that were written."""
    removed: int = 0
    """Number of files that were removed."""

    @property
    def files(self) -> dict[str, Written]:
        """Files that are ours, by their paths under `docs/`: the `src_uri` that MkDocs gives them."""
        return {uri: written for made in self.made for uri, written in made.files.items()}


class DocsFolder:
    """The folder `docs/` of a project, as a build finds it."""

    def __init__(self, project: Project, cache: Cache) -> None:
        """Read the manifest."""
        self._project = project
        self._cache = cache
        self._folder = project.docs_dir
        self._mount = project.site.folder
        lines = (read_if_there(self._folder / MANIFEST) or b"").decode("utf-8", "replace")
        finished, _, cut_off = lines.rpartition(_COMPLETE)
        self._known = self._digests([*finished.split("\n"), *cut_off.split("\n"), *_earlier_lines(self._folder)])
        self._cut_off = self._digests(cut_off.split("\n"))

    def update(self, artifacts: Sequence[Artifact], workers: int, on_progress: Progress | None = None) -> DocsResult:
        """Bring the folder up to date, in up to `workers` processes.

        Files that an earlier build made from the same inputs, and that nobody has touched, are not made again.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        for uri in self._cut_off:
            draft_of(self._folder / uri).unlink(missing_ok=True)
        record, site = f"docs of {self._folder!r}", fingerprint(self._project.site)
        earlier: Sequence[Made] = self._cache.get(record) or ()
        untouched = {made.cache_key: made for made in earlier if made.cache_key and self._are_untouched(made.files)}
        keys = [fingerprint(site, *artifact.inputs) if artifact.inputs else "" for artifact in artifacts]
        todo = [(key, artifact) for key, artifact in zip(keys, artifacts, strict=True) if key not in untouched]
        parts = iter(spread(self._make, todo, workers, on_progress))
        done = DocsResult(artifacts)
        for part in (DocsResult(made=[untouched[key]]) if key in untouched else next(parts) for key in keys):
            done.made += part.made
            done.problems += part.problems
            done.changed += part.changed
        files = done.files
        edited = self._remove_stale(files, done)
        lines = [f"{written.digest} {uri}\n" for uri, written in files.items()]
        lines += [f"{digest} {uri}\n" for uri in edited for digest in self._known[uri]]
        content = "".join([*sorted(lines), _COMPLETE]).encode()
        if read_if_there(self._folder / MANIFEST) != content:
            write_whole(self._folder / MANIFEST, content)
        (self._folder / _EARLIER).unlink(missing_ok=True)
        self._cache.put(record, done.made)
        done.problems.sort()
        return done

    def _are_untouched(self, files: Mapping[str, Written]) -> bool:
        return all(
            uri in self._known and found.signature == signature_of(f"{self._folder}/{uri}")
            for uri, found in files.items()
        )

    def _make(self, keyed: tuple[str, Artifact]) -> DocsResult:
        """Make the files of an artifact, and write those that are not yet as they should be."""
        cache_key, artifact = keyed
        done, files, changes = DocsResult(), dict[str, Written](), dict[str, bytes]()
        for file in artifact.make():
            uri, content = f"{self._mount}{file.src_uri}", file.text.encode("utf-8", "replace")
            path = f"{self._folder}/{uri}"
            current = read_if_there(path)
            if current is not None and current != content and not self._is_ours(uri, current):
                done.problems.append(self._foreign(uri))
                continue
            kind = kind_of(file.page) if file.page else ""
            files[uri] = Written(digest_of(content), kind, signature_of(path))
            if current != content:
                changes[uri] = content
        if changes:
            lines = "".join(f"{files[uri].digest} {uri}\n" for uri in changes)
            with (self._folder / MANIFEST).open("a", encoding="utf-8", newline="\n") as manifest:
                manifest.write(f"\n{lines}")  # a line before may be cut off
        for uri, content in changes.items():
            write_whole(f"{self._folder}/{uri}", content)
            files[uri] = files[uri]._replace(signature=signature_of(f"{self._folder}/{uri}"))
        done.changed = len(changes)
        done.made = [Made("" if done.problems else cache_key, files)]
        return done

    def _remove_stale(self, files: Collection[str], done: DocsResult) -> list[str]:
        """Remove files of ours that are no longer made; return those that somebody has edited: they are reported."""
        edited = []
        told = {problem.location.path for problem in done.problems}
        for uri in sorted(uri for uri in self._known if uri not in files):
            path = self._folder / uri
            current = read_if_there(path)
            if current is None:
                continue
            if self._is_ours(uri, current):
                remove(path, self._folder)
                done.removed += 1
                continue
            edited.append(uri)
            if display_path(path, self._project.root) not in told:
                done.problems.append(self._foreign(uri))
        return edited

    def _is_ours(self, uri: str, content: bytes) -> bool:
        """Return whether a file has the content that a build wrote."""
        return digest_of(content) in self._known.get(uri, ())

    def _digests(self, lines: Iterable[str]) -> Mapping[str, list[str]]:
        """Return the digests that lines of a manifest give each file; several where a build was cut off."""
        known: dict[str, list[str]] = {}
        within = {self._mount: True}
        for digest, _, uri in (line.partition(" ") for line in lines):
            mount = _mount_of(uri)
            if mount is not None and mount not in within:  # a former folder; a link may lead out of `docs/`
                within[mount] = (self._folder / mount).resolve().is_relative_to(self._folder.resolve())
            if mount is not None and within[mount]:
                known.setdefault(uri, []).append(digest)
        return known

    def _foreign(self, uri: str) -> Problem:
        message = (
            "expected a page as the build wrote it, found a file written or edited by hand; it is left as it is "
            "(to have it made again, remove it; to correct what a paper says, use seeds/corrections.yml)"
        )
        # A home page written by hand is no fault, also not where the collection has been in another folder.
        severity = Severity.NOTE if uri in (f"{self._mount}{HOME}", f"{_mount_of(uri)}{HOME}") else Severity.WARNING
        return Problem(Location(display_path(self._folder / uri, self._project.root), 1), message, severity)


def own_paths(project: Project) -> list[Path]:
    """Return the files and folders under `docs/` that are ours, whether they are there or not."""
    return [project.docs_dir / project.site.folder / name for name in (*FOLDERS, *ROOT_FILES)]


def other_paths(project: Project) -> Iterator[Path]:
    """Yield the files and folders under `docs/` of which no part is ours, as large as they are; none that is hidden."""
    own = own_paths(project)
    around = {project.docs_dir / project.site.folder, *(project.docs_dir / project.site.folder).parents}
    waiting = [project.docs_dir]
    while waiting:
        folder = waiting.pop()
        for path in sorted(folder.iterdir()) if folder.is_dir() else ():
            if path in around:
                waiting.append(path)
            elif path not in own and not path.name.startswith("."):
                yield path


def _earlier_lines(folder: Path) -> list[str]:
    """Return the lines of the manifest of version 0.1, which was JSON; none where there is none or it is damaged."""
    try:
        units = json.loads(read_if_there(folder / _EARLIER) or b"{}")["units"].values()
        return [f"{of_file.split()[0]} {uri}" for _, files in units for uri, of_file in files.items()]
    except (ValueError, KeyError, TypeError, AttributeError, IndexError):
        return []


def _mount_of(uri: str) -> str | None:
    """Return the folder of the collection of which a file may be, by its place; None if it cannot be ours.

    An earlier build may have had another folder than this one. Whatever a manifest says, nothing else is removed.
    """
    place = _PLACE.fullmatch(uri)
    return place["mount"] if place and uri.isprintable() else None
