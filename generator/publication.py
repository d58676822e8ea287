"""Publishing: a site is made beside the one that readers see, and takes its place in one step once it is whole.

Whatever happens before that step, a crash or a full disk included, the old site stays as it was. Then it is kept in the
cache, for the next one to be made of it: the two share the files that are in both.
"""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import stat
import sys
from collections.abc import Callable, Collection
from contextlib import suppress
from functools import cache, partial
from pathlib import Path

from generator import processes
from generator.disk import remove

_NOT_HERE = (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP)
"""What a system or a file system says that cannot let two folders change places."""
_CANNOT_MOVE = (errno.EBUSY, errno.EXDEV, errno.EACCES, errno.EPERM, errno.EROFS)
"""What is said of a folder that may be written, but not moved: it is a mount of its own, or its parent is closed."""
_AT_FDCWD = -100
_RENAME_EXCHANGE = 2

Inodes = dict[str, int]
"""Files of a folder by their paths in it, with slashes; each with what tells it from every other of its disk."""


class Publication:
    """A new site in the making, beside the live one."""

    def __init__(self, live: Path, cache: Path) -> None:
        """`live` is the folder of the site, or where it is to be; in `cache` the new one is made, where it can be moved
        from there."""
        self.live = Path(os.path.realpath(live))
        self.made = cache / "made"
        """The folder for files that are made anew at every build."""
        self.fresh = cache / "site"
        """That of the new site; a file in it may be one of the live site, too, so it is replaced, never written to."""
        self._in_place = os.path.ismount(self.live)
        cache.mkdir(parents=True, exist_ok=True)
        self.live.parent.mkdir(parents=True, exist_ok=True)
        if cache.stat().st_dev != self.live.parent.stat().st_dev and os.access(self.live.parent, os.W_OK):
            self.fresh = self.live.with_name(f".{self.live.name}.new")
        self._old = self.fresh.with_name(f"{self.fresh.name}.old")
        self._mend()
        for folder in (self.made, self.fresh):
            folder.mkdir(exist_ok=True)
        self._take_over_ends: Callable[[], tuple[Inodes, Inodes] | None] = lambda: None
        self._taken_over: tuple[Inodes, Inodes] | None = None
        """What `_look` gives, once that is done."""

    @property
    def note(self) -> str:
        """Why the site is not published in one step; empty if it is."""
        return f"{self.live} cannot be moved: its files are changed one by one" if self._in_place else ""

    def prepare(self, jobs: int) -> None:
        """Let the files of the live site stand in the new one, too, as most will stay; meanwhile, with several jobs."""
        if jobs > 1 and self.live.is_dir() and not self._in_place:
            self._take_over_ends = processes.begin(partial(self._take_over, os.getpid()), jobs)

    def wait(self) -> None:
        """Be ready for files to be put into the new site."""
        with suppress(OSError):  # what is not there yet will be when the site is published
            self._taken_over = self._take_over_ends()

    def publish(self, kept: Collection[str], put: Collection[str]) -> bool:
        """Let the new site take the place of the live one; whether they differ.

        It has what is in the folder `made`, those files of the live site that are kept, and those that were put into
        the folder `fresh`. Files that are equal stay as they are. What begins with a dot right under the live folder is
        not the site's, as MkDocs has it, and stays.
        """
        live, there = self._taken_over or self._look()
        made = _inodes(self.made, with_dots=True).keys() - set(kept) - set(put)
        here = {uri: f"{self.made}/{uri}" for uri in made} | {uri: f"{self.fresh}/{uri}" for uri in put}
        equal = {uri for uri, path in here.items() if _is_equal(path, f"{self.live}/{uri}")}
        # One of them may have been replaced since the old site was looked at.
        live |= {uri: os.lstat(f"{self.live}/{uri}").st_ino for uri in equal}
        stay = {*kept, *equal}
        gone = live.keys() - stay - here.keys()
        is_changed = bool(gone) or len(equal) < len(here) or not self.live.is_dir()
        if is_changed:
            if not self._in_place:
                self._complete(live, there, stay, here.keys() - equal, made - equal)
                self._in_place = not self._swap()
            if self._in_place:
                self._change(here.keys() - equal, gone)
        shutil.rmtree(self.made, ignore_errors=True)
        return is_changed

    def discard(self) -> None:
        """Give the new site up."""
        self.wait()
        for folder in (self.made, self.fresh):
            shutil.rmtree(folder, ignore_errors=True)

    def _mend(self) -> None:
        """Clear away what a build has left that was cut off."""
        if not os.path.lexists(self.live) and self._old.is_dir():
            self._old.rename(self.live)
        for folder in (self.fresh, self._old):
            self._hand_back(folder)
        for folder in (self.made, self._old):
            shutil.rmtree(folder, ignore_errors=True)

    def _hand_back(self, folder: Path) -> None:
        """Let what is not the site's, such as a `.git`, move to the live folder."""
        if folder.is_dir() and self.live.is_dir():
            for path in folder.glob(".*"):
                if not os.path.lexists(self.live / path.name):
                    path.rename(self.live / path.name)

    def _complete(
        self, live: Inodes, there: Inodes, stay: Collection[str], new: Collection[str], made: Collection[str]
    ) -> None:
        """Let the folder of the new site have all its files, and no others; of the new ones, some have been `made`."""
        if self.live.is_dir():
            shutil.copymode(self.live, self.fresh)
        self._share(live, there, stay, new)
        for uri in made:
            make_way(self.fresh, uri)
            shutil.move(self.made / uri, self.fresh / uri)  # which may be on another disk

    def _look(self) -> tuple[Inodes, Inodes]:
        """The files of the live site and those that stand in the new one."""
        return _inodes(self.live), _inodes(self.fresh)

    def _take_over(self, first: int) -> tuple[Inodes, Inodes]:
        """Link what is not there yet; what `_look` gives then.

        Nothing is replaced or removed, and nothing is done once the first process is gone: the next build may be there.
        """
        live, there = self._look()
        make = cache(lambda folder: os.makedirs(f"{self.fresh}/{folder}", exist_ok=True))
        for uri in [uri for uri in live if uri not in there]:
            if os.getppid() != first:
                break
            with suppress(FileExistsError, NotADirectoryError):
                make(uri.rpartition("/")[0])
                os.link(f"{self.live}/{uri}", f"{self.fresh}/{uri}")
                there[uri] = live[uri]
        return live, there

    def _share(self, live: Inodes, there: Inodes, stay: Collection[str], new: Collection[str]) -> None:
        """Let files of the live site stand in the new one, and beside them only new ones."""
        for uri in there.keys() - {*stay, *new}:
            with suppress(NotADirectoryError, IsADirectoryError):  # in its place, or its folder's, stands a new one
                remove(self.fresh / uri, self.fresh)
        for uri in stay:
            if uri not in there or there[uri] != live.get(uri):
                _link(f"{self.live}/{uri}", f"{self.fresh}/{uri}")

    def _swap(self) -> bool:
        """Let the folders change places; False where the live one cannot be moved."""
        if not self.live.is_dir():
            self.live.unlink(missing_ok=True)
            self.fresh.rename(self.live)
            return True
        try:
            if not _exchange(self.fresh, self.live):
                self.live.rename(self._old)
                self.fresh.rename(self.live)
                self._old.rename(self.fresh)
        except OSError as error:
            if error.errno not in _CANNOT_MOVE:
                raise
            return False
        self._hand_back(self.fresh)
        return True

    def _change(self, new: Collection[str], gone: Collection[str]) -> None:
        """The next best: bring the live site up to date file by file."""
        for uri in gone:
            remove(self.live / uri, self.live)
        for uri in new:
            make_way(self.live, uri)
            folder = self.made if (self.made / uri).is_file() else self.fresh
            shutil.copy2(folder / uri, self.live / uri)


def _inodes(folder: Path, *, with_dots: bool = False) -> Inodes:
    """The files in a folder; what begins with a dot right under it only where that is asked for."""
    found: Inodes = {}
    waiting = [""]
    while waiting:
        parent = waiting.pop()
        for entry in _entries(f"{folder}/{parent}"):
            if not parent and entry.name.startswith(".") and not with_dots:
                continue
            if entry.is_dir(follow_symlinks=False):
                waiting.append(f"{parent}{entry.name}/")
            else:
                found[f"{parent}{entry.name}"] = entry.inode()
    return found


def _entries(folder: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except (FileNotFoundError, NotADirectoryError):
        return []


def _is_equal(one: str, other: str) -> bool:
    """Whether the other path is a file with the same content."""
    try:
        found = os.lstat(other)
        if not stat.S_ISREG(found.st_mode) or os.stat(one).st_size != found.st_size:
            return False
        return Path(one).read_bytes() == Path(other).read_bytes()
    except OSError:
        return False


def _link(source: str, target: str) -> None:
    """Let a file stand in a second place: the same one or, where the file system has no links, a copy."""
    try:
        os.link(source, target)
    except FileNotFoundError:
        os.makedirs(os.path.dirname(target))
        _link(source, target)
    except FileExistsError:
        shutil.rmtree(target) if os.path.isdir(target) else os.unlink(target)
        _link(source, target)
    except OSError:
        os.makedirs(os.path.dirname(target), exist_ok=True)
        shutil.copy2(source, target)


def make_way(folder: Path, uri: str) -> None:
    """Remove what stands where a file is to be, and where its folders are to be; and make these."""
    path = f"{folder}/{uri}"
    os.makedirs(folder, exist_ok=True)
    make_folder(folder, uri.rpartition("/")[0], set())
    if os.path.isdir(path) and not os.path.islink(path):
        shutil.rmtree(path)
    with suppress(FileNotFoundError):
        os.unlink(path)


def make_folder(root: Path, folder: str, known: set[str]) -> None:
    """Have a folder within another one, and no file or link to elsewhere in its place.

    Folders that are `known` to be there are not looked at; those that are there now become known.
    """
    if not folder or folder in known:
        return
    make_folder(root, folder.rpartition("/")[0], known)
    path = f"{root}/{folder}"
    try:
        os.mkdir(path)
    except FileExistsError:
        if not stat.S_ISDIR(os.lstat(path).st_mode):
            with suppress(OSError):  # another process may just have done so
                os.unlink(path)
            os.makedirs(path, exist_ok=True)
    known.add(folder)


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
