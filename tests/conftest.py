"""What all tests share: goldens, a made-up project, a browser, a server."""

from __future__ import annotations

import functools
import json
import logging
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir
from typing import TYPE_CHECKING, Any

import made_up
import pytest
import yaml
from filelock import FileLock
from hypothesis import HealthCheck, settings
from jinja2 import BytecodeCache, Environment, FileSystemLoader
from jinja2.bccache import Bucket
from limits import LONGEST, NIGHTLY
from mkdocs.theme import Theme
from mkdocs.utils.yaml import yaml_load

from generator import mkdocs_runner
from generator.analysis import graph
from generator.pages import components, index_pages

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytest.register_assert_rewrite("projects")

REPOSITORY = Path(__file__).parent.parent
PROCESSES = 2 if hasattr(os, "fork") else 1
"""Processes that tests have for what is made in several."""
needs_processes = pytest.mark.skipif(PROCESSES == 1, reason="no process can be forked here")
needs_links = pytest.mark.skipif(os.name == "nt", reason="links need rights there")
needs_rights = pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="nothing is closed there")
needs_signals = pytest.mark.skipif(os.name == "nt", reason="processes are not ended by signals there")
IN_MEMORY = Path("/dev/shm")
PATIENCE = 30_000
"""Milliseconds that tests wait for what a browser is to show. It is what Playwright waits for anything else."""
NEEDED = 4_000_000_000
"""Bytes that a disk in memory has to have for the sites that tests build: a real one takes twice as long."""
if IN_MEMORY.is_dir() and shutil.disk_usage(IN_MEMORY).free > NEEDED:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(IN_MEMORY))

settings.register_profile("papershelf", deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile(NIGHTLY, settings.get_profile("papershelf"), max_examples=500)
settings.load_profile("papershelf")

Shared = Callable[[str, Callable[[Path], object]], Path]
SLOW_FIXTURES = {"browser", "project", "shared"}
PROJECT_MAKERS = {"made_up_project", "Session"}
"""Names whose modules make projects without a fixture."""


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """As many as there are processors, and one more for slow tests, as some wait for a browser or the disk."""
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return processors + ("not slow" not in config.option.markexpr)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-goldens", action="store_true", help="write what the code gives into the golden files")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark as slow what opens a browser, builds a site, or calls the command on a project."""
    for item in items:
        names = vars(item.module) if isinstance(item, pytest.Function) else {}
        if SLOW_FIXTURES & set(getattr(item, "fixturenames", ())) or PROJECT_MAKERS & names.keys():
            item.add_marker(pytest.mark.slow)


class _Compiled(BytecodeCache):
    """Templates, compiled once for all builds: to compile those of the theme takes as long as a small site."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if (bucket.key, bucket.checksum) in self._found:
            bucket.bytecode_from_string(self._found[bucket.key, bucket.checksum])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._found[bucket.key, bucket.checksum] = bucket.bytecode_to_string()


class _Listed(FileSystemLoader):
    """Lists no icons, of which the theme has thousands, and which MkDocs passes over one by one."""

    def list_templates(self) -> list[str]:
        listed = set()
        for root in self.searchpath:
            for folder, folders, names in os.walk(root):
                folders[:] = [name for name in folders if name != ".icons"]
                listed |= {Path(folder, name).relative_to(root).as_posix() for name in names}
        return sorted(listed)


@pytest.fixture(autouse=True, scope="session")
def _quick_theme() -> Iterator[None]:
    get_env, compiled = Theme.get_env, _Compiled()

    def get_env_quickly(theme: Theme) -> Environment:
        env: Environment = get_env(theme)
        env.bytecode_cache = compiled
        env.loader = _Listed(theme.dirs)
        return env

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Theme, "get_env", get_env_quickly)
        yield


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """Compares a text with that of a file or, under --update-goldens, writes it there."""

    def compare(path: Path, text: str) -> None:
        if request.config.getoption("update_goldens"):
            path.write_text(text, encoding="utf-8", newline="")
        assert text == path.read_text(encoding="utf-8")

    return compare


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Path]:
    """A folder on another disk than `tmp_path`."""
    disks = (folder for folder in (IN_MEMORY, Path(gettempdir()), REPOSITORY) if os.access(folder, os.W_OK))
    other = next((folder for folder in disks if folder.stat().st_dev != tmp_path.stat().st_dev), None)
    if other is None:
        pytest.skip("there is one disk only")
    with TemporaryDirectory(dir=other) as folder:
        yield Path(folder)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The root of a small project with one paper twice, which is its only fault."""
    return made_up_project(tmp_path / "project")


def made_up_project(
    root: Path,
    *,
    papers: str = made_up.PAPERS,
    topics: str = made_up.TOPICS,
    corrections: str = "",
    **settings: Any,
) -> Path:
    """Makes the project at a place; `settings` go before those of the repository's mkdocs.yml."""
    (root / "docs" / "about").mkdir(parents=True)
    (root / "docs" / "about" / "index.md").write_text("# About\n\nA shelf of made-up papers.\n", encoding="utf-8")
    (root / "overrides").mkdir()
    (root / "mkdocs.yml").write_text(_small_config(dict(settings)), encoding="utf-8")
    (root / "seeds").mkdir()
    (root / "seeds" / "papers.txt").write_text(papers, encoding="utf-8")
    (root / "seeds" / "twice.txt").write_text(made_up.TWICE, encoding="utf-8")
    for name, text in (("topics.yml", topics), ("corrections.yml", corrections)):
        if text:
            (root / "seeds" / name).write_text(text, encoding="utf-8")
    return root


@pytest.fixture
def sound_project(project: Path) -> Path:
    """The same project without its fault, so that it builds under --strict."""
    (project / "seeds" / "twice.txt").unlink()
    return project


PUBLIC = {
    "site_url": "https://shelf.example.org/papers/",
    "repo_url": "https://github.com/made-up/shelf",
    "plugin": {"citation_tags": True},
}
BUILD_TIME = "1782864000"
"""Second of the builds: the first one of July 2026."""
SITES: dict[str, dict[str, Any]] = {
    "plain": {},
    "public": PUBLIC,
    "flat": {"use_directory_urls": False},
    "flat and public": {**PUBLIC, "use_directory_urls": False},
    "one": {"papers": made_up.entry(title="Moths at Night", authors="Ada Alder"), "topics": ""},
    "none": {"papers": ""},
    "many": {"papers": made_up.many(40, 60)},
    "wide": {"papers": made_up.WIDE, "topics": made_up.WIDE_TOPICS, "corrections": made_up.WIDE_CORRECTIONS},
}
"""Sites to look at, by name."""


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Shared:
    """A folder by its name, made once for all processes that run tests; tests only look at what is in it."""
    root = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        root = root.parent

    def share(name: str, make: Callable[[Path], object]) -> Path:
        folder, made = root / "shared" / name, root / "shared" / f"{name}.made"
        folder.parent.mkdir(exist_ok=True)
        with FileLock(made.with_suffix(".lock")):
            if not made.exists():
                shutil.rmtree(folder, ignore_errors=True)  # of a process that failed to make it
                folder.mkdir()
                make(folder)
                made.touch()
        return folder

    return share


@pytest.fixture(scope="session")
def built(shared: Shared, request: pytest.FixtureRequest) -> Callable[[str], Path]:
    """The folder of a site of `SITES`, built once; by MkDocs alone where goldens are written."""
    is_fast = not request.config.getoption("update_goldens")

    def build(folder: Path, name: str) -> None:
        settings = SITES[name] | {"plugin": {**SITES[name].get("plugin", {}), "fast": is_fast}}
        root = made_up_project(folder / "project", **settings)
        (root / "seeds" / "twice.txt").unlink()
        told: list[logging.LogRecord] = []
        handler = logging.Handler(logging.WARNING)
        handler.emit = told.append  # type: ignore[method-assign]
        with mkdocs_runner.log_to(handler), pytest.MonkeyPatch.context() as patched:
            patched.setenv("SOURCE_DATE_EPOCH", BUILD_TIME)
            patched.setattr(graph, "_FEWEST_NODES", 2)  # so that few papers have all pages
            if name == "many":  # so that its lists go on over several pages
                patched.setattr(components, "PER_PAGE", 7)
                patched.setattr(index_pages, "_PER_INDEX_PAGE", 12)
            mkdocs_runner.run_build(mkdocs_runner.load(str(root / "mkdocs.yml")))
        # The seeds may have their faults; what was made of them has none.
        assert [str(record.msg) for record in told if record.name != "mkdocs.plugins.papershelf"] == []

    @functools.cache
    def site(name: str) -> Path:
        return shared(f"site {name}".replace(" ", "-"), functools.partial(build, name=name)) / "project" / "site"

    return site


def _small_config(settings: dict[str, Any]) -> str:
    """The configuration of the repository, but for its name and the pages about it."""
    config: dict[str, Any] = yaml_load((REPOSITORY / "mkdocs.yml").open(encoding="utf-8"))
    config |= {"site_name": made_up.SITE_NAME, "site_description": made_up.SITE_DESCRIPTION, "site_url": ""}
    config["nav"] = [item for item in config["nav"] if "About" not in item] + [{"About": "about/index.md"}]
    plugin = settings.pop("plugin", {})
    (ours,) = (item["papershelf"] for item in config["plugins"] if "papershelf" in item)
    ours |= plugin
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
def explored(shared: Shared) -> Path:
    """The folder of the site that Explore and saved papers are tested with."""
    from explored import build  # which imports this module

    return shared("explore", lambda folder: build(folder / "project")) / "project" / "site"


@pytest.fixture(scope="module")
def explored_site(explored: Path, serve: Callable[[Path], AbstractContextManager[str]]) -> Iterator[str]:
    with serve(explored) as address:
        yield address


@pytest.fixture(scope="session")
def records(explored: Path) -> list[dict[str, Any]]:
    """All papers of the site, as it gives them out."""
    lines = (explored / "downloads" / "papers.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium: the one that CHROMIUM names, or that of the system, preferably the one without windows."""
    from playwright.sync_api import expect, sync_playwright

    names = ("chromium-headless-shell", "chromium", "chromium-browser")
    chromium = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    if not chromium:
        pytest.fail("install chromium-headless-shell, or set CHROMIUM to the path of a Chromium or Chrome")
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(
            executable_path=chromium, timeout=1000 * LONGEST, args=["--no-sandbox", "--disable-gpu"]
        )


def until(page: Page, holds: Callable[[], bool]) -> None:
    """Wait until something holds that the browser tells by itself, such as what it has fetched."""
    for _ in range(300):
        if holds():
            return
        page.wait_for_timeout(100)
    pytest.fail("waited for half a minute")
