"""What is left to do when MkDocs has made a site: its search index for our engine, and a sitemap without the time."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path

_WORKER = 'search/worker.js"'
"""Address of our search worker, as the configuration in a page ends it."""
_TAG = re.compile("<[^>]*>")


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
    """Write what MkDocs found in hand-written pages as a script for our search engine, in place of its own index."""
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
