"""The folder `docs/`: files written once, removed when stale, left alone where somebody else wrote them."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

import pytest
from conftest import needs_processes
from projects import Tree, cut_off, files_of, write

from generator.config import Project, SiteConfig
from generator.pages.nodes import Page
from generator.pages.routes import DocsFile
from generator.render import Artifact
from generator.site import workers
from generator.site.cache import Cache
from generator.site.docs_folder import MANIFEST, DocsFolder, DocsResult, Made, other_paths, own_paths
from generator.site.files import digest_of
from generator.site.skeleton import kind_of

FOREIGN = "expected a page as the build wrote it, found a file written or edited by hand"
ALL = {"index.md": b"Home", "feed.xml": b"Feed", "papers/index.md": b"All", "papers/moths.md": b"Moths"}
ALL |= {"areas/lamps/feed.xml": "Lamps 🦋".encode()}
LESS = {"index.md": b"Home, too", "papers/index.md": b"All", "topics/rain.md": b"Rain"}


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    return tmp_path / "docs"


def folder_of(docs: Path, cache: Cache | None = None, site_name: str = "") -> DocsFolder:
    return DocsFolder(Project(docs.parent, docs.parent, docs, SiteConfig(site_name)), cache or Cache(None))


def update(docs: Path, files: Tree = ALL, processes: int = 1) -> DocsResult:
    """Bring the folder up to date; the first artifact makes two files, others make one."""
    pages = {uri: Page(uri, "", ()) for uri in files if uri.endswith(".md")}
    made = [DocsFile(uri, content.decode(), pages.get(uri)) for uri, content in files.items()]
    artifacts = [Artifact(partial(iter, part)) for part in (made[:2], *([file] for file in made[2:]))]
    return folder_of(docs).update(artifacts, processes)


def told(docs: Path, files: Tree = ALL) -> list[str]:
    return [str(problem).partition(";")[0] for problem in update(docs, files).problems]


@pytest.mark.parametrize("processes", [1, pytest.param(2, marks=needs_processes)])
def test_the_manifest_names_every_file(processes: int, docs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "_FEW", 0)
    done = update(docs, ALL, processes)
    assert files_of(docs) == ALL
    digests = {uri: digest_of(content) for uri, content in ALL.items()}
    manifest = (docs / MANIFEST).read_text(encoding="utf-8")
    assert manifest.splitlines() == [*sorted(f"{digest} {uri}" for uri, digest in digests.items()), "# complete"]
    kinds = [kind_of(Page(uri, "", ())) if uri.endswith(".md") else "" for uri in ALL]
    found = {uri: (written.digest, written.kind) for uri, written in done.files.items()}
    assert found == dict(zip(ALL, zip(digests.values(), kinds, strict=True), strict=True))
    assert [len(made.files) for made in done.made] == [2, 1, 1, 1]


def test_only_what_changes_is_written_and_what_is_stale_is_removed(docs: Path) -> None:
    for files, changed, removed in (
        (ALL, {*ALL, MANIFEST}, 0),
        (ALL, set(), 0),
        (LESS, {"index.md", "topics/rain.md", MANIFEST}, 3),
        (LESS, {"topics/rain.md", MANIFEST}, 0),
    ):
        times = {path: path.stat().st_mtime_ns for path in docs.rglob("*")}
        done = update(docs, files)
        assert files_of(docs) == files
        assert (done.changed, done.removed) == (len(changed - {MANIFEST}), removed)
        paths = {path for path in docs.rglob("*") if path.is_file() and path.stat().st_mtime_ns != times.get(path)}
        assert {path.relative_to(docs).as_posix() for path in paths} == changed
        (docs / "topics/rain.md").unlink(missing_ok=True)
    assert not (docs / "areas").exists()


@pytest.mark.parametrize("then", [ALL, LESS], ids=["still made", "stale"])
@pytest.mark.parametrize("before", [ALL, {}], ids=["edited by hand", "there before"])
def test_what_somebody_wrote_is_left_alone_and_told(before: Tree, then: Tree, docs: Path) -> None:
    update(docs, before)
    mine = {"feed.xml": b"Mine", "papers/index.md": b"Mine, too"}
    write(docs, mine)
    for _ in range(3):
        made = [uri for uri in mine if uri in before or uri in then]
        assert told(docs, then) == [f"docs/{uri}:1: warning: {FOREIGN}" for uri in made]
        assert files_of(docs) == then | mine
    write(docs, {uri: ALL[uri] for uri in made})  # an edit undone is ours again
    assert told(docs, then) == []
    assert files_of(docs) == {uri: mine[uri] for uri in mine if uri not in made} | then


def test_a_home_page_and_other_files_of_ones_own_are_no_fault(docs: Path) -> None:
    names = ["index.md", "about/index.md", "papers/mine.md", "papers/picture.png", ".hidden/moth"]
    mine = dict.fromkeys(names, b"Mine")
    write(docs, mine)
    for files in (ALL, LESS, ALL):
        assert told(docs, files) == [f"docs/index.md:1: note: {FOREIGN}"]
        assert files_of(docs) == files | mine


@pytest.mark.parametrize("text", [None, b"", b"{", b"\n \n", b"\xff", b"\0" * 99, b"0 papers/moths.md\n"])
def test_a_lost_or_broken_manifest_is_made_again(text: bytes | None, docs: Path) -> None:
    update(docs)
    manifest = (docs / MANIFEST).read_bytes()
    (docs / MANIFEST).unlink()
    write(docs, {} if text is None else {MANIFEST: text})
    assert told(docs) == []
    assert files_of(docs) == ALL
    assert (docs / MANIFEST).read_bytes() == manifest


OUTSIDE = "../mine.md papers/../mine.md ./../mine.md about/mine.md papers/a/b/mine.md".split()


@pytest.mark.parametrize("uri", [*OUTSIDE, "/", "papers", "papers/.", "papers/\0", f"papers/{'a' * 300}"])
def test_a_manifest_does_not_reach_out_of_what_is_ours(uri: str, docs: Path) -> None:
    update(docs)
    write(docs, dict.fromkeys(OUTSIDE, b"Mine"))
    with (docs / MANIFEST).open("a", encoding="utf-8") as manifest:
        manifest.write(f"{digest_of(b'Mine')} {docs / 'about/mine.md' if uri == '/' else uri}\n")
    assert told(docs) == []
    assert all((docs / uri).exists() for uri in OUTSIDE)


BELOW = "lab/mine.md lab/papers/a/b/mine.md .lab/index.md ../lab/papers/mine.md lab//index.md moth's/index.md".split()


@pytest.mark.parametrize("uri", BELOW)
def test_a_manifest_reaches_no_other_places_below_a_folder(uri: str, docs: Path) -> None:
    update(docs)
    write(docs, {uri: b"Mine"})
    with (docs / MANIFEST).open("a", encoding="utf-8") as manifest:
        manifest.write(f"{digest_of(b'Mine')} {uri}\n{digest_of(b'Mine')} lab/papers/old.md\n")
    write(docs, {"lab/papers/old.md": b"Mine"})
    assert told(docs) == []
    assert (docs / uri).read_bytes() == b"Mine"
    assert not (docs / "lab/papers/old.md").exists()


def test_a_manifest_reaches_no_file_through_a_link(docs: Path, tmp_path: Path) -> None:
    update(docs)
    write(tmp_path / "elsewhere", {"papers/mine.md": b"Mine"})
    (docs / "lab").symlink_to(tmp_path / "elsewhere")
    with (docs / MANIFEST).open("a", encoding="utf-8") as manifest:
        manifest.write(f"{digest_of(b'Mine')} lab/papers/mine.md\n")
    assert told(docs) == []
    assert (docs / "lab/papers/mine.md").read_bytes() == b"Mine"


@pytest.mark.parametrize("folder", ["", "lab/", "a/b/"])
def test_what_is_ours_and_what_is_not(folder: str, docs: Path) -> None:
    mine = {"about/index.md": b"", "a/near.md": b"", "a/b/within.md": b"", "lab/news.md": b"", ".hidden": b""}
    write(docs, {f"{folder}{uri}": content for uri, content in ALL.items()} | mine)
    project = Project(docs.parent, docs.parent, docs, SiteConfig("", folder=folder))
    others = {path.relative_to(docs).as_posix() for path in other_paths(project)}
    expected = {"": {"about", "a", "lab"}, "lab/": {"about", "a", "lab/news.md"}}
    assert others == expected.get(folder, {"about", "a/near.md", "a/b/within.md", "lab"})
    own = {path.relative_to(docs).as_posix() for path in own_paths(project) if path.exists()}
    assert own == {f"{folder}{name}" for name in ("index.md", "feed.xml", "papers", "areas")}


@pytest.mark.parametrize("then", [ALL, LESS, {}], ids=["all", "less", "none"])
def test_what_was_cut_off_is_mended(then: Tree, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for step in range(40):
        docs = tmp_path / str(step) / "docs"
        update(docs, LESS)
        was_cut_off = cut_off(partial(update, docs), step, monkeypatch)
        assert told(docs, then) == [], step
        assert files_of(docs) == then, step
    assert not was_cut_off


@pytest.mark.parametrize("damage", ["", '{"units": {"a": 3}}', "[]"])
def test_the_manifest_of_an_earlier_version_tells_what_is_ours(damage: str, docs: Path) -> None:
    update(docs)
    units = {uri: ["", {uri: f"{digest_of(content)} 1 2"}] for uri, content in ALL.items()}
    (docs / MANIFEST).unlink()
    (docs / ".papershelf.json").write_text(damage or json.dumps({"units": units}), encoding="utf-8")
    problems = told(docs, LESS)
    assert (docs / "papers" / "moths.md").exists() == bool(damage)
    assert bool(problems) == bool(damage)
    assert not (docs / ".papershelf.json").exists()


def test_what_was_made_from_the_same_and_nobody_has_touched_is_not_made_again(docs: Path) -> None:
    made: list[str] = []

    def artifact(uri: str, *inputs: object) -> Artifact:
        return Artifact(lambda: iter([DocsFile(uri, made.append(uri) or uri)]), inputs=inputs)  # type: ignore[func-returns-value]

    def build(*artifacts: Artifact, site_name: str = "") -> list[Made]:
        made.clear()
        return folder_of(docs, cache, site_name).update(artifacts, 1).made

    cache = Cache(None)

    three = artifact("papers/moths.md", "moths"), artifact("papers/lamps.md", "lamps"), artifact("index.md")
    earlier = build(*three)
    assert build(*three) == earlier
    assert made == ["index.md"]
    for site_name in ("Moths", ""):
        build(*three, site_name=site_name)
        assert made == ["papers/moths.md", "papers/lamps.md", "index.md"]
    (docs / "papers" / "lamps.md").write_text("by hand", encoding="utf-8")
    found = build(artifact("papers/moths.md", "other moths"), *three[1:])
    assert made == ["papers/moths.md", "papers/lamps.md", "index.md"]
    assert [bool(one.cache_key) for one in found] == [True, False, False]
