"""Page skeletons: filled, they are what the template makes; where they could not be, there is none."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from jinja2 import Environment

from generator.pages.nodes import Page, Paragraph, SectionHeading
from generator.site.skeleton import kind_of, make_skeleton

NAMES = ("title", "text")
HOSTILE = {"title": "<b>R&amp;D</b> \"x\" & 'y'", "text": "\ue000title\ue001 <p>\n</p> {{ title }} \\1 \x00 \udcff"}
TEMPLATES = ["", "{{ title }}", "{{ title | e }}", "{{ title }}{{ title }}{{ text ~ title }}", "\ue001 \udcff 🦋"]
TEMPLATES += ["{{ title | striptags | e }} {{ title | striptags }}{% if title %}{{ text }}{% endif %}{{ text | e }}"]
OTHERWISE = ["|upper", "|e|forceescape", "|truncate(6)", "|replace('<h1>', '')", "[:4]", "|reverse", "|wordwrap(3)"]
MARKS = ["\ue000", "\ue000moths\ue001", "\ue000title\ue001", "\ue000{{ title }}"]
template_of = Environment(autoescape=False).from_string


@pytest.mark.parametrize("text", TEMPLATES)
def test_a_skeleton_is_filled_as_its_template_is(text: str) -> None:
    render = template_of(text).render
    skeleton, other = make_skeleton(NAMES, render), make_skeleton(NAMES, template_of(f"{text} ").render)
    assert skeleton
    assert other
    assert skeleton.digest != other.digest
    for values in (HOSTILE, {"title": "</i", "text": "&lt"}, {"title": "0", "text": ""}):
        assert skeleton.fill(values) == render(values).encode(errors="xmlcharrefreplace")


@pytest.mark.parametrize("text", [*("{{ title " + way + " }}" for way in OTHERWISE), *MARKS])
def test_there_is_none_where_values_are_written_otherwise_or_marks_are_not_ours(text: str) -> None:
    assert make_skeleton(NAMES, template_of("{{ title }}{{ text }}" + text).render) is None


META = {"template": "paper.html", "description": "Of moths", "citation_tags": [["a", "b"], ["c", "d"]]}
PAGE = Page("papers/moths.md", "Moths", (SectionHeading("Links"), Paragraph(("Of moths.",))), META)
ALIKE: list[dict[str, Any]] = [
    {"title": "Lamps", "src_uri": "areas/lamps.md", "blocks": (SectionHeading("Related"),)},
    {"meta": dict(reversed((META | {"description": "Of <b>", "citation_tags": [["e", "f"], ["g", "h"]]}).items()))},
    {"src_uri": "papers/moths/index.md"},
]
MORE = [{"description": ""}, {"json_ld": "{}"}, {"template": "a.html"}, {"hide": ["toc"]}, {"citation_tags": []}]
OTHERS = [{"src_uri": uri} for uri in ("papers/index.md", "moths.md", "papers/moths/2.md")]
OTHERS += [{"blocks": ()}, *({"meta": META | more} for more in MORE)]


@pytest.mark.parametrize("change", [*ALIKE, *OTHERS])
def test_pages_of_a_kind_differ_in_their_values_only(change: dict[str, Any]) -> None:
    assert (kind_of(dataclasses.replace(PAGE, **change)) == kind_of(PAGE)) == (change in ALIKE)
