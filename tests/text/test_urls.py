"""Web addresses in texts: where they end, and which are safe."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.text.urls import find_addresses, safe_url, unescape_url


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("See https://example.org/a.", ["https://example.org/a"]),
        ("See https://example.org/a, and", ["https://example.org/a"]),
        ("(https://example.org/a)", ["https://example.org/a"]),
        ("(https://example.org/a_(b))", ["https://example.org/a_(b)"]),
        ("[https://example.org/a]", ["https://example.org/a"]),
        ("{https://example.org/a}", ["https://example.org/a"]),
        ("“https://example.org/a”", ["https://example.org/a"]),
        ("<https://example.org/a>", ["https://example.org/a"]),
        ("https://example.org/a?b=c&d=e#f!", ["https://example.org/a?b=c&d=e#f"]),
        ("http://a.org and https://b.org", ["http://a.org", "https://b.org"]),
        ("在 https://example.org/a。", ["https://example.org/a"]),
        ("见https://example.org/a。又见http://b.org", ["https://example.org/a", "http://b.org"]),
        ("xhttps://example.org/a", []),
        ("www.example.org", ["www.example.org"]),
        ("example.org/a", ["example.org/a"]),
        ("model.py and CPM.cu", []),
        ("e.g. and/or i.e./etc.", []),
        ("ada@example.org", []),
        ("javascript://example.org/%0Aalert(1)", []),
        ("ftp://example.org/a", []),
        ("file:///etc/passwd", []),
        ("https://", []),
        ("", []),
    ],
)
def test_find_addresses(text: str, shown: list[str]) -> None:
    assert [text[address.start : address.end] for address in find_addresses(text)] == shown


@given(
    st.text()
    | st.lists(st.sampled_from(["https://", "www.", "a", ".org", "/", "(", ")", ".", "。", " ", "@", "%", "\\_"])).map(
        "".join
    )
)
def test_addresses_are_safe_and_in_order(text: str) -> None:
    end = 0
    for address in find_addresses(text):
        assert end <= address.start < address.end <= len(text)
        assert safe_url(address.url) == address.url
        end = address.end


@pytest.mark.parametrize(
    "url", ["https://example.org", "http://example.org/a?b#c", "HTTPS://example.org", "https://münchen.example/ä"]
)
def test_safe(url: str) -> None:
    assert safe_url(f" {url} ") == url


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " javascript:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "//example.org",
        "example.org",
        "https:",
        "https://",
        "https:///a",
        "ftp://example.org",
        "https://a b",
        'https://a"b',
        "https://[a",
        "https://a<b",
        "https://a\\b",
        "https://a`b",
        "https://a\x00b",
        "",
    ],
)
def test_unsafe(url: str) -> None:
    assert safe_url(url) is None


def test_unescape() -> None:
    assert unescape_url(r"https://a.org/a\_b\%20\#c\&d\~e\_{}f\x") == r"https://a.org/a_b%20#c&d~e_f\x"
