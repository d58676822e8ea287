"""Phrases in texts: words are compared by their stems, so that `distillation` is found in `distilled models`."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import Stemmer

from generator.text.slugs import fold_text

WORD = re.compile(r"[^\W_]+(?:['’][a-z]+)?")
_ASCII_WORD = re.compile(r"[A-Za-z0-9]+(?:'[a-z]+)?")
"""The same in a text of ASCII, found in two thirds of the time."""
_POSSESSIVE = re.compile(r"['’]s?$")
_MOST_STEMS = 500_000
_STEMMER = Stemmer.Stemmer("english")


class _Stems(dict[str, str]):
    """The stems of words, each found when it is first asked for: words recur."""

    def __missing__(self, word: str) -> str:
        if len(self) > _MOST_STEMS:
            self.clear()
        found: str = _STEMMER.stemWord(_POSSESSIVE.sub("", fold_text(word)))
        self[word] = found
        return found


_STEMS = _Stems()


def stem(word: str) -> str:
    """The stem of a word: the Snowball algorithm for English (https://snowballstem.org), after folding."""
    return _STEMS[word]


def _words(text: str) -> list[str]:
    """The words of a text; a hyphen parts them, as it comes and goes."""
    return (_ASCII_WORD if text.isascii() else WORD).findall(text)


def stems(text: str) -> tuple[str, ...]:
    """The stems of a text's words."""
    return tuple(map(_STEMS.__getitem__, _words(text)))


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase, as written and as compared."""

    text: str
    stems: tuple[str, ...]

    @classmethod
    def read(cls, text: str) -> Phrase:
        """The phrase that a text is."""
        return cls(text, stems(text))


class PhraseBook:
    """Many phrases, found in a text in one pass over its words."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        self._single: dict[str, list[Phrase]] = defaultdict(list)
        self._longer: dict[tuple[str, ...], list[Phrase]] = defaultdict(list)
        """Phrases of several words, by the first two, the longest first."""
        for phrase in sorted(phrases, key=lambda phrase: (-len(phrase.stems), phrase.text)):
            if len(phrase.stems) > 1:
                self._longer[phrase.stems[:2]].append(phrase)
            elif phrase.stems:
                self._single[phrase.stems[0]].append(phrase)

    def find(self, text_stems: tuple[str, ...]) -> Iterator[tuple[int, Phrase]]:
        """Yield each occurrence of each phrase with its place, in the order of the text, the longest first."""
        single, longer = self._single, self._longer
        pairs = enumerate(zip(text_stems, (*text_stems[1:], ""), strict=False))
        for place, pair in [(place, pair) for place, pair in pairs if pair in longer or pair[0] in single]:
            for phrase in longer.get(pair, ()):
                if text_stems[place : place + len(phrase.stems)] == phrase.stems:
                    yield place, phrase
            for phrase in single.get(pair[0], ()):
                yield place, phrase
