"""Parsing of lists of names, and removal of marks, labels and affiliations from names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from generator.byline.tail import OTHERS

GROUP_WORDS = "team|group|consortium|collaboration|labs?|project|community|contributors|initiative|network|committee"
GROUP = re.compile(rf"(?i)\b({GROUP_WORDS})$")
"""Last word of the name of a group."""

MAX_NAME_LENGTH = 150
_MAX_LIST_LENGTH = 4000
"""Number of characters at the end of a line in which names are searched for."""

_ENCLOSED = r"(?P<enclosed>\([^()]{1,80}\)|\[[^\[\]]{1,80}\]|\$[^$]{1,80}\$|\{[^{}]{1,40}\})"
_SEPARATOR = re.compile(
    rf"{_ENCLOSED}|\s*[,;，、；]\s*(?:(?:and|und|&|＆)\s+)?|\s+(?:and|und|et(?!\.?\s*al\b)|&|＆)\s+|\s*和\s*"
)
_SEMICOLON = re.compile(rf"{_ENCLOSED}|\s*[;；]\s*(?:(?:and|und|&)\s+)?")
_IS_AND = re.compile(r"\s+(?:and|und|et|&|＆)\s+$")
_SUFFIX = re.compile(r"(?i)(?:jr|jnr|sr|snr|esq|ph\.?\s?d|m\.?d|m\.?sc|b\.?sc|frs)\.?|II|III|IV|VI{0,3}|IX|X")
_OTHERS = re.compile(OTHERS, re.VERBOSE)
_LABEL = re.compile(
    r"(?i:authors?|author\(s\)|autor(?:en|es)?|auteurs?|作者|著者|by)\s*(?:[:：]|\s[-–—]\s)\s*"
    r"|(?i:(?:written|posted|submitted|presented|edited)\s+by)\b\s*:?\s*|(?:By|BY|by)\s+(?=\S)"
)
_HONORIFICS = re.compile(r"(?:(?:Dr|Prof|Mr|Mrs|Ms)\.\s+)+(?=\S)")
# Also arrows, shapes, dingbats and emoji.
_MARKS = r"*∗⋆★☆†‡§¶‖#♯⁎°ºªᵃᵇᶜᵈᵉˣ⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻\u2190-\u21ff\u2295-\u2299\u25a0-\u27bf\U0001f300-\U0001faff\ufe0f"
_NO_NAME = re.compile(rf"[\d\s{_MARKS}]*")
_COMMAND = r"\\(?:d?dag(?:ger)?|ddagger|ast|star|textsuperscript|thanks|footnotemark|inst|orcid)(?![A-Za-z])"
_ODD = re.compile(
    rf"[^\w\s.'’\-\\\"{{}}`^~=]|[\d_\t{_MARKS}]|\s\s|^(?i:by|authors?|autor(?:en|es)?|auteurs?|written|posted|submitted|presented|edited)\b|^[作著]者|^(?:Dr|Prof|Mrs?|Ms)\.\s|\^\{{|{_COMMAND}"
)
_MARKS_AT_AN_END = re.compile(
    rf"""
      ^[{_MARKS}\s]+
    | [{_MARKS}\s,]+$
    | \s*<[^<>]*>$
    | \s*\$\s*\^?\s*\{{?[\d\s,*†‡§\\a-z{{}}^]{{1,30}}\}}?\s*\$$
    | \^\{{[^{{}}]{{1,20}}\}}$ | \^[\d*]+$
    | {_COMMAND}(?:\s*[{{\[][^{{}}\[\]]*[}}\]])?$
    | (?<=[^\W\d_])\d{{1,2}}(?:\s*[,;]\s*\d{{1,2}})*$
    | \s+\d{{1,2}}$
    | \s*\[(?:[\d\s,*†‡]*|[a-z])\]$ | \s*\([a-z]\)$
    | \s*\((?:[\d\s,*†‡]* | (?i:equal\ contribution|corresponding(?:\ author)?|editors?|eds?\.?|(?:19|20)\d\d))\)$
    """,
    re.VERBOSE,
)
_IN_BRACKETS = re.compile(r"\s*[(\[](?P<inside>[^()\[\]]{2,80})[)\]]$")
_INSTITUTION = re.compile(
    r"(?i)\b(?:universit\w*|institut\w*|laborator\w*|labs?|college|school|academy|research|center|centre|inc|ltd|gmbh|"
    r"corp\w*|company|hospital|department|foundation|technology|technologies|sciences)\b|(?-i:\b[A-Z]{2,}\b)"
)
_SCHOOL = re.compile(
    r"(?i)\b(?:universit|institut|laborator|college|school|academy|hospital|department)|(?-i:^[A-Z]{2,}$)"
)


class Piece(NamedTuple):
    """Part of a line between two separators, which may be a name."""

    start: int
    end: int
    """Position after its last character."""
    is_others: bool = False
    """Whether it stands for authors who are not named."""
    after_and: bool = False
    """Whether the word `and` without a comma separates it from the piece before."""


class Author(NamedTuple):
    """Name of an author, with the affiliation that follows it, if any."""

    name: str
    affiliation: str = ""


def pieces(body: str, *, by_semicolons: bool = False) -> list[Piece]:
    """Return the pieces of a line that may be names, in order.

    A suffix or a degree between commas belongs to the name before it, and separators within brackets or formulas do not
    count. With `by_semicolons`, only semicolons separate names, as in `Alder, Ada; Birch, Ben`.
    """
    found: list[Piece] = []
    start, after_and = max(0, len(body) - _MAX_LIST_LENGTH), False
    for separator in [*_separators(body, start, _SEMICOLON if by_semicolons else _SEPARATOR), None]:
        end = separator.start() if separator else len(body)
        text = body[start:end].strip()
        if found and _SUFFIX.fullmatch(text):
            found[-1] = found[-1]._replace(end=end)
        elif _OTHERS.fullmatch(text):
            found.append(Piece(start, end, is_others=True))
        elif not _NO_NAME.fullmatch(text):
            found.append(Piece(start, end, after_and=after_and))
        if separator:
            start, after_and = separator.end(), bool(_IS_AND.match(separator[0]))
    return found


def _separators(body: str, start: int, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
    return (match for match in pattern.finditer(body, start) if not match["enclosed"])


def given_first(name: str) -> str:
    """Return a name with its given name before its family name; a suffix stays at the end.

    >>> given_first("Alder, Ada"), given_first("Birch, Ben, Jr.")
    ('Ada Alder', 'Ben Birch, Jr.')
    """
    parts = [part.strip() for part in name.split(",")]
    suffixes = [part for part in parts[1:] if _SUFFIX.fullmatch(part)]
    family, *given = [parts[0], *(part for part in parts[1:] if part not in suffixes)]
    if len(given) != 1 or not given[0]:
        return name
    return ", ".join([f"{given[0]} {family}", *suffixes])


def has_label(text: str) -> bool:
    """Return whether a text begins with a label for authors, as in `By Ada Alder`."""
    return bool(_LABEL.match(text))


def looks_like_institution(text: str) -> bool:
    """Return whether a text is likelier the name of an institution than that of a person."""
    return " " not in text or bool(_INSTITUTION.search(text))


def is_institution(name: str) -> bool:
    """Return whether a name is that of a school or hospital, or one word in capitals, but not that of a group.

    >>> is_institution("Moth University"), is_institution("MIT"), is_institution("Moth Labs")
    (True, True, False)
    """
    return bool(_SCHOOL.search(name)) and not GROUP.search(name)


def read_author(text: str) -> Author:
    """Return the author of a piece, without label, marks, numbers and addresses.

    >>> read_author("By Ada Alder* (Moth University)")
    Author(name='Ada Alder', affiliation='Moth University')
    """
    name = text.strip()
    if len(name) > MAX_NAME_LENGTH or not _ODD.search(name):
        return Author(name)
    name = name[label.end() :] if (label := _LABEL.match(name)) else name
    name = name[honorifics.end() :] if (honorifics := _HONORIFICS.match(name)) else name
    affiliation = ""
    for _ in range(6):  # marks of several kinds may follow one another
        before = name
        name = _without_marks(name)
        brackets = _IN_BRACKETS.search(name)
        if brackets and brackets.start() and _INSTITUTION.search(brackets["inside"]):
            affiliation, name = brackets["inside"].strip(), name[: brackets.start()]
        if name == before:
            break
    return Author(name, affiliation) if any(map(str.isalpha, name)) else Author(text.strip())


def _without_marks(name: str) -> str:
    bare = _MARKS_AT_AN_END.sub("", name).strip()
    is_numbered_group = GROUP.search(bare) and name.startswith(bare) and name[len(bare) :].strip().isdigit()
    return name if is_numbered_group else bare
