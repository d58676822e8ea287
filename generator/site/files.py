"""Files on disk: written whole or not at all, and removed with the folders that they leave empty."""

from __future__ import annotations

import hashlib
import os
import shutil
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple


class Signature(NamedTuple):
    """Time and size of a file, which tell that it has been changed."""

    modified: int
    """Time of the latest change, in nanoseconds."""
    size: int
    """Size in bytes."""


def signature_of(path: str | Path) -> Signature | None:
    """Return the signature of a file, or of that to which a link leads; None where there is none."""
    try:
        found = os.stat(path)
    except OSError:
        return None
    return Signature(found.st_mtime_ns, found.st_size)


def write_whole(path: str | Path, content: bytes) -> None:
    """Write a file whole or not at all: beside its place, then into it."""
    draft = draft_of(Path(path))
    try:
        try:
            draft.write_bytes(content)
        except FileNotFoundError:
            draft.parent.mkdir(parents=True, exist_ok=True)
            draft.write_bytes(content)
        os.replace(draft, path)
    except OSError as error:  # such as that of a full disk, which does not say where
        with suppress(OSError):
            draft.unlink()
        raise OSError(error.errno, error.strerror, str(path)) from error


def draft_of(path: Path) -> Path:
    """Return the path beside a file to which it is written first."""
    return path.with_name(f".{path.name}.new")


def read_if_there(path: str | Path) -> bytes | None:
    """Return the content of a file, None where there is none."""
    try:
        with open(path, "rb") as file:
            return file.read()
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return None


def remove(path: Path, root: Path) -> None:
    """Remove a file, and the folders that are empty without it, up to `root`."""
    path.unlink(missing_ok=True)
    folder = path.parent
    while folder != root and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent


def remove_all(path: Path) -> None:
    """Remove a file, a link or a folder with all that is in it, if there is one."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def digest_of(content: bytes) -> str:
    """Return sixteen hexadecimal digits that identify a content."""
    return hashlib.sha256(content).hexdigest()[:16]
