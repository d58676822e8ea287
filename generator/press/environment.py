"""What pages are made with, beside the seeds: whether the press may make them at all, and what they depend on."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path, PurePath
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.utils import get_build_timestamp

from generator.disk import files_in
from generator.docs import Docs
from generator.pages.html import EXTENSIONS
from generator.pages.stamps import sources

_PLUGINS = {"search", "material/search", "offline", "material/offline", "papershelf"}
"""Those of which we know that they leave our pages as they are."""
_COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
_CODE = re.compile(r"\{[{%](.*?)[%}]\}", re.DOTALL)
_BEYOND = re.compile(
    r"\bpage\s*\.\s*(?:url|file|abs_url|edit_url|markdown)\b|\b(?:pages|nav)\b|\bpage\s*[\[|)]|=\s*page\s*$"
)
"""What the templates of a project may not ask for, as we cannot know how it differs between pages of one kind."""
_ELSEWHERE = ("site_dir", "docs_dir", "config_file_path", "plugins", "theme")
"""Settings that are looked at in another way, or that do not matter."""
_PACKAGES = ("mkdocs", "mkdocs-material", "markdown", "pymdown-extensions", "pygments", "jinja2", "markupsafe", "babel")


def obstacle(config: MkDocsConfig) -> str:
    """Why the press cannot make the pages of a site; empty if it can."""
    unknown = sorted(set(config.plugins) - _PLUGINS)
    if unknown or config.hooks:
        return f"the plugin {unknown[0]} may change pages" if unknown else "hooks may change pages"
    if config.nav is None:
        return "without nav in mkdocs.yml, every page shows all others"
    if config.extra_templates:
        return "extra_templates may be files of ours"
    wanted = {name: config.mdx_configs.get(name) or {} for name in config.markdown_extensions}
    if wanted != EXTENSIONS:
        unlike = sorted(name for name in {*wanted, *EXTENSIONS} if wanted.get(name) != EXTENSIONS.get(name))
        return f"the Markdown extension {unlike[0]} is set up in another way"
    for name, text in _templates(config):
        for code in _CODE.findall(_COMMENT.sub("", text)):
            if found := _BEYOND.search(code):
                return f"{name} asks for {found[0]!r}"
    return ""


def environment(config: MkDocsConfig, docs: Docs) -> str:
    """A digest of everything that pages depend on, but what they say: equal if they would come out equal.

    Pages that the generator has not made may show in the navigation.
    """
    digest = hashlib.sha256()
    for part in _parts(config, docs):
        digest.update(part.encode("utf-8", "surrogateescape") + b"\0")
    return digest.hexdigest()


def _parts(config: MkDocsConfig, docs: Docs) -> Iterator[str]:
    yield versions()
    yield _settings(config)
    yield sources()
    for folder in config.theme.dirs:
        # Those of packages are told by their version and their sizes: each installation has times of its own.
        yield from _own(Path(folder)) if folder == config.theme.custom_dir else _sizes(Path(folder))
    yield from _pages_by_hand(config, docs)


@cache
def versions() -> str:
    """Those of the packages that make pages."""
    return " ".join(map(_version, _PACKAGES))


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def named(config: MkDocsConfig) -> str:
    """Whatever the settings and the templates of the project name, addresses of pages among it."""
    return "\n".join([_settings(config), *(text for _, text in _templates(config))])


def _settings(config: MkDocsConfig) -> str:
    settings = {name: value for name, value in config.items() if name not in _ELSEWHERE}
    plugins = {name: dict(plugin.config) for name, plugin in config.plugins.items()}
    return json.dumps([settings, dict(config.theme), plugins], default=_plain, sort_keys=True)


def _pages_by_hand(config: MkDocsConfig, docs: Docs) -> Iterator[str]:
    """Pages that the generator has not made and that show on its own ones, as they are in the navigation."""
    for leaf in _leaves(config.nav):
        src_uri = PurePath(leaf).as_posix()
        path = f"{config.docs_dir}/{src_uri}"
        if os.path.isfile(path) and not docs.is_ours(src_uri, Path(path).read_bytes()):
            yield src_uri
            yield _text(Path(path))


def _leaves(nav: Any) -> Iterator[str]:
    """The files that a navigation names."""
    if isinstance(nav, str):
        yield nav
    else:
        for part in nav.values() if isinstance(nav, dict) else nav or ():
            yield from _leaves(part)


def _templates(config: MkDocsConfig) -> Iterator[tuple[str, str]]:
    """The templates of the project itself that make pages."""
    folder = Path(config.theme.custom_dir) if config.theme.custom_dir else None
    for uri in sorted(files_in(folder)) if folder else ():
        if folder and uri.endswith(".html") and uri not in config.theme.static_templates:
            yield uri, _text(folder / uri)


def _own(folder: Path) -> Iterator[str]:
    """Everything in a folder of templates but what is only copied."""
    for uri in sorted(uri for uri in files_in(folder) if not uri.startswith("assets/")):
        text = _text(folder / uri)
        yield uri
        yield text
        if "build_date" in text or "update_date" in text:
            yield datetime.fromtimestamp(get_build_timestamp(), UTC).isoformat()


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="surrogateescape")


def _sizes(folder: Path) -> Iterator[str]:
    for path in sorted([*folder.glob("*.html"), *folder.glob("[!.]*/**/*.html")]):  # not among thousands of icons
        yield f"{path.relative_to(folder).as_posix()} {path.stat().st_size}"


def _plain(value: Any) -> str:
    text = str(value)
    return type(value).__qualname__ if " at 0x" in text else text  # not where it is in memory
