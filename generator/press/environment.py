"""What pages are made with, beside the seeds: whether the press may make them at all, and what they depend on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.utils import get_build_timestamp, is_markdown_file

from generator.docs import files_in
from generator.pages.html import EXTENSIONS
from generator.pages.stamps import sources

_PLUGINS = {"search", "material/search", "offline", "material/offline", "papershelf"}
"""Those of which we know that they leave our pages as they are."""
_PACKAGES = ("mkdocs", "mkdocs-material", "markdown", "pymdown-extensions", "pygments", "jinja2", "markupsafe")


def obstacle(config: MkDocsConfig) -> str:
    """Why the press cannot make the pages of a site; empty if it can."""
    unknown = sorted(set(config.plugins) - _PLUGINS)
    if unknown or config.hooks:
        return f"the plugin {unknown[0]} may change pages" if unknown else "hooks may change pages"
    wanted = {name: config.mdx_configs.get(name) or {} for name in config.markdown_extensions}
    if wanted != EXTENSIONS:
        unlike = sorted(name for name in {*wanted, *EXTENSIONS} if wanted.get(name) != EXTENSIONS.get(name))
        return f"the Markdown extension {unlike[0]} is set up in another way"
    return ""


def environment(config: MkDocsConfig, ours: Mapping[str, object]) -> str:
    """A digest of everything that pages depend on, but what they say: equal if they would come out equal.

    `ours` has the files of `docs/` that the generator makes; all other pages may show in the navigation.
    """
    digest = hashlib.sha256()
    for part in _parts(config, ours):
        digest.update(part.encode("utf-8", "surrogateescape") + b"\0")
    return digest.hexdigest()


def _parts(config: MkDocsConfig, ours: Mapping[str, object]) -> Iterator[str]:
    for package in _PACKAGES:
        try:
            yield version(package)
        except PackageNotFoundError:
            yield ""
    settings = [{name: value for name, value in part.items() if name != "site_dir"} for part in config.user_configs]
    yield json.dumps([config.site_url, config.use_directory_urls, settings], default=_name, sort_keys=True)
    yield sources()
    for folder in config.theme.dirs:
        # Those of packages are told by their version and their sizes: each installation has times of its own.
        yield from _contents(Path(folder), "*.html") if folder == config.theme.custom_dir else _sizes(Path(folder))
    docs = Path(config.docs_dir)
    for src_uri in sorted(uri for uri in files_in(docs) if is_markdown_file(uri) and uri not in ours):
        yield src_uri
        yield (docs / src_uri).read_text(encoding="utf-8", errors="surrogateescape")


def _contents(folder: Path, pattern: str) -> Iterator[str]:
    for path in sorted(folder.rglob(pattern)):
        text = path.read_text(encoding="utf-8", errors="surrogateescape")
        yield path.relative_to(folder).as_posix()
        yield text
        if path.suffix == ".html" and ("build_date" in text or "update_date" in text):
            yield datetime.fromtimestamp(get_build_timestamp(), UTC).isoformat()


def _sizes(folder: Path) -> Iterator[str]:
    for path in sorted(folder.rglob("*.html")):
        yield f"{path.relative_to(folder).as_posix()} {path.stat().st_size}"


def _name(value: Any) -> str:
    return str(getattr(value, "__qualname__", type(value).__qualname__))
