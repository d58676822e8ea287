"""Features of candidates, for the model to weight and sum."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from generator.byline.authors import GROUP
from generator.byline.candidates import Candidate
from generator.byline.ngrams import WordModel
from generator.text.latex import plain

Features = dict[str, float]
"""Features of one candidate by name; missing ones are 0."""

_CLOSERS = frozenset("?!)]}'\"’”$»")
EDGES = "()[]“”\"'’,:;."
"""Characters around a word that do not belong to it."""
_NOT_IN_NAMES = re.compile(r"[:?!$&=<>/|+*_\d\t]|(?<!\\)\^|\s\s|\s[-–—]|(?i:\bet\.?\s*al\b)")
_INITIAL = re.compile(r"^[^\W\d_]\.")
_UNSPACED = re.compile(r"(?<=\.)(?=[^\W\d_])")
_ENDS_IN_INITIAL = re.compile(r"(?:^|\.)[^\W\d_a-z]\.$")
_LETTERS = [chr(point) for point in range(0x530)]  # Latin, Greek, Cyrillic
_CAPITAL, _LOWER = (f"[{''.join(filter(kind, _LETTERS))}]" for kind in (str.isupper, str.islower))
_CAPITALS_THEN_LOWER = re.compile(f"{_CAPITAL}{{2,}}{_LOWER}")
_CAPITAL_WITHIN = re.compile(f"(?<={_LOWER})(?={_CAPITAL})")
_CAMEL = re.compile(f"(?:{_CAPITAL}{_LOWER}+){{2,}}")
_NUMERAL = re.compile(r"[IVX]+")
_PARTICLES = frozenset(
    "de da di do dos das del della den der van von ten ter la le el al bin ibn und y e zu af av".split()
)
_MAX_WORDS = 6
"""Number of words from which on the features do not distinguish names by their length."""


@dataclass(frozen=True, slots=True)
class NameModels:
    """Models of the words in names."""

    given: WordModel
    """Model of the first words."""
    family: WordModel
    """Model of all other words."""


def word_form(word: str) -> str:
    """Return the form in which a word is counted: in lower case, unless it has capitals after its first letter."""
    return word if word[1:] != word[1:].lower() else word.lower()


@dataclass(frozen=True)
class LineContext:
    """Models, vocabulary and abstract from which the features of the candidates of one line are made."""

    models: NameModels
    vocabulary: Mapping[str, float]
    """Logarithms of the counts of words in titles at large, by `word_form`."""
    abstract: str = ""

    def is_in_abstract(self, form: str) -> bool:
        """Return whether a word, given in its `word_form`, occurs in the abstract; a number may follow it."""
        text = self.abstract if form != form.lower() else self._lower_abstract
        place = text.find(form) if form else -1
        while place >= 0:
            end = place + len(form)
            if not (text[place - 1 : place].isalnum() or text[end : end + 1].isalpha()):
                return True
            place = text.find(form, end)
        return False

    @cached_property
    def _lower_abstract(self) -> str:
        return self.abstract.lower()

    def is_word(self, form: str) -> bool:
        """Return whether a word, given in its `word_form`, is known from titles or the abstract."""
        return form in self.vocabulary or self.is_in_abstract(form)


def extract_features(candidate: Candidate, context: LineContext) -> Features:
    """Return the features of a candidate."""
    if not candidate.authors:
        return {"no authors": 1}
    first, *others = candidate.authors
    return {
        f"authors {min(len(candidate.authors), 4)}": 1,
        **_end_of_title(last := candidate.title.rpartition(" ")[2], context),
        **_last_part_of_title(last.strip(EDGES), context),
        **_first_author(first, context),
        **_other_authors(tuple(others), context.models),
        **_boundary(candidate, first),
    }


def _end_of_title(last: str, context: LineContext) -> Features:
    """Return the features of the last word of the title: whether it is likely to be one."""
    word = last.strip(EDGES)
    form = word_form(word.lstrip("0123456789.") or word)  # the unit of a quantity
    common = context.vocabulary.get(form, 0.0)
    in_abstract = context.is_in_abstract(form)
    is_known = bool(common or in_abstract)
    parts = [part for part in re.split(r"[-/–]", word) if part]
    within = bool(_CAPITAL_WITHIN.search(word))
    return {
        "end common": common,
        "end in abstract": in_abstract,
        "end unknown": not is_known,
        "end known without s": not is_known and word.endswith("s") and context.is_word(word_form(word[:-1])),
        "end known in parts": not is_known and len(parts) > 1 and all(context.is_word(word_form(p)) for p in parts),
        "end has no letters": not word,
        "end has one letter": len(word) == 1,
        "end has two letters": len(word) == 2,
        "end is a numeral": bool(_NUMERAL.fullmatch(word)),
        "end has a capital within": within,
        "end with a capital within known": within and is_known,
        "end is an initial": bool(_ENDS_IN_INITIAL.search(last)),
        "end is all capitals": len(word) > 1 and word.isupper(),
    }


def _last_part_of_title(word: str, context: LineContext) -> Features:
    """Return the features of the last part of a word in camel case that ends the title: whether it may be a name."""
    places = [place.start() for place in _CAPITAL_WITHIN.finditer(word)]
    if not places or context.is_in_abstract(word_form(word)):
        return {}
    before, last = word[: places[-1]], word[places[-1] :]
    return {
        "last part common": context.vocabulary.get(word_form(last), 0.0),
        "last part as name": context.models.given.log_probability(last),
        "last part letters": len(last),
        "before last part known": context.is_word(word_form(before)),
    }


def name_words(name: str) -> list[str]:
    """Return the words of a name as readers see them, with a space after each initial."""
    name = plain(name) if "\\" in name else name
    return (_UNSPACED.sub(" ", name) if "." in name else name).split()


def has_signs(name: str) -> bool:
    """Return whether a name has characters that names do not have, such as digits and colons."""
    return bool(_NOT_IN_NAMES.search(name))


def _is_lower(word: str) -> bool:
    return word[:1].islower() and word not in _PARTICLES


def _first_author(name: str, context: LineContext) -> Features:
    words = name_words(name) or [name]
    given, family = words[0], words[-1]
    models = context.models
    camel = _CAPITAL_WITHIN.split(given) if _CAMEL.fullmatch(given) else [given]
    is_group = bool(GROUP.search(name))
    in_abstract = len(given) > 1 and context.is_in_abstract(word_form(given))
    features: Features = {
        f"name of {min(len(words), _MAX_WORDS)} words": 1,
        "given as name": models.given.log_probability(camel[0]),
        "given letters": len(camel[0]),
        "given common": 0 if len(given) == 1 else context.vocabulary.get(word_form(given), 0),
        "given in abstract": in_abstract and not is_group,
        "group in abstract": in_abstract and is_group,
        "given is one letter": len(given) == 1,
        "given is all capitals": len(given) > 1 and given.isupper(),
        "given is small": _is_lower(given),
        "given is an initial": bool(_INITIAL.search(given)),
        "given begins with capitals": bool(_CAPITALS_THEN_LOWER.match(given)),
        "given is in camel case": len(camel) > 1,
        "given has a capital within": len(camel) == 1 and bool(_CAPITAL_WITHIN.search(given)),
        "name has signs": has_signs(name),
        "name of a group": is_group,
        "small words": sum(map(_is_lower, words[1:])),
    }
    if len(words) == 1:
        return features | {"only as family": models.family.log_probability(given)}
    middle = [*camel[1:], *words[1:-1]]
    return features | {
        "family letters": len(family),
        "family as name": models.family.log_probability(family),
        "middle letters": sum(map(len, middle)),
        "middle as name": sum(map(models.family.log_probability, middle)),
    }


@lru_cache(maxsize=16)  # most candidates of a line share them
def _other_authors(names: tuple[str, ...], models: NameModels) -> Features:
    features: Features = defaultdict(float)
    for name in names:
        words = name_words(name) or [""]
        features["others as names"] += models.given.log_probability(words[0])
        features["others as names"] += sum(map(models.family.log_probability, words[1:]))
        features["others letters"] += sum(map(len, words))
        features[f"other of {min(len(words), _MAX_WORDS)} words"] += 1
        features["other has signs"] += has_signs(name)
        features["other has a capital within"] += bool(_CAPITAL_WITHIN.search(name))
        features["other has small words"] += any(map(_is_lower, words))
    return features


def _boundary(candidate: Candidate, name: str) -> Features:
    """Return the features of the boundary: the characters on both sides, and whether brackets are open there."""
    title = candidate.title
    words = name_words(name)
    begins = words[0][0] if words else name[0]
    return {
        f"gap {candidate.gap}" if candidate.gap else f"between {_shape(title[-1])}{_shape(begins)}": 1,
        "bracket open": title.count("(") != title.count(")"),
        "dollar open": title.count("$") % 2 == 1,
        "brace open": title.count("{") != title.count("}"),
    }


def _shape(char: str) -> str:
    """Return the class of a character; rare ones that end titles are one class."""
    if char.isalpha():
        return "x" if char.islower() else "X"
    if char.isdigit():
        return "9"
    if char in _CLOSERS:
        return ")"
    return char if char in ".-" else "," if char in ",:;" else "o"
