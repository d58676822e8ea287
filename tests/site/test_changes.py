"""Whatever has changed, and whatever became of the build before, the site is as if made anew."""

from __future__ import annotations

import multiprocessing
import os
import random
import shutil
import signal
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import pytest
from conftest import made_up_project, needs_processes
from limits import LONGEST
from projects import Owner, build, change, check, copy_project, edit, files_of, unlike
from session import Session

from generator.site import workers

pytestmark = needs_processes
SEQUENCES = int(os.environ.get("SITE_SEQUENCES", "3"))
"""Random sequences of changes to try; 200 take a quarter of an hour."""
STEPS = 5
KILLS = int(os.environ.get("SITE_KILLS", "3"))
"""Builds to kill."""
EDITED_BY_HAND = "found a file written or edited by hand"


@pytest.fixture(autouse=True)
def _day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1900000000")


@pytest.fixture
def two_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "_FEW", 0)
    monkeypatch.setattr("generator.plugin.worker_count", lambda: 2)


def started(work: Callable[[], object]) -> BaseProcess:
    process = multiprocessing.get_context("fork").Process(target=work)
    process.start()
    return process


@pytest.mark.parametrize("seed", range(0, SEQUENCES, 2))
def test_after_any_change_the_site_is_as_if_made_anew(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = Owner(made_up_project(tmp_path / "project"), random.Random(seed), monkeypatch)
    done: list[str] = []
    for _ in range(STEPS):
        check(owner.root, done)
        done.append(change(owner))
    check(owner.root, done)


@pytest.mark.parametrize("seed", range(1, SEQUENCES, 2))
def test_after_any_change_the_site_that_is_served_is_as_if_made_anew(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = Owner(made_up_project(tmp_path / "project"), random.Random(seed), monkeypatch)
    session = Session(owner.root)
    done: list[str] = []
    for _ in range(STEPS):
        done.append(change(owner))
        copy = copy_project(owner.root)
        alone = started(partial(Session.once, copy))
        session.rebuild()
        alone.join()
        assert unlike(files_of(session.site), files_of(copy / "site")) == [], done
        shutil.rmtree(copy)
    session.end()


def _ends(group: int) -> bool:
    """Whether all processes of a group end on their own."""
    ends = time.monotonic() + LONGEST
    while time.monotonic() < ends:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    os.killpg(group, signal.SIGKILL)
    return False


def _build_until(root: Path, most: int, after: float) -> None:
    """Build in a process group of its own; the process that writes, moves or removes so many files is killed then."""
    os.setpgid(0, 0)
    left = most

    def count_down(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal left
        is_written = event == "open" and isinstance(arguments[1], str) and arguments[1][:1] in "wa"
        left -= is_written or event in ("os.rename", "os.remove", "os.mkdir")
        if left == 0:
            left = -1
            threading.Timer(after, os.kill, (os.getpid(), signal.SIGKILL)).start()

    sys.addaudithook(count_down)
    build(root)


@pytest.mark.usefixtures("two_processes")
@pytest.mark.parametrize("seed", range(KILLS))
def test_after_a_build_that_was_killed(seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    owner = Owner(made_up_project(tmp_path / "project"), random.Random(seed), monkeypatch)
    if seed % 2:
        build(owner.root)
    for make_change in (Owner.add_paper, Owner.edit_paper, Owner.remove_paper, Owner.set_up):
        make_change(owner)
    fresh = copy_project(owner.root)
    expected = build(fresh, fast=False)
    most, after = owner.chance.randint(1, 400), owner.chance.uniform(0, 0.002)
    old = files_of(owner.root / "site")
    process = started(partial(_build_until, owner.root, most, after))
    process.join(LONGEST)
    assert files_of(owner.root / "site") in (old, files_of(fresh / "site")), "half a site is published"
    told = build(owner.root)
    ended = _ends(process.pid or 0)
    assert [line for line in told if EDITED_BY_HAND in line] == []
    assert told == expected
    assert unlike(files_of(owner.root / "site"), files_of(fresh / "site")) == []
    assert unlike(files_of(owner.root / "docs"), files_of(fresh / "docs")) == []
    assert ended, "processes of the build that was killed go on"


@pytest.mark.usefixtures("two_processes")
@pytest.mark.parametrize("later", [False, True], ids=["the first", "later ones"])
def test_two_builds_at_once(later: bool, project: Path) -> None:
    if later:
        build(project)
        edit(project / "seeds" / "papers.txt", "Gardeners keep moths.", "Gardeners love moths.")
    fresh = copy_project(project)
    expected = build(fresh, fast=False)
    builds = [started(partial(build, project)) for _ in range(2)]
    for process in builds:
        process.join(LONGEST)
    assert [process.exitcode for process in builds] == [0, 0]
    assert unlike(files_of(project / "site"), files_of(fresh / "site")) == []
    assert unlike(files_of(project / "docs"), files_of(fresh / "docs")) == []
    assert build(project) == expected
    assert unlike(files_of(project / "site"), files_of(fresh / "site")) == []
