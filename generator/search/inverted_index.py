"""The inverted index for search in the browser: words of abstracts in, the postings list of each word out.

A postings list is a string with a character for each paper that has the word, which encodes the distance to the paper
before and how often the word occurs. Lists are divided into shards by the first letters of their words, so that a query
loads few of them. The words that follow each word are stored separately, as only searches for phrases need them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from generator.analysis.vocabulary_ids import encode_texts
from generator.text.front_coding import encode_words
from generator.text.rolling_hash import rolling_hash

_COMMON = 0.8
"""Share of abstracts above which a word has no list, as it does not distinguish papers."""
_MIN_PAPERS = 20
"""Number of papers below which every word has a list."""
_MAX_FREQUENCY = 2
"""Largest term frequency that is stored; larger ones are stored as this."""
_FIRST_CHAR = 35
"""Code of the character that encodes 0: the first one after the space and the quotation mark."""
_FOLLOWING = 57
"""Number of characters that encode following words; the more, the fewer false matches of phrases."""
_PREFIX = 3
"""Number of letters that determine the shard of a word."""


@dataclass(frozen=True, slots=True)
class InvertedIndex:
    """The postings lists of all words, encoded for the browser."""

    shards: tuple[tuple[str, str], ...]
    """Words and postings lists of each shard, one a line. Words are in order and front-coded: a line begins with the
    number of letters that the word shares with the word before."""
    following: tuple[str, ...]
    """Following words of each shard: a line for each word, with a group for each paper of its postings list, separated
    by spaces, and in it a character for each occurrence."""
    common: tuple[str, ...]
    """Words that have no list, as they occur in so many abstracts."""
    lengths: tuple[int, ...]
    """Number of different words in each abstract."""


def build_inverted_index(abstracts: Iterable[Sequence[str]], shards: int) -> InvertedIndex:
    """Return the inverted index of abstracts, each given as its words; papers are numbered from 0."""
    vocabulary, words, sizes = encode_texts(abstracts)
    papers = len(sizes)
    tokens = _Tokens(sizes, vocabulary, words)
    common = [papers >= _MIN_PAPERS and count > papers * _COMMON for count in tokens.papers_with.tolist()]
    parts: list[list[int]] = [[] for _ in range(shards)]
    for at, word in enumerate(vocabulary):
        if not common[at]:
            parts[shard_of(word, shards)].append(at)
    lists, following = tokens.lists(), tokens.following()
    return InvertedIndex(
        shards=tuple(
            (encode_words([vocabulary[at] for at in part]), "\n".join(lists[at] for at in part)) for part in parts
        ),
        following=tuple("\n".join(following[at] for at in part) for part in parts),
        common=tuple(word for word, is_common in zip(vocabulary, common, strict=True) if is_common),
        lengths=tuple(tokens.lengths),
    )


class _Tokens:
    """All occurrences of words, as columns of numbers, sorted by word (its id in the vocabulary) and by paper."""

    def __init__(self, sizes: Sequence[int], vocabulary: Sequence[str], words: NDArray[np.int64]) -> None:
        papers = np.repeat(np.arange(len(sizes)), sizes)
        many = len(words)
        order = np.sort(words * many + np.arange(many)) % many  # a stable argsort, but several times faster
        is_last = np.ones(many, bool)
        is_last[:-1] = np.diff(papers) != 0
        self._followers = np.array([ord(follower(word)) for word in vocabulary], np.int64)
        self._next = np.append(words, 0)[order + 1]  # the word that follows each occurrence
        self._is_last = is_last[order]
        self._words, self._papers = words[order], papers[order]
        is_first = np.ones(len(order), bool)
        is_first[1:] = (np.diff(self._words) != 0) | (np.diff(self._papers) != 0)
        self._starts = np.flatnonzero(is_first)
        """Indices of the first occurrence of each word in each paper."""
        self.papers_with = np.bincount(self._words[self._starts], minlength=len(vocabulary))
        self.lengths = np.bincount(self._papers[self._starts], minlength=len(sizes)).tolist()

    def lists(self) -> list[str]:
        """Return the postings list of each word."""
        words, papers = self._words[self._starts], self._papers[self._starts]
        times = np.diff(np.append(self._starts, len(self._words)))
        before = np.append(-1, papers[:-1])
        before[np.append(True, np.diff(words) != 0)[: len(words)]] = -1
        numbers = (papers - before) * _MAX_FREQUENCY + np.minimum(times, _MAX_FREQUENCY) - 1 + _FIRST_CHAR
        numbers[numbers >= 0xD800] += 0x800  # surrogates are not characters
        text, ends = _text(numbers), np.cumsum(self.papers_with).tolist()
        return [text[start:end] for start, end in pairwise([0, *ends])]

    def following(self) -> list[str]:
        """Return the encoded following words of each word, with a space between papers."""
        codes = self._followers[self._next]
        codes[self._is_last] = 0
        spaces = self._starts[1:]
        is_new = np.diff(self._words[self._starts]) != 0
        codes = np.insert(codes, spaces, np.where(is_new, ord("\n"), ord(" ")))
        return _text(codes[codes != 0]).split("\n")


def _text(codes: NDArray[np.int64]) -> str:
    return codes.astype("<u4").tobytes().decode("utf-32-le")


def shard_of(word: str, shards: int) -> int:
    """Return the shard of a word."""
    return rolling_hash(word[:_PREFIX]) % shards


@lru_cache(maxsize=1 << 20)
def follower(word: str) -> str:
    """Return the character that encodes a following word."""
    return chr(_FIRST_CHAR + rolling_hash(word) % _FOLLOWING)
