"""The file enriched.yml: what people change stays, and the same facts are the same text."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from listed_projects import MOTHS, OF_MOTHS, OF_RAIN, RAIN, WINGS, Shelf, make_shelf
from made_up_services import running

from generator.enrich.enriched_file import read_enriched_file
from generator.sources.enriched import read_enriched


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


COMMENTED = f"""# Ours, not yours

# by the moth club
papers:

    # Gwen has read it
    {RAIN}:
        arxiv: 2305.00002  # from its page
        # as of May
        note: |
          # no comment

# To be looked at
proposed:
    a-paper: [{{title: One}}]   # unlikely
absent:
    {WINGS}: {{arXiv: 2026-01-01}}
    # The end
"""


def test_comments_stay(shelf: Shelf) -> None:
    _write(shelf, COMMENTED)
    with running(OF_MOTHS) as services:
        assert shelf.enrich(services) == 0
        text = shelf.file.read_text(encoding="utf-8")
        assert shelf.read()["papers"].keys() == {RAIN, MOTHS}
        (shelf.root / "seeds" / "papers.txt").write_text("", encoding="utf-8", newline="\n")
    lines = text.splitlines()
    assert lines[:4] == ["# Ours, not yours", "# by the moth club", "", "papers:"]
    assert lines[lines.index("  # Gwen has read it") :] == [
        "  # Gwen has read it",
        f"  {RAIN}:",
        "      arxiv: 2305.00002  # from its page",
        "      # as of May",
        "      note: |",
        "        # no comment",
        "",
        "# To be looked at",
        "proposed:",
        "  a-paper: [{title: One}]   # unlikely",
        "",
        "absent:",
        f"  {WINGS}: {{arXiv: 2026-01-01}}",
        "  # The end",
    ]


def test_comments_above_an_entry_stay_when_it_changes(shelf: Shelf) -> None:
    _write(shelf, COMMENTED.replace("arxiv: 2305.00002", "doi: 10.1000/rain"))
    with running(OF_RAIN) as services:
        assert shelf.enrich(services, refresh=True) == 0
    text = shelf.file.read_text(encoding="utf-8")
    assert f"  # Gwen has read it\n  {RAIN}:\n    authors:\n" in text
    assert "# as of May" not in text
    assert shelf.read()["papers"][RAIN]["note"] == "# no comment\n"
    file, faults = read_enriched_file("e", text)
    assert faults == ()
    assert file.text() == text


def test_a_value_that_is_an_alias_of_another_stays(shelf: Shelf) -> None:
    _write(shelf, "papers:\n  a-paper: {note: &one by Gwen}\n  b-paper:\n    note: *one  # as above\n")
    with running(OF_MOTHS) as services:
        assert shelf.enrich(services) == 0
    assert shelf.read()["papers"]["b-paper"] == {"note": "by Gwen"}


def test_changes_of_people_during_a_look_up_stay(shelf: Shelf) -> None:
    """As with 5 papers of which the first are saved while others are looked up."""
    with running(OF_MOTHS) as services:

        def accept() -> None:
            _write(shelf, f"# Ours\npapers:\n  {RAIN}:\n    doi: 10.1000/rain\n    note: by Gwen\n")
            services.on_request = lambda: None

        services.on_request = accept
        assert shelf.enrich(services) == 0
    assert shelf.file.read_text(encoding="utf-8").startswith("# Ours\n\npapers:\n")
    assert shelf.read()["papers"].keys() == {MOTHS, RAIN}
    assert shelf.read()["papers"][RAIN] == {"doi": "10.1000/rain", "note": "by Gwen"}


def test_a_file_that_becomes_faulty_during_a_look_up_is_left_as_it_is(shelf: Shelf) -> None:
    with running(OF_MOTHS) as services:
        services.on_request = lambda: _write(shelf, "papers: [\n")
        assert shelf.enrich(services) == 1
    assert shelf.file.read_text(encoding="utf-8") == "papers: [\n"
    assert shelf.told[-1] == "enriched.yml is left as it was: first fix its problems"


def test_a_file_that_cannot_be_written_is_told_by_its_name(shelf: Shelf) -> None:
    shelf.file.mkdir()
    with running(OF_MOTHS) as services, pytest.raises(OSError, match=r"enriched\.yml'$") as raised:
        shelf.enrich(services)
    assert raised.value.filename == str(shelf.file)
    assert sorted(path.name for path in (shelf.root / "seeds").iterdir()) == ["enriched.yml", "papers.txt"]


def test_there_is_one_look_up_at_a_time(shelf: Shelf) -> None:
    with running(OF_MOTHS) as services:
        other = Shelf(shelf.root)
        statuses: list[int] = []
        services.on_request = lambda: statuses.append(other.enrich(services))
        assert shelf.enrich(services, limit=1) == 0
        assert statuses == [2]
        assert other.told == ["expected one look-up at a time, found another at work on this project"]
        assert len(services.asked) == 1
        assert other.enrich(services, check=True) == 1


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


def test_a_paper_of_which_only_a_note_is_left_is_not_looked_up(shelf: Shelf) -> None:
    text = f"papers:\n  {MOTHS}:\n    note: others have this title, too\n"
    _write(shelf, text)
    dump = shelf.root / "dump.jsonl"
    record = {"title": OF_MOTHS.title, "authors": OF_MOTHS.authors}
    dump.write_text(json.dumps(record), encoding="utf-8", newline="\n")
    with running(OF_MOTHS) as services:
        shelf.enrich(services, source=None)
        shelf.enrich(dumps=(dump,))
        assert "Moths" not in "".join(services.asked)
    assert shelf.read()["papers"] == {MOTHS: {"note": "others have this title, too"}}
    records, problems = read_enriched("e", shelf.file.read_text(encoding="utf-8"))
    assert (len(records), problems) == (1, ())


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


_LINES = st.sampled_from(
    [
        *(
            "papers:",
            "proposed:",
            "absent:",
            "  moths:",
            "  rain:",
            "    note: a",
            "    doi: 10.1000/a  # b",
            "    - # c",
        ),
        *(
            "# d",
            "  # e",
            "    # f",
            "    note: |",
            "      # g",
            "",
            "  wings: {note: h} # i",
            "papers: {a: {note: b}}",
        ),
        *("    note: &j", "    note: *j", "\tx", "  ? k", "---", "    note: 'l # m", "      n'"),
    ]
)


@given(st.lists(_LINES, max_size=12))
def test_comments_change_nothing_of_what_a_file_means(lines: list[str]) -> None:
    text = "\n".join(lines) + "\n"
    file, faults = read_enriched_file("e", text)
    if faults:
        return
    again, faults_again = read_enriched_file("e", file.text())
    assert faults_again == ()
    assert again == file
    assert again.text() == file.text()
    if not any("|" in line or "'" in line for line in lines):
        for comment in ("# d", "  # e"):
            kept = [line for line in file.text().splitlines() if line.strip() == comment.strip()]
            assert len(kept) <= lines.count(comment)


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
