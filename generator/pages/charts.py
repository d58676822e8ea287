"""Charts as SVG: numbers in, markup out that the stylesheet colours."""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_WIDTH, _HEIGHT = 480, 150
_TOP, _BOTTOM = 16, 20
_LABEL_WIDTH = 34
"""Width of a label below a column, in units of the drawing."""
_MAX_COLUMN_WIDTH = 42
COLOURS = 6
"""Number of colours that the stylesheet has for series: `ps-s1` to `ps-s6`."""


@dataclass(frozen=True, slots=True)
class Series:
    """A series of numbers in a chart."""

    label: str
    numbers: tuple[int, ...]


def columns(title: str, labels: Sequence[str], series: Sequence[Series]) -> str:
    """Return a chart of stacked columns, each with one number of every series."""
    totals = [sum(numbers) for numbers in zip(*(row.numbers for row in series), strict=True)]
    numbers_by_label = ", ".join(f"{label}: {total:,}" for label, total in zip(labels, totals, strict=True) if total)
    step = _WIDTH / len(labels)
    drawn = "".join(
        _column(place, step, label, [row.numbers[place] for row in series], series, max(totals))
        for place, label in enumerate(labels)
    )
    named = "".join(
        f'<text x="{_n(middle)}" y="{_HEIGHT - 5}">{html.escape(labels[place])}</text>'
        for place, middle in reversed(list(_labelled(len(labels), step)))
    )
    base = f'<path class="ps-base" d="M0 {_HEIGHT - _BOTTOM}.5H{_WIDTH}"/>'
    return (
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{html.escape(f"{title}. {numbers_by_label}")}">'
        f"{drawn}{base}{named}</svg>"
    )


def _column(place: int, step: float, label: str, numbers: Sequence[int], series: Sequence[Series], highest: int) -> str:
    total = sum(numbers)
    if not total:
        return ""
    scale = (_HEIGHT - _TOP - _BOTTOM) / highest
    width = min(_MAX_COLUMN_WIDTH, step * 0.72)
    left, foot, parts = (place + 0.5) * step - width / 2, float(_HEIGHT - _BOTTOM), []
    for colour, number in enumerate(numbers, 1):
        height = number * scale
        foot -= height
        if number:
            parts.append(
                f'<rect class="ps-s{min(colour, COLOURS)}" x="{_n(left)}" y="{_n(foot)}" '
                f'width="{_n(width)}" height="{_n(height)}"/>'
            )
    if step >= _LABEL_WIDTH / 2:
        parts.append(f'<text x="{_n(left + width / 2)}" y="{_n(foot - 4)}">{total:,}</text>')
    several = [f"{row.label} {number:,}" for row, number in zip(series, numbers, strict=True) if number]
    tooltip = f"{label}: {total:,}" + (f" ({', '.join(several)})" if len(series) > 1 else "")
    return f"<g><title>{html.escape(tooltip)}</title>{''.join(parts)}</g>"


def _labelled(number: int, step: float) -> Iterator[tuple[int, float]]:
    """Yield the columns that have room for a label, from last to first, each with the middle of its label."""
    free = float(_WIDTH)
    for place in reversed(range(number)):
        # A label at an edge moves inwards, so that it is not cut off.
        middle = min(max((place + 0.5) * step, _LABEL_WIDTH / 2), _WIDTH - _LABEL_WIDTH / 2)
        if middle + _LABEL_WIDTH / 2 <= free:
            free = middle - _LABEL_WIDTH / 2
            yield place, middle


def _n(number: float) -> str:
    """Return a length with at most one decimal."""
    return f"{number:.1f}".removesuffix(".0")
