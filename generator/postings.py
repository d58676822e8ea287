"""Postings of abstracts for search in the browser: words of papers in, compact lists of papers for each word out.

A list is a text: a character for each paper, which holds the distance to the paper before and how often the word is in
it. Lists are parted into shards by the first letters of their words, so that a query needs few of them. What follows a
word wherever it stands is kept apart from them: only a search for a phrase needs it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

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
class Postings:
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


def build(abstracts: Iterable[list[str]], shards: int) -> Postings:
    """The postings of some abstracts, each given by its words; papers are counted from 0."""
    lists: dict[str, list[str]] = defaultdict(list)
    following: dict[str, list[str]] = defaultdict(list)
    latest: dict[str, int] = {}
    lengths = []
    for paper, words in enumerate(abstracts):
        counts = Counter(words)
        lengths.append(len(counts))
        for word, times in counts.items():
            distance = paper - latest.get(word, -1)
            lists[word].append(_char(distance * _OFTEN + min(times, _OFTEN) - 1))
            latest[word] = paper
        after = dict.fromkeys(counts, "")
        for word, then in pairwise(words):
            after[word] += follower(then)
        for word, chars in after.items():
            following[word].append(chars)
    papers = len(lengths)
    common = {word for word, found in lists.items() if papers >= _FEWEST and len(found) > papers * _COMMON}
    parts: list[dict[str, str]] = [{} for _ in range(shards)]
    for word in sorted(lists.keys() - common):
        parts[shard_of(word, shards)][word] = "".join(lists[word])
    followers = tuple("\n".join(" ".join(following[word]) for word in part) for part in parts)
    return Postings(tuple(_written(part) for part in parts), followers, tuple(sorted(common)), tuple(lengths))


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


def _written(part: Mapping[str, str]) -> tuple[str, str]:
    coded, before = [], ""
    for word in part:
        shared = _shared(word[:9], before)
        coded.append(f"{shared}{word[shared:]}")
        before = word
    return "\n".join(coded), "\n".join(part.values())


def _shared(one: str, other: str) -> int:
    """How many letters two words begin with alike. Browsers count those beyond U+FFFF twice, so there it ends."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b or a > "\uffff"), min(len(one), len(other)))


def _char(number: int) -> str:
    """A number as a character; those that stand for halves of others are passed over."""
    code = number + _FIRST_CHAR
    return chr(code if code < 0xD800 else code + 0x800)
