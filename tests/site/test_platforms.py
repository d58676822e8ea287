"""Other systems than that of the tests: what can be imitated of Windows, and of file systems unlike that of Linux."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import BUILD_TIME, REPOSITORY, made_up_project
from projects import Tree, files_of, unlike

WINDOWS = "import windows_like; windows_like.imitate()"
DAMAGE = "cache = Path('.cache/papershelf/cache.sqlite'); cache.write_bytes(cache.read_bytes()[:-4096])"


def _run(code: str, root: Path) -> str:
    """What a process prints that runs some code in a folder."""
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=root,
        env=os.environ | {"PYTHONPATH": os.pathsep.join([str(REPOSITORY), str(REPOSITORY / "tests" / "site")])},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def _build(root: Path, before: str) -> Tree:
    os_day = f"import os; os.environ['SOURCE_DATE_EPOCH'] = '{BUILD_TIME}'"
    spread = "from generator.site import workers; workers._FEW = 0"  # over processes, where there can be several
    build = "from generator.cli import main; main(['build'], prog_name='papershelf')"
    _run(f"from pathlib import Path; {os_day}\n{before}\n{spread}\n{build}", root)
    return files_of(root)


linux_only = pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="which files are open is not known here")


@linux_only
def test_windows_builds_the_same_site(tmp_path: Path) -> None:
    here, there = (made_up_project(tmp_path / name) for name in ("here", "there"))
    for change in ("pass", "os.remove('seeds/twice.txt')", DAMAGE):
        one, other = _build(here, f"{change}\n"), _build(there, f"{WINDOWS}\n{change}")
        names = {name for name in unlike(one, other) if not name.startswith(".cache/")}
        assert names == set(), change
