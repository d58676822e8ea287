"""LaTeX commands for characters, spaces and font styles."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum

from pylatexenc.latex2text import get_default_latex_context_db


class TextStyle(StrEnum):
    """Style of a piece of text; the value is the name of its HTML element."""

    EMPHASIS = "em"
    STRONG = "strong"
    CODE = "code"
    PROTECTED = "span"
    """No visible style: braces of a title that keep BibTeX from changing capitals."""


COMMAND_STYLES: dict[str, TextStyle | None] = {
    **dict.fromkeys("textit textsl emph it em sl".split(), TextStyle.EMPHASIS),
    **dict.fromkeys("textbf bf".split(), TextStyle.STRONG),
    **dict.fromkeys("texttt tt".split(), TextStyle.CODE),
    **dict.fromkeys(
        "text textrm textsc textsf textup textnormal textmd mbox hbox underline uline mathrm mathit mathbf mathsf "
        "ensuremath rm sc sf textsubscript textsuperscript boldmath unboldmath normalfont MakeUppercase".split()
    ),
}
"""Style in which commands show their argument; None for one that is dropped, such as small capitals."""

DECLARATION_STYLES: dict[str, TextStyle | None] = {
    **dict.fromkeys("it itshape em sl slshape".split(), TextStyle.EMPHASIS),
    **dict.fromkeys("bf bfseries".split(), TextStyle.STRONG),
    **dict.fromkeys("tt ttfamily".split(), TextStyle.CODE),
    **dict.fromkeys(
        "sc scshape rm rmfamily sf sffamily cal upshape mdseries normalfont tiny scriptsize footnotesize small "
        "normalsize large Large LARGE huge Huge".split()
    ),
}
"""Style in which declarations show the rest of their group; None for one that is dropped."""

_SILENT = frozenset("xspace noindent newline par protect boldmath unboldmath smallskip medskip bigskip".split())
_SPACES = {"\\": " ", " ": " ", "\n": " ", ",": "\u2009", ";": " ", ":": " ", "quad": " ", "qquad": " "}
_NOTHING = frozenset("-/@!")
_ESCAPED = frozenset("%&$#_{}")
_ACCENTS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306", ".": "\u0307",
    '"': "\u0308", "r": "\u030a", "H": "\u030b", "v": "\u030c", "d": "\u0323", "c": "\u0327", "k": "\u0328",
    "b": "\u0331", "h": "\u0309", "textcommabelow": "\u0326",
}  # fmt: skip
_WORDS = {name: name for name in ("LaTeX", "TeX", "BibTeX")}
_WORDS |= {"textless": "<", "textgreater": ">", "textbar": "|", "S": "§"}
_SYMBOLS = get_default_latex_context_db()

_ACCENT_BASE = re.compile(
    r"\s*(?:\{\s*(\\[ijlLoO](?![A-Za-z])|[^\W\d_])\s*\}|(\\[ijlLoO](?![A-Za-z])(?:\{\}|\s)?|[^\W\d_]))"
)
_ACCENTED_BASE = re.compile(r"\s*(\{{0,3})\s*\\([`'^~=.\"]|[uvHrdckbh](?![A-Za-z]))")
"""Beginning of a letter with an accent, for another accent."""
_MOST_ACCENTS = 3


def read_command(source: str, name: str, after: int) -> tuple[str, int] | None:
    """Return the characters that a command shows, and the position after the command; None if it shows none.

    `after` is the position after the name of the command.
    """
    if name in _ESCAPED:
        return name, after
    if name in _NOTHING:
        return "", after
    if name in _SPACES:
        return _SPACES[name], after
    return (_accented(source, name, after) if name in _ACCENTS else None) or _symbol(source, name, after)


def is_command(name: str) -> bool:
    """Return whether there is a known command of this name."""
    return name in COMMAND_STYLES or name in _ACCENTS or _symbol_text(name) is not None


def skip_blanks(source: str, position: int) -> int:
    """Return the first position from `position` on that is not a space or newline."""
    while source.startswith((" ", "\n"), position):
        position += 1
    return position


def _symbol(source: str, name: str, after: int) -> tuple[str, int] | None:
    r"""Return a symbol such as `\times`, and the position after it and the space or `{}` that ends its name."""
    shown = _symbol_text(name)
    if shown is None:
        return None
    if source.startswith("{}", after):
        after += 2
    elif name.isalpha() and unicodedata.name(shown[:1] or " ").startswith("LATIN"):
        after = skip_blanks(source, after)  # `Stra\ss e` is one word
    return shown, after


def _symbol_text(name: str) -> str | None:
    """Return what a command without arguments shows; None if it is unknown."""
    if name in _SILENT:
        return ""
    if name in _WORDS:
        return _WORDS[name]
    known = _SYMBOLS.get_macro_spec(name)
    shown = known.simplify_repl if known is not None else None
    return shown if isinstance(shown, str) and shown.strip() and not re.search("[<%]", shown) else None


def _accented(source: str, name: str, after: int, accents: int = 1) -> tuple[str, int] | None:
    """Return a letter with an accent or, within the letter, several; and the position after it."""
    base = _ACCENT_BASE.match(source, after)
    if base is None:
        return _accented_twice(source, name, after, accents)
    if name.isalpha() and base[2] is not None and not base[0][0].isspace():
        return None  # `\vfoo` is a command of its own
    letter = (base[1] or base[2]).strip()
    if letter.startswith("\\"):
        letter = {"\\i": "i", "\\j": "j", "\\l": "ł", "\\L": "Ł", "\\o": "ø", "\\O": "Ø"}[letter[:2]]
    return unicodedata.normalize("NFC", letter + _ACCENTS[name]), base.end()


def _accented_twice(source: str, name: str, after: int, accents: int) -> tuple[str, int] | None:
    inner = _ACCENTED_BASE.match(source, after)
    letter = _accented(source, inner[2], inner.end(), accents + 1) if inner and accents < _MOST_ACCENTS else None
    if inner is None or letter is None or not source.startswith("}" * len(inner[1]), letter[1]):
        return None
    return unicodedata.normalize("NFC", letter[0] + _ACCENTS[name]), letter[1] + len(inner[1])
