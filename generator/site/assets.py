"""Our scripts and styles as they are published: without comments and blanks."""

from __future__ import annotations

from pathlib import Path

from mkdocs.structure.files import Files

from generator.site.theme import OVERRIDES, STYLESHEET
from generator.text.minifier import minify_script, minify_styles

_NAMES = "author-filter cite explore map paper-item papershelf saved search/dialog search/results search/worker"
SCRIPTS = tuple(f"assets/javascripts/{name}.js" for name in _NAMES.split())
"""Scripts of ours; a clone of the repository may have others beside them, for which the minifier is not meant."""


def minify_assets(files: Files) -> None:
    """Minify our scripts and styles among the files of a site; what a project has in their places stays as it is."""
    for uri in (*SCRIPTS, STYLESHEET):
        file = files.get_file_from_path(uri)
        if file and file.abs_src_path and Path(file.abs_src_path).resolve() == OVERRIDES.resolve() / uri:
            minify = minify_styles if uri == STYLESHEET else minify_script
            file.content_bytes = minify(file.content_string).encode()
