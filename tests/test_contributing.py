"""What contributors rely on: the commands of make, the hooks of git, and the pages that tell of both."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator import __version__

REPOSITORY = Path(__file__).parent.parent
CHECK_SUBJECT = REPOSITORY / "scripts" / "check_subject.py"
DECISIONS = REPOSITORY / "docs" / "contributing" / "decisions"


def _config(name: str) -> dict[str, Any]:
    # The settings of MkDocs have tags of their own, which do not matter here.
    loader = type("Loader", (yaml.SafeLoader,), {})
    loader.add_multi_constructor("", lambda *_: None)
    config: dict[str, Any] = yaml.load((REPOSITORY / name).read_text(encoding="utf-8"), loader)
    return config


@pytest.mark.skipif(not shutil.which("make"), reason="there is no make")
def test_make_help_names_every_command() -> None:
    makefile = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
    listed = subprocess.run(["make", "help"], cwd=REPOSITORY, capture_output=True, text=True, check=True).stdout
    names = re.findall(r"^make ([a-z-]+) +\S", listed, re.MULTILINE)
    assert sorted(names) == sorted(re.findall(r"^([a-z-]+):(?!=)", makefile, re.MULTILINE))
    assert sorted(names) == sorted(re.findall(r"^\.PHONY: (.*)", makefile, re.MULTILINE)[0].split())


@pytest.mark.skipif(os.name == "nt", reason="the hooks are for .venv/bin")
def test_hooks_call_what_is_there() -> None:
    tools = Path(sys.executable).parent
    subprocess.run([tools / "pre-commit", "validate-config"], cwd=REPOSITORY, check=True)
    config = _config(".pre-commit-config.yaml")
    (local,) = config["repos"]
    for hook in local["hooks"]:
        assert set(hook.get("stages", config["default_stages"])) <= set(config["default_install_hook_types"])
        command, *arguments = hook["entry"].split()
        assert command.startswith(".venv/bin/")
        assert (tools / Path(command).name).exists(), hook["id"]
        assert [part for part in arguments if part.endswith(".py") and not (REPOSITORY / part).exists()] == []


@pytest.mark.parametrize(
    ("message", "status"),
    [
        ("a" * 72, 0),
        ("a" * 73, 1),
        ("é" * 72, 0),
        ("\n# what git says\n" + "a" * 73, 1),
        ("Read dates\n\n" + "a" * 100, 0),
        ("Merge " + "a" * 80, 0),
        ("", 0),
    ],
)
def test_subjects_are_short(message: str, status: int, tmp_path: Path) -> None:
    path = tmp_path / "message"
    path.write_text(message, encoding="utf-8")
    done = subprocess.run([sys.executable, CHECK_SUBJECT, path], capture_output=True, text=True, check=False)
    assert done.returncode == status
    assert ("expected a subject of at most 72 letters, found 73" in done.stderr) is bool(status)


def test_every_decision_is_listed() -> None:
    pages = {path.name for path in DECISIONS.glob("*.md")} - {"index.md"}
    assert pages
    assert set(re.findall(r"\]\(([a-z-]+\.md)\)", (DECISIONS / "index.md").read_text(encoding="utf-8"))) == pages
    assert "contributing/decisions/index.md" in str(_config("mkdocs.yml")["nav"])


def test_the_citation_names_this_version() -> None:
    assert yaml.safe_load((REPOSITORY / "CITATION.cff").read_text(encoding="utf-8"))["version"] == __version__
