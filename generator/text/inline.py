r"""Running text: the listing's mixture of plain text and LaTeX in, a few kinds of node out.

The text is plain first: a `%`, a `#`, a `{` or an unknown `\command` means itself and is kept. Only what LaTeX
authors are known to leave in titles and abstracts is read: formulas, font commands, quotes, dashes, accents,
symbols, escaped characters, `\url` and `\href`, and bare addresses. Reading is linear in the length of the text.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import groupby

from pylatexenc.latex2text import get_default_latex_context_db

from generator.text.links import find_addresses, safe_url, unescape_url
from generator.text.maths import to_unicode


class Style(StrEnum):
    """How a piece of text is set."""

    EMPHASIS = "em"
    STRONG = "strong"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Text:
    """Characters that mean themselves."""

    text: str


@dataclass(frozen=True, slots=True)
class Styled:
    """Nodes set in one style."""

    style: Style
    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Anchor:
    """A link; its address has passed `links.safe_url`."""

    url: str
    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula in LaTeX, without its dollars."""

    tex: str


Node = Text | Styled | Anchor | Formula

_DEEPEST = 12
"""Font commands within font commands; a deeper one is kept as text."""

_STYLES = {
    "textit": Style.EMPHASIS,
    "textsl": Style.EMPHASIS,
    "emph": Style.EMPHASIS,
    "it": Style.EMPHASIS,
    "em": Style.EMPHASIS,
    "sl": Style.EMPHASIS,
    "textbf": Style.STRONG,
    "bf": Style.STRONG,
    "texttt": Style.CODE,
    "tt": Style.CODE,
}
# Commands whose argument is shown as it is: their style is the publisher's business.
_PLAIN = frozenset(
    "text textrm textsc textsf textup textnormal textmd mbox hbox underline uline mathrm rm sc sf "
    "textsubscript textsuperscript boldmath unboldmath normalfont MakeUppercase".split()
)
_SILENT = frozenset("xspace noindent newline par protect boldmath unboldmath smallskip medskip bigskip".split())
_SPACES = {"\\": " ", " ": " ", "\n": " ", ",": "\u2009", ";": " ", ":": " ", "quad": " ", "qquad": " "}
_NOTHING = frozenset("-/@!")
_ESCAPED = frozenset("%&$#_{}")
_ACCENTS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306", ".": "\u0307",
    '"': "\u0308", "r": "\u030a", "H": "\u030b", "v": "\u030c", "d": "\u0323", "c": "\u0327", "k": "\u0328",
    "b": "\u0331",
}  # fmt: skip
_SYMBOLS = get_default_latex_context_db()

_TOKEN = re.compile(
    r"""
      (?P<formula> \$\$(?:[^$\\]|\\.)+\$\$ | \$(?:[^$\\]|\\.)+\$
                 | \\\((?:[^\\]|\\[^()])+\\\) | \\\[(?:[^\\]|\\[^][])+\\\] )
    | (?P<command> \\(?:[A-Za-z]+|.) )
    | (?P<open> \{ )
    | (?P<quote> ``|''|`|' )
    | (?P<dash> (?<!-)-{2,3}(?!-) )
    | (?P<tie> (?<=[A-Za-z.])~(?=[A-Za-z0-9\\$]) )
    """,
    re.VERBOSE | re.DOTALL,
)
_TOKEN_STARTS = re.compile(r"[\\$`'{~]|--")
"""Where a token can begin: looked for first, as most of a text is none."""
_ACCENT_BASE = re.compile(r"\s*(?:\{\s*(\\[ijlLoO](?![A-Za-z])|[^\W\d_])\s*\}|(\\[ijlLoO](?![A-Za-z])\s?|[^\W\d_]))")
_NAME = re.compile(r"[A-Za-z]+|.", re.DOTALL)


@lru_cache(maxsize=1 << 12)
def parse(source: str) -> tuple[Node, ...]:
    """The nodes of a text. Neighbouring `Text` nodes are joined; no character is lost but markup that was read."""
    return _Reader(source).read(0, len(source), 0)


def plain(source: str) -> str:
    r"""A text as one line of Unicode, for titles, names, search and feeds.

    >>> plain(r"ReLU$^2$ Wins: \textit{It} is ``{\O}rsted'' at 5\% --- M\"uller")
    'ReLU² Wins: It is “Ørsted” at 5% — Müller'
    """
    return " ".join(plain_nodes(parse(source)).split())


def plain_nodes(nodes: tuple[Node, ...]) -> str:
    """The characters that nodes show."""
    return "".join(_plain_node(node) for node in nodes)


def _plain_node(node: Node) -> str:
    match node:
        case Text(text):
            return text
        case Formula(tex):
            return to_unicode(tex)
        case Styled(_, children) | Anchor(_, children):
            return plain_nodes(children)


def formulas(nodes: tuple[Node, ...]) -> Iterator[str]:
    """The formulas in nodes, those within others included."""
    for node in nodes:
        match node:
            case Formula(tex):
                yield tex
            case Styled(_, children) | Anchor(_, children):
                yield from formulas(children)


class _Reader:
    """One reading of one text: what is known of the whole before its parts are read."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.addresses = {address.start: address for address in find_addresses(source)}
        self.starts = sorted(self.addresses)
        self.closing = _matching_braces(source) if "{" in source else {}
        self.quotes = _paired_quotes(source) if "`" in source else {}
        self._readers = {
            "formula": self._formula,
            "command": self._command,
            "open": self._group,
            "quote": self._quote,
            "dash": self._dash,
            "tie": self._tie,
        }

    def read(self, start: int, end: int, depth: int) -> tuple[Node, ...]:
        """The nodes of `source[start:end]`."""
        return _merged(self._nodes(start, end, depth))

    def _nodes(self, start: int, end: int, depth: int) -> Iterator[Node]:
        place = scan = start
        while scan < end:
            # Not beyond the next address: a text of many would be searched to its end for each.
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

    def _step(self, position: int, end: int, depth: int) -> tuple[tuple[Node, ...], int] | None:
        """What begins at a position: its nodes, and where reading goes on; None if it is plain text after all."""
        address = self.addresses.get(position)
        if address is not None and address.end <= end:
            shown = unescape_url(self.source[position : address.end])
            return (Anchor(address.url, (Text(shown),)),), address.end
        match = _TOKEN.match(self.source, position, end)
        if match is None:
            return None
        return self._readers[match.lastgroup or ""](match, depth)

    def _formula(self, match: re.Match[str], _depth: int) -> tuple[tuple[Node, ...], int] | None:
        tex = _formula_body(match[0], self.source[match.end() : match.end() + 1])
        return None if tex is None else ((Formula(tex),), match.end())

    def _quote(self, match: re.Match[str], _depth: int) -> tuple[tuple[Node, ...], int] | None:
        mark = self.quotes.get(match.start())
        return None if mark is None else ((Text(mark),), match.end())

    def _dash(self, match: re.Match[str], _depth: int) -> tuple[tuple[Node, ...], int] | None:
        before = self.source[match.start() - 1 : match.start()]
        after = self.source[match.end() : match.end() + 1]
        if before.isspace() != after.isspace() or not before or not after:
            return None  # an option such as `--strict`, or a rule
        return (Text("–" if len(match[0]) == 2 else "—"),), match.end()

    def _tie(self, match: re.Match[str], _depth: int) -> tuple[tuple[Node, ...], int]:
        return (Text("\u00a0"),), match.end()

    def _group(self, match: re.Match[str], depth: int) -> tuple[tuple[Node, ...], int] | None:
        r"""`{\bf text}` and `{\'e}`; any other brace is a brace."""
        close = self.closing.get(match.start())
        if close is None or depth >= _DEEPEST or not self.source.startswith("\\", match.end()):
            return None
        command = _NAME.match(self.source, match.end() + 1)
        name = command[0] if command else ""
        if len(name) == 2 and name in _STYLES:
            body = _after_blanks(self.source, match.end() + 3)
            return (Styled(_STYLES[name], self.read(body, close, depth + 1)),), close + 1
        if name in _STYLES or name in _PLAIN or name in _ACCENTS or _symbol_text(name) is not None:
            return self.read(match.end(), close, depth + 1), close + 1
        return None

    def _command(self, match: re.Match[str], depth: int) -> tuple[tuple[Node, ...], int] | None:
        name = match[0][1:]
        if name in _ESCAPED:
            return (Text(name),), match.end()
        if name in _NOTHING:
            return (), match.end()
        if name in _SPACES:
            return (Text(_SPACES[name]),), match.end()
        if name in _ACCENTS:
            accented = _accent(self.source, match)
            if accented:
                return accented
        if name in ("url", "href"):
            return self._address(match, depth)
        if self.source.startswith("{", match.end()) and (name in _STYLES or name in _PLAIN):
            return self._styled(name, match.end(), depth)
        return _symbol(self.source, match)

    def _styled(self, name: str, brace: int, depth: int) -> tuple[tuple[Node, ...], int] | None:
        close = self.closing.get(brace)
        if close is None or depth >= _DEEPEST:
            return None
        children = self.read(brace + 1, close, depth + 1)
        style = _STYLES.get(name)
        return ((Styled(style, children),) if style and children else children), close + 1

    def _address(self, match: re.Match[str], depth: int) -> tuple[tuple[Node, ...], int] | None:
        close = self.closing.get(match.end())
        if close is None or depth >= _DEEPEST:
            return None
        target = unescape_url(self.source[match.end() + 1 : close].strip())
        url = safe_url(target) or safe_url(f"https://{target}" if "." in target and ":" not in target else target)
        if match[0] == r"\url":
            return ((Anchor(url, (Text(target),)) if url else Text(target)),), close + 1
        label = self.closing.get(close + 1)
        if label is None:
            return None
        children = _unlinked(self.read(close + 2, label, depth + 1))
        return ((Anchor(url, children),) if url and children else children), label + 1


def _formula_body(token: str, following: str) -> str | None:
    """The formula of a token with its delimiters; None where the dollars are money (Pandoc's rule, relaxed for TeX)."""
    if token.startswith(("$$", "\\")):
        return token[2:-2].strip() or None
    body = token[1:-1]
    looks_like_tex = re.search(r"[\\^_{}=<>]", body) is not None
    spaced = body[0].isspace() or body[-1].isspace()
    if not body.strip() or (not looks_like_tex and (spaced or following.isdigit())):
        return None
    return body.strip()


def _symbol(source: str, match: re.Match[str]) -> tuple[tuple[Node, ...], int] | None:
    r"""A symbol such as `\times` or `\ss`, with the space or `{}` that ends its name; None for an unknown command."""
    shown = _symbol_text(match[0][1:])
    if shown is None:
        return None
    after = match.end()
    if source.startswith("{}", after):
        after += 2
    elif match[0][1:].isalpha() and unicodedata.name(shown[:1] or " ").startswith("LATIN"):
        after = _after_blanks(source, after)  # `Stra\ss e` is one word
    return ((Text(shown),) if shown else ()), after


def _after_blanks(source: str, place: int) -> int:
    while source.startswith((" ", "\n"), place):
        place += 1
    return place


def _symbol_text(name: str) -> str | None:
    """What a command without arguments shows, None if it is not known."""
    if name in _SILENT:
        return ""
    known = _SYMBOLS.get_macro_spec(name)
    shown = known.simplify_repl if known is not None else None
    return shown if isinstance(shown, str) and shown.strip() and not re.search("[<%]", shown) else None


def _accent(source: str, match: re.Match[str]) -> tuple[tuple[Node, ...], int] | None:
    name = match[0][1:]
    base = _ACCENT_BASE.match(source, match.end())
    if base is None or (name.isalpha() and base[2] is not None and not base[0][0].isspace()):
        return None  # `\vfoo` is a command of its own
    letter = (base[1] or base[2]).strip()
    if letter.startswith("\\"):
        letter = {"\\i": "i", "\\j": "j", "\\l": "ł", "\\L": "Ł", "\\o": "ø", "\\O": "Ø"}[letter]
    return (Text(unicodedata.normalize("NFC", letter + _ACCENTS[name])),), base.end()


def _matching_braces(source: str) -> dict[int, int]:
    """Each opening brace with its closing one; escaped braces do not count."""
    pairs, waiting = {}, []
    for match in re.finditer(r"\\.|[{}]", source, re.DOTALL):
        if match[0] == "{":
            waiting.append(match.start())
        elif match[0] == "}" and waiting:
            pairs[waiting.pop()] = match.start()
    return pairs


def _paired_quotes(source: str) -> dict[int, str]:
    """The places of LaTeX's ``double'' and `single' quotes that have a partner, with the marks to show there."""
    marks: dict[int, str] = {}
    waiting: list[int] = []
    for match in re.finditer(r"``|''", source):
        if match[0] == "``":
            waiting.append(match.start())
        elif waiting:
            marks[waiting.pop()] = "“"
            marks[match.start()] = "”"
    for match in re.finditer(r"(?<![\w`])`(?=\w)([^`'\n]{1,100})'(?![\w'])", source):
        marks[match.start()] = "‘"
        marks[match.end() - 1] = "’"
    return marks


def _unlinked(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
    """Nodes without links, as the text of a link has to be."""
    return tuple(
        flat
        for node in nodes
        for flat in (
            _unlinked(node.children)
            if isinstance(node, Anchor)
            else (Styled(node.style, _unlinked(node.children)),)
            if isinstance(node, Styled)
            else (node,)
        )
    )


def _merged(nodes: Iterator[Node]) -> tuple[Node, ...]:
    """Nodes with neighbouring texts joined and without empty ones; joined at once, as many of them would take long."""
    merged: list[Node] = []
    for is_text, run in groupby(nodes, lambda node: isinstance(node, Text)):
        if is_text:
            text = "".join(node.text for node in run if isinstance(node, Text))
            merged += [Text(text)] if text else []
        else:
            merged += run
    return tuple(merged)
