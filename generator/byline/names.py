"""Parsing of names of authors into family name, given name and suffix.

The parts follow BibTeX's rules as implemented by bibtexparser: `Given von Family`, `von Family, Given` or `von Family,
Suffix, Given`, where particles in lower case belong to the family name. Beyond BibTeX, a suffix may stand at the end,
degrees are dropped, and names of teams, of one word or in a script without capitals are not split.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from functools import lru_cache

from bibtexparser.middlewares.names import InvalidNameError, parse_single_name_into_parts

from generator.byline.authors import GROUP_WORDS
from generator.models import Name
from generator.text.latex import plain
from generator.text.search_words import PLAIN_LETTERS
from generator.text.slugs import fold_text

_JUNIOR = re.compile(r"(?i)[js]n?r\.?")
_NUMERAL = re.compile(r"[2-9](?:nd|rd|th)|(?i:iii?|iv|viii?|ix|xiii?|xiv)|VI|XI")
"""Ordinals and numerals as suffixes; a single I, V or X is more often an initial."""
_MAY_BE_A_NAME = frozenset({"VI", "XI"})
"""Numerals that are more often a name if the whole name is in capitals."""
_DEGREE = re.compile(r"(?i)(?:ph\.?\s?d|d\.?\s?phil|[bdm]\.?\s?sc|esq)\.?")
_DEGREE_OR_INITIALS = re.compile(r"(?i)m\.?\s?d\.?|m\.?\s?b\.?\s?a\.?")
_GROUP = re.compile(rf"(?i)\b({GROUP_WORDS}|laboratory|university|institute|company|inc\.?|foundation|society)$")
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
    """Return the name that stands in a listing.

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
    """Return the name that a correction states; None if it has more commas than a name can have."""
    cleaned = _cleaned(text)
    found = _read(cleaned)
    return found and replace(found, listed=text, stated=found.text != cleaned)


def may_be_two(text: str, found: Name) -> bool:
    """Return whether a text may be two names with a comma between them, as there are several words on both sides."""
    return " " in found.family and " " in found.given and text.startswith(found.family)


def compose_name(family: str, given: str = "", suffix: str = "") -> Name:
    """Return the name with the given parts; without a given name, all of it is the family name.

    >>> compose_name("van Beethoven", "Ludwig").text, compose_name("陈", "大文").text
    ('Ludwig van Beethoven', '陈大文')
    """
    if not given:
        return _whole(_words(family, suffix))
    text = _words(f"{family}{given}" if _is_unspaced(family + given) else f"{given} {family}", suffix)
    return Name(text, text, family, given, suffix)


def person_id(name: Name) -> str:
    """Return the same identifier for all names of a person: the ORCID iD or else the `match_key` with the label's."""
    return name.orcid or (f"{match_key(name.text)}\0{match_key(name.label)}" if name.label else match_key(name.text))


@lru_cache(maxsize=200_000)
def match_key(text: str) -> str:
    """Return the same key for texts that look alike.

    It ignores case, accents, dots, hyphens, kinds of apostrophes and invisible characters, and replaces letters that
    Unicode does not decompose, such as ø and æ.

    >>> match_key("Søren O’Hara-Łąka") == match_key("SOREN O'Hara Laka")
    True
    """
    if not text.isascii():
        text = "".join(char for char in text if unicodedata.category(char) != "Cf")
    folded = fold_text(text.translate(_LOOK_ALIKES)).translate(PLAIN_LETTERS)
    return " ".join(folded.replace(".", " ").replace("' ", "'").split()) or fold_text(text)


def spelling_weight(name: Name) -> float:
    """Return the weight of each occurrence of a spelling, for the choice of the one to show.

    A spelling stated in a correction goes before all others, one with accents counts twice, and one in capitals or
    lower case counts only if there is no other.
    """
    if name.stated:
        return float("inf")
    if _is_single_case(name):
        return 1e-6
    return 1 if name.text.isascii() else 1 + any(char.isalpha() and not char.isascii() for char in name.text)


def _is_single_case(name: Name) -> bool:
    """Return whether a name is all in capitals or all in lower case, or one of its longer words is in capitals."""
    letters = f"{name.given} {name.family}".strip()
    if " " not in letters or letters == letters.lower() == letters.upper():
        return False
    longer = (word for word in letters.split() if len(word) > 2 and name.given)
    return letters in (letters.lower(), letters.upper()) or any(
        word.isupper() and "." not in word and word.lower() != word for word in longer
    )


# ---- parsing ----


def _cleaned(source: str) -> str:
    """Return a name as readers see it, on one line, without invisible characters."""
    text = unicodedata.normalize("NFC", plain(source))
    return " ".join(re.sub("[\u00ad\u200b\u2060\ufeff]", "", text).split()) or source


def _read(text: str) -> Name | None:
    """Return a name given in any order; None if it has more commas than a name can have."""
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
    return Name(text, text, family=text)


def _words(*words: str) -> str:
    return " ".join(filter(None, words))


def _can_be_a_part(text: str) -> bool:
    is_ordinal = _NUMERAL.fullmatch(text)
    return bool(is_ordinal) or (any(map(str.isalpha, text)) and not _NOT_IN_NAMES.search(text))


def _without_suffix(words: str) -> tuple[str, str]:
    before, _, last = words.rpartition(" ")
    return (before, last) if before and _is_suffix(last, before, sure=True) else (words, "")


def _is_suffix(word: str, before: str, *, sure: bool) -> bool:
    """Return whether a word is a suffix; `sure` says that it cannot be initials."""
    if _JUNIOR.fullmatch(word):
        return True
    return sure and bool(_NUMERAL.fullmatch(word)) and not (word in _MAY_BE_A_NAME and before.isupper())


def _is_degree(word: str, *, sure: bool) -> bool:
    return bool(_DEGREE.fullmatch(word) or (sure and _DEGREE_OR_INITIALS.fullmatch(word)))


def _parts(text: str) -> tuple[str, str]:
    """Return the family name and the given name of a name in the order of BibTeX."""
    words = text.split(" ")
    if all(word[:1].isupper() for word in words):  # the usual case: no particles, so the last word is the family name
        return words[-1], " ".join(words[:-1])
    protected = re.sub(r"[{}\\]", "", text)  # the characters that still have a meaning in BibTeX
    try:
        parts = parse_single_name_into_parts(protected)
    except InvalidNameError:
        return text, ""
    family = " ".join([*parts.von, *parts.last, *parts.jr])
    return (family, " ".join(parts.first)) if family else (text, "")


def _is_caseless(text: str) -> bool:
    return not any(unicodedata.category(char) in ("Lu", "Ll", "Lt") for char in text)


def _is_unspaced(text: str) -> bool:
    """Return whether all letters are of scripts with the family name first and no space after it."""
    return all(unicodedata.name(char, "").startswith(_UNSPACED) for char in text if char.isalpha())
