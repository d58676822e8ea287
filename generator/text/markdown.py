"""Plain text and rich text as Markdown that shows exactly that text, whatever extensions the site has.

What could be taken for markup becomes a numeric character reference. Python-Markdown leaves those alone everywhere,
while some extensions ignore a backslash.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

from generator.text.commands import TextStyle
from generator.text.latex import Anchor, Formula, RichTextNode, Styled, Text
from generator.text.mathml import to_mathml, to_unicode

_NOT_SHOWN = r"\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff"
"""Characters that cannot be shown; Python-Markdown uses U+0002 and U+0003 as marks of its own."""
_SPACES = r"\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
"""Spaces that Python-Markdown drops at the ends of some blocks."""
_CONTROL = re.compile(f"[{_NOT_SHOWN}]")
_SINGLE = re.compile(rf"[\\`*_{{}}\[\]<>&#|~^$=+@!\"{_SPACES}{_NOT_SHOWN}]")
"""Characters that may be markup anywhere or cannot be shown; apart from the others, as `re` finds a set much faster."""
_MAY_BE_TOGETHER = re.compile(r":[-\w&]|--|\?\?|\([crtCRT]|/[0-9o]|[0-9](?:st|nd|rd|th)")
_TOGETHER = re.compile(
    r""":(?=[-\w]|&\#95;)  # an underscore has become a reference by then
      | --+ | \?{3,} | (?<=\()(?:c|r|tm)(?=\)) | (?<=\d)/(?=\d) | (?<=\bc)/(?=o\b) | (?<=\d)(?:st|nd|rd|th)\b""",
    re.IGNORECASE | re.VERBOSE,
)
"""Characters that may be markup because of those beside them."""
_BREAK = re.compile(r"[\t\r\n\x0b\x0c]")
_GAPS = re.compile(r"[ \t\r\n\x0b\x0c]+")
_START = re.compile(r"[-+:]|\d+(?=[.)])")
_UNQUOTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")
_ENCODER = json.JSONEncoder(ensure_ascii=False, default=str)
_TICKS = re.compile("`+")
_UNSAFE = re.compile(r"[()\[\]<>;\"'*$\s]")
_BETWEEN_TAGS = re.compile(r">([^<]+)<")


def printable(text: str) -> str:
    """Replace characters that no document may contain, such as control characters, by U+FFFD."""
    return text if text.isprintable() else _CONTROL.sub("\ufffd", text)


@lru_cache(maxsize=1 << 12)  # a page is written as Markdown and then as HTML
def escape_markdown(text: str) -> str:
    """Escape plain text for Markdown, on one line; a character that cannot be shown becomes U+FFFD.

    >>> escape_markdown("C*-algebras & <b>")
    'C&#42;-algebras &#38; &#60;b&#62;'
    """
    if "  " in text or _BREAK.search(text):
        text = _GAPS.sub(" ", text)
    line = _SINGLE.sub(_references, text.strip(" "))
    if _MAY_BE_TOGETHER.search(line):
        line = _TOGETHER.sub(_references, line)
    return escape_line_start(line)


def render_nodes(nodes: Sequence[RichTextNode]) -> str:
    """Return nodes as inline Markdown."""
    return "".join(_node(node, _neighbours(nodes, place)) for place, node in enumerate(nodes))


def render_link(label: str, to: str, title: str = "") -> str:
    """Return a link. `label` is Markdown, `title` plain text, `to` a web address or a path relative to the page."""
    tooltip = f' "{escape_attribute(title)}"' if title else ""
    return f"[{label}]({escape_url(to)}{tooltip})"


def front_matter(mapping: Mapping[str, Any]) -> str:
    """Return a mapping as YAML front matter; nothing for an empty one."""
    return f"---\n{to_yaml(mapping)}---\n\n" if mapping else ""


def to_yaml(mapping: Mapping[str, Any]) -> str:
    """Return a mapping as YAML, in its order, with values as JSON, which is valid YAML and faster to write."""
    return "".join(f"{key}: {_json(value)}\n" for key, value in mapping.items())


def _json(value: Any) -> str:
    """Return JSON without the characters that YAML takes for line breaks or forbids."""
    text = _ENCODER.encode(value)
    return _UNQUOTABLE.sub(lambda char: f"\\u{ord(char[0]):04x}", text)


def escape_line_start(markdown: str) -> str:
    """Escape the first characters of a line of Markdown where they would begin a list or another block."""
    start = _START.match(markdown)
    return _references(start) + markdown[start.end() :] if start else markdown


@lru_cache(maxsize=1 << 9)
def attribute_list(anchor: str = "", classes: str = "") -> str:
    """Return an attribute list with an id and classes; nothing if there are none."""
    parts = [*([f"#{anchor}"] * bool(anchor)), *(f".{name}" for name in classes.split())]
    return "{: " + " ".join(parts) + " }" if parts else ""


def code_block(text: str, file_name: str) -> str:
    """Return text as a fenced code block that can be downloaded as `file_name`."""
    longest = max(map(len, _TICKS.findall(text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f'{fence}{{ .text data-file="{file_name}" }}\n{code_text(text)}\n{fence}'


@lru_cache(maxsize=1 << 4)  # a page is written as Markdown and then as HTML
def code_text(text: str) -> str:
    """Return text as a code block shows it, without empty lines around it and byte order marks before it."""
    lines = [line if line.strip() else "" for line in printable(text).lstrip("\ufeff").split("\n")]
    full = [place for place, line in enumerate(lines) if line]
    return "\n".join(lines[full[0] : full[-1] + 1]).lstrip("\ufeff") if full else ""


@cache
def _reference(char: str) -> str:
    return "\ufffd" if _CONTROL.match(char) else f"&#{ord(char)};"


def _references(match: re.Match[str]) -> str:
    return "".join(map(_reference, match[0]))


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
    """Escape plain text between other nodes, keeping a space at either end."""
    if not text.strip():
        return " " if text else ""
    lead = " " if text[0].isspace() and text[0] != "\u00a0" else ""
    tail = " " if text[-1].isspace() and text[-1] != "\u00a0" else ""
    return lead + escape_markdown(text.strip(" \t\r\n")) + tail


def _styled(style: TextStyle, children: tuple[RichTextNode, ...], neighbours: tuple[RichTextNode, ...]) -> str:
    """Return styled nodes between asterisks or, where those might be misread, in an HTML element."""
    inside = render_nodes(children)
    mark = {TextStyle.EMPHASIS: "*", TextStyle.STRONG: "**"}.get(style)
    simple = all(isinstance(node, Text) for node in children) and inside == inside.strip() != ""
    alone = all(isinstance(node, Text) for node in neighbours)
    if mark and simple and alone:
        return f"{mark}{inside}{mark}"
    return f"<{style}>{inside}</{style}>"


@lru_cache(maxsize=1 << 12)
def render_formula(tex: str) -> str:
    """Return a formula as MathML, as Unicode if it is a lone script, or as code if it cannot be converted."""
    if re.fullmatch(r"[⁰-₟²³¹ᵃ-ᵿᴬ-ᵡ°′*†]+", lone_script := to_unicode(tex)) and tex[0] in "^_":
        return escape_markdown(lone_script)  # as in ReLU$^2$, where the base of the script is the word before it
    mathml = to_mathml(tex)
    if mathml is None:
        return f"<code>{escape_markdown(tex)}</code>"
    # Without the span, Markdown would take a formula at the start of a line for a block.
    return f"<span>{_BETWEEN_TAGS.sub(lambda text: f'>{escape_markdown(html.unescape(text[1]))}<', mathml)}</span>"


@lru_cache(maxsize=1 << 12)
def escape_attribute(text: str) -> str:
    """Escape plain text for an attribute of a tag or the title of a link."""
    return escape_markdown(text).replace("'", "&#39;")


@lru_cache(maxsize=1 << 12)
def escape_url(url: str) -> str:
    """Escape the characters of an address that mean something in Markdown."""
    return _UNSAFE.sub(lambda char: f"%{ord(char[0]):02X}", url)
