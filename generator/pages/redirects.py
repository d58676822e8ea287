"""Addresses at which pages stood that have others now: each leads on, without the theme and without scripts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape

from generator.config import SiteConfig
from generator.pages.routes import DocsFile

_PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'">
<title>Moved</title>
<link rel="canonical" href="{canonical}">
<meta name="robots" content="noindex">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="refresh" content="0; url={address}">
<p>This page has another address now: <a href="{address}">{shown}</a></p>
</html>
"""


def redirect_files(moved: Mapping[str, str], facts: SiteConfig) -> Iterator[DocsFile]:
    """A file for each address of a paper that leads elsewhere; both by the keys of the papers."""
    for old, new in moved.items():
        # Not Markdown, so that neither search nor the sitemap finds it.
        src_uri = f"papers/{old}/index.html" if facts.directory_urls else f"papers/{old}.html"
        there = f"papers/{new}.md"
        address, canonical = facts.relative(there, src_uri), facts.address(there, src_uri)
        text = _PAGE.format(address=escape(address), canonical=escape(canonical), shown=escape(facts.path(there)))
        yield DocsFile(src_uri, text)
