"""The scripts of the site in node: `*.test.mjs` beside this file. What needs a document is tested in a browser."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import playwright
import pytest

from generator.search.minifier import minify

HERE = Path(__file__).parent
NODE = Path(playwright.__file__).parent / "driver" / ("node.exe" if sys.platform == "win32" else "node")
"""The node that Playwright brings along, so that none has to be installed."""


TESTS = sorted(HERE.glob("*.test.mjs"))
ENGINE = HERE.parents[1] / "generator" / "search" / "js"


def _test(path: Path, engine: Path) -> None:
    environment = os.environ | {"ENGINE_FOLDER": engine.as_uri()}
    command = [NODE, "--test", path]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, env=environment)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", TESTS, ids=lambda path: path.name.split(".")[0])
def test_javascript(path: Path) -> None:
    _test(path, ENGINE)


@pytest.fixture(scope="module")
def minified(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("minified")
    for path in ENGINE.glob("*.js"):
        (folder / path.name).write_text(minify(path.read_text(encoding="utf-8")), encoding="utf-8")
    return folder


@pytest.mark.parametrize("path", TESTS, ids=lambda path: path.name.split(".")[0])
def test_javascript_as_the_site_has_it(path: Path, minified: Path) -> None:
    _test(path, minified)
