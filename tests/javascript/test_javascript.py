"""The scripts of the site in node: `*.test.mjs` beside this file. What needs a document is tested in a browser."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import playwright
import pytest
from conftest import REPOSITORY

from generator.text.minifier import minify_script

HERE = Path(__file__).parent
NODE = Path(playwright.__file__).parent / "driver" / ("node.exe" if sys.platform == "win32" else "node")
"""The node that Playwright brings along, so that none has to be installed."""


TESTS = sorted(HERE.glob("*.test.mjs"))
SCRIPTS = sorted(
    path.relative_to(REPOSITORY)
    for folder in ("generator", "overrides")
    for path in (REPOSITORY / folder).rglob("*.js")
)


def _run(*command: str | Path, root: Path = REPOSITORY) -> None:
    """Run node with the scripts below a root."""
    environment = os.environ | {"SCRIPTS_ROOT": f"{root.as_uri()}/"}
    done = subprocess.run(
        [NODE, *command], capture_output=True, text=True, encoding="utf-8", check=False, env=environment
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", TESTS, ids=lambda path: path.name.split(".")[0])
def test_javascript(path: Path) -> None:
    _run("--test", path)


@pytest.fixture(scope="module")
def minified(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the root of the minified scripts."""
    root = tmp_path_factory.mktemp("minified")
    for path in SCRIPTS:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(minify_script((REPOSITORY / path).read_text(encoding="utf-8")), encoding="utf-8")
    return root


@pytest.mark.parametrize("path", TESTS, ids=lambda path: path.name.split(".")[0])
def test_javascript_as_the_site_has_it(path: Path, minified: Path) -> None:
    _run("--test", path, root=minified)


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.as_posix())
def test_a_minified_script_says_the_same_in_less(path: Path, minified: Path) -> None:
    script, once = ((root / path).read_text(encoding="utf-8") for root in (REPOSITORY, minified))
    assert len(once) < len(script) * 3 / 4
    assert minify_script(once) == once
    _run("--check", minified / path)
    _run("--expose-internals", HERE / "same_tree.cjs", REPOSITORY / path, minified / path)
