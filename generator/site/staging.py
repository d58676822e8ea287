"""Staging: a site is made beside the one that readers see, and takes its place once it is whole.

Whatever happens before that, a crash or a full disk included, the old site stays as it was; what is left of the new
one, the next build removes.
"""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

from generator.site.files import remove_all

_CANNOT_MOVE = (errno.EBUSY, errno.EXDEV, errno.EACCES, errno.EPERM, errno.EROFS, errno.EEXIST, errno.ENOTEMPTY)
"""Errors of a folder that can be written, but not moved: a mount of its own, or within a parent that is closed; on
Windows, one with an open file, or where an earlier one could not be removed."""


class Staging:
    """A new site in the making, beside the live one."""

    def __init__(self, live: Path, cache: Path) -> None:
        """`live` is the folder of the site; the new one is made beside it or, if that cannot be written, in `cache`."""
        self.live = Path(os.path.realpath(live))
        self.live.parent.mkdir(parents=True, exist_ok=True)
        beside = self.live.parent if os.access(self.live.parent, os.W_OK) else cache
        self.folder = beside / f".{self.live.name}.new"
        """Folder of the new site."""
        self._old = beside / f".{self.live.name}.old"
        self.discard()  # what a build has left that was cut off
        self.folder.mkdir(parents=True, exist_ok=True)

    def write(self, uri: str, content: bytes) -> None:
        """Write a file of the new site."""
        self._put(uri, lambda path: Path(path).write_bytes(content))

    def keep(self, uri: str) -> None:
        """Have a file of the live site in the new one, too: the same one or, where there are no links, a copy."""
        self._put(uri, partial(_link, f"{self.live}/{uri}"))

    def _put(self, uri: str, put: Callable[[str], object]) -> None:
        path = f"{self.folder}/{uri}"
        try:
            put(path)
        except FileNotFoundError:  # most folders are there, and to look for each takes longer
            os.makedirs(os.path.dirname(path), exist_ok=True)
            put(path)

    def publish(self) -> bool:
        """Let the new site take the place of the live one; return whether that was done in one step.

        What begins with a dot right under the live folder, such as a `.git`, is not the site's, and stays.
        """
        try:
            self._swap()
        except OSError as error:
            if error.errno not in _CANNOT_MOVE:
                raise
            self._move_files()
            return False
        finally:
            self.discard()
        return True

    def discard(self) -> None:
        """Remove what is not live; an old site that nothing has taken the place of is live again."""
        if self._old.is_dir():
            if not os.path.lexists(self.live):
                self._old.rename(self.live)
            self._hand_back()
        for folder in (self.folder, self._old):
            shutil.rmtree(folder, ignore_errors=True)

    def _hand_back(self) -> None:
        """Move what is not the site's from the old folder to the live one."""
        for path in self._old.glob(".*"):
            if not os.path.lexists(self.live / path.name):
                path.rename(self.live / path.name)

    def _swap(self) -> None:
        if self.live.is_dir():
            if any(map(os.path.ismount, self.live.glob(".*"))):
                raise OSError(errno.EBUSY, "a mount within the site stays where it is")
            shutil.copymode(self.live, self.folder)
            self.live.rename(self._old)
        else:
            self.live.unlink(missing_ok=True)
        try:
            self.folder.rename(self.live)
        except OSError:
            if self._old.is_dir():
                self._old.rename(self.live)
            raise
        self._hand_back()

    def _move_files(self) -> None:
        """Empty the live folder, which cannot be moved itself, and fill it anew."""
        self.live.mkdir(exist_ok=True)
        for path in self.live.iterdir():
            if not path.name.startswith(".") or os.path.lexists(self.folder / path.name):
                remove_all(path)
        for path in self.folder.iterdir():
            shutil.move(path, self.live / path.name)


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except FileNotFoundError:
        raise
    except OSError:
        shutil.copy2(source, target)
