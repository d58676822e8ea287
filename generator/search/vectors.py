"""Search by meaning: word vectors and the texts of papers in, the files from which the browser ranks papers out.

`generator/data/word-vectors.txt.xz` was made by `scripts/train_word_vectors.py` from titles and abstracts of arXiv,
whose metadata is in the public domain (CC0). Every site has the same words, divided into shards by a hash, so that a
question loads few of them. The vector of a paper is the weighted mean of those of its words, less what all papers have
in common.

Vectors are written as letters, one for each number. All sums are of whole numbers, so that all machines write the same.
"""

from __future__ import annotations

import lzma
from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from generator.models import read_data
from generator.text.front_coding import encode_words
from generator.text.rolling_hash import rolling_hash

SIZE = 64
"""Numbers of a vector."""
_MOST = 7
"""Largest number of a quantised vector; the smallest is its negative."""
_STEP = 0.7
"""Difference between neighbouring numbers of a quantised vector, as a share of the root of their mean square."""
_ZERO = ord("H")
"""Code of the letter of 0: `A` to `O` are -7 to 7."""
_FIRST_CHAR = 35
"""Code of the character that encodes a rarity or a weight of 0, the first one after the quotation mark."""
_PER_UNIT = 5
"""Difference between encoded rarities, where their logarithms differ by 1."""
_PER_DOUBLING = 4
"""Difference between the encoded weights of two words of which one weighs twice as much."""
WORD_SHARDS = 256
_PER_FILE = 2_500
"""Papers per file of vectors, so that a page reads each in a few milliseconds."""
_ONE = 1 << 14
"""Length of the vectors of papers in whole numbers."""
_OWN = 8
"""Number of papers with which half of their mean is taken from each: of few papers, little is known to be common."""
_TITLE = 3
"""Number of times that words of a title count."""
Levels = NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class PaperVectors:
    """Vectors of the papers of a site, encoded for the browser."""

    files: tuple[str, ...]
    """Letters of the vectors, one paper after another."""
    titles: tuple[str, str]
    """Words of titles that have a vector, front-coded, and in Base64 a bit for each of its numbers, 1 if positive."""


class WordVectors:
    """Words of the data file with what is known about them, in order."""

    def __init__(self, lines: Sequence[str]) -> None:
        facts = SIZE + 2
        self.words = [line[: -facts - 1] for line in lines]
        self.facts = [line[-facts:] for line in lines]
        """Characters of the rarity and the weight of each word, and the letters of its vector."""

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """Index of each word."""
        return {word: number for number, word in enumerate(self.words)}

    @cached_property
    def levels(self) -> Levels:
        """Quantised vectors."""
        return self._codes[:, 2:].astype(np.int8) - np.int8(_ZERO)

    @cached_property
    def weighted(self) -> NDArray[np.float64]:
        """Vectors times the weights of their words: whole numbers, so that sums do not depend on their order."""
        weights = np.rint(16 * 2.0 ** ((self._codes[:, 1:2].astype(int) - _FIRST_CHAR) / _PER_DOUBLING))
        return self.levels.astype(float) * weights

    @cached_property
    def _codes(self) -> NDArray[np.uint8]:
        text = "".join(self.facts).encode("ascii")
        return np.frombuffer(text, np.uint8).reshape(len(self.words), SIZE + 2)


@cache
def read_word_vectors() -> WordVectors:
    """Return the word vectors that come with the package."""
    text = lzma.decompress(read_data("word-vectors.txt.xz")).decode("utf-8")
    return WordVectors([line for line in text.splitlines() if not line.startswith("#")])


def encode_word_vectors(words: Sequence[str], rarities: NDArray[np.float64], vectors: NDArray[np.float64]) -> list[str]:
    """Return the lines of the data file, in order of the words, whose weights are the lengths of their vectors.

    The first two characters after a word are its rarity, the logarithm of papers per paper that has it in fifths, and
    its weight, of which 0 is the lightest.
    """
    lengths = np.sqrt((vectors**2).sum(axis=1))
    doublings = np.rint(_PER_DOUBLING * np.log2(lengths / lengths.max() + 1e-9)).astype(int)
    weights = np.maximum(doublings + 6 * _PER_DOUBLING, 0).tolist()
    levels = np.rint(rarities * _PER_UNIT).astype(int).tolist()
    rows = zip(words, levels, weights, quantise(vectors), strict=True)
    return sorted(f"{word} {_char(level)}{_char(weight)}{letters}" for word, level, weight, letters in rows)


def _char(number: int) -> str:
    return chr(_FIRST_CHAR + number)


def quantise(vectors: NDArray[np.float64] | NDArray[np.int64]) -> list[str]:
    """Return each vector as letters; of one without length, all are those of 0."""
    square = (vectors * vectors).sum(axis=1, keepdims=True)
    unit = np.sqrt(square / vectors.shape[1]) * _STEP
    levels = np.clip(np.rint(vectors / np.where(unit > 0, unit, 1)), -_MOST, _MOST).astype(np.int8)
    text = (levels + np.int8(_ZERO)).astype(np.uint8).tobytes().decode("ascii")
    return [text[start : start + vectors.shape[1]] for start in range(0, len(text), vectors.shape[1])]


@cache
def word_shards() -> tuple[tuple[str, str], ...]:
    """Return the words of each shard, front-coded, and what is known about them, one after another."""
    known = read_word_vectors()
    shards: list[list[int]] = [[] for _ in range(WORD_SHARDS)]
    for number, word in enumerate(known.words):
        shards[word_shard(word)].append(number)
    return tuple(
        (encode_words(known.words[number] for number in shard), "".join(known.facts[number] for number in shard))
        for shard in shards
    )


def word_shard(word: str) -> int:
    """Return the shard of a word."""
    return rolling_hash(word) % WORD_SHARDS


def paper_vectors(titles: Iterable[Sequence[str]], abstracts: Iterable[Sequence[str]]) -> PaperVectors:
    """Return the vectors of papers, whose titles and abstracts are given as their words."""
    known = read_word_vectors()
    headed = list(titles)
    pairs = zip(headed, abstracts, strict=True)
    sums = [_sum(known, chain(abstract, *[title] * _TITLE)) for title, abstract in pairs]
    vectors = _unit(np.array(sums).reshape(len(sums), SIZE))
    centre = vectors.sum(axis=0) // (len(vectors) + _OWN)
    letters = quantise(np.where((vectors != 0).any(axis=1, keepdims=True), vectors - centre, 0))
    files = ("".join(letters[start : start + _PER_FILE]) for start in range(0, len(letters), _PER_FILE))
    return PaperVectors(tuple(files), _title_words(known, headed))


def _sum(known: WordVectors, words: Iterable[str]) -> NDArray[np.float64]:
    """Return the sum of the weighted vectors of the words of a text."""
    numbers = [number for word in words if (number := known.numbers.get(word)) is not None]
    total: NDArray[np.float64] = known.weighted[numbers].sum(axis=0)
    return total


def _unit(vectors: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return vectors with the length `_ONE`, in whole numbers."""
    lengths = np.sqrt((vectors * vectors).sum(axis=1, keepdims=True))
    return np.rint(vectors * _ONE / np.where(lengths > 0, lengths, 1)).astype(np.int64)


def _title_words(known: WordVectors, titles: Sequence[Sequence[str]]) -> tuple[str, str]:
    """Return the words of titles that have a vector, and its signs."""
    words = sorted(set(chain.from_iterable(titles)) & known.numbers.keys())
    numbers = [known.numbers[word] for word in words]
    bits = np.packbits(known.levels[numbers] > 0, axis=1)
    return encode_words(words), b64encode(bits.tobytes()).decode("ascii")
