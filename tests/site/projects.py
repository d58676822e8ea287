"""Projects on disk: build them, change them, and compare what the fast path makes with what MkDocs makes alone."""

from __future__ import annotations

import logging
import os
import random
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import made_up
import pytest
import yaml
from conftest import PUBLIC, REPOSITORY

from generator import mkdocs_runner
from generator.site.docs_folder import MANIFEST

FEATURES = ["navigation.tabs", "navigation.footer", "navigation.path", "navigation.sections", "toc.integrate"]
BARE_NAV = ["index.md", "explore.md", {"Lists": ["papers/index.md", "topics/index.md"]}, "about/index.md"]

Tree = dict[str, bytes]


def files_of(folder: Path) -> Tree:
    """All files, but for the manifest of `docs/`, which tells when each was written."""
    paths = (path for path in folder.rglob("*") if path.is_file() and path.name != MANIFEST)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def build(root: Path, *, fast: bool = True, use_cache: bool = True) -> list[str]:
    """Build the site of a project; return the warnings."""
    told: list[str] = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: told.append(record.getMessage())  # type: ignore[method-assign]
    with mkdocs_runner.log_to(handler):
        loaded = mkdocs_runner.load(str(root / "mkdocs.yml"))
        loaded.plugin.config["fast"] = fast
        mkdocs_runner.run_build(loaded, use_cache=use_cache and fast)
    return sorted(told)


def copy_project(root: Path) -> Path:
    """A copy of a project, without its site and its cache."""
    copies = (root.with_name(f"{root.name}-{number}") for number in count())
    to = next(path for path in copies if not path.exists())
    shutil.copytree(
        root, to, symlinks=True, ignore=lambda folder, _: ["site", ".cache"] if Path(folder) == root else []
    )
    return to


def unlike(one: Tree, other: Tree) -> list[str]:
    return sorted(name for name in {*one, *other} if one.get(name) != other.get(name))


def check(root: Path, after: object = "") -> None:
    """Build a project by the fast path, and a copy of it by MkDocs alone, and compare the two."""
    copy = copy_project(root)
    expected = build(copy, fast=False)
    told = build(root)
    assert unlike(files_of(root / "site"), files_of(copy / "site")) == [], after
    assert unlike(files_of(root / "docs"), files_of(copy / "docs")) == [], after
    assert told == expected, after
    shutil.rmtree(copy)


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def configure(root: Path, settings: Mapping[str, Any]) -> None:
    path = root / "mkdocs.yml"
    config = yaml.safe_load(path.read_text(encoding="utf-8"))
    path.write_text(yaml.safe_dump(config | settings, sort_keys=False), encoding="utf-8")


def config_of(root: Path) -> dict[str, Any]:
    config: dict[str, Any] = yaml.safe_load((root / "mkdocs.yml").read_text(encoding="utf-8"))
    return config


def say(root: Path, template: str) -> None:
    text = '{% extends "base.html" %}{% block extrahead %}<!-- ' + template + " -->{% endblock %}"
    (root / "overrides" / "main.html").write_text(text, encoding="utf-8")


def own(root: Path, name: str) -> Path:
    """A template or an asset of the project's own, which begins as a copy of the shipped one."""
    path = root / "overrides" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.is_file():
        shutil.copy(REPOSITORY / "overrides" / name, path)
    return path


def write(folder: Path, files: Tree) -> Path:
    for uri, content in files.items():
        (folder / uri).parent.mkdir(parents=True, exist_ok=True)
        (folder / uri).write_bytes(content)
    return folder


def cut_off(work: Callable[[], object], step: int, monkeypatch: pytest.MonkeyPatch, *, is_killed: bool = True) -> bool:
    """Interrupt some work before a step by which it changes the disk, or kill it; return whether it got there."""
    left = step

    def call(real: Callable[..., object], *arguments: Any, **named: Any) -> object:
        nonlocal left
        left -= 1
        if left == -1 or (left < 0 and is_killed):  # nothing follows where it is killed
            raise KeyboardInterrupt
        return real(*arguments, **named)

    with monkeypatch.context() as patched:
        for name in ("link", "mkdir", "rename", "replace", "rmdir", "unlink"):
            patched.setattr(os, name, partial(call, getattr(os, name)))
        try:
            work()
        except KeyboardInterrupt:
            return True
    return False


# ---- random changes ----

WORDS = "moth lantern lamp weather garden rain night wing light".split()
BY_HAND = ["about/more.md", "other.md", "index.md", "papers/mine.md", "topics/README.md"]
PIECES = ["$x^2$", "&", "<b>", "*so*", "{{ y }}", "\\textbf{z}", "“q”", "\ue000", "🦋", "</script>", '"', "|", "`c`"]


@dataclass
class Owner:
    """Somebody who changes a project at random."""

    root: Path
    chance: random.Random
    monkeypatch: pytest.MonkeyPatch
    papers: list[dict[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        for _ in range(self.chance.randrange(3, 7)):
            self.add_paper()
        (self.root / "seeds" / "twice.txt").unlink()

    def words(self, most: int = 6) -> str:
        found = self.chance.choices(WORDS, k=self.chance.randint(1, most))
        if self.chance.random() < 0.3:
            found.append(self.chance.choice(PIECES))
        return " ".join(found).capitalize()

    def authors(self) -> str:
        names = self.chance.sample(list(zip(made_up.GIVEN[:6], made_up.FAMILY[:6], strict=True)), 3)
        return ", ".join(" ".join(name) for name in names) + self.chance.choice(["", " et al.", " · uni-north"])

    def date(self) -> str:
        area = self.chance.choice("CL LG CV".split())
        return f"{area}Mar {self.chance.randint(1, 28)}, {self.chance.randint(2023, 2025)}" + self.chance.choice(
            ["", "Code"]
        )

    def list_papers(self) -> None:
        text = "".join(made_up.entry(**paper) for paper in self.papers)
        (self.root / "seeds" / "papers.txt").write_text(text, encoding="utf-8")

    # ---- seeds ----

    def add_paper(self) -> None:
        title = f"{self.words()} {self.chance.randrange(100)}"
        paper = {"header": self.date(), "title": title, "authors": self.authors(), "abstract": f"{self.words(20)}."}
        self.papers.insert(self.chance.randint(0, len(self.papers)), paper)
        self.list_papers()

    def remove_paper(self) -> None:
        if self.papers:
            self.papers.pop(self.chance.randrange(len(self.papers)))
        self.list_papers()

    def edit_paper(self) -> None:
        if self.papers:
            name = self.chance.choice(["header", "title", "authors", "abstract", "abstract"])
            ways: dict[str, Callable[[], str]] = {"header": self.date, "authors": self.authors}
            self.chance.choice(self.papers)[name] = ways.get(name, self.words)()
        self.list_papers()

    def reorder(self) -> None:
        self.chance.shuffle(self.papers)
        self.list_papers()

    def correct(self) -> None:
        fields = [("title", self.words()), ("abstract", self.words(9)), ("hide", True), ("score", 99.5), ("code", True)]
        some = {
            paper["title"]: dict([self.chance.choice(fields)]) for paper in self.papers if self.chance.random() < 0.4
        }
        text = yaml.safe_dump(
            {"papers": some, "names": {"Ada Alder": ["Ben Birch"]} if self.chance.random() < 0.3 else {}}
        )
        (self.root / "seeds" / "corrections.yml").write_text(text, encoding="utf-8")

    def place(self) -> None:
        topics = {
            word.capitalize(): {"about": self.words(), "phrases": [word]} for word in self.chance.sample(WORDS, 3)
        }
        (self.root / "seeds" / "topics.yml").write_text(yaml.safe_dump(topics), encoding="utf-8")

    # ---- settings and templates ----

    def set_up(self) -> None:
        config = config_of(self.root)
        features = sorted({*config["theme"]["features"]} ^ {self.chance.choice(FEATURES)})
        settings = [
            {"site_name": self.words()},
            {"site_description": self.words()},
            {"theme": config["theme"] | {"features": features}},
            {"site_url": self.chance.choice(["", PUBLIC["site_url"]])},
            {"repo_url": self.chance.choice(["", PUBLIC["repo_url"]])},
            {"use_directory_urls": self.chance.random() < 0.5},
            {"nav": self.chance.choice([BARE_NAV, made_up_nav(), None])},
            {"copyright": self.words()},
            {"exclude_docs": self.chance.choice(["", "years/\n"])},
        ]
        configure(self.root, self.chance.choice(settings))

    def edit_template(self) -> None:
        path = own(self.root, self.chance.choice(["main.html", "partials/papershelf-head.html", "404.html"]))
        path.write_text(
            path.read_text(encoding="utf-8") + f"\n{{# {self.words()} #}}\n<!-- {self.words()} -->", encoding="utf-8"
        )

    def style(self) -> None:
        path = self.chance.choice([own(self.root, "assets/stylesheets/papershelf.css"), self.root / "docs/own.css"])
        with path.open("a", encoding="utf-8") as file:
            file.write(f"/* {self.words()} */\n")

    def wait_a_day(self) -> None:
        self.monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(os.environ["SOURCE_DATE_EPOCH"]) + 86_400))

    # ---- pages ----

    def write_page(self) -> None:
        path = self.root / "docs" / self.chance.choice([*BY_HAND, "about/index.md"])
        path.parent.mkdir(exist_ok=True)
        meta = self.chance.choice(["", "", "---\nstatus: new\n---\n\n", "---\ntitle: Named\n---\n\n"])
        links = f"[all]({'../' * (path.parent.name != 'docs')}papers/index.md#{self.chance.choice(['x', 'papers'])})"
        path.write_text(f"{meta}# {self.words()}\n\n{self.words(20)} {links}\n\n## {self.words()}\n", encoding="utf-8")

    def remove_page(self) -> None:
        (self.root / "docs" / self.chance.choice(BY_HAND)).unlink(missing_ok=True)

    def some_file(self, folder: str, pattern: str = "*") -> Path | None:
        paths = sorted(path for path in (self.root / folder).rglob(pattern) if path.is_file())
        return self.chance.choice([path for path in paths if path.name != MANIFEST]) if paths else None

    def disturb(self, path: Path | None) -> None:
        """Delete a file, touch it, cut it or add to it."""
        if path is None:
            return
        text = path.read_bytes()
        way = self.chance.randrange(4)
        if way == 0:
            path.unlink()
        elif way == 1:
            path.touch()
        else:
            path.write_bytes(text[: len(text) // 2] if way == 2 else text + b"\n\nMore.\n")

    def disturb_ours(self) -> None:
        self.disturb(self.some_file("docs", "*.md"))

    def disturb_one_of_a_kind(self) -> None:
        self.disturb(self.root / "docs" / self.chance.choice(["topics/index.md", "explore.md", "feed.xml"]))

    # ---- what was made ----

    def disturb_the_site(self) -> None:
        for _ in range(3):
            self.disturb(self.some_file("site"))

    def remove_a_folder(self) -> None:
        shutil.rmtree(self.root / "site" / self.chance.choice(["", "papers", "about", "assets"]), ignore_errors=True)

    def add_to_the_site(self) -> None:
        path = self.root / "site" / self.chance.choice(["papers", "odd", "about"]) / "added" / "index.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("added", encoding="utf-8")

    def forget(self) -> None:
        shutil.rmtree(self.root / self.chance.choice([".cache", ".cache", "docs/papers"]), ignore_errors=True)

    def forget_the_manifest(self) -> None:
        (self.root / "docs" / MANIFEST).unlink(missing_ok=True)

    def break_the_record(self) -> None:
        for path in (self.root / ".cache").rglob("*.sqlite"):
            path.write_bytes(self.chance.choice([path.read_bytes()[:-9], b"", b"{}", b"[]", b"\xff", b'{"files": 3}']))

    def rest(self) -> None:
        """Change nothing."""


def made_up_nav() -> list[Any]:
    return [{"Home": "index.md"}, "papers/index.md", "topics/index.md", {"Years": ["years/index.md"]}, "about/index.md"]


CHANGES: tuple[Callable[[Owner], None], ...] = (
    *([Owner.edit_paper] * 3),
    *([Owner.add_paper, Owner.remove_paper, Owner.set_up, Owner.write_page, Owner.disturb_the_site] * 2),
    Owner.reorder,
    Owner.correct,
    Owner.place,
    Owner.edit_template,
    Owner.style,
    Owner.wait_a_day,
    Owner.remove_page,
    Owner.disturb_ours,
    Owner.disturb_one_of_a_kind,
    Owner.remove_a_folder,
    Owner.add_to_the_site,
    Owner.forget,
    Owner.forget_the_manifest,
    Owner.break_the_record,
    Owner.rest,
)


def change(owner: Owner) -> str:
    changes = owner.chance.choices(CHANGES, k=owner.chance.choice([1, 1, 2]))
    for change in changes:
        change(owner)
    return " and ".join(change.__name__ for change in changes)
