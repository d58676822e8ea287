"""Duplicates: which entries are one paper, which are two, and what corrections state."""

from __future__ import annotations

import re
import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_up import collection, entry, messages

from generator.analysis.collection import Collection
from generator.catalog.duplicates import title_identity
from generator.sources.permalinks import permalinks_to_csv
from generator.text.latex import plain

MOTHS = "Moths come to lanterns at night, where we have counted them with nets and ladders."
LAMPS = "Lamps stand in gardens; their colours differ, and so does what they cost each owner."


def _keys(found: Collection) -> dict[str, str]:
    """Keys of papers, by their dates."""
    return {str(paper.date): paper.key for paper in found.bibliography}


def _kinds(found: Collection) -> list[str]:
    return [
        f"{problem.location.path.split('.')[0]}:{problem.location.line} {problem.severity}"
        for problem in found.problems
    ]


# ---- titles ----

SAME = {
    "case and spaces": ("Moths  at Night", "moths at night"),
    "accents": ("Café Moths", "Cafe\u0301 Moths"),
    "letters with strokes": ("Łódź by Søren", "Lodz by Soren"),
    "quotes": ("The “Moth” Club’s Lamps", "The 'Moth' Club's Lamps"),
    "LaTeX quotes": ("The ``Moth'' Club", '"The Moth" Club'),
    "hyphens": ("Plug-and-Play Moths", "Plug\u2010and\u2011Play Moths"),
    "dashes": ("Moths -- a survey", "Moths — A Survey"),
    "a colon": ("Moths: A Survey", "Moths - A Survey"),
    "full stop": ("Moths at Night.", "Moths at Night"),
    "exclamation": ("Moths at Night!", "Moths at Night?"),
    "LaTeX": (r"$\beta$-Moths by L$_1$", "β-Moths by L₁"),
    "superscript": ("Lantern$^2$", "Lantern²"),
    "LaTeX signs": (r"Moths in C\#", "Moths in C♯"),
    "signs set apart": ("Moths + Lamps", "Moths+Lamps"),
    "ampersand": (r"Moths \& Lamps", "Moths and Lamps"),
    "ligature": ("Eﬃcient Moths", "Efficient Moths"),
    "invisible": ("Mo\u00adths\u200b at Night", "Moths at Night"),
    "full width": ("Ｍoths：Night", "Moths: Night"),
    "minus": ("Low\u2212Cost Moths", "Low-Cost Moths"),
    "emoji": ("🦋 Moths at Night", "Moths at Night"),
    "trade mark": ("Moth™ Lamps", "Moth Lamps"),
}
OTHER = {
    "C++": ("Compilers of C", "Compilers of C++"),
    "C#": ("Compilers of C", "Compilers of C#"),
    "C# and C++": ("Compilers of C#", "Compilers of C++"),
    "C--": ("Compilers of C", "Compilers of C--"),
    "F* and F#": ("Proofs in F*", "Proofs in F#"),
    "A*": ("Search by A", "Search by A*"),
    "LaTeX A*": ("Search by A", "Search by A$^*$"),
    "dollar": ("Moths at 5", "Moths at $5"),
    "percent": ("Moths at 5", "Moths at 5%"),
    "digit": ("Lantern", "Lantern 2"),
    "version": ("Lantern 2.5", "Lantern 25"),
    "numeral": ("Moths, Part I", "Moths, Part II"),
    "sign between": ("Moths<Lamps", "Moths>Lamps"),
    "sexes": ("Moths ♀", "Moths ♂"),
    "word": ("Moths at Night", "Moths at Noon"),
    "vowel sign": ("दीपक", "दिपक"),
}


@pytest.mark.parametrize(("one", "other"), SAME.values(), ids=SAME)
def test_ways_to_write_one_title(one: str, other: str) -> None:
    assert title_identity(plain(one, title=True)) == title_identity(plain(other, title=True))


@pytest.mark.parametrize(("one", "other"), OTHER.values(), ids=OTHER)
def test_titles_of_two_papers(one: str, other: str) -> None:
    assert title_identity(plain(one, title=True)) != title_identity(plain(other, title=True))


@given(st.text(min_size=1))
def test_any_title_has_an_identity(title: str) -> None:
    assert bool(title_identity(title)) == bool(title.strip())
    assert title_identity(f"{title} ") == title_identity(title)


@pytest.mark.parametrize("signs", ["++", "#", "*", " II", " 2"])
def test_a_sign_makes_another_paper(signs: str) -> None:
    listing = entry("CLMay 9, 2021", "C in the Garden", abstract=MOTHS) + entry(
        "CLMay 9, 2021", f"C{signs} in the Garden", abstract=MOTHS
    )
    found = collection(listing)
    assert len(found.bibliography) == 2
    assert found.problems == ()


# ---- years and abstracts ----

PAIRS = {
    # title, day and abstract of each, papers
    "preface": ("Preface", "May 9, 2021", MOTHS, "May 9, 2023", LAMPS, 2),
    "a longer title": ("A Report on all Moths", "May 9, 2021", MOTHS, "May 9, 2023", LAMPS, 2),
    "the same abstract": ("Preface", "May 9, 2021", MOTHS, "May 9, 2023", MOTHS, 1),
    "the same abstract but for spaces": ("Preface", "May 9, 2021", MOTHS, "May 9, 2023", MOTHS.upper(), 1),
    "the same year": ("Preface", "Feb 9, 2021", MOTHS, "May 9, 2021", LAMPS, 1),
    "a revised abstract": (
        "A Report on all Moths", "May 9, 2021", MOTHS, "May 9, 2022",
        "At night moths come to lanterns: we counted them with nets, ladders and cameras.", 1,
    ),
    "a shortened abstract": (
        "A Report on all Moths", "May 9, 2021", MOTHS, "May 9, 2022", "Moths come to lanterns at night.", 1,
    ),
    "a short abstract": ("Moths in the Garden", "May 9, 2021", "We study moths.", "May 9, 2022", "We study lamps.", 2),
    "abstracts that differ in a number": (
        "Editorial", "May 9, 2021", "This issue of 2021 has the papers of the meeting on moths and lamps in gardens.",
        "May 9, 2022", "This issue of 2022 has the papers of the meeting on moths and lamps in gardens.", 2,
    ),
    "no abstracts, a title of many papers": ("Guest Editorial", "May 9, 2021", "", "May 9, 2023", "", 2),
    "no abstracts, a title of one paper": ("Moths in the Garden", "May 9, 2021", "", "May 9, 2023", "", 1),
    "one abstract, the same year": ("Preface", "May 9, 2021", MOTHS, "Jun 9, 2021", "", 1),
    "one abstract, other years": ("Preface", "May 9, 2021", MOTHS, "Jun 9, 2023", "", 2),
    "one abstract, no year": ("Preface", "May 9, 2021", MOTHS, "Jun 9", "", 1),
    "no year, other abstracts": ("Preface", "May 9, 2021", MOTHS, "Jun 9", LAMPS, 2),
    "in Chinese": ("飞蛾与灯笼的研究", "May 9, 2021", "飞蛾在夜里飞向灯笼。", "May 9, 2023", "花园里的灯有颜色。", 2),
}  # fmt: skip


@pytest.mark.parametrize(("title", "day", "abstract", "other_day", "other", "papers"), PAIRS.values(), ids=PAIRS)
@pytest.mark.parametrize("is_turned", [False, True])
def test_one_paper_or_two(
    title: str, day: str, abstract: str, other_day: str, other: str, papers: int, is_turned: bool
) -> None:
    both = [entry(f"CL{day}", title, abstract=abstract), entry(f"CL{other_day}", title, abstract=other)]
    found = collection("".join(reversed(both) if is_turned else both))
    assert len(found.bibliography) == papers
    assert len({paper.key for paper in found.bibliography}) == papers
    severities = [str(problem.severity) for problem in found.problems if "again" in problem.message]
    assert severities == ["note" if papers == 2 else "warning"]


def test_a_paper_given_again_in_the_year_of_another_is_known_by_its_abstract() -> None:
    again = entry("LGJul 1, 2023", "Preface", abstract=MOTHS)
    found = collection(PREFACES["2021"] + PREFACES["2023"] + again)
    assert [problem.message.partition("first author as at ")[2][:11] for problem in found.problems] == [
        "seeds.txt:1"
    ] * 2


def test_another_first_author_makes_another_paper() -> None:
    listing = entry(title="Preface", abstract=MOTHS) + entry(
        title="Preface", authors="Dora Dogwood, Ada Alder", abstract=MOTHS
    )
    assert len(collection(listing).bibliography) == 2


PREFACES = {
    "2021": entry("CLMay 9, 2021", "Preface", abstract=MOTHS),
    "2022": entry("CLMay 9, 2022", "Preface", abstract="Of the weather we say here what no other volume says."),
    "2023": entry("CLMay 9, 2023", "Preface", abstract=LAMPS),
    "2023 again": entry("LGJul 1, 2024", "Preface", abstract=LAMPS),
}


@given(st.permutations(list(PREFACES)))
def test_the_order_of_entries_does_not_matter(names: list[str]) -> None:
    found = _keys(collection("".join(PREFACES[name] for name in names)))
    assert found == _keys(collection("".join(PREFACES.values())))
    assert sorted(found) == ["2021-05-09", "2022-05-09", "2023-05-09"]


def test_of_papers_of_one_title_the_younger_have_keys_of_their_own() -> None:
    without = _keys(collection(PREFACES["2021"] + PREFACES["2023"]))
    among = _keys(collection("".join(PREFACES.values())))
    assert without["2021-05-09"] == among["2021-05-09"] == "preface"
    assert re.fullmatch("preface-[0-9a-f]{6}", without["2023-05-09"])
    assert among["2023-05-09"] == without["2023-05-09"]


@pytest.mark.parametrize("kind", ["one title", "many years", "no abstracts", "all distinct"])
def test_many_of_one_title_take_no_longer_than_others(kind: str) -> None:
    def listing(count: int) -> str:
        return "".join(
            entry(
                f"CLMay {1 + n % 28}, {1901 + n % 200 if kind == 'many years' else 2021}",
                "Preface",
                abstract="" if kind == "no abstracts" else " ".join(f"w{n}x{at}" for at in range(40)),
            )
            for n in range(count)
        )

    corrections = "papers: {preface: {distinct: true}}" if kind == "all distinct" else ""

    def seconds(count: int) -> float:
        start = time.process_time()
        collection(listing(count), corrections)
        return time.process_time() - start

    seconds(100)
    assert seconds(3000) < 30 * seconds(300) + 1


# ---- what a person says ----


def test_the_message_says_how_to_part_them() -> None:
    listing = entry("CLMay 9, 2021", "Preface", abstract=MOTHS) + entry("CLJun 9, 2021", "Preface", abstract=LAMPS)
    (problem,) = collection(listing).problems
    (said,) = re.findall(r"put (distinct: true) under (\S+) in corrections.yml", problem.message)
    found = collection(listing, f"papers: {{{said[1]}: {{{said[0]}}}}}")
    assert len(found.bibliography) == 2
    assert found.problems == ()


def test_the_message_says_how_to_join_them() -> None:
    listing = PREFACES["2021"] + PREFACES["2023"]
    (problem,) = collection(listing).problems
    (younger, older) = re.findall(r"under (\S+) in corrections.yml, same_as: (\S+) says", problem.message)[0]
    found = collection(listing, f"papers: {{{younger}: {{same_as: {older}}}}}")
    assert _keys(found) == {"2021-05-09": "preface"}
    assert messages(found.problems) == [
        "seeds.txt:4: note: one paper with that at seeds.txt:1, as corrections.yml:1 says; only that one has a page"
    ]
    apart = collection(listing, f"papers: {{{younger}: {{distinct: true}}}}")
    assert (len(apart.bibliography), apart.problems) == (2, ())


def test_a_copy_of_a_distinct_paper_is_no_third() -> None:
    one, other = entry("CLMay 9, 2021", "Preface", abstract=MOTHS), entry("CLJun 9, 2021", "Preface", abstract=LAMPS)
    found = collection(one + other + one + other, "papers: {preface: {distinct: true}}")
    assert len(found.bibliography) == 2
    assert _kinds(found) == ["seeds:7 warning", "seeds:10 warning"]


def test_a_copy_cannot_be_told_apart_and_nobody_is_told_to() -> None:
    one = entry("CLMay 9, 2021", "Preface", abstract=MOTHS)
    (problem,) = collection(one + one).problems
    assert "distinct" not in problem.message
    (problem,) = collection(one + one, "papers: {preface: {distinct: true}}").problems
    assert problem.location.line == 4


TWO = entry("CLMay 9, 2021", "C in the Garden", abstract=MOTHS) + entry(
    "CLMay 9, 2020Code", "Lamps by the House", abstract=LAMPS + " See https://github.com/made-up/lamps."
)


@pytest.mark.parametrize(
    "said",
    [
        "lamps-by-the-house: {same_as: c-in-the-garden}",
        "c-in-the-garden: {same_as: lamps-by-the-house}",
        "C in the Garden: {same_as: Lamps by the House}",
    ],
)
def test_of_two_that_are_one_the_older_stays(said: str) -> None:
    found = collection(TWO, f"papers:\n  {said}\n")
    assert _keys(found) == {"2020-05-09": "lamps-by-the-house"}
    assert found.bibliography.papers[0].code_url == "https://github.com/made-up/lamps"
    assert _kinds(found) == ["seeds:1 note"]


def test_what_the_other_says_is_lost_and_told() -> None:
    said = (
        "papers:\n  lamps-by-the-house: {same_as: c-in-the-garden, date: 2024-01-01, "
        "links: {Slides: 'https://a.example.org'}, score: 0}\n"
    )
    (problem,) = collection(TWO, said).problems
    assert problem.message.endswith("; what this one says of code_url, links, code, score is not shown")
    listing = entry("CLMay 9, 2020", "Moths at Night", abstract=MOTHS) + entry(
        "CLMay 9, 2021Code", "Moths at Night", abstract=MOTHS
    )
    (problem,) = collection(listing).problems
    assert "; only that one has a page; what this one says of code is not shown; if they" in problem.message


FAULTS = {
    "nothing": (
        "lamps-by-the-house: {same_as: rain}",
        "expected the key, citation key or title of another paper under same_as, found 'rain'",
    ),
    "itself": (
        "lamps-by-the-house: {same_as: Lamps by the House}",
        "expected two papers to be one, as same_as says, found that they",
    ),
    "a ring": (
        "lamps-by-the-house: {same_as: c-in-the-garden}\n  c-in-the-garden: {same_as: lamps-by-the-house}",
        "expected two papers to be one, as same_as says, found that they are one already",
    ),
    "hidden": (
        "lamps-by-the-house: {same_as: c-in-the-garden}\n  c-in-the-garden: {hide: true}",
        "expected two papers to be one, as same_as says, found one that is left out",
    ),
    "alone anyway": (
        "lamps-by-the-house: {distinct: true}",
        "expected another entry with the same title and first author, as distinct is true, found none",
    ),
}


@pytest.mark.parametrize(("said", "message"), FAULTS.values(), ids=FAULTS)
def test_what_says_nothing_is_told_with_its_line(said: str, message: str) -> None:
    found = collection(TWO, f"papers:\n  {said}\n")
    (problem,) = (one for one in found.problems if one.location.path == "corrections.yml")
    assert problem.location.line in (2, 3)
    assert problem.message.startswith(message)


def test_the_line_is_that_of_the_field() -> None:
    found = collection(TWO, "papers:\n  lamps-by-the-house:\n    score: 7\n    distinct: true\n    same_as: rain\n")
    assert _kinds(found) == ["corrections:4 warning", "corrections:5 warning"]


@pytest.mark.parametrize("name", ["snow", "Snow", "c-in-the-garden"])
def test_another_paper_may_be_named_by_its_corrected_title(name: str) -> None:
    found = collection(TWO, f"papers:\n  c-in-the-garden: {{title: Snow}}\n  lamps-by-the-house: {{same_as: {name}}}\n")
    assert _keys(found) == {"2020-05-09": "lamps-by-the-house"}


def test_three_in_a_row_are_one() -> None:
    listing = TWO + entry("CLMay 9, 2019", "Rain in the Garden", abstract="Rain falls.")
    found = collection(
        listing,
        "papers:\n  c-in-the-garden: {same_as: lamps-by-the-house}\n"
        "  lamps-by-the-house: {same_as: rain-in-the-garden}\n",
    )
    assert _keys(found) == {"2019-05-09": "rain-in-the-garden"}
    assert [problem.message[:35] for problem in found.problems] == ["one paper with that at seeds.txt:7,"] * 2


# ---- corrections of papers of nearly one title ----


def test_each_of_two_is_corrected_under_its_own_key() -> None:
    listing = PREFACES["2021"] + PREFACES["2023"]
    keys = _keys(collection(listing))
    older, younger = keys["2021-05-09"], keys["2023-05-09"]
    for said in (
        f"{older}: {{score: 1}}\n  {younger}: {{score: 2}}",
        f"{younger}: {{score: 2}}\n  Preface: {{score: 1}}",
    ):
        found = collection(listing, f"papers:\n  {said}\n")
        assert [paper.score for paper in found.bibliography] == [1, 2]
        assert [str(problem.severity) for problem in found.problems] == ["note"]
    found = collection(listing, f"papers: {{{older}: {{score: 1}}}}")
    assert [paper.score for paper in found.bibliography] == [1, None]


def test_a_title_names_the_paper_of_just_this_title() -> None:
    listing = entry("CLMay 9, 2020", "C++ in the Garden", abstract=MOTHS) + entry(
        "CLMay 9, 2021", "C in the Garden", abstract=LAMPS
    )
    said = "papers:\n  C in the Garden: {score: 1}\n  C++ in the Garden: {score: 2}\n"
    found = collection(listing, said)
    assert [paper.score for paper in found.bibliography] == [2, 1]
    assert found.problems == ()
    by_key = collection(listing, "papers: {c-in-the-garden: {score: 3}}")
    assert [paper.score for paper in by_key.bibliography] == [3, None]
    permalinks = permalinks_to_csv(found.addresses.updated)
    assert [paper.score for paper in collection(listing, said, permalinks=permalinks).bibliography] == [2, 1]


def test_a_title_names_the_published_paper_of_several() -> None:
    younger = entry("CLMay 9, 2021", "Moths at Night", abstract=MOTHS)
    older = entry("CLMay 9, 2020", "Moths at Night", "Dora Dogwood, Emil Elm", LAMPS)
    permalinks = permalinks_to_csv(collection(younger).addresses.updated)
    for name in ("Moths at Night", "moths-at-night"):
        found = collection(older + younger, f"papers: {{{name}: {{score: 7}}}}", permalinks=permalinks)
        assert [paper.score for paper in found.bibliography] == [None, 7]


def test_a_corrected_title_takes_no_key_of_another_paper() -> None:
    listing = entry("CLMay 9, 2020", "Moths at Night", abstract=MOTHS) + entry(
        "CLMay 9, 2021", "Lamps at Night", abstract=LAMPS
    )
    said = "papers:\n  moths-at-night: {title: Rain}\n  lamps-at-night: {title: Moths at Night}\n"
    found = collection(listing, said)
    assert [paper.plain_title for paper in found.bibliography] == ["Rain", "Moths at Night"]
    assert found.bibliography.papers[0].key == "rain"
    assert re.fullmatch("moths-at-night-[0-9a-f]{6}", found.bibliography.papers[1].key)
    again = collection(listing, said, permalinks=permalinks_to_csv(found.addresses.updated))
    assert [replace(paper, added=None) for paper in again.bibliography] == list(found.bibliography)


def test_a_paper_given_twice_is_corrected_as_one() -> None:
    listing = entry("CLMay 9, 2020", "Moths at Night", abstract=MOTHS) + entry(
        "CLMay 9, 2022", "Moths at Night", abstract=MOTHS
    )
    found = collection(listing, "papers: {moths-at-night: {title: Moths at Noon}}")
    assert [paper.key for paper in found.bibliography] == ["moths-at-noon"]


GIVEN_TWICE = entry("CLMay 9, 2020", "Moths at Night", "Ada Alder, Ben Birch", MOTHS) + entry(
    "CLMay 9, 2022", "Moths at Night", "Ada Alder, Ben Birch, Cleo Cedar et al.", MOTHS
)


@pytest.mark.parametrize(
    ("said", "papers"),
    [
        ("moths-at-night: {title: Moths at Noon}", ["moths-at-noon 2020"]),
        ("Moths at Night: {hide: true}", []),
        ("'Moths at NightAda Alder, Ben Birch': {hide: true}", ["moths-at-night 2022"]),
        ("'Moths at NightAda Alder, Ben Birch, Cleo Cedar et al.': {hide: true}", ["moths-at-night 2020"]),
    ],
    ids=["key", "title", "line", "other line"],
)
def test_a_key_or_title_names_a_paper_and_a_line_an_entry(said: str, papers: list[str]) -> None:
    found = collection(GIVEN_TWICE, f"papers:\n  {said}\n")
    assert [f"{paper.key} {paper.date.year}" for paper in found.bibliography] == papers


CORRECTED = ["hide: true", "title: Rain on Wings", "authors: [Ben Birch]", "date: 2029-01-01", "same_as: Rain"]


@pytest.mark.parametrize("field", CORRECTED)
@pytest.mark.parametrize("has_permalinks", [False, True])
def test_what_is_corrected_in_one_paper_moves_no_other(field: str, has_permalinks: bool) -> None:
    listing = "".join(
        entry(f"CLMay 9, {year}", title, f"{name}, Finn Fir", f"Of {name}.")
        for year, title, name in (
            (2020, "Moths at Night", "Ada Alder"),
            (2021, "Moths at Night!", "Ben Birch"),
            (2022, "Moths at Night", "Cleo Cedar"),
            (2023, "Rain", "Dora Dogwood"),
        )
    )
    before = collection(listing)
    said = f"papers:\n  moths-at-night:\n    {field}\n"
    after = collection(listing, said)
    if has_permalinks:
        after = collection(listing, said, permalinks=permalinks_to_csv(after.addresses.updated))
    keys = {str(paper.location): paper.key for paper in before.bibliography}
    now = {str(paper.location): paper.key for paper in after.bibliography}
    assert {place: now[place] for place in list(keys)[1:3]} == {place: keys[place] for place in list(keys)[1:3]}
    assert len(now) == (3 if field in (CORRECTED[0], CORRECTED[4]) else 4)
