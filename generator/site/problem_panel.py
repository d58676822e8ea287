"""Panel of problems that the server shows at the foot of each page; builds have none."""

from __future__ import annotations

import json
from collections.abc import Iterable

from generator.models import Problem, Severity, read_data

PANEL = "assets/javascripts/papershelf-problems.js"
"""Script of the panel, relative to the site."""
_MOST = 100
"""Number of problems that are listed."""


def panel_script(problems: Iterable[Problem]) -> str:
    """Return the script of a panel with the errors and warnings among some problems; without any, it shows nothing."""
    found = [problem for problem in problems if problem.severity is not Severity.NOTE]
    data = {"listed": [problem.as_object() for problem in found[:_MOST]], "total": len(found)}
    return f"self.papershelf.problems = {json.dumps(data)};\n{read_data('problems.js').decode()}"
