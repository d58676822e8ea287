"""Front coding of sorted words: each is stored as the number of letters shared with the one before, and the rest."""

from __future__ import annotations

from collections.abc import Iterable

_LONGEST_PREFIX = 9
"""Largest number of shared letters that is stored, so that it is one digit."""


def encode_words(words: Iterable[str]) -> str:
    r"""Return words, one a line: the number of letters shared with the word before, then the other letters.

    >>> encode_words(["moth", "moths", "motor"])
    '0moth\n4s\n3or'
    """
    lines, before = [], ""
    for word in words:
        shared = _common_prefix(word[:_LONGEST_PREFIX], before)
        lines.append(f"{shared}{word[shared:]}")
        before = word
    return "\n".join(lines)


def decode_words(text: str) -> list[str]:
    r"""Return the words of a result of `encode_words`.

    >>> decode_words("0moth\n4s\n3or")
    ['moth', 'moths', 'motor']
    """
    words, before = [], ""
    for line in text.split("\n"):
        before = before[: int(line[0])] + line[1:]
        words.append(before)
    return words


def _common_prefix(one: str, other: str) -> int:
    """Return the length of the common prefix, up to characters beyond U+FFFF, which JavaScript counts twice."""
    for at, (a, b) in enumerate(zip(one, other, strict=False)):
        if a != b or a > "\uffff":
            return at
    return min(len(one), len(other))
