"""Page skeletons: what the theme's template makes of pages of one kind, with a placeholder for each value of a page.

A template is rendered once with marks in place of a page's own values. Where a mark comes out, so does the value of
any other page of the kind, written in the same way. This holds for the templates that are shipped, which write values
and do not look at them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from markupsafe import Markup, escape

from generator.pages.nodes import Page, SectionHeading
from generator.site.files import digest_of

SLOTS = ("description", "json_ld", "feed", "preview")
"""Names in the front matter whose texts differ from page to page."""
_START, _END = "\ue000", "\ue001"
_MARK = re.compile(f"{_START}.*?{_END}", re.DOTALL)
_PROBE = "<h1>&amp;\"'</h1>"
"""Part of each mark, which tells apart the ways in which a template may write a value."""
_WAYS: tuple[Callable[[str], str], ...] = (
    str,
    lambda value: str(escape(value)),
    lambda value: str(escape(Markup(value).striptags())),
    lambda value: Markup(value).striptags(),
)


def kind_of(page: Page) -> str:
    """Return what a page has in common with others of which the templates make the same, but for their values."""
    meta = {name: len(str(value)) > 0 if name in SLOTS else value for name, value in page.meta.items()}
    tags = len(page.meta.get("citation_tags", ()))
    meta.pop("citation_tags", None)
    sections = sum(isinstance(block, SectionHeading) for block in page.blocks)
    is_index = f"/{page.src_uri}".endswith("/index.md")
    return repr((page.src_uri.count("/") - is_index, sorted(meta.items()), tags, sections))


@dataclass(frozen=True)
class Skeleton:
    """A page of which only the values are missing."""

    parts: Sequence[bytes | tuple[str, int]]
    """Text, encoded, and placeholders: the name of a value, and the place in `_WAYS` of the way to write it."""

    @cached_property
    def digest(self) -> str:
        """Digest of all that the pages have in common."""
        return digest_of(repr(self.parts).encode())

    def fill(self, values: Mapping[str, str]) -> bytes:
        """Return the page that has these values."""
        written: dict[tuple[str, int], bytes] = {}
        for part in self.parts:
            if isinstance(part, tuple) and part not in written:
                written[part] = encode(_WAYS[part[1]](values[part[0]]))
        return b"".join([part if isinstance(part, bytes) else written[part] for part in self.parts])


def make_skeleton(names: Sequence[str], render: Callable[[Mapping[str, str]], str]) -> Skeleton | None:
    """Return the skeleton of what `render` makes of values; None if one is written in no known way."""
    marks = {name: f"{_START}{name}{_PROBE}{_END}" for name in names}
    ways = {_WAYS[way](mark): (name, way) for name, mark in marks.items() for way in reversed(range(len(_WAYS)))}
    output = render(marks)
    parts: list[bytes | tuple[str, int]] = []
    end = 0
    for match in _MARK.finditer(output):
        if match[0] not in ways:
            return None
        parts += [encode(output[end : match.start()]), ways[match[0]]]
        end = match.end()
    parts.append(encode(output[end:]))
    return None if any(isinstance(part, bytes) and encode(_START) in part for part in parts) else Skeleton(parts)


def encode(text: str) -> bytes:
    """Return text as MkDocs writes it to the disk."""
    return text.encode("utf-8", errors="xmlcharrefreplace")
