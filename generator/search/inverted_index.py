"""Postings of abstracts for search in the browser: words of papers in, compact lists of papers for each word out.

A list is a text: a character for each paper, which holds the distance to the paper before and how often the word is in
it. Lists are parted into shards by the first letters of their words, so that a query needs few of them. What follows a
word wherever it stands is kept apart from them: only a search for a phrase needs it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from generator.analysis.vocabulary_ids import numbered

_COMMON = 0.8
"""A word in a greater share of abstracts tells nothing, and has no list."""
_FEWEST = 20
"""Papers below which every word has a list."""
_OFTEN = 2
"""Times beyond which it does not matter how often a word is in an abstract."""
_FIRST_CHAR = 35
"""Of those that stand for numbers: the next after the quotation mark and the space."""
_FOLLOWING = 57
"""Different characters for words that follow: so few papers that have the words of a phrase are taken to have it."""
_PREFIX = 3
"""Letters of a word that say which shard has it."""


@dataclass(frozen=True, slots=True)
class InvertedIndex:
    """The lists of all words."""

    shards: tuple[tuple[str, str], ...]
    """Each as the browser reads it: its words in order, a line each, of which the first digit says how many letters are
    those of the word before; and the list of each word, a line each."""
    following: tuple[str, ...]
    """Of each shard: a line for each of its words, with a part between spaces for each paper of the word's list, with a
    character for each word that follows it there."""
    common: tuple[str, ...]
    """Words without a list, as they are in so many abstracts."""
    lengths: tuple[int, ...]
    """Different words of each abstract."""


def build_inverted_index(abstracts: Iterable[Sequence[str]], shards: int) -> InvertedIndex:
    """The postings of some abstracts, each given by its words; papers are counted from 0."""
    vocabulary, words, sizes = numbered(abstracts)
    papers = len(sizes)
    tokens = _Tokens(sizes, vocabulary, words)
    common = [papers >= _FEWEST and count > papers * _COMMON for count in tokens.papers_with.tolist()]
    parts: list[list[int]] = [[] for _ in range(shards)]
    for at, word in enumerate(vocabulary):
        if not common[at]:
            parts[shard_of(word, shards)].append(at)
    lists, following = tokens.lists(), tokens.following()
    return InvertedIndex(
        shards=tuple((_coded([vocabulary[at] for at in part]), "\n".join(lists[at] for at in part)) for part in parts),
        following=tuple("\n".join(following[at] for at in part) for part in parts),
        common=tuple(word for word, is_common in zip(vocabulary, common, strict=True) if is_common),
        lengths=tuple(tokens.lengths),
    )


class _Tokens:
    """All words of all texts as columns of numbers, by their places in a vocabulary, then by their texts."""

    def __init__(self, sizes: Sequence[int], vocabulary: Sequence[str], words: NDArray[np.int64]) -> None:
        papers = np.repeat(np.arange(len(sizes)), sizes)
        many = len(words)
        order = np.sort(words * many + np.arange(many)) % many  # a stable argsort, but several times faster
        is_last = np.ones(many, bool)
        is_last[:-1] = np.diff(papers) != 0
        self._followers = np.array([ord(follower(word)) for word in vocabulary], np.int64)
        self._next = np.append(words, 0)[order + 1]  # the word that follows each
        self._is_last = is_last[order]
        self._words, self._papers = words[order], papers[order]
        is_first = np.ones(len(order), bool)
        is_first[1:] = (np.diff(self._words) != 0) | (np.diff(self._papers) != 0)
        self._starts = np.flatnonzero(is_first)
        """Where the occurrences of a word in a text start."""
        self.papers_with = np.bincount(self._words[self._starts], minlength=len(vocabulary))
        self.lengths = np.bincount(self._papers[self._starts], minlength=len(sizes)).tolist()

    def lists(self) -> list[str]:
        """The list of each word."""
        words, papers = self._words[self._starts], self._papers[self._starts]
        times = np.diff(np.append(self._starts, len(self._words)))
        before = np.append(-1, papers[:-1])
        before[np.append(True, np.diff(words) != 0)[: len(words)]] = -1
        numbers = (papers - before) * _OFTEN + np.minimum(times, _OFTEN) - 1 + _FIRST_CHAR
        numbers[numbers >= 0xD800] += 0x800  # they would stand for halves of characters
        return _cut(numbers, np.cumsum(self.papers_with))

    def following(self) -> list[str]:
        """What follows each word in each text of its list, with spaces between texts."""
        codes = self._followers[self._next]
        codes[self._is_last] = 0
        spaces = self._starts[1:]
        is_new = np.diff(self._words[self._starts]) != 0
        codes = np.insert(codes, spaces, np.where(is_new, ord("\n"), ord(" ")))
        return _text(codes[codes != 0]).split("\n")


def _cut(codes: NDArray[np.int64], ends: NDArray[np.int64]) -> list[str]:
    """Characters, given by their codes, as texts that end at some places."""
    text = _text(codes)
    return [text[start:end] for start, end in pairwise([0, *ends.tolist()])]


def _text(codes: NDArray[np.int64]) -> str:
    return codes.astype("<u4").tobytes().decode("utf-32-le")


def shard_of(word: str, shards: int) -> int:
    """Which shard has a word."""
    return _hash(word[:_PREFIX]) % shards


@lru_cache(maxsize=1 << 20)
def follower(word: str) -> str:
    """The character that stands for a word after another."""
    return chr(_FIRST_CHAR + _hash(word) % _FOLLOWING)


def _hash(text: str) -> int:
    number = 0
    for char in text:
        number = (number * 31 + ord(char)) % 0x1000000
    return number


def _coded(words: Iterable[str]) -> str:
    """Words in order, a line each: how many letters are those of the word before, then the others."""
    coded, before = [], ""
    for word in words:
        shared = _shared(word[:9], before)
        coded.append(f"{shared}{word[shared:]}")
        before = word
    return "\n".join(coded)


def _shared(one: str, other: str) -> int:
    """How many letters two words begin with alike. Browsers count those beyond U+FFFF twice, so there it ends."""
    for at, (a, b) in enumerate(zip(one, other, strict=False)):
        if a != b or a > "\uffff":
            return at
    return min(len(one), len(other))
