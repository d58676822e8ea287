"""The file enriched.yml: what people change stays, and the same facts are the same text."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from listed_projects import MOTHS, OF_MOTHS, OF_RAIN, RAIN, WINGS, Shelf, make_shelf
from made_up_services import running

from generator.enrich.enriched_file import read_enriched_file


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return make_shelf(tmp_path)


def _write(shelf: Shelf, text: str) -> None:
    shelf.file.write_text(text, encoding="utf-8", newline="\n")


CHANGED = f"""# By hand
papers:
  {RAIN}:
    arxiv: 2402.04610
    note: Gwen says so
    colour: red
    et_al: yes
    volume: 007
  a-paper-that-is-gone: {{title: Gone, number: 3}}
absent: {{}}
"""


def test_what_people_have_written_stays(shelf: Shelf) -> None:
    _write(shelf, CHANGED.replace("    colour: red\n", ""))
    with running(OF_MOTHS, OF_RAIN) as services:
        shelf.enrich(services)
    papers = yaml.load(shelf.file.read_text(encoding="utf-8"), yaml.BaseLoader)["papers"]
    assert list(papers) == sorted([RAIN, MOTHS, "a-paper-that-is-gone"])
    assert papers[RAIN] == {"arxiv": "2402.04610", "note": "Gwen says so", "et_al": "yes", "volume": "007"}
    assert papers["a-paper-that-is-gone"] == {"title": "Gone", "number": "3"}


def test_a_proposal_that_somebody_accepted_stays(shelf: Shelf) -> None:
    with running(dataclasses.replace(OF_MOTHS, published="2029-01-01")) as services:
        shelf.enrich(services)
        moved = {"papers": shelf.read()["proposed"]}
        _write(shelf, yaml.safe_dump(moved))
        services.asked.clear()
        shelf.enrich(services)
        assert MOTHS not in "".join(services.asked)
        shelf.enrich(services, refresh=True)
    (entry,) = shelf.read()["papers"][MOTHS]
    assert entry["reason"] == "the listing has the year 2024, and this 2029"
    assert MOTHS not in shelf.read().get("proposed", {})


def test_a_refresh_keeps_notes_and_takes_new_facts(shelf: Shelf) -> None:
    with running(OF_MOTHS) as services:
        shelf.enrich(services)
        text = shelf.file.read_text(encoding="utf-8")
        _write(shelf, text.replace("    from: arXiv", "    note: seen\n    from: arXiv"))
        services.works = [dataclasses.replace(OF_MOTHS, authors=[*OF_MOTHS.authors, "Emil Elm"])]
        shelf.enrich(services, refresh=True)
    entry = shelf.read()["papers"][MOTHS]
    assert entry["note"] == "seen"
    assert len(entry["authors"]) == 5


@pytest.mark.parametrize("text", ["papers: [\n", "papers: 3\n", CHANGED, "more: 1\n", f"papers:\n  {RAIN}: 3\n"])
def test_a_file_with_faults_is_left_as_it_is(shelf: Shelf, text: str) -> None:
    _write(shelf, text)
    with running(OF_MOTHS) as services:
        assert shelf.enrich(services) == 1
        assert services.asked == []
    assert shelf.file.read_text(encoding="utf-8") == text
    assert "error: expected" in shelf.told[0]
    assert shelf.told[-1] == "enriched.yml is left as it was: first fix its problems"


def test_a_file_that_is_not_utf_8_is_left_as_it_is(shelf: Shelf) -> None:
    shelf.file.write_bytes(b"papers: {}\n# \xff\n")
    assert shelf.enrich(check=True) == 1
    assert shelf.told[0] == "seeds/enriched.yml:2: error: expected UTF-8, found the byte 0xff"


def test_the_text_is_sorted_and_short_lines_of_what_it_means(shelf: Shelf) -> None:
    with running(OF_RAIN, dataclasses.replace(OF_MOTHS, title="Moths and Lanterns -- a Survey")) as services:
        shelf.enrich(services)
    lines = shelf.file.read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("# ")
    assert lines[3:12] == [
        "papers:",
        f"  {MOTHS}:",
        "    title: Moths and Lanterns -- a Survey",
        "    authors:",
        "      - Ada Alder",
        "      - Ben Birch",
        "      - Cleo Cedar",
        "      - Dora Dogwood",
        "    et_al: false",
    ]
    assert "    arxiv: '2403.00001'" in lines
    assert "    published: 2024-03-04" in lines
    assert lines[-2] == f"  {WINGS}:"


_SCALARS = st.none() | st.text(max_size=12) | st.sampled_from(["true", "no", "2024-03-04", "2402.04610", "~", "0x1f"])
_KEYS = st.text(max_size=8)
_VALUES = st.recursive(_SCALARS, lambda one: st.lists(one, max_size=3) | st.dictionaries(_KEYS, one, max_size=3))


@given(st.dictionaries(_KEYS, _VALUES, max_size=4))
def test_any_content_is_the_same_after_it_was_written(proposed: dict[str, object]) -> None:
    text = yaml.dump({"proposed": proposed}, allow_unicode=True)
    file, faults = read_enriched_file("e", text)
    again, faults_again = read_enriched_file("e", file.text())
    assert not faults_again or faults
    if not faults:
        assert again == file
        assert again.text() == file.text()
