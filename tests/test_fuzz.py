"""Near misses: texts made of the right pieces in wrong places, and right texts with small changes, in every package.

What must hold is in invariants.py. `scripts/fuzz.py` looks for texts that break it, guided by coverage; what it has
found stands in crashes/, a folder for each target, and is tried here, too.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invariants import NEXT, TARGETS, Target
from limits import check_growth

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "50"))
"""Random texts to try on each target; 5000 take a quarter of an hour."""

FINDS = sorted(path for path in (Path(__file__).parent / "crashes").glob("*/*") if path.is_file())


def _texts(target: Target) -> st.SearchStrategy[str]:
    pieces = st.sampled_from(target.fragments)
    made = st.lists(pieces | st.text(max_size=4), max_size=24).map("".join)
    changes = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 12), pieces | st.text(max_size=2)), max_size=8)
    return made | st.builds(_changed, st.sampled_from(target.texts), changes)


def _changed(text: str, changes: list[tuple[float, int, str]]) -> str:
    """A text in which, at some places, so many letters are replaced by something else."""
    for where, letters, new in changes:
        place = round(where * len(text))
        text = text[:place] + new + text[place + letters :]
    return text


@pytest.mark.parametrize("name", TARGETS)
@settings(max_examples=EXAMPLES)
@given(data=st.data())
def test_near_misses(name: str, data: st.DataObject) -> None:
    TARGETS[name].check(data.draw(_texts(TARGETS[name])))


@pytest.mark.parametrize("path", FINDS, ids=[f"{path.parent.name}/{path.name}" for path in FINDS])
def test_what_has_been_found(path: Path) -> None:
    TARGETS[path.parent.name].check(path.read_bytes().decode("utf-8", "replace"))


LETTERS = 16_000
"""Length of the longest texts of which the time is measured."""


@pytest.mark.parametrize("name", TARGETS)
@settings(max_examples=EXAMPLES // 5)
@given(data=st.data())
def test_time_is_in_proportion_to_size(name: str, data: st.DataObject) -> None:
    target = TARGETS[name]
    pieces = data.draw(st.lists(st.sampled_from(target.fragments), min_size=1, max_size=3))
    before = data.draw(st.sampled_from(["", "CLMar 4, 2024\nMoths at NightAda Alder\n"]))
    piece = "".join(pieces).replace(NEXT, "\n")
    check_growth(lambda times: target.check(before + piece * times), LETTERS // len(piece))
