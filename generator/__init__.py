"""Papershelf: a static, documentation-style site from plain-text listings of papers.

    seeds/ -> sources -> byline -> catalog -> analysis -> formats, pages, search -> render -> build -> docs/
    docs/  -> site and MkDocs -> site/

Each package takes the results of those before it; what cannot be read travels along as `Problem`s. `build.py` has the
pipeline. There are two entry points: the command line (`cli`) and the plugin that MkDocs loads (`plugin`).
"""

__version__ = "0.1.0"
