"""How probable a word is by its letters: words with their counts in, probabilities of other words out."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

_ALPHABET = 200
"""Characters that could come next where nothing is known."""
_LETTERS = 26
"""Letters that a sign of a shape could stand for."""
_BY_LETTERS = 0.7
"""Share of the letters in the mixture; the rest is that of the shape."""


class LetterModel:
    """A model of letter sequences: Witten-Bell smoothed n-grams over words with their ends marked."""

    def __init__(self, counts: Mapping[str, Mapping[str, int]]) -> None:
        """`counts` has, for each context of letters, how often each letter followed."""
        self.counts = counts
        self._totals = {context: sum(following.values()) for context, following in counts.items()}
        self._longest = max(map(len, counts), default=0)
        self._logarithms: dict[str, float] = {}

    @classmethod
    def count(cls, words: Iterable[tuple[str, float]], order: int, fewest: int) -> LetterModel:
        """The model of some weighted words; contexts of `order - 1` letters, rare longest ones left out."""
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
        """Of a whole word, its end included."""
        marked = f"^{word}$"
        total = 0.0
        for place in range(1, len(marked)):
            total += self._logarithm(marked[max(0, place - self._longest) : place + 1])
        return total

    def _logarithm(self, letters: str) -> float:
        """Of the probability of the last letter after the others; short runs recur in all words."""
        known = self._logarithms.get(letters)
        if known is None:
            known = self._logarithms[letters] = math.log(self._probability(letters[:-1], letters[-1]))
        return known

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
    """How probable a word is: by its letters, or by its capitals, digits and signs alone."""

    def __init__(self, letters: LetterModel, shapes: LetterModel) -> None:
        self.letters = letters
        self.shapes = shapes
        self._known: dict[str, float] = {}

    def log_probability(self, word: str) -> float:
        """Of a word; words recur, so that each is reckoned once."""
        known = self._known.get(word)
        if known is None:
            if len(self._known) > 100_000:
                self._known.clear()
            known = self._known[word] = self._reckon(word)
        return known

    def _reckon(self, word: str) -> float:
        by_letters = self.letters.log_probability(word)
        outline, signs = shape(word), sum(char.isalpha() for char in word)
        by_shape = self.shapes.log_probability(outline) - signs * math.log(_LETTERS)
        higher, lower = math.log(_BY_LETTERS) + by_letters, math.log(1 - _BY_LETTERS) + by_shape
        if lower > higher:
            higher, lower = lower, higher
        return higher + math.log1p(math.exp(lower - higher))


def shape(word: str) -> str:
    """A word with X for its capitals, x for its other letters, 9 for its digits.

    >>> shape("PyTorch-2.0")
    'XxXxxxx-9.9'
    """
    outline = re.sub(r"\d", "9", word)
    return re.sub(r"[^\W\d_]", lambda letter: "X" if letter[0].isupper() else "x", outline)
