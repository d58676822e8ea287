"""Other systems: what can be imitated of Windows, and of file systems unlike those of Linux."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import unicodedata
from collections import Counter
from itertools import product
from pathlib import Path, PurePosixPath

import made_up
import pytest
from conftest import BUILD_TIME, REPOSITORY, made_up_project
from projects import Tree, files_of, unlike
from windows_like import is_forbidden

from generator.config import SiteConfig

WINDOWS = "import windows_like; windows_like.imitate()"
DAMAGE = "cache = Path('.cache/papershelf/cache.sqlite'); cache.write_bytes(cache.read_bytes()[:-4096])"


def _run(code: str, root: Path) -> str:
    """Run some code in a process of its own, in a folder; return what it prints."""
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
    build = "from generator.cli import main; main(['build'], prog_name='papershelf')"
    _run(f"from pathlib import Path; {os_day}\n{before}\n{build}", root)
    return files_of(root)


linux_only = pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="which files are open is not known here")


@linux_only
def test_windows_builds_the_same_site(tmp_path: Path) -> None:
    here, there = (made_up_project(tmp_path / name) for name in ("here", "there"))
    for change in ("pass", "os.remove('seeds/twice.txt')", DAMAGE):
        one, other = _build(here, f"{change}\n"), _build(there, f"{WINDOWS}\n{change}")
        names = {name for name in unlike(one, other) if not name.startswith(".cache/")}
        assert names == set(), change


@linux_only
def test_windows_makes_the_same_new_project(tmp_path: Path) -> None:
    new = "from generator.cli import main; main(['new', 'moths'], prog_name='papershelf')"
    trees = []
    for name, before in (("here", ""), ("there", WINDOWS)):
        (tmp_path / name).mkdir()
        _run(f"{before}\n{new}", tmp_path / name)
        trees.append(files_of(tmp_path / name))
    assert unlike(*trees) == []


# ---- the names of files ----

RESERVED = ["Con", "PRN", "aux", "Nul", "COM1", "lpt9", "Com¹", "index"]
ODD = ["A: B?", "Moths ...", "Moths. ", "<Moths> | Lamps", "a/b\\c", "Żółw", "陈大文", "?!", "moth " * 60, "M" * 300]
ALIKE = ["Night Moths", "NIGHT MOTHS", "night moths", "Caf\u00e9 Moths", "Cafe\u0301 Moths", "Straße", "STRASSE"]
NAMES = [*RESERVED, *ODD, *ALIKE]


@pytest.fixture(scope="module")
def uris() -> list[str]:
    """Return the paths under `docs/` of a collection in which everything that names a file has such a name."""
    people, tags = ["Ada Alder", *NAMES], iter(NAMES * 2)
    listing = "".join(
        made_up.entry(title=f"Paper {number} of Lanterns", abstract=f"A lamp{number % len(NAMES)}.")
        for number in range(2 * len(NAMES))
    )
    corrections = {
        f"Paper {number} of Lanterns": {
            "title": title,
            "authors": [*people[at : at + 1], "Ben Birch"],
            "affiliations": [next(tags)],
        }
        for number, (at, title) in enumerate(product(range(2), NAMES))
    }
    topics = {name: {"phrases": [f"lamp{number}"]} for number, name in enumerate(NAMES)}
    collection = made_up.collection(listing, json.dumps({"papers": corrections}), json.dumps(topics))
    return [file.src_uri for file in made_up.docs_files(collection, SiteConfig("Shelf"))]


def test_every_name_of_a_file_is_one_on_every_system(uris: list[str]) -> None:
    parts = {part for uri in uris for part in PurePosixPath(uri).parts}
    assert [part for part in parts if is_forbidden(part)] == []
    assert len(parts & {f"{name.lower()}.md" for name in RESERVED}) <= 1  # `index.md`, which is another page
    assert [uri for uri in uris if not uri.isascii() or unicodedata.normalize("NFD", uri) != uri] == []


def test_no_two_files_are_one_where_case_does_not_count(uris: list[str]) -> None:
    assert [uri for uri, number in Counter(map(str.casefold, uris)).items() if number > 1] == []


def test_paths_are_short(uris: list[str]) -> None:
    assert max(map(len, uris)) < 140  # so that a project in a folder of 100 characters stays below the 260 of Windows


@pytest.mark.parametrize(
    ("name", "forbidden"),
    [
        ("con.md", True),
        ("CON", True),
        ("a.", True),
        ("a:b", True),
        ("con-1.md", False),
        ("icon", False),
        (".cache", False),
    ],
)
def test_names_that_windows_forbids_are_known(name: str, forbidden: bool) -> None:
    assert is_forbidden(name) is forbidden
