"""Additions to the settings of a project: our templates, styles and scripts, below its own and above the theme's."""

from __future__ import annotations

import re
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import jinja2
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import ConfigurationError

from generator.pages.html import EXTENSIONS

_PACKAGED = Path(__file__).resolve().parent.parent / "overrides"
OVERRIDES = _PACKAGED if _PACKAGED.is_dir() else _PACKAGED.parent.parent / "overrides"
"""Folder of our templates and assets: within the installed package or, in a checkout, beside it."""
STYLESHEET = "assets/stylesheets/papershelf.css"
SCRIPT = "assets/javascripts/papershelf.js"
METADATA = re.compile(r"""property\s*=\s*["']?og:type\b""")
"""Beginning of the metadata that our templates write into each page."""
FONT_ORIGINS = ("https://fonts.googleapis.com", "https://fonts.gstatic.com")
"""Addresses from which the theme loads a font that the user has chosen."""
ANALYTICS_ORIGINS = (
    "https://*.googletagmanager.com",
    "https://*.google-analytics.com",
    "https://*.analytics.google.com",
)
"""Addresses that the analytics of the theme need where their provider is google."""
_CONFLICTS: Mapping[str, str] = {
    "encryptcontent": "it hides pages from the search of the theme, but not from that of papershelf, which would "
    "publish their text",
    "exclude-search": "it changes the search of the theme, whose place papershelf takes: write search: {exclude: true} "
    "into the front matter of pages instead",
    "i18n": "it builds the site once for each language, and papershelf once for all",
}
"""Plugins that cannot work together with ours, and why."""
_THEME = "theme"
"""Prefix under which our templates find those of the theme that have the same names."""


def adapt_config(config: MkDocsConfig) -> None:
    """Add to the settings what our pages need and the user has not set; a second call changes nothing.

    Raises `mkdocs.exceptions.ConfigurationError` if the theme is not Material or one made from it, or if there is a
    plugin that cannot work together with ours.
    """
    _check_plugins(config)
    _add_templates(config)
    _add_assets(config)
    _add_extensions(config)
    _switch_off_search(config)
    if not _has_chosen_font(config):
        config.theme["font"] = False  # nothing is fetched from elsewhere unless the user asks for it


def _check_plugins(config: MkDocsConfig) -> None:
    for name, reason in _CONFLICTS.items():
        if name in config.plugins:
            raise ConfigurationError(f"papershelf: expected plugins that work together with it, found {name}: {reason}")


def _add_templates(config: MkDocsConfig) -> None:
    dirs = config.theme.dirs
    if not OVERRIDES.is_dir():
        raise ConfigurationError(
            f"papershelf: expected the package's templates in {OVERRIDES}, found none: reinstall Papershelf"
        )
    if not any((Path(folder) / "partials/header.html").is_file() for folder in dirs):
        name = config.theme.name or config.theme.custom_dir
        raise ConfigurationError(f"papershelf: expected the theme material, or one made from it, found {name!r}")
    if not any(_is_ours(folder) for folder in dirs):
        dirs.insert(1 if config.theme.custom_dir else 0, str(OVERRIDES))


def _add_assets(config: MkDocsConfig) -> None:
    if STYLESHEET not in config.extra_css:
        config.extra_css.insert(0, STYLESHEET)
    scripts = config.extra_javascript
    scripts[:] = [SCRIPT if str(script) == SCRIPT else script for script in scripts]  # not as a module, nor deferred
    if SCRIPT not in scripts:
        scripts.insert(0, SCRIPT)


def _add_extensions(config: MkDocsConfig) -> None:
    for name, settings in EXTENSIONS.items():
        if name not in config.markdown_extensions:
            config.markdown_extensions.append(name)
            config.mdx_configs.setdefault(name, dict(settings))


def _switch_off_search(config: MkDocsConfig) -> None:
    """Switch off the search of the theme, which ours replaces, and the script that it needs without a server."""
    for name, plugin in config.plugins.items():
        if name.rpartition("/")[2] == "search" and "enabled" in plugin.config:
            plugin.config["enabled"] = False
    scripts = config.extra.get("polyfills")
    if scripts:
        config.extra["polyfills"] = [script for script in scripts if "iframe-worker" not in str(script)]


def _has_chosen_font(config: MkDocsConfig) -> bool:
    """Return whether the user has set the font of the theme, whose own settings do not tell it from a default."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        settings: Sequence[Mapping[str, Any]] = getattr(config, "user_configs", ())
    themes = [patch.get("theme") for patch in settings]
    return any(isinstance(theme, Mapping) and "font" in theme for theme in themes)


def _is_ours(folder: str) -> bool:
    return Path(folder).resolve() == OVERRIDES.resolve()


def is_offline(config: MkDocsConfig) -> bool:
    """Return whether the site is to work without a server."""
    return any(
        name.rpartition("/")[2] == "offline" and plugin.config.get("enabled") for name, plugin in config.plugins.items()
    )


def template_dirs(config: MkDocsConfig) -> tuple[list[str], list[str]]:
    """Return the folders of templates of the user, and those of the theme, with ours between them."""
    dirs = list(config.theme.dirs)
    place = next(place for place, folder in enumerate(dirs) if _is_ours(folder))
    return dirs[:place], dirs[place + 1 :]


def template_loader(config: MkDocsConfig) -> jinja2.BaseLoader:
    """Return a loader with which templates that extend `base.html`, such as a user's own, inherit our blocks.

    Our `main.html` is found as `base.html`; it extends that of the user or the theme, named in `template_globals`.
    """
    own, of_theme = template_dirs(config)
    ours, others = jinja2.FileSystemLoader(OVERRIDES), jinja2.FileSystemLoader([*own, *of_theme])
    base = jinja2.FunctionLoader(lambda name: _source(ours, "main.html") if name == "base.html" else None)
    return jinja2.ChoiceLoader(
        [base, jinja2.FileSystemLoader(own), ours, others, jinja2.PrefixLoader({_THEME: others})]
    )


def _source(loader: jinja2.BaseLoader, name: str) -> Any:
    return loader.get_source(jinja2.Environment(), name)


def template_globals() -> Mapping[str, str]:
    """Return the variables that our templates need."""
    return {"theme_base": f"{_THEME}/base.html"}
