"""Evidence for a reading: a reading in, named figures out, for `weights` to sum."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from generator.byline.authors import GROUP
from generator.byline.candidates import Candidate
from generator.byline.ngrams import WordModel
from generator.text.latex import plain

Features = dict[str, float]
"""The evidence for one reading; what is not named is 0."""

_CLOSERS = frozenset("?!)]}'\"’”$»")
EDGES = "()[]“”\"'’,:;."
"""Signs around a word that are no part of it."""
_NOT_IN_NAMES = re.compile(r"[:?!$&=<>/|+*_\d\t]|(?<!\\)\^|\s\s|\s[-–—]|(?i:\bet\.?\s*al\b)")
_INITIAL = re.compile(r"^[^\W\d_]\.")
_UNSPACED = re.compile(r"(?<=\.)(?=[^\W\d_])")
_ENDS_IN_INITIAL = re.compile(r"(?:^|\.)[^\W\d_a-z]\.$")
_LETTERS = [chr(point) for point in range(0x530)]  # Latin, Greek, Cyrillic
_CAPITAL, _SMALL = (f"[{''.join(filter(kind, _LETTERS))}]" for kind in (str.isupper, str.islower))
_CAPITALS_THEN_SMALL = re.compile(f"{_CAPITAL}{{2,}}{_SMALL}")
_CAPITAL_WITHIN = re.compile(f"(?<={_SMALL})(?={_CAPITAL})")
_CAMEL = re.compile(f"(?:{_CAPITAL}{_SMALL}+){{2,}}")
_NUMERAL = re.compile(r"[IVX]+")
_PARTICLES = frozenset(
    "de da di do dos das del della den der van von ten ter la le el al bin ibn und y e zu af av".split()
)
_MOST_WORDS = 6


@dataclass(frozen=True, slots=True)
class NameModels:
    """The word models of the two kinds of word in names."""

    given: WordModel
    """First words of names."""
    family: WordModel
    """All other words of names."""


def word_form(word: str) -> str:
    """Return a word as it is counted: in small letters but where it has capitals beyond its first letter."""
    return word if word[1:] != word[1:].lower() else word.lower()


@dataclass(frozen=True)
class LineContext:
    """Models, words and abstract by which the readings of one line are judged."""

    models: NameModels
    vocabulary: Mapping[str, float]
    """Words of titles at large, as `word_form` has them, with the logarithm of how often."""
    abstract: str = ""
    """The abstract below the line."""

    def stands_in_abstract(self, form: str) -> bool:
        """Return whether a word, as `word_form` has it, stands in the abstract; a number may follow it."""
        text = self.abstract if form != form.lower() else self._small_abstract
        place = text.find(form) if form else -1
        while place >= 0:
            end = place + len(form)
            if not (text[place - 1 : place].isalnum() or text[end : end + 1].isalpha()):
                return True
            place = text.find(form, end)
        return False

    @cached_property
    def _small_abstract(self) -> str:
        return self.abstract.lower()

    def is_word(self, form: str) -> bool:
        """Return whether a word, as `word_form` has it, is known from titles or the abstract."""
        return form in self.vocabulary or self.stands_in_abstract(form)


def extract_features(reading: Candidate, known: LineContext) -> Features:
    """Return the evidence for a reading of a line."""
    if not reading.authors:
        return {"no authors": 1.0}
    first, *others = reading.authors
    return {
        f"authors {min(len(reading.authors), 4)}": 1.0,
        **_end_of_title(last := reading.title.rpartition(" ")[2], known),
        **_last_part_of_title(last.strip(EDGES), known),
        **_first_author(first, known),
        **_other_authors(tuple(others), known.models),
        **dict(_boundary(reading, first)),
    }


def _end_of_title(last: str, known: LineContext) -> Features:
    """Return what the last word of the title says: is it one?"""
    word = last.strip(EDGES)
    form = word_form(word.lstrip("0123456789.") or word)  # the unit of a quantity
    common = known.vocabulary.get(form, 0.0)
    in_abstract = known.stands_in_abstract(form)
    is_known = bool(common or in_abstract)
    parts = [part for part in re.split(r"[-/–]", word) if part]
    within = bool(_CAPITAL_WITHIN.search(word))
    return {
        "end common": common,
        "end in abstract": float(in_abstract),
        "end unknown": float(not is_known),
        "end known without s": float(not is_known and word.endswith("s") and known.is_word(word_form(word[:-1]))),
        "end known in parts": float(
            not is_known and len(parts) > 1 and all(known.is_word(word_form(p)) for p in parts)
        ),
        "end has no letters": float(not word),
        "end has one letter": float(len(word) == 1),
        "end has two letters": float(len(word) == 2),
        "end is a numeral": float(bool(_NUMERAL.fullmatch(word))),
        "end has a capital within": float(within),
        "end with a capital within known": float(within and is_known),
        "end is an initial": float(bool(_ENDS_IN_INITIAL.search(last))),
        "end is all capitals": float(len(word) > 1 and word.isupper()),
    }


def _last_part_of_title(word: str, known: LineContext) -> Features:
    """Return what the last part of a title's last word says where that is in camel case: is it a word or a name?"""
    places = [place.start() for place in _CAPITAL_WITHIN.finditer(word)]
    if not places or known.stands_in_abstract(word_form(word)):
        return {}
    before, last = word[: places[-1]], word[places[-1] :]
    return {
        "last part common": known.vocabulary.get(word_form(last), 0.0),
        "last part as name": known.models.given.log_probability(last),
        "last part letters": float(len(last)),
        "before last part known": float(known.is_word(word_form(before))),
    }


def name_words(name: str) -> list[str]:
    """Return the words of a name as readers see them, with unspaced initials apart."""
    name = plain(name) if "\\" in name else name
    return (_UNSPACED.sub(" ", name) if "." in name else name).split()


def has_signs(name: str) -> bool:
    """Return whether a name has what names do not have: digits, or signs that part or end a text."""
    return bool(_NOT_IN_NAMES.search(name))


def _first_author(name: str, known: LineContext) -> Features:
    words = name_words(name) or [name]
    given, family = words[0], words[-1]
    models = known.models
    camel = _CAPITAL_WITHIN.split(given) if _CAMEL.fullmatch(given) else [given]
    is_group = bool(GROUP.search(name))
    in_abstract = len(given) > 1 and known.stands_in_abstract(word_form(given))
    figures = {
        f"name of {min(len(words), _MOST_WORDS)} words": 1.0,
        "given as name": models.given.log_probability(camel[0]),
        "given letters": float(len(camel[0])),
        "given common": 0.0 if len(given) == 1 else known.vocabulary.get(word_form(given), 0.0),
        "given in abstract": float(in_abstract and not is_group),
        "group in abstract": float(in_abstract and is_group),
        "given is one letter": float(len(given) == 1),
        "given is all capitals": float(len(given) > 1 and given.isupper()),
        "given is small": float(given[:1].islower() and given not in _PARTICLES),
        "given is an initial": float(bool(_INITIAL.search(given))),
        "given begins with capitals": float(bool(_CAPITALS_THEN_SMALL.match(given))),
        "given is in camel case": float(len(camel) > 1),
        "given has a capital within": float(len(camel) == 1 and bool(_CAPITAL_WITHIN.search(given))),
        "name has signs": float(has_signs(name)),
        "name of a group": float(is_group),
        "small words": float(sum(word[:1].islower() and word not in _PARTICLES for word in words[1:])),
    }
    if len(words) > 1:
        figures["family letters"] = float(len(family))
        figures["family as name"] = models.family.log_probability(family)
        middle = [*camel[1:], *words[1:-1]]
        figures["middle letters"] = float(sum(map(len, middle)))
        figures["middle as name"] = sum(map(models.family.log_probability, middle))
    else:
        figures["only as family"] = models.family.log_probability(given)
    return figures


@lru_cache(maxsize=16)  # most readings of a line share them
def _other_authors(names: tuple[str, ...], models: NameModels) -> Features:
    figures: Counter[str] = Counter()
    for name in names:
        words = name_words(name) or [""]
        figures["others as names"] += models.given.log_probability(words[0])  # type: ignore[assignment]
        figures["others as names"] += sum(map(models.family.log_probability, words[1:]))  # type: ignore[assignment]
        figures["others letters"] += sum(map(len, words))
        figures[f"other of {min(len(words), _MOST_WORDS)} words"] += 1
        figures["other has signs"] += has_signs(name)
        figures["other has a capital within"] += bool(_CAPITAL_WITHIN.search(name))
        figures["other has small words"] += any(word[:1].islower() and word not in _PARTICLES for word in words)
    return dict(figures)


def _boundary(reading: Candidate, name: str) -> Iterator[tuple[str, float]]:
    """Yield what the letters on both sides of the boundary say, and what is open there."""
    title = reading.title
    begins = name_words(name)[0][0] if name_words(name) else name[0]
    yield f"gap {reading.gap}" if reading.gap else f"between {_sign(title[-1])}{_sign(begins)}", 1.0
    yield "bracket open", float(title.count("(") != title.count(")"))
    yield "dollar open", float(title.count("$") % 2 == 1)
    yield "brace open", float(title.count("{") != title.count("}"))


def _sign(char: str) -> str:
    """Return the class of a letter; signs that end a title, or could, are one class, as each alone is rare."""
    if char.isalpha():
        return "x" if char.islower() else "X"
    if char.isdigit():
        return "9"
    if char in _CLOSERS:
        return ")"
    return char if char in ".-" else "," if char in ",:;" else "o"
