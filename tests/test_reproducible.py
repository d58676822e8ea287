"""The same seeds give the same site, byte for byte, whatever the machine and the moment."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import made_up
import pytest
from conftest import made_up_project

from generator.site.docs_folder import MANIFEST

BACKWARDS = """
class Backwards:
    def __init__(self, found):
        self._found, self._items = found, iter(list(found)[::-1])
    def __iter__(self):
        return self._items
    def __next__(self):
        return next(self._items)
    def __enter__(self):
        return self
    def __exit__(self, *_):
        self._found.close()
    close = __exit__
scandir, listdir = os.scandir, os.listdir
os.scandir = lambda path=".": Backwards(scandir(path))
os.listdir = lambda path=".": listdir(path)[::-1]
"""
"""Folders, from their end."""


@dataclass(frozen=True)
class Machine:
    """What may differ between two builds."""

    environment: Mapping[str, str] = field(default_factory=dict)
    code: str = ""
    """Runs before anything else."""
    folder: str = "project"
    is_elsewhere: bool = False
    """Whether the working folder is another than the project's."""


USUAL = {"TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "1", "SOURCE_DATE_EPOCH": "1800000000"}
MACHINES = {
    "machine": Machine(
        {
            "TZ": "Pacific/Kiritimati",
            "LC_ALL": "C",
            "PYTHONCOERCECLOCALE": "0",
            "PYTHONUTF8": "0",
            "PYTHONHASHSEED": "2",
        },
        code="os.umask(0o077); os.sched_getaffinity = lambda _: {0}; os.cpu_count = lambda: 1",
        folder="somewhere else/with a longer näme",
        is_elsewhere=True,
    ),
    "order of files": Machine(code=BACKWARDS),
    "day": Machine({"SOURCE_DATE_EPOCH": "86400"}),
    "clock": Machine(code="del os.environ['SOURCE_DATE_EPOCH']"),
}
"""Each differs from the usual one; the first in everything that does not change the order of files or the time."""


def _build(root: Path, machine: Machine) -> dict[str, bytes]:
    """The pages and the site of a made-up project, built by a process of its own."""
    project = made_up_project(root / machine.folder, papers=made_up.many(210, 60))
    (project / "seeds" / "twice.txt").write_text(made_up.PAPERS, encoding="utf-8")
    code = f"import os\n{machine.code}\nfrom generator.cli import main\nmain(prog_name='papershelf')"
    done = subprocess.run(
        [sys.executable, "-c", code, "build", "--strict", "-f", str(project / "mkdocs.yml")],
        cwd=root if machine.is_elsewhere else project,
        env=os.environ | USUAL | machine.environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    files = [path for folder in ("docs", "site") for path in (project / folder).rglob("*") if path.is_file()]
    # The manifest, which is not published, has the times at which files were written.
    return {path.relative_to(project).as_posix(): path.read_bytes() for path in files if path.name != MANIFEST}


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return _build(tmp_path_factory.mktemp("usual"), Machine())


@pytest.mark.parametrize("name", MACHINES)
def test_the_site_is_the_same_whatever_the(name: str, usual: dict[str, bytes], tmp_path: Path) -> None:
    built = _build(tmp_path, MACHINES[name])
    assert built.keys() == usual.keys()
    assert [uri for uri in usual if built[uri] != usual[uri]] == []
    assert len(usual) > 200
