"""Words for search: the generator, which writes the index, and the browser, which reads it, find the same words."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from conftest import REPOSITORY
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from limits import examples

from generator.text.search_words import fold_for_search, search_words

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

SCRIPT = REPOSITORY / "generator" / "search" / "js" / "words.js"
# Characters that this Python does not know may be letters to a newer browser.
KNOWN = st.characters(exclude_categories=["Cs", "Cn"])
TEXTS = st.lists(
    st.text(KNOWN) | st.text("aAbcé̈ßıİΣσ-_.'’/+# 学习方コード한국\u200b\u00ad1²½ﬁ"), min_size=20, max_size=60
)


@pytest.fixture(scope="module")
def script(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    page.add_script_tag(path=SCRIPT)
    yield page
    page.close()


def _in_browser(script: Page, texts: list[str]) -> list[list[str]]:
    found: list[list[str]] = script.evaluate(
        "texts => texts.map((text) => papershelf.text.words(papershelf.text.fold(text)))", texts
    )
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        (" -_.'", []),
        ("Plug-and-Play", ["plug", "and", "play"]),
        ("moth_wings", ["moth", "wings"]),
        ("L’été", ["l", "ete"]),
        ("Crème Brûlée", ["creme", "brulee"]),
        ("Zoe\u0308 Ünal", ["zoe", "unal"]),
        ("H₂O and x²", ["h2o", "and", "x2"]),
        ("ﬁreﬂies", ["fireflies"]),
        ("İzmir", ["izmir"]),
        ("ΜΟΘΟΣ", ["μοθοσ"]),
        ("Øre ßen Łow", ["ore", "ssen", "low"]),
        ("ⅣＭｏｔｈ", ["ivmoth"]),
        ("4.5 lamps", ["4", "5", "lamps"]),
        ("法", ["法"]),
        ("学习", ["学习"]),
        ("学习方法", ["学习", "习方", "方法"]),
        ("GPU学习方x", ["gpu", "学习", "习方", "x"]),
        ("モス한국어", ["モス", "ス한", "한국", "국어"]),
        ("ℝ-trees™", ["r", "treestm"]),
        ("𝐌oth", ["moth"]),
        ("lan\u00adtern mo\u200bth\ufeff", ["lantern", "moth"]),
        ("C++, C++17 and C/C++ (c+)", ["c++", "c++", "17", "and", "c", "c++", "c"]),
        ("C# F# J#a x## and #1", ["c#", "f#", "j", "a", "x#", "and", "1"]),
        (".NET, ASP.NET and the .nets", [".net", "asp", "net", "and", "the", "nets"]),
        ("学C++习", ["学", "c++", "习"]),
        ("R packages for R", ["r", "packages", "for", "r"]),
    ],
)
def test_words(text: str, expected: list[str], script: Page) -> None:
    assert search_words(text) == expected
    assert _in_browser(script, [text]) == [expected]


@settings(max_examples=examples(40))
@given(texts=TEXTS)
def test_both_find_the_same_words(texts: list[str], script: Page) -> None:
    assert _in_browser(script, texts) == [search_words(text) for text in texts]


def test_both_find_the_same_words_for_every_character(script: Page) -> None:
    chars = [chr(code) for code in range(sys.maxunicode + 1)]
    texts = [f"a{char}B" for char in chars if char != "\n" and unicodedata.category(char) not in ("Cs", "Cn")]
    found = script.evaluate(
        """lines => {
            const { fold, words } = papershelf.text;
            return lines.split("\\n").map((line) => words(fold(line)).join(" ")).join("\\n");
        }""",
        "\n".join(texts),
    ).split("\n")
    expected = [" ".join(search_words(text)) for text in texts]
    assert [(ascii(t), a, b) for t, a, b in zip(texts, found, expected, strict=True) if a != b] == []


def test_folding_twice_is_folding_once() -> None:
    chars = [chr(code) for code in range(0x20000) if not 0xD800 <= code < 0xE000]
    assert [char for char in chars if fold_for_search(fold_for_search(char)) != fold_for_search(char)] == []


def _distance(one: str, other: str) -> int:
    """Edits from one word to another, a swap of neighbours being one, by the whole table."""
    rows = [[max(i, j) if not i or not j else 0 for j in range(len(other) + 1)] for i in range(len(one) + 1)]
    for i in range(1, len(one) + 1):
        for j in range(1, len(other) + 1):
            ways = [rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + (one[i - 1] != other[j - 1])]
            if i > 1 and j > 1 and one[i - 1] == other[j - 2] and one[i - 2] == other[j - 1]:
                ways.append(rows[i - 2][j - 2] + 1)
            rows[i][j] = min(ways)
    return rows[-1][-1]


@settings(max_examples=examples(30), phases=[Phase.generate])  # without shrinking, which takes long
@given(pairs=st.lists(st.tuples(st.text("abcd", max_size=6), st.text("abcd", max_size=6)), min_size=20, max_size=60))
def test_distances_are_those_of_the_whole_table(pairs: list[tuple[str, str]], script: Page) -> None:
    found = script.evaluate(
        """pairs => { const { distance, letters, differing } = papershelf.text;
            return pairs.map(([one, other]) => [distance(one, other, 1), distance(one, other, 2),
                                                differing(letters(one), letters(other))]); }""",
        pairs,
    )
    for (one, other), (at_most_1, at_most_2, bits) in zip(pairs, found, strict=True):
        far = _distance(one, other)
        assert (min(at_most_1, 2), min(at_most_2, 3)) == (min(far, 2), min(far, 3))
        assert bits <= 2 * far
