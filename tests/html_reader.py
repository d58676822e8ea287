"""HTML as a reader meets it: the text that shows, the elements and attributes that are there."""

from __future__ import annotations

import functools
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

import markdown
from mkdocs.config import load_config

_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())


@dataclass
class Html:
    """What an HTML text holds."""

    text: str = ""
    """Without that of permalinks, scripts and styles."""
    elements: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)

    @property
    def names(self) -> set[str]:
        return {name for name, _ in self.elements}

    def values(self, element: str, attribute: str) -> list[str]:
        return [facts.get(attribute) or "" for name, facts in self.elements if name == element]


def read(html: str) -> Html:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.html


def to_html(source: str) -> Html:
    """Markdown under the extensions of the site."""
    converter = _converter()
    converter.reset()
    return read(converter.convert(source))


@functools.cache
def _converter() -> markdown.Markdown:
    config = load_config(str(Path(__file__).parent.parent / "mkdocs.yml"), plugins=[])
    return markdown.Markdown(extensions=config.markdown_extensions, extension_configs=config.mdx_configs)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.html = Html()
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = dict(attrs)
        self.html.elements.append((tag, facts))
        if tag not in _VOID and (self._unseen or tag in ("script", "style") or facts.get("class") == "headerlink"):
            self._unseen += 1

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.html.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if self._unseen and tag not in _VOID:
            self._unseen -= 1

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.html.text += data
