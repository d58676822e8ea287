"""The seeds on disk, or in a revision of git: files in, their texts out, with a problem for each that is unreadable."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from generator.collection import Seeds
from generator.disk import shown
from generator.listing import Listing
from generator.model import Location, Problem, Severity
from generator.revision import WrongName, find_commit, read_revision

CORRECTIONS = "corrections.yml"
VOCABULARY = "topics.yml"
LEDGER = "urls.csv"
EXTRAS = (CORRECTIONS, VOCABULARY, LEDGER)
"""What stands beside the listings, in the order in which `Seeds` has them."""


def read_seeds(folder: Path, root: Path) -> Seeds:
    """The texts in a folder of seeds, and what is wrong with them as files; problems name files relative to `root`."""
    listings: list[Listing] = []
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.txt")):
        listing, found = read_listing(path, shown(path, root))
        problems += found
        if listing:
            listings.append(listing)
    if not listings and not problems:
        problems.append(_no_listing(shown(folder, root)))
    corrections, vocabulary, ledger = (_read_extra(folder / name, root, problems) for name in EXTRAS)
    return Seeds(tuple(listings), corrections, vocabulary, ledger, tuple(problems))


def read_named(name: str, seeds_dir: Path, root: Path) -> Seeds:
    """The seeds that a name means: a listing, a folder of seeds or of a project, or else a revision of `seeds_dir`.

    `root` is the folder of the project. Raises `generator.revision.WrongName` where it is none of them, or two.
    """
    path = Path(name)
    if not name:
        raise WrongName("expected a listing, a folder or a revision, found ''")
    if not path.exists():
        return _read_revision(name, seeds_dir, root)
    if find_commit(root, name):
        raise WrongName(
            f"{name} is both a {'folder' if path.is_dir() else 'file'} and a revision: write ./{name} for the one, "
            f"{name}~0 for the other"
        )
    if not path.is_dir():
        listing, problems = read_listing(path, shown(path.absolute(), root))
        return Seeds((listing,) if listing else (), problems=tuple(problems))
    within = path / os.path.relpath(seeds_dir, root)  # of a project: of this one, or of another clone
    folder = (within if within.is_dir() else path).absolute()
    if folder.resolve() != seeds_dir.resolve() and not any(folder.glob("*.txt")):
        raise WrongName(f"expected a folder with listings (*.txt), found none in {name!r}")
    return read_seeds(folder, root)


def _read_revision(name: str, seeds_dir: Path, root: Path) -> Seeds:
    """As `read_seeds`, of what the folder held in a revision."""
    folder = Path(os.path.relpath(seeds_dir, root)).as_posix()
    read: dict[str, Listing] = {}
    problems: list[Problem] = []
    for file in read_revision(root, name, folder):
        path = f"{folder}/{file.name}"
        if not (file.name in EXTRAS or file.name.endswith(".txt")):
            continue
        if file.content is None:
            message = "expected a file to read, found a folder, a link or a submodule"
            problems.append(Problem(Location(path, 1), message, Severity.ERROR))
        else:
            read[file.name], found = _decode(file.content, path)
            problems += found
    corrections, vocabulary, ledger = (read.pop(name, None) for name in EXTRAS)
    problems += [] if read or problems else [_no_listing(folder)]
    return Seeds(tuple(read[name] for name in sorted(read)), corrections, vocabulary, ledger, tuple(problems))


def _no_listing(folder: str) -> Problem:
    return Problem(Location(folder, 1), "expected a listing (*.txt) in this folder, found none", Severity.ERROR)


def _read_extra(path: Path, root: Path, problems: list[Problem]) -> Listing | None:
    if not path.exists():
        return None
    listing, found = read_listing(path, shown(path, root))
    problems += found
    return listing


def read_listing(path: Path, shown: str) -> tuple[Listing | None, list[Problem]]:
    """A text file, and what is wrong with its bytes; what is not UTF-8 is replaced and told."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        message = f"expected a file to read, found a fault: {error.strerror or error}"
        return None, [Problem(Location(shown, 1), message, Severity.ERROR)]
    return _decode(raw, shown)


def _decode(raw: bytes, shown: str) -> tuple[Listing, list[Problem]]:
    try:
        return Listing(shown, raw.decode("utf-8")), []
    except UnicodeDecodeError:
        text = raw.decode("utf-8", "replace")
        return Listing(shown, text), list(_undecodable(raw, shown))


def _undecodable(raw: bytes, shown: str) -> Iterator[Problem]:
    """The first byte of each line that is not UTF-8."""
    for number, line in enumerate(re.split(rb"\r\n|\n|\r", raw), 1):
        try:
            line.decode("utf-8")
        except UnicodeDecodeError as error:
            message = f"expected UTF-8, found the byte 0x{line[error.start]:02x}; what cannot be read is shown as �"
            yield Problem(Location(shown, number), message, Severity.ERROR)
