"""New projects: the first files of a site for papers of one's own. Files that are there already are kept."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from generator import __version__
from generator.models import read_data, visible
from generator.pages.routes import FOLDERS, ROOT_FILES
from generator.site.docs_folder import MANIFEST
from generator.site.files import read_if_there
from generator.site.theme import OVERRIDES
from generator.text.markdown import escape_markdown, to_yaml

CONFIG = "mkdocs.yml"
"""Configuration of a project, relative to its root."""
IGNORED = ".gitignore"
"""File that lists what git ignores, relative to the root."""
_SEEDS = {
    "seeds/papers.txt": "papers.txt",
    "seeds/corrections.yml": "corrections.yml",
    "seeds/topics.yml": "topics.yml",
}
"""Templates in `generator/data/new` of the files that every project needs, by their paths."""
_SITE = {
    CONFIG: "mkdocs.yml",
    "docs/about.md": "about.md",
    IGNORED: "gitignore",
    "requirements.txt": "requirements.txt",
    "README.md": "README.md",
}
"""Templates of the files that a MkDocs project has already."""
_GITHUB = {"requirements.txt": "requirements.txt", ".github/workflows/site.yml": "github-site.yml"}
"""Templates of the workflow, and of what it installs."""
_ENTRY = """Add the plugin to mkdocs.yml, under plugins:

  - papershelf:
      folder: papers  # the collection is at docs/papers/; without this line, at the root of the site"""
_OUR_PLUGIN = re.compile(r"^(?:plugins:)?[^#:\n]*\bpapershelf\b", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class NewProject:
    """Outcome of making a project; paths are relative to its root, with slashes."""

    root: Path
    written: tuple[str, ...]
    kept: tuple[str, ...]
    """Files that were there before."""
    lacks_plugin: bool
    """Whether the configuration was there before and does not name the plugin."""
    not_ignored: tuple[str, ...]
    """Lines that a `.gitignore` that was there before lacks."""

    def __str__(self) -> str:
        """Return what was written, what was kept, and what to do next."""
        lines = [f"wrote {visible(str(self.root / path))}" for path in self.written]
        lines += [f"kept {visible(str(self.root / path))}, which was there" for path in self.kept]
        if self.not_ignored:
            lines += ["", "Add to .gitignore what a build makes:", "", *self.not_ignored]
        if self.lacks_plugin:
            lines += ["", _ENTRY]
        elsewhere = self.root.resolve() != Path.cwd()
        where = f"In {visible(str(self.root))}, run" if elsewhere else "Run"
        lines += ["", f"{where} 'papershelf build' to build the site, or 'papershelf serve' to see it while you edit."]
        return "\n".join(lines)


def make_project(
    root: Path, *, listings: Sequence[Path] = (), github: bool = False, overrides: bool = False
) -> NewProject:
    """Write the files of a new project that are not there yet.

    A MkDocs project gets only the seeds, and those only if it has none. `listings` are files to copy into the seeds in
    place of the example. With `github`, a workflow is added; with `overrides`, our templates, styles and scripts.
    Raises `OSError` where something cannot be written.
    """
    config, ignored = root / CONFIG, root / IGNORED
    is_mkdocs = config.is_file()
    seeds = {} if listings or (is_mkdocs and (root / "seeds").is_dir()) else _SEEDS
    templates = {**({CONFIG: _SITE[CONFIG]} if is_mkdocs else _SITE), **seeds, **(_GITHUB if github else {})}
    about = "Papers on moths and lanterns." if seeds else "A collection of papers."
    contents = {
        path: _filled(read_data(f"new/{name}").decode(), root, about).encode() for path, name in templates.items()
    }
    contents |= {f"seeds/{path.name}": path.read_bytes() for path in listings}
    contents |= _overrides() if overrides else {}
    is_written = {path: _write_new(root / path, content) for path, content in contents.items()}
    there = _read(ignored).splitlines()
    wanted = contents.get(IGNORED, b"").decode().splitlines()
    return NewProject(
        root,
        written=tuple(path for path in contents if is_written[path]),
        kept=tuple(path for path in contents if not is_written[path]),
        lacks_plugin=is_mkdocs and not _OUR_PLUGIN.search(_read(config)),
        not_ignored=tuple(line for line in wanted if line.strip("/") and line not in there),
    )


def _overrides() -> dict[str, bytes]:
    """Return our templates, styles and scripts, by their paths in a project."""
    files = sorted(path for path in OVERRIDES.rglob("*") if path.is_file())
    return {f"overrides/{path.relative_to(OVERRIDES).as_posix()}": path.read_bytes() for path in files}


def _filled(template: str, root: Path, about: str) -> str:
    """Return a template with its placeholders, such as `@title@`, filled in."""
    folder = root.resolve().name.encode("utf-8", "replace").decode()
    name = " ".join(folder.split()) or "Papers"
    values = {
        "site_name": to_yaml({"site_name": name}).rstrip("\n"),
        "description": to_yaml({"site_description": about}).rstrip("\n"),
        "title": escape_markdown(name),
        "version": __version__,
        "generated": "\n".join(f"/docs/{path}" for path in (*(f"{one}/" for one in FOLDERS), *ROOT_FILES, MANIFEST)),
    }
    return re.sub("@([a-z_]+)@", lambda found: values.get(found[1], found[0]), template)


def _read(path: Path) -> str:
    return (read_if_there(path) or b"").decode("utf-8", "replace")


def _write_new(path: Path, content: bytes) -> bool:
    """Write a file unless there is one, or a link; return whether it was written."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("xb") as file:
            file.write(content)
    except FileExistsError:
        return False
    return True
