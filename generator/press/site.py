"""The folder of the site: what stands there and is up to date is left alone; everything else is written or removed."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

from generator.docs import UNREADABLE, files_in, remove, write

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)

Stamp = str
"""Tells what a file was made from."""
Made = dict[str, tuple[Stamp, int, int]]
"""Files that are up to date: what each was made from, when it was written, and its size."""


class Site:
    """The folder, with a record of the files in it that an earlier build made.

    A file is up to date if it was made from the same, and nobody has touched it since.
    """

    def __init__(self, folder: Path, record: Path, made_by: str, *, use_record: bool = True) -> None:
        """`record` is the file of the record; `made_by` tells what else files are made with."""
        self._folder = folder
        self._record = record
        self._made_by = made_by
        self._known, self._showed = _read(record, made_by) if use_record else ({}, "")
        self._shows = ""
        self._now: Made = {}
        self._new: Made = {}

    def shows(self, digest: str) -> None:
        """Pages show what this is the digest of: files that show something else are not up to date."""
        self._shows = digest
        if digest != self._showed:
            self._known = {}

    def has(self, uri: str, stamp: Stamp) -> bool:
        """Whether a file is up to date."""
        known = self._known.get(uri)
        return known is not None and known[0] == stamp and known[1:] == self._state(uri)

    def put(self, uri: str, stamp: Stamp, content: bytes) -> None:
        """Write a file."""
        path = f"{self._folder}/{uri}"
        try:
            file = os.open(path, _NEW)
        except OSError:  # there is one already, its folder is not there yet, or something else is in the way
            self._make_way(uri)
            file = os.open(path, _NEW)
        with os.fdopen(file, "wb") as opened:
            opened.write(content)
        self._new[uri] = (stamp, *self._state(uri))

    def keep(self, uri: str) -> None:
        """Leave a file that is up to date."""
        self._now[uri] = self._known[uri]

    def made(self) -> Made:
        """The files that this process has written."""
        return self._new

    def take_in(self, made: Made) -> None:
        """Know the files that a process has written."""
        self._now |= made

    def finish(self, staged: Path) -> None:
        """Move in the files of a folder, remove whatever else is there, and write the record.

        What begins with a dot right under the folder is not the site's, as MkDocs has it, and stays.
        """
        moved = set(files_in(staged))
        for uri in sorted(moved):
            path = self._folder / uri
            if path.is_symlink() or not path.is_file() or path.read_bytes() != (staged / uri).read_bytes():
                shutil.move(staged / uri, self._make_way(uri))
        for uri in list(files_in(self._folder)):
            if uri not in self._now and uri not in moved and not uri.startswith("."):
                remove(self._folder / uri, self._folder)
        self._record.parent.mkdir(parents=True, exist_ok=True)
        write(self._record, json.dumps({"made_by": self._made_by, "shows": self._shows, "files": self._now}).encode())

    def _make_way(self, uri: str) -> Path:
        """The path of a file that can be written: nothing is there, and its folder is."""
        path = self._folder / uri
        if os.path.lexists(path):
            path.unlink() if path.is_symlink() or not path.is_dir() else shutil.rmtree(path)
            return path
        if not path.parent.is_dir():
            for folder in reversed(path.relative_to(self._folder).parents):
                if (self._folder / folder).is_file():
                    (self._folder / folder).unlink()
            path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def _state(self, uri: str) -> tuple[int, int]:
        try:
            found = os.lstat(f"{self._folder}/{uri}")
        except (FileNotFoundError, NotADirectoryError):
            return -1, -1
        return found.st_mtime_ns, found.st_size


def _read(record: Path, made_by: str) -> tuple[Made, str]:
    """A record; empty where there is none, it cannot be read or is of files made with something else."""
    try:
        found = json.loads(record.read_bytes())
        if found["made_by"] != made_by:
            return {}, ""
        made = {uri: (str(stamp), int(time), int(size)) for uri, (stamp, time, size) in found["files"].items()}
        return made, str(found["shows"])
    except UNREADABLE:
        return {}, ""
