"""Words as numbers: texts in, given by their words; the different words in order, and each word's place among them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import chain, count

import numpy as np
from numpy.typing import NDArray


def numbered(texts: Sequence[Sequence[str]]) -> tuple[list[str], NDArray[np.int64]]:
    """The different words of some texts in the order of the alphabet; all words of the texts, by their places there."""
    met: defaultdict[str, int] = defaultdict(count().__next__)
    words = np.fromiter(map(met.__getitem__, chain.from_iterable(texts)), np.int64, sum(map(len, texts)))
    vocabulary = sorted(met)
    places = np.empty(len(vocabulary), np.int64)
    places[[met[word] for word in vocabulary]] = np.arange(len(vocabulary))
    return vocabulary, places[words]
