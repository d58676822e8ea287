"""People in corrections: names in every order and in parts, people with the same name, and problems of mistakes."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_up import collection, entry, messages

from generator.analysis.collection import Collection
from generator.formats.export import FORMATS, export
from generator.sources.corrections import read_corrections
from generator.sources.people import read_authors

ORCID, OTHER, THIRD = "0000-0000-0000-0028", "0000-0000-0000-0060", "0000-0000-0000-001X"
LISTING = (
    entry("CLMar 4, 2020", "Moths at Night", "Wei Lu, Ben Birch")
    + entry("CLMar 4, 2021", "Lamps at Sea", "Wei Lu, Cleo Cedar")
    + entry("CLMar 4, 2022", "Wings of Rain", "W. Lu, Cleo Cedar")
    + entry("CLMar 4, 2023", "Days of Rain", "Wei Lu, Dora Elm, Wei Lu")
)


def _people(corrections: str, listing: str = LISTING) -> dict[str, list[str]]:
    """Return the keys of the papers of everybody called Lu, by the slugs of their pages; there are no problems."""
    found = collection(listing, corrections)
    assert messages(found.problems) == []
    return _by_slug(found)


def _by_slug(found: Collection) -> dict[str, list[str]]:
    lus = (heading for heading in found.authors.headings if "Lu" in heading.label.split())
    return {heading.slug: [paper.key.split("-")[0] for paper in heading.papers] for heading in lus}


# ---- names ----


@pytest.mark.parametrize(
    ("written", "text", "filed_as"),
    [
        ("Antonio Alder Birch", "Antonio Alder Birch", "Birch, Antonio Alder"),
        ("'Alder Birch, Antonio'", "Antonio Alder Birch", "Alder Birch, Antonio"),
        ("['Alder Birch, Antonio Jose']", "Antonio Jose Alder Birch", "Alder Birch, Antonio Jose"),
        ("['De Alder, Ada']", "Ada De Alder", "De Alder, Ada"),
        ("['van der Alder, Ada Kay']", "Ada Kay van der Alder", "van der Alder, Ada Kay"),
        ("['Alder, Jr., Tom']", "Tom Alder Jr.", "Alder, Tom, Jr."),
        ("['Alder, Tom, Jr.']", "Tom Alder Jr.", "Alder, Tom, Jr."),
        ("['Tom Alder, Jr.']", "Tom Alder Jr.", "Alder, Tom, Jr."),
        ("['{Moths, Lamps and Co}']", "Moths, Lamps and Co", "Moths, Lamps and Co"),
        ("['陈, 大文']", "陈大文", "陈, 大文"),
        ("{given: Ada, family: De Alder}", "Ada De Alder", "De Alder, Ada"),
        ("{given: Ada, particle: van der, family: Alder}", "Ada van der Alder", "van der Alder, Ada"),
        ('{given: Ada, particle: "d\'", family: Alder}', "Ada d'Alder", "d'Alder, Ada"),
        ("{given: Tom, family: Alder, suffix: V}", "Tom Alder V", "Alder, Tom, V"),
        ("{given: bell, family: alder}", "bell alder", "alder, bell"),
        ("{family: 陈, given: 大文}", "陈大文", "陈, 大文"),
        ("{family: 'Moths, Lamps and Co'}", "Moths, Lamps and Co", "Moths, Lamps and Co"),
        ("{family: Alder, suffix: Jr.}", "Alder Jr.", "Alder Jr."),
        ("{name: 'Alder, Ada'}", "Ada Alder", "Alder, Ada"),
        ("{given: 'L\\''aszl\\''o', family: Alder}", "László Alder", "Alder, László"),
    ],
)
@pytest.mark.parametrize("around", ["papers: {{moths-at-night: {{authors: {}}}}}", "people: [{{name: Wei Lu}}, {}]"])
def test_a_person_is_named_by_name_or_by_parts(written: str, text: str, filed_as: str, around: str) -> None:
    if around.startswith("people"):
        written = written if written.startswith("{") else f"{{name: {written.strip('[]')}}}"
    corrections, problems = read_corrections("c.yml", around.format(written))
    assert messages(problems) == []
    name = corrections.people[1].shown if corrections.people else corrections.papers[0].fields["authors"][0]
    assert (name.text, name.filed_as) == (text, filed_as)


@pytest.mark.parametrize(
    "names",
    [
        "'Lu Alder, Wei': [Wei Lu]",
        "Wei Lu Alder: {family: Lu Alder, given: Wei, spellings: [Wei Lu]}",
        "Wei Lu: {family: Lu Alder, given: Wei}",
        "'Lu, Wei': {name: 'Lu Alder, Wei'}",
        "'Lu Alder, Wei': ['Lu, Wei']",
        "'Lu Alder, Wei': [{given: WEI, family: LU}]",
    ],
)
def test_what_a_person_is_called_is_so_everywhere(names: str) -> None:
    found = collection(LISTING, f"names:\n  {names}\n")
    assert messages(found.problems) == []
    assert [heading.filed_as for heading in found.authors.headings if "Alder" in heading.label] == ["Lu Alder, Wei"]
    texts = {name: export(found, name) for name in FORMATS}
    assert json.loads(texts["jsonl"].split("\n")[0])["authors"] == ["Wei Lu Alder", "Ben Birch"]
    assert "Wei Lu Alder; Ben Birch" in texts["csv"]
    assert "author = {Lu Alder, Wei and Birch, Ben}" in texts["bibtex"]
    assert "AU  - Lu Alder, Wei" in texts["ris"]
    assert {"family": "Lu Alder", "given": "Wei"} in json.loads(texts["csl-json"])[0]["author"]


def test_what_nobody_corrects_is_exported_as_listed() -> None:
    listing = entry("CLMar 4, 2020", "Moths", 'J\\"org Alder, ADA Birch Jr., Ben Cedar')
    found = collection(listing, "names: {Ben Elm: [Ben Cedar]}\n")
    assert json.loads(export(found, "jsonl"))["authors"] == ['J\\"org Alder', "ADA Birch Jr.", "Ben Elm"]


def test_addresses_stay_when_a_spelling_is_corrected() -> None:
    """Of two papers with the same slug, each keeps its address."""
    listing = entry("CLMar 4, 2020", "Moths", "Ada Alder") + entry("CLMar 4, 2021", "Moths", "Ben Birch")
    before, after = collection(listing), collection(listing, "names: {Bo Birch: [Ben Birch]}\n")
    assert [paper.key for paper in after.bibliography] == [paper.key for paper in before.bibliography]
    assert [paper.authors[0].text for paper in after.bibliography] == ["Ada Alder", "Bo Birch"]


def test_what_a_paper_states_goes_before_what_is_read_elsewhere() -> None:
    listing = entry("CLMar 4, 2020", "Moths", "Ada De Alder") + entry("CLMar 4, 2021", "Lamps", "Ada De Alder")
    found = collection(
        listing + entry(title="Rain", authors="Ada de Alder"), "papers: {moths: {authors: ['De Alder, Ada']}}"
    )
    assert [heading.filed_as for heading in found.authors.headings] == ["De Alder, Ada"]


# ---- people of one name ----


@pytest.mark.parametrize(
    ("corrections", "found"),
    [
        ("", {"wei-lu": ["days", "lamps", "moths"], "w-lu": ["wings"]}),
        (
            "people: [{name: Wei Lu, label: Oxford, papers: moths-at-night}]",
            {"wei-lu": ["days", "lamps"], "wei-lu-oxford": ["moths"], "w-lu": ["wings"]},
        ),
        (
            "people: [{name: 'Lu, Wei', label: Oxford, papers: [Moths at Night, wings-of-rain], spellings: W. Lu}]",
            {"wei-lu": ["days", "lamps"], "wei-lu-oxford": ["wings", "moths"]},
        ),
        (
            f"people: [{{name: Wei Lu, orcid: {ORCID}, papers: ['Moths at NightWei Lu, Ben Birch']}}]",
            {"wei-lu": ["days", "lamps"], f"wei-lu-{ORCID}": ["moths"], "w-lu": ["wings"]},
        ),
        (
            "people: [{name: Wei Lu, label: A, papers: [days-of-rain]}, "
            "{name: Wei Lu, label: B, papers: [days-of-rain, lamps-at-sea]}]",
            {"wei-lu": ["moths"], "wei-lu-a": ["days"], "wei-lu-b": ["days", "lamps"], "w-lu": ["wings"]},
        ),
        (
            f"people: [{{name: Wei Lu, label: Oxford, orcid: {ORCID}, papers: [moths-at-night]}}]\n"
            f"papers: {{wings-of-rain: {{authors: [{{name: W. Lu, orcid: {ORCID}}}, Cleo Cedar]}}, "
            "lamps-at-sea: {authors: [{name: 'Lu, Wei', label: oxford}, Cleo Cedar]}}",
            {"wei-lu": ["days"], "wei-lu-oxford": ["wings", "lamps", "moths"]},
        ),
        (
            f"papers: {{moths-at-night: {{authors: [{{name: Wei Lu, orcid: {ORCID}}}, Ben Birch]}},"
            f" lamps-at-sea: {{authors: [{{name: Wei Lu, orcid: {OTHER}}}, Cleo Cedar]}},"
            f" wings-of-rain: {{authors: [{{name: W. Lu, orcid: {ORCID}}}, Cleo Cedar]}}}}",
            {"wei-lu": ["days"], f"wei-lu-{ORCID}": ["wings", "moths"], f"wei-lu-{OTHER}": ["lamps"]},
        ),
        (
            f"names: {{Wei Lu: {{orcid: {ORCID}, spellings: [W. Lu]}}}}",
            {"wei-lu": ["days", "wings", "lamps", "moths"]},
        ),
        (
            f"names: {{Wei Lu: {{orcid: {ORCID}}}}}\n"
            f"papers: {{wings-of-rain: {{authors: [{{name: W. Lu, orcid: {ORCID}}}, Cleo Cedar]}}}}",
            {"wei-lu": ["days", "wings", "lamps", "moths"]},
        ),
        (
            "people: [{name: Wei Lu, label: Leeds}, {name: Wei Lu, label: Oxford, papers: [lamps-at-sea]}]",
            {"wei-lu-leeds": ["days", "moths"], "wei-lu-oxford": ["lamps"], "w-lu": ["wings"]},
        ),
        (
            "papers: {Moths at Night: {title: Moths by Day, authors: [Wei Lu, Ben Birch]}}\n"
            "people: [{name: Wei Lu, label: Oxford, papers: [moths-by-day]}]",
            {"wei-lu": ["days", "lamps"], "wei-lu-oxford": ["moths"], "w-lu": ["wings"]},
        ),
        (
            "papers: {lamps-at-sea: {authors: [{name: Wei Lu, label: Oxford}, Cleo Cedar]}}\nnames: {Wu Lu: [Wei Lu]}",
            {"wu-lu": ["days", "moths"], "wei-lu-oxford": ["lamps"], "w-lu": ["wings"]},
        ),
    ],
    ids=(
        "nobody, by key, by title, by line, two on one paper, joined, two by ORCID, of all, of all and of one, "
        "all others, under a new title, beside a spelling"
    ).split(", "),
)
def test_people_of_one_name(corrections: str, found: dict[str, list[str]]) -> None:
    assert _people(corrections) == found


def test_how_people_of_one_name_are_shown() -> None:
    found = collection(LISTING, f"people: [{{name: Wei Lu, label: Oxford, orcid: {ORCID}, papers: [moths-at-night]}}]")
    (oxford,) = [heading for heading in found.authors.headings if heading.orcid]
    assert (oxford.label, oxford.filed_as, oxford.orcid) == ("Wei Lu (Oxford)", "Lu, Wei (Oxford)", ORCID)
    assert "Oxford" not in export(found, "bibtex") + export(found, "jsonl") + export(found, "ris")


def test_a_page_stays_when_other_papers_come_and_go() -> None:
    """A person keeps the label whether others have the name or not, and whoever was first."""
    corrections = "people: [{name: Wei Lu, label: Oxford, papers: [moths-at-night]}]"
    alone = entry("CLMar 4, 2020", "Moths at Night", "Wei Lu, Ben Birch")
    older = entry("CLMar 4, 2001", "Old Lamps", "Wei Lu, Ben Birch")
    assert _people(corrections, alone) == {"wei-lu-oxford": ["moths"]}
    assert _people(corrections, alone + older) == {"wei-lu": ["old"], "wei-lu-oxford": ["moths"]}


# ---- slips ----


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("people: many", "c.yml:1: error: expected a list of people, found 'many'"),
        ("people: [Wei Lu]", "c.yml:1: error: expected a mapping that names a person, found 'Wei Lu'"),
        ("people:\n- label: A", "c.yml:2: error: expected a name, found nothing"),
        ("people:\n- given: A", "c.yml:2: error: expected a family name too, found {'given': 'A'}"),
        ("people:\n- given: A\n  family: ' '", "c.yml:3: error: expected text, found ' '"),
        ("people:\n- given: A\n  family: '-'", "c.yml:3: error: expected text with a letter or a digit, found '-'"),
        ("people:\n- name: A\n  label:", "c.yml:3: error: expected text, found nothing"),
        ("people:\n- name: A\n  label: '()'", "c.yml:3: error: expected text with a letter or a digit, found '()'"),
        (
            "people:\n- {given: 'A, B', family: C}",
            "c.yml:2: error: expected parts of a name without commas, found {'given': 'A, B', 'family': 'C'}",
        ),
        (
            "people:\n- {name: A, given: B}",
            "c.yml:2: error: expected either name or given, family, particle, suffix, found "
            "{'name': 'A', 'given': 'B'}",
        ),
        (
            "people:\n- name: A\n  first: B",
            "c.yml:3: error: expected one of name, given, family, particle, suffix, label, orcid, spellings, papers, "
            "found 'first'",
        ),
        (
            "people:\n- name: A\n  spellings: [{name: B, orcid: C}]",
            "c.yml:3: error: expected one of name, given, family, particle, suffix, found 'orcid'",
        ),
        (
            "people:\n- name: A, B, C",
            "c.yml:2: error: expected a name as in 'Family, Given' or 'Family, Suffix, Given', found 'A, B, C'",
        ),
        (
            "people:\n- name: A\n  papers: [b]",
            "c.yml:2: error: expected a label or an orcid beside papers, to tell the person from others of the name, "
            "found {'name': 'A', 'papers': ['b']}",
        ),
        (
            "people:\n- name: A\n  label: B\n  papers: []",
            "c.yml:4: error: expected keys or titles of papers, found []",
        ),
        (
            "people:\n- name: A\n  label: B\n  papers:\n  - a\n  - [b]",
            "c.yml:6: error: expected text, found ['b']",
        ),
        (
            "names:\n  Ada Alder: A. Alder, A. King",
            "c.yml:2: error: expected other spellings of the name, as in [Ada Alder, Ben Birch], found "
            "'A. Alder, A. King'",
        ),
        (
            "names:\n  A:\n  - B\n  - ''",
            "c.yml:4: error: expected a name, found ''",
        ),
        (
            "names:\n  A: [C]\n  B: [D, C]",
            "c.yml:3: error: expected each name for one person, found 'C' again, as at c.yml:2; the first counts",
        ),
        (
            "names:\n  A: [B]\n  B: [C]",
            "c.yml:3: error: expected each name for one person, found 'B' again, as at c.yml:2; the first counts",
        ),
        (
            "papers:\n  m:\n    authors: Ada Alder, Ben Birch",
            "c.yml:3: error: expected a list of names, as in [Ada Alder, Ben Birch] for authors, found "
            "'Ada Alder, Ben Birch'",
        ),
        (
            "papers:\n  m:\n    authors:\n    - A\n    - given: B\n      familly: C",
            "c.yml:6: error: expected one of name, given, family, particle, suffix, label, orcid for authors, found "
            "'familly'",
        ),
        (
            f"people:\n- {{name: A, label: B, orcid: {ORCID}}}\n- {{name: C, label: D, orcid: {ORCID}}}",
            f"c.yml:3: error: expected the label of {ORCID} to be 'B', as at c.yml:2, found 'D'",
        ),
        (
            f"people: [{{name: A, label: B, orcid: {ORCID}}}]\n"
            f"papers: {{m: {{authors: [{{name: A, label: B, orcid: {OTHER}}}]}}}}",
            f"c.yml:2: error: expected the ORCID of A (B) to be '{ORCID}', as at c.yml:1, found '{OTHER}'",
        ),
        (
            "affiliations:\n  un: North\n  UN: South",
            "c.yml:3: error: expected one name for tags that look alike, 'North', found 'South'",
        ),
    ],
)
def test_slips_are_told_with_their_line(text: str, message: str) -> None:
    assert messages(read_corrections("c.yml", text)[1]) == [message]


@pytest.mark.parametrize("orcid", [ORCID, OTHER, THIRD])
@pytest.mark.parametrize(
    "written",
    ["{}", "https://orcid.org/{}", "http://www.orcid.org/{}/", "orcid:{}", " ORCID: {} ", "https://ORCID.org/{}"],
)
def test_orcid(orcid: str, written: str) -> None:
    for asked in (orcid, orcid.lower()):
        (name,) = read_authors({"name": "Ada Alder", "orcid": written.format(asked)})
        assert name.orcid == orcid


@pytest.mark.parametrize(
    "written",
    [
        "0000-0000-0000-0027",
        "0000-0000-0001-0028",
        "0000-0000-0000-002X",
        "0000-0000-0000-028",
        "0000000000000028",
        "0000-0000-0000-002٨",
        f"{ORCID} {OTHER}",
        f"https://example.org/{ORCID}",
        "Ada",
    ],
)
def test_no_orcid(written: str) -> None:
    problems = read_corrections("c.yml", json.dumps({"people": [{"name": "A", "orcid": written}]}))[1]
    (message,) = messages(problems)
    assert message.startswith("c.yml:1: error: expected an ORCID such as 0000-0002-1825-0097, ")


@pytest.mark.parametrize(
    ("people", "message"),
    [
        (
            "{name: Wei Lu, label: A, papers: [moth]}",
            "expected the key, citation key or title of a paper, found 'moth'",
        ),
        (
            "{name: Ada Alder, label: A, papers: [lamps-at-sea]}",
            "expected one of the authors of 'lamps-at-sea', Wei Lu, Cleo Cedar, found 'Ada Alder (A)'",
        ),
        (
            "{name: Wei Lu, label: A, papers: [lamps-at-sea, Lamps at Sea]}",
            "expected one of the authors of 'Lamps at Sea', Wei Lu (A), Cleo Cedar, found 'Wei Lu (A)'",
        ),
        (
            "{name: Wei Lu, label: A, papers: [lamps-at-sea]}, {name: Wei Lu, label: B, papers: [lamps-at-sea]}",
            "expected one of the authors of 'lamps-at-sea', Wei Lu (A), Cleo Cedar, found 'Wei Lu (B)'",
        ),
        ("{name: Emil Fir, label: A}", "expected the name of an author as it stands in the seeds, found 'Emil Fir'"),
    ],
)
def test_claims_that_nothing_answers_are_told(people: str, message: str) -> None:
    found = collection(LISTING, f"people: [{people}]")
    assert messages(found.problems) == [f"corrections.yml:1: warning: {message}"]


def test_a_person_on_a_hidden_paper_is_no_fault() -> None:
    corrections = "papers: {moths-at-night: {hide: true}}\npeople: [{name: Wei Lu, label: A, papers: moths-at-night}]"
    assert messages(collection(LISTING, corrections).problems) == []


VALUES = st.recursive(
    st.none() | st.sampled_from(["Wei Lu", "Lu, Wei", "", "a, b, c", ORCID, "moths-at-night", "陈", "Jr."]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from("name given family particle suffix label orcid spellings papers x".split()),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(VALUES, VALUES, VALUES)
def test_no_value_raises(name: object, people: object, authors: object) -> None:
    text = json.dumps({"names": {"Wei Lu": name}, "people": people, "papers": {"moths-at-night": {"authors": authors}}})
    found = collection(LISTING, text)
    assert len(found.bibliography) == 4
