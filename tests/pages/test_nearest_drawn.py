"""The drawing of the nearest papers: a link for each, labels that overlap nothing, colours with a key."""

from __future__ import annotations

import functools
import html
import re
from itertools import combinations
from typing import NamedTuple

import pytest
from html_reader import read
from made_up import SITE_DESCRIPTION, SITE_NAME, collection, entry, many

from generator.analysis.collection import Collection
from generator.analysis.neighbourhood import Neighbourhood, neighbourhood_of
from generator.config import SiteConfig
from generator.models import Paper
from generator.pages import nodes
from generator.pages.components import Components
from generator.pages.neighbourhood import further_papers, main_topic, neighbourhood_figure, short_title

SITE = SiteConfig(SITE_NAME, SITE_DESCRIPTION, "")
TOPICS = "Moths:\n  phrases: [moth]\nLanterns:\n  phrases: [lantern]\n"
NIGHT = "".join(
    entry(
        f"CLMar {day}, 2024",
        f"{name}: {'Moths' if day % 2 else 'Lanterns'} <b> & *Gardens* of the Night",
        "Ada Alder",
        f"Gardens at night, with {'a moth' if day % 2 else 'a lantern'} and {name}.",
    )
    for day, name in enumerate("amber birch coral dusk ember frost grain heath iris jade".split(), 1)
)


class Label(NamedTuple):
    left: float
    right: float
    y: float


@functools.cache
def found(listing: str = NIGHT) -> Collection:
    return collection(listing, vocabulary=TOPICS)


def drawn(listing: str = NIGHT, at: int = 0) -> tuple[Paper, Neighbourhood, list[nodes.Block]]:
    made = found(listing)
    papers = {paper.key: paper for paper in made.bibliography}
    paper = list(papers.values())[at]
    around = neighbourhood_of(paper.key, made.nearest)
    return paper, around, list(neighbourhood_figure(paper, around, papers, Components(made, SITE)))


def figure(listing: str = NIGHT, at: int = 0) -> str:
    (block,) = drawn(listing, at)[2]
    assert isinstance(block, nodes.Figure)
    return block.html


def labels(svg: str) -> list[Label]:
    made = []
    for x, y, anchor, text in re.findall(r'<text x="([\d.]+)" y="([\d.]+)"(?: text-anchor="(\w+)")?>([^<]*)<', svg):
        width, middle = 6 * len(html.unescape(text)), float(x)
        left = middle - (0 if anchor == "start" else width if anchor == "end" else width / 2)
        made.append(Label(left, left + width, float(y)))
    return made


def test_each_of_the_nearest_papers_is_a_link_with_its_title() -> None:
    _, around, _ = drawn()
    page, papers = read(figure()), {paper.key: paper for paper in found().bibliography}
    assert len(around.neighbours) == 8
    near = [papers[neighbour.key] for neighbour in around.neighbours]
    assert page.values("a", "xlink:href") == [one.src_uri.replace("papers/", "../").replace(".md", "/") for one in near]
    titles = [html.unescape(title) for title in re.findall("<title>(.*?)</title>", figure())]
    assert titles == [one.plain_title for one in near]


def test_the_drawing_is_for_eyes_and_pointers_alone() -> None:
    page = read(figure())
    assert page.values("svg", "aria-hidden") == page.values("figcaption", "aria-hidden") == ["true"]
    assert set(page.values("a", "tabindex")) == {"-1"}
    assert page.values("a", "href") == [""] * 8  # scripts of the theme take them for elements of HTML


def test_a_title_makes_no_elements() -> None:
    assert read(figure()).names == {"svg", "g", "circle", "path", "text", "a", "title", "figcaption", "p", "span", "em"}
    assert "<b>" not in figure()


def test_colours_are_topics_and_the_caption_names_them() -> None:
    page = read(figure())
    colours = [value for value in page.values("circle", "class") if value]
    assert len(colours) == 9
    titles = [drawn()[0].plain_title, *map(html.unescape, re.findall("<title>(.*?)</title>", figure()))]
    assert colours == [f"ps-map__dot-{1 if ': Moths' in title else 2}" for title in titles]
    assert re.findall(r'<em class="ps-map__dot-(\d)">●</em> ([^<]*)', figure()) == [("1", "Moths"), ("2", "Lanterns")]


def test_more_topics_than_colours() -> None:
    words = "amber birch coral dusk ember frost grain heath".split()
    topics = "".join(f"{word.title()}:\n  phrases: [{word} lamp]\n" for word in words)
    listing = "".join(
        entry(
            f"CLMar {day}, 2024",
            f"The {words[day % 8].title()} Lamp in Gardens at Night {day}",
            f"{'Ada Ben Cleo'.split()[day % 3]} Alder",
            f"Gardens at night by {words[day % 8]} lamp.",
        )
        for day in range(1, 17)
    )
    made = collection(listing, vocabulary=topics)
    papers = {paper.key: paper for paper in made.bibliography}
    found = Components(made, SITE)
    for paper in papers.values():
        around = neighbourhood_of(paper.key, made.nearest)
        near = [paper, *(papers[neighbour.key] for neighbour in around.neighbours)]
        different = list(dict.fromkeys(main_topic(one, found) for one in near))
        (block,) = neighbourhood_figure(paper, around, papers, found)
        assert isinstance(block, nodes.Figure)
        keys = re.findall(r'<em class="ps-map__dot-(\d)">●</em> ([^<]*)', block.html)
        assert len(different) > 4
        assert keys == [*zip("1234", different, strict=False), ("0", "Other")]


@pytest.mark.parametrize("at", range(0, 60, 3))
def test_labels_overlap_nothing_and_are_whole(at: int) -> None:
    svg = figure(many(60), at)
    made = labels(svg)
    assert len(made) >= 6
    for one, other in combinations(made, 2):
        assert one.right <= other.left or other.right <= one.left or abs(one.y - other.y) >= 12
    dots = [(float(x), float(y)) for x, y in re.findall(r'<circle class="[^"]*" cx="(\d+)" cy="(\d+)"', svg)]
    for label in made:
        assert label.left >= 0
        assert label.right <= 360
        assert not any(label.left < x < label.right and label.y - 9 < y < label.y for x, y in dots)


def test_what_is_drawn_is_listed() -> None:
    _, around, _ = drawn()
    made, papers = found(), {paper.key: paper for paper in found().bibliography}
    listed = [relation.key for relation in made.related[next(iter(papers))]]
    (block,) = further_papers(around, papers, listed)
    assert isinstance(block, nodes.Paragraph)
    further = [one.target for one in block.inlines if isinstance(one, nodes.Hyperlink)]
    assert [*(papers[key].src_uri for key in listed), *further] == [
        papers[neighbour.key].src_uri for neighbour in around.neighbours
    ]


def test_two_papers_beside_one_are_not_drawn() -> None:
    listing = "".join(
        entry(f"CLMar {day}, 2024", f"Moths of night {day}", "Ada Alder", "Moths fly at night.") for day in (1, 2, 3)
    )
    _, around, blocks = drawn(listing)
    assert (len(around.neighbours), blocks) == (2, [])
    papers = {paper.key: paper for paper in found(listing).bibliography}
    assert list(further_papers(around, papers, ())) == []


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("Glow: Lanterns for Moths", "Glow"),
        ("Moths", "Moths"),
        ("Lanterns that attract the moths: a survey", "Lanterns that …"),
        ("Lanternsthatattractthemothsofgardens", "Lanternsthatattractt …"),
    ],
)
def test_short_titles(title: str, shown: str) -> None:
    assert short_title(title) == shown
