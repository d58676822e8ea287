"""The workflows: what they may do, and whose code they run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

WORKFLOWS = sorted((Path(__file__).parent.parent / ".github/workflows").glob("*.yml"))
ON = True
"""How YAML reads the key `on`."""
RUNS_ON_MAIN = {"pull_request_target", "workflow_run", "issue_comment"}
"""What others can set off and runs on main, where it may write what main reads."""
WRITES = {"publish": {"pages", "id-token"}}
"""What each job may change."""

each_workflow = pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)


def _read(path: Path) -> dict[Any, Any]:
    read: dict[Any, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return read


def _steps(path: Path) -> Iterator[dict[str, Any]]:
    for job in _read(path)["jobs"].values():
        yield from job["steps"]


def test_there_are_workflows() -> None:
    assert WORKFLOWS


@each_workflow
def test_actions_are_named_by_their_commit_and_the_tag_is_told(path: Path) -> None:
    uses = re.findall(r"\buses:.*", path.read_text(encoding="utf-8"))
    assert len(uses) == sum("uses" in step for step in _steps(path)) > 0
    assert [one for one in uses if not re.fullmatch(r"uses: [\w/-]+@[0-9a-f]{40}  # v\d+\.\d+\.\d+", one)] == []


@each_workflow
def test_a_job_may_change_only_what_it_must(path: Path) -> None:
    workflow = _read(path)
    assert workflow["permissions"] == {}
    for name, job in workflow["jobs"].items():
        rights = job["permissions"]
        assert {right for right, much in rights.items() if much != "read"} == WRITES.get(name, set())


@each_workflow
def test_nobody_elses_code_runs_on_main(path: Path) -> None:
    triggers = set(_read(path)[ON])
    assert triggers
    assert triggers & RUNS_ON_MAIN == set()
    assert "secrets." not in path.read_text(encoding="utf-8")


@each_workflow
def test_scripts_are_given_values_by_their_environment(path: Path) -> None:
    assert [step["run"] for step in _steps(path) if "${{" in step.get("run", "")] == []


@each_workflow
def test_no_credentials_are_left_in_the_checkout(path: Path) -> None:
    for step in _steps(path):
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] is False


@each_workflow
def test_packages_are_installed_by_checksum(path: Path) -> None:
    lines = [line for step in _steps(path) for line in step.get("run", "").splitlines() if "pip install" in line]
    assert [line for line in lines if not {"--require-hashes", "--no-deps"} & set(line.split())] == []
