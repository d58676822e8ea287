"""What all tests share: goldens, a made-up project, a browser, a server."""

from __future__ import annotations

import functools
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import made_up
import pytest
import yaml
from hypothesis import HealthCheck, settings
from mkdocs.utils.yaml import yaml_load

if TYPE_CHECKING:
    from playwright.sync_api import Browser

REPOSITORY = Path(__file__).parent.parent

settings.register_profile("papershelf", deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("papershelf")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-goldens", action="store_true", help="write what the code gives into the golden files")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """Compares a text with that of a file or, under --update-goldens, writes it there."""

    def compare(path: Path, text: str) -> None:
        if request.config.getoption("update_goldens"):
            path.write_text(text, encoding="utf-8", newline="")
        assert text == path.read_text(encoding="utf-8")

    return compare


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The root of a small project with one paper twice, which is its only fault."""
    return made_up_project(tmp_path / "project")


def made_up_project(root: Path, **settings: Any) -> Path:
    """Makes the project at a place; `settings` go before those of the repository's mkdocs.yml."""
    (root / "docs" / "about").mkdir(parents=True)
    (root / "docs" / "about" / "index.md").write_text("# About\n\nA shelf of made-up papers.\n", encoding="utf-8")
    shutil.copytree(REPOSITORY / "overrides", root / "overrides")
    (root / "mkdocs.yml").write_text(_small_config(settings), encoding="utf-8")
    (root / "seeds").mkdir()
    (root / "seeds" / "papers.txt").write_text(made_up.PAPERS, encoding="utf-8")
    (root / "seeds" / "twice.txt").write_text(made_up.TWICE, encoding="utf-8")
    (root / "seeds" / "topics.yml").write_text(made_up.TOPICS, encoding="utf-8")
    return root


@pytest.fixture
def sound_project(project: Path) -> Path:
    """The same project without its fault, so that it builds under --strict."""
    (project / "seeds" / "twice.txt").unlink()
    return project


def _small_config(settings: dict[str, Any]) -> str:
    """The configuration of the repository, but for its name and the pages about it."""
    config: dict[str, Any] = yaml_load((REPOSITORY / "mkdocs.yml").open(encoding="utf-8"))
    config |= {"site_name": made_up.SITE_NAME, "site_description": made_up.SITE_DESCRIPTION, "site_url": ""}
    config["nav"] = [item for item in config["nav"] if "About" not in item] + [{"About": "about/index.md"}]
    return yaml.safe_dump(config | settings, sort_keys=False)


@pytest.fixture(scope="session")
def serve() -> Callable[[Path], AbstractContextManager[str]]:
    """A folder over HTTP on a free port, by a `with`; gives the address."""

    @contextmanager
    def served(folder: Path) -> Iterator[str]:
        handler = functools.partial(_SilentHandler, directory=str(folder))
        with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            yield f"http://127.0.0.1:{server.server_port}/"
            server.shutdown()

    return served


class _SilentHandler(SimpleHTTPRequestHandler):
    def log_message(self, *_args: Any) -> None:
        pass


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium: the one that CHROMIUM names, or that of the system."""
    from playwright.sync_api import sync_playwright

    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not chromium:
        pytest.fail("install chromium, or set CHROMIUM to the path of a Chromium or Chrome")
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
