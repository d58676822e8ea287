"""Minification of scripts and style sheets: removes comments and most white space.

It is meant for our own: statements end in semicolons, and comments of style sheets stand between blanks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_BLANK = re.compile(r"(?:\s|//[^\n]*|/\*.*?\*/)+", re.DOTALL)
_TOKEN = re.compile(r"""[\w$#]+|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|.""")
_TEMPLATE = re.compile(r"[`}](?:\\.|\$(?!\{)|[^`\\$])*(?:`|\$\{)", re.DOTALL)
"""Text of a template, up to its end or to an expression in it."""
_REGEX = re.compile(r"/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\[\n])+/\w*")
_BEFORE_REGEX = re.compile(r"[(,=:\[!&|?{};>]|return|typeof|case|else")
"""Token after which a slash begins a regular expression; after all others, it divides."""
_CONDITIONAL = ("if", "while", "for")
"""Words with parentheses after which a statement begins."""
_NEEDS_SPACE = re.compile(r"[\w$#]{2}|\+\+|--|//")
_NEEDS_NO_LINE_BREAK = re.compile(r"[{(\[,;:?=&|<>!].|.[})\],;:?=&|<>.]")
_STYLE_BLANK = re.compile(r"""("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')|(?:\s|/\*.*?\*/)+""", re.DOTALL)
"""Blanks and comments of a style sheet; in the group, text in quotes, which stays."""


def minify_styles(sheet: str) -> str:
    """Return a style sheet without comments, and without blanks that change nothing."""
    return _STYLE_BLANK.sub(lambda found: found[1] or _style_space(found), sheet) + "\n"


def _style_space(blank: re.Match[str]) -> str:
    """Return a space where one is needed in place of a blank: within selectors and values, not around rules."""
    before, after = (blank.string[max(at, 0) : at + 1] for at in (blank.start() - 1, blank.end()))
    return "" if before in "{};," or after in "{};," else " "


def minify_script(script: str) -> str:
    """Return a script without comments, and without blanks that change nothing."""
    parts, blank = [";"], ""
    for token in _tokens(script):
        if token in (" ", "\n"):
            blank = token
            continue
        edge = parts[-1][-1] + token[0]
        if blank == "\n" and not _NEEDS_NO_LINE_BREAK.fullmatch(edge):
            parts.append("\n")
        elif blank and _NEEDS_SPACE.fullmatch(edge):
            parts.append(" ")
        parts.append(token)
        blank = ""
    return "".join(parts[1:]) + "\n"


def _tokens(script: str) -> Iterator[str]:
    """Yield the tokens of a script, with a line break or a space for blanks and comments between them."""
    at, before = 0, ";"
    opened: list[str] = []  # braces, beginnings of expressions in templates, and what is before parentheses
    while at < len(script):
        if blank := _BLANK.match(script, at):
            at = blank.end()
            yield "\n" if "\n" in blank[0] else " "
            continue
        if script[at] == "`" or (script[at] == "}" and opened[-1:] == ["${"]):
            found = _TEMPLATE.match(script, at)
        elif script[at] == "/" and _BEFORE_REGEX.fullmatch(before):
            found = _REGEX.match(script, at)
        else:
            found = _TOKEN.match(script, at)
        token = found[0] if found else script[at]
        at += len(token)
        yield token
        closed = opened.pop() if opened and token[0] in ")}" else ""
        if token in ("(", "{") or token.endswith("${"):
            opened.append(before if token == "(" else token[-2:])
        before = ";" if closed in _CONDITIONAL else token
