"""Staging: a site is made beside the one that readers see, and takes its place once it is whole.

Whatever happens before that, a crash or a full disk included, the old site stays as it was; what is left of the new
one, the next build removes.
"""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path

from generator.site.files import files_in, read_if_there, remove, remove_all, write_whole

_CANNOT_MOVE = (errno.EBUSY, errno.EXDEV, errno.EACCES, errno.EPERM, errno.EROFS)
"""What is said of a folder that can be written, but not moved: a mount of its own, or a parent that is closed."""


class Staging:
    """A new site in the making, beside the live one."""

    def __init__(self, live: Path, cache: Path) -> None:
        """`live` is the folder of the site, or where it is to be; the new one is made in `cache` if not beside it."""
        self.live = Path(os.path.realpath(live))
        self.live.parent.mkdir(parents=True, exist_ok=True)
        beside = self.live.parent if os.access(self.live.parent, os.W_OK) else cache
        self.folder = beside / f".{self.live.name}.new"
        """Folder of the new site."""
        self._old = beside / f".{self.live.name}.old"
        self._mend()
        self.folder.mkdir(parents=True)

    def write(self, uri: str, content: bytes) -> None:
        """Write a file of the new site."""
        path = f"{self.folder}/{uri}"
        try:
            file = open(path, "wb")  # noqa: SIM115 (closed below)
        except FileNotFoundError:
            os.makedirs(os.path.dirname(path), exist_ok=True)
            file = open(path, "wb")  # noqa: SIM115
        with file:
            file.write(content)

    def keep(self, uri: str) -> None:
        """Have a file of the live site in the new one, too: the same one or, where there are no links, a copy."""
        source, target = f"{self.live}/{uri}", f"{self.folder}/{uri}"
        try:
            os.link(source, target)
        except FileNotFoundError:
            os.makedirs(os.path.dirname(target), exist_ok=True)
            self._link_or_copy(source, target)
        except OSError:
            shutil.copy2(source, target)

    def publish(self) -> str:
        """Let the new site take the place of the live one; return why it could not do so in one step, if it could not.

        What begins with a dot right under the live folder, such as a `.git`, is not the site's, and stays.
        """
        note = ""
        try:
            self._swap()
        except OSError as error:
            if error.errno not in _CANNOT_MOVE:
                raise
            note = f"{self.live} cannot be moved: its files are changed one by one"
            self._change_in_place()
        self.discard()
        return note

    def discard(self) -> None:
        """Remove what is not live."""
        for folder in (self.folder, self._old):
            shutil.rmtree(folder, ignore_errors=True)

    def _mend(self) -> None:
        """Clear away what a build has left that was cut off."""
        if not os.path.lexists(self.live) and self._old.is_dir():
            self._old.rename(self.live)
        self._hand_back(self._old)
        self._hand_back(self.folder)
        for folder in (self.folder, self._old):
            remove_all(folder)

    def _hand_back(self, folder: Path) -> None:
        """Let what is not the site's move to the live folder."""
        for path in folder.glob(".*") if self.live.is_dir() else ():
            if not os.path.lexists(self.live / path.name):
                path.rename(self.live / path.name)

    def _swap(self) -> None:
        if self.live.is_dir():
            shutil.copymode(self.live, self.folder)
            self.live.rename(self._old)
        else:
            self.live.unlink(missing_ok=True)
        self.folder.rename(self.live)
        self._hand_back(self._old)

    def _change_in_place(self) -> None:
        """Bring the live site up to date file by file."""
        if self._old.is_dir() and not self.live.exists():  # only the second of two moves has failed
            shutil.copytree(self._old, self.live, dirs_exist_ok=True)
        self.live.mkdir(exist_ok=True)
        new = set(files_in(self.folder))
        for uri in set(files_in(self.live)) - new:
            if not uri.startswith("."):
                remove(self.live / uri, self.live)
        for uri in new:
            content = (self.folder / uri).read_bytes()
            if read_if_there(self.live / uri) != content:
                _make_way(self.live, uri)
                write_whole(self.live / uri, content)

    @staticmethod
    def _link_or_copy(source: str, target: str) -> None:
        try:
            os.link(source, target)
        except OSError:
            shutil.copy2(source, target)


def _make_way(root: Path, uri: str) -> None:
    """Remove a file where a folder is to be, and a folder where a file is to be."""
    *folders, name = uri.split("/")
    path = root
    for folder in folders:
        path /= folder
        if path.is_symlink() or path.is_file():
            path.unlink()
    if (path / name).is_dir():
        remove_all(path / name)
