"""Words as numbers: texts in, given by their words; the different words in order, and each word's place among them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, count

import numpy as np
from numpy.typing import NDArray


def numbered(texts: Iterable[Sequence[str]]) -> tuple[list[str], NDArray[np.int64], list[int]]:
    """The different words of some texts, by the alphabet; all words, by their places there; how many each text has.

    No more than one text is in memory.
    """
    met: defaultdict[str, int] = defaultdict(count().__next__)
    sizes: list[int] = []

    def measured() -> Iterator[Sequence[str]]:
        for text in texts:
            sizes.append(len(text))
            yield text

    words = np.fromiter(map(met.__getitem__, chain.from_iterable(measured())), np.int64)
    vocabulary = sorted(met)
    places = np.empty(len(vocabulary), np.int64)
    places[[met[word] for word in vocabulary]] = np.arange(len(vocabulary))
    return vocabulary, places[words], sizes
