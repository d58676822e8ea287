"""The browser code of others, and the files that name a version."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest
import yaml

from generator import __version__

REPOSITORY = Path(__file__).parent.parent
VENDORED = sorted((REPOSITORY / "overrides/assets/vendor").iterdir())


def test_there_is_something_vendored() -> None:
    assert VENDORED


@pytest.mark.parametrize("folder", VENDORED, ids=lambda folder: folder.name)
def test_vendored_code_is_as_it_was_published(folder: Path) -> None:
    sums = dict(reversed(line.split()) for line in (folder / "SHA256SUMS").read_text().splitlines())
    assert set(sums) == {path.name for path in folder.iterdir()} - {"SHA256SUMS", "VERSION"}
    assert "LICENSE" in sums
    for name, digest in sums.items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest


def test_the_script_that_fetches_it_names_the_same_version_and_the_integrity_of_its_package() -> None:
    script = (REPOSITORY / "scripts/vendor.sh").read_text()
    calls = re.findall(r"^vendor (\S+) (\S+) \\\n +sha512-[A-Za-z0-9+/]{86}== \\\n", script, re.MULTILINE)
    assert calls == [(folder.name, (folder / "VERSION").read_text().strip()) for folder in VENDORED]
    assert script.count("\nvendor ") == len(calls)


def test_the_citation_names_this_version() -> None:
    assert yaml.safe_load((REPOSITORY / "CITATION.cff").read_text())["version"] == __version__
