"""Last steps on a site: a policy for each page, our search in it, and a sitemap without the time."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlsplit

_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_WORKER = 'search/worker.js"'
"""Address of our search worker, as the configuration in a page ends it."""
_TAG = re.compile("<[^>]*>")


def content_security_policy(scripts: str, origins: Iterable[str] = ()) -> str:
    """Return the Content-Security-Policy of a page (https://www.w3.org/TR/CSP3/).

    `scripts` is the HTML of the scripts that the theme puts into pages; `origins` are addresses elsewhere from which
    pages may load things, too.
    """
    more = "".join(f" {origin}" for origin in sorted({_origin(address) for address in origins} - {""}))
    digests = "".join(f" 'sha256-{_digest(script)}'" for script in dict.fromkeys(_SCRIPT.findall(scripts)))
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


def check_search(page: str) -> str:
    """Return what is wrong with a page's settings for search; empty where they name our worker."""
    settings = page.partition('<script id="__config"')[2].partition("</script>")[0]
    if settings.count(_WORKER) == 1:
        return ""
    return (
        f"expected the theme's settings to name {_WORKER} once, found it {settings.count(_WORKER)} times: "
        "overrides/main.html does not fit this version of mkdocs-material"
    )


def hand_over_pages(site: Path) -> None:
    """Turn the index that MkDocs made of hand-written pages into a script for our search engine."""
    index = site / "search" / "search_index.json"
    if not index.is_file():
        return
    found = json.loads(index.read_text(encoding="utf-8"))
    docs = [doc | {"text": " ".join(_TAG.sub(" ", doc["text"]).split())} for doc in found["docs"]]
    pages = json.dumps(docs, ensure_ascii=False, separators=(",", ":"))
    index.with_name("pages.js").write_text(f"(self.papershelfData ??= {{}}).pages = {pages};\n", encoding="utf-8")
    index.write_text(json.dumps(found | {"docs": []}), encoding="utf-8")


def pack_sitemap(site: Path) -> None:
    """Pack the sitemap anew: MkDocs stamps it with the second, which makes every build another."""
    plain, packed = site / "sitemap.xml", site / "sitemap.xml.gz"
    if plain.is_file() and packed.is_file():
        with packed.open("wb") as file, gzip.GzipFile("", "wb", fileobj=file, mtime=0) as writer:
            writer.write(plain.read_bytes())
