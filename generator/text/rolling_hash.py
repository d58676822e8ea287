"""Hash of a text that the browser computes alike, to tell which file of many has it."""

from __future__ import annotations


def rolling_hash(text: str) -> int:
    """Return the hash of a text, of 24 bits; `hash` of `generator/search/js/inverted_index.js` is the same."""
    number = 0
    for char in text:
        number = (number * 31 + ord(char)) % 0x1000000
    return number
