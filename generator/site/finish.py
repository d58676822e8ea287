"""Last steps of a build: check each page, make it smaller, give it a policy, and pack the sitemap without the time."""

from __future__ import annotations

import base64
import gzip
import hashlib
import logging
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from urllib.parse import urlsplit

import mkdocs
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.pages import Page

from generator.site.theme import ANALYTICS_ORIGINS, FONT_ORIGINS, METADATA, SCRIPT, is_offline

log = logging.getLogger(f"{mkdocs.__name__}.plugins.papershelf")
_SCRIPT = re.compile(r"<script\b((?![^>]*\ssrc=)[^>]*)>(.*?)</script>", re.DOTALL | re.IGNORECASE)
"""Script within a page: its attributes and its text."""
_DATA = re.compile(r"""(?:^|\s)type\s*=\s*(?!["']?(?:module|text/javascript|application/javascript))""", re.IGNORECASE)
"""Attribute of a script that browsers do not run, such as JSON."""
_HEAD = re.compile(r"<head\b[^>]*>(?:\s*<meta charset=[^>]*>)?", re.IGNORECASE)
_LOADED = re.compile(
    r"""<(?:script|img|iframe|source|link(?=[^>]*\srel\s*=\s*["']?[^"'>]*\b(?:stylesheet|icon|preload|modulepreload)\b))"""
    r"""\b[^>]*?\s(?:src|href)\s*=\s*["']?((?:https?:)?//[^"'\s>]+)""",
    re.IGNORECASE,
)
"""HTML that loads something from elsewhere: its address."""
_NAMED = re.compile(r"""["'`]((?:https?:)?//[\w.:-]+)""")
"""Address within a script, from which it may load something."""
_OWN_POLICY = re.compile(r"""<meta\s+http-equiv\s*=\s*["']?Content-Security-Policy""", re.IGNORECASE)
_LOADS_MORE = re.compile(
    r"""<(?!a\b)[^<>]*\s(?:src|srcset|data|poster|style)\s*=\s*["']?[^"'>]*//|<[^<>]*\son[a-z]+\s*=|\bmermaid\b""",
    re.IGNORECASE,
)
"""HTML that loads something from elsewhere, or runs a script, in a way that the policy would not let through."""
_SPACE = re.compile(
    r"(?P<kept><(?P<name>script|style|pre|textarea)\b.*?</(?P=name)\s*>|<!--.*?-->)|\s*\n\s*", re.DOTALL | re.IGNORECASE
)
"""White space with a line break, of which one character is as good as many, except where HTML keeps it."""

_EXPECTED: Mapping[re.Pattern[str], str] = {
    METADATA: "expected metadata in each page, found none in %s: link previews, feed readers and reference managers "
    "need it; one of your templates replaces the block site_meta without super()",
    re.compile(r"\bmd-header__inner\b"): "expected the theme's header in each page, found no element of the class "
    "md-header__inner in %s: there is no button for search, only its key /; one of your templates replaces the header",
}
"""Patterns that each page has to contain, and the warnings for the first page that lacks one."""


class PageFinisher:
    """Checks rendered pages, makes ours smaller, and writes the policy into them."""

    def __init__(self, config: MkDocsConfig, trusted_origins: Iterable[str], *, has_policy: bool) -> None:
        """`trusted_origins` are addresses from which pages may load things; `has_policy` is false where others put
        scripts into pages, as the server does to reload them.
        """
        scripts = (str(script) for script in config.extra_javascript)
        fonts = FONT_ORIGINS if config.theme.get("font") else ()
        analytics = ANALYTICS_ORIGINS if (config.extra.get("analytics") or {}).get("provider") == "google" else ()
        self._origins = (*trusted_origins, *config.extra_css, *scripts, *fonts, *analytics)
        self._has_policy = has_policy and not is_offline(config)
        self._told = set[re.Pattern[str]]()

    def finish(self, output: str, page: Page, *, is_ours: bool) -> str:
        """Return a page as it is published; `is_ours` tells whether it comes from seeds.

        Raises `mkdocs.exceptions.PluginError` if it lacks our script, without which there is no search.
        """
        if is_ours or "template" not in page.meta:  # a page by hand with a template of its own is what its author wants
            self._check(output, page.file.src_uri)
        content = page.content or ""
        if is_ours:
            output = without_indentation(output, content)
        return self.add_policy(output, content, is_ours=is_ours)

    def _check(self, output: str, src_uri: str) -> None:
        if SCRIPT.rpartition("/")[2] not in output:
            raise PluginError(
                f"papershelf: expected {SCRIPT} in each page, found none in {src_uri}: search would "
                "not work; one of your templates replaces a part of the theme without super()"
            )
        for expected, message in _EXPECTED.items():
            if expected not in self._told and not expected.search(output):
                self._told.add(expected)
                log.warning(f"papershelf: {message}", src_uri)

    def add_policy(self, output: str, content: str = "", *, is_ours: bool = True) -> str:
        """Return a page with its policy."""
        return with_policy(output, content, self._origins, is_ours=is_ours) if self._has_policy else output


def without_indentation(page: str, content: str) -> str:
    """Return a page without the indentation and the empty lines of its templates; `content` stays as it is.

    They are a third of a page that says little, and there is one for each author.
    """
    frame = page.split(content) if content else [page]
    return content.join(_SPACE.sub(lambda found: found["kept"] or "\n", part) for part in frame)


def with_policy(page: str, content: str, origins: Iterable[str], *, is_ours: bool) -> str:
    """Return a finished page with a Content-Security-Policy (https://www.w3.org/TR/CSP3/) in its head.

    It lets through what comes from the site, from `origins`, and from where the templates around `content` load
    something; and scripts that are written into the page, within `content` only if the page is not ours, as that comes
    from seeds. A page written by hand that loads more than that, and one that has a policy, is returned as it is.
    """
    if _OWN_POLICY.search(page) or (not is_ours and _LOADS_MORE.search(content)):
        return page
    frame = page.replace(content, "") if content else page
    scripts = [text for attributes, text in _SCRIPT.findall(frame if is_ours else page) if not _DATA.search(attributes)]
    loaded = (*_LOADED.findall(frame), *_NAMED.findall("".join(scripts)))
    policy = content_security_policy(scripts, (*origins, *loaded))
    tag = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    return _HEAD.sub(lambda head: f"{head[0]}\n    {tag}", page, count=1)


def content_security_policy(scripts: Iterable[str], origins: Iterable[str] = ()) -> str:
    """Return a policy that lets through some scripts, given as their texts, and all that comes from some addresses."""
    more = "".join(f" {origin}" for origin in sorted({_origin(address) for address in origins} - {""}))
    digests = "".join(f" 'sha256-{_digest(script)}'" for script in dict.fromkeys(scripts))
    directives = (
        f"default-src 'self'{more}",
        f"script-src 'self'{digests}{more}",
        f"style-src 'self' 'unsafe-inline'{more}",  # the theme has styles in attributes
        f"img-src 'self' data:{more}",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
    )
    return "; ".join(directives)


def _digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode("utf-8", "replace")).digest()).decode()


def _origin(address: str) -> str:
    """Return the origin of a web address, empty for others; what would end a directive is no part of one."""
    parts = urlsplit(address if "//" in address else "")
    host = parts.netloc.rpartition("@")[2]
    return f"{parts.scheme or 'https'}://{host}" if re.fullmatch(r"[\w.*:-]+", host) else ""


def pack_sitemap(site: Path) -> None:
    """Pack the sitemap anew: MkDocs stamps it with the second, which makes every build another."""
    plain, packed = site / "sitemap.xml", site / "sitemap.xml.gz"
    if plain.is_file() and packed.is_file():
        with packed.open("wb") as file, gzip.GzipFile("", "wb", fileobj=file, mtime=0) as writer:
            writer.write(plain.read_bytes())
