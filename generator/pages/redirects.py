"""Redirects from former addresses of papers to their current ones, as HTML files without theme and scripts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape

from generator.config import SiteConfig
from generator.pages.routes import DocsFile

_TEMPLATE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'">
<title>Page moved</title>
<link rel="canonical" href="{canonical}">
<meta name="robots" content="noindex">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="refresh" content="0; url={address}">
<p>This page has moved to <a href="{address}">{shown}</a></p>
</html>
"""


def redirect_files(redirects: Mapping[str, str], site: SiteConfig) -> Iterator[DocsFile]:
    """Yield a file for each redirect; `redirects` maps former keys of papers to current ones."""
    for old, new in redirects.items():
        # Not Markdown, so that neither search nor the sitemap includes it.
        src_uri = f"papers/{old}/index.html" if site.directory_urls else f"papers/{old}.html"
        target = f"papers/{new}.md"
        address, canonical = site.relative_url(target, src_uri), site.url_for(target, src_uri)
        text = _TEMPLATE.format(
            address=escape(address), canonical=escape(canonical), shown=escape(site.folder + site.url_path(target))
        )
        yield DocsFile(src_uri, text)
