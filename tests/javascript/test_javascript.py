"""The scripts of the site in node: `*.test.mjs` beside this file. What needs a document is tested in a browser."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import playwright
import pytest

HERE = Path(__file__).parent
NODE = Path(playwright.__file__).parent / "driver" / ("node.exe" if sys.platform == "win32" else "node")
"""The node that Playwright brings along, so that none has to be installed."""


@pytest.mark.parametrize("path", sorted(HERE.glob("*.test.mjs")), ids=lambda path: path.name.split(".")[0])
def test_javascript(path: Path) -> None:
    done = subprocess.run([NODE, "--test", path], capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
