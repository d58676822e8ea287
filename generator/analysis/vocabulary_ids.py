"""The encoding of words as ids: texts in, a vocabulary and the ids of all words out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, count
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class EncodedTexts(NamedTuple):
    """Texts as the ids of their words."""

    vocabulary: list[str]
    """The different words, sorted; the index of a word is its id."""
    ids: NDArray[np.int64]
    """The ids of the words of all texts, one after another."""
    lengths: list[int]
    """The number of words of each text."""


def encode_texts(texts: Iterable[Sequence[str]]) -> EncodedTexts:
    """Return texts, each given as its words, in encoded form, with only one of them in memory at a time."""
    provisional: defaultdict[str, int] = defaultdict(count().__next__)
    lengths: list[int] = []

    def measured() -> Iterator[Sequence[str]]:
        for text in texts:
            lengths.append(len(text))
            yield text

    words = np.fromiter(map(provisional.__getitem__, chain.from_iterable(measured())), np.int64)
    vocabulary = sorted(provisional)
    final = np.empty(len(vocabulary), np.int64)
    final[[provisional[word] for word in vocabulary]] = np.arange(len(vocabulary))
    return EncodedTexts(vocabulary, final[words], lengths)
