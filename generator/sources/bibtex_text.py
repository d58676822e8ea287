r"""Text in values of BibTeX fields: the value without its delimiters in, LaTeX that `text.latex` reads out.

Braces around arguments and special characters stay; all others are there for BibTeX alone and are removed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from generator.text.commands import DECLARATION_STYLES, is_command
from generator.text.dollars import is_formula
from generator.text.latex import plain

_MARKUP = re.compile(r"[\\{}]")
_COMMANDS = re.compile(r"\\[^%&#_{},;\s-]|\$|\\$")
"""Anything but escaped characters and spaces."""
_BRACES_ALONE = re.compile(r"(?<!\\)[{}]+")
_TOKEN = re.compile(r"\$(?:[^$\\]|\\.)+\$|\\[A-Za-z]+|\\.|[{}]", re.DOTALL)
_NAME = re.compile(r"\\([A-Za-z]+|.)", re.DOTALL)
_KNOWN = frozenset("url href textcolor ensuremath".split())
"""Commands with arguments that `text.latex` reads by itself."""
_REMOVED = frozenset(
    "noopsort thanks footnote footnotemark footnotetext hspace vspace label cite index begin end orcidlink "
    "foreignlanguage fontsize".split()
)
"""Commands that show nothing of their first argument."""
_QUOTES = frozenset("enquote mkbibquote".split())
_SILENT = frozenset("relax allowbreak nobreak linebreak sloppy unskip ignorespaces".split())
_SYMBOLS = {
    **{"textbraceleft": r"\{", "textbraceright": r"\}", "lbrace": r"\{", "rbrace": r"\}", "textasciicircum": "^"},
    **{"copyright": "©", "pounds": "£", "euro": "€", "slash": "/", "colon": ":", "textcolon": ":", "P": "¶"},
    **{"guillemetleft": "«", "guillemetright": "»", "lq": "‘", "rq": "’", "cprime": "ʹ", "ddag": "‡", "dag": "†"},
    **{"hyphen": "-", "hyp": "-"},
}
"""Symbols that `text.latex` does not know, or shows by a character that is not meant here."""

# Zotero escapes the formulas of its users: `\$z\textbackslash sim1\$`.
_ESCAPED_FORMULA = re.compile(r"\\\$((?:[^\\$]|\\[^$])+)\\\$", re.DOTALL)
_ESCAPED_TEX = re.compile(r"\\textbackslash|\\textasciicircum|\\[_^]")
_ESCAPES = re.compile(
    r"\{\\text(backslash|asciicircum|asciitilde|braceleft|braceright)\}"
    r"|\\text(backslash|asciicircum|asciitilde|braceleft|braceright)(?:\{\}|\s)?|\\([_^&%#{}])"
)
_CHARACTERS = {"backslash": "\\", "asciicircum": "^", "asciitilde": "~", "braceleft": "{", "braceright": "}"}


def clean_latex(value: str) -> str:
    r"""Return a value on one line, without braces for BibTeX, commands without meaning and Zotero's escapes.

    >>> clean_latex(r"{M}oths {and} {\"O}rsted's \$z\textbackslash sim1\$ \emph{{L}amps}")
    'Moths and {\\"O}rsted\'s $z\\sim1$ \\emph{Lamps}'
    """
    text = " ".join(value.split())
    if not _MARKUP.search(text):  # the usual case
        return text
    if not _COMMANDS.search(text):  # only braces for BibTeX and escaped characters
        return " ".join(_BRACES_ALONE.sub("", text).split())
    if "\\$" in text:
        text = _ESCAPED_FORMULA.sub(_formula, text)
    return " ".join("".join(_Cleaner(text).parts()).split())


@lru_cache(maxsize=1 << 12)
def value_text(value: str) -> str:
    """Return a value as readers see it."""
    return plain(clean_latex(value))


def closing_brace(text: str) -> int:
    """Return the position of the brace that closes the one at the start of a text, -1 if there is none."""
    depth = 0
    for match in re.finditer(r"(?<!\\)[{}]", text):
        depth += 1 if match[0] == "{" else -1
        if depth == 0:
            return match.start()
    return -1


def _formula(match: re.Match[str]) -> str:
    if not _ESCAPED_TEX.search(match[1]):
        return match[0]
    body = _ESCAPES.sub(lambda escape: _CHARACTERS.get(escape[1] or escape[2]) or escape[3], match[1])
    return f"${body}$" if "$" not in body and is_formula(body, "") else match[0]


class _Cleaner:
    """One pass over a text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = list(_TOKEN.finditer(text))
        self.closing = _pairs(self.tokens)
        self.shown: dict[int, str] = {}
        """Texts to write in place of braces, by their positions; nothing where there is no entry."""

    def parts(self) -> Iterator[str]:
        """Yield the parts of the text that stay."""
        place = 0
        for match in self.tokens:
            if match.start() < place:  # within an argument that is removed
                continue
            yield self.text[place : match.start()]
            place = match.end()
            if match[0] == "{" and self._is_special(match):
                self._keep(match.start())
            if match[0] in "{}":
                yield self.shown.get(match.start(), "")
            elif match[0][0] == "$":
                yield match[0]
            else:
                shown, place = self._command(match)
                yield shown
        yield self.text[place:]

    def _keep(self, opening: int, opened: str = "{", closed: str = "}") -> None:
        self.shown[opening] = opened
        self.shown[self.closing[opening]] = closed

    def _is_special(self, brace: re.Match[str]) -> bool:
        r"""Return whether braces hold a group such as `{\"o}` or `{\em moths}`."""
        command = _NAME.match(self.text, brace.end())
        return brace.start() in self.closing and command is not None and _is_known(command[1])

    def _command(self, match: re.Match[str]) -> tuple[str, int]:
        """Return what to write for a command, and the position to go on from."""
        name, after = match[0][1:], match.end()
        if name in _SILENT:
            return "", after + self.text.startswith(" ", after)
        if name in _SYMBOLS:
            ends = "{}" if self.text.startswith("{}", after) else " " if self.text.startswith(" ", after) else ""
            return _SYMBOLS[name], after + len(ends)
        opening = after + self.text.startswith(" {", after) if name.isalpha() else after
        if opening not in self.closing:
            return match[0], after
        if name in _REMOVED:
            return "", self.closing[opening] + 1
        if name in _QUOTES:
            self._keep(opening, "``", "''")
            return "", opening
        if name.isalpha() and not (name in _KNOWN or _is_known(name)):
            return "", opening
        self._keep(opening)
        second = self.closing[opening] + 1
        if name in ("href", "textcolor") and second in self.closing:
            self._keep(second)
        return match[0], opening


def _is_known(name: str) -> bool:
    return name in DECLARATION_STYLES or is_command(name)


def _pairs(tokens: list[re.Match[str]]) -> dict[int, int]:
    """Return the position of the closing brace by that of the opening one."""
    pairs, openings = {}, []
    for match in tokens:
        if match[0] == "{":
            openings.append(match.start())
        elif match[0] == "}" and openings:
            pairs[openings.pop()] = match.start()
    return pairs
