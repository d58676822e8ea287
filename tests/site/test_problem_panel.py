"""The panel of problems: what its script has, and that builds have none."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from generator.models import Location, Problem, Severity
from generator.site.problem_panel import PANEL, panel_script


def _data(problems: list[Problem]) -> dict[str, object]:
    first, _, _ = panel_script(problems).partition(";\n")
    found: dict[str, object] = json.loads(first.removeprefix("self.papershelf.problems = "))
    return found


def test_notes_are_left_out() -> None:
    note = Problem(Location("moths.txt", 1), "expected moths", Severity.NOTE)
    error = Problem(Location("moths.txt", 2), "expected lanterns, found </script>\u2028", Severity.ERROR)
    assert _data([note]) == {"listed": [], "total": 0}
    assert _data([note, error]) == {"listed": [error.as_object()], "total": 1}
    assert panel_script([error]).isascii()


def test_of_many_the_first_are_listed() -> None:
    found = _data([Problem(Location("moths.txt", line), "expected moths") for line in range(1, 1049)])
    assert (len(found["listed"]), found["total"]) == (100, 1048)  # type: ignore[arg-type]


def test_builds_have_no_panel(built: Callable[[str], Path]) -> None:
    site = built("plain")
    assert not (site / PANEL).exists()
    assert PANEL.encode() not in (site / "index.html").read_bytes()
