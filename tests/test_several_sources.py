"""Whole projects whose papers are in listings, files of references, corrections and looked-up facts at once."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import made_up
import pytest
from click.testing import CliRunner

from generator.analysis.collection import Collection
from generator.build import gather
from generator.cli import main
from generator.config import SiteConfig
from generator.formats.export import export
from generator.new_project import make_project
from generator.sources.listing import Listing
from generator.sources.loader import Seeds
from generator.sources.permalinks import permalinks_to_csv

LISTING = """CLMar 4, 2024Code
Moths at NightAda Alder, Ben Birch, Cleo Cedar et al. · old-harbour
Moths come to lanterns; our code is at https://github.com/made-up/moths.
"""
BIB = """@inproceedings{alder24,
  title = {Moths at night},
  author = {Alder, Ada and Birch, Ben and Cedar, Cleo and Dogwood, Dora},
  booktitle = {Proceedings of Lamps},
  year = {2024},
  doi = {10.1000/Moths},
}
"""
CSL = json.dumps(
    [
        {
            "id": "moths",
            "type": "paper-conference",
            "title": "Moths at Night",
            "author": [{"family": "Alder", "given": "Ada"}, {"family": "Birch", "given": "Ben"}],
            "issued": {"date-parts": [[2024, 3, 5]]},
            "DOI": "https://doi.org/10.1000/moths",
            "page": "7-12",
            "keyword": "moths",
        }
    ]
)
RIS = "TY  - CONF\nTI  - Moths at Night\nAU  - Alder, Ada\nPY  - 2024\nDO  - 10.1000/MOTHS\nPB  - Night Press\nER  - \n"
ENRICHED = """papers:
  moths-at-night:
    authors: [Ada Alder, Ben Birch, Cleo Cedar, Dora Dogwood]
    published: 2024-03-02
    arxiv: 2403.00001v2
    venue: Lamps 2024
    publisher: Harbour Press
    from: arXiv, Crossref
"""
FOUR = ["Ada Alder", "Ben Birch", "Cleo Cedar", "Dora Dogwood"]
CODE = "https://github.com/made-up/moths"
Files = Mapping[str, str]


def _collection(files: Files) -> Collection:
    beside = {"corrections.yml", "enriched.yml", "urls.csv"}
    listings = [Listing(f"seeds/{name}", text) for name, text in sorted(files.items()) if name not in beside]

    def text_of(name: str) -> Listing | None:
        return Listing(f"seeds/{name}", files[name]) if name in files else None

    corrections, enriched, permalinks = map(text_of, ("corrections.yml", "enriched.yml", "urls.csv"))
    seeds = Seeds(tuple(listings), corrections, None, permalinks, enriched)
    return gather(seeds, None, made_up.TODAY)


def _records(files: Files) -> list[dict[str, Any]]:
    return [json.loads(line) for line in export(_collection(files), "jsonl").splitlines()]


def _problems(files: Files) -> list[str]:
    return [str(problem) for problem in _collection(files).problems]


def _entry(kind: str, key: str, **fields: str) -> str:
    stated = {"title": "Moths at Night", "author": "Alder, Ada and Birch, Ben", **fields}
    return f"@{kind}{{{key},\n" + "".join(f"  {name} = {{{value}}},\n" for name, value in stated.items()) + "}\n"


@dataclass(frozen=True)
class Case:
    """A project whose entries are of one paper."""

    files: Files
    paper: Mapping[str, Any]
    """Fields of its record in the export."""
    sources: Mapping[str, str] = field(default_factory=dict)
    warned: tuple[str, ...] = ()
    """Beginnings of the warnings."""


CASES = {
    "a listing": Case(
        {"papers.txt": LISTING},
        {"authors": FOUR[:3], "et_al": True, "date": "2024-03-04", "area": "CL", "venue": None, "code_url": CODE},
    ),
    "a listing and references": Case(
        {"papers.txt": LISTING, "refs.bib": BIB},
        {
            "title": "Moths at night",
            "authors": FOUR,
            "et_al": False,
            "date": "2024-03-04",
            "area": "CL",
            "abstract": f"Moths come to lanterns; our code is at {CODE}.",
            "code_url": CODE,
            "affiliations": ["old-harbour"],
            "venue": "Proceedings of Lamps",
            "kind": "conference",
            "doi": "10.1000/moths",
            "citekey": "alder24",
            "source": "seeds/papers.txt:1",
        },
        dict.fromkeys(("title", "authors", "doi", "citekey", "kind", "venue"), "seeds/refs.bib:1"),
    ),
    "a listing and looked-up facts": Case(
        {"papers.txt": LISTING, "enriched.yml": ENRICHED},
        {
            "title": "Moths at Night",
            "authors": FOUR,
            "et_al": False,
            "date": "2024-03-02",
            "arxiv": "2403.00001",
            "pdf": "https://arxiv.org/pdf/2403.00001",
            "venue": "Lamps 2024",
            "area": "CL",
        },
        dict.fromkeys(("authors", "date", "arxiv", "venue", "publisher"), "seeds/enriched.yml:2 (arXiv, Crossref)"),
    ),
    "references before looked-up facts": Case(
        {"papers.txt": LISTING, "refs.bib": BIB, "enriched.yml": ENRICHED},
        {"authors": FOUR, "date": "2024-03-02", "arxiv": "2403.00001", "venue": "Proceedings of Lamps"}
        | {"publisher": None},
        dict.fromkeys(("title", "authors", "doi", "citekey", "kind", "venue"), "seeds/refs.bib:1")
        | dict.fromkeys(("date", "arxiv"), "seeds/enriched.yml:2 (arXiv, Crossref)"),
    ),
    "corrections before all": Case(
        {
            "papers.txt": LISTING,
            "refs.bib": BIB,
            "enriched.yml": ENRICHED,
            "corrections.yml": """papers:
  alder24:
    date: 2023-12
    venue: Moths and Lamps
    doi: 10.1000/other
    authors: [Ada Alder, Emil Elm]
    et_al: false
    area: cs.LG
    code_url:
""",
        },
        {
            "authors": ["Ada Alder", "Emil Elm"],
            "date": "2023-12",
            "venue": "Moths and Lamps",
            "kind": None,
            "doi": "10.1000/other",
            "area": "cs.LG",
            "code_url": None,
            "arxiv": "2403.00001",
        },
        {
            "title": "seeds/refs.bib:1",
            "authors": "seeds/corrections.yml:6",
            "et_al": "seeds/corrections.yml:7",
            "area": "seeds/corrections.yml:8",
            "date": "seeds/corrections.yml:3",
            "code_url": "seeds/corrections.yml:9",
            "arxiv": "seeds/enriched.yml:2 (arXiv, Crossref)",
            "doi": "seeds/corrections.yml:5",
            "citekey": "seeds/refs.bib:1",
            "venue": "seeds/corrections.yml:4",
        },
    ),
    "every kind of file": Case(
        {"papers.txt": LISTING, "refs.bib": BIB, "b.csl.json": CSL, "c.ris": RIS, "enriched.yml": ENRICHED},
        {
            "authors": FOUR,
            "et_al": False,
            "date": "2024-03-05",
            "keywords": ["moths"],
            "doi": "10.1000/moths",
            "arxiv": "2403.00001",
        },
        warned=(
            "seeds/b.csl.json:1: warning: expected the authors stated at seeds/refs.bib:1",
            "seeds/c.ris:1: warning: expected the authors stated at seeds/refs.bib:1",
        ),
    ),
    "a corrected title": Case(
        {
            "papers.txt": LISTING,
            "enriched.yml": ENRICHED,
            "corrections.yml": "papers:\n  Moths at Night:\n    title: Moths by Day\n",
        },
        {"key": "moths-by-day", "title": "Moths by Day", "arxiv": "2403.00001", "authors": FOUR},
        {
            "title": "seeds/corrections.yml:3",
            **dict.fromkeys(
                ("authors", "date", "arxiv", "venue", "publisher"), "seeds/enriched.yml:2 (arXiv, Crossref)"
            ),
        },
    ),
    "an identifier that was looked up": Case(
        {
            "papers.txt": LISTING,
            "enriched.yml": ENRICHED,
            "refs.bib": _entry("misc", "a", title="Night Moths, Revisited", url="https://arxiv.org/abs/2403.00001v3"),
        },
        {"key": "moths-at-night", "title": "Night Moths, Revisited", "arxiv": "2403.00001", "authors": FOUR},
        warned=(
            "seeds/papers.txt:1: warning: expected the title stated at seeds/refs.bib:1, 'Night Moths, Revisited'",
            "seeds/refs.bib:1: warning: expected the authors stated at seeds/papers.txt:1",
        ),
    ),
    "an identifier in a correction": Case(
        {
            "papers.txt": LISTING,
            "corrections.yml": "papers:\n  moths-at-night:\n    doi: https://doi.org/10.1000/MOTHS\n",
            "refs.bib": BIB.replace("Moths at night", "Night Moths"),
        },
        {"key": "moths-at-night", "title": "Night Moths", "doi": "10.1000/MOTHS"},
        warned=("seeds/papers.txt:1: warning: expected the title stated at seeds/refs.bib:1, 'Night Moths'",),
    ),
    "a preprint and its publication": Case(
        {
            "a.bib": _entry("article", "pre", journal="arXiv preprint arXiv:2403.00001v1", year="2023", month="dec"),
            "b.bib": _entry("article", "pub", journal="Letters on Moths", year="2024", doi="10.1000/letters"),
        },
        {
            "venue": "Letters on Moths",
            "kind": "article",
            "date": "2024",
            "arxiv": "2403.00001",
            "doi": "10.1000/letters",
            "citekey": "pub",
            "key": "moths-at-night",
        },
    ),
    "a DOI of arXiv and another": Case(
        {
            "a.bib": _entry("misc", "pre", doi="10.48550/arXiv.2403.00001", year="2024"),
            "b.bib": _entry("article", "pub", journal="Letters on Moths", year="2024", doi="10.1000/letters"),
        },
        {"doi": "10.1000/letters", "arxiv": "2403.00001"},
    ),
    "no date in a file": Case(
        {"papers.txt": LISTING, "refs.bib": _entry("misc", "a", author="Alder, Ada and others")},
        {"date": "2024-03-04", "authors": FOUR[:3], "et_al": True, "citekey": "a"},
        {"title": "seeds/refs.bib:1", "citekey": "seeds/refs.bib:1"},
    ),
    "two DOIs": Case(
        {
            "a.bib": _entry("article", "a", journal="Moths", year="2024", doi="10.1000/a"),
            "b.bib": _entry("article", "b", journal="Moths", year="2024", doi="10.1000/b"),
        },
        {"doi": "10.1000/a"},
        warned=("seeds/b.bib:1: warning: expected the DOI stated at seeds/a.bib:1, '10.1000/a', found '10.1000/b'",),
    ),
    "another year": Case(
        {"papers.txt": LISTING, "refs.bib": _entry("article", "a", journal="Moths", year="2029")},
        {"date": "2029", "authors": FOUR[:3], "et_al": True},
        warned=(
            "seeds/papers.txt:1: warning: expected the year stated at seeds/refs.bib:1, '2029', found '2024'",
            "seeds/refs.bib:1: warning: expected the authors stated at seeds/papers.txt:1",
        ),
    ),
    "other code": Case(
        {
            "papers.txt": LISTING,
            "refs.bib": BIB.replace("doi =", "code = {https://github.com/made-up/lamps},\n  doi ="),
        },
        {"code_url": "https://github.com/made-up/lamps"},
        warned=("seeds/papers.txt:1: warning: expected the address of the code stated at seeds/refs.bib:1",),
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_one_paper_from_several_sources(case: Case) -> None:
    (record,) = _records(case.files)
    assert {name: record[name] for name in case.paper} == case.paper
    if case.sources:
        assert record["sources"] == case.sources
    warnings = [problem for problem in _problems(case.files) if ": warning: " in problem]
    assert len(warnings) == len(case.warned), warnings
    for warning, beginning in zip(warnings, case.warned, strict=True):
        assert warning.startswith(beginning)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_the_page_says_which_source_a_fact_is_from(case: Case) -> None:
    found = _collection(case.files)
    (paper,) = found.bibliography
    pages = {file.src_uri: file.text for file in made_up.docs_files(found, SiteConfig("Shelf"))}
    entry = pages[paper.src_uri].split("## About this entry")[1]
    for place in {place for _, place in paper.sources}:
        path, line = re.findall(r"^(.*?):(\d+)", place)[0]
        assert f" from {path}, line {line}" in entry
    assert "None" not in pages[paper.src_uri]


def test_sources_are_in_the_order_of_the_fields() -> None:
    (record,) = _records(CASES["corrections before all"].files)
    names = list(record["sources"])
    assert names == [name for name in record if name in names]
    (row,) = csv.DictReader(io.StringIO(export(_collection(CASES["a listing and references"].files), "csv")[1:]))
    assert row["sources"].startswith("title: seeds/refs.bib:1; authors: seeds/refs.bib:1; ")


def test_two_papers_of_one_title_are_stated_to_be_distinct() -> None:
    files = {**CASES["two DOIs"].files, "corrections.yml": "papers:\n  b:\n    distinct: true\n"}
    assert [record["doi"] for record in _records(files)] == ["10.1000/a", "10.1000/b"]
    assert [problem for problem in _problems(files) if "warning" in problem] == []


def test_references_beside_a_listing_change_no_address() -> None:
    listing = LISTING + "\n" + LISTING.replace("Ada Alder", "Emil Elm").replace("Moths come", "Other moths come")
    keys = {record["key"] for record in _records({"papers.txt": listing})}
    bib = BIB + BIB.replace("Alder, Ada", "Elm, Emil").replace("alder24", "elm24").replace("10.1000/M", "10.1000/N")
    records = _records({"papers.txt": listing, "refs.bib": bib})
    assert {record["key"] for record in records} == keys
    assert {record["citekey"] for record in records} == {"alder24", "elm24"}


def test_a_paper_that_moves_to_references_keeps_its_address_and_its_identifier_in_feeds() -> None:
    before = _collection({"papers.txt": LISTING})
    ledger = permalinks_to_csv(before.addresses.updated)
    (old,) = before.bibliography
    after = _collection({"refs.bib": BIB, "urls.csv": ledger})
    (new,) = after.bibliography
    assert (new.key, new.feed_id) == (old.key, old.feed_id)
    assert (old.citekey, new.citekey) == ("alder2024moths", "alder24")
    assert (after.addresses.redirects, after.addresses.lost) == ({}, ())


def test_a_listing_alone_has_the_fields_that_it_had() -> None:
    (record,) = _records({"papers.txt": LISTING})
    assert list(record) == list(made_up.EXPORT_KEYS)
    assert (record["pdf"], record["sources"], record["venue"]) == (None, {}, None)


def test_a_title_that_references_confirm_is_not_in_doubt() -> None:
    files = {"papers.txt": "CLMar 4, 2024\nReading Moths with Claude Ada Alder, Ben Birch et al.\nMoths.\n"}
    (paper,) = _collection(files).bibliography
    authors = " and ".join(name.text for name in paper.authors)
    confirmed = {**files, "refs.bib": _entry("misc", "a", title=paper.title, author=f"{authors} and others")}
    assert ["unsure" in problem for problem in _problems(files) if "warning" in problem] == [True]
    assert not [problem for problem in _problems(confirmed) if "unsure" in problem]


# ---- whole sites ----

UNDATED = "".join(
    _entry("misc", f"u{number}", title=f"Notes on Moths, Number {number}", author=author)
    for number, author in enumerate(["Alder, Ada", "Birch, Ben and others", "{Lamp Society}", "Alder, Ada"] * 2)
)
PROJECTS = {
    "refs.bib": BIB
    + _entry(
        "article", "b", title="Rain", year="2023", eprint="2301.12345", archiveprefix="arXiv", primaryclass="cs.CL"
    )
    + _entry("phdthesis", "c", title="On Moths", school="Harbour University", year="1987", author="Fir, Finn"),
    "refs.ris": RIS + RIS.replace("Moths at Night", "Rain on Lamps").replace("MOTHS", "rain"),
    "refs.csl.json": CSL,
    "undated.bib": UNDATED,
    "one.bib": _entry("article", "one", title="One Moth", journal="Letters", year="2024", author="Alder, Ada"),
    "institutions.bib": "@techreport{a, title={Lamps of the World}, institution={World Lamp Organization}, year=2020}\n"
    "@manual{b, title={Lamp Manual}, organization={Lamp Makers}}\n",
    "papers.txt": "".join(
        f"CLMar {day}, 2024\nMoths and Lamps {word}Ada Alder, Ben Birch\n\n"
        for day, word in enumerate(("Alpha", "Beta", "Gamma"), 1)
    ),
}


@pytest.fixture(params=PROJECTS)
def site(request: pytest.FixtureRequest, elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The site of a new project that starts from one file."""
    (elsewhere / request.param).write_text(PROJECTS[request.param], encoding="utf-8")
    make_project(elsewhere / "new", listings=[elsewhere / request.param])
    monkeypatch.chdir(elsewhere / "new")
    monkeypatch.setenv("SITE_URL", "https://example.org/papers/")
    result = CliRunner().invoke(main, ["build", "--strict"])
    assert (result.exit_code, "warning" in result.output.replace("0 warnings", "")) == (0, False), result.output
    return elsewhere / "new" / "site"


def test_a_site_of_one_file_has_no_gaps(site: Path) -> None:
    pages = {path.relative_to(site).as_posix(): path.read_text(encoding="utf-8") for path in site.rglob("*.html")}
    assert len(pages) > 10
    addresses = re.findall("<loc>(.*?)</loc>", (site / "sitemap.xml").read_text(encoding="utf-8"))
    for name, page in pages.items():
        shown = re.sub(r"(?s)<(script|style)\b.*?</\1>", "", page)
        text = re.sub(r"<[^>]+>", " ", shown)
        assert not re.search(r"\bNone\b|\b0001\b|\bundefined\b", text), name
        assert "The listing" not in text, name
        empty = re.search(r"<(p|ul|ol|table|h[1-6])\b[^>]*>\s*</\1>", shown)
        assert not empty, (name, empty)
        followed = re.findall(r"(?s)<h([1-3])\b[^>]*>.*?</h\1>\s*(?=<h([1-3])|</article>)", shown)
        assert all(other and other > level for level, other in followed), (name, followed)
        if name != "404.html":
            assert f"https://example.org/papers/{name.removesuffix('index.html')}" in addresses or "/2/" in name
    for feed in site.rglob("feed.xml"):
        assert "&lt;p&gt;&lt;/p&gt;" not in feed.read_text(encoding="utf-8")
    overview = (site / "llms.txt").read_text(encoding="utf-8")
    assert not re.search(r": 0 |None", overview)
    for name in ("downloads/papers.bib", "downloads/papers.ris", "downloads/papers.json", "CITATION.cff"):
        assert not re.search(r"\bNone\b|0001|null", (site / name).read_text(encoding="utf-8")), name
