"""Texts that could mean something in Markdown, HTML or LaTeX, for property tests of the escaping."""

from __future__ import annotations

import unicodedata

from hypothesis import strategies as st

SOUP = r"""# ## * ** _ __ ` ``` ~ ~~~ [ ] ( ) ![ ]( < > </ <!-- --> <b> </title> <script> &amp; &
&#42; { } {: .x } {#id}
{{ x }} {% x %} | || --- --- - + 1. 1) : :moth: := => == ++ ^^ ^ $ $$ \( \) \[ \ \\ \* \textbf{ }
\url{ \begin{x} !!! ??? /// ===
::: [^1] [x]: *[x]: (c) (tm) (r) -- ... "" ' " @moth #1 https://a.org a@b.org <https://a.org> --8<-- [TOC] [[x]] +--
1/2 c/o 1st 22nd 3 th :-1: |-|-| \u0002 &nbsp; &lt; &# <?x ?> <![CDATA[ ]]>
markdown="1" <div markdown> </div> <img src=x onerror=y> !important %} ]( " "x" [x]( 'x') <a href="javascript:x"> \n\n
""".split()
SPACES = [
    "  ",
    "\t",
    "\n",
    "\n\n",
    "\n    ",
    "\u00a0",
    "\u2028",
    "\x0c",
    "\x0b",
    "\r",
    "\x00",
    "\x02",
    "\x03",
    "\x1c",
    "\x85",
]
TEXTS = (
    st.text()
    | st.lists(st.sampled_from([*SOUP, *SPACES, " "]) | st.text(max_size=3)).map("".join)
    | st.lists(st.sampled_from(SOUP)).map(" ".join)
)


def mark(char: str) -> str:
    """A character as it shows: U+FFFD for one that cannot."""
    if char in "\t\n":
        return char
    return "\ufffd" if unicodedata.category(char) in ("Cc", "Cs") or char in "\ufffe\uffff" else char
