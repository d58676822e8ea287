"""The press's part of the site: what the live site has and is up to date is kept; everything else is made anew."""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Iterable
from pathlib import Path

from generator.disk import UNREADABLE, Imprint, bytes_of, digest_in, imprint_of, is_untouched, write, write_at_once
from generator.publication import make_folder, make_way

Stamp = str
"""Tells what a file was made from: stands in the file's imprint, where that of another file has its digest."""


class Site:
    """The files of the live site and of the new one, with a record of those that an earlier build made.

    A file is up to date if it was made from the same, and nobody has touched it since.
    """

    def __init__(self, live: Path, fresh: Path, record: Path, made_by: str, *, use_record: bool = True) -> None:
        """`live` and `fresh` are the folders; `record` is the file of the record; `made_by` tells what else files are
        made with."""
        self._live = live
        self._fresh = fresh
        self._record = record
        self._made_by = made_by
        self._known, self._showed = _read(record, made_by) if use_record else ({}, "")
        self._shows = ""
        self._trusted: set[str] = set()
        self._kept: set[str] = set()
        self._put: dict[str, Stamp] = {}
        self._folders: set[str] = set()
        """Those of the new site of which it is known that they are there."""

    @property
    def kept(self) -> Collection[str]:
        """The files of the live site that the new one has, too."""
        return self._kept

    @property
    def put_there(self) -> Collection[str]:
        """The files that were put into the new site."""
        return self._put

    def shows(self, digest: str) -> None:
        """Pages show what this is the digest of: files that show something else are not up to date."""
        self._shows = digest
        if digest != self._showed:
            self._known = {}

    def has(self, uri: str, stamp: Stamp) -> bool:
        """Whether a file is up to date."""
        known = self._known.get(uri, "")
        if digest_in(known) != stamp:
            return False
        return uri in self._trusted or is_untouched(f"{self._live}/{uri}", known)

    def trust(self, uris: Iterable[str]) -> None:
        """Know that files have just been looked at, in whatever process, and that nobody has touched them."""
        self._trusted.update(uris)

    def keep(self, uris: Iterable[str]) -> None:
        """Have files that are up to date in the new site, too."""
        self._kept.update(uris)

    def put(self, uri: str, stamp: Stamp, content: bytes) -> None:
        """Write a file of the new site."""
        path = f"{self._fresh}/{uri}"
        make_folder(self._fresh, uri.rpartition("/")[0], self._folders)
        try:
            write_at_once(path, content, os.O_EXCL)
        except FileExistsError:
            make_way(self._fresh, uri)
            write_at_once(path, content, os.O_EXCL)
        self._put[uri] = stamp

    def show(self, uri: str, content: bytes) -> bool:
        """Have a file of the live site say something before the new one is made; whether that changes it."""
        path = f"{self._live}/{uri}"
        if bytes_of(path) == content:
            return False
        write(path, content)
        return True

    def made(self) -> dict[str, Stamp]:
        """The files that this process has written."""
        return self._put

    def take_in(self, made: dict[str, Stamp]) -> None:
        """Know the files that a process has written."""
        self._put |= made

    def remember(self) -> None:
        """Write the record, once the new site is live."""
        if not self._put and len(self._kept) == len(self._known):
            return
        files = {uri: self._known[uri] for uri in self._kept}
        files |= {uri: imprint_of(f"{self._live}/{uri}", stamp) for uri, stamp in self._put.items()}
        self._record.parent.mkdir(parents=True, exist_ok=True)
        write(self._record, json.dumps({"made_by": self._made_by, "shows": self._shows, "files": files}).encode())


def _read(record: Path, made_by: str) -> tuple[dict[str, Imprint], str]:
    """A record; empty where there is none, it cannot be read or is of files made with something else."""
    try:
        found = json.loads(record.read_bytes())
        if found["made_by"] != made_by:
            return {}, ""
        return {uri: str(imprint) for uri, imprint in found["files"].items()}, str(found["shows"])
    except UNREADABLE:
        return {}, ""
