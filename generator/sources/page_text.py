"""Text of web pages: a line of a listing in; its kind out, if it comes from the page and not from a paper.

A line counts only if its words are certain, and alone on the line. It may still be the end of a sentence, which
`listing` tells by the lines around it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import product
from typing import Any

import yaml

from generator.models import read_data
from generator.sources.areas import codes_by_name, find_area
from generator.sources.header import InvalidHeader, read_header

_LONGEST = 80
_LONGEST_DAY = 30
_LONGEST_LABEL = 12
_NUMBER = re.compile(r"#?\d+(?:[.,]\d+)*[kmb]?[%+]?")
_NAMES = re.compile(r"\bet\.? al\b|[a-z)\]?!][A-Z][\w.'’-]+ [A-Z]")
"""Names as at the end of a title line: with `et al.`, or the first without a space before it."""
_OF_TEXT = re.compile(r"[\\${}^=_~]|[,;?!]$|^[\[(]\d+[\])]$|\d:\d")
"""Characters of formulas, of parts of sentences and of items of lists."""
_RULES = frozenset("-–—_*·•|…<>«»‹›→←↑↓⋮")
_LONG_RULES = ("===", "~~~", "+++", "###")
_WORD = re.compile(r"©|[^\W_]+")
_HEADING, _DAY = "a heading or a menu", "a heading with a day"
_LABEL = re.compile(
    r"[\W_]{0,3}(?i:abstract)(?:[*_\])]{0,3}[ \t]*[:.—–][*_]{0,2}[ \t]*|[ \t]+-[ \t]+|\][ \t]+"
    r"|[ \t]?(?=(?:We|This|These|The|In|Our|As|To|An|A|Recent|While|Large|Despite|With|For|Existing) [a-z]))(?=\S)"
)


def page_text_kind(line: str) -> str | None:
    """Return what a line is on a page; None where it may be of a paper.

    >>> page_text_kind("Page 2 of 7"), page_text_kind("🔖 Save · 12"), page_text_kind("Moths come to lanterns.")
    ('a pager', 'a button', None)
    """
    text = line.strip()
    if len(text) > _LONGEST or not text:
        return None
    first = _WORD.search(text)
    if not first:
        are_signs = all(char in _RULES or unicodedata.category(char) in ("So", "Sk", "Mn", "Cf", "Zs") for char in text)
        is_row = are_signs or (text.startswith(_LONG_RULES) and len(set(text)) == 1)
        return "a row of signs" if is_row else None
    if find_area(text):
        return _HEADING
    if len(text) <= _LONGEST_DAY and isinstance(header := read_header(text), InvalidHeader) and header.is_date_alone:
        return _DAY
    if not (first[0][0].isdecimal() or first[0].casefold() in _first_words()) or _OF_TEXT.search(text):
        return None
    if _NAMES.search(text):
        return None
    if text.casefold() in codes_by_name():
        return _HEADING
    kind = _kind(["#" if _NUMBER.fullmatch(word) else word for word in _words(text)])
    is_sentence = text.endswith(".") and not text.endswith("..")
    return kind if not is_sentence or kind == "a copyright line" else None


def without_label(text: str) -> str:
    """Return an abstract without the word `Abstract` as its label.

    >>> without_label("Abstract: Moths come."), without_label("Abstract moths come.")
    ('Moths come.', 'Abstract moths come.')
    """
    found = _LABEL.match(text) if "abstract" in text[:_LONGEST_LABEL].casefold() else None
    return text[found.end() :] if found else text


def _words(text: str) -> list[str]:
    """Return the words of a line in lower case, without punctuation."""
    parts = re.sub(r"[^\w©.,%+#'’]|,(?!\d)|(?<!\d),", " ", text.casefold()).split()
    return [word for part in parts if (word := part.strip(".'’"))]


def _kind(words: Sequence[str]) -> str | None:
    """Return the kind of the first phrase, if the words are phrases of pages and nothing else."""
    first: str | None = None
    place = 0
    while place < len(words):
        length, kind = next(_phrases_at(words, place), (0, ""))
        if not length:
            return None
        first = first or kind
        place += length
    return first


def _phrases_at(words: Sequence[str], place: int) -> Iterator[tuple[int, str]]:
    """Yield the number of words and the kind of each phrase that begins at a place, the longest first."""
    phrases, longest = _phrases()
    for length in range(min(longest, len(words) - place), 0, -1):
        phrase = " ".join(words[place : place + length])
        if place == 0 and f"{phrase} ..." in phrases:
            yield len(words), phrases[f"{phrase} ..."]
        if phrase in phrases:
            yield length, phrases[phrase]


@cache
def _first_words() -> frozenset[str]:
    """Return the words with which text of a page may begin."""
    begun = (_WORD.search(text) for text in (*_phrases()[0], *codes_by_name()))
    return frozenset(word[0] for word in begun if word)


@cache
def _phrases() -> tuple[Mapping[str, str], int]:
    """Return the kind of each phrase, and the number of words of the longest."""
    stored: dict[str, Any] = yaml.safe_load(read_data("page-text.yml"))
    words = {word: _parted(meant) for word, meant in stored["words"].items()}
    phrases: dict[str, str] = {}
    for kind, listed in stored["kinds"].items():
        for phrase in _parted(listed):
            for parts in product(*(words.get(word, [word]) for word in phrase.split())):
                phrases.setdefault(" ".join(parts), kind)
    return phrases, max(phrase.count(" ") + 1 for phrase in phrases)


def _parted(listed: str) -> list[str]:
    return [phrase.strip() for phrase in listed.split("|")]
