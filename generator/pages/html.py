"""Renders pages as HTML, byte for byte as Python-Markdown renders the Markdown of the same pages.

This holds for the extensions in `EXTENSIONS`; a test compares the two.
"""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from markdown.extensions.toc import slugify, unique

from generator.config import SiteConfig
from generator.pages import nodes
from generator.pages.markdown import cached_item, link_label, render_datum, render_figure, render_span
from generator.pages.routes import is_web
from generator.text.latex import Anchor, Formula, RichTextNode, Styled, Text
from generator.text.markdown import (
    code_text,
    escape_attribute,
    escape_inline,
    escape_line_start,
    escape_markdown,
    escape_url,
    render_formula,
)

EXTENSIONS: Mapping[str, Mapping[str, Any]] = {
    "toc": {},
    "tables": {},
    "fenced_code": {},
    "admonition": {},
    "attr_list": {},
    "def_list": {},
    "md_in_html": {},
    "pymdownx.details": {},
    "pymdownx.highlight": {"anchor_linenums": False},
    "pymdownx.superfences": {},
    "pymdownx.tabbed": {"alternate_style": True},
}
"""Extensions of Python-Markdown that the HTML is equal for, with their settings.

`toc` may have `permalink: true`, and `pymdownx.highlight` the settings in `CODE_SETTINGS`.
"""
CODE_SETTINGS = ("anchor_linenums", "line_spans", "pygments_lang_class")
"""Settings of `pymdownx.highlight` that the HTML follows."""
HARMLESS = frozenset(
    """
    abbr footnotes meta pymdownx.arithmatex pymdownx.betterem pymdownx.caret pymdownx.emoji pymdownx.inlinehilite
    pymdownx.keys pymdownx.mark pymdownx.smartsymbols pymdownx.snippets pymdownx.tasklist pymdownx.tilde
    """.split()
)
"""Extensions that leave the HTML as it is, as the text of seeds has none of their syntax.

There is one exception: snippets would take a line with the mark of a section, `--8<-- [start:name]`, out of a citation.
"""


@dataclass(frozen=True, slots=True)
class Html:
    """The rendered content of a page, without the template around it."""

    content: str
    title: str
    """The title, as HTML."""
    contents: tuple[tuple[str, str], ...]
    """Id and HTML of the page's title and of each section heading."""


_CHECKED = 'checked="checked" '
_PATH_END = re.compile("[?#]")
_ROOT, _END = "\x02", "\x03"
"""Enclose an address within the site, until the page that it is on is known. They cannot be part of a text."""


class HtmlWriter:
    """Renders pages. Recurring items are rendered once."""

    def __init__(
        self, site: SiteConfig, *, permalinks: bool = True, highlight: Mapping[str, Any] = MappingProxyType({})
    ) -> None:
        """`permalinks` tells whether headings link to themselves, as with `permalink: true` of `toc`; `highlight` are
        the settings of `pymdownx.highlight`.
        """
        self._site = site
        self._permalinks = permalinks
        self._has_anchors, self._line_spans, self._has_language = map(highlight.get, CODE_SETTINGS)
        self._items: dict[str, str] = {}
        self._renderers: Mapping[type, Callable[[Any], str]] = {
            str: escape_inline,
            nodes.Hyperlink: lru_cache(maxsize=1 << 15)(self._link),
            nodes.Span: render_span,
            nodes.Datum: render_datum,
            nodes.RichText: lambda rich_text: _rich_text(rich_text.nodes).strip(),
        }
        # Of the page that is being rendered:
        self._tab_sets = self._code_blocks = 0
        self._ids: set[str] = set()
        self._contents: list[tuple[str, str]] = []

    def write(self, page: nodes.Page) -> Html:
        """Return the HTML of a page."""
        self._tab_sets = self._code_blocks = 0
        self._ids = {block.anchor for block in page.blocks if isinstance(block, nodes.SectionHeading) and block.anchor}
        self._contents = []
        content = f"{self._heading('h1', page.title, '')}\n{self._blocks(page.blocks)}".strip()
        folder = posixpath.dirname(self._site.url_path(page.src_uri))
        return Html(_resolved(content, folder), self._contents[0][1], tuple(self._contents))

    def _blocks(self, blocks: Iterable[nodes.Block]) -> str:
        return "\n".join(map(self._block, blocks))

    def _block(self, block: nodes.Block) -> str:
        match block:
            case nodes.SectionHeading(text, anchor):
                return self._heading("h2", text, anchor)
            case nodes.Paragraph(inlines, css_class):
                return f"<p{_class(css_class)}>{escape_line_start(self._inlines(inlines))}</p>"
            case nodes.BulletList():
                return self._list(block)
            case nodes.DefinitionList(rows):
                pairs = ((escape_markdown(term), self._inlines(inlines)) for term, inlines in rows)
                items = "".join(f"<dt>{term}</dt>\n<dd>{definition}</dd>\n" for term, definition in pairs)
                return f'<div class="ps-terms">\n<dl>\n{items}</dl>\n</div>'
            case nodes.Table(head, rows):
                body = "".join(f"<tr>\n{_cells('td', row)}</tr>\n" for row in rows)
                return f"<table>\n<thead>\n<tr>\n{_cells('th', head)}</tr>\n</thead>\n<tbody>\n{body}</tbody>\n</table>"
            case nodes.Details(summary, blocks, css_class):
                opening = f"<details{_class(css_class)}>\n<summary>{summary}</summary>"
                return f"{opening}\n{self._blocks(blocks)}\n</details>"
            case nodes.Tabs(tabs):
                return self._tabs(tabs)
            case nodes.Code(text, file_name):
                return self._code(text, file_name)
            case nodes.Figure():
                return render_figure(block)

    def _heading(self, tag: str, text: str, anchor: str) -> str:
        shown = escape_markdown(text)
        anchor = anchor or unique(_slug(shown), self._ids)
        self._contents.append((anchor, shown))
        link = f'<a class="headerlink" href="#{anchor}" title="Permanent link">&para;</a>'
        return f'<{tag} id="{anchor}">{shown}{link if self._permalinks else ""}</{tag}>'

    def _list(self, block: nodes.BulletList) -> str:
        match block.items:
            case (nodes.ListItem((nodes.Paragraph(inlines, css_class),)),):
                # Python-Markdown puts a paragraph into a list's only item only where another block follows.
                items = f"<li{_class(css_class)}>{self._inlines(inlines)}</li>\n"
            case _:
                items = "".join(cached_item(item, self._items, self._item) for item in block.items)
        tag, label = ("nav", f' aria-label="{escape_markdown(block.label)}"') if block.label else ("div", "")
        listed = f"\n<ul>\n{items}</ul>\n" if items else ""
        return f'<{tag}{label} class="{block.css_class}">{listed}</{tag}>'

    def _item(self, item: nodes.ListItem) -> str:
        match item.blocks:
            case (nodes.Paragraph(inlines, ""),):
                return f"<li>{self._inlines(inlines)}</li>\n"
            case blocks:
                return f"<li>\n{self._blocks(blocks)}\n</li>\n"

    def _tabs(self, tabs: Sequence[tuple[str, tuple[nodes.Block, ...]]]) -> str:
        self._tab_sets += 1
        name = f"__tabbed_{self._tab_sets}"
        inputs = "".join(
            f'<input {"" if number > 1 else _CHECKED}id="{name}_{number}" name="{name}" type="radio" />'
            for number in range(1, len(tabs) + 1)
        )
        labels = "".join(f'<label for="{name}_{n}">{label}</label>' for n, (label, _) in enumerate(tabs, 1))
        blocks = "".join(f'<div class="tabbed-block">\n{self._blocks(blocks)}\n</div>\n' for _, blocks in tabs)
        return (
            f'<div class="tabbed-set tabbed-alternate" data-tabs="{self._tab_sets}:{len(tabs)}">{inputs}'
            f'<div class="tabbed-labels">{labels}</div>\n<div class="tabbed-content">\n{blocks}</div>\n</div>'
        )

    def _code(self, text: str, file_name: str) -> str:
        lines = html.escape(code_text(text).expandtabs(4), quote=False).split("\n")
        numbers = [f"{self._code_blocks}-{number}" for number in range(1, len(lines) + 1)]
        self._code_blocks += 1
        if self._has_anchors:
            names = [f"__codelineno-{number}" for number in numbers]
            anchors = [f'<a id="{name}" name="{name}" href="#{name}"></a>' for name in names]
            lines = [f"{anchor}{line}" for anchor, line in zip(anchors, lines, strict=True)]
        lines = [f"{line}\n" for line in lines]
        if self._line_spans:
            spans = [f'<span id="{self._line_spans}-{number}">' for number in numbers]
            lines = [f"{span}{line}</span>" for span, line in zip(spans, lines, strict=True)]
        css_class = "language-text highlight" if self._has_language else "highlight"
        code = "".join(lines)
        return f'<div class="{css_class}" data-file="{file_name}"><pre><span></span><code>{code}</code></pre></div>'

    def _inlines(self, inlines: nodes.Inlines) -> str:
        return "".join([self._renderers[type(inline)](inline) for inline in inlines]).strip()

    def _link(self, link: nodes.Hyperlink) -> str:
        title = f' title="{escape_attribute(link.tooltip)}"' if link.tooltip else ""
        return f'<a{_class(link.css_class)} href="{self._address(link.target)}"{title}>{link_label(link)}</a>'

    def _address(self, target: str) -> str:
        if is_web(target):
            return _href(target)
        src_uri = _PATH_END.split(target, maxsplit=1)[0]
        return f"{_ROOT}{self._site.url_path(src_uri)}{_END}{target[len(src_uri) :].replace('&', '&amp;')}"


def _rich_text(parts: Sequence[RichTextNode]) -> str:
    return "".join(map(_rich_text_node, parts))


def _rich_text_node(node: RichTextNode) -> str:
    match node:
        case Text(text):
            return escape_inline(text)
        case Formula(tex):
            return render_formula(tex)
        case Anchor(url, children):
            return f'<a href="{_href(url)}">{_rich_text(children)}</a>'
        case Styled(style, children):
            return f"<{style}>{_rich_text(children)}</{style}>"


def _class(css_class: str) -> str:
    return f' class="{css_class}"' if css_class else ""


def _cells(tag: str, cells: Iterable[str]) -> str:
    return "".join(f"<{tag}>{escape_markdown(cell)}</{tag}>\n" for cell in cells)


def _href(url: str) -> str:
    return escape_url(url).replace("&", "&amp;")


def _resolved(content: str, folder: str) -> str:
    """Return HTML with addresses relative to a folder of the site, as `mkdocs.utils.get_relative_url` writes them."""
    names = folder.split("/") if folder else []
    here = "".join(f"{name}/" for name in names)
    content = content.replace(f"{_ROOT}{here}{_END}", "./")
    for depth in range(len(names), -1, -1):
        above = "".join(f"{name}/" for name in names[:depth])
        content = content.replace(f"{_ROOT}{above}", "../" * (len(names) - depth))
    return content.replace(_END, "")


@lru_cache(maxsize=4096)
def _slug(heading: str) -> str:
    """Return the id that Python-Markdown derives from a heading, before it is made unique."""
    return slugify(html.unescape(heading), "-")
