"""What speaks for a reading: a reading in, named figures out, for `weights` to sum."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from generator.byline.letters import WordModel
from generator.byline.readings import Reading, read_line

Figures = dict[str, float]
"""The evidence for one reading; what is not named is 0."""

_CLOSERS = frozenset("?!)]}'\"’”$»")
_EDGES = "()[]“”\"'’,:;"
_GROUP = re.compile(
    r"(?i)\b(team|group|consortium|collaboration|labs?|project|community|contributors|initiative|network|committee)$"
)
_NOT_IN_NAMES = re.compile(r"[:?!$&=<>/\d]")
_INITIAL = re.compile(r"^[^\W\d_]\.")
_ENDS_IN_INITIAL = re.compile(r"(?:^|\.)[^\W\d_a-z]\.$")
_CAPITALS_THEN_SMALL = re.compile(r"^[A-Z]{2,}[a-z]")
_CAPITAL_WITHIN = re.compile(r"[a-z][A-Z]")
_MOST_WORDS = 6


@dataclass(frozen=True, slots=True)
class Models:
    """The word models of the two kinds of word in names."""

    given: WordModel
    """First words of names."""
    family: WordModel
    """All other words of names."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What a listing shows of its names and words."""

    given: Counter[str] = field(default_factory=Counter)
    """First words of names that are cleanly delimited, with how often."""
    family: Counter[str] = field(default_factory=Counter)
    """Their last words."""
    names: Counter[str] = field(default_factory=Counter)
    """The whole names."""
    words: Counter[str] = field(default_factory=Counter)
    """Words of the abstracts and of the sure part of the titles, in how many entries each stands."""


def learn(lines: Iterable[tuple[str, str]]) -> Lexicon:
    """The lexicon of a listing, from its title lines and abstracts."""
    lexicon = Lexicon()
    for title_line, abstract in lines:
        line = read_line(title_line)
        parts = line.parts
        if line.et_al and len(parts) > 2:  # then the last two are names for sure
            for name in parts[-2:]:
                _learn_name(lexicon, name)
        sure = " ".join(parts[:-2] or parts[:1]).rsplit(" ", 2)[0]
        lexicon.words.update({word.strip(".,;:()") for word in {*sure.split(), *abstract.split()}})
    return lexicon


def _learn_name(lexicon: Lexicon, name: str) -> None:
    words = name.split()
    if 0 < len(words) <= _MOST_WORDS:
        lexicon.names[name] += 1
        lexicon.given[words[0]] += 1
        lexicon.family[words[-1]] += 1


def weigh(reading: Reading, lexicon: Lexicon, models: Models) -> Figures:
    """The evidence for a reading of a line."""
    if not reading.authors:
        return {"no authors": 1.0}
    first, *others = reading.authors
    return {
        f"authors {len(reading.authors)}": 1.0,
        **_end_of_title(reading.title.rpartition(" ")[2], lexicon),
        **_first_author(first, lexicon, models),
        **_other_authors(others, models),
        **dict(_seam(reading.title, first)),
    }


def _end_of_title(last: str, lexicon: Lexicon) -> Figures:
    """The last word of the title: is it one?"""
    word = last.strip(_EDGES)
    seen = _seen(word, lexicon)
    parts = [part for part in re.split(r"[-/–]", word) if part]
    return {
        "end seen": float(seen > 0),
        "end seen often": math.log1p(seen),
        "end seen without s": float(not seen and word.endswith("s") and bool(lexicon.words[word[:-1]])),
        "end seen in parts": float(not seen and len(parts) > 1 and all(_seen(part, lexicon) for part in parts)),
        "end has no letters": float(not word),
        "end has one letter": float(len(word) == 1),
        "end has two letters": float(len(word) == 2),
        "end has a capital within": float(within := bool(_CAPITAL_WITHIN.search(word))),
        "end with a capital within seen": float(within and seen > 0),
        "end is an initial": float(bool(_ENDS_IN_INITIAL.search(last))),
    }


def _seen(word: str, lexicon: Lexicon) -> int:
    """In how many entries a word stands, as it is or with a small first letter or all small."""
    if not word:
        return 0
    return max(lexicon.words[form] for form in (word, word.lower(), word[:1].lower() + word[1:]))


def _first_author(name: str, lexicon: Lexicon, models: Models) -> Figures:
    words = name.split()
    given, family = words[0], words[-1]
    known = lexicon.given[given]
    figures = {
        f"name of {min(len(words), _MOST_WORDS)} words": 1.0,
        "given as name": models.given.log_probability(given),
        "given seen": math.log1p(known),
        "given seen as family": math.log1p(lexicon.family[given]),
        "given seen as word": 0.0 if known else math.log1p(lexicon.words[given.lower()]),
        "given is one letter": float(len(given) == 1),
        "given is all capitals": float(len(given) > 1 and given.isupper()),
        "given is an initial": float(bool(_INITIAL.search(given))),
        "given begins with capitals": float(bool(_CAPITALS_THEN_SMALL.search(given))),
        "given has a capital within": float(bool(_CAPITAL_WITHIN.search(given))),
        "name seen": float(lexicon.names[name] > 0),
        "name has signs": float(bool(_NOT_IN_NAMES.search(name))),
        "name of a group": float(bool(_GROUP.search(name))),
    }
    if len(words) > 1:
        figures["family as name"] = models.family.log_probability(family)
        figures["family seen"] = math.log1p(lexicon.family[family])
        figures["middle as name"] = sum(map(models.family.log_probability, words[1:-1]))
    else:
        figures["only as family"] = models.family.log_probability(given)
    return figures


def _other_authors(names: Sequence[str], models: Models) -> Figures:
    figures: Counter[str] = Counter()
    for name in names:
        words = name.split() or [""]
        figures["others as names"] += models.given.log_probability(words[0])  # type: ignore[assignment]
        figures["others as names"] += sum(map(models.family.log_probability, words[1:]))  # type: ignore[assignment]
        figures[f"other of {min(len(words), _MOST_WORDS)} words"] += 1
        figures["other has signs"] += bool(_NOT_IN_NAMES.search(name))
    return dict(figures)


def _seam(title: str, name: str) -> Iterator[tuple[str, float]]:
    """The letters on both sides of the seam, and what is open there."""
    yield f"seam {_sign(title[-1:])}{_sign(name[0])}", 1.0
    yield "bracket open", float(title.count("(") != title.count(")"))
    yield "dollar open", float(title.count("$") % 2 == 1)
    yield "brace open", float(title.count("{") != title.count("}"))


def _sign(char: str) -> str:
    """The class of a letter; signs that end a title, or could, are one class, as each alone is rare."""
    if char.isalpha():
        return "x" if char.islower() else "X"
    if char.isdigit():
        return "9"
    if char in _CLOSERS:
        return ")"
    return char if char in ".-" else "," if char in ",:;" else "o"
