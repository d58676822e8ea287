"""Stems of words, and search for phrases by their stems, so that `distillation` is found in `distilled models`."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import Stemmer

from generator.text.slugs import fold_text

WORD = re.compile(r"[^\W_]+(?:['’][a-z]+)?")
_ASCII_WORD = re.compile(r"[A-Za-z0-9]+(?:'[a-z]+)?")
"""The same in ASCII text, a third faster."""
_POSSESSIVE = re.compile(r"['’]s?$")
_PLURAL = re.compile(r"(?<=[A-Z]{2})s$")
"""Plural of an acronym, which the stemmer keeps where the acronym has no vowel."""
_STEMMER = Stemmer.Stemmer("english")


@lru_cache(maxsize=500_000)
def stem(word: str) -> str:
    """Return the stem of a word after folding, by the Snowball algorithm for English (https://snowballstem.org)."""
    found: str = _STEMMER.stemWord(_POSSESSIVE.sub("", fold_text(_PLURAL.sub("", word))))
    return found


def stems(text: str) -> tuple[str, ...]:
    """Return the stems of the words in a text; hyphens separate words, as their use varies."""
    return tuple(map(stem, (_ASCII_WORD if text.isascii() else WORD).findall(text)))


@dataclass(frozen=True, slots=True)
class Phrase:
    """Phrase with the stems of its words."""

    text: str
    stems: tuple[str, ...]

    @classmethod
    def read(cls, text: str) -> Phrase:
        """Return the phrase of a text."""
        return cls(text, stems(text))


class PhraseBook:
    """Set of phrases that are found in one pass over the words of a text."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        self._single: dict[str, list[Phrase]] = defaultdict(list)
        """Phrases of one word, by its stem."""
        self._longer: dict[tuple[str, ...], list[Phrase]] = defaultdict(list)
        """Phrases of several words, the longest first, by the stems of the first two."""
        for phrase in sorted(phrases, key=lambda phrase: (-len(phrase.stems), phrase.text)):
            if len(phrase.stems) > 1:
                self._longer[phrase.stems[:2]].append(phrase)
            elif phrase.stems:
                self._single[phrase.stems[0]].append(phrase)

    def find(self, text_stems: tuple[str, ...]) -> Iterator[tuple[int, Phrase]]:
        """Yield each occurrence of a phrase with the index of its first word: in order, the longest first."""
        single, longer = self._single, self._longer
        pairs = enumerate(zip(text_stems, (*text_stems[1:], ""), strict=False))
        for place, pair in [(place, pair) for place, pair in pairs if pair in longer or pair[0] in single]:
            for phrase in longer.get(pair, ()):
                if text_stems[place : place + len(phrase.stems)] == phrase.stems:
                    yield place, phrase
            for phrase in single.get(pair[0], ()):
                yield place, phrase
