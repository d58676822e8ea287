"""Page skeletons: filled, they are what the template makes; where they could not be, there is none."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment

from generator.pages.nodes import Page, Paragraph, SectionHeading
from generator.site.skeleton import encode, kind_of, make_skeleton

NAMES = ("title", "text")
HOSTILE = {"title": "<b>R&amp;D</b> \"x\" & 'y'", "text": "\ue000title\ue001 <p>\n</p> {{ title }} \\1 \udcff"}
ALL = (
    "{{ title | striptags | e }} {{ title | striptags }}{{ text }}\n{{ title | e }}{% if title %}{{ text }}{% endif %}"
)
TEMPLATES = ["", "{{ title }}", "{{ title | e }}", "{{ title }}{{ title }}{{ text ~ title }}", "\ue001 \udcff 🦋", ALL]
OTHERWISE = ["|upper", "|e|forceescape", "|truncate(6)", "|replace('<h1>', '')", "[:4]", "|reverse", "|wordwrap(3)"]
MARKS = ["\ue000", "\ue000moths\ue001", "\ue000title\ue001", "\ue000{{ title }}"]
template_of = Environment(autoescape=False).from_string


@pytest.mark.parametrize("text", TEMPLATES)
def test_a_skeleton_is_filled_as_its_template_is(text: str) -> None:
    skeleton = make_skeleton(NAMES, template_of(text).render)
    assert skeleton
    for values in (HOSTILE, {"title": "Moths", "text": "Lamps"}, {"title": "0", "text": ""}):
        assert skeleton.fill(values) == encode(template_of(text).render(values))


@given(title=st.text(min_size=1), text=st.text() | st.sampled_from(["</", "&lt", "<!--", "\ue000", "\x00", "\r"]))
def test_any_value_is_written_as_the_template_writes_it(title: str, text: str) -> None:
    skeleton = make_skeleton(NAMES, template_of(ALL).render)
    assert skeleton
    assert skeleton.fill({"title": title, "text": text}) == encode(template_of(ALL).render(title=title, text=text))


@pytest.mark.parametrize("text", [*("{{ title " + way + " }}" for way in OTHERWISE), *MARKS])
def test_there_is_none_where_values_are_written_otherwise_or_marks_are_not_ours(text: str) -> None:
    assert make_skeleton(NAMES, template_of("{{ title }}" + text + "{{ text }}").render) is None


def test_digests_tell_skeletons_apart() -> None:
    skeletons = [make_skeleton(NAMES, template_of(text).render) for text in TEMPLATES * 2]
    assert len({skeleton.digest for skeleton in skeletons if skeleton}) == len(TEMPLATES)


META = {"template": "paper.html", "description": "Of moths", "citation_tags": [["a", "b"], ["c", "d"]]}
PAGE = Page("papers/moths.md", "Moths", (SectionHeading("Links"), Paragraph(("Of moths.",))), META)


@pytest.mark.parametrize(
    ("change", "is_of_the_kind"),
    [
        ({"title": "Lamps", "src_uri": "areas/lamps.md", "blocks": (SectionHeading("Related"),)}, True),
        ({"meta": {"citation_tags": [["e", "f"], ["g", "h"]], **META, "description": "Of lamps & <b>"}}, True),
        ({"src_uri": "papers/moths/index.md"}, True),
        ({"src_uri": "papers/index.md"}, False),
        ({"src_uri": "moths.md"}, False),
        ({"src_uri": "papers/moths/2.md"}, False),
        ({"blocks": ()}, False),
        ({"meta": META | {"description": ""}}, False),
        ({"meta": META | {"json_ld": "{}"}}, False),
        ({"meta": META | {"template": "list.html"}}, False),
        ({"meta": META | {"hide": ["toc"]}}, False),
        ({"meta": META | {"citation_tags": [["a", "b"]]}}, False),
    ],
)
def test_pages_of_a_kind_differ_in_their_values_only(change: dict[str, Any], is_of_the_kind: bool) -> None:
    assert (kind_of(dataclasses.replace(PAGE, **change)) == kind_of(PAGE)) == is_of_the_kind
