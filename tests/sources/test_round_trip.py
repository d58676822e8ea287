"""Our own citations read back: what a reader exports and imports again is the same paper."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Iterator
from itertools import count
from pathlib import Path

import pytest
from hostile import ATTACKS, FORMULAS, TITLED
from hypothesis import given, settings
from limits import examples
from made_up import PAPERS, TODAY, collection, many, paper
from odd_texts import TEXTS
from varied_papers import combinations

from generator.build import gather
from generator.byline.names import read_name
from generator.formats.citations import STYLES
from generator.models import Link, Name, Paper, Problem, Severity
from generator.sources.bibtex import read_bibtex
from generator.sources.csl_json import read_csl_json
from generator.sources.listing import Listing
from generator.sources.loader import Seeds, read_seeds
from generator.sources.records import Record
from generator.sources.ris import read_ris
from generator.text.latex import plain

READERS: dict[str, Callable[[Listing], Iterator[Record | Problem]]] = {
    "bibtex": read_bibtex,
    "csl-json": read_csl_json,
    "ris": read_ris,
}
KEYWORDS = ("moths", "bright lamps", "R&D", "C#")


def _records(papers: Iterable[Paper], style: str) -> list[Record]:
    """The records of the citations of papers, of which there are no problems."""
    text = STYLES[style].join(STYLES[style].cite(one, KEYWORDS) for one in papers)
    found = list(READERS[style](Listing("refs", text)))
    assert [one for one in found if isinstance(one, Problem)] == []
    return [one for one in found if isinstance(one, Record)]


def _parts(names: Iterable[Name]) -> list[tuple[str, str, str, str]]:
    return [(name.text, name.family, name.given, name.suffix) for name in names]


def _check(one: Paper, record: Record) -> None:
    assert plain(record.title, title=True) == one.plain_title
    assert _parts(record.authors) == _parts(one.authors)
    assert record.et_al == one.et_al
    assert (record.date, record.date_precision) == (one.date, one.date_precision)
    assert plain(record.abstract) == plain(one.abstract)
    assert record.citekey == one.citekey
    assert record.fields.get("arxiv") == one.arxiv
    assert record.fields.get("doi") == (one.doi.lower() if one.doi else None)
    assert record.fields.get("keywords") == KEYWORDS
    assert record.fields.get("code_url") == one.code_url
    assert record.fields.get("links", ()) == one.links


@pytest.mark.parametrize("style", READERS)
def test_collections_come_back(style: str) -> None:
    papers = [*collection(PAPERS + many(200)).bibliography]
    records = _records(papers, style)
    assert len(records) == len(papers)
    for one, record in zip(papers, records, strict=True):
        _check(one, record)


SEEDS = Path(__file__).parents[2] / "seeds"


def _identified(one: Paper, number: int) -> Paper:
    """A paper with identifiers of its own, if it has any."""
    identifiers = {"doi": f"10.1000/{number}" if one.doi else None, "arxiv": f"2402.{number}" if one.arxiv else None}
    return dataclasses.replace(one, **identifiers)


COLLECTIONS: dict[str, Callable[[], Iterable[Paper]]] = {
    "the papers of this project": lambda: gather(read_seeds(SEEDS, SEEDS.parent), None, TODAY).bibliography,
    "listed papers": lambda: collection(PAPERS + many(200)).bibliography,
    "every combination of facts": lambda: map(_identified, combinations(), count(10_000)),
}
_NOT_HELD = frozenset(
    "key location title area listed_area score affiliations code confidence needs_review date_inferred feed_id sources "
    "added authors abstract doi".split()
)
"""Fields that no format of citations has a place for, and those that are compared as they are shown."""


def _as_read(one: Paper) -> dict[str, object]:
    """What a reader of a citation can know of a paper."""
    held = {field.name: getattr(one, field.name) for field in dataclasses.fields(one) if field.name not in _NOT_HELD}
    doi = one.doi.lower() if one.doi else None
    return {**held, "authors": _parts(one.authors), "abstract": plain(one.abstract), "doi": doi}


@pytest.mark.parametrize("style", READERS)
@pytest.mark.parametrize("name", COLLECTIONS)
def test_papers_come_back_with_all_that_the_format_holds(name: str, style: str) -> None:
    """Of 50 papers that were looked up, of listed ones, and of all combinations of what may be known: each."""
    papers = list(COLLECTIONS[name]())
    text = STYLES[style].join(STYLES[style].cite(one, one.keywords) for one in papers)
    ending = {"bibtex": ".bib", "csl-json": ".csl.json", "ris": ".ris"}[style]
    found = gather(Seeds((Listing(f"refs{ending}", text),)), None, TODAY)
    assert [problem for problem in found.problems if problem.severity is not Severity.NOTE] == []
    again = {one.citekey: one for one in found.bibliography}
    assert again.keys() == {one.citekey for one in papers}
    for one in papers:
        assert _as_read(again[one.citekey]) == _as_read(one)


@pytest.mark.parametrize("style", READERS)
@pytest.mark.parametrize(
    "facts",
    [
        {"arxiv": "2401.00001"},
        {"arxiv": "hep-th/9901001", "doi": "10.1000/a_b-(c)"},
        {"doi": "10.1000/182"},
        {"et_al": False},
        {"code_url": "https://github.com/alder/moths"},
        {"links": (Link("Slides", "https://moths.invalid/a_b"), Link("Video", "https://moths.invalid/~ada/100%25#x"))},
        {"abstract": "From 45$\\text{--}$63 to $\\textbf{11.7\\%}$, $\\mathbf{5\\%}$ and $\\text{``a\\_b''}$."},
        {"abstract": "We $2.8\\times$ moths at 5\\% of \\textit{{x}_1 & ~y}, ``quoted'' -- see C:\\moths {a, b}."},
    ],
)
def test_facts_come_back(style: str, facts: dict[str, object]) -> None:
    one = dataclasses.replace(paper(), **facts)  # type: ignore[arg-type]
    _check(one, _records([one], style)[0])


AUTHORS = (
    "Ada Alder", "Ben van der Birch", "Cleo de la Cedar", "Tom Elm, Jr.", "Uma Fir III", "Mothra", "Moth Team",
    "Moths and Lamps Group", "Émile Gui Hæzel", "Łukasz İvy", "陈大文", "Jean-Luc O'Juniper", "J. K. L. Kauri",
    "{Larch, Lamps and Co}", "ada maple", "Nils d'Oak", "María José Pine Quince",
)  # fmt: skip


@pytest.mark.parametrize("style", READERS)
def test_names_come_back(style: str) -> None:
    one = paper(AUTHORS)
    assert _parts(_records([one], style)[0].authors) == _parts(one.authors)
    for author in AUTHORS:
        alone = paper([author])
        assert _parts(_records([alone], style)[0].authors) == _parts([read_name(author)])


@pytest.mark.parametrize("style", READERS)
@pytest.mark.parametrize("kind", ATTACKS)
def test_attacks_come_back_as_text(style: str, kind: str) -> None:
    """A file may lose characters that nobody sees, but no reference and no field."""
    for attack in ATTACKS[kind]:
        one = paper(plain_title=f"Moths {attack} at Night", title=f"Moths {attack} at Night")
        assert _records([one], style)[0].title.startswith("Moths "), attack


def test_what_is_markup_in_latex_comes_back_from_bibtex() -> None:
    for text in (*FORMULAS, *TITLED, "a^b ~c {d} \\e %f #g _h & $5", "x -- y", "\\textbackslash{}"):
        one = paper(title=text, plain_title=plain(text, title=True), abstract=text)
        record = _records([one], "bibtex")[0]
        assert record.authors == one.authors, text


@given(TEXTS, TEXTS)
@settings(max_examples=examples(150))
def test_any_text_makes_one_record(title: str, abstract: str) -> None:
    shown = plain(f"Moths {title}", title=True)
    one = paper(title=f"Moths {title}", plain_title=shown, abstract=abstract)
    for style in READERS:
        assert len(_records([one, dataclasses.replace(one, citekey="b")], style)) == 2
