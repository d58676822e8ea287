"""Comments of `enriched.yml`, which readers of YAML drop: its text in; the comments, by what they stand above, out."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from generator.sources.yaml_lines import YamlFile, read_yaml

_INDENT = 2
"""Indentation of the keys of papers in what is written."""


@dataclass(frozen=True, slots=True)
class Comments:
    """Comments of the file, on lines of their own that end with a line break."""

    header: str = ""
    of_sections: Mapping[str, str] = field(default_factory=dict)
    of_papers: Mapping[str, str] = field(default_factory=dict)
    """Comments above entries, by the keys of papers."""
    blocks: Mapping[str, str] = field(default_factory=dict)
    """Lines of entries that have comments within, by the `repr` of key and value."""


@dataclass(frozen=True, slots=True)
class _Part:
    path: tuple[str, ...]
    """Section, or section and key."""
    comments: list[str]
    """Lines above it."""
    lines: list[str]


def read_comments(text: str, source: YamlFile) -> Comments:
    """Return the comments of a text, given with what it says."""
    if "#" not in text:
        return Comments()
    parts = _parts(text.splitlines(), source)
    header = parts[0].comments if parts else list(_comments(text.splitlines()))
    sections = {part.path[0]: _indented(part.comments, 0) for part in parts[1:] if len(part.path) == 1}
    of_papers: dict[str, str] = {}
    blocks: dict[str, str] = {}
    for part in (part for part in parts if len(part.path) == 2):
        section, key = part.path
        if part.comments:
            of_papers[key] = of_papers.get(key, "") + _indented(part.comments, _INDENT)
        block = textwrap.indent(textwrap.dedent("\n".join(part.lines)), " " * _INDENT) + "\n"
        value = source.at(*part.path)
        if "#" in block and read_yaml("", f"{section}:\n{block}")[0].value == {section: {key: value}}:
            blocks[repr((key, value))] = block
    return Comments(_indented(header, 0), sections, of_papers, blocks)


def _parts(lines: list[str], source: YamlFile) -> list[_Part]:
    """Return the sections and entries that begin on lines of their own, in the order of the file."""
    places = [(line, path) for path, line in source.lines.items() if 0 < len(path) <= 2]
    many = Counter(line for line, _ in places)
    own = {line - 1: tuple(map(str, path)) for line, path in places if many[line] == 1 or len(path) == 1}
    starts = sorted(own.items())
    ends = [*(_above(lines, start) for start, _ in starts), len(lines)][1:]
    return [
        _Part(path, list(_comments(lines[_above(lines, start) : start])), _without_end(lines[start:end]))
        for (start, path), end in zip(starts, ends, strict=True)
    ]


def _above(lines: list[str], start: int) -> int:
    """Return the first of the lines above a key that are empty, or comments that are no further in than it."""
    most, first = _indent_of(lines[start]), start
    while first and _is_above(lines[first - 1], most):
        first -= 1
    return first


def _is_above(line: str, most: int) -> bool:
    return not line.strip() or (line.lstrip(" ").startswith("#") and _indent_of(line) <= most)


def _indent_of(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _comments(lines: Iterable[str]) -> Iterator[str]:
    return (text for line in lines if (text := line.strip()).startswith("#"))


def _without_end(lines: list[str]) -> list[str]:
    while lines and not lines[-1].strip():
        lines = lines[:-1]
    return lines


def _indented(lines: Iterable[str], indent: int) -> str:
    return "".join(f"{' ' * indent}{line}\n" for line in lines)
