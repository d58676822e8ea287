"""Running text as BibTeX values."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.text.bibtex import escape, render


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("Moths at Night", "Moths at Night"),
        ("ReLU$^2$ Wins", "{ReLU}$^2$ Wins"),
        ("MothNet-2 on iOS by LLMs", "{MothNet}-2 on {iOS} by {LLMs}"),
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
    assert render(source) == value


@given(
    st.text()
    | st.lists(st.sampled_from(["{", "}", "\\{", "\\}", "$", "$x$", "$}{$", "$\\{$", "\\", "a", " "])).map("".join)
)
def test_braces_match_as_bibtex_counts_them(source: str) -> None:
    """BibTeX does not know that a brace is escaped: see scan_balanced_braces in bibtex.web."""
    for value in (render(source), escape(source)):
        depth = 0
        for brace in re.findall(r"[{}]", value):
            depth += 1 if brace == "{" else -1
            assert depth >= 0
        assert depth == 0
