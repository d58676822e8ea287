r"""Running text as BibTeX values: LaTeX stays LaTeX, and what plain text means is escaped.

>>> render(r"ReLU$^2$ Wins at 5% & more")
'{ReLU}$^2$ Wins at 5\\% \\& more'
"""

from __future__ import annotations

import re

from generator.text.inline import Anchor, Formula, Node, Style, Styled, Text, parse
from generator.text.maths import COMMENT, to_mathml

_SPECIAL = {char: f"\\{char}" for char in "&%$#_"}
# Not \{ and \}: BibTeX counts braces whatever stands before them.
_SPECIAL |= {"{": r"\textbraceleft{}", "}": r"\textbraceright{}"}
_SPECIAL |= {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "\u00a0": "~"}
_COMMANDS = {Style.EMPHASIS: "emph", Style.STRONG: "textbf", Style.CODE: "texttt"}
_WORD = re.compile(r"[^\W_]+")


def render(source: str) -> str:
    """A title as BibTeX wants it, with braces around words whose capitals matter."""
    return _nodes(parse(" ".join(source.split())))


def escape(text: str) -> str:
    """Plain text as LaTeX. Unicode letters stay, as every current BibTeX processor reads UTF-8."""
    return "".join(_SPECIAL.get(char, char) for char in text)


def _nodes(nodes: tuple[Node, ...]) -> str:
    return "".join(_node(node) for node in nodes)


def _node(node: Node) -> str:
    match node:
        case Text(text):
            return _protected(text)
        case Formula(tex):
            # LaTeX would do what a command says that we do not know, such as to read a file.
            return escape(f"${tex}$") if to_mathml(tex) is None else f"${_balanced(tex)}$"
        case Styled(style, children):
            return f"\\{_COMMANDS[style]}{{{_nodes(children)}}}"
        case Anchor(_, children):
            return _nodes(children)


def _protected(text: str) -> str:
    """Text with braces around the words whose capitals a style must not lower."""
    parts, place = [], 0
    for match in _WORD.finditer(text):
        if _has_capitals_that_matter(match[0]):
            parts += [escape(text[place : match.start()]), f"{{{escape(match[0])}}}"]
            place = match.end()
    return "".join([*parts, escape(text[place:])])


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
