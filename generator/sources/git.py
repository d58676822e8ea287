"""Revisions of a project: the name of a commit in, the files of one of its folders out. Asks git, changes nothing."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path


class WrongName(Exception):
    """A name means nothing that can be read, or two things; the message says why, or what to write."""


@dataclass(frozen=True, slots=True)
class TreeEntry:
    """A file of a revision, or a folder."""

    name: str
    """Its path within the folder, with slashes."""
    root: Path
    blob: str | None
    """The name of its content in the repository of `root`; None for what is no regular file, as a symbolic link."""
    is_folder: bool

    @property
    def content(self) -> bytes | None:
        """Return what it says; None for what is no regular file."""
        return _git(self.root, "cat-file", "blob", self.blob) if self.blob else None


def find_commit(root: Path, name: str) -> str | None:
    """The commit that a name means in the repository of a folder; None where there is no such name, or no git.

    A name that begins with a hyphen, which git would take for an option, never means one.
    """
    if name.startswith("-"):
        return None
    try:
        found = _hash(root, name)
        return found and _hash(root, f"{found}^{{commit}}")
    except WrongName:
        return None


def list_tree(root: Path, name: str, folder: str) -> list[TreeEntry]:
    """Return what is in a folder, and in those within, in a revision; `folder` is relative to `root`."""
    if not name.startswith("-"):
        _git(root, "rev-parse", "--git-dir")  # so that its message tells what is wrong
    commit = find_commit(root, name)
    if commit is None:
        raise WrongName(f"expected a listing, a folder or a revision known to git, found {name!r}")
    tree = _hash(root, f"{commit}:./{folder}")
    if tree is None or _git(root, "cat-file", "-t", tree).strip() != b"tree":
        raise WrongName(f"expected a folder {folder} in the revision {name!r}, found none")
    return [_file(root, line) for line in _git(root, "ls-tree", "-rtz", tree).split(b"\0") if line]


def _file(root: Path, line: bytes) -> TreeEntry:
    """Of a line of `git ls-tree`: mode, kind and hash, a tab, then the name."""
    facts, _, name = line.partition(b"\t")
    mode, kind, found = facts.decode("ascii").split(" ")
    is_regular = kind == "blob" and mode != "120000"
    return TreeEntry(name.decode("utf-8", "replace"), root, found if is_regular else None, kind == "tree")


def _hash(root: Path, name: str) -> str | None:
    """The object that a name means, if it means one."""
    said = _run(root, "rev-parse", "--verify", "--quiet", name).stdout.decode("utf-8", "replace").strip()
    return said if re.fullmatch(r"[0-9a-f]{40,64}", said) else None


def _git(root: Path, *arguments: str) -> bytes:
    done = _run(root, *arguments)
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip() or f"status {done.returncode}"
        raise WrongName(f"git cannot read the repository of {root}: {said}")
    return done.stdout


def _run(root: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(
            ["git", "-C", str(root), *arguments], capture_output=True, stdin=subprocess.DEVNULL, check=False
        )
    except OSError as error:
        raise WrongName(f"git, which reads revisions, cannot be started: {error.strerror}") from error
