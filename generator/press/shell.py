"""A theme's template as text with gaps: what it makes of one page, so that others of its kind need no template.

A template is rendered for a page whose own values are marked. Where a mark comes out, so does the value of any other
page of the kind, written in the same way. Before that is believed, a page is rendered in both ways and compared.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

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


class Shell:
    """What a template makes of pages of one kind."""

    def __init__(self, parts: tuple[str | _Gap, ...]) -> None:
        self._parts = parts

    def fill(self, values: Mapping[str, str]) -> str:
        """The page with some values."""
        return "".join(
            [part if isinstance(part, str) else part.write(values[part.name]) for part in self._parts],
        )


def make_shell(names: Mapping[str, str], render: Callable[[Mapping[str, str]], str]) -> Shell | None:
    """The shell of what `render` makes of values, given by `names`; None where a value is written in no known way."""
    tried = {name: f"{_START}{name}{_TRYING}{_END}" for name in names}
    ways = {way(value): _Gap(name, way) for name, value in tried.items() for way in reversed(_WAYS)}
    output = render(tried)
    parts: list[str | _Gap] = []
    end = 0
    for match in _MARKED.finditer(output):
        if match[0] not in ways:
            return None
        parts += [output[end : match.start()], ways[match[0]]]
        end = match.end()
    parts.append(output[end:])
    return None if any(_START in part for part in parts if isinstance(part, str)) else Shell(tuple(parts))
