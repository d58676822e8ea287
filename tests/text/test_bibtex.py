"""Titles and plain text as BibTeX values."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.text.bibtex import escape_bibtex, render_bibtex


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("Moths at Night", "Moths at Night"),
        ("ReLU$^2$ Wins", "{ReLU}$^2$ Wins"),
        ("MothNet-2 on iOS by LLMs", "{MothNet}-2 on {iOS} by {LLMs}"),
        ("Moths in R, C++ and C#: A Lamp", r"Moths in {R}, {C++} and {C\#}: A Lamp"),
        ("X-Ray and In-Context t-SNE", "{X-Ray} and In-Context t-{SNE}"),
        ("Vitamin A and A Moth that I See", "Vitamin A and A Moth that {I} See"),
        ("A/B or A* (Part A)", "{A/B} or {A*} (Part {A})"),
        ("AT&T, O'Moth and E. moth", r"{AT\&T}, {O'Moth} and {E}. moth"),
        ("Moths for K-12 and 3D", "Moths for {K-12} and {3D}"),
        ("The $O(N)$ Moth of $n$", "The {$O(N)$} Moth of $n$"),
        (r"\emph{C} moth {\em R}", r"\emph{{C}} moth \emph{{R}}"),
        ("{M}oths {by Lamp} {GPT}-4", "{M}oths {by Lamp} {GPT}-4"),
        (r"{{LLM}s} {\emph{Moth}} {$N$}", r"{LLMs} \emph{Moth} {$N$}"),
        (r"10~GB &amp; $a &lt; b$", r"10~{GB} \& $a < b$"),
        ("A 1.5B Model", "A 1.{5B} Model"),
        ("5\\% & #1_x", "5\\% \\& \\#1\\_x"),
        (r"\textbf{Moths} \emph{at} \texttt{x}", r"\textbf{Moths} \emph{at} \texttt{x}"),
        (r"\foo bar", r"\textbackslash{}foo bar"),
        ("~5 ^ c", r"\textasciitilde{}5 \textasciicircum{} c"),
        ("Fig.~5", "Fig.~5"),
        (r"M\"uller ``et''", "Müller “et”"),
        ("two\n lines", "two lines"),
        (r"\href{https://a.org}{here}", "here"),
        ("$5 and $6", r"\$5 and \$6"),
    ],
)
def test_render(source: str, value: str) -> None:
    assert render_bibtex(source) == value


@pytest.mark.parametrize(
    ("title", "lowered"),
    [
        ("Moths in R, C++ and C# by X-Ray", "Moths in R, C++ and C# by X-Ray"),
        ("In-Context Moths: A Lamp of AT&T", "In-context moths: A lamp of AT&T"),
        (r"Lamps of $O(N)$, \emph{C} and {\em R}: {B}irch", "Lamps of $O(N)$, C and R: Birch"),
        (r"{The Lamp: {Ada Alder} and {\emph{Birch}}}", "The lamp: Ada Alder and Birch"),
    ],
)
def test_protected_capitals_survive_a_style(title: str, lowered: str) -> None:
    kept = re.sub(r"\\emph|(?<!\\)[{}]", "", _change_case(render_bibtex(title)))
    assert kept.replace("\\", "") == lowered


def _change_case(value: str) -> str:
    """Change the case of a title as styles do: to lower case, but for braces, the first letter and those after colons.

    See `change.case$` in bibtex.web: what stands in braces is kept, unless it begins with a command.
    """
    shown, depth, special = "", 0, False
    for place, char in enumerate(value):
        if char == "{":
            special = special or (depth == 0 and value.startswith("\\", place + 1))
            depth += 1
        elif char == "}":
            depth -= 1
            special = special and depth > 0
        starts = place == 0 or re.search(r":\s+$", value[:place]) is not None
        shown += char if (depth and not special) or starts else char.lower()
    return shown


@given(
    st.text()
    | st.lists(
        st.sampled_from(
            ["{", "}", "\\{", "\\}", "$", "$x$", "$X$", "C++", "{A}", "&amp;", "$}{$", "$\\{$", "\\", "a", " "]
        )
    ).map("".join)
)
def test_braces_are_balanced_as_bibtex_counts_them(source: str) -> None:
    """BibTeX does not know that a brace is escaped: see scan_balanced_braces in bibtex.web."""
    for value in (render_bibtex(source), escape_bibtex(source)):
        depth = 0
        for brace in re.findall(r"[{}]", value):
            depth += 1 if brace == "{" else -1
            assert depth >= 0
        assert depth == 0
