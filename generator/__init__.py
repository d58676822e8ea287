"""Papershelf: a static, documentation-style site out of a plain-text listing of papers.

The data flows one way; each room takes what the one before it made, and what cannot be understood travels along
as `Problem`s:

    seeds/ -> listing -> byline -> catalog -> topics, index, related -> pages -> docs/ -> MkDocs -> site/

`collection` composes the rooms up to the pages, `shelf` alone reads seeds and writes pages, and there are two
doors: the command line (`cli`) and the plugin that MkDocs loads (`plugin`).
"""

__version__ = "0.1.0"
