"""ProperDocs, which continues MkDocs: the plugin and the command run under it where MkDocs is not installed."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest
from conftest import REPOSITORY, Shared

SITE_PACKAGES = Path(sysconfig.get_path("purelib"))
PROPERDOCS = ("properdocs", "build")
COMMAND = ("generator", "build")


@pytest.fixture
def without_mkdocs(shared: Shared) -> Path:
    """Return a folder of all installed packages except MkDocs."""

    def link_packages(folder: Path) -> None:
        for path in SITE_PACKAGES.iterdir():
            if path.name != "mkdocs" and not path.name.startswith("mkdocs-1") and path.suffix != ".pth":
                (folder / path.name).symlink_to(path)
        (folder / "generator").symlink_to(REPOSITORY / "generator")

    return shared("without-mkdocs", link_packages)


def _run(packages: Path, root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a Python module with only the packages of a folder."""
    environment = {**os.environ, "PYTHONPATH": str(packages), "PYTHONSAFEPATH": "1"}
    command = [sys.executable, "-S", "-m", *arguments]
    return subprocess.run(command, cwd=root, env=environment, capture_output=True, encoding="utf-8", check=False)


def _files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_mkdocs_is_not_there(without_mkdocs: Path, tmp_path: Path) -> None:
    done = _run(without_mkdocs, tmp_path, "mkdocs", "--version")
    assert "No module named mkdocs" in done.stderr


@pytest.mark.parametrize("command", [PROPERDOCS, COMMAND], ids=["properdocs", "papershelf"])
def test_a_strict_build_is_the_same(command: tuple[str, ...], without_mkdocs: Path, sound_project: Path) -> None:
    subprocess.run([sys.executable, "-m", "mkdocs", "build", "-q"], cwd=sound_project, check=True)
    expected = _files(sound_project / "site")
    done = _run(without_mkdocs, sound_project, *command, "--strict")
    assert done.returncode == 0, done.stderr
    assert _unlike(_files(sound_project / "site"), expected) == []


def _unlike(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


@pytest.mark.parametrize("command", [PROPERDOCS, COMMAND], ids=["properdocs", "papershelf"])
def test_a_fault_fails_a_strict_build(command: tuple[str, ...], without_mkdocs: Path, project: Path) -> None:
    done = _run(without_mkdocs, project, *command, "--strict")
    assert done.returncode == 1, done.stderr
    assert "seeds/twice.txt:1" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (project / "site").exists()
