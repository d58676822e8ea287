"""Text and nodes in, Markdown out that shows exactly what they say, whatever extensions the site has.

What could be read as markup is written as a numeric character reference: Python-Markdown leaves those alone
everywhere, while some extensions ignore a backslash.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from generator.text.commands import TextStyle
from generator.text.latex import Anchor, Formula, RichTextNode, Styled, Text
from generator.text.mathml import to_mathml, to_unicode

_NOT_SHOWN = r"\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff"
"""Python-Markdown marks its own places with U+0002 and U+0003; no other control character can be shown either."""
_SPACES = r"\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
"""Spaces of other kinds, which are dropped at the ends of some blocks."""
_CONTROL = re.compile(f"[{_NOT_SHOWN}]")
# A set alone is looked for ten times as fast as a set among other things.
_SINGLE = re.compile(rf"[\\`*_{{}}\[\]<>&#|~^$=+@!\"{_SPACES}{_NOT_SHOWN}]")
"""What may be markup wherever it stands, and what cannot be shown."""
_MAY_BE_TOGETHER = re.compile(r":[\w&]|--|\?\?|\([crt]", re.IGNORECASE)
_TOGETHER = re.compile(
    r""":(?=\w|&\#95;)  # an underscore has become a reference by then
      | --+ | \?{3,} | (?<=\()(?:c|r|tm)(?=\))""",
    re.IGNORECASE | re.VERBOSE,
)
"""What may be markup by what stands beside it."""
_BREAK = re.compile(r"[\t\r\n\x0b\x0c]")
_GAPS = re.compile(r"[ \t\r\n\x0b\x0c]+")
_START = re.compile(r"[-+:]|\d+(?=[.)])")


class _References(dict[str, str]):
    """Of each character the reference, or U+FFFD where it cannot be shown; made when it is first met."""

    def __missing__(self, char: str) -> str:
        self[char] = found = "\ufffd" if _CONTROL.match(char) else f"&#{ord(char)};"
        return found


_REFERENCES = _References()
_UNQUOTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")
_ENCODER = json.JSONEncoder(ensure_ascii=False, default=str)
_LABEL = 200
"""Letters up to which a text is likely to come again: a name, a title, a date."""
_TICKS = re.compile("`+")
_UNSAFE = re.compile(r"[()\[\]<>;\"'*$\s]")
_BETWEEN_TAGS = re.compile(r">([^<]+)<")


def printable(text: str) -> str:
    """Text in which what no document may contain, such as a control character, has become U+FFFD."""
    return text if text.isprintable() else _CONTROL.sub("\ufffd", text)


def escape_markdown(text: str) -> str:
    """Plain text as Markdown, on one line; a character that cannot be shown becomes U+FFFD.

    >>> escape_markdown("C*-algebras & <b>")
    'C&#42;-algebras &#38; &#60;b&#62;'
    """
    return _escape_label(text) if len(text) < _LABEL else _escape_long(text)


@lru_cache(maxsize=1 << 13)
def _escape_label(text: str) -> str:
    return _escape(text)


@lru_cache(maxsize=1 << 9)  # a page is written in Markdown, and then in HTML
def _escape_long(text: str) -> str:
    return _escape(text)


def _escape(text: str) -> str:
    if "  " in text or _BREAK.search(text):
        text = _GAPS.sub(" ", text)
    line = _SINGLE.sub(_reference, text.strip(" "))
    if _MAY_BE_TOGETHER.search(line):
        line = _TOGETHER.sub(_references, line)
    return escape_line_start(line)


def render_nodes(nodes: Sequence[RichTextNode]) -> str:
    """Nodes as inline Markdown."""
    return "".join(_node(node, _neighbours(nodes, place)) for place, node in enumerate(nodes))


def render_link(label: str, to: str, title: str = "") -> str:
    """A link. `label` is Markdown, `title` plain text, `to` a web address or a path relative to the page."""
    tooltip = f' "{escape_attribute(title)}"' if title else ""
    return f"[{label}]({escape_url(to)}{tooltip})"


def front_matter(mapping: Mapping[str, Any]) -> str:
    """A mapping as YAML front matter, empty for an empty one."""
    return f"---\n{to_yaml(mapping)}---\n\n" if mapping else ""


def to_yaml(mapping: Mapping[str, Any]) -> str:
    """A mapping of plain words as YAML, in its own order. Each value is JSON, which YAML reads, and quick to write."""
    return "".join(f"{key}: {_json(value)}\n" for key, value in mapping.items())


def _json(value: Any) -> str:
    """JSON in which nothing is left that a reader of YAML takes for a line's end or refuses."""
    text = _ENCODER.encode(value)
    return _UNQUOTABLE.sub(lambda char: f"\\u{ord(char[0]):04x}", text)


def escape_line_start(markdown: str) -> str:
    """A line of Markdown, so that its first characters do not begin a list or another block."""
    start = _START.match(markdown)
    return _references(start) + markdown[start.end() :] if start else markdown


@lru_cache(maxsize=1 << 9)
def attribute_list(anchor: str = "", classes: str = "") -> str:
    """An attribute list, empty for none."""
    parts = [*([f"#{anchor}"] * bool(anchor)), *(f".{name}" for name in classes.split())]
    return "{: " + " ".join(parts) + " }" if parts else ""


def code_block(text: str, file_name: str) -> str:
    """Text as a fenced block that it cannot end; `file_name` is what it is called when it is downloaded."""
    longest = max(map(len, _TICKS.findall(text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f'{fence}{{ .text data-file="{file_name}" }}\n{code_text(text)}\n{fence}'


@lru_cache(maxsize=1 << 4)  # a page is written in Markdown, and then in HTML
def code_text(text: str) -> str:
    """What a fenced block shows of a text: all but the empty lines around it, and byte order marks before it."""
    lines = [line if line.strip(" \t") else "" for line in printable(text).lstrip("\ufeff").split("\n")]
    full = [place for place, line in enumerate(lines) if line]
    return "\n".join(lines[full[0] : full[-1] + 1]).lstrip("\ufeff") if full else ""


def _reference(match: re.Match[str]) -> str:
    return _REFERENCES[match[0]]


def _references(match: re.Match[str]) -> str:
    return "".join(map(_REFERENCES.__getitem__, match[0]))


def _neighbours(nodes: Sequence[RichTextNode], place: int) -> tuple[RichTextNode, ...]:
    return (*nodes[max(0, place - 1) : place], *nodes[place + 1 : place + 2])


def _node(node: RichTextNode, neighbours: tuple[RichTextNode, ...]) -> str:
    match node:
        case Text(text):
            return escape_inline(text)
        case Formula(tex):
            return render_formula(tex)
        case Anchor(url, children):
            return f"[{render_nodes(children)}]({escape_url(url)})"
        case Styled(style, children):
            return _styled(style, children, neighbours)


def escape_inline(text: str) -> str:
    """Plain text that may stand beside other nodes: its outer spaces matter."""
    return _within_label(text) if len(text) < _LABEL else _within(text)


@lru_cache(maxsize=1 << 12)
def _within_label(text: str) -> str:
    return _within(text)


def _within(text: str) -> str:
    if not text.strip():
        return " " if text else ""
    lead = " " if text[0].isspace() and text[0] != "\u00a0" else ""
    tail = " " if text[-1].isspace() and text[-1] != "\u00a0" else ""
    return lead + escape_markdown(text.strip(" \t\r\n")) + tail


def _styled(style: TextStyle, children: tuple[RichTextNode, ...], neighbours: tuple[RichTextNode, ...]) -> str:
    """Asterisks where they cannot be misread, else the HTML element."""
    inside = render_nodes(children)
    mark = {TextStyle.EMPHASIS: "*", TextStyle.STRONG: "**"}.get(style)
    simple = all(isinstance(node, Text) for node in children) and inside == inside.strip() != ""
    alone = all(isinstance(node, Text) for node in neighbours)
    if mark and simple and alone:
        return f"{mark}{inside}{mark}"
    return f"<{style}>{inside}</{style}>"


@lru_cache(maxsize=1 << 12)
def render_formula(tex: str) -> str:
    """A formula as MathML, as Unicode or as it is; raw HTML in Markdown."""
    if re.fullmatch(r"[⁰-₟²³¹ᵃ-ᵿᴬ-ᵡ°′*†]+", lone_script := to_unicode(tex)) and tex[0] in "^_":
        return escape_markdown(lone_script)  # as in ReLU$^2$: a script whose base is the word before it
    mathml = to_mathml(tex)
    if mathml is None:
        return f"<code>{escape_markdown(tex)}</code>"
    # The span keeps Markdown from taking a formula at the start of a line for a block.
    return f"<span>{_BETWEEN_TAGS.sub(lambda text: f'>{escape_markdown(html.unescape(text[1]))}<', mathml)}</span>"


@lru_cache(maxsize=1 << 12)
def escape_attribute(text: str) -> str:
    """Plain text as it may stand between quotation marks in a tag or a link."""
    return escape_markdown(text).replace("'", "&#39;")


@lru_cache(maxsize=1 << 12)
def escape_url(url: str) -> str:
    """An address that Markdown takes as it is."""
    return _UNSAFE.sub(lambda char: f"%{ord(char[0]):02X}", url)
