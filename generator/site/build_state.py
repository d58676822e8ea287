"""The state of a build, its inputs and its outputs, which tells that nothing has changed since."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig

from generator.config import Project, build_day
from generator.models import fingerprint
from generator.site.docs_folder import other_paths, own_paths
from generator.site.files import Signature, signature_of
from generator.site.theme import OVERRIDES

_ELSEWHERE = ("site_dir", "docs_dir", "plugins", "theme")
"""Settings that are compared in another way."""


def state_of_inputs(config: MkDocsConfig, project: Project) -> str:
    """Return a digest of the settings, the seeds, the templates and the hand-written pages as they are."""
    settings = {name: value for name, value in config.items() if name not in _ELSEWHERE}
    plugins = {name: dict(getattr(plugin, "config", {})) for name, plugin in config.plugins.items()}
    described = json.dumps([settings, dict(config.theme), plugins], default=_plain, sort_keys=True)
    seeds = [path.read_bytes() for path in sorted(project.seeds_dir.rglob("*")) if path.is_file()]
    templates = [OVERRIDES, *([Path(config.theme.custom_dir)] if config.theme.custom_dir else [])]
    by_hand = sorted(other_paths(project))
    return fingerprint(
        build_day(),
        described,
        seeds,
        *map(_state, [project.root / project.config_name, project.seeds_dir, *templates, *by_hand]),
    )


def state_of_outputs(project: Project, site: Path) -> str:
    """Return a digest of the files under `docs/` and of those of the site as they are."""
    return fingerprint(*map(_state, [*own_paths(project), site]))


def _state(path: Path) -> list[tuple[str, Signature | None]]:
    """Return the paths and signatures of all files in a folder, or those of a file."""
    within = [f"{folder}/{name}" for folder, _, names in os.walk(path, followlinks=True) for name in names]
    return [(name, signature_of(name)) for name in sorted(within or [str(path)])]


def _plain(value: Any) -> str:
    text = str(value)
    return type(value).__qualname__ if " at 0x" in text else text  # not where it is in memory
