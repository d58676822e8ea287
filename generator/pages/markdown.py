"""Renders pages as Markdown files.

The Markdown needs the extensions `attr_list`, `def_list`, `md_in_html`, `tables`, `pymdownx.details`,
`pymdownx.superfences` and `pymdownx.tabbed`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any

from generator.pages import nodes
from generator.pages.routes import DocsFile, is_web
from generator.text.markdown import (
    attribute_list,
    code_block,
    escape_inline,
    escape_line_start,
    escape_markdown,
    front_matter,
    render_link,
    render_nodes,
)

_INDENT = "    "
_ROOT = "\x02"
"""Stands for the path from a page to `docs/`, until that page is known. It cannot be part of a text."""


class MarkdownWriter:
    """Renders pages. Recurring items are rendered once."""

    def __init__(self) -> None:
        self._items: dict[str, str] = {}

    def write(self, page: nodes.Page) -> DocsFile:
        """Return the file of a page."""
        blocks = self._blocks(page.blocks).replace(_ROOT, "../" * page.src_uri.count("/"))
        return DocsFile(page.src_uri, f"{front_matter(page.meta)}# {escape_markdown(page.title)}\n\n{blocks}", page)

    def _blocks(self, blocks: Iterable[nodes.Block]) -> str:
        return "\n".join(map(self._block, blocks))

    def _block(self, block: nodes.Block) -> str:
        """Return the Markdown of a block, ending in a newline."""
        match block:
            case nodes.SectionHeading(text, anchor):
                return f"## {escape_markdown(text)} {attribute_list(anchor)}".rstrip() + "\n"
            case nodes.Paragraph(inlines, css_class):
                attributes = f"{attribute_list(classes=css_class)}\n" if css_class else ""
                return f"{escape_line_start(_inlines(inlines))}\n{attributes}"
            case nodes.BulletList():
                return self._list(block)
            case nodes.DefinitionList(rows):
                terms = "".join(f"{escape_markdown(term)}\n:   {_inlines(inlines)}\n\n" for term, inlines in rows)
                return f'<div class="ps-terms" markdown>\n\n{terms.strip()}\n\n</div>\n'
            case nodes.Table(head, rows):
                lines = [f"| {' | '.join(map(escape_markdown, cells))} |\n" for cells in (head, *rows)]
                lines.insert(1, f"| {' | '.join(['---'] * len(head))} |\n")
                return "".join(lines)
            case nodes.Details(summary, blocks, css_class):
                return f'??? {css_class} "{summary}"\n\n{_indented(self._blocks(blocks))}'
            case nodes.Tabs(tabs):
                return "\n".join(f'=== "{label}"\n\n{_indented(self._blocks(blocks))}' for label, blocks in tabs)
            case nodes.Code(text, file_name):
                return f"{code_block(text, file_name)}\n"
            case nodes.Figure():
                return render_figure(block)

    def _list(self, block: nodes.BulletList) -> str:
        items = "".join(cached_item(item, self._items, self._item) for item in block.items)
        # Python-Markdown unescapes the attributes of a raw HTML tag.
        label = escape_markdown(block.label).replace("&", "&amp;")
        tag, attribute = ("nav", f' aria-label="{label}"') if label else ("div", "")
        return f'<{tag}{attribute} class="{block.css_class}" markdown>\n\n{items.strip()}\n\n</{tag}>\n'

    def _item(self, item: nodes.ListItem) -> str:
        match item.blocks:
            case (nodes.Paragraph(inlines, ""),):
                return f"-   {_inlines(inlines)}\n"
            case blocks:
                return f"-{_indented(self._blocks(blocks))[1:]}\n"


def cached_item(
    item: nodes.ListItem | nodes.RecurringItem, known: dict[str, str], render: Callable[[nodes.ListItem], str]
) -> str:
    """Return a rendered item; a recurring one is rendered once."""
    if isinstance(item, nodes.ListItem):
        return render(item)
    text = known.get(item.name)
    if text is None:
        text = known[item.name] = render(item.make())
    return text


def link_label(link: nodes.Hyperlink) -> str:
    """Return the content of a link, which is the same in Markdown and HTML."""
    return escape_markdown(link.label) + (f' <span class="ps-count">{link.papers:,}</span>' if link.papers else "")


def render_span(span: nodes.Span) -> str:
    """Return a span, which is the same in Markdown and HTML."""
    return f'<span class="{span.css_class}">{escape_markdown(span.text)}</span>'


def render_datum(datum: nodes.Datum) -> str:
    """Return a value for the script, which is the same in Markdown and HTML."""
    return f'<i data-{datum.name}="{datum.value}"></i>'


def render_figure(figure: nodes.Figure) -> str:
    """Return a figure, which is the same in Markdown and HTML."""
    focus = f' tabindex="0" role="region" aria-label="{figure.label}"' if figure.label else ""
    return f'<figure class="{figure.css_class}"{focus}>{figure.html}</figure>\n'


@lru_cache(maxsize=1 << 15)
def _link(hyperlink: nodes.Hyperlink) -> str:
    target = hyperlink.target if is_web(hyperlink.target) else f"{_ROOT}{hyperlink.target}"
    return render_link(link_label(hyperlink), target, hyperlink.tooltip) + attribute_list(classes=hyperlink.css_class)


_RENDERERS: Mapping[type, Callable[[Any], str]] = {
    str: escape_inline,
    nodes.Hyperlink: _link,
    nodes.Span: render_span,
    nodes.Datum: render_datum,
    nodes.RichText: lambda rich_text: render_nodes(rich_text.nodes).strip(),
}


def _inlines(inlines: nodes.Inlines) -> str:
    return "".join([_RENDERERS[type(inline)](inline) for inline in inlines]).strip()


def _indented(markdown: str) -> str:
    """Return Markdown indented by one level; unlike `textwrap.indent`, only at line feeds."""
    return "\n".join([line if not line or line.isspace() else _INDENT + line for line in markdown.split("\n")])
