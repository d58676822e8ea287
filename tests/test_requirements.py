"""What is installed: the pins and checksums in files, against what pyproject.toml allows."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from test_architecture import LIBRARIES

REPOSITORY = Path(__file__).parent.parent
PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
SITE, DEV, AUDIT = "requirements.txt", "requirements-dev.txt", ".github/requirements-audit.txt"
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")


def _entries(name: str) -> list[list[str]]:
    """A requirement and its hashes, for each in a file."""
    text = (REPOSITORY / name).read_text(encoding="utf-8").replace("\\\n", "")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [re.split(r"\s+(?=--hash)", line.strip()) for line in lines]


def _pins(name: str) -> dict[str, tuple[Requirement, set[str]]]:
    entries = [(Requirement(requirement), set(hashes)) for requirement, *hashes in _entries(name)]
    return {canonicalize_name(requirement.name): (requirement, hashes) for requirement, hashes in entries}


def _wanted() -> dict[str, list[str]]:
    project, groups = PROJECT["project"], PROJECT["dependency-groups"]
    extras = project["optional-dependencies"]
    site = project["dependencies"] + extras["previews"] + PROJECT["build-system"]["requires"] + groups["build"]
    dev = [wanted for wanted in extras["dev"] if wanted != "papershelf[previews]"]
    return {SITE: site, DEV: site + dev, AUDIT: groups["audit"]}


@pytest.mark.parametrize("name", [SITE, DEV, AUDIT])
def test_every_requirement_is_one_version_with_checksums_and_without_an_address(name: str) -> None:
    entries = _entries(name)
    assert entries
    for requirement, *hashes in entries:
        assert re.fullmatch(r"[a-z0-9-]+==[0-9a-z.]+( ; [^@]+)?", requirement)
        assert hashes
        assert [one for one in hashes if not HASH.fullmatch(one)] == []


@pytest.mark.parametrize("name", [SITE, DEV, AUDIT])
def test_the_project_gets_a_version_that_it_allows(name: str) -> None:
    """Where this fails, `make lock` writes the file anew."""
    pins = _pins(name)
    for wanted in map(Requirement, _wanted()[name]):
        pin, _ = pins[canonicalize_name(wanted.name)]
        (version,) = (part.version for part in pin.specifier)
        assert wanted.specifier.contains(version, prereleases=True), wanted.name


def test_the_tests_run_with_what_the_site_is_built_with() -> None:
    site, dev = _pins(SITE), _pins(DEV)
    assert {name: dev.get(name) for name in site} == site


def test_what_the_generator_imports_is_what_it_requires() -> None:
    distributions = packages_distributions()
    imported = {
        canonicalize_name(distributions[library][0])
        for libraries in LIBRARIES.values()
        for library in libraries.split()
    }
    project = PROJECT["project"]
    wanted = project["dependencies"] + project["optional-dependencies"]["previews"]
    required = {canonicalize_name(Requirement(text).name) for text in wanted}
    assert required - imported == {"pymdown-extensions", "font-source-sans-pro"}  # named in mkdocs.yml, and in a text
    assert imported - required == set()


def _program(path: Path, script: str) -> Path:
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


def _make(target: Path, *options: str, path: str) -> subprocess.CompletedProcess[str]:
    """Return the commands that make runs to make a file of an environment that does not exist, if PATH is `path`."""
    command = [str(shutil.which("make")), f"VENV={target.parent}", str(target), *options]
    environment = os.environ | {"PATH": path}
    return subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False, env=environment)


@pytest.mark.skipif(not shutil.which("make"), reason="there is no make")
@pytest.mark.parametrize(
    ("program", "create", "install"), [("uv", "uv venv ", "uv pip install "), ("no", "-m venv ", "-m pip install ")]
)
def test_make_uses_uv_where_it_is_there_and_pip_where_not(
    program: str, create: str, install: str, tmp_path: Path
) -> None:
    _program(tmp_path / program, "exit 1")
    done = _make(tmp_path / "venv" / "ready-dev", "--dry-run", "PYTHON=python3.12", path=str(tmp_path))
    lines = done.stdout.splitlines()
    (creating,) = [line for line in lines if " venv " in line]
    assert create in creating
    assert "python3.12" in creating
    installing = [line for line in lines if " install " in line]
    assert all(install in line for line in installing)
    site, own, dev = installing
    assert "--require-hashes -r requirements.txt" in site
    assert "--no-build-isolation --no-deps -e ." in own
    assert "--require-hashes --no-build-isolation -r requirements-dev.txt" in dev


@pytest.mark.skipif(not shutil.which("make"), reason="there is no make")
def test_make_tells_which_python_is_needed(tmp_path: Path) -> None:
    old = _program(tmp_path / "old", "exit 1")
    done = _make(tmp_path / "venv" / "ready", f"PYTHON={old}", path=os.environ["PATH"])
    assert done.returncode == 2
    assert "Papershelf needs Python 3.11.5 or newer" in done.stdout
    assert " venv " not in done.stdout
