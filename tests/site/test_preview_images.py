"""Pictures of link previews: what is drawn, what is kept, and what a page says of its picture."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import pytest
from conftest import PUBLIC, made_up_project
from mkdocs.exceptions import PluginError
from PIL import Image
from projects import build

from generator import plugin
from generator.pages.previews import PREVIEWS, Preview
from generator.site import preview_images
from generator.site.preview_images import SIZE, draw

ADDRESS = str(PUBLIC["site_url"])
COLLECTION = Preview("Moth Lab", "Papers on moths", "")
LONG = "moths " * 200


def pixels(picture: bytes) -> Image.Image:
    return Image.open(io.BytesIO(picture)).convert("L")


def inked(picture: bytes) -> tuple[int, int, int, int]:
    """Return the box of what is drawn beside the bar."""
    margin = pixels(picture).crop((20, 0, *SIZE)).point([255 * (level < 255) for level in range(256)]).getbbox()
    assert margin
    return margin


@pytest.mark.parametrize(
    "preview",
    [
        COLLECTION,
        Preview("Moths", "", ""),
        Preview(LONG, LONG, LONG),
        Preview("m" * 1000, "m" * 1000, "m" * 1000),
        Preview("Ångström, Źdźbło, Ψυχή, Мотылёк, ő, ñ", "Jiří Dvořák · 2026", "Łódź"),
        Preview("Moths\u0301 and \u202elanterns", "", ""),
    ],
)
def test_texts_stay_within_the_margins(preview: Preview) -> None:
    picture = draw(preview, COLLECTION)
    assert pixels(picture).size == SIZE
    left, top, right, bottom = inked(picture)
    assert left >= 30
    assert top >= 30
    assert right <= SIZE[0] - 20 - 50
    assert bottom <= SIZE[1] - 30
    assert draw(preview, COLLECTION) == picture


def test_a_title_is_as_large_as_it_may_be() -> None:
    heights = [inked(draw(Preview("Moths " * words, "", ""), COLLECTION)) for words in (1, 12)]
    one, many = (box[3] - box[1] for box in heights)
    assert many > 3 * one


@pytest.mark.parametrize("place", range(3))
def test_letters_that_the_font_lacks_are_not_shown_as_boxes(place: int) -> None:
    texts = ["Moths", "Ada Alder", "Moth Lab"]
    texts[place] = "蛾と灯"
    assert draw(Preview(*texts), COLLECTION) == draw(COLLECTION, COLLECTION)


# ---- in a site ----


def named_in(page: Path) -> str:
    """Return the picture that a page names, within the site; empty if it names none."""
    found = re.search(r'<meta property="og:image" content="([^"]*)">', page.read_text(encoding="utf-8"))
    if not found:
        return ""
    assert found[1].startswith(ADDRESS)
    return found[1].removeprefix(ADDRESS)


def numbers_of_pictures(site: Path) -> dict[str, int]:
    """Return the inode of each picture, which tells a file from one that is written anew."""
    return {path.name: path.stat().st_ino for path in (site / PREVIEWS).iterdir()}


@pytest.mark.parametrize("folder", ["", "lab"])
def test_each_page_names_a_picture_that_is_there(tmp_path: Path, folder: str) -> None:
    root = made_up_project(tmp_path, **{**PUBLIC, "nav": None, "plugin": {"folder": folder}})
    build(root)
    site = root / "site"
    named = {page.relative_to(site / folder).as_posix(): named_in(page) for page in (site / folder).rglob("*.html")}
    assert all((site / picture).is_file() for picture in named.values() if picture)
    assert {f"{folder}/{PREVIEWS}/{path.name}".lstrip("/") for path in (site / folder / PREVIEWS).iterdir()} == {
        picture for picture in named.values() if picture
    }
    own = {page for page, picture in named.items() if picture and picture != named["index.html"]}
    assert {page for page in own if page.count("/") < 2} == set()
    assert {page.partition("/")[0] for page in own} == {"papers", "topics"}
    assert named["authors/index.html"] == named["index.html"]


def test_pictures_are_drawn_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = made_up_project(tmp_path, **PUBLIC)
    build(root)
    before = numbers_of_pictures(root / "site")
    monkeypatch.setattr(preview_images, "draw", lambda *_: pytest.fail("drawn again"))
    build(root, use_cache=False)
    assert numbers_of_pictures(root / "site") == before


@pytest.mark.parametrize("settings", [{"site_url": ""}, {"plugin": {"previews": False}}])
def test_without_an_address_or_switched_off_there_is_none(tmp_path: Path, settings: dict[str, Any]) -> None:
    root = made_up_project(tmp_path, **{**PUBLIC, **settings})
    build(root)
    assert not (root / "site" / PREVIEWS).exists()
    assert not any(map(named_in, (root / "site").rglob("*.html")))


def test_without_its_packages_they_are_missed_only_if_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plugin, "can_draw", lambda: False)
    root = made_up_project(tmp_path, **PUBLIC)
    build(root)
    assert not (root / "site" / PREVIEWS).exists()
    root = made_up_project(tmp_path / "asked", **{**PUBLIC, "plugin": {"previews": True}})
    with pytest.raises(PluginError, match=r"pip install papershelf\[previews\]"):
        build(root)
