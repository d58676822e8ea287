"""Character references that HTML left in a text, such as `&amp;` and `&#39;`."""

from __future__ import annotations

import html
import re
import unicodedata
from html.entities import name2codepoint

_REFERENCE = re.compile(r"&(?:amp;)*(#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,7});")
_NAMES = frozenset({*name2codepoint, "apos"})
"""Names of HTML 4, which are fewer than those that HTML has by now and not to be met by chance."""
# What LaTeX would take for markup, as it writes the character itself; and a soft hyphen.
_IN_LATEX = {"\\": "\\textbackslash{}", "{": "\\{", "}": "\\}", "$": "\\$", "~": "\\textasciitilde{}", "\xad": "\\-"}


def decode_references(text: str) -> str:
    r"""Return a text with characters instead of the references to them, so that LaTeX takes each for itself.

    What was escaped twice is read twice.

    >>> decode_references("R&amp;D; AT&T; &#36;5 &lt; &amp;eacute; &foo;")
    'R&D; AT&T; \\$5 < é &foo;'
    """
    return _REFERENCE.sub(_character, text) if "&" in text else text


def _character(match: re.Match[str]) -> str:
    reference = f"&{match[1]};"
    char = html.unescape(reference) if match[1][0] == "#" or match[1] in _NAMES else reference
    if len(char) != 1 or char == "\ufffd" or (unicodedata.category(char) in ("Cc", "Cs", "Cn") and not char.isspace()):
        return reference
    return _IN_LATEX.get(char, char)
