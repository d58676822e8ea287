"""Text as cells of spreadsheets: any text in, one that no spreadsheet takes for a formula out."""

from __future__ import annotations

from generator.text.markdown import printable

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # wide ones are read alike in East Asia


def escape_cell(text: str) -> str:
    """The text, printable, with a quote before what a formula begins with (OWASP, "CSV Injection").

    >>> escape_cell("=1+1"), escape_cell("moths")
    ("'=1+1", 'moths')
    """
    shown = printable(text)
    return f"'{shown}" if shown.startswith(_FORMULA) else shown
