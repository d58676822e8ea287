"""Markup of HTML and JATS in files of references: texts as services give them in, texts with LaTeX out."""

from __future__ import annotations

import re

_ESCAPED = re.compile(
    r"(?i)&lt;(/?(?:[ibu]|em|strong|sub|sup|scp|sc|span|p|br|jats:[a-z-]+)(?:\s[^<>&]{0,100})?/?)&gt;"
)
_HEADING = re.compile(r"(?i)<jats:title> ?(?:abstract|summary)?[.:]? ?</jats:title>")
_LOWERED = re.compile(r"(?i)<(?:jats:)?(sub|sup)>([\w+\-−*]{1,12})</(?:jats:)?\1>")
_BLOCK = re.compile(r"(?i)</?(?:p|br|jats:(?:p|title|sec|list|list-item))(?:\s[^<>]{0,200})?/?>")
_TAG = re.compile(
    r"(?i)</?(?:[ibu]|em|strong|sub|sup|scp|sc|tt|span|italic|bold|(?:jats|mml):[a-z-]+)(?:\s[^<>]{0,200})?/?>"
)
_TIE = re.compile(r"~|\\(?=(?:href|url)\b)")
_SURROGATES = re.compile("[\ud800-\udfff]")


def without_tags(text: str) -> str:
    """Return a text on one line, without the tags of HTML and JATS; other text in angle brackets stays.

    >>> without_tags("<jats:p>H<sub>2</sub>O and <i>moths</i>, p < 0.05</jats:p>")
    'H$_{2}$O and moths, p < 0.05'
    """
    text = " ".join(_SURROGATES.sub("\ufffd", text).split())
    if "&" in text:
        text = _ESCAPED.sub(r"<\1>", text)
    if "<" in text:
        text = _LOWERED.sub(_script, _HEADING.sub(" ", text))
        text = _TAG.sub("", _BLOCK.sub(" ", text))
    return " ".join(text.split())


def escape_ties(text: str) -> str:
    """Return a text for readers with LaTeX for what `text.latex` would take for ties and links."""
    return _TIE.sub(lambda found: r"\textasciitilde{}" if found[0] == "~" else r"\textbackslash{}", text)


def _script(match: re.Match[str]) -> str:
    return f"${'_' if match[1].lower() == 'sub' else '^'}{{{match[2]}}}$"
