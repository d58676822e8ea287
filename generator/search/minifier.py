"""Minification of scripts: removes comments and most white space.

It is meant for our own scripts, whose statements end in semicolons.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_BLANK = re.compile(r"(?:\s|//[^\n]*|/\*.*?\*/)+", re.DOTALL)
_TOKEN = re.compile(r"""[\w$#]+|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|.""")
_TEMPLATE = re.compile(r"[`}](?:\\.|\$(?!\{)|[^`\\$])*(?:`|\$\{)", re.DOTALL)
"""Text of a template, up to its end or to an expression in it."""
_REGEX = re.compile(r"/(?:\\.|\[(?:\\.|[^\]\\])*\]|[^/\\\[])+/\w*")
_BEFORE_REGEX = re.compile(r"[(,=:\[!&|?{};>]|return")
"""Token after which a slash begins a regular expression; after all others, it divides."""
_NEEDS_SPACE = re.compile(r"[\w$#]{2}|\+\+|--|//")
_NEEDS_NO_LINE_BREAK = re.compile(r"[{(\[,;:?=&|<>!].|.[})\],;:?=&|<>.]")


def minify(script: str) -> str:
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
    opened: list[str] = []  # braces, and beginnings of expressions in templates
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
        before = found[0] if found else script[at]
        if before[0] == "}":
            opened.pop()
        if before == "{" or before.endswith("${"):
            opened.append(before[-2:])
        at += len(before)
        yield before
