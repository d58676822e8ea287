"""Differences: which papers match, what has changed, and that texts of seeds do no harm."""

from __future__ import annotations

import dataclasses
import json
import re
import subprocess
import unicodedata
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from conftest import needs_links
from hypothesis import given
from hypothesis import strategies as st
from made_up import PAPERS, TOPICS, TWICE, collection, entry, paper
from markdown_it import MarkdownIt

from generator.analysis.collection import Collection
from generator.cli import main
from generator.diff import DIFF_FORMATS, Change, Diff, Duplicate, FieldChange, Move, compare
from generator.diff.formats import changed_part
from generator.diff.similarity import candidate_pairs, comparable
from generator.models import DatePrecision, Location, Problem
from generator.sources.git import WrongName, find_commit, list_tree

EMPTY = Diff(0, 0, (), (), (), (), (), (), (), (), (), ())
LAMPS = "We hang twelve lamps between the roses, count who comes by night, and find that green light draws nobody."
RAIN = "Barometers disagree with frogs. A model of puddles settles the matter for seven valleys over thirty years."


def _keys(papers: Iterable[Any]) -> list[str]:
    return [found.key for found in papers]


def _compare(old: str, new: str) -> Diff:
    return compare(collection(old), collection(new))


# ---- fields ----

BEFORE = "LGMay 6, 2023\nTwo Gardeners and a MothFinn Fir, Cleo Cedar\nGardeners keep moths.\n"
KEY = "two-gardeners-and-a-moth"


@pytest.mark.parametrize(
    ("correction", "fields"),
    [
        ("title: Two Gardeners and A Moth", {"title": ("Two Gardeners and a Moth", "Two Gardeners and A Moth")}),
        ("authors: [Finn Fir, Gwen Oak]", {"authors": (["Finn Fir", "Cleo Cedar"], ["Finn Fir", "Gwen Oak"])}),
        ("et_al: true", {"et_al": (False, True)}),
        ("area: cs.CV", {"area": ("LG", "cs.CV")}),
        ("date: 2023-05-07", {"date": ("2023-05-06", "2023-05-07")}),
        ("code: true", {"code": (False, True)}),
        (
            "code_url: https://example.org/moth",
            {"code": (False, True), "code_url": (None, "https://example.org/moth")},
        ),
        ("score: 7.5", {"score": (None, 7.5)}),
        ("affiliations: [uni-north]", {"affiliations": ([], ["uni-north"])}),
        ("abstract: Gardeners miss moths.", {"abstract": ("Gardeners keep moths.", "Gardeners miss moths.")}),
        ("arxiv: '2305.01234'", {"arxiv": (None, "2305.01234")}),
        ("doi: 10.1000/moth", {"doi": (None, "10.1000/moth")}),
        ("links: {Film: 'https://example.org/film'}", {"links": ([], ["Film: https://example.org/film"])}),
        ("kind: thesis", {"kind": (None, "thesis")}),
        ("venue: Letters on Moths", {"venue": (None, "Letters on Moths")}),
        ("pages: 7-12", {"pages": (None, "7–12")}),
        ("pdf: https://example.org/a.pdf", {"pdf": (None, "https://example.org/a.pdf")}),
        ("keywords: [moths, lamps]", {"keywords": ([], ["moths", "lamps"])}),
        ("awards: [Best Paper]", {"awards": ([], ["Best Paper"])}),
        ("withdrawn: true", {"withdrawn": (False, True)}),
    ],
)
def test_fields(correction: str, fields: dict[str, tuple[Any, Any]]) -> None:
    new = collection(BEFORE, corrections=f"papers:\n  {KEY}:\n    {correction}\n")
    diff = compare(collection(BEFORE), new)
    (change,) = diff.changed + diff.renamed
    assert {field.name: (field.old, field.new) for field in change.fields} == fields
    assert (diff.added, diff.removed, diff.moves, diff.problems_new) == ((), (), (), ())


@pytest.mark.parametrize("name", DIFF_FORMATS)
def test_a_date_is_told_as_far_as_it_is_known(name: str) -> None:
    month = paper(date=date(2024, 3, 1), date_precision=DatePrecision.MONTH)
    none = paper(key="rain", title="Rain", plain_title="Rain", date=date.min, date_precision=DatePrecision.NONE)
    told = DIFF_FORMATS[name](dataclasses.replace(EMPTY, added=(month, none)))
    assert ('"date": "2024-03",' if name == "json" else ", 2024-03\n") in told
    assert ('"date": null,' if name == "json" else ", no date\n") in told
    assert "0001" not in told


def test_topics() -> None:
    diff = compare(collection(), collection(vocabulary=TOPICS))
    changed = {change.new.key: change.fields for change in diff.changed}
    (field,) = changed["weather-forecasts-from-moth-wings"]
    assert (field.name, field.new) == ("topics", ["Weather"])


def test_authors_by_who_they_are_not_how_they_are_written() -> None:
    diff = _compare(BEFORE, BEFORE.replace("Finn Fir, Cleo Cedar", "Finn Fír, Gwen Oak"))
    assert (diff.authors_new, diff.authors_gone) == (("Gwen Oak",), ("Cleo Cedar",))


# ---- who is who ----

PEOPLE = "Ada Alder, Ben Birch, Cleo Cedar et al."
OTHERS = "Gwen Ginkgo, Hugo Hazel, Ida Ivy et al."


@pytest.mark.parametrize(
    ("old", "new", "by"),
    [
        # the same paper
        (("Lamps for Roses", PEOPLE, LAMPS), ("Light Among Thorns", OTHERS, LAMPS), "same abstract"),
        (("Lamps for Rosse", PEOPLE, LAMPS), ("Lamps for Roses", PEOPLE, LAMPS), "same abstract"),
        (("Lamps for Rosse", PEOPLE, ""), ("Lamps for Roses", PEOPLE, ""), "similar"),
        (("Lamps for Rosse", PEOPLE, LAMPS), ("Lamps for Roses", PEOPLE, LAMPS[3:]), "similar"),
        (("Lamps 2 for Roses", PEOPLE, LAMPS), ("Nightly Light", PEOPLE, f"{LAMPS} Again."), "similar"),
        (("Lamps for Roses: A Study", PEOPLE, ""), ("A Study: Lamps for Roses", PEOPLE, ""), "similar"),
        (("Roses and Lampss", PEOPLE, LAMPS), ("Lamps and Roses", OTHERS, LAMPS), "same abstract"),
        (("学习方法的灯与玫瑰", PEOPLE, ""), ("学习方法的灯和玫瑰", PEOPLE, ""), "similar"),
        # two papers
        (("Lamps for Roses", PEOPLE, LAMPS), ("Rain on Frogs", PEOPLE, RAIN), None),
        (("Lamps for Roses", PEOPLE, ""), ("Lamps for Noses", OTHERS, ""), None),
        (("Lantern2 Report on Roses", PEOPLE, ""), ("Lantern3 Report on Roses", PEOPLE, ""), None),
        (("Roses in the Night, Part I", PEOPLE, ""), ("Roses in the Night, Part II", PEOPLE, ""), None),
        (("Lamps for Red Roses", PEOPLE, LAMPS), ("Lamps for Red Noses", PEOPLE, RAIN), None),
        (("Lamps for Roses", PEOPLE, "None yet."), ("Rain on Frogs", OTHERS, "None yet."), None),
    ],
)
def test_renamed(old: tuple[str, str, str], new: tuple[str, str, str], by: str | None) -> None:
    before, after = (
        collection(
            entry(title="Placeholder", abstract=abstract),
            corrections=f"papers:\n  placeholder:\n    title: {json.dumps(title)}\n"
            f"    authors: [{authors.removesuffix(' et al.')}]\n",
        )
        for title, authors, abstract in (old, new)
    )
    diff = compare(before, after)
    if by is None:
        assert (len(diff.added), len(diff.removed), diff.renamed) == (1, 1, ())
        assert [(move.url, move.to) for move in diff.moves] == [(diff.removed[0].url, None)]
    else:
        (change,) = diff.renamed
        assert change.by.startswith(by)
        assert (diff.added, diff.removed) == ((), ())
        assert [(move.url, move.to) for move in diff.moves] == [(change.old.url, change.new.url)]


@pytest.mark.parametrize(
    ("mark", "by"), [("arxiv: '2305.01234'", "same arXiv identifier"), ("doi: 10.1000/moth", "same DOI")]
)
def test_renamed_by_identifier(mark: str, by: str) -> None:
    old = collection(entry(title="Lamps"), corrections=f"papers:\n  lamps: {{{mark}}}\n")
    new = collection(entry(title="Rain", authors=OTHERS), corrections=f"papers:\n  rain: {{{mark}}}\n")
    assert [change.by for change in compare(old, new).renamed] == [by]


def test_the_most_similar_is_taken() -> None:
    old = entry(title="Lamps for Yellow Roses at Night") + entry(title="Lamps for Yellow Noses at Night")
    new = entry(title="Lamps for Yellow Noses at Nite") + entry(title="Lamps for Yellow Roses at Nite")
    renamed = {change.old.key: change.new.key for change in _compare(old, new).renamed}
    assert renamed == {
        "lamps-for-yellow-noses-at-night": "lamps-for-yellow-noses-at-nite",
        "lamps-for-yellow-roses-at-night": "lamps-for-yellow-roses-at-nite",
    }


def test_what_is_the_same_of_several_papers_tells_nothing() -> None:
    old = entry(title="Lamps for Roses", abstract=LAMPS) + entry(title="Rain", authors=OTHERS, abstract=LAMPS)
    new = entry(title="Eels", authors="Jon Juniper, Tove Oak", abstract=LAMPS)
    diff = _compare(old, new)
    assert (len(diff.removed), len(diff.added)) == (2, 1)


def test_an_address_that_passes_to_another_paper() -> None:
    older, younger = entry(title="Moths"), entry("CLMay 4, 2024", title="Moths", authors=OTHERS, abstract=LAMPS)
    diff = _compare(older + younger, younger)
    assert _keys(diff.removed) == ["moths"]
    second, first = diff.moves
    assert (first.url, first.to, first.now_shows) == ("papers/moths/", None, "Moths")
    assert second.url.startswith("papers/moths-")
    assert (second.to, second.now_shows) == ("papers/moths/", None)
    (change,) = diff.changed
    assert change.fields == ()


# ---- duplicates ----


@pytest.mark.parametrize(
    ("title", "authors", "found"),
    [
        ("Efficient Moth Atraction for Gardens", "Ada Alder, Tove Oak", True),
        ("Efficient Moth Attraction for  the Gardens", "Tove Oak, Cleo Cedar", True),
        ("For Gardens: Efficient Moth Attraction", "Tove Oak, Cleo Cedar", True),
        ("Efficient Moth Atraction for Gardens", "Tove Oak, Saga Yew", False),
        ("Efficient Moth Attraction for Gardens 2", "Ada Alder, Tove Oak", False),
        ("Efficient Cake Attraction for Gardens", "Ada Alder, Tove Oak", False),
        ("Efficient Moth+ Attraction for Gardens", "Ada Alder, Tove Oak", False),
        ("Efficient Moth# Attraction for Gardens", "Ada Alder, Tove Oak", False),
    ],
)
def test_duplicates(title: str, authors: str, found: bool) -> None:
    old = entry(title="Efficient Moth Attraction for Gardens")
    new = old + entry(title=title, authors=authors)
    diff = _compare(old, new)
    assert len(diff.duplicates) == found
    assert compare(collection(new), collection(new)).duplicates == ()
    assert len(_compare("", new).duplicates) == found


def test_papers_of_one_title_that_are_known_to_be_two_are_no_duplicates() -> None:
    old = entry("CLMar 4, 2021", title="Preface to the Moths of Gardens", abstract=LAMPS)
    new = old + entry("CLMar 4, 2023", title="Preface to the Moths of Gardens", abstract=RAIN)
    diff = _compare(old, new)
    assert (len(diff.added), diff.duplicates) == (1, ())


def test_papers_that_differ_in_a_sign_are_not_taken_for_each_other() -> None:
    plain = entry("CLMar 4, 2021", title="C in the Garden", abstract=LAMPS)
    signed = entry("CLMar 4, 2022", title="C++ in the Garden", abstract=RAIN)
    diff = _compare(plain + signed, signed)
    assert [one.plain_title for one in diff.removed] == ["C in the Garden"]
    assert diff.renamed == ()


def test_duplicates_that_were_there_before_under_other_titles() -> None:
    old = entry(title="Efficient Moth Attraction for Gardens") + entry(title="Efficient Moth Atraction for Gardens")
    assert _compare(old, old.replace("Atraction", "Attracton")).duplicates == ()
    assert len(_compare(old, old + entry(title="Efficient Moth Attractions for Gardens")).duplicates) == 2


def test_candidates_are_in_proportion_to_papers() -> None:
    """The number of pairs is limited even where all papers have the same authors and almost the same titles."""
    papers = [
        comparable(paper(key=str(at), plain_title=f"Moths of the Garden {at:x}z"), abstract=False) for at in range(3000)
    ]
    assert sum(1 for _ in candidate_pairs(papers)) <= 20 * 3000


# ---- problems ----


def test_problems_are_the_same_on_other_lines() -> None:
    broken = "CLArp 5, 2024\nReading *Hostile* LanternsDora Dogwood, Emil Elm, Ada Alder et al.\nA lantern.\n"
    twice = PAPERS + TWICE + broken  # one problem names its own lines, another those of the first paper
    old, new = twice, entry(title="Eels of the Pond", abstract=RAIN) + twice
    assert collection(old).problems != collection(new).problems
    diff = _compare(old, new)
    assert (diff.problems_new, diff.problems_gone) == ((), ())
    diff = _compare(new, new + broken)
    assert [problem.location.line for problem in diff.problems_new] == [len(new.splitlines()) + 1]
    assert _compare(new + broken, new).problems_gone == diff.problems_new


@pytest.mark.parametrize("old", ["CLJun 7", "CLJun 7, 2024"])
def test_how_many_papers_a_note_is_about_makes_no_new_problem(old: str) -> None:
    before = entry("CLMar 4, 2024", "Lamps for Roses") + entry(old, "Moths of the Night")
    after = before + entry("CLMay 3", "Rain on Frogs", abstract=RAIN)
    silent = [len([one for one in collection(text).problems if "no year" in one.message]) for text in (before, after)]
    diff = _compare(before, after)
    assert (len(diff.problems_new), len(diff.problems_gone)) == (silent[1] - silent[0], 0)


def test_another_year_that_is_inferred_is_a_new_problem() -> None:
    undated = entry("CLJun 7", "Moths of the Night")
    diff = _compare(entry("CLMar 4, 2021", "Lamps for Roses") + undated, entry("CLMar 4, 2022", "Lamps") + undated)
    assert (len(diff.problems_new), len(diff.problems_gone)) == (1, 1)


def test_addresses_to_record_are_told_once() -> None:
    recorded = "key,now,line,abstract,title\n"
    one = entry(title="Lamps for Roses")
    old, new = (collection(text, permalinks=recorded) for text in (one, one + entry(title="Rain on Frogs")))
    assert [len(found.problems) for found in (old, new)] == [1, 1]
    assert old.problems != new.problems
    assert compare(old, new).problems_new == ()


# ---- properties ----

ENTRIES = st.lists(
    st.builds(
        entry,
        header=st.sampled_from(["CLMar 4, 2024", "99.7LGApr 5, 2023Code", "CVJun 7"]),
        title=st.sampled_from(
            ["Moths", "Lamps for Roses", "Lamps for Rosse", "Lamps 2 for Roses", "Rain on Frogs", "???", "学习方法"]
        ),
        authors=st.sampled_from([PEOPLE, OTHERS, "Ada Alder", "Cleo Cedar, Gwen Ginkgo"]),
        abstract=st.sampled_from(["", LAMPS, RAIN, f"{LAMPS} Again.", "None yet."]),
    ),
    max_size=6,
).map("".join)


@given(ENTRIES)
def test_nothing_differs_from_itself(listing: str) -> None:
    diff = _compare(listing, listing)
    assert diff == dataclasses.replace(EMPTY, papers_before=diff.papers_before, papers_after=diff.papers_after)
    assert "there is no difference" in DIFF_FORMATS["text"](diff)


@given(ENTRIES, ENTRIES)
def test_the_way_back(one: str, other: str) -> None:
    old, new = collection(one), collection(other)
    there, back = compare(old, new), compare(new, old)
    assert (there.added, there.removed) == (back.removed, back.added)
    assert (there.authors_new, there.authors_gone) == (back.authors_gone, back.authors_new)
    assert (there.problems_new, there.problems_gone) == (back.problems_gone, back.problems_new)
    assert _both(there) == {(now, before, by) for before, now, by in _both(back)}
    _is_whole(there, old, new)


def _both(diff: Diff) -> set[tuple[str, str, str]]:
    return {(change.old.key, change.new.key, change.by) for change in diff.changed + diff.renamed}


def _is_whole(diff: Diff, old: Collection, new: Collection) -> None:
    """Every paper and address of before is somewhere."""
    paired = {change.old.key for change in diff.changed + diff.renamed}
    unchanged = {one.key for one in old.bibliography} - paired - set(_keys(diff.removed))
    assert unchanged <= {one.key for one in new.bibliography}
    assert {move.url for move in diff.moves} >= {one.url for one in diff.removed}
    assert len(old.bibliography) - len(diff.removed) + len(diff.added) == len(new.bibliography)


# ---- what is shown ----


@pytest.mark.parametrize(
    ("old", "new", "parts"),
    [
        ("moths", "lamps", ("moths", "lamps")),
        ("", "lamps", ("", "lamps")),
        ("x" * 90 + "a", "x" * 90 + "b", (f"... {'x' * 30}a", f"... {'x' * 30}b")),
        ("灯" * 90 + "和" + "玫" * 90, "灯" * 90 + "玫" * 90, ("... " + "灯" * 30 + "和" + "玫" * 30 + " ...",) * 2),
    ],
)
def test_changed_part(old: str, new: str, parts: tuple[str, str]) -> None:
    found = changed_part(old, new)
    assert found == (parts[0], parts[1].replace("和", ""))


def _everywhere(text: str) -> Diff:
    """Return a difference with a text in every place that comes from seeds."""
    old = paper(key="old", plain_title=text, title=text, authors=(text or "-",), abstract=f"{text} once")
    new = dataclasses.replace(old, key="new", plain_title=f"{text}!", abstract=f"{text} twice")
    changes = (FieldChange("abstract", old.abstract, new.abstract), FieldChange("links", [text], None))
    change = Change(old, new, "same DOI", changes)
    problem = Problem(Location(text or "x", 1), text)
    return Diff(
        1, 1, (new,), (old,), (change,), (change,), (text,), (text,),
        (Duplicate(old, new, 0.95),), (Move(old.url, new.url, text), Move(text, None, None)), (problem,), (problem,),
    )  # fmt: skip


HOSTILE = [
    "<img src=x onerror=alert(1)><script>alert(2)</script>",
    "[says](https://evil.example.org) ![seen](https://evil.example.org/x.png)",
    "@made-up/everyone and mail@evil.example.org #12 GH-3 :smile: https://evil.example.org www.evil.example.org",
    "` <b> `` [x](https://evil.example.org) ``` @nobody",
    "``@nobody``",
    "| a | b |\n| --- | --- |\n\n# Heading\n\n<details open>",
    "::error file=x::moths\n::set-output name=x::y\n##[error]moths ##[add-path]/evil ##vso[task.x]",
    "\x1b[31mred\x1b]8;;https://evil.example.org\x07link\x9b2J\x7f\r\b\b\x00",
    "one \u202emoths\u2066\u200f\u061c\u200b\u2028\u2029\ufeff\u00ad\u3164\ufe0f\U000e0041",
    "\ud800 lone",
    "{{ config }} ${{ secrets.X }} $(rm) $x$ <!-- -->",
    " ",
    "`",
    "\\",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text(text: str) -> None:
    _is_harmless(_everywhere(text))


@given(
    st.lists(
        st.one_of(
            st.characters(), st.sampled_from([*"`<>[]()!@|#:$\\&*_~\n\r\x1b\u202e ", "```", "##[", "::", "www.a.bc"])
        ),
        min_size=1,
    ).map("".join)
)
def test_any_text(text: str) -> None:
    _is_harmless(_everywhere(text))


def _is_harmless(diff: Diff) -> None:
    texts = {name: write(diff) for name, write in DIFF_FORMATS.items()}
    for text in texts.values():
        text.encode()
        for line in text.split("\n"):
            assert not line.lstrip().startswith("::")
            assert "##[" not in line
            assert not [char for char in line if char != " " and unicodedata.category(char)[0] in "CZ"]
    markdown = texts["markdown"]
    assert markdown.count("\n") == DIFF_FORMATS["markdown"](_everywhere("moths")).count("\n")
    # Read as GitHub does: nothing but our headings, lists and code.
    assert set(re.findall(r"<([^\s>]*)", MarkdownIt("gfm-like").render(markdown))) <= _TAGS
    assert re.sub(r"(`+)(?!`).*?(?<!`)\1(?!`)", "", markdown) == re.sub(
        r"`[^`]*`", "", DIFF_FORMATS["markdown"](_everywhere("moths"))
    )
    assert json.loads(texts["json"])["authors"]["new"] == list(diff.authors_new)


_TAGS = {f"{end}{tag}" for tag in ("h2", "h3", "p", "ul", "li", "code") for end in ("", "/")}


def test_text() -> None:
    new = PAPERS.replace("99.7CV", "98CV").replace("in Gardens", "in Parks") + TWICE
    told = DIFF_FORMATS["text"](_compare(PAPERS, new)).splitlines()
    assert told[0] == "5 papers before, 5 after: 1 renamed, 1 changed"
    assert '~ "Weather Forecasts from Moth Wings" at "papers/weather-forecasts-from-moth-wings/"' in told
    assert '    score: "99.7" -> "98.0"' in told
    assert (
        '~ "A Survey of Weather Forecasts in Gardens" is now "A Survey of Weather Forecasts in Parks" at '
        '"papers/a-survey-of-weather-forecasts-in-parks/" (similar title or abstract, shared author)'
    ) in told
    assert (
        '> "papers/a-survey-of-weather-forecasts-in-gardens/" moves to "papers/a-survey-of-weather-forecasts-in-parks/"'
    ) in told
    assert next(line for line in told if line.startswith("! ")).startswith(
        '! "seeds.txt:19: warning: expected each paper'
    )


def test_long_lists_are_cut_in_markdown_alone() -> None:
    diff = _compare("", "".join(entry(title=f"Moths of Garden {at}") for at in range(45)))
    assert DIFF_FORMATS["markdown"](diff).count("\n- ... and 25 more\n") == 1
    assert DIFF_FORMATS["text"](diff).count('\n+ "Moths') == 45
    assert len(json.loads(DIFF_FORMATS["json"](diff))["added"]) == 45


def test_long_texts_are_cut() -> None:
    diff = _everywhere("moth" * 10_000)
    assert len(DIFF_FORMATS["text"](diff)) < 12_000
    assert len(DIFF_FORMATS["json"](diff)) > 40_000


# ---- revisions ----


def _git(root: Path, *arguments: str) -> None:
    person = ["-c", "user.name=Ada Alder", "-c", "user.email=ada@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", "-C", root, *person, *arguments], check=True, capture_output=True)


@pytest.fixture
def here(sound_project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with three revisions: without seeds (tag `none`), with them (tag `first`), with one paper less."""
    monkeypatch.chdir(sound_project)
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"):
        monkeypatch.delenv(name, raising=False)
    _git(sound_project, "init", "-b", "main")
    _git(sound_project, "add", "mkdocs.yml")
    _git(sound_project, "commit", "-m", "Settings")
    _git(sound_project, "tag", "none")
    _git(sound_project, "add", "seeds")
    _git(sound_project, "commit", "-m", "Seeds")
    _git(sound_project, "tag", "first")
    _seed(sound_project, PAPERS.split("\n\n", 1)[1])
    _git(sound_project, "commit", "-a", "-m", "One paper less")
    return sound_project


def _seed(root: Path, text: str, name: str = "papers.txt") -> None:
    (root / "seeds" / name).write_text(text, encoding="utf-8")


def _run(*arguments: str) -> Result:
    result = CliRunner().invoke(main, ["diff", *arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), repr(result.exception)
    return result


def _counts(*arguments: str) -> tuple[int, int]:
    result = _run(*arguments, "--format", "json")
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    return len(found["added"]), len(found["removed"])


def test_names(here: Path) -> None:
    (here / "other.txt").write_text(PAPERS, encoding="utf-8")
    for arguments, counts in {
        (): (0, 0),
        ("HEAD~1",): (0, 1),
        ("first", "main"): (0, 1),
        ("main", "first"): (1, 0),
        ("HEAD~1", "."): (0, 1),
        ("HEAD", "seeds"): (0, 0),
        ("seeds/papers.txt", "other.txt"): (1, 0),
        ("first", str(here)): (0, 1),
    }.items():
        assert _counts(*arguments) == counts, arguments


def test_the_working_tree(here: Path) -> None:
    _seed(here, "")
    assert _counts() == (0, 4)
    _seed(here, PAPERS, "more.txt")
    assert _counts() == (1, 0)


def test_corrections_and_topics_of_the_revision(here: Path) -> None:
    _seed(here, "papers:\n  two-gardeners-and-a-moth: {score: 5}\n", "corrections.yml")
    (here / "seeds" / "topics.yml").unlink()
    _git(here, "add", "-A")
    _git(here, "commit", "-m", "A score, no topics")
    changed = json.loads(_run("HEAD~1", "HEAD", "--format", "json").stdout)["changed"]
    assert {name for change in changed for name in change["fields"]} == {"score", "topics"}
    assert json.loads(_run("HEAD", "--format", "json").stdout)["changed"] == []


@needs_links
def test_a_link_in_a_revision_is_a_problem(here: Path) -> None:
    (here / "seeds" / "more.txt").symlink_to("papers.txt")
    (here / "seeds" / "latin.txt").write_bytes(entry(title="Moth\xe9s of the Night").encode("latin-1"))
    _git(here, "add", "-A")
    _git(here, "commit", "-m", "A link")
    told = _run("first", "HEAD").stdout
    assert "seeds/more.txt:1: error: expected a file to read, found a folder, a link or a submodule" in told
    assert "seeds/latin.txt:2: error: expected UTF-8, found the byte 0xe9" in told


def test_check_against_a_revision_tells_only_of_new_problems(here: Path) -> None:
    fault = "CLArp 5, 2024\nReading *Hostile* LanternsDora Dogwood, Emil Elm, Ada Alder et al.\nA lantern.\n"
    _seed(here, fault + PAPERS)
    _git(here, "commit", "-a", "-m", "A fault")
    _seed(here, f"{entry(title='Moths in the Rain')}\n{fault}{PAPERS}")
    assert _check().exit_code == 1
    assert (_check("--against", "HEAD").stdout, _check("--against", "HEAD").exit_code) == ("", 0)
    _seed(here, f"{fault}\n{fault.replace('Arp', 'Mai')}{PAPERS}")
    found = _check("--against", "HEAD")
    assert (found.exit_code, found.stdout.splitlines()) == (1, [_check().stdout.splitlines()[1]])
    assert "found 'CLMai 5, 2024'" in found.stdout


def test_check_against_a_revision_tells_of_a_published_paper_that_is_missing(here: Path) -> None:
    assert CliRunner().invoke(main, ["urls"]).exit_code == 0
    _git(here, "add", "-A")
    _git(here, "commit", "-m", "Addresses")
    _seed(here, PAPERS.split("\n\n", 2)[2])
    found = _check("--against", "HEAD", "--format", "github")
    assert (found.exit_code, found.stdout.count("::warning file=seeds/urls.csv,")) == (1, 1)
    assert "seeds/urls.csv" in _run("HEAD", "--format", "markdown").stdout  # the summary of a pull request


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--against", "nowhere"], "known to git, found 'nowhere'"),
        (["--against", "none"], "expected a folder seeds in the revision 'none', found none"),
        (["--against", "HEAD", "seeds/papers.txt"], "expected either SEED files or --against, found both"),
    ],
)
@pytest.mark.usefixtures("here")
def test_check_against_nothing_to_compare_with(arguments: list[str], told: str) -> None:
    result = _check(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert told in result.stderr


def _check(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["check", *arguments])


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["nowhere"], "expected a listing, a folder or a revision known to git, found 'nowhere'"),
        (["main", "HEAD:seeds"], "found 'HEAD:seeds'"),
        (["main..first"], "found 'main..first'"),
        (["^main"], "found '^main'"),
        (["--", "--all"], "found '--all'"),
        (["none"], "expected a folder seeds in the revision 'none', found none"),
        (["both"], "both is both a folder and a revision: write ./both for the one, both~0 for the other"),
        (["docs"], "expected a folder with listings (*.txt, *.bib, *.csl.json, *.ris), found none in 'docs'"),
        (["a", "b", "c"], "unexpected extra argument"),
        (["--format", "moths"], "Invalid value for '--format'"),
        (["--moths"], "No such option"),
    ],
    ids=str,
)
def test_wrong_use(arguments: list[str], told: str, here: Path) -> None:
    (here / "both").mkdir()
    _git(here, "branch", "both")
    result = _run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert told in result.stderr


def test_a_name_that_is_both(here: Path) -> None:
    (here / "first").mkdir()
    (here / "first" / "papers.txt").write_text("", encoding="utf-8")
    assert _run("first").exit_code == 2
    assert _counts("./first") == (4, 0)
    assert _counts("first~0") == (0, 1)


def test_no_git(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(here / "nowhere"))
    result = _run("HEAD")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("papershelf: git, which reads revisions, cannot be started: ")
    assert _counts("seeds", ".") == (0, 0)


@pytest.mark.usefixtures("sound_project")
def test_no_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path / "project")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    result = _run()
    assert (result.exit_code, result.stdout) == (2, "")
    assert "not a git repository" in result.stderr


def test_files_need_no_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "one.txt").write_text(PAPERS, encoding="utf-8")
    (tmp_path / "two.txt").write_text(PAPERS + TWICE, encoding="utf-8")
    result = _run("one.txt", "two.txt")
    assert result.exit_code == 0
    assert '! "two.txt:19: warning: expected each paper once' in result.stdout
    assert _run("one.txt", "HEAD").exit_code == 2
    assert _run("one.txt").stderr == "papershelf: mkdocs.yml does not exist\n"


def test_git_is_given_no_options(monkeypatch: pytest.MonkeyPatch) -> None:
    def run(*_: Any, **__: Any) -> None:
        pytest.fail("git was called")

    monkeypatch.setattr(subprocess, "run", run)
    assert find_commit(Path(), "--all") is None
    with pytest.raises(WrongName):
        list_tree(Path(), "--git-dir", "seeds")
