"""Pages in, HTML out: at once what Python-Markdown makes of the Markdown of the same page, byte for byte.

This holds for the extensions that the project's mkdocs.yml names; a test holds the two together.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from itertools import count
from typing import Any

from markdown.extensions.toc import slugify, unique

from generator.config import SiteConfig
from generator.pages.markdown import label_of, write_mark, written_once
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
    "toc": {"permalink": True},
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
"""The extensions of Python-Markdown, with their settings, for which this holds."""


@dataclass(frozen=True, slots=True)
class Html:
    """A page's own part of its HTML."""

    content: str
    title: str
    """As HTML."""
    contents: tuple[tuple[str, str], ...]
    """The page's heading and those of its sections, each as its id and its HTML."""


_ROOT, _END = "\x02", "\x03"
"""Stand around an address within the site until its page is known. No text has them, as they cannot be shown."""


class HtmlWriter:
    """Writes pages. An item that recurs is written once."""

    def __init__(self, facts: SiteConfig) -> None:
        self._facts = facts
        self._items: dict[str, str] = {}
        self._write: Mapping[type, Callable[[Any], str]] = {
            str: escape_inline,
            Hyperlink: lru_cache(maxsize=1 << 15)(self._link),
            Span: write_mark,
            RichText: lambda prose: _nodes(prose.nodes).strip(),
        }

    def write(self, page: Page) -> Html:
        """The HTML of a page."""
        return _PageWriter(page, self._facts, self._items, self._write).write()

    def _link(self, link: Hyperlink) -> str:
        title = f' title="{escape_attribute(link.tooltip)}"' if link.tooltip else ""
        return f'<a{_class(link.kind)} href="{self._address(link.to)}"{title}>{label_of(link)}</a>'

    def _address(self, to: str) -> str:
        if is_web(to):
            return _href(to)
        src_uri, mark, anchor = to.partition("#")
        return f"{_ROOT}{self._facts.path(src_uri)}{_END}{mark}{anchor}"


class _PageWriter:
    def __init__(
        self, page: Page, facts: SiteConfig, items: dict[str, str], write: Mapping[type, Callable[[Any], str]]
    ) -> None:
        self._page = page
        self._facts = facts
        self._items = items
        self._write = write
        self._tab_sets = count(1)
        self._ids: set[str] = set()
        self._contents: list[tuple[str, str]] = []

    def write(self) -> Html:
        page = self._page
        self._ids.update(block.anchor for block in page.blocks if isinstance(block, SectionHeading) and block.anchor)
        head = self._heading("h1", page.title, "")
        content = "\n".join([head, *(self._block(block) for block in page.blocks)]).strip()
        folder = posixpath.dirname(self._facts.path(page.src_uri))
        return Html(_seen_from(folder, content), self._contents[0][1], tuple(self._contents))

    def _block(self, block: Block) -> str:
        match block:
            case SectionHeading(text, anchor):
                return self._heading("h2", text, anchor)
            case Paragraph(line, kind):
                return f"<p{_class(kind)}>{escape_line_start(self._line(line))}</p>"
            case BulletList():
                return self._list(block)
            case DefinitionList(rows):
                pairs = ((escape_markdown(term), self._line(line)) for term, line in rows)
                terms = "".join(f"<dt>{term}</dt>\n<dd>{line}</dd>\n" for term, line in pairs)
                return f'<div class="ps-terms">\n<dl>\n{terms}</dl>\n</div>'
            case Table(head, rows):
                body = "".join(f"<tr>\n{_cells('td', row)}</tr>\n" for row in rows)
                return f"<table>\n<thead>\n<tr>\n{_cells('th', head)}</tr>\n</thead>\n<tbody>\n{body}</tbody>\n</table>"
            case Details(summary, blocks, kind):
                return f"<details{_class(kind)}>\n<summary>{summary}</summary>\n{self._blocks(blocks)}\n</details>"
            case Tabs(tabs):
                return self._tabs(tabs)
            case Code(text, file_name):
                return _code(text, file_name)
            case Figure(html, kind, label):
                focus = f' tabindex="0" role="region" aria-label="{label}"' if label else ""
                return f'<figure class="{kind}"{focus}>{html}</figure>\n'

    def _blocks(self, blocks: Iterable[Block]) -> str:
        return "\n".join(self._block(block) for block in blocks)

    def _heading(self, tag: str, text: str, anchor: str) -> str:
        shown = escape_markdown(text)
        anchor = anchor or unique(_slug(shown), self._ids)
        self._contents.append((anchor, shown))
        link = f'<a class="headerlink" href="#{anchor}" title="Permanent link">&para;</a>'
        return f'<{tag} id="{anchor}">{shown}{link}</{tag}>'

    def _list(self, block: BulletList) -> str:
        match block.items:
            case (ListItem((Paragraph(line, kind),)),):  # Markdown makes no paragraph of an item without a second one
                items = f"<li{_class(kind)}>{self._line(line)}</li>\n"
            case _:
                items = "".join(map(self._item, block.items))
        tag, label = ("nav", f' aria-label="{escape_markdown(block.label)}"') if block.label else ("div", "")
        listed = f"\n<ul>\n{items}</ul>\n" if items else ""
        return f'<{tag}{label} class="{block.kind}">{listed}</{tag}>'

    def _item(self, item: ListItem | RecurringItem) -> str:
        return written_once(item, self._items, self._make_item)

    def _make_item(self, item: ListItem) -> str:
        match item.blocks:
            case (Paragraph(line, ""),):
                return f"<li>{self._line(line)}</li>\n"
            case blocks:
                return f"<li>\n{self._blocks(blocks)}\n</li>\n"

    def _tabs(self, tabs: Sequence[tuple[str, tuple[Block, ...]]]) -> str:
        name = f"__tabbed_{next(self._tab_sets)}"
        ids = [f"{name}_{number}" for number in range(1, len(tabs) + 1)]
        checked = ('checked="checked" ', *[""] * len(tabs))
        inputs = "".join(
            f'<input {mark}id="{id_}" name="{name}" type="radio" />' for mark, id_ in zip(checked, ids, strict=False)
        )
        labels = "".join(f'<label for="{id_}">{label}</label>' for id_, (label, _) in zip(ids, tabs, strict=True))
        blocks = "".join(f'<div class="tabbed-block">\n{self._blocks(blocks)}\n</div>\n' for _, blocks in tabs)
        return (
            f'<div class="tabbed-set tabbed-alternate" data-tabs="{name.rpartition("_")[2]}:{len(tabs)}">{inputs}'
            f'<div class="tabbed-labels">{labels}</div>\n<div class="tabbed-content">\n{blocks}</div>\n</div>'
        )

    def _line(self, line: Inlines) -> str:
        return "".join([self._write[type(inline)](inline) for inline in line]).strip()


def _nodes(nodes: Sequence[RichTextNode]) -> str:
    return "".join(map(_node, nodes))


def _node(node: RichTextNode) -> str:
    match node:
        case Text(text):
            return escape_inline(text)
        case Formula(tex):
            return render_formula(tex)
        case Anchor(url, children):
            return f'<a href="{_href(url)}">{_nodes(children)}</a>'
        case Styled(style, children):
            return f"<{style}>{_nodes(children)}</{style}>"


def _class(kind: str) -> str:
    return f' class="{kind}"' if kind else ""


def _cells(tag: str, cells: Iterable[str]) -> str:
    return "".join(f"<{tag}>{escape_markdown(cell)}</{tag}>\n" for cell in cells)


def _code(text: str, file_name: str) -> str:
    shown = code_text(text).expandtabs(4).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f'<div class="highlight" data-file="{file_name}"><pre><span></span><code>{shown}\n</code></pre></div>'


def _href(url: str) -> str:
    return escape_url(url).replace("&", "&amp;")


def _seen_from(folder: str, content: str) -> str:
    """HTML with its addresses as a page in a folder of the site has them; as `get_relative_url` of MkDocs does."""
    names = folder.split("/") if folder else []
    here = "".join(f"{name}/" for name in names)
    content = content.replace(f"{_ROOT}{here}{_END}", "./")
    for depth in range(len(names), -1, -1):
        above = "".join(f"{name}/" for name in names[:depth])
        content = content.replace(f"{_ROOT}{above}", "../" * (len(names) - depth))
    return content.replace(_END, "")


@lru_cache(maxsize=4096)
def _slug(heading: str) -> str:
    """The id that Python-Markdown gives a heading, before it is made unlike all others."""
    return slugify(unescape(heading), "-")
