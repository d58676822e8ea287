"""Words of a text for the search index.

`generator/search/js/words.js` does the same for queries in the browser; a test compares the two.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

_WORD = re.compile(r"(?<![^\W_])(?:[a-z]\+\+|[a-z]#(?![^\W_])|\.net(?![^\W_]))|[^\W_]+")
"""Word, or the name of a language such as `c++`, `c#` and `.net`."""
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff]+")
"""Text in scripts without spaces between words: Han, kana, Hangul."""

PLAIN_LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ŧ": "t", "ŋ": "n"}
    | {"ı": "i", "ς": "σ"}
)
"""Letters that Unicode does not decompose into a plain letter and a mark, with the way they are typed without them."""


_DELETED = {"Mn", "Mc", "Me", "Cf"}


class _WithoutMarks(dict[int, str | None]):
    """Table for `str.translate` that deletes marks and format characters such as soft hyphens, filled on demand."""

    def __missing__(self, code: int) -> str | None:
        char = chr(code)
        self[code] = found = None if unicodedata.category(char) in _DELETED else char
        return found


_WITHOUT_MARKS = _WithoutMarks()


def fold_for_search(text: str) -> str:
    """Return text in lower case and Unicode compatibility form, without accents, soft hyphens and letters such as ß."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text).lower().translate(PLAIN_LETTERS)
    return unicodedata.normalize("NFC", decomposed.translate(_WITHOUT_MARKS))


def search_words(text: str) -> list[str]:
    """Return the words of a text, in order; in scripts without spaces, each pair of neighbouring characters.

    >>> search_words("Plug-and-Play 学习方法 für LLMs in C++")
    ['plug', 'and', 'play', '学习', '习方', '方法', 'fur', 'llms', 'in', 'c++']
    """
    folded = fold_for_search(text)
    if not _UNSPACED.search(folded):
        return _WORD.findall(folded)
    found: list[str] = []
    for word in _WORD.findall(_UNSPACED.sub(r" \g<0> ", folded)):
        is_unspaced = len(word) > 2 and _UNSPACED.match(word)
        found += map("".join, pairwise(word)) if is_unspaced else [word]
    return found
