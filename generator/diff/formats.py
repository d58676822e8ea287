"""Formats: a difference in; text, JSON or Markdown out, in which texts of seeds do no harm.

Text and Markdown are made from the same sections, in which texts of seeds are marked as such. The text is for terminals
and the logs of workflows, the Markdown for the summary of a workflow on GitHub.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from generator.diff.compare import Change, Diff, FieldChange, Move
from generator.formats.citations import credit
from generator.models import Paper, without_middle

_MOST_ITEMS = 20
"""Most items of a list in Markdown, as a summary on GitHub may have 1 MiB."""
_LONGEST = 300
"""Most characters of a text of seeds in text and Markdown."""
_CONTEXT = 30
"""Characters that are shown on both sides of a change in an abstract."""


def to_text(diff: Diff) -> str:
    """Return a difference as plain text, with all items; long texts of seeds are cut."""
    sections = _sections(diff)
    lines = [_text(_summary(diff, sections))]
    for section in sections:
        lines += ["", f"{section.title} ({len(section.items):,})"]
        for item in section.items:
            lines += [_text((f"{section.mark} ", *item.line)), *(_text(("    ", *line)) for line in item.details)]
    return "".join(f"{line}\n" for line in lines)


def to_markdown(diff: Diff) -> str:
    """Return a difference as Markdown for GitHub; long lists and texts are cut."""
    sections = _sections(diff)
    lines = ["## What changes in the collection", "", _markdown(_summary(diff, sections))]
    for section in sections:
        lines += ["", f"### {section.title} ({len(section.items):,})", ""]
        for item in section.items[:_MOST_ITEMS]:
            lines += [f"- {_markdown(item.line)}", *(f"    - {_markdown(line)}" for line in item.details)]
        left = len(section.items) - _MOST_ITEMS
        lines += [f"- ... and {left:,} more"] if left > 0 else []
    return "".join(f"{line}\n" for line in lines)


def to_json(diff: Diff) -> str:
    """Return a difference as one JSON object, with everything in full."""
    found = {
        "papers": {"before": diff.papers_before, "after": diff.papers_after},
        "added": [_paper(paper) for paper in diff.added],
        "removed": [_paper(paper) for paper in diff.removed],
        "renamed": [_change(change) for change in diff.renamed],
        "changed": [_change(change) for change in diff.changed],
        "authors": {"new": diff.authors_new, "gone": diff.authors_gone},
        "duplicates": [
            {"papers": [_paper(found.one), _paper(found.other)], "likeness": round(found.similarity, 3)}
            for found in diff.duplicates
        ],
        "moves": [{"url": move.url, "to": move.to, "now_shows": move.now_shows} for move in diff.moves],
        "problems": {
            "new": [problem.as_object() for problem in diff.problems_new],
            "gone": [problem.as_object() for problem in diff.problems_gone],
        },
    }
    text = json.dumps(found, ensure_ascii=False, indent=2)
    return _visible(text.replace("##[", r"#\u0023["), _json_escape, but="\n") + "\n"


DIFF_FORMATS: Mapping[str, Callable[[Diff], str]] = {"text": to_text, "json": to_json, "markdown": to_markdown}
"""Functions that write each format, by its name."""


# ---- sections ----


@dataclass(frozen=True, slots=True)
class _SeedText:
    """Text that comes from seeds, and is made harmless in each format."""

    text: str


_Line = tuple[str | _SeedText, ...]


@dataclass(frozen=True, slots=True)
class _Item:
    line: _Line
    details: tuple[_Line, ...] = ()


@dataclass(frozen=True, slots=True)
class _Section:
    title: str
    mark: str
    """Mark before each item, in plain text."""
    items: Sequence[_Item]


def _summary(diff: Diff, sections: Sequence[_Section]) -> _Line:
    numbers = {"added": diff.added, "removed": diff.removed, "renamed": diff.renamed, "changed": diff.changed}
    told = ", ".join(f"{len(papers):,} {what}" for what, papers in numbers.items() if papers)
    before = f"{diff.papers_before:,} paper{'' if diff.papers_before == 1 else 's'} before"
    same = "" if sections else "; there is no difference"
    return (f"{before}, {diff.papers_after:,} after{': ' if told else ''}{told}{same}",)


def _sections(diff: Diff) -> list[_Section]:
    """Return the sections that have items, the most important first."""
    sections = [
        _Section("New problems", "!", [_Item((_SeedText(str(problem)),)) for problem in diff.problems_new]),
        _Section(
            "Likely duplicates",
            "?",
            [
                _Item((*_title(found.one), " and ", *_title(found.other), f": titles alike to {found.similarity:.0%}"))
                for found in diff.duplicates
            ],
        ),
        _Section("Addresses that move or disappear", ">", [_Item(_move(move)) for move in diff.moves]),
        _Section("Papers added", "+", [_Item(_citation(paper)) for paper in diff.added]),
        _Section("Papers removed", "-", [_Item(_citation(paper)) for paper in diff.removed]),
        _Section("Papers renamed", "~", [_Item(_renaming(change), _fields(change)) for change in diff.renamed]),
        _Section("Papers changed", "~", [_Item(_title(change.new), _fields(change)) for change in diff.changed]),
        _Section("New authors", "+", [_Item((_SeedText(name),)) for name in diff.authors_new]),
        _Section("Removed authors", "-", [_Item((_SeedText(name),)) for name in diff.authors_gone]),
        _Section("Fixed problems", "-", [_Item((_SeedText(str(problem)),)) for problem in diff.problems_gone]),
    ]
    return [section for section in sections if section.items]


def _title(paper: Paper) -> _Line:
    return _SeedText(paper.plain_title), " at ", _SeedText(paper.url)


def _citation(paper: Paper) -> _Line:
    return *_title(paper), " by ", _SeedText(credit(paper)), f", {paper.iso_date or 'no date'}"


def _renaming(change: Change) -> _Line:
    return _SeedText(change.old.plain_title), " is now ", *_title(change.new), f" ({change.by})"


def _move(move: Move) -> _Line:
    where: _Line = (_SeedText(move.url), *((" moves to ", _SeedText(move.to)) if move.to else (" disappears",)))
    return (
        (*where, "; another paper is there now: ", _SeedText(move.now_shows)) if move.now_shows is not None else where
    )


def _fields(change: Change) -> tuple[_Line, ...]:
    return tuple(_field(field) for field in change.fields)


def _field(field: FieldChange) -> _Line:
    old, new = _shown(field.old), _shown(field.new)
    if field.name == "abstract" and old and new:
        old, new = changed_part(old, new)
    return f"{field.name}: ", _or_nothing(old), " -> ", _or_nothing(new)


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return "; ".join(value)
    return "" if value is None else str(value)


def _or_nothing(text: str) -> str | _SeedText:
    return _SeedText(text) if text else "nothing"


def changed_part(old: str, new: str) -> tuple[str, str]:
    """Return the parts of two texts that differ, with a little text around them.

    >>> changed_part("Moths come to lanterns " * 9 + "at night.", "Moths come to lanterns " * 9 + "by night.")
    ('... come to lanterns at night.', '... come to lanterns by night.')
    """
    from rapidfuzz.distance import Postfix, Prefix  # takes a while to import

    start = Prefix.similarity(old, new)
    end = Postfix.similarity(old[start:], new[start:])
    start, end = _whole_word(old, start - _CONTEXT), _whole_word(old[::-1], end - _CONTEXT)
    before, after = "... " * bool(start), " ..." * bool(end)
    return tuple(f"{before}{text[start : len(text) - end].strip(' ')}{after}" for text in (old, new))  # type: ignore[return-value]


def _whole_word(text: str, place: int) -> int:
    """Return the next position at which a word begins, or the same one if there is none near."""
    if place <= 0:
        return 0
    space = text.find(" ", place, place + _CONTEXT // 2)
    return space + 1 if space >= 0 else place


# ---- texts that do no harm ----


def _text(line: _Line) -> str:
    """Return a line as plain text; only at its start, which is never of seeds, do runners of workflows obey `::`."""
    return "".join(part if isinstance(part, str) else f'"{_one_line(part)}"' for part in line)


def _markdown(line: _Line) -> str:
    """Return a line as Markdown, with texts of seeds in code spans.

    There GitHub does not look for mentions, issues, addresses and emoji. Elsewhere it does, even in character
    references.
    """
    return "".join(part if isinstance(part, str) else _code_span(_one_line(part)) for part in line)


def _code_span(text: str) -> str:
    fence = "`" * (max((len(run) for run in re.findall("`+", text)), default=0) + 1)
    space = " " if text[:1] in ("", "`", " ") or text[-1] in "` " else ""
    return f"{fence}{space}{text}{space}{fence}"


def _one_line(part: _SeedText) -> str:
    """Return a text cut and with all characters visible; runners of workflows obey `##[` anywhere in a line."""
    short = without_middle(part.text.replace("##[", "#<U+0023>["), _LONGEST)
    return _visible(short, lambda char: f"<U+{ord(char):04X}>")


def _visible(text: str, escape: Callable[[str], str], but: str = "") -> str:
    """Return a text in which characters that are invisible, or move others, are escaped; those of `but` stay."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(escape(char) if char not in but and _is_invisible(char) else char for char in text)


@lru_cache(maxsize=1 << 16)
def _is_invisible(char: str) -> bool:
    """Return whether a character shows as nothing, moves others, or is a space or line break of another kind.

    These are the categories C and Z of Unicode, without the space, and some letters and marks.
    """
    return char != " " and (unicodedata.category(char)[0] in "CZ" or char in _BLANK)


# Hangul fillers, the empty Braille pattern, Khmer vowels that do not show, variation selectors, the grapheme joiner.
_BLANK = frozenset("\u115f\u1160\u3164\uffa0\u2800\u17b4\u17b5\u034f") | {
    chr(code) for code in (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0), *range(0x180B, 0x1810))
}


def _json_escape(char: str) -> str:
    return json.dumps(char)[1:-1] if not "\x7f" <= char <= "\x9f" else f"\\u{ord(char):04x}"


# ---- plain values ----


def _paper(paper: Paper) -> dict[str, Any]:
    return {
        "key": paper.key,
        "url": paper.url,
        "title": paper.plain_title,
        "authors": [name.text for name in paper.authors],
        "et_al": paper.et_al,
        "date": paper.iso_date or None,
        "source": str(paper.location),
    }


def _change(change: Change) -> dict[str, Any]:
    fields = {field.name: {"old": field.old, "new": field.new} for field in change.fields}
    return {"old": _paper(change.old), "new": _paper(change.new), "by": change.by, "fields": fields}
