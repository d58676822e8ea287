"""What is installed: the pins and checksums in files, against what pyproject.toml allows."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

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
    site = project["dependencies"] + PROJECT["build-system"]["requires"] + groups["build"]
    return {SITE: site, DEV: site + project["optional-dependencies"]["dev"], AUDIT: groups["audit"]}


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
