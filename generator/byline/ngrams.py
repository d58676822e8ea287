"""Models that estimate the probability of a word by its letters."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache

_ALPHABET = 200
"""Number of characters that are equally probable in an unknown context."""
_LETTERS = 26
"""Number of letters that a letter of a shape may stand for."""
_LETTER_SHARE = 0.7
"""Weight of the model of letters in the mixture; the rest is that of the model of shapes."""


class LetterModel:
    """Witten-Bell smoothed n-gram model of the letters of words, with marks for their start and end."""

    def __init__(self, counts: Mapping[str, Mapping[str, int]]) -> None:
        """Make the model of some counts: for each context of letters, how often each letter followed."""
        self.counts = counts
        self._totals = {context: sum(following.values()) for context, following in counts.items()}
        self._longest = max(map(len, counts), default=0)
        self._logarithm = cache(lambda letters: math.log(self._probability(letters[:-1], letters[-1])))
        """Function that returns the logarithm of the probability of the last letter after the others."""

    @classmethod
    def count(cls, words: Iterable[tuple[str, float]], order: int, fewest: int) -> LetterModel:
        """Return the model of weighted words, with contexts of up to `order - 1` letters.

        After contexts of two letters and more, counts below `fewest` are left out.
        """
        raw: dict[str, Counter[str]] = defaultdict(Counter)
        for word, weight in words:
            marked = f"^{word}$"
            for place in range(1, len(marked)):
                for length in range(min(order, place + 1)):
                    raw[marked[place - length : place]][marked[place]] += weight  # type: ignore[assignment]
        counts = {}
        for context, following in raw.items():
            least = fewest if len(context) > 1 else 0.5
            kept = {letter: max(1, round(count)) for letter, count in following.items() if count >= least}
            if kept:
                counts[context] = kept
        return cls(counts)

    def log_probability(self, word: str) -> float:
        """Return the logarithm of the probability of a word, its end included."""
        marked = f"^{word}$"
        total = 0.0
        for place in range(1, len(marked)):
            total += self._logarithm(marked[max(0, place - self._longest) : place + 1])
        return total

    def _probability(self, context: str, letter: str) -> float:
        probability = 1 / _ALPHABET
        for start in range(len(context), -1, -1):
            following = self.counts.get(context[start:])
            if following is None:
                break
            kinds, total = len(following), self._totals[context[start:]]
            probability = (following.get(letter, 0) + kinds * probability) / (total + kinds)
        return probability


class WordModel:
    """Mixture of a model of the letters of words and one of their shapes: capitals, digits and signs."""

    def __init__(self, letters: LetterModel, shapes: LetterModel) -> None:
        self.letters = letters
        self.shapes = shapes
        self.log_probability = lru_cache(maxsize=100_000)(self._log_probability)
        """Function that returns the logarithm of the probability of a word, cached as words recur."""

    def _log_probability(self, word: str) -> float:
        by_shape = self.shapes.log_probability(shape(word)) - sum(map(str.isalpha, word)) * math.log(_LETTERS)
        by_letters = self.letters.log_probability(word)
        lower, higher = sorted((math.log(_LETTER_SHARE) + by_letters, math.log(1 - _LETTER_SHARE) + by_shape))
        return higher + math.log1p(math.exp(lower - higher))


def shape(word: str) -> str:
    """Return a word with X for its capitals, x for its other letters, 9 for its digits.

    >>> shape("PyTorch-2.0")
    'XxXxxxx-9.9'
    """
    outline = re.sub(r"\d", "9", word)
    return re.sub(r"[^\W\d_]", lambda letter: "X" if letter[0].isupper() else "x", outline)
