"""What runs when: the marks of the tests, and what they share."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import SLOW_FIXTURES, Shared


def test_what_opens_a_browser_or_builds_a_site_is_slow(request: pytest.FixtureRequest) -> None:
    items = [item for item in request.session.items if isinstance(item, pytest.Function)]
    slow = {item.nodeid for item in items if item.get_closest_marker("slow")}
    assert [item.nodeid for item in items if SLOW_FIXTURES & set(item.fixturenames) and item.nodeid not in slow] == []


def test_a_shared_folder_is_made_once(shared: Shared) -> None:
    made: list[Path] = []
    folder = shared("moths", made.append)
    assert shared("moths", made.append) == folder
    assert made == [folder]


def test_a_shared_folder_that_failed_is_made_anew(shared: Shared) -> None:
    def fail(folder: Path) -> None:
        (folder / "half.txt").touch()
        raise NotImplementedError

    with pytest.raises(NotImplementedError):
        shared("lanterns", fail)
    folder = shared("lanterns", lambda folder: (folder / "whole.txt").touch())
    assert [path.name for path in folder.iterdir()] == ["whole.txt"]
