r"""Titles and plain text as values of BibTeX fields.

>>> render_bibtex(r"ReLU$^2$ Wins at 5% & more")
'{ReLU}$^2$ Wins at 5\\% \\& more'
"""

from __future__ import annotations

import re

from generator.text.commands import TextStyle
from generator.text.latex import Anchor, Formula, RichTextNode, Styled, Text, parse
from generator.text.mathml import COMMENT, to_mathml

_SPECIAL = {char: f"\\{char}" for char in "&%$#_"}
# Not \{ and \}, as BibTeX counts braces even after a backslash.
_SPECIAL |= {"{": r"\textbraceleft{}", "}": r"\textbraceright{}"}
_SPECIAL |= {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "\u00a0": "~"}
_COMMANDS = {TextStyle.EMPHASIS: "emph", TextStyle.STRONG: "textbf", TextStyle.CODE: "texttt"}
_COMPOUND = re.compile(r"[^\W_](?:[^\s\"“”]*[^\W_+#*])?[+#*]*")
"""Words with the characters that join or follow them, such as `C++`, `X-Ray` and `R&D`."""
_WORD = re.compile(r"[^\W_]+")


def render_bibtex(source: str) -> str:
    """Return a title, given with its LaTeX, as a BibTeX value, with braces around words whose capitals must be kept."""
    return _nodes(parse(" ".join(source.split()), title=True))


def escape_bibtex(text: str) -> str:
    """Escape plain text for LaTeX. Unicode letters are kept, as every current BibTeX processor reads UTF-8."""
    return "".join(_SPECIAL.get(char, char) for char in text)


def _nodes(nodes: tuple[RichTextNode, ...], protected: bool = False) -> str:
    return "".join(_node(node, protected) for node in nodes)


def _node(node: RichTextNode, protected: bool) -> str:
    """Return a node as LaTeX; `protected` says whether it stands in braces that keep its capitals."""
    match node:
        case Text(text):
            return escape_bibtex(text) if protected else _protect(text)
        case Formula(tex):
            # LaTeX would execute an unknown command, which might read a file.
            if to_mathml(tex) is None:
                return escape_bibtex(f"${tex}$")
            formula = f"${_balanced(tex)}$"
            return formula if protected or tex == tex.lower() else f"{{{formula}}}"
        case Styled(TextStyle.PROTECTED, children):
            inner = _nodes(children, protected=True)
            return inner if protected else f"{{{inner}}}"
        case Styled(style, children):
            return f"\\{_COMMANDS[style]}{{{_nodes(children, protected)}}}"
        case Anchor(_, children):
            return _nodes(children, protected)


def _protect(text: str) -> str:
    """Escape text, with braces around the words that a BibTeX style must not turn into lower case."""
    parts, place = [], 0
    for match in _COMPOUND.finditer(text):
        whole = _has_single_capital(match)
        for word in [match] if whole else _WORD.finditer(text, match.start(), match.end()):
            if whole or _has_inner_capitals(word[0]):
                parts += [escape_bibtex(text[place : word.start()]), f"{{{escape_bibtex(word[0])}}}"]
                place = word.end()
    return "".join([*parts, escape_bibtex(text[place:])])


def _has_single_capital(match: re.Match[str]) -> bool:
    """Return whether a part of a compound is one capital, as in `R`, `C++` and `X-Ray`, but not in `A Moth`."""
    article = match[0] == "A" and match.string[match.end() : match.end() + 1].isspace()
    return not article and any(len(word) == 1 and word != word.lower() for word in _WORD.findall(match[0]))


def _has_inner_capitals(word: str) -> bool:
    """Return whether a word has a capital after its first letter, or a capital and a digit."""
    has_capital = word != word.lower()
    return has_capital and (word[1:] != word[1:].lower() or any(char.isdigit() for char in word))


def _balanced(tex: str) -> str:
    """Return a formula without unbalanced braces, which would end the field too early or too late."""
    tex = COMMENT.sub(r"\1\\%", tex).replace(r"\{", r"\lbrace ").replace(r"\}", r"\rbrace ")
    depth = 0
    for char in tex:
        depth += (char == "{") - (char == "}")
        if depth < 0:
            break
    return tex if depth == 0 and not tex.endswith("\\") else re.sub(r"[{}]|\\$", "", tex)
