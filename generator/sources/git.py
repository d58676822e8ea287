"""Files in git: the name of a revision in, the contents of a folder there out. The repository is only read."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path


class WrongName(Exception):
    """Error of a name that means no seeds, or two; the message says why, or what to write instead."""


@dataclass(frozen=True, slots=True)
class TreeEntry:
    """A file or folder in a revision."""

    name: str
    """Path within the listed folder, with slashes."""
    root: Path
    """A folder in the repository."""
    blob: str | None
    """Hash of the content; None for anything but a regular file, as for a symbolic link."""
    is_folder: bool

    @property
    def content(self) -> bytes | None:
        """Return the content of a regular file; None for anything else."""
        return _git(self.root, "cat-file", "blob", self.blob) if self.blob else None


def find_commit(root: Path, name: str) -> str | None:
    """Return the hash of the commit that a name means in the repository of a folder.

    It is None where there is no such commit, or no git, and for a name that git would take for an option.
    """
    if name.startswith("-"):
        return None
    try:
        found = _hash(root, name)
        return found and _hash(root, f"{found}^{{commit}}")
    except WrongName:
        return None


def list_tree(root: Path, revision: str, folder: str) -> list[TreeEntry]:
    """Return the entries of a folder in a revision, and of the folders within; `folder` is relative to `root`.

    Raises `WrongName` where git cannot be run, or knows no such revision or folder.
    """
    if not revision.startswith("-"):
        _git(root, "rev-parse", "--git-dir")  # for its message, where there is no repository
    commit = find_commit(root, revision)
    if commit is None:
        raise WrongName(f"expected a listing, a folder or a revision known to git, found {revision!r}")
    tree = _hash(root, f"{commit}:./{folder}")
    if tree is None or _git(root, "cat-file", "-t", tree).strip() != b"tree":
        raise WrongName(f"expected a folder {folder} in the revision {revision!r}, found none")
    return [_read_entry(root, line) for line in _git(root, "ls-tree", "-rtz", tree).split(b"\0") if line]


def _read_entry(root: Path, line: bytes) -> TreeEntry:
    """Return the entry of a line of `git ls-tree`: mode, kind and hash, a tab, then the name."""
    facts, _, name = line.partition(b"\t")
    mode, kind, found = facts.decode("ascii").split(" ")
    is_regular = kind == "blob" and mode != "120000"
    return TreeEntry(name.decode("utf-8", "replace"), root, found if is_regular else None, kind == "tree")


def _hash(root: Path, name: str) -> str | None:
    """Return the hash of the object that a name means; None where it means none."""
    found = _run(root, "rev-parse", "--verify", "--quiet", name).stdout.decode("utf-8", "replace").strip()
    return found if re.fullmatch(r"[0-9a-f]{40,64}", found) else None


def _git(root: Path, *arguments: str) -> bytes:
    done = _run(root, *arguments)
    if done.returncode:
        reason = done.stderr.decode("utf-8", "replace").strip() or f"status {done.returncode}"
        raise WrongName(f"git cannot read the repository of {root}: {reason}")
    return done.stdout


def _run(root: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(
            ["git", "-C", str(root), *arguments], capture_output=True, stdin=subprocess.DEVNULL, check=False
        )
    except OSError as error:
        raise WrongName(f"git, which reads revisions, cannot be started: {error.strerror}") from error
