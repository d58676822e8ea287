"""The seeds on disk, or in a revision of git: files in, their texts out, with a problem for each that is unreadable."""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from generator.models import Location, Problem, Severity, display_path
from generator.sources.git import WrongName, find_commit, list_tree
from generator.sources.listing import Listing

CORRECTIONS = "corrections.yml"
VOCABULARY = "topics.yml"
PERMALINKS = "urls.csv"
EXTRAS = (CORRECTIONS, VOCABULARY, PERMALINKS)
"""What stands beside the listings, in the order in which `Seeds` has them."""


@dataclass(frozen=True, slots=True)
class Seeds:
    """The texts that a collection is made from."""

    listings: tuple[Listing, ...]
    corrections: Listing | None = None
    vocabulary: Listing | None = None
    permalinks: Listing | None = None
    problems: tuple[Problem, ...] = ()
    """Of the files themselves: not to be read, or not there."""


def read_seeds(folder: Path, root: Path) -> Seeds:
    """Return the texts in a folder of seeds, and what is wrong with files; problems name them relative to `root`."""
    listings: list[Listing] = []
    names, problems = _names_in(folder, root)
    for name in filter(_is_listing, names):
        listing, found = read_listing(folder / name, display_path(folder / name, root))
        problems += found
        if listing:
            listings.append(listing)
    if not listings and not problems:
        problems.append(_no_listing(display_path(folder, root)))
    corrections, vocabulary, permalinks = (_read_extra(folder / name, root, problems) for name in EXTRAS)
    problems += _passed_over(names, display_path(folder, root))
    return Seeds(tuple(listings), corrections, vocabulary, permalinks, tuple(problems))


def read_named(name: str, seeds_dir: Path, root: Path) -> Seeds:
    """The seeds that a name means: a listing, a folder of seeds or of a project, or else a revision of `seeds_dir`.

    `root` is the folder of the project. Raises `generator.sources.git.WrongName` where it is none of them, or two.
    """
    path = Path(name)
    if not name:
        raise WrongName("expected a listing, a folder or a revision, found ''")
    if not path.exists():
        return _read_tree(name, seeds_dir, root)
    if find_commit(root, name):
        raise WrongName(
            f"{name} is both a {'folder' if path.is_dir() else 'file'} and a revision: write ./{name} for the one, "
            f"{name}~0 for the other"
        )
    if not path.is_dir():
        listing, problems = read_listing(path, display_path(path.absolute(), root))
        return Seeds((listing,) if listing else (), problems=tuple(problems))
    within = path / os.path.relpath(seeds_dir, root)  # of a project: of this one, or of another clone
    folder = (within if within.is_dir() else path).absolute()
    if folder.resolve() != seeds_dir.resolve() and not any(map(_is_listing, _names_in(folder, root)[0])):
        raise WrongName(f"expected a folder with listings (*.txt), found none in {name!r}")
    return read_seeds(folder, root)


def _read_tree(name: str, seeds_dir: Path, root: Path) -> Seeds:
    """As `read_seeds`, of what the folder held in a revision."""
    folder = Path(os.path.relpath(seeds_dir, root)).as_posix()
    files = {file.name: file for file in list_tree(root, name, folder)}
    names = _in_order(name for name, file in files.items() if not file.is_folder or _is_listing(name))
    read: dict[str, Listing] = {}
    problems: list[Problem] = []
    for file in (files[name] for name in names if name in EXTRAS or _is_listing(name)):
        path = f"{folder}/{file.name}"
        content = file.content
        if content is None:
            message = "expected a file to read, found a folder, a link or a submodule"
            problems.append(Problem(Location(path, 1), message, Severity.ERROR))
        else:
            read[file.name], found = _decode(content, path)
            problems += found
    corrections, vocabulary, permalinks = (read.pop(name, None) for name in EXTRAS)
    problems += [] if read or problems else [_no_listing(folder)]
    problems += _passed_over(names, folder)
    return Seeds(tuple(read.values()), corrections, vocabulary, permalinks, tuple(problems))


# ---- which files are read ----


def _names_in(folder: Path, root: Path) -> tuple[list[str], list[Problem]]:
    """Return the files of a folder and of those within, by their paths from there; and what cannot be looked into."""
    names: list[str] = []
    problems: list[Problem] = []

    def tell(error: OSError) -> None:
        if error.filename != str(folder):
            message = f"expected a folder to read, found a fault: {error.strerror or error}"
            problems.append(Problem(Location(display_path(Path(error.filename), root), 1), message, Severity.ERROR))

    for parent, folders, files in os.walk(folder, onerror=tell):
        within = Path(parent).relative_to(folder)
        odd = {name for name in folders if _is_listing(name) or Path(parent, name).is_symlink()}
        names += [(within / name).as_posix() for name in (*files, *odd)]
        folders[:] = [name for name in folders if _may_have_seeds(name) and name not in odd]
    return _in_order(names), problems


def _in_order(names: Iterable[str]) -> list[str]:
    """Return the names that may be of seeds, sorted by their paths."""
    kept = (name for name in names if all(map(_may_have_seeds, name.split("/")[:-1])))
    return sorted((name for name in kept if not _is_junk(name)), key=lambda name: name.split("/"))


def _is_listing(name: str) -> bool:
    file = name.rpartition("/")[2].casefold()
    return file.endswith(".txt") and file != "readme.txt"


def _may_have_seeds(folder: str) -> bool:
    """Return whether a folder, by its name, is one to look into."""
    return not (_is_hidden(folder) or _is_listing(folder) or folder == "__MACOSX")


def _is_hidden(name: str) -> bool:
    return name.startswith(".")


def _is_junk(name: str) -> bool:
    """Return whether a file is one that systems and editors lay beside others: `._papers.txt`, `.#papers.txt`."""
    return name.rpartition("/")[2].startswith(("._", ".#"))


_ELSEWHERE = re.compile(
    r"(?i)(?:readme|licen[cs]e|changelog|thumbs\.db|desktop\.ini)\b.*|.*(?:~|#|\.(?:bak|orig|swp|tmp))"
)
"""Files that stand in any folder, and that editors leave."""


def _passed_over(names: Iterable[str], folder: str) -> Iterator[Problem]:
    """Yield what is told of files that are not read but may have been meant to be: one note for each ending."""
    groups: dict[str, list[str]] = defaultdict(list)
    for name in names:
        file = name.rpartition("/")[2]
        if not (_is_listing(name) or name in EXTRAS or _is_hidden(file) or _ELSEWHERE.fullmatch(file)):
            groups[file if file in EXTRAS else Path(file).suffix.casefold()].append(name)
    for kind, group in groups.items():
        place = Location(f"{folder}/{group[0]}", 1)
        if kind in EXTRAS:
            yield Problem(place, f"expected {kind} in {folder} itself, found it in a folder within: it is not read")
        elif len(group) == 1:
            yield Problem(place, "expected a listing (*.txt), found another file, which is not read", Severity.NOTE)
        else:
            found = f"found {len(group):,} files {f'that end in {kind}' if kind else 'without an ending'}"
            yield Problem(place, f"expected listings (*.txt), {found}, which are not read", Severity.NOTE)


def _no_listing(folder: str) -> Problem:
    return Problem(Location(folder, 1), "expected a listing (*.txt) in this folder, found none", Severity.ERROR)


def _read_extra(path: Path, root: Path, problems: list[Problem]) -> Listing | None:
    if not path.exists():
        return None
    listing, found = read_listing(path, display_path(path, root))
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
