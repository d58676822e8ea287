r"""Parser for plain text with some LaTeX, as in titles and abstracts: a text in, a tree of nodes out.

Only what authors are known to leave in titles and abstracts is parsed: formulas, font commands, quotes, dashes,
accents, symbols, escaped characters, `\url`, `\href` and bare addresses. All else stays as it is, such as `%`, `#`, `{`
and an unknown `\command`. The time to parse a text is linear in its length.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from generator.text.braces import Braces
from generator.text.commands import COMMAND_STYLES, DECLARATION_STYLES, TextStyle, is_command, read_command, skip_blanks
from generator.text.dollars import is_formula
from generator.text.entities import decode_references
from generator.text.mathml import to_unicode
from generator.text.urls import find_addresses, safe_url, unescape_url


@dataclass(frozen=True, slots=True)
class Text:
    """Plain text."""

    text: str


@dataclass(frozen=True, slots=True)
class Styled:
    """Nodes in one style."""

    style: TextStyle
    children: tuple[RichTextNode, ...]


@dataclass(frozen=True, slots=True)
class Anchor:
    """Link; its address was accepted by `safe_url`."""

    url: str
    children: tuple[RichTextNode, ...]


@dataclass(frozen=True, slots=True)
class Formula:
    """Formula in LaTeX, without its dollars."""

    tex: str


RichTextNode = Text | Styled | Anchor | Formula
_Step = tuple[tuple[RichTextNode, ...], int]
"""Nodes parsed at a position, and the position after them."""

_MAX_DEPTH = 12
"""Maximum nesting of groups and arguments; deeper ones stay as text."""

_TOKEN = re.compile(
    r"""
      (?P<formula> \$\$(?:[^$\\]|\\.)+\$\$ | \$(?:[^$\\]|\\.)+\$
                 | \\\((?:[^\\]|\\[^()])+\\\) | \\\[(?:[^\\]|\\[^][])+\\\] )
    | (?P<command> \\(?:[A-Za-z]+|.) )
    | (?P<open> \{ )
    | (?P<quote> ``|''|`|' )
    | (?P<dash> (?<!-)-{2,3}(?!-) )
    | (?P<tie> (?<=[^\W_.]|[.,;:)\]}%$'’])~(?=[^\W\d_]|[\\${]) | (?<=[^\W\d_][^\W\d_])~(?=[\d(\[])
             | (?<=[^\W\d_]\.)~(?=[\d(\[]) )
    """,
    re.VERBOSE | re.DOTALL,
)
_TOKEN_STARTS = re.compile(r"[\\$`'{~]|--")
"""Start of a token, searched for first, as most of a text has no tokens."""
_MARKUP = re.compile(r"[\\$`{~&]|--")
"""Characters without which a text is its own plain text."""
_NAME = re.compile(r"[A-Za-z]+|.", re.DOTALL)
_DISTRIBUTION = re.compile(r"(?<!\w)[A-Za-z]~[A-Za-z]+\(")
"""Variable with its distribution, as in `X~N(0, 1)`, whose tilde is not a tie."""


@lru_cache(maxsize=1 << 12)
def parse(source: str, title: bool = False) -> tuple[RichTextNode, ...]:
    """Return the nodes of a text, with neighbouring `Text` nodes joined; only markup that was parsed is left out.

    Braces in a title are taken to be there for BibTeX, unless they look like code.
    """
    source = decode_references(source)
    return _Parser(source, title).parse(0, len(source), 0)


def plain(source: str, title: bool = False) -> str:
    r"""Return a text as one line of Unicode, for titles, names, search and feeds.

    >>> plain(r"ReLU$^2$ Wins: \textit{It} is ``{\O}rsted'' at 5\% --- M\"uller")
    'ReLU² Wins: It is “Ørsted” at 5% — Müller'
    """
    if not _MARKUP.search(source):  # the usual case
        return " ".join(source.split())
    return " ".join(plain_nodes(parse(source, title)).split())


def plain_nodes(nodes: tuple[RichTextNode, ...]) -> str:
    """Return the text that nodes show."""
    return "".join(_plain_node(node) for node in nodes)


def _plain_node(node: RichTextNode) -> str:
    match node:
        case Text(text):
            return text
        case Formula(tex):
            return to_unicode(tex)
        case Styled(_, children) | Anchor(_, children):
            return plain_nodes(children)


class _Parser:
    def __init__(self, source: str, title: bool) -> None:
        self.source = source
        self.addresses = {address.start: address for address in find_addresses(source)}
        self.starts = sorted(self.addresses)
        self.title = title
        self.braces = Braces(source, title)
        self.quotes = _paired_quotes(source) if "`" in source else {}
        self._parsers = {
            "formula": self._formula,
            "command": self._command,
            "open": self._group,
            "quote": self._quote,
            "dash": self._dash,
            "tie": self._tie,
        }

    def parse(self, start: int, end: int, depth: int) -> tuple[RichTextNode, ...]:
        """Return the nodes of `source[start:end]`; `depth` counts the groups around it."""
        return _merged(self._nodes(start, end, depth))

    def _nodes(self, start: int, end: int, depth: int) -> Iterator[RichTextNode]:
        place = scan = start
        while scan < end:
            # Not beyond the next address, or a text of many addresses would be searched to its end for each.
            nearest = min(end, self._next_address(scan))
            token = _TOKEN_STARTS.search(self.source, scan, nearest)
            position = token.start() if token else nearest
            if position >= end:
                break
            step = self._step(position, end, depth)
            if step is None:
                scan = position + 1
                continue
            nodes, after = step
            yield Text(self.source[place:position])
            yield from nodes
            place = scan = after
        yield Text(self.source[place:end])

    def _next_address(self, scan: int) -> int:
        found = bisect_left(self.starts, scan)
        return self.starts[found] if found < len(self.starts) else len(self.source)

    def _step(self, position: int, end: int, depth: int) -> _Step | None:
        """Return the nodes that begin at a position, and the position after them; None for plain text."""
        address = self.addresses.get(position)
        if address is not None and address.end <= end:
            shown = unescape_url(self.source[position : address.end])
            return (Anchor(address.url, (Text(shown),)),), address.end
        match = _TOKEN.match(self.source, position, end)
        if match is None:
            return None
        return self._parsers[match.lastgroup or ""](match, depth)

    def _formula(self, match: re.Match[str], _depth: int) -> _Step | None:
        tex = _formula_body(match[0], self.source[match.end() : match.end() + 1])
        return None if tex is None else ((Formula(tex),), match.end())

    def _quote(self, match: re.Match[str], _depth: int) -> _Step | None:
        mark = self.quotes.get(match.start())
        return None if mark is None else ((Text(mark),), match.end())

    def _dash(self, match: re.Match[str], _depth: int) -> _Step | None:
        before = self.source[match.start() - 1 : match.start()]
        after = self.source[match.end() : match.end() + 1]
        if before.isspace() != after.isspace() or not before or not after:
            return None  # an option such as `--strict`, or a rule
        return (Text("–" if len(match[0]) == 2 else "—"),), match.end()

    def _tie(self, match: re.Match[str], _depth: int) -> _Step | None:
        if _DISTRIBUTION.match(self.source, match.start() - 1):
            return None
        return (Text("\u00a0"),), match.end()

    def _group(self, match: re.Match[str], depth: int) -> _Step | None:
        r"""Parse a group such as `{\bf text}` or `{\'e}`, or braces for BibTeX; other braces are plain text."""
        close = self.braces.closing.get(match.start())
        if close is None or depth >= _MAX_DEPTH:
            return None
        command = _NAME.match(self.source, match.end() + 1) if self.source.startswith("\\", match.end()) else None
        name = command[0] if command else ""
        if name in DECLARATION_STYLES:
            body, end = skip_blanks(self.source, match.end() + 1 + len(name)), close
            if self.braces.closing.get(body) == close - 1:  # `{\bf{text}}`
                body, end = body + 1, close - 1
            return _styled(DECLARATION_STYLES[name], self.parse(min(body, end), end, depth + 1)), close + 1
        if is_command(name) or self.braces.enclose_title(match.start()):
            return self.parse(match.end(), close, depth + 1), close + 1
        if self.braces.are_protective(match.start()):
            style = TextStyle.PROTECTED if self.title else None
            return _styled(style, self.parse(match.end(), close, depth + 1)), close + 1
        return None

    def _command(self, match: re.Match[str], depth: int) -> _Step | None:
        name, after = match[0][1:], match.end()
        in_group = self.source.startswith("{", after)
        if name in ("url", "href"):
            return self._address(match, depth)
        if name == "textcolor" and in_group:
            return self._argument(None, self.braces.closing.get(after, -2) + 1, depth)
        if in_group and (name in COMMAND_STYLES or name in DECLARATION_STYLES):
            return self._argument(COMMAND_STYLES.get(name, DECLARATION_STYLES.get(name)), after, depth)
        if name in DECLARATION_STYLES and self.source.startswith((" ", "\n", "\\", "$"), after):
            return (), skip_blanks(self.source, after)
        shown = read_command(self.source, name, after)
        if shown is None:
            self.braces.mark_arguments(after)
            return None
        return ((Text(shown[0]),) if shown[0] else ()), shown[1]

    def _argument(self, style: TextStyle | None, brace: int, depth: int) -> _Step | None:
        close = self.braces.closing.get(brace)
        if close is None or depth >= _MAX_DEPTH:
            return None
        return _styled(style, self.parse(brace + 1, close, depth + 1)), close + 1

    def _address(self, match: re.Match[str], depth: int) -> _Step | None:
        close = self.braces.closing.get(match.end())
        if close is None or depth >= _MAX_DEPTH:
            return None
        target = unescape_url(self.source[match.end() + 1 : close].strip())
        url = safe_url(target) or safe_url(f"https://{target}" if "." in target and ":" not in target else target)
        if match[0] == r"\url":
            return ((Anchor(url, (Text(target),)) if url else Text(target)),), close + 1
        label = self.braces.closing.get(close + 1)
        if label is None:
            return None
        children = _unlinked(self.parse(close + 2, label, depth + 1))
        return ((Anchor(url, children),) if url and children else children), label + 1


def _styled(style: TextStyle | None, children: tuple[RichTextNode, ...]) -> tuple[RichTextNode, ...]:
    return (Styled(style, children),) if style and children else children


def _formula_body(token: str, following: str) -> str | None:
    """Return the formula of a token with delimiters; None if its dollars delimit no formula."""
    if token.startswith("\\"):
        return token[2:-2].strip() or None
    if token.startswith("$$"):
        return token[2:-2].strip() if is_formula(token[2:-2].strip(), "") else None
    body = token[1:-1]
    return body.strip() if is_formula(body, following) else None


def _paired_quotes(source: str) -> dict[int, str]:
    """Return the quotation mark to show by the position of each paired ``double'' or `single' quote of LaTeX."""
    marks: dict[int, str] = {}
    openings: list[int] = []
    for match in re.finditer(r"``|''", source):
        if match[0] == "``":
            openings.append(match.start())
        elif openings:
            marks[openings.pop()] = "“"
            marks[match.start()] = "”"
    for match in re.finditer(r"(?<![\w`])`(?=\w)([^`'\n]{1,100})'(?![\w'])", source):
        marks[match.start()] = "‘"
        marks[match.end() - 1] = "’"
    return marks


def _unlinked(nodes: tuple[RichTextNode, ...]) -> tuple[RichTextNode, ...]:
    """Return nodes with links replaced by their text, as links cannot contain links."""
    unlinked: list[RichTextNode] = []
    for node in nodes:
        match node:
            case Anchor(_, children):
                unlinked += _unlinked(children)
            case Styled(style, children):
                unlinked.append(Styled(style, _unlinked(children)))
            case _:
                unlinked.append(node)
    return tuple(unlinked)


def _merged(nodes: Iterator[RichTextNode]) -> tuple[RichTextNode, ...]:
    """Return nodes with neighbouring texts joined, all at once to be linear in time, and without empty texts."""
    merged: list[RichTextNode] = []
    for is_text, run in groupby(nodes, lambda node: isinstance(node, Text)):
        if is_text:
            text = "".join(node.text for node in run if isinstance(node, Text))
            merged += [Text(text)] if text else []
        else:
            merged += run
    return tuple(merged)
