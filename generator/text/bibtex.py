r"""Running text as BibTeX values: LaTeX stays LaTeX, and what plain text means is escaped.

>>> render_bibtex(r"ReLU$^2$ Wins at 5% & more")
'{ReLU}$^2$ Wins at 5\\% \\& more'
"""

from __future__ import annotations

import re

from generator.text.commands import TextStyle
from generator.text.latex import Anchor, Formula, RichTextNode, Styled, Text, parse
from generator.text.mathml import COMMENT, to_mathml

_SPECIAL = {char: f"\\{char}" for char in "&%$#_"}
# Not \{ and \}: BibTeX counts braces whatever stands before them.
_SPECIAL |= {"{": r"\textbraceleft{}", "}": r"\textbraceright{}"}
_SPECIAL |= {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "\u00a0": "~"}
_COMMANDS = {TextStyle.EMPHASIS: "emph", TextStyle.STRONG: "textbf", TextStyle.CODE: "texttt"}
# Letters in a row with the marks that join them, such as `C++`, `X-Ray` and `R&D`.
_COMPOUND = re.compile(r"[^\W_](?:[^\s\"“”]*[^\W_+#*])?[+#*]*")
_WORD = re.compile(r"[^\W_]+")


def render_bibtex(source: str) -> str:
    """A title as BibTeX wants it, with braces around words whose capitals matter."""
    return _nodes(parse(" ".join(source.split()), title=True))


def escape_bibtex(text: str) -> str:
    """Plain text as LaTeX. Unicode letters stay, as every current BibTeX processor reads UTF-8."""
    return "".join(_SPECIAL.get(char, char) for char in text)


def _nodes(nodes: tuple[RichTextNode, ...], kept: bool = False) -> str:
    return "".join(_node(node, kept) for node in nodes)


def _node(node: RichTextNode, kept: bool) -> str:
    """Return a node in LaTeX; `kept` tells that it stands in braces that keep its capitals."""
    match node:
        case Text(text):
            return escape_bibtex(text) if kept else _protected(text)
        case Formula(tex):
            # LaTeX would do what a command says that we do not know, such as to read a file.
            if to_mathml(tex) is None:
                return escape_bibtex(f"${tex}$")
            formula = f"${_balanced(tex)}$"
            return formula if kept or tex == tex.lower() else f"{{{formula}}}"
        case Styled(TextStyle.PROTECTED, children):
            return _nodes(children, kept=True) if kept else f"{{{_nodes(children, kept=True)}}}"
        case Styled(style, children):
            return f"\\{_COMMANDS[style]}{{{_nodes(children, kept)}}}"
        case Anchor(_, children):
            return _nodes(children, kept)


def _protected(text: str) -> str:
    """Return text with braces around what a style must not lower."""
    parts, place = [], 0
    for match in _COMPOUND.finditer(text):
        whole = _is_kept_whole(match)
        for word in [match] if whole else _WORD.finditer(text, match.start(), match.end()):
            if whole or _has_capitals_that_matter(word[0]):
                parts += [escape_bibtex(text[place : word.start()]), f"{{{escape_bibtex(word[0])}}}"]
                place = word.end()
    return "".join([*parts, escape_bibtex(text[place:])])


def _is_kept_whole(match: re.Match[str]) -> bool:
    """Return whether a capital stands there for itself, as in `R`, `C++` and `X-Ray`, and not in `A Moth`."""
    article = match[0] == "A" and match.string[match.end() : match.end() + 1].isspace()
    return not article and any(len(word) == 1 and word != word.lower() for word in _WORD.findall(match[0]))


def _has_capitals_that_matter(word: str) -> bool:
    """Within the word, or beside a digit."""
    has_capital = word != word.lower()
    return has_capital and (word[1:] != word[1:].lower() or any(char.isdigit() for char in word))


def _balanced(tex: str) -> str:
    """A formula that does not end the field's braces: without its own where they do not match."""
    tex = COMMENT.sub(r"\1\\%", tex).replace(r"\{", r"\lbrace ").replace(r"\}", r"\rbrace ")
    depth = 0
    for char in tex:
        depth += (char == "{") - (char == "}")
        if depth < 0:
            break
    return tex if depth == 0 and not tex.endswith("\\") else re.sub(r"[{}]|\\$", "", tex)
