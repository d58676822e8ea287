"""Text of web pages: tables of its lines, of lines that may be of a paper, and of labels."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from limits import check_growth

from generator.sources.page_text import page_text_kind, without_label

KINDS = {
    "a pager": (
        "Load more", "load more papers", "Loading…", "Show more", "SHOW ALL", "See more results", "Next", "Next »",
        "→ Next", "« Prev", "Previous page", "‹ Older posts", "Page 2", "Page 2 of 7", "Page 2/7", "2 of 7",
        "« Prev 1 2 3 … 10 Next »", "Results 1-50 of 300", "Showing 1–50 of 1,234 results", "1 to 50 of 300 papers",
        "Back to top ↑", "50 per page", "加载更多", "Mehr anzeigen", "Charger plus",
    ),
    "a button": (
        "PDF", "[pdf]", "View PDF", "Download PDF", "PDF | HTML", "[pdf] [html] [abs]", "HTML (experimental)",
        "TeX Source", "Code", "Code ↗", "arXiv", "DOI", "Bookmark", "Save", "Saved", "Share", "Cite",
        "Save Share Cite", "🔖 Save", "Save · Share · Cite", "Read more", "Read more →", "Read more...",
        "Add to library", "Export BibTeX", "View on GitHub", "Project page", "Copy link", "Hugging Face", "Share on X",
        "Follow us on Bluesky", "Save for later", "Try it now", "分享",
    ),
    "a count": (
        "42", "1,234", "99.7", "3.4k", "#1", "12 citations", "1 citation", "12 Citations · 45 views", "Cited by 12",
        "★ 120", "▲ 12", "👍 12 💬 3", "120 stars", "300 results", "5 min read", "Score: 99.7", "Views: 45", "Like 12",
        "2024",
    ),
    "a copyright line": (
        "© 2026 X", "© Moth Papers", "(c) 2026 Moth Papers", "Copyright 2026 X",
        "Copyright © 2026 X. All rights reserved.", "All rights reserved.",
    ),
    "a heading or a menu": (
        "Abstract", "ABSTRACT:", "Sort by", "Sort by: newest first", "Filter by", "Cookie settings",
        "Accept all cookies", "Privacy Policy · Terms of Service", "Sign in", "Log out", "Skip to content",
        "Trending papers", "New papers", "About", "Advertisement", "Search", "Powered by moths and lamps",
        "Last updated: May 4", "CL", "cs.CL", "Computation and Language", "machine learning",
    ),
    "a heading with a day": (
        "Today", "Yesterday", "This week", "Last month", "Monday", "Last 7 days", "3 days ago", "May 4, 2024",
        "4 May 2024", "May 2024", "Aujourd'hui", "本周",
    ),
    "a row of signs": ("---", "***", "* * *", "• • •", "🔖", "→", "⋮", "★★★☆☆", "|", "====="),
}  # fmt: skip
OF_PAGES = [(line, kind) for kind, lines in KINDS.items() for line in lines]


@pytest.mark.parametrize(("line", "kind"), OF_PAGES, ids=[line for line, _ in OF_PAGES])
def test_text_of_a_page(line: str, kind: str) -> None:
    assert page_text_kind(line) == kind
    assert page_text_kind(f"  {line}\t") == kind


MAYBE_OF_A_PAPER = [
    "", "Moths come to lanterns.", "Moths and LanternsAda Alder, Ben Birch", "code.", "the code", "and code",
    "Code and moths", "Code is here", "PDF files", "Results", "Background", "Methods", "Conclusions", "Introduction",
    "Moths", "(1)", "[12]", "1.", "(i)", "a)", "$x$", "\\[", "\\]", "$$", "{", "}", "\\\\", "&", "=", ".", "...",
    "Code,", "PDF;", "Why?", "new!", "3D", "2x", "In May 2024", "12 moths", "12 citations were found",
    "page of moths", "Next steps of moths", "we share", "https://example.org", "https://github.com/moth/lamp",
    "Keywords: moths", "Cite Alder et al.", "Abstract moths", "Copyright law", "copyright and moths",
    "Open data from moths", "About moths", "12:30", "May 4", "x", "AB",
]  # fmt: skip


@pytest.mark.parametrize("line", MAYBE_OF_A_PAPER)
def test_what_may_be_of_a_paper(line: str) -> None:
    assert page_text_kind(line) is None


LABELS = {
    "Abstract: Moths come.": "Moths come.",
    "Abstract:Moths come.": "Moths come.",
    "ABSTRACT. Moths come.": "Moths come.",
    "Abstract—Moths come.": "Moths come.",
    "Abstract \u2013 Moths come.": "Moths come.",
    "Abstract - Moths come.": "Moths come.",
    "[Abstract] Moths come.": "Moths come.",
    "**Abstract**: Moths come.": "Moths come.",
    "_Abstract._ Moths come.": "Moths come.",
    "Abstract We count moths.": "We count moths.",
    "AbstractWe count moths.": "We count moths.",
    "Abstract: $x$ moths.": "$x$ moths.",
    "Abstract: \\emph{Moths} come.": "\\emph{Moths} come.",
    "Abstract: (Moths) come.\nAbstract: And go.": "(Moths) come.\nAbstract: And go.",
}
NO_LABELS = [
    "", "Moths come.", "Abstract", "Abstract:", "Abstract:\nMoths come.", "Abstract interpretation of moths.",
    "Abstract, but true.", "Abstract-based moths.", "Abstractive moths.", "Abstracts: Moths", "The abstract: Moths",
    "AbstractMoth is a lamp.", "Abstract Moths come.",
]  # fmt: skip


@pytest.mark.parametrize("text", LABELS)
def test_labels(text: str) -> None:
    assert without_label(text) == LABELS[text]


@pytest.mark.parametrize("text", NO_LABELS)
def test_no_labels(text: str) -> None:
    assert without_label(text) == text


PIECES = [
    *(line for line, _ in OF_PAGES),
    "moths",
    "©",
    "abstract",
    ":",
    "...",
    "1 2 3",
    "next page of",
    "\u00a0",
    "🔖",
]


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=3)).map(" ".join))
def test_any_line_has_a_kind_or_none(line: str) -> None:
    assert page_text_kind(line) in {*KINDS, None}
    assert line.endswith(without_label(line))


@pytest.mark.parametrize("piece", ["Load more ", "1 ", "© ", "🔖", "page # of ", "Abstract", "* ", "a"])
def test_time_grows_with_the_line(piece: str) -> None:
    check_growth(lambda size: page_text_kind((piece * size)[:size]), 200_000)
    check_growth(lambda size: without_label((piece * size)[:size]), 200_000)


@pytest.mark.parametrize(
    "line", ["C 2 in the GardenAda Alder, Ben Birch et al.", "New Papers on MothsAda Alder, Ben Birch"]
)
def test_a_title_with_its_authors_is_no_text_of_a_page(line: str) -> None:
    assert page_text_kind(line) is None
