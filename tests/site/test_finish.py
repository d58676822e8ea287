"""The policy of finished pages: what it lets through, and which pages have one."""

from __future__ import annotations

import base64
import hashlib
import re

import pytest

from generator.site.finish import with_policy, without_indentation
from generator.site.theme import METADATA

HEAD = '<!doctype html><html><head>\n<meta charset="utf-8">\n<script>theme()</script></head>'


def _hash(script: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def _page(content: str, head: str = HEAD) -> str:
    return f"{head}<body><article>{content}</article><script>more()</script></body></html>"


def _policy(content: str, *origins: str, is_ours: bool = True, head: str = HEAD) -> dict[str, list[str]]:
    """Return the directives of the policy that a page gets, each with its values."""
    finished = with_policy(_page(content, head), content, origins, is_ours=is_ours)
    found = re.findall('<meta http-equiv="Content-Security-Policy" content="([^"]*)">', finished)
    directives = [directive.split() for one in found for directive in one.split("; ")]
    return {name: values for name, *values in directives}


def test_scripts_of_the_template_run() -> None:
    assert _policy("<p>Moths</p>")["script-src"] == ["'self'", _hash("theme()"), _hash("more()")]


def test_scripts_within_our_content_do_not_run() -> None:
    assert _hash("alert(1)") not in _policy("<script>alert(1)</script>")["script-src"]
    assert _hash("theme()") in _policy("<script>alert(1)</script>")["script-src"]


def test_scripts_that_an_author_has_written_run() -> None:
    assert _hash("count()") in _policy("<script>count()</script>", is_ours=False)["script-src"]


@pytest.mark.parametrize(
    ("script", "runs"),
    [
        ("<script>x()</script>", True),
        ('<script type="module">x()</script>', True),
        ("<script id='a' type='text/javascript'>x()</script>", True),
        ('<SCRIPT data-type="json">x()</SCRIPT>', True),
        ('<script type="application/json">x()</script>', False),
        ("<script type=application/ld+json>x()</script>", False),
        ('<script src="a.js">x()</script>', False),
    ],
)
def test_scripts_are_known_by_their_type(script: str, runs: bool) -> None:
    policy = _policy("", head=HEAD.replace("</head>", f"{script}</head>"))
    assert (_hash("x()") in policy["script-src"]) is runs


@pytest.mark.parametrize(
    "content",
    [
        '<img src="https://img.example.org/badge.svg">',
        "<iframe src='//video.example.org/1'></iframe>",
        '<div style="background: url(https://img.example.org/a.png)"></div>',
        '<button onclick="buy()">Buy</button>',
        '<pre class="mermaid"><code>graph</code></pre>',
        '<source srcset="a.png, https://img.example.org/b.png">',
    ],
)
def test_a_page_by_hand_that_loads_more_has_none(content: str) -> None:
    assert _policy(content, is_ours=False) == {}
    assert _policy(content) != {}


@pytest.mark.parametrize(
    "content",
    [
        '<a href="https://example.org/" title="on time">src="https://example.org"</a>',
        '<img src="moth.png" alt="a moth on a lamp">',
        '<p>if a &lt; b then onclick="x"</p>',
    ],
)
def test_a_page_by_hand_that_loads_nothing_more_has_one(content: str) -> None:
    assert _policy(content, is_ours=False) != {}


def test_a_policy_of_ones_own_stays() -> None:
    head = HEAD.replace("<script", """<meta http-equiv='Content-Security-Policy' content="default-src *"><script""", 1)
    assert with_policy(_page("", head), "", (), is_ours=True) == _page("", head)


def test_text_about_policies_is_no_policy() -> None:
    head = HEAD.replace("<script", '<meta name="description" content="http-equiv=Content-Security-Policy"><script', 1)
    assert "default-src" in _policy("http-equiv=Content-Security-Policy", head=head)


def test_the_policy_comes_first_and_leaves_the_rest() -> None:
    finished = with_policy(_page("<p>Moths</p>"), "<p>Moths</p>", (), is_ours=True)
    assert finished.index("utf-8") < finished.index("Content-Security-Policy") < finished.index("<script>")
    assert re.sub(r"\n    <meta http-equiv=[^>]*>", "", finished) == _page("<p>Moths</p>")


@pytest.mark.parametrize(
    ("address", "origin"),
    [
        ("https://img.example.org/a/b.css?c", "https://img.example.org"),
        ("//img.example.org/a", "https://img.example.org"),
        ("https://user@img.example.org:8443/", "https://img.example.org:8443"),
        ("assets/own.css", None),
        ("https://a;script-src *", None),
    ],
)
def test_origins_are_let_through(address: str, origin: str | None) -> None:
    for directive in ("default-src", "script-src", "style-src", "img-src"):
        values = _policy("", address)[directive]
        assert [value for value in values if value.startswith("http")] == ([origin] if origin else [])


@pytest.mark.parametrize(
    ("html", "origin"),
    [
        ('<script async src="https://count.example.org/a.js"></script>', "https://count.example.org"),
        ("<img alt=logo src=//img.example.org/a.png>", "https://img.example.org"),
        ('<link href="https://css.example.org/a.css" rel="stylesheet">', "https://css.example.org"),
        ('<link rel="shortcut icon" href="https://img.example.org/i.ico">', "https://img.example.org"),
        ("<script>var u='https://stats.example.org/'; load(u + 'a.js')</script>", "https://stats.example.org"),
        ('<link rel="canonical" href="https://example.org/">', None),
        ('<link rel="alternate" href="https://example.org/feed.xml">', None),
        ('<a href="https://example.org/" title="no src">x</a>', None),
        ('<meta property="og:image" content="https://img.example.org/a.png">', None),
        ('<script type="application/json">{"a": "https://example.org/"}</script>', None),
    ],
)
def test_templates_load_from_where_they_say(html: str, origin: str | None) -> None:
    values = _policy("<p>Moths</p>", head=HEAD.replace("</head>", f"{html}</head>"))["default-src"]
    assert values == ["'self'", *([origin] if origin else [])]
    assert _policy(f"<p>{html}</p>")["default-src"] == ["'self'"]


@pytest.mark.parametrize(
    ("head", "found"),
    [
        ('<meta property="og:type" content="website">', True),
        ("<meta property=og:type content=website>", True),  # as plugins that make pages smaller leave it
        ("<meta property='og:type' content='website'>", True),
        ('<meta property="og:types">', False),
        ("<title>og:type</title>", False),
    ],
)
def test_metadata_is_found_however_it_is_quoted(head: str, found: bool) -> None:
    assert bool(METADATA.search(head)) is found


def test_indentation_of_templates_goes() -> None:
    page = "<body>\n  \n\n    <nav>\n\t<a>A  b</a>\r\n    </nav>\n  CONTENT\n\n</body>"
    assert without_indentation(page, "CONTENT") == "<body>\n<nav>\n<a>A  b</a>\n</nav>\nCONTENT\n</body>"


@pytest.mark.parametrize(
    "kept", ["<pre>\n  a\n\n  b</pre>", "<SCRIPT>a\n  b\n</SCRIPT>", "<textarea>\n\n a</textarea>", "<!--\n  a -->"]
)
def test_white_space_that_counts_stays(kept: str) -> None:
    assert without_indentation(f"<b>\n  {kept}\n  <pre>\n  c</pre>", "") == f"<b>\n{kept}\n<pre>\n  c</pre>"


def test_content_stays_as_it_is() -> None:
    content = "<p>a\n\n   b</p>"
    assert without_indentation(f"<a>\n  {content}\n  </a>", content) == f"<a>\n{content}\n</a>"
