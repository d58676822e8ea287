"""Pages in, files of Markdown out: the contract with whatever renders the site.

Needs the extensions `attr_list`, `def_list`, `md_in_html`, `tables`, `pymdownx.details`, `pymdownx.superfences` and
`pymdownx.tabbed`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any

from generator.pages.nodes import (
    Block,
    BulletList,
    Code,
    DefinitionList,
    Details,
    Figure,
    Hyperlink,
    Inlines,
    ListItem,
    Page,
    Paragraph,
    RecurringItem,
    RichText,
    SectionHeading,
    Span,
    Table,
    Tabs,
)
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
"""Stands before an address within the site until it is known on which page; no text has it, as it cannot be shown."""


class MarkdownWriter:
    """Writes pages. An item that recurs is written once."""

    def __init__(self) -> None:
        self._items: dict[str, str] = {}

    def write(self, page: Page) -> DocsFile:
        """The file of a page."""
        blocks = self._blocks(page.blocks).replace(_ROOT, "../" * page.src_uri.count("/"))
        return DocsFile(page.src_uri, f"{front_matter(page.meta)}# {escape_markdown(page.title)}\n\n{blocks}", page)

    def _blocks(self, blocks: Iterable[Block]) -> str:
        return "\n".join(self._block(block) for block in blocks)

    def _block(self, block: Block) -> str:
        """A block, ending in a newline."""
        match block:
            case SectionHeading(text, anchor):
                return f"## {escape_markdown(text)} {attribute_list(anchor)}".rstrip() + "\n"
            case Paragraph(line, kind):
                attributes = f"{attribute_list(classes=kind)}\n" if kind else ""
                return f"{escape_line_start(self._line(line))}\n{attributes}"
            case BulletList():
                return self._list(block)
            case DefinitionList(rows):
                terms = "".join(f"{escape_markdown(term)}\n:   {self._line(line)}\n\n" for term, line in rows)
                return f'<div class="ps-terms" markdown>\n\n{terms.strip()}\n\n</div>\n'
            case Table(head, rows):
                rule = ("---",) * len(head)
                lines = [head, rule, *rows]
                return "".join(
                    f"| {' | '.join(cell if cells is rule else escape_markdown(cell) for cell in cells)} |\n"
                    for cells in lines
                )
            case Details(summary, blocks, kind):
                return f'??? {kind} "{summary}"\n\n{_indented(self._blocks(blocks))}'
            case Tabs(tabs):
                return "\n".join(f'=== "{label}"\n\n{_indented(self._blocks(blocks))}' for label, blocks in tabs)
            case Code(text, file_name):
                return f"{code_block(text, file_name)}\n"
            case Figure(html, kind, label):
                focus = f' tabindex="0" role="region" aria-label="{label}"' if label else ""
                return f'<figure class="{kind}"{focus}>{html}</figure>\n'

    def _list(self, block: BulletList) -> str:
        items = "".join(self._item(item) for item in block.items)
        # Python-Markdown reads a label in a tag once more than elsewhere.
        label = escape_markdown(block.label).replace("&", "&amp;")
        tag = f'nav aria-label="{label}"' if label else "div"
        return f'<{tag} class="{block.kind}" markdown>\n\n{items.strip()}\n\n</{tag.split()[0]}>\n'

    def _item(self, item: ListItem | RecurringItem) -> str:
        return written_once(item, self._items, self._make_item)

    def _make_item(self, item: ListItem) -> str:
        match item.blocks:
            case (Paragraph(line, ""),):
                return f"-   {self._line(line)}\n"
            case blocks:
                return f"-{_indented(self._blocks(blocks))[1:]}\n"

    def _line(self, line: Inlines) -> str:
        return "".join([_WRITE[type(inline)](inline) for inline in line]).strip()


def written_once(item: ListItem | RecurringItem, known: dict[str, str], write: Callable[[ListItem], str]) -> str:
    """An item as `write` writes it; one that recurs is taken from those that are `known`, or put there."""
    if isinstance(item, ListItem):
        return write(item)
    text = known.get(item.name)
    if text is None:
        text = known[item.name] = write(item.make())
    return text


@lru_cache(maxsize=1 << 15)
def _link(to: Hyperlink) -> str:
    target = to.to if is_web(to.to) else f"{_ROOT}{to.to}"
    return render_link(label_of(to), target, to.tooltip) + attribute_list(classes=to.kind)


def label_of(link: Hyperlink) -> str:
    """What a link shows, in Markdown and in HTML alike."""
    return escape_markdown(link.label) + (f' <span class="ps-count">{link.number}</span>' if link.number else "")


def write_mark(mark: Span) -> str:
    """A mark, in Markdown and in HTML alike."""
    return f'<span class="{mark.kind}">{escape_markdown(mark.text)}</span>'


_WRITE: Mapping[type, Callable[[Any], str]] = {
    str: escape_inline,
    Hyperlink: _link,
    Span: write_mark,
    RichText: lambda prose: render_nodes(prose.nodes).strip(),
}


def _indented(markdown: str) -> str:
    """Lines as Markdown counts them, which are fewer than those of `textwrap.indent`."""
    return "\n".join([line if not line or line.isspace() else _INDENT + line for line in markdown.split("\n")])
