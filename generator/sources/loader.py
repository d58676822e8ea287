"""Seeds: a folder on disk or in git in; the texts of its files out, with a problem for each that cannot be read."""

from __future__ import annotations

import codecs
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.models import Location, Problem, Severity, display_path, grouped, relative_path
from generator.sources.enriched import ENRICHED
from generator.sources.git import WrongName, find_commit, list_tree
from generator.sources.listing import Listing

CORRECTIONS = "corrections.yml"
VOCABULARY = "topics.yml"
PERMALINKS = "urls.csv"
REFERENCES = (".bib", ".csl.json", ".ris")
"""Endings of files of references, which are read beside listings."""
_OTHERS = (CORRECTIONS, VOCABULARY, PERMALINKS, ENRICHED)
"""Files beside the listings, in the order in which `Seeds` has them."""

LISTINGS = ", ".join(f"*{ending}" for ending in (".txt", *REFERENCES))
"""Kinds of files that papers are read from, for messages."""

_REPLACED = "what cannot be read is shown as �"
_LINES = re.compile(rb"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_MARKS = {
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
"""Byte-order marks; the longer ones are first, as one begins with another."""
_UNMARKED: Mapping[tuple[bool, ...], str] = {
    (False, True, False, True): "utf-16-le",
    (True, False, True, False): "utf-16-be",
}
"""Encodings by which of the first four bytes are null, as those beside Latin letters are."""

_Text = tuple[Listing | None, list[Problem]]
"""Text of a file, None where it cannot be read; and problems of its bytes."""


@dataclass(frozen=True, slots=True)
class Seeds:
    """The texts that a collection is made from."""

    listings: tuple[Listing, ...]
    corrections: Listing | None = None
    vocabulary: Listing | None = None
    permalinks: Listing | None = None
    enriched: Listing | None = None
    problems: tuple[Problem, ...] = ()
    """Problems of files that are missing or cannot be read."""


def read_seeds(folder: Path, root: Path) -> Seeds:
    """Return the texts in a folder of seeds; problems name files relative to `root`."""
    names, problems = _names_in(folder, root)

    def read(name: str) -> _Text:
        return read_listing(folder / name, display_path(folder / name, root))

    return _read_files(names, read, display_path(folder, root), problems)


def read_named(name: str, seeds_dir: Path, root: Path) -> Seeds:
    """Return the seeds that a name means: a listing, a folder of seeds or of a project, or a revision of `seeds_dir`.

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
    within = path / relative_path(seeds_dir, root)  # of a project: of this one, or of another clone
    folder = (within if within.is_dir() else path).absolute()
    if folder.resolve() != seeds_dir.resolve() and not any(map(is_listing, _names_in(folder, root)[0])):
        raise WrongName(f"expected a folder with listings ({LISTINGS}), found none in {name!r}")
    return read_seeds(folder, root)


def _read_tree(revision: str, seeds_dir: Path, root: Path) -> Seeds:
    """Return the texts that a folder of seeds had in a revision."""
    folder = Path(relative_path(seeds_dir, root)).as_posix()
    entries = {entry.name: entry for entry in list_tree(root, revision, folder)}

    def read(name: str) -> _Text:
        path, content = f"{folder}/{name}", entries[name].content
        if content is not None:
            return _decode(content, path)
        message = "expected a file to read, found a folder, a link or a submodule"
        return None, [Problem(Location(path, 1), message, Severity.ERROR)]

    names = (name for name, entry in entries.items() if not entry.is_folder or _is_read(name))
    return _read_files(_in_order(names), read, folder, [])


def _read_files(names: Sequence[str], read: Callable[[str], _Text], folder: str, problems: list[Problem]) -> Seeds:
    """Return the texts of those of the files in a folder that are read, with problems added to those of the folder."""

    def text_of(name: str) -> Listing | None:
        text, found = read(name)
        problems.extend(found)
        return text

    listings = [text for name in names if is_listing(name) and (text := text_of(name))]
    if not listings and not problems:
        message = f"expected a listing ({LISTINGS}) in this folder, found none"
        problems.append(Problem(Location(folder, 1), message, Severity.ERROR))
    corrections, vocabulary, permalinks, enriched = (text_of(name) if name in names else None for name in _OTHERS)
    problems += _notes_of_unread(names, folder)
    return Seeds(tuple(listings), corrections, vocabulary, permalinks, enriched, tuple(problems))


# ---- which files are read ----


def _names_in(folder: Path, root: Path) -> tuple[list[str], list[Problem]]:
    """Return the paths of the files within a folder, relative to it; and problems of folders that cannot be read."""
    names: list[str] = []
    problems: list[Problem] = []

    def report(error: OSError) -> None:
        if error.filename != str(folder):
            message = f"expected a folder to read, found an error: {error.strerror or error}"
            problems.append(Problem(Location(display_path(Path(error.filename), root), 1), message, Severity.ERROR))

    for parent, folders, files in os.walk(folder, onerror=report):
        within = Path(parent).relative_to(folder)
        not_entered = {name for name in folders if _is_read(name) or Path(parent, name).is_symlink()}
        names += [(within / name).as_posix() for name in (*files, *not_entered)]
        folders[:] = [name for name in folders if _may_have_seeds(name) and name not in not_entered]
    return _in_order(names), problems


def _in_order(names: Iterable[str]) -> list[str]:
    """Return the names that may be of seeds, sorted by their paths.

    Systems and editors put some files beside others, as `._papers.txt` and `.#papers.txt`; these are left out.
    """
    paths = (name.split("/") for name in names)
    kept = (path for path in paths if all(map(_may_have_seeds, path[:-1])) and not path[-1].startswith(("._", ".#")))
    return ["/".join(path) for path in sorted(kept)]


def _is_read(name: str) -> bool:
    return is_listing(name) or name in _OTHERS


def is_listing(name: str) -> bool:
    """Return whether a file is read as a listing or as references, by its name."""
    file = name.rpartition("/")[2].casefold()
    return file.endswith((".txt", *REFERENCES)) and file != "readme.txt"


def _may_have_seeds(folder: str) -> bool:
    return not (folder.startswith(".") or _is_read(folder) or folder == "__MACOSX")


_NO_SEEDS = re.compile(
    r"(?is)\..*|(?:readme|licen[cs]e|changelog|thumbs\.db|desktop\.ini)\b.*|.*(?:~|#|\.(?:bak|orig|swp|tmp))"
)
"""Names of files that may be in any folder, and of those that editors leave behind."""


def _kind(name: str) -> str:
    file = Path(name)
    return file.name if file.name in _OTHERS else file.suffix.casefold()


def _notes_of_unread(names: Iterable[str], folder: str) -> Iterator[Problem]:
    """Yield a note, for each ending, of files that may have been meant to be read."""
    unread = (name for name in names if not (_is_read(name) or _NO_SEEDS.fullmatch(Path(name).name)))
    for kind, group in grouped(unread, _kind).items():
        place = Location(f"{folder}/{group[0]}", 1)
        if kind in _OTHERS:
            yield Problem(place, f"expected {kind} in {folder} itself, found it in a folder within: it is not read")
        elif len(group) == 1:
            message = f"expected a listing ({LISTINGS}), found another file, which is not read"
            yield Problem(place, message, Severity.NOTE)
        else:
            found = f"found {len(group):,} files {f'that end in {kind}' if kind else 'without an ending'}"
            yield Problem(place, f"expected listings ({LISTINGS}), {found}, which are not read", Severity.NOTE)


# ---- what a file says ----


def read_listing(path: Path, shown: str) -> _Text:
    """Return the text of a file, and what is wrong with it; problems name it as `shown`.

    Lines that are not UTF-8 have a problem each: in files of references, whose programs often wrote Windows-1252, they
    are read as such; in others, the bytes are replaced. The text is None where the file cannot be read.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        message = f"expected a file to read, found an error: {error.strerror or error}"
        return None, [Problem(Location(shown, 1), message, Severity.ERROR)]
    return _decode(raw, shown)


def _decode(raw: bytes, shown: str) -> _Text:
    if encoding := _wide_encoding(raw):
        return Listing(shown, raw.decode(encoding, "replace")), []
    text = raw.decode("utf-8", "replace")
    if "\ufffd" not in text:
        return Listing(shown, text), []
    is_western = shown.casefold().endswith(REFERENCES)
    encoding, result = ("cp1252", "the line is read as Windows-1252") if is_western else ("utf-8", _REPLACED)
    lines, problems = [], []
    for number, line in enumerate(_LINES.findall(raw), 1):
        try:
            lines.append(line.decode("utf-8"))
        except UnicodeDecodeError as error:
            lines.append(line.decode(encoding, "replace"))
            message = f"expected UTF-8, found the byte 0x{line[error.start]:02x}; {result}"
            problems.append(Problem(Location(shown, number), message, Severity.ERROR))
    return Listing(shown, "".join(lines)), problems


def _wide_encoding(raw: bytes) -> str:
    """Return the encoding of a text whose characters have two or four bytes, empty for any other text."""
    for mark, encoding in _MARKS.items():
        if raw.startswith(mark):
            return encoding
    nulls = [byte == 0 for byte in raw[:4]]
    return _UNMARKED.get(tuple(nulls), "")
