"""Words as search compares them: any text in, folded words out.

`generator/search/js/words.js` does the same in the browser; a test holds the two together.
"""

from __future__ import annotations

import re
import unicodedata

_RUN = re.compile(r"[^\W_]+")
# What is written without spaces: Han, kana, Hangul.
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff]+")

# Letters that Unicode does not take for others with a mark, as they are typed where keyboards lack them.
PLAIN_LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ŧ": "t", "ŋ": "n"}
    | {"ı": "i", "ς": "σ"}
)


class _Unmarked(dict[int, str | None]):
    """What becomes of characters, found out when they are first met: those that are marks go."""

    def __missing__(self, code: int) -> str | None:
        char = chr(code)
        self[code] = found = None if unicodedata.category(char)[0] == "M" else char
        return found


_UNMARKED = _Unmarked()


def fold_for_search(text: str) -> str:
    """Text in small letters, without accents, compatibility forms and letters of few languages."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text).lower().translate(PLAIN_LETTERS)
    return unicodedata.normalize("NFC", decomposed.translate(_UNMARKED))


def search_words(text: str) -> list[str]:
    """The words of a text, in order; what has no spaces between its words in pairs of characters.

    >>> search_words("Plug-and-Play 学习方法 für LLMs")
    ['plug', 'and', 'play', '学习', '习方', '方法', 'fur', 'llms']
    """
    folded = fold_for_search(text)
    if folded.isascii():
        return _RUN.findall(folded)
    found: list[str] = []
    for run in _RUN.findall(folded):
        found += [run] if run.isascii() else _parted(run)
    return found


def _parted(run: str) -> list[str]:
    parts: list[str] = []
    end = 0
    for match in _UNSPACED.finditer(run):
        parts += [run[end : match.start()]] if match.start() > end else []
        chars = match[0]
        parts += [chars] if len(chars) < 3 else [chars[at : at + 2] for at in range(len(chars) - 1)]
        end = match.end()
    return parts + ([run[end:]] if end < len(run) else [])
