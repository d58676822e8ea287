"""The outline of `docs/`: what MkDocs is shown of it, which is all but the folders in which everything is ours.

MkDocs would look at each file there, which takes a tenth of a build in which one paper has changed.
"""

from __future__ import annotations

import os
from collections.abc import Collection
from pathlib import Path

from generator.pages.routes import FOLDERS


def draw_outline(docs_dir: str, ours: Collection[str], outline: Path) -> set[str]:
    """Make an outline of a folder as another folder, of links; `ours` are files by their `src_uri`.

    Gives the names of the folders that it leaves out: none where it cannot be made, as without links or permission.
    """
    try:
        with os.scandir(docs_dir) as entries:
            names = [entry.name for entry in entries]
        hidden = {name for name in names if name in FOLDERS and _is_ours(f"{docs_dir}/{name}", name, ours)}
        outline.mkdir(parents=True)
        for name in names:
            if name not in hidden:
                (outline / name).symlink_to(os.path.join(docs_dir, name))
    except OSError:
        return set()
    return hidden


def _is_ours(folder: str, uri: str, ours: Collection[str]) -> bool:
    """Whether everything within a folder, which has the name `uri` within `docs/`, is ours."""
    with os.scandir(folder) as entries:
        return all(
            _is_ours(entry.path, f"{uri}/{entry.name}", ours)
            if entry.is_dir(follow_symlinks=False)
            else f"{uri}/{entry.name}" in ours
            for entry in entries
        )
