"""Line wrapping: the lines of a text in; whether a break between two of them begins something new, out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise

_ENDS = tuple(".!?…。！？؟।")
_LONGEST_WORD = 200
_CLOSERS = "\"'”’»›)]}$*"


def ends_sentence(text: str) -> bool:
    """Return whether a text ends like a sentence.

    >>> ends_sentence('It says "moths."'), ends_sentence("Moths and")
    (True, False)
    """
    return text.rstrip(_CLOSERS).endswith(_ENDS)


def begins_small(text: str) -> bool:
    """Return whether the first word is all in lower case, as in running text.

    >>> begins_small("state-of-the-art, so"), begins_small("xLSTM"), begins_small("3 moths")
    (True, False, False)
    """
    if text[0].isupper() or text[0].isdigit():  # quick, and true of most lines that do not
        return False
    word = _first_word(text)
    if not word.isalpha():
        word = word.strip("(),.;:'\"“”‘’").replace("-", "")
    return word.isalpha() and word.islower()


class Break(IntEnum):
    """Break between two lines, by how surely something new begins after it."""

    NONE = 0
    """Break within running text."""
    POSSIBLE = 1
    """Break after a full line, before one that could begin a sentence."""
    SURE = 2


@dataclass(frozen=True, slots=True)
class Wrapping:
    """Width at which some lines were wrapped, as far as it can be told.

    A line is known to be wrapped where it does not end a sentence and the next begins in lower case. The first word of
    the next did not fit; so a line to which the next word could have been added ends for another reason.
    """

    least: int = 0
    """Fewest characters of a wrapped line together with a space and the first word of the next line."""
    most: int = -1
    """Most characters of a wrapped line; negative where no line is known to be wrapped."""

    @classmethod
    def of(cls, lines: Sequence[str]) -> Wrapping:
        """Return the wrapping that some lines show."""
        wrapped = [(line, following) for line, following in pairwise(lines) if _is_cut(line, following)]
        if not wrapped:
            return cls()
        longest = max(len(line) for line, _ in wrapped)
        shortest = min(map(_with_next_word, *zip(*wrapped, strict=True)))
        return cls(min(shortest, longest + 1), max(longest, shortest - 1))

    @property
    def is_known(self) -> bool:
        """Return whether any line is known to be wrapped."""
        return self.most >= 0

    def fills(self, line: str, following: str) -> bool:
        """Return whether a line may have been broken because the next word did not fit."""
        return len(line) <= self.most and _with_next_word(line, following) >= self.least

    def between(self, line: str, following: str) -> Break:
        """Return the kind of the break between two lines."""
        if _is_cut(line, following):
            return Break.NONE
        if not self.fills(line, following):
            return Break.SURE
        return Break.NONE if begins_small(following) else Break.POSSIBLE


def _is_cut(line: str, following: str) -> bool:
    return begins_small(following) and not ends_sentence(line)


def _with_next_word(line: str, following: str) -> int:
    return len(line) + 1 + len(_first_word(following))


def _first_word(text: str) -> str:
    return text[:_LONGEST_WORD].split(maxsplit=1)[0]
