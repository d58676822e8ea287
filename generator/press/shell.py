"""A theme's template as text with gaps: what it makes of one page, so that others of its kind need no template.

A template is rendered for a page whose own values are marked. Where a mark comes out, so does the value of any other
page of the kind, written in the same way. Before that is believed, a page is rendered in both ways and compared.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from markupsafe import Markup, escape

_START, _END = "\ue000", "\ue001"
_MARKED = re.compile(f"{_START}.*?{_END}", re.DOTALL)
_TRYING = "<h1>&amp;\"'</h1>"
"""Tells apart the ways in which a template may write a value."""

_WAYS: tuple[Callable[[str], str], ...] = (
    str,
    lambda value: str(escape(value)),
    lambda value: str(escape(Markup(value).striptags())),
    lambda value: Markup(value).striptags(),
)


@dataclass(frozen=True, slots=True)
class _Gap:
    name: str
    write: Callable[[str], str]


class _Value(str):
    """A marked value, which tells when a template looks at it rather than writes it down."""

    __slots__ = ()
    looked_at: ClassVar[list[str]] = []

    def __getattribute__(self, name: str) -> Any:
        if not name.startswith("__"):
            _Value.looked_at.append(name)
        return super().__getattribute__(name)

    def __bool__(self) -> bool:
        return True

    def __eq__(self, other: object) -> bool:
        if sys._getframe(1).f_code.co_name != "__eq__":  # pages are compared by their titles and their files
            _Value.looked_at.append("==")
        return super().__eq__(other)

    def __ne__(self, other: object) -> bool:
        _Value.looked_at.append("!=")
        return super().__ne__(other)

    __hash__ = str.__hash__

    def __contains__(self, part: object) -> bool:
        if part != "<h1":  # of which the theme asks whether there is one: there always is
            _Value.looked_at.append("in")
        return super().__contains__(part)  # type: ignore[operator]

    def __len__(self) -> int:
        _Value.looked_at.append("length")
        return super().__len__()

    def __iter__(self) -> Iterator[str]:
        _Value.looked_at.append("iteration")
        return super().__iter__()

    def __getitem__(self, at: Any) -> str:
        _Value.looked_at.append("[]")
        return super().__getitem__(at)


class Shell:
    """What a template makes of pages of one kind."""

    def __init__(self, parts: Sequence[str | _Gap]) -> None:
        self._parts = [encoded(part) if isinstance(part, str) else part for part in parts]
        self._gaps = {part for part in parts if isinstance(part, _Gap)}

    def fill(self, values: Mapping[str, str]) -> bytes:
        """The page with some values, encoded."""
        filled = {gap: encoded(gap.write(values[gap.name])) for gap in self._gaps}
        return b"".join([filled[part] if isinstance(part, _Gap) else part for part in self._parts])


def encoded(text: str) -> bytes:
    """Text as MkDocs writes it to the disk."""
    return text.encode("utf-8", errors="xmlcharrefreplace")


def make_shell(names: Mapping[str, str], render: Callable[[Mapping[str, str]], str]) -> Shell | None:
    """The shell of what `render` makes of values, given by `names`.

    None where a value is written in no known way, or decides what is written.
    """
    tried = {name: f"{_START}{name}{_TRYING}{_END}" for name in names}
    ways = {way(value): _Gap(name, way) for name, value in tried.items() for way in reversed(_WAYS)}
    _Value.looked_at.clear()
    output = render({name: _Value(value) for name, value in tried.items()})
    if _Value.looked_at:
        return None
    parts: list[str | _Gap] = []
    end = 0
    for match in _MARKED.finditer(output):
        if match[0] not in ways:
            return None
        parts += [output[end : match.start()], ways[match[0]]]
        end = match.end()
    parts.append(output[end:])
    return None if any(_START in part for part in parts if isinstance(part, str)) else Shell(parts)
