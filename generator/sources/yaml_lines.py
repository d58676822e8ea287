"""YAML with lines: text in; mappings, lists and texts out, with the line of each key and item.

Problems of a file (bad syntax, a key twice, a value of the wrong kind) need lines, which `yaml.safe_load` does not
keep. Every scalar stays the text that was written, so that the arXiv id 2402.04610 keeps its last digit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

from generator.models import Location, Problem, Severity

YamlValue = str | None | list["YamlValue"] | dict[str, "YamlValue"]
"""A value of a file; None for nothing, `~` or `null`."""

YamlPath = tuple[str | int, ...]
"""Keys and positions that lead to a value; empty for the whole file."""

_DEEPEST = 20
_MOST = 200_000
"""Most values of a file; aliases can make many out of few lines."""
_TOO_MUCH = f"more than {_DEEPEST} levels or {{}} values"


@dataclass(frozen=True, slots=True)
class YamlFile:
    """A YAML file: its values, with their lines."""

    path: str
    value: YamlValue = None
    lines: dict[YamlPath, int] = field(default_factory=dict)
    """Line of each value; for one of a mapping, that of its key."""

    def at(self, *where: str | int) -> YamlValue:
        """Return the value at a path; None where there is none."""
        return value_at(self.value, where)

    def location(self, *where: str | int) -> Location:
        """Return the location of a value; where it does not exist, of the nearest one around it."""
        while where and where not in self.lines:
            where = where[:-1]
        return Location(self.path, self.lines.get(where, 1))

    def error(self, message: str, *where: str | int) -> Problem:
        """Return an error at a path."""
        return Problem(self.location(*where), message, Severity.ERROR)


def value_at(value: YamlValue, where: YamlPath) -> YamlValue:
    """Return the value at a path within a value; None where there is none."""
    for key in where:
        if isinstance(value, dict) and isinstance(key, str):
            value = value.get(key)
        elif isinstance(value, list) and isinstance(key, int):
            value = value[key] if key < len(value) else None
        else:
            return None
    return value


def read_yaml(path: str, text: str, most: int = _MOST) -> tuple[YamlFile, tuple[Problem, ...]]:
    """Return the values of a YAML text, `most` at most, and its faults; a file with a syntax error has no values."""
    return _read_plain(path, text, most) or _read_any(path, text, most)


def _read_any(path: str, text: str, most: int) -> tuple[YamlFile, tuple[Problem, ...]]:
    reader = _Reader(path, most)
    try:
        node = yaml.compose(text, Loader=_Loader)
        value = reader.read(node, ()) if node is not None else None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        found = " ".join(str(part) for part in (error.context, error.problem) if part)
        return YamlFile(path), (_fault(path, mark.line + 1 if mark else 1, found),)
    except (yaml.YAMLError, ValueError) as error:
        return YamlFile(path), (_fault(path, 1, " ".join(str(error).split()) or type(error).__name__),)
    return YamlFile(path, value, reader.lines), tuple(reader.problems)


def _fault(path: str, line: int, found: str) -> Problem:
    return Problem(Location(path, line), f"expected valid YAML, found: {found}", Severity.ERROR)


class _Loader(yaml.SafeLoader):
    """Loader that refuses deep nesting at once, for which PyYAML takes seconds until its recursion is too deep."""

    _depth = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        self._depth += 1
        if self._depth > _DEEPEST + 1:
            raise ValueError(_TOO_MUCH.format(_MOST))
        node = super().compose_node(parent, index)
        self._depth -= 1
        return node


class _Reader:
    """Converter of YAML nodes to values, which records lines and problems."""

    def __init__(self, path: str, most: int) -> None:
        self.path = path
        self.most = most
        self.lines: dict[YamlPath, int] = {}
        self.problems: list[Problem] = []

    def read(self, node: yaml.Node, where: YamlPath) -> YamlValue:
        """Return the value of a node.

        Raises ValueError for too much nesting or too many values.
        """
        if len(where) > _DEEPEST or len(self.lines) > self.most:
            raise ValueError(_TOO_MUCH.format(self.most))
        self.lines.setdefault(where, node.start_mark.line + 1)
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, where)
        if isinstance(node, yaml.SequenceNode):
            return [self.read(child, (*where, place)) for place, child in enumerate(node.value)]
        return None if node.tag == "tag:yaml.org,2002:null" else _text(node)

    def _mapping(self, node: yaml.MappingNode, where: YamlPath) -> dict[str, YamlValue]:
        mapping: dict[str, YamlValue] = {}
        for key, child in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise yaml.MarkedYAMLError(problem="a key that is not a word", problem_mark=key.start_mark)
            name, line = _text(key), key.start_mark.line + 1
            if name in mapping:
                message = f"expected each key once, found {name!r} again; the first counts"
                self.problems.append(Problem(Location(self.path, line), message, Severity.ERROR))
                continue
            self.lines[(*where, name)] = line
            mapping[name] = self.read(child, (*where, name))
        return mapping


# ---- plain files, which need no nodes: with the parser in C, in a seventh of the time ----

_READ_OTHERWISE = re.compile("[\t\ufeff]")
"""Characters that the two parsers read otherwise; the one in C also takes a question mark in `[Who?]`, as YAML does."""
_NULL = frozenset(("", "~", "null", "Null", "NULL"))


class _NotPlain(Exception):
    """Something that only the reader of nodes knows: an alias, a tag, a key twice, a limit."""


def _read_plain(path: str, text: str, most: int) -> tuple[YamlFile, tuple[Problem, ...]] | None:
    """Return what `_read_any` returns; None for what it has to read: files with faults, aliases or tags."""
    if not yaml.__with_libyaml__ or _READ_OTHERWISE.search(text, 1):
        return None
    lines: dict[YamlPath, int] = {}
    events = yaml.parse(text, Loader=yaml.CSafeLoader)
    try:
        next(events)  # of the stream
        if isinstance(next(events), yaml.StreamEndEvent):
            return YamlFile(path), ()
        value = _plain_value(next(events), events, (), lines, most)
        ends = [type(event) for event in events]
    except (_NotPlain, yaml.YAMLError, ValueError, RecursionError):
        return None
    is_one = value is not None and ends == [yaml.DocumentEndEvent, yaml.StreamEndEvent]
    return (YamlFile(path, value, lines), ()) if is_one else None


def _plain_value(
    event: yaml.Event, events: Iterator[yaml.Event], where: YamlPath, lines: dict[YamlPath, int], most: int
) -> YamlValue:
    """Return the value that begins with an event, and add the lines of all that is in it."""
    if _is_special(event) or len(where) > _DEEPEST or len(lines) > most:
        raise _NotPlain
    lines.setdefault(where, _line(event))
    if isinstance(event, yaml.ScalarEvent):
        return None if event.implicit[0] and event.value in _NULL else str(event.value)
    if isinstance(event, yaml.SequenceStartEvent):
        items: list[YamlValue] = []
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            items.append(_plain_value(event, events, (*where, len(items)), lines, most))
        return items
    mapping: dict[str, YamlValue] = {}
    while not isinstance(event := next(events), yaml.MappingEndEvent):
        if not isinstance(event, yaml.ScalarEvent) or _is_special(event) or event.value in mapping:
            raise _NotPlain
        lines[(*where, event.value)] = _line(event)
        mapping[event.value] = _plain_value(next(events), events, (*where, event.value), lines, most)
    return mapping


def _is_special(event: yaml.Event) -> bool:
    return not isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent) or bool(event.anchor or event.tag)


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1  # type: ignore[union-attr]


def _text(scalar: yaml.Node) -> str:
    """Return the text of a scalar; JSON writes an emoji as two escapes, which are joined here."""
    return str(scalar.value).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
