"""Decoding of HTML character references that were left in a text, such as `&amp;` and `&#39;`."""

from __future__ import annotations

import html
import re
import unicodedata
from html.entities import name2codepoint

_REFERENCE = re.compile(r"&(?:amp;)*(#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,7});")
_NAMES = frozenset({*name2codepoint, "apos"})
"""Names in HTML 4. HTML 5 has many more, some of which occur in texts by chance."""
_LATEX = {"\\": "\\textbackslash{}", "{": "\\{", "}": "\\}", "$": "\\$", "~": "\\textasciitilde{}", "\xad": "\\-"}
"""LaTeX for characters that are markup in LaTeX, and for the soft hyphen."""


def decode_references(text: str) -> str:
    r"""Replace character references by the characters, escaped where LaTeX would take them for markup.

    References that were escaped twice are decoded twice.

    >>> decode_references("R&amp;D; AT&T; &#36;5 &lt; &amp;eacute; &foo;")
    'R&D; AT&T; \\$5 < é &foo;'
    """
    return _REFERENCE.sub(_character, text) if "&" in text else text


def _character(match: re.Match[str]) -> str:
    reference = f"&{match[1]};"
    char = html.unescape(reference) if match[1][0] == "#" or match[1] in _NAMES else reference
    if len(char) != 1 or char == "\ufffd" or (unicodedata.category(char) in ("Cc", "Cs", "Cn") and not char.isspace()):
        return reference
    return _LATEX.get(char, char)
