"""Corrections: every field good and bad, with its line, and what they do to papers."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_up import collection, entry, messages

from generator.byline.names import read_name
from generator.models import DatePrecision, Link, PublicationKind
from generator.sources.corrections import CORRECTION_FIELDS, Corrections, read_corrections
from generator.sources.record_dates import PartialDate


def _read(text: str) -> tuple[Corrections, list[str]]:
    corrections, problems = read_corrections("c.yml", text)
    return corrections, messages(problems)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title: ' New Title '", "New Title"),
        ("title: 2024", "2024"),
        ("authors: [Ada Alder, Ben Birch]", (read_name("Ada Alder"), read_name("Ben Birch"))),
        ("authors: Moth Team", (read_name("Moth Team"),)),
        ("authors: Old Moth and Night Lantern Team", (read_name("Old Moth and Night Lantern Team"),)),
        ("authors: Institute of Moths and Night Lamps", (read_name("Institute of Moths and Night Lamps"),)),
        ("et_al: true", True),
        ("et_al: No", False),
        ("area: cs.CV", "cs.CV"),
        ("date: 2024-02-29", PartialDate(date(2024, 2, 29), DatePrecision.DAY)),
        ("date: 2024-05", PartialDate(date(2024, 5, 1), DatePrecision.MONTH)),
        ("date: 1687", PartialDate(date(1687, 1, 1), DatePrecision.YEAR)),
        ("score: 99.5", 99.5),
        ("score: ~", None),
        ("code: off", False),
        ("code_url: https://github.com/made-up/moths", "https://github.com/made-up/moths"),
        ("code_url:", None),
        ("affiliations: [uni-north, old-harbour]", ("uni-north", "old-harbour")),
        ("affiliations: uni-north", ("uni-north",)),
        ("affiliations: []", ()),
        ("abstract: New words.", "New words."),
        ("abstract:", ""),
        ("arxiv: 2402.04610", "2402.04610"),
        ("arxiv: arXiv:2402.04610v3", "2402.04610"),
        ("arxiv: https://arxiv.org/abs/2402.04610", "2402.04610"),
        ("arxiv: https://arxiv.org/pdf/2402.04610v1.pdf", "2402.04610"),
        ("arxiv: hep-th/9901001", "hep-th/9901001"),
        ("doi: 10.1000/182", "10.1000/182"),
        ("doi: https://doi.org/10.1000/ab(1)2", "10.1000/ab(1)2"),
        ("links: {Slides: 'https://example.org/s'}", (Link("Slides", "https://example.org/s"),)),
        ("hide: yes", True),
        ("kind: Thesis", PublicationKind.THESIS),
        ("venue: Letters on Moths", "Letters on Moths"),
        ("volume: 12", "12"),
        ("number:", ""),
        ("pages: 7-12", "7–12"),
        ("pages: A-7--A-12", "A-7–A-12"),
        ("pages: '7 – 9, 12'", "7–9, 12"),
        ("publisher: Night Press", "Night Press"),
        ("pdf: https://moths.example.org/a.pdf", "https://moths.example.org/a.pdf"),
        ("pdf:", ""),
        ("keywords: [moths, warm light, moths]", ("moths", "warm light")),
        ("awards: Best Paper", ("Best Paper",)),
        ("withdrawn: true", True),
    ],
    ids=lambda value: value if isinstance(value, str) and ":" in value else "",
)
def test_good_field(field: str, value: Any) -> None:
    corrections, problems = _read(f"papers:\n  moths:\n    {field}\n")
    assert problems == []
    (correction,) = corrections.papers
    assert dict(correction.fields) == {field.split(":")[0]: value}
    assert (correction.paper, str(correction.location)) == ("moths", "c.yml:2")


@pytest.mark.parametrize(
    ("field", "message"),
    [
        ("title:", "expected text for title, found nothing"),
        ("title: '  '", "expected text for title, found '  '"),
        ("title: [a]", "expected text for title, found ['a']"),
        ("authors: []", "expected a list of names for authors, found []"),
        ("authors:", "expected a list of names for authors, found nothing"),
        (
            "authors: {a: b}",
            "expected one of name, given, family, particle, suffix, label, orcid for authors, found 'a'",
        ),
        ("authors: [a, '']", "expected a name for authors, found ''"),
        *(
            (
                f"authors: [Ada Alder, {others}]",
                f"expected names alone (et_al: true says that there are more) for authors, found '{others}'",
            )
            for others in ("et al.", "Ben Birch et al.", "and others")
        ),
        *(
            (
                f"authors: [Cleo Cedar, {two}]",
                f"expected one name an item, as in [Ada Alder, Ben Birch], for authors, found '{two}'",
            )
            for two in ("Ada Alder and Ben Birch", "Ada Alder; Ben Birch", "Ada M. Alder & Ben Birch")
        ),
        ("et_al: perhaps", "expected true or false for et_al, found 'perhaps'"),
        ("et_al:", "expected true or false for et_al, found nothing"),
        ("area: []", "expected text for area, found []"),
        ("date: 2023-02-29", "expected a date such as 2024-02-07, 2024-02 or 2024 for date, found '2023-02-29'"),
        ("date: 0224-02-07", "expected a date from 1400 to 2100 for date, found '0224-02-07'"),
        ("date: May 9", "expected a date such as 2024-02-07, 2024-02 or 2024 for date, found 'May 9'"),
        ("score: high", "expected a number for score, found 'high'"),
        ("score: .nan", "expected a number for score, found '.nan'"),
        ("score: inf", "expected a number for score, found 'inf'"),
        ("code: 2", "expected true or false for code, found '2'"),
        (
            "code_url: 'javascript:alert(1)'",
            "expected an address that begins with https:// for code_url, found 'javascript:alert(1)'",
        ),
        (
            "code_url: github.com/made-up",
            "expected an address that begins with https:// for code_url, found 'github.com/made-up'",
        ),
        ("affiliations: {a: b}", "expected a list of names for affiliations, found {'a': 'b'}"),
        ("abstract: [a]", "expected text for abstract, found ['a']"),
        ("arxiv: 2402.046", "expected an arXiv id such as 2402.04617 for arxiv, found '2402.046'"),
        ("doi: 182", "expected a DOI such as 10.1000/182 for doi, found '182'"),
        ("doi: 10.1000/<b>", "expected a DOI such as 10.1000/182 for doi, found '10.1000/<b>'"),
        ("links: [a]", "expected a mapping of labels to addresses for links, found ['a']"),
        ("links: {a: 'data:x'}", "expected an address that begins with https:// for links, found {'a': 'data:x'}"),
        ("links: {a: }", "expected text for links, found {'a': None}"),
        ("hide: [yes]", "expected true or false for hide, found ['yes']"),
        (
            "kind: poem",
            "expected one of article, conference, chapter, book, thesis, report, preprint, dataset, software, other "
            "for kind, found 'poem'",
        ),
        ("kind: [book]", f"expected one of {', '.join(PublicationKind)} for kind, found ['book']"),
        ("venue: [a]", "expected text for venue, found ['a']"),
        (
            "pdf: 'javascript:alert(1)'",
            "expected an address that begins with https:// for pdf, found 'javascript:alert(1)'",
        ),
        ("keywords: {a: b}", "expected a list of names for keywords, found {'a': 'b'}"),
        ("withdrawn: perhaps", "expected true or false for withdrawn, found 'perhaps'"),
        ("colour: red", f"expected one of {', '.join(CORRECTION_FIELDS)}, found 'colour'"),
    ],
)
def test_bad_field_is_told_and_left_out(field: str, message: str) -> None:
    corrections, problems = _read(
        f"papers:\n  moths:\n    {field}\n    area: cs.CV\n"
        if "area" not in field
        else f"papers:\n  moths:\n    {field}\n"
    )
    assert problems == [f"c.yml:3: error: {message}"]
    assert set(corrections.papers[0].fields) <= {"area"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("- a\n", "c.yml:1: error: expected a mapping (name: value), found ['a']"),
        ("papers: many\n", "c.yml:1: error: expected a mapping (name: value), found 'many'"),
        ("papers:\n  moths: good\n", "c.yml:2: error: expected a mapping (name: value), found 'good'"),
        ("\nauthors: {}\n", "c.yml:2: error: expected 'papers', 'names', 'people' or 'affiliations', found 'authors'"),
        (
            "names:\n  A:\n    b: c\n",
            "c.yml:3: error: expected one of name, given, family, particle, suffix, label, orcid, spellings, papers, "
            "found 'b'",
        ),
        ("names:\n  A: []\n", "c.yml:2: error: expected other spellings of the name, found []"),
        ("names:\n  A:\n", "c.yml:2: error: expected other spellings of the name, found nothing"),
        ("affiliations:\n  pku: []\n", "c.yml:2: error: expected the full name, found []"),
        ("papers: {a: {code: maybe, hide: on}}\n", "c.yml:1: error: expected true or false for code, found 'maybe'"),
    ],
    ids=["list", "papers", "paper", "section", "names mapping", "names empty", "names nothing", "tag", "one line"],
)
def test_bad_form(text: str, message: str) -> None:
    assert set(_read(text)[1]) == {message}


def test_a_mapping_of_the_wrong_kind_is_told_once() -> None:
    assert _read("- a\n")[1] == ["c.yml:1: error: expected a mapping (name: value), found ['a']"]


def test_names_and_affiliations() -> None:
    corrections, problems = _read(
        "names:\n  Ada Alder: [A. Alder, Ada Adler]\naffiliations:\n  pku: ' Pine University '\n"
    )
    assert problems == []
    (person,) = corrections.people
    assert person.shown.text == "Ada Alder"
    assert {mention.word for mention in person.known.values()} == {"Ada Alder", "A. Alder", "Ada Adler"}
    assert corrections.affiliations == {"pku": "Pine University"}


@given(st.text(alphabet=st.sampled_from("papers names:-[]{}\n ~'a1")) | st.text())
def test_no_text_raises(text: str) -> None:
    read_corrections("c.yml", text)
    read_corrections("c.yml", f"papers: {{moths: {{title: {text}}}}}")


# ---- what they do ----

LISTING = """CLMar 4, 2024
Moths at NightAda Alder, Ben Birch, Cleo Cedar et al.
Moths come to lanterns at night.
LGApr 5, 2024
MothNetDeVries Oak, Ben Birch, Cleo Cedar et al. · uni-north
Of weather.
"""
DOUBTFUL = collection(LISTING).bibliography.papers[1].key


@pytest.mark.parametrize(
    "name",
    ["moths-at-night", "Moths at Night", "Moths at NightAda Alder, Ben Birch, Cleo Cedar et al."],
    ids=["by key", "by title", "by title line"],
)
def test_a_correction_finds_its_paper(name: str) -> None:
    found = collection(LISTING, f"papers:\n  '{name}':\n    score: 7\n")
    assert [paper.score for paper in found.bibliography] == [7.0, None]
    assert "c.yml" not in str(found.problems)


@pytest.mark.parametrize(
    ("field", "attribute", "value"),
    [
        ("et_al: no", "et_al", False),
        ("date: 2020-05-06", "date", date(2020, 5, 6)),
        ("score: 5", "score", 5.0),
        ("code: yes", "code", True),
        ("code_url: 'https://example.org/c'", "code", True),
        ("code_url: 'https://example.org/c'", "code_url", "https://example.org/c"),
        ("affiliations: [x]", "affiliations", ("x",)),
        ("abstract: New.", "abstract", "New."),
        ("arxiv: 2402.04610", "arxiv", "2402.04610"),
        ("doi: 10.1000/182", "doi", "10.1000/182"),
        ("links: {S: 'https://example.org/s'}", "links", (Link("S", "https://example.org/s"),)),
        ("area: stat.ML", "listed_area", "stat.ML"),
        ("title: New Title", "key", "new-title"),
    ],
)
def test_a_correction_changes_its_paper(field: str, attribute: str, value: Any) -> None:
    found = collection(LISTING, f"papers:\n  moths-at-night:\n    {field}\n")
    assert getattr(found.bibliography.papers[0], attribute) == value
    assert getattr(found.bibliography.papers[1], attribute) != value


def test_doubt_names_the_key_to_settle_it() -> None:
    (problem,) = collection(LISTING).problems
    assert str(problem).startswith("seeds.txt:5: warning: unsure where the title ends (confidence 0.")
    assert problem.message.endswith(f"settle it under papers: in corrections.yml, as {DOUBTFUL}")


@pytest.mark.parametrize(
    ("fields", "attribute", "value"),
    [
        ("title: MothNet", "title", "MothNet"),
        ("authors: [DeVries Oak, Ben Birch]", "authors", (read_name("DeVries Oak"), read_name("Ben Birch"))),
    ],
    ids=["title", "authors"],
)
def test_title_or_authors_settle_the_doubt(fields: str, attribute: str, value: Any) -> None:
    found = collection(LISTING, f"papers:\n  {DOUBTFUL}:\n    {fields}\n")
    paper = found.bibliography.papers[1]
    assert (getattr(paper, attribute), paper.affiliations) == (value, ("uni-north",))
    assert (paper.confidence, paper.needs_review) == (1.0, False)
    assert found.problems == ()


@pytest.mark.parametrize("author", ["DeVries Oak", "'Oak, DeVries'", "{given: DeVries, family: Oak}"])
def test_authors_in_any_order_say_where_the_title_ends(author: str) -> None:
    authors = f"authors: [{author}, Ben Birch, Cleo Cedar]"
    for correction in (f"{DOUBTFUL}: {{{authors}}}", f"lamps: {{title: MothNet, {authors}}}"):
        found = collection(LISTING, f"papers:\n  {correction}\n")
        assert [paper.title for paper in found.bibliography] == ["Moths at Night", "MothNet"]
        assert found.problems == ()


def test_hide() -> None:
    found = collection(LISTING, f"papers:\n  {DOUBTFUL}:\n    hide: true\n")
    assert [paper.key for paper in found.bibliography] == ["moths-at-night"]
    assert found.problems == ()


def test_names_are_joined() -> None:
    found = collection(
        LISTING, "names:\n  Ada Alder-Ash:\n    - ada ALDER\naffiliations: {uni-north: North University}\n"
    )
    assert "Ada Alder-Ash" in [heading.label for heading in found.authors.headings]
    assert "Ada Alder" not in [heading.label for heading in found.authors.headings]
    assert [heading.label for heading in found.affiliations.headings] == ["North University"]


def test_what_matches_nothing_is_told_with_its_line() -> None:
    found = collection(
        LISTING, f"papers:\n  {DOUBTFUL}: {{title: MothNet}}\n  moth: {{score: 1}}\nnames:\n  Ada Alder: [A. A.]\n"
    )
    assert messages(found.problems) == [
        "corrections.yml:3: warning: expected the key, citation key or title of a paper, found 'moth'",
        "corrections.yml:5: warning: expected the name of an author as it stands in the seeds, found 'A. A.'",
    ]


def test_a_prose_line_can_be_given_title_and_authors() -> None:
    listing = "CLMar 4, 2024\nmoths come at night\nMoths.\n"
    assert messages(collection(listing).problems) == [
        "seeds.txt:2: error: expected a title and its authors run together, found no name in 'moths come at night'; "
        "the entry is left out"
    ]
    found = collection(listing, "papers:\n  moths come at night:\n    title: Moths Come\n    authors: [Ada Alder]\n")
    assert [(paper.title, paper.authors[0].text) for paper in found.bibliography] == [("Moths Come", "Ada Alder")]
    assert found.problems == ()


@pytest.mark.parametrize("title", ["Weather by A", "AI"], ids=["long", "shorter than eight letters"])
def test_a_correction_is_found_under_the_key_that_it_makes(title: str) -> None:
    line = f"{title}IAdam Oak, Ben Birch, Cleo Cedar et al."
    listing = f"LGApr 5, 2024\n{line}\nOf weather.\n"
    key = title.lower().replace(" ", "-")
    found = collection(listing, f"papers:\n  {key}:\n    title: {title}\n    authors: [IAdam Oak]\n")
    assert [(paper.key, paper.authors[0].listed) for paper in found.bibliography] == [(key, "IAdam Oak")]
    assert found.problems == ()


@pytest.mark.parametrize(
    "title", ["Moths at Night and Day", "Moths at Night: A Survey", "Moths at Night-Time", "Moths at Nights"]
)
def test_a_correction_changes_no_other_paper_whose_title_begins_like_it(title: str) -> None:
    listing = LISTING + f"CVMay 6, 2024\n{title}Ada Alder, Ben Birch, Cleo Cedar et al.\nBoth.\n"
    found = collection(listing, "papers:\n  moths-at-night:\n    title: Moths at Night\n    score: 7\n")
    assert [paper.score for paper in found.bibliography] == [7.0, None, None]
    assert found.bibliography.papers[2].title == title


@pytest.mark.parametrize("title", ["MothNet", "MothNetDe"])
def test_a_corrected_title_leaves_the_rest_of_the_line_to_the_authors(title: str) -> None:
    found = collection(LISTING, f"papers:\n  {DOUBTFUL}:\n    title: {title}\n")
    paper = found.bibliography.papers[1]
    assert paper.title + paper.authors[0].listed == "MothNetDeVries Oak"


SHARED_SLUG = (
    "CLMar 4, 2020\nSea of SandAda Alder, Ben Birch, Cleo Cedar et al.\nOld.\n"
    "CLMar 4, 2024\nSea of SandDora Dogwood, Emil Elm, Fay Fir et al.\nNew.\n"
)


def test_of_papers_with_one_slug_each_is_corrected_under_its_own_key() -> None:
    older, younger = (paper.key for paper in collection(SHARED_SLUG).bibliography)
    assert younger.startswith(f"{older}-")
    found = collection(SHARED_SLUG, f"papers:\n  {older}: {{score: 1}}\n  {younger}: {{score: 2}}\n")
    assert [paper.score for paper in found.bibliography] == [1, 2]
    assert found.problems == ()
    assert [paper.score for paper in collection(SHARED_SLUG, f"papers: {{{older}: {{score: 1}}}}").bibliography] == [
        1,
        None,
    ]


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("papers: {sea-of-snad: {score: 1}}", "sea-of-sand"),
        ("papers: {Seas of Sand: {score: 1}}", "Sea of Sand"),
        ("papers: {'Lamps': {score: 1}}", ""),
        ("people: [{name: Ada Alder, label: A, papers: [sea-of-sadn]}]", "sea-of-sand"),
        ("names: {A. Alder: [Ada Aldre]}", "Ada Alder"),
        ("papers: {sea-of-sand: {same_as: sea of sands}}", "Sea of Sand"),
        ("papers: {sea-of-sand: {titel: Sand}}", "title"),
        ("papers: {sea-of-sand: {Zeppelin: Sand}}", ""),
    ],
)
def test_the_nearest_name_is_suggested_for_one_that_means_nothing(said: str, meant: str) -> None:
    found = collection(entry(title="Sea of Sand", authors="Ada Alder, Ben Birch"), f"{said}\n").problems
    assert [problem.message.partition("; did you mean ")[2] for problem in found] == [f"{meant!r}?" if meant else ""]


def test_suggestions_take_little_time() -> None:
    listing = "".join(
        entry(title=f"Sea of Sand in Garden {number}", authors="Ada Alder, Ben Birch") for number in range(300)
    )
    said = "".join(f"  sea of snad in garden {number}x: {{score: 1}}\n" for number in range(300))
    found = collection(listing, f"papers:\n{said}").problems
    assert sum("did you mean" in problem.message for problem in found) == 100


def test_corrections_on_one_line_are_told_one_by_one() -> None:
    found = collection(
        SHARED_SLUG, "papers: {sea-of-sand: {score: 1}, moth: {score: 2}}\nnames: {A: [Ben Birch, Nobody]}\n"
    )
    assert messages(found.problems) == [
        "corrections.yml:1: warning: expected the key, citation key or title of a paper, found 'moth'",
        "corrections.yml:2: warning: expected the name of an author as it stands in the seeds, found 'Nobody'",
    ]


def test_names_are_joined_whatever_their_dots() -> None:
    listing = "CLMar 4, 2020\nSea of SandA. Alder, Ben Birch, Cleo Cedar et al.\nOld.\n"
    (paper,) = collection(listing, "names: {Ada Alder: [A Alder]}\n").bibliography
    assert paper.authors[0].text == "Ada Alder"
