"""Publishing: a site is made beside the one that readers see, and takes its place in one step once it is whole.

Whatever happens before that step, a crash or a full disk included, the old site stays as it was.
"""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import sys
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

from generator.docs import files_in, remove

_NOT_HERE = (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP)
"""What a system or a file system says that cannot let two folders change places."""
_CANNOT_MOVE = (errno.EBUSY, errno.EXDEV, errno.EACCES, errno.EPERM, errno.EROFS)
"""What is said of a folder that may be written, but not moved: it is a mount of its own, or its parent is closed."""
_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


class Publication:
    """A new site in the making, beside the live one."""

    def __init__(self, live: Path, elsewhere: Path) -> None:
        """`live` is the folder of the site, or where it is to be; `elsewhere` a folder that serves where none can be
        made beside it."""
        self.live = Path(os.path.realpath(live))
        self.folder = self.live.with_name(f".{self.live.name}.new")
        """Of the new site."""
        self._old = self.live.with_name(f".{self.live.name}.old")
        self._mend()
        try:
            self.folder.mkdir(parents=True)
            if self.live.is_dir():
                shutil.copymode(self.live, self.folder)
            self._in_place = os.path.ismount(self.live)
        except OSError as error:
            if error.errno not in _CANNOT_MOVE:
                raise
            self._in_place = True
        if self._in_place:
            self.discard()
            self.folder = elsewhere
            shutil.rmtree(self.folder, ignore_errors=True)
            self.folder.mkdir(parents=True)

    @property
    def note(self) -> str:
        """Why this site cannot be published in one step; empty if it can."""
        return f"{self.live} cannot be moved: its files are changed one by one" if self._in_place else ""

    def publish(self, kept: Collection[str]) -> bool:
        """Let the new site take the place of the live one, and with it those of its files that are kept.

        Files that are equal stay as they are; whether there was anything else. What begins with a dot right under the
        live folder is not the site's, as MkDocs has it, and stays.
        """
        fresh = set(files_in(self.folder)) - set(kept)
        equal = {uri for uri in fresh if _is_equal(self.folder / uri, self.live / uri)}
        gone = {uri for uri in files_in(self.live) if not uri.startswith(".")} - fresh - set(kept)
        if fresh == equal and not gone and self.live.is_dir():
            self.discard()
            return False
        if self._in_place:
            self._change(fresh - equal, gone)
        else:
            self._swap([*kept, *equal])
        self.discard()
        return True

    def discard(self) -> None:
        """Give the new site up."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _mend(self) -> None:
        """Clear away what a build has left that was cut off."""
        if not os.path.lexists(self.live) and self._old.is_dir():
            self._old.rename(self.live)
        for folder in (self.folder, self._old):
            self._hand_back(folder)
            shutil.rmtree(folder, ignore_errors=True)

    def _hand_back(self, folder: Path) -> None:
        """Let what is not the site's, such as a `.git`, move to the live folder."""
        if folder.is_dir() and self.live.is_dir():
            for path in folder.glob(".*"):
                if not os.path.lexists(self.live / path.name):
                    path.rename(self.live / path.name)

    def _swap(self, kept: Collection[str]) -> None:
        for uri in kept:
            _link(self.live / uri, self.folder / uri)
        if not self.live.is_dir():
            self.live.unlink(missing_ok=True)
            self.folder.rename(self.live)
        elif _exchange(self.folder, self.live):
            self._hand_back(self.folder)
        else:
            self.live.rename(self._old)
            self.folder.rename(self.live)
            self._hand_back(self._old)
            shutil.rmtree(self._old, ignore_errors=True)

    def _change(self, changed: Collection[str], gone: Collection[str]) -> None:
        """The next best: bring the live site up to date file by file."""
        for uri in sorted(gone):
            remove(self.live / uri, self.live)
        for uri in sorted(changed):
            _make_way(self.live, uri)
            shutil.move(self.folder / uri, self.live / uri)


def _is_equal(one: Path, other: Path) -> bool:
    try:
        return not other.is_symlink() and one.stat().st_size == other.stat().st_size and _read(one) == _read(other)
    except OSError:
        return False


def _read(path: Path) -> bytes:
    return path.read_bytes()


def _link(source: Path, target: Path) -> None:
    """Let a file stand in a second place: the same one or, where the file system has no links, a copy."""
    target.unlink(missing_ok=True)
    try:
        os.link(source, target)
    except FileNotFoundError:
        target.parent.mkdir(parents=True, exist_ok=True)
        _link(source, target)
    except OSError:
        shutil.copy2(source, target)


def _make_way(folder: Path, uri: str) -> None:
    """Remove what stands where a file is to be, and where its folders are to be."""
    path = folder / uri
    for parent in reversed(path.relative_to(folder).parents):
        if (folder / parent).is_symlink() or (folder / parent).is_file():
            (folder / parent).unlink()
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    path.parent.mkdir(parents=True, exist_ok=True)


def _exchange(one: Path, other: Path) -> bool:
    """Let two folders change places in one step; False where that cannot be done (https://man7.org, renameat2(2))."""
    if not sys.platform.startswith("linux"):
        return False
    with suppress(AttributeError):  # an old C library
        rename = ctypes.CDLL(None, use_errno=True).renameat2
        if rename(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE) == 0:
            return True
        number = ctypes.get_errno()
        if number not in _NOT_HERE:
            raise OSError(number, os.strerror(number), str(other))
    return False
