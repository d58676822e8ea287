"""CSV cells that no spreadsheet program takes for a formula."""

from __future__ import annotations

from generator.text.markdown import printable

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""Characters that begin a formula, with the full-width ones, which East Asian versions of Excel accept, too."""


def escape_cell(text: str) -> str:
    """Return a printable text, with a quote before it if it would be taken for a formula.

    See https://owasp.org/www-community/attacks/CSV_Injection.

    >>> escape_cell("=1+1"), escape_cell("moths")
    ("'=1+1", 'moths')
    """
    shown = printable(text)
    return f"'{shown}" if shown.startswith(_FORMULA_STARTS) else shown
