"""Names of authors: as listed or stated in, with family name, given name and suffix out.

The parts follow BibTeX's rules (`Given von Family`, `von Family, Given`, `von Family, Suffix, Given`; particles in
small letters belong to the family name), as bibtexparser reads them, but for what BibTeX does not know: a team, a
one-word name and a name in a script without capitals stay whole, a suffix may stand at the end, and a degree after a
comma is no part of a name.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from functools import lru_cache

from bibtexparser.middlewares.names import InvalidNameError, parse_single_name_into_parts

from generator.models import Name
from generator.text.latex import plain
from generator.text.search_words import PLAIN_LETTERS
from generator.text.slugs import fold_text

_JUNIOR = re.compile(r"(?i)[js]n?r\.?")
# A single I, V or X is more often an initial.
_NUMERAL = re.compile(r"[2-9](?:nd|rd|th)|(?i:iii?|iv|viii?|ix|xiii?|xiv)|VI|XI")
_MAY_BE_A_NAME = frozenset({"VI", "XI"})
"""Numerals that are more often a name where all is written in capitals."""
_DEGREE = re.compile(r"(?i)(?:ph\.?\s?d|d\.?\s?phil|[bdm]\.?\s?sc|esq)\.?")
_DEGREE_OR_INITIALS = re.compile(r"(?i)m\.?\s?d\.?|m\.?\s?b\.?\s?a\.?")
_GROUP = re.compile(
    r"(?i)\b(team|group|consortium|collaboration|labs?|laboratory|project|community|contributors|initiative|"
    r"university|institute|company|inc\.?|network|foundation|committee|society)$"
)
_BRACED = re.compile(r"\{(\w[^{}]*)\}")
_NOT_IN_NAMES = re.compile(r"[\d<>{}\[\]=/\\@:;%&*#!?|$^~_+]")
_COMMA = re.compile(r"\s*[,，،]\s*")
_UNSPACED_COMMA = re.compile(r",(?=\S)")

_APOSTROPHES = dict.fromkeys(map(ord, "`´‘’‛ʹʻʼʽʾʿ′＇ꞌ"), "'")
_HYPHENS = dict.fromkeys(map(ord, "-֊־‐‑‒–—―⁃−﹘﹣－"), " ")
_UNSPACED = ("CJK", "HANGUL", "HIRAGANA", "KATAKANA")
_LOOK_ALIKES = _APOSTROPHES | _HYPHENS


@lru_cache(maxsize=100_000)
def read_name(listed: str) -> Name:
    """Return the parts of a name of a listing.

    >>> name = read_name("Ludwig van Beethoven")
    >>> name.family, name.given
    ('van Beethoven', 'Ludwig')
    >>> read_name("Tom Reed, Jr.").filed_as
    'Reed, Tom, Jr.'
    """
    text = _cleaned(listed)
    found = _read(text)
    if found is None or (_UNSPACED_COMMA.search(text) and may_be_two(text, found)):
        found = _whole(text)
    return replace(found, listed=listed)


@lru_cache(maxsize=10_000)
def read_stated_name(text: str) -> Name | None:
    """Return the parts of a name of a correction; None where it has more commas than a name can have."""
    cleaned = _cleaned(text)
    found = _read(cleaned)
    return found and replace(found, listed=text, stated=found.text != cleaned)


def may_be_two(text: str, found: Name) -> bool:
    """Tell whether each side of a comma may be a person of its own, having several words."""
    return " " in found.family and " " in found.given and text.startswith(found.family)


def compose_name(family: str, given: str = "", suffix: str = "") -> Name:
    """Return the name that has some parts; without a given name all of it is the family name.

    >>> compose_name("van Beethoven", "Ludwig").text, compose_name("陈", "大文").text
    ('Ludwig van Beethoven', '陈大文')
    """
    if not given:
        return _whole(_words(family, suffix))
    text = _words(f"{family}{given}" if _is_unspaced(family + given) else f"{given} {family}", suffix)
    return Name(text, text, family, given, suffix)


def person_id(name: Name) -> str:
    """Return what all names of a person have in common: the ORCID, or else letters and label."""
    return name.orcid or (f"{match_key(name.text)}\0{match_key(name.label)}" if name.label else match_key(name.text))


@lru_cache(maxsize=200_000)
def match_key(text: str) -> str:
    """Return what texts that look alike have in common.

    Case, accents, dots, the kinds of apostrophes, hyphens or none, what cannot be seen, and letters that Unicode does
    not take for others with a mark (ø, æ) do not matter.

    >>> match_key("Søren O’Hara-Łąka") == match_key("SOREN O'Hara Laka")
    True
    """
    if not text.isascii():
        text = "".join(char for char in text if unicodedata.category(char) != "Cf")
    folded = fold_text(text.translate(_LOOK_ALIKES)).translate(PLAIN_LETTERS)
    return " ".join(folded.replace(".", " ").replace("' ", "'").split()) or fold_text(text)


def spelling_weight(name: Name) -> float:
    """Return how many times a spelling counts, each time it occurs.

    One that a person states goes before all others, one with accents counts twice, and one that is all in small or
    capital letters only where there is no other.
    """
    if name.stated:
        return float("inf")
    if _is_levelled(name):
        return 1e-6
    return 1 if name.text.isascii() else 1 + any(char.isalpha() and not char.isascii() for char in name.text)


def _is_levelled(name: Name) -> bool:
    """Tell whether a name, or one of its longer words, is all in capitals or all in small letters."""
    letters = f"{name.given} {name.family}".strip()
    if " " not in letters or letters == letters.lower() == letters.upper():
        return False
    longer = (word for word in letters.split() if len(word) > 2 and name.given)
    return letters in (letters.lower(), letters.upper()) or any(
        word.isupper() and "." not in word and word.lower() != word for word in longer
    )


# ---- reading ----


def _cleaned(source: str) -> str:
    """Return a name as readers see it, on one line, without characters that show nothing."""
    text = unicodedata.normalize("NFC", plain(source))
    return " ".join(re.sub("[\u00ad\u200b\u2060\ufeff]", "", text).split()) or source


def _read(text: str) -> Name | None:
    """Return the parts of a name in any order; None where it has more commas than a name can have."""
    if braced := _BRACED.fullmatch(text):
        return _whole(braced[1].strip())
    first, *rest = [part for part in _COMMA.split(text) if part] or [text]
    if rest and (_GROUP.search(text) or not all(map(_can_be_a_part, (first, *rest)))):
        return _whole(text)
    sure = " " in first or len(rest) > 1
    rest = [part for part in rest if not _is_degree(part, sure=sure)]
    suffixes = [part for part in rest if _is_suffix(part, first, sure=sure)]
    others = [part for part in rest if not _is_suffix(part, first, sure=sure)]
    if len(others) == 2 and not suffixes and re.fullmatch("[IVX]", others[0]):
        suffixes, others = others[:1], others[1:]
    if len(suffixes) > 1 or len(others) > 1:
        return None
    suffix = "".join(suffixes)
    return _family_first(first, others[0], suffix) if others else _given_first(first, suffix)


def _family_first(family: str, given: str, suffix: str) -> Name:
    if not suffix:
        family, suffix = _without_suffix(family)
    if not suffix:
        given, suffix = _without_suffix(given)
    return compose_name(family, given, suffix)


def _given_first(text: str, suffix: str) -> Name:
    bare, found = (text, suffix) if suffix else _without_suffix(text)
    whole = _words(bare, found)
    if " " not in bare or _GROUP.search(bare) or _is_caseless(bare):
        return _whole(whole)
    family, given = _parts(bare)
    return Name(whole, whole, family, given, found) if given else _whole(whole)


def _whole(text: str) -> Name:
    """Return a name in one piece."""
    return Name(text, text, family=text)


def _words(*words: str) -> str:
    return " ".join(filter(None, words))


def _can_be_a_part(text: str) -> bool:
    is_ordinal = _NUMERAL.fullmatch(text)
    return bool(is_ordinal) or (any(map(str.isalpha, text)) and not _NOT_IN_NAMES.search(text))


def _without_suffix(words: str) -> tuple[str, str]:
    """Return the words of a name without the suffix at their end, and the suffix."""
    before, _, last = words.rpartition(" ")
    return (before, last) if before and _is_suffix(last, before, sure=True) else (words, "")


def _is_suffix(word: str, before: str, *, sure: bool) -> bool:
    """Tell whether a word is a suffix; `sure` says that it cannot be initials."""
    if _JUNIOR.fullmatch(word):
        return True
    return sure and bool(_NUMERAL.fullmatch(word)) and not (word in _MAY_BE_A_NAME and before.isupper())


def _is_degree(word: str, *, sure: bool) -> bool:
    return bool(_DEGREE.fullmatch(word) or (sure and _DEGREE_OR_INITIALS.fullmatch(word)))


def _parts(text: str) -> tuple[str, str]:
    words = text.split(" ")
    if all(word[:1].isupper() for word in words):  # as most names are: without particles the last word is the family
        return words[-1], " ".join(words[:-1])
    protected = re.sub(r"[{}\\]", "", text)  # the three characters that still mean something to BibTeX
    try:
        parts = parse_single_name_into_parts(protected)
    except InvalidNameError:
        return text, ""
    family = " ".join([*parts.von, *parts.last, *parts.jr])
    return (family, " ".join(parts.first)) if family else (text, "")


def _is_caseless(text: str) -> bool:
    return not any(unicodedata.category(char) in ("Lu", "Ll", "Lt") for char in text)


def _is_unspaced(text: str) -> bool:
    """Tell whether all letters are of scripts that write the family name first and no space after it."""
    return all(unicodedata.name(char, "").startswith(_UNSPACED) for char in text if char.isalpha())
