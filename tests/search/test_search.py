"""Search: what a reader types in, and what the engine and its worker make of it in the browser."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import made_up
import pytest
from conftest import REPOSITORY, until
from hypothesis import given, settings
from hypothesis import strategies as st
from limits import examples
from playwright.sync_api import TimeoutError as TookTooLong

from generator.analysis.collection import Collection
from generator.analysis.indexes import topic_index
from generator.analysis.tokens import read_tokens
from generator.analysis.topics import place_papers
from generator.catalog.permalinks import ResolvedPermalinks
from generator.config import SiteConfig
from generator.formats.citations import cite
from generator.models import Bibliography, Paper
from generator.pages.components import Components
from generator.search import index_data
from generator.search.index_data import search_files
from generator.sources.areas import find_area
from generator.sources.permalinks import Permalinks
from generator.sources.vocabulary import read_vocabulary
from generator.text.search_words import search_words
from generator.text.slugs import slugify

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ASSETS = REPOSITORY / "overrides" / "assets"
WORKER = ASSETS / "javascripts" / "search" / "worker.js"

Files = dict[str, str]


def _paper(title: str, authors: str = "Tove Yew", **facts: Any) -> Paper:
    area = find_area(facts.pop("area", "CL"))
    key = slugify(title)
    return made_up.paper(authors.split(", "), title=title, plain_title=title, key=key, citekey=key, area=area, **facts)


HOSTILE = [
    "Moths <img src=x onerror=alert(1)> of <b>Marsh</b>",
    "Prices in $5 & $6 of $$ \\frac Marsh",
    "</script><script>alert(2)</script> Marsh",
    "Said \"he\", said 'she': `Marsh` &lt;i&gt; &amp;",
    f"Marsh {'moth' * 75}",
    "Marsh {{ config }} ${alert(3)} $& $1 \\u003cb\\u003e",
]
NAMED = [
    # How titles rank.
    _paper("Paper Lanterns over Water", abstract="What floats."),
    _paper("On the Use of Paper Lanterns", "Emil Elm"),
    _paper("Lanterns Made of Blue Paper", "Emil Elm, Finn Fir"),
    _paper("Paper Boats", "Pia Lanterns"),
    _paper("Night Walks", "Gwen Ginkgo", abstract="We carry paper lanterns; paper lanterns carry us, and paper burns."),
    # Names.
    _paper("Bells at Noon", "Ada Bea Alder, Ben Birch", area="LG"),
    _paper("A Kettle of One Own", "Uma Alder"),
    _paper("Kettles in a Barn", "Abe Birch, Uma Alder", abstract="A kettle is a kettle."),
    _paper("Bread", "Ben Birch"),
    _paper("Ovens", "Zoë Ünal, Jean-Luc Poirier"),
    # Words that are joined.
    _paper("A Plug-and-Play Gramophone", "Hugo Hazel"),
    _paper("Play of Shadows", "Hugo Hazel", abstract="We plug nothing."),
    _paper("MiniMoth-o 4.5: Towards Night", "Hugo Hazel"),
    _paper("MiniMoth-v 2: Towards Day", "Hugo Hazel"),
    # Misspelt and accented.
    _paper("A Quagmire for Crickets", "Ida Ivy"),
    _paper("Café Owls", "Ida Ivy", abstract="Chouettes d’été."),
    _paper("Wing", "Ida Ivy"),
    # Without spaces.
    _paper("学习方法 for Keepers", "陈大文"),
    _paper("灯笼", "Kira Kauri", abstract="夜里的飞蛾。"),
    _paper("Attention: All Year and No Sort", "Kira Kauri"),
    *[_paper(title, "<b>Bold</b> Alder" if at == 0 else "Lars Larch") for at, title in enumerate(HOSTILE)],
]
VOCABULARY = "Moths & <b>Wings</b>:\n  phrases: [moth]\nLanterns:\n  phrases: [lantern]\nRain:\n  phrases: [rain]\n"


TIMES = ["day", "night"]


def _filler(number: int) -> Iterator[Paper]:
    chance = random.Random(2)
    for at in range(number):
        thing, kind = chance.choice(["Moths", "Lamps", "Rain"]), chance.choice(["Quiet", "Loud", "Late"])
        people = chance.sample(
            [f"{given} {family}" for given in made_up.GIVEN[8:14] for family in made_up.FAMILY[20:26]], 2
        )
        yield _paper(
            f"{kind} {thing} of Garden {at}",
            ", ".join(people),
            abstract=f"We watch {thing.lower()} {'and rain ' * (at % 4)}in garden {at}, by {chance.choice(TIMES)}.",
            area=("CL", "LG", "CV")[at % 3],
            code=at % 4 == 0,
            score=None if at % 5 else 80 + at / 2,
            affiliations=("old-harbour",) if at % 6 == 0 else ("uni-north", "old-mill") if at % 6 == 1 else (),
        )


def _dated(papers: Iterable[Paper]) -> list[Paper]:
    """Each some weeks older than the one before."""
    return [replace(paper, date=date(2025, 6, 7) - timedelta(20 * at)) for at, paper in enumerate(papers)]


PAPERS = _dated([*NAMED, *_filler(22)])


def _collection(papers: Sequence[Paper]) -> Collection:
    shelf = Bibliography(tuple(papers))
    tokens = {paper.key: read_tokens(paper.plain_title, paper.abstract) for paper in papers}
    topics = place_papers(tokens, read_vocabulary("topics.yml", VOCABULARY)[0])
    return Collection(
        bibliography=shelf,
        tokens=tokens,
        topics=topic_index(shelf, topics),
        assignments=topics.assignments,
        addresses=ResolvedPermalinks({}, (), Permalinks()),
        problems=(),
    )


def _files(papers: Sequence[Paper], *, sharded: bool = False, **facts: Any) -> Files:
    with pytest.MonkeyPatch.context() as patched:
        if sharded:
            patched.setattr(index_data, "_INLINE", 0)
            patched.setattr(index_data, "_PER_SHARD", 4)
        components = Components(_collection(papers), SiteConfig("Shelf", "Made up", **facts))
        made = search_files(components, {paper.key: cite(paper) for paper in papers})
        return {file.src_uri: file.text for file in made}


class Engine:
    """The engine over some files of search, in a page."""

    def __init__(self, page: Page, files: Files) -> None:
        self.page = page
        page.set_content("<title>Search</title>")
        for name, text in files.items():
            if not name.startswith("search/citations"):
                page.add_script_tag(content=text)
        page.evaluate(
            """() => {
                const { catalogue } = papershelfData;
                window.answers = new papershelf.Answers(
                    papershelf.steps.whole(papershelf.Engine.build(catalogue)), []);
                window.engine = answers.engine;
                window.ask = (text) => {
                    const query = papershelf.query.parse(text);
                    const missing = engine.missing(query);
                    for (const [name, shard] of missing) engine.add(name, shard, papershelfData[`${name}-${shard}`]);
                    return [query, papershelf.steps.whole(engine.search(query))];
                };
            }"""
        )

    def find(self, text: str) -> list[str]:
        """The titles of the papers that are found, in order."""
        script = """text => { const [query, { hits }] = ask(text);
            return engine.sorted(hits, query.order).map(([paper]) => engine.catalogue.title[paper]); }"""
        return list(self.page.evaluate(script, text))

    def answer(self, text: str) -> dict[str, Any]:
        """Return the message of the worker to the dialog."""
        script = "text => { const [query, found] = ask(text); return answers.found(query, found, text); }"
        answer: dict[str, Any] = self.page.evaluate(script, text)
        return answer

    def items(self, text: str) -> list[dict[str, Any]]:
        """Return the items that the dialog lists."""
        return list(self.answer(text)["items"])


@pytest.fixture(scope="module")
def engine(browser: Browser) -> Iterator[Engine]:
    page = browser.new_page()
    yield Engine(page, _files(PAPERS))
    page.close()


@pytest.fixture
def over(browser: Browser) -> Iterator[Callable[..., Engine]]:
    """An engine over other papers."""
    page = browser.new_page()
    yield lambda papers, **how: Engine(page, _files(papers, **how))
    page.close()


# ---- what is asked ----


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Attention: All Year and No Sort", "Attention: All Year and No Sort"),
        ("Attention:All Year", "Attention: All Year and No Sort"),
        ("MiniMoth-o 4.5: Towards Night", "MiniMoth-o 4.5: Towards Night"),
        ("MiniMoth-o 4.5:Towards", "MiniMoth-o 4.5: Towards Night"),
    ],
)
def test_a_title_with_a_colon_is_no_field(text: str, title: str, engine: Engine) -> None:
    assert engine.find(text)[0] == title
    assert engine.items(text)[0]["address"] == f"papers/{slugify(title)}/"


@settings(max_examples=examples(12))
@given(
    many=st.lists(st.text(max_size=30) | st.text('abmoth "“”:-<>&0123456789 .author:year:', max_size=30), min_size=10)
)
def test_any_text_is_a_query(many: list[str], engine: Engine) -> None:
    many = [text.encode("utf-8", "replace").decode() for text in many]
    script = (
        "many => many.map((text) => { const [query, found] = ask(text); return answers.found(query, found, text); })"
    )
    for answer in engine.page.evaluate(script, many):
        assert isinstance(answer["items"], list)


# ---- what is found ----

GRAMOPHONE, MINIMOTH, QUAGMIRE = (
    "A Plug-and-Play Gramophone",
    "MiniMoth-o 4.5: Towards Night",
    "A Quagmire for Crickets",
)
WATER, BELLS, OWLS = "Paper Lanterns over Water", "Bells at Noon", "Café Owls"
KEEPERS, LAMP = "学习方法 for Keepers", "灯笼"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("plug-and-play", GRAMOPHONE),
        ("plug and play", GRAMOPHONE),
        ("plugandplay", GRAMOPHONE),
        ("Plug‑and‑Play gramophone", GRAMOPHONE),
        ("plug-and-pl", GRAMOPHONE),
        ("minimoth-o", MINIMOTH),
        ("minimotho", MINIMOTH),
        ("MiniMoth o", MINIMOTH),
        ("minimoth o 4.5", MINIMOTH),
        ("minimoth-o 4", MINIMOTH),
        ("minimoth-v", "MiniMoth-v 2: Towards Day"),
        ("cafe owls", OWLS),
        ("CAFÉ", OWLS),
        ("cafe\u0301", OWLS),
        ("ete", OWLS),
        ("Unal", "Ovens"),
        ("zoe Ünal", "Ovens"),
        ("jean luc poirier", "Ovens"),
        ("jeanluc", "Ovens"),
        ("Jean-Luc", "Ovens"),
        ("学习", KEEPERS),
        ("方法", KEEPERS),
        ("学习方法", KEEPERS),
        ("学", KEEPERS),
        ("法", KEEPERS),
        ("陈大文", KEEPERS),
        ("大文", KEEPERS),
        ("灯笼", LAMP),
        ("飞蛾", LAMP),
        ("夜", LAMP),
        ("quagmire", QUAGMIRE),
        ("lanterns wat", WATER),
        ("paper lanterns over w", WATER),
        ("quag", QUAGMIRE),
        ("floats", WATER),
    ],
)
def test_found(text: str, title: str, engine: Engine) -> None:
    assert engine.find(text)[:1] == [title]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("wnig", True),
        ("wign", True),
        ("owsl", True),
        ("wng", False),
        ("cricktes", True),
        ("krickets", True),
        ("quagmyre", True),
        ("kwagmire", True),
        ("quagmier", True),
        ("qaugmier", True),
        ("qxxgmixe", False),
        ("gramphone", True),
        ("grmaophnoe", True),
        ("kettel", True),
        ("kxttxe", False),
        ("lnaterns", True),
    ],
)
def test_misspelt(text: str, found: bool, engine: Engine) -> None:
    meant = {"w": "Wing", "o": OWLS, "c": QUAGMIRE, "q": QUAGMIRE, "g": GRAMOPHONE, "l": WATER}
    meant |= {"kr": QUAGMIRE, "kw": QUAGMIRE, "ke": "Kettles in a Barn", "kx": "Kettles in a Barn"}
    assert (meant.get(text[:2], meant.get(text[0])) in engine.find(f"{text} ")) is found


def test_what_is_spelt_right_goes_first(over: Callable[..., Engine]) -> None:
    papers = _dated([_paper("Moth"), _paper("Mouth"), _paper("Meth"), _paper("Mothlore"), _paper("Lamp")])
    found = over(papers).find("mouth ")
    assert found[0] == "Mouth"
    assert set(found) <= {"Mouth", "Moth"}


def test_all_words_before_some(engine: Engine) -> None:
    both = engine.find("quiet rain ")
    assert both
    assert all("Quiet" in title for title in both)
    some = engine.find("quagmire zeppelin")
    assert some == [QUAGMIRE]
    assert engine.find("zeppelin xylophone") == []


@pytest.mark.parametrize(
    "text",
    [
        "Ada Bea Alder",
        "Alder Ada Bea",
        "Alder, Ada Bea",
        "Ada Alder",
        "Alder Ada",
        "alder, ada",
        "AB Alder",
        "Alder AB",
        "A.B. Alder",
        "Ada B. Alder",
        "Ada Bea Aldre",
    ],
)
def test_a_person_by_the_name_in_any_order(text: str, engine: Engine) -> None:
    assert engine.find(text)[:1] == [BELLS]
    assert "authors/ada-bea-alder/" in [item["address"] for item in engine.items(text)[:3]]


@pytest.mark.parametrize("text", ["A. Alder", "A Alder", "Alder A", "Alder, A.", "A. B. Alder", "Alder A. B."])
def test_a_person_by_initials(text: str, engine: Engine) -> None:
    # Others have these letters and this name, too: apart, in the title and in the names.
    assert BELLS in engine.find(text)[:3]
    assert "authors/ada-bea-alder/" in [item["address"] for item in engine.items(text)[:3]]


@pytest.mark.parametrize("text", ["A. Alder", "Alder A", "A. B. Alder"])
def test_a_person_by_initials_alone(text: str, over: Callable[..., Engine]) -> None:
    assert over(_dated([_paper("Bells", "Ada Bea Alder"), _paper("Moths", "Uma Birch")])).find(text) == ["Bells"]


def test_a_person_goes_before_those_with_part_of_the_name(engine: Engine) -> None:
    assert engine.find("Uma Alder")[:2] == ["A Kettle of One Own", "Kettles in a Barn"]
    assert engine.find("Abe Birch")[0] == "Kettles in a Barn"


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ('"paper lanterns"', {WATER, "On the Use of Paper Lanterns", "Night Walks"}),
        ("“paper lanterns”", {WATER, "On the Use of Paper Lanterns", "Night Walks"}),
        ('"lanterns paper" use', {"Night Walks"}),
        ('"blue paper" lanterns', {"Lanterns Made of Blue Paper"}),
        ('"uma alder"', {"A Kettle of One Own", "Kettles in a Barn"}),
        ('"use of paper lanterns"', {"On the Use of Paper Lanterns"}),
        ('"plug-and-play"', {GRAMOPHONE}),
        ('"学习方"', {KEEPERS}),
        ('"zeppelin lanterns"', set()),
        ('"what floats"', {WATER}),
        ('"floats what"', set()),
        ('"paper lanterns carry us"', {"Night Walks"}),
        ('"carry lanterns"', set()),
    ],
)
def test_phrases(text: str, titles: set[str], engine: Engine) -> None:
    assert set(engine.find(text)) == titles


def test_where_words_are_says_what_goes_first(engine: Engine) -> None:
    found = engine.find("paper lanterns")
    assert found[:2] == [WATER, "On the Use of Paper Lanterns"]
    assert set(found[2:4]) == {"Lanterns Made of Blue Paper", "Paper Boats"}
    assert found[4:] == ["Night Walks"]


def _tier(paper: Paper, asked: list[str]) -> int:
    title, near = search_words(paper.plain_title), [word for name in paper.authors for word in search_words(name.text)]
    if title[: len(asked)] == asked:
        return 0
    if any(title[at : at + len(asked)] == asked for at in range(len(title))):
        return 1
    return 2 if set(asked) <= {*title, *near} else 3


def test_ranks_hold_for_every_two_words_of_a_title(engine: Engine) -> None:
    papers = {paper.plain_title: paper for paper in PAPERS}
    pairs = {(a, b) for title in papers for a, b in zip(search_words(title), search_words(title)[1:], strict=False)}
    asked = [list(pair) for pair in sorted(pairs) if len(max(pair)) < 50 and min(map(len, pair)) > 2]
    wrong = {}
    for pair in asked:
        tiers = [_tier(papers[title], pair) for title in engine.find(f"{' '.join(pair)} ")]
        if tiers != sorted(tiers) or tiers[0] > 1:
            wrong[" ".join(pair)] = tiers
    assert len(asked) > 30
    assert wrong == {}


def test_the_paper_at_place_0_is_found(engine: Engine) -> None:
    first = PAPERS[0].plain_title
    for text in (
        first,
        "floats",
        "year:2025 paper lanterns over",
        "author:yew",
        "tove yew",
        '"over water"',
        "topic:lanterns",
    ):
        assert first in engine.find(text), text


def _has(paper: Paper, *wanted: str) -> bool:
    return any(set(wanted) <= set(search_words(name.text)) for name in paper.authors)


FILTERS: dict[str, Callable[[Paper], bool]] = {
    "author:alder": lambda paper: _has(paper, "alder"),
    'author:"Uma Alder"': lambda paper: _has(paper, "uma", "alder"),
    'author:"Alder, Uma"': lambda paper: _has(paper, "uma", "alder"),
    "by:unal": lambda paper: _has(paper, "unal"),
    "author:陈大文": lambda paper: _has(paper, "陈大"),
    "author:nobody": lambda _: False,
    "year:2024": lambda paper: paper.date.year == 2024,
    "year:2022-2023": lambda paper: 2022 <= paper.date.year <= 2023,
    "year:2023-": lambda paper: paper.date.year >= 2023,
    "year:>2023": lambda paper: paper.date.year > 2023,
    "year:<2023": lambda paper: paper.date.year < 2023,
    "year:-2022": lambda paper: paper.date.year <= 2022,
    "year:1999": lambda _: False,
    "has:code": lambda paper: paper.code,
    "score:>85": lambda paper: paper.score is not None and paper.score > 85,
    "score:>=85": lambda paper: paper.score is not None and paper.score >= 85,
    "score:80-85": lambda paper: paper.score is not None and 80 <= paper.score <= 85,
    "score:82.5": lambda paper: paper.score == 82.5,
    "area:LG": lambda paper: paper.area.code == "cs.LG",
    "area:cs.cv": lambda paper: paper.area.code == "cs.CV",
    'area:"computation and language"': lambda paper: paper.area.code == "cs.CL",
    "aff:old-harbour": lambda paper: "old-harbour" in paper.affiliations,
    "aff:old": lambda paper: bool({"old-harbour", "old-mill"} & set(paper.affiliations)),
    "affiliation:uni-north": lambda paper: "uni-north" in paper.affiliations,
    "has:code year:2023- area:LG": lambda paper: paper.code and paper.date.year >= 2023 and paper.area.code == "cs.LG",
    "year:2025 author:elm": lambda paper: paper.date.year == 2025 and _has(paper, "elm"),
}


@pytest.mark.parametrize("text", FILTERS)
def test_fields_let_through_what_they_say(text: str, engine: Engine) -> None:
    assert set(engine.find(text)) == {paper.plain_title for paper in PAPERS if FILTERS[text](paper)}
    assert any(map(FILTERS[text], PAPERS)) or "nobody" in text or "1999" in text


def test_a_topic_lets_its_papers_through(engine: Engine) -> None:
    topics = _collection(PAPERS).topics
    assert len(topics.headings) >= 3
    for heading in topics.headings:
        found = engine.find(f'topic:"{heading.label}"')
        assert set(found) == {paper.plain_title for paper in heading.papers}


def test_words_and_fields_together(engine: Engine) -> None:
    every, late = engine.find("rain"), engine.find("year:2023- rain")
    assert 0 < len(late) < len(every)
    assert late == [title for title in every if title in set(late)]


@pytest.mark.parametrize("text", ["rain", "has:code", "garden"])
def test_orders(text: str, engine: Engine) -> None:
    papers = {paper.plain_title: paper for paper in PAPERS}
    found = [papers[title] for title in engine.find(text)]
    assert len(found) > 4

    def ordered(order: str) -> list[Paper]:
        return [papers[title] for title in engine.find(f"{text} sort:{order}")]

    assert ordered("relevance") == found
    assert ordered("date") == sorted(found, key=lambda paper: paper.date, reverse=True)
    assert ordered("score") == sorted(sorted(found, key=lambda p: p.date, reverse=True), key=lambda p: -(p.score or 0))
    titles = [
        [int(word) if word.isdigit() else word for word in search_words(paper.plain_title)]
        for paper in ordered("title")
    ]
    assert [title[:2] for title in titles] == sorted(title[:2] for title in titles)
    assert {paper.key for paper in ordered("title")} == {paper.key for paper in found}


def test_an_order_alone_lists_everything(engine: Engine) -> None:
    assert engine.find("sort:date") == [paper.plain_title for paper in PAPERS]


@pytest.mark.parametrize("size", [1, 4], ids=["a file", "files"])
def test_papers_are_found_by_what_names_them(size: int, over: Callable[..., Engine]) -> None:
    papers = _dated(
        replace(_paper(f"Moths {at}", abstract="In a garden."), doi=f"10.1234/Moth.{at}", citekey=f"yew202{at}Moths")
        for at in range(8)
    )
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(index_data, "_PER_IDENTIFIERS", 8 // size)
        engine = over(papers)
    for at in range(8):
        for text in (f"10.1234/MOTH.{at}", f"https://doi.org/10.1234/moth.{at}", f"yew202{at}moths"):
            assert engine.find(text) == [f"Moths {at}"]
        (item,) = engine.items(f"doi:10.1234/Moth.{at}")
        assert engine.find(f"https://shelf.example.org/{item['address']}") == [f"Moths {at}"]
        bibtex = cite(papers[at])["bibtex"]
        assert engine.find(" ".join(bibtex.split()))[0] == f"Moths {at}"
    assert engine.answer("10.1234/moth.9")["missed"] == ["10.1234/moth.9"]


# ---- what is shown ----


def _text(parts: Sequence[str]) -> str:
    """Return the text of an answer, whose every other part is marked."""
    return "".join(parts)


@pytest.mark.parametrize("title", HOSTILE)
def test_a_hostile_title_is_told_as_it_is(title: str, engine: Engine) -> None:
    (item,) = [item for item in engine.items("marsh") if item["address"] == f"papers/{slugify(title)}/"]
    assert _text(item["title"]) == title
    assert "Marsh" in item["title"][1::2]
    assert ("<b>Bold</b> Alder" in _text(item["people"])) is (title == HOSTILE[0])


def test_words_are_marked(engine: Engine) -> None:
    (item,) = engine.items("cafe owl")
    assert item["title"] == ["", "Café", " ", "Owls"]
    assert "Ida Ivy" in _text(item["people"])


def test_words_that_are_nowhere_are_told(engine: Engine) -> None:
    assert engine.answer("quagmire zeppelin")["missed"] == ["zeppelin"]
    assert engine.answer("cafe owl")["missed"] == []


@pytest.mark.parametrize(
    ("text", "address", "kind", "said"),
    [
        ("uma alder", "authors/uma-alder/", "author", "2 papers"),
        ("ada bea alder", "authors/ada-bea-alder/", "author", "1 paper"),
        ("rain", "topics/rain/", "topics", ""),
        ("computation and language", "areas/cs-cl/", "areas", ""),
        ("old harbour", "affiliations/old-harbour/", "affiliations", "4 papers"),
    ],
)
def test_people_and_topics_are_hits_with_counts(text: str, address: str, kind: str, said: str, engine: Engine) -> None:
    (item,) = [item for item in engine.items(text) if item["address"] == address]
    assert item["kind"] == kind
    collection = _collection(PAPERS)
    (heading,) = [h for index in collection.indexes for h in index.headings if f"/{h.slug}/" in f"/{address[:-1]}/"]
    number = len(heading.papers)
    assert item["facts"] == [[f"{number} {'paper' if number == 1 else 'papers'}"]]
    assert said in item["facts"][0][0]


def test_addresses_without_folders(over: Callable[..., Engine]) -> None:
    answer = over(PAPERS, directory_urls=False).answer("ada bea alder")
    addresses = [item["address"] for item in answer["items"]]
    assert addresses[:2] == ["papers/bells-at-noon.html", "authors/ada-bea-alder.html"]
    assert answer["explore"] == "explore.html"


def test_every_address_is_that_of_a_page(engine: Engine) -> None:
    collection = _collection(PAPERS)
    script = """() => { const { catalogue } = engine, all = (table) => table.label.map((_, at) => at);
        return [catalogue.title.map((_, at) => engine.address("papers", catalogue, at)),
            ...["topics", "authors", "areas", "affiliations"].map((kind) =>
                all(catalogue[kind]).map((at) => engine.address(kind, catalogue[kind], at)))]; }"""
    papers, *headings = engine.page.evaluate(script)
    assert papers == [f"papers/{paper.key}/" for paper in PAPERS]
    kinds = (collection.topics, collection.authors, collection.areas, collection.affiliations)
    for found, index in zip(headings, kinds, strict=True):
        assert sorted(found) == sorted(heading.src_uri.removesuffix(".md") + "/" for heading in index.headings)


@pytest.mark.parametrize(
    ("text", "rest"),
    [("quag", "mire"), ("paper lan", "terns"), ("Uma Ald", "er"), ("zeppelin", ""), ("quagmire ", ""), ("", "")],
)
def test_completions(text: str, rest: str, engine: Engine) -> None:
    assert engine.answer(text)["completion"] == rest


@pytest.mark.parametrize(
    ("text", "near", "is_found"), [("quagmier", "", True), ("zeppelin", "", False), ("wng", "wing", False)]
)
def test_did_you_mean(text: str, near: str, is_found: bool, engine: Engine) -> None:
    answer = engine.answer(text)
    assert (answer["near"], answer["total"] > 0) == (near, is_found)


# ---- few papers, and many ----


def test_no_papers(over: Callable[..., Engine]) -> None:
    engine = over([])
    for text in ("moth", "author:alder", "sort:date", "year:2024 moth", '"moth wing"', "", "a"):
        assert engine.find(text) == []
        assert engine.items(text) == []
    assert engine.answer("autor:moth")["faults"] == ["Unknown field “autor”"]


@pytest.mark.parametrize(
    "text", ["moth", "moths at", "ada alder", "mohts", "night lamp", "year:2025", "sort:title", "lamps"]
)
def test_one_paper(text: str, over: Callable[..., Engine]) -> None:
    papers = _dated([_paper("Moths at Night", "Ada Alder", abstract="We light lamps.")])
    assert over(papers).find(text) == ["Moths at Night"]


@pytest.fixture(scope="module")
def sharded(browser: Browser) -> Iterator[Engine]:
    """The same papers with abstracts in shards."""
    page = browser.new_page()
    files = _files(PAPERS, sharded=True)
    assert len([name for name in files if name.startswith("search/abstracts-")]) == 16
    yield Engine(page, files)
    page.close()


@pytest.mark.parametrize(
    "text",
    [
        "floats",
        "carry",
        "watch rain",
        "quiet garden night",
        "rain garden by day",
        "paper lanterns",
        '"carry paper"',
        "飞蛾",
        "夜里的飞蛾",
        "été",
        "wat",
        "ga",
        "garden nig",
        "has:code watch",
        "watch sort:date",
        "kettle kettles",
    ],
)
def test_shards_give_the_same_hits(text: str, sharded: Engine, engine: Engine) -> None:
    assert engine.find(text) != []
    # Each in a fresh engine, so that it has the shards of its own query only.
    sharded.page.evaluate(
        "() => { window.engine = papershelf.steps.whole(papershelf.Engine.build(papershelfData.catalogue)); }"
    )
    assert sharded.find(text) == engine.find(text)


def test_every_word_of_every_abstract_is_found_in_its_shard(sharded: Engine) -> None:
    lost = []
    for paper in PAPERS:
        for word in set(search_words(paper.abstract)):
            if paper.plain_title not in sharded.find(f'"{word}"'):
                lost.append(word)
    assert sorted(set(lost)) == []


# ---- the worker ----

SERVED = {"index.html": "<!doctype html><meta charset=utf-8><link rel=icon href=data:,><title>Search</title>"}
ABOUT = {"location": "about/", "title": "About this Shelf", "text": "Who keeps gnats & bells."}
OF_ZENSICAL = {"location": "about/", "title": "About this Shelf", "text": "<p>Who keeps <b>gnats</b> &amp; bells.</p>"}
START = """async ([script, site]) => {
    window.said = [];
    window.asked = 0;
    if (location.protocol === "file:") {
        self.papershelf = {};
        const element = Object.assign(document.createElement("script"), { src: script });
        document.head.append(element);
        await new Promise((loaded) => { element.onload = loaded; });
        window.send = (message) => papershelf.answer(message, (reply) => said.push(reply));
    } else {
        const worker = new Worker(script);
        worker.onmessage = ({ data }) => said.push(data);
        window.send = (message) => worker.postMessage(message);
    }
    send({ kind: "start", data: site });
}"""


class Box:
    """Worker of a site, to which queries are sent as the search dialog does."""

    def __init__(self, page: Page, address: str, folder: Path) -> None:
        self.page = page
        self.address = address
        self.folder = folder
        self.fetched: list[str] = []

    def start(self, theme_searches: bool = False) -> None:
        self.page.goto(self.address)
        self.page.context.on("request", lambda request: self.fetched.append(request.url.removeprefix(self.address)))
        site = {"collection": self.page.url.replace("index.html", ""), "themeSearches": theme_searches}
        self.page.evaluate(START, ["assets/javascripts/search/worker.js", site | {"root": site["collection"]}])

    def wait(self, what: str) -> None:
        try:
            self.page.wait_for_function(what, polling=10)
        except TookTooLong:
            pytest.fail(f"waited for {what}; the worker said {self.page.evaluate('said')}")

    def ask(self, *queries: str, answers: int = 0) -> list[list[str]]:
        """Return the addresses of each answer, after as many answers as queries, or more."""
        self.page.evaluate(
            "queries => { said.length = 0; for (const data of queries) send({ id: ++asked, kind: 'find', data }); }",
            list(queries),
        )
        self.wait(f"said.length >= {answers or len(queries)}")
        return [[item["address"] for item in answer.get("items", [])] for answer in self.page.evaluate("said")]

    def answer(self, query: str) -> dict[str, Any]:
        self.ask(query)
        found: dict[str, Any] = self.page.evaluate("said.at(-1)")
        return found

    def find(self, query: str, key: str) -> None:
        """Asks, and waits until an answer has a paper."""
        self.ask(query)
        self.wait(f"said.at(-1).items.some((item) => item.address === 'papers/{key}/')")


@pytest.fixture
def box(
    browser: Browser, serve: Callable[[Path], AbstractContextManager[str]], tmp_path: Path
) -> Iterator[Callable[..., Box]]:
    """Return a function that starts the worker of a site; from a folder, it is a script of the page."""
    context = browser.new_context()
    with serve(tmp_path) as address:

        def made(
            papers: Sequence[Paper] = PAPERS,
            *,
            pages: Sequence[dict[str, str]] | None = (),
            from_folder: bool = False,
            **how: Any,
        ) -> Box:
            worker = {"assets/javascripts/search/worker.js": WORKER.read_text(encoding="utf-8")}
            text = f"(self.papershelfData ??= {{}}).pages = {json.dumps(pages)};"
            lazy = {} if pages is None else {"search/pages.js": text}
            for name, text in (SERVED | worker | lazy | _files(papers, **how)).items():
                (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
                (tmp_path / name).write_text(text, encoding="utf-8")
            start = f"{tmp_path.as_uri()}/index.html" if from_folder else address
            return Box(context.new_page(), start, tmp_path)

        yield made
        context.close()


BELLS_AT, GRAMOPHONE_AT, WALKS_AT = (f"papers/{slugify(title)}/" for title in (BELLS, GRAMOPHONE, "Night Walks"))


FROM = pytest.mark.parametrize("from_folder", [False, True], ids=["served", "from a folder"])


@FROM
def test_the_worker_answers(from_folder: bool, box: Callable[..., Box]) -> None:
    asked = box(from_folder=from_folder)
    asked.start()
    assert asked.ask("gramophone")[-1][0] == GRAMOPHONE_AT
    assert asked.ask("uma alder")[-1][:2] == ["papers/a-kettle-of-one-own/", "authors/uma-alder/"]
    assert asked.answer("autor:gramophone")["faults"] == ["Unknown field “autor”"]
    assert asked.answer("paper lan")["completion"] == "terns"


@FROM
def test_the_explore_page_is_answered(from_folder: bool, box: Callable[..., Box]) -> None:
    asked = box(from_folder=from_folder, sharded=True)
    asked.start()
    wanted = {"query": "carry", "chosen": {}, "order": "", "from": 0, "size": 9, "narrow": {}}
    asked.page.evaluate("data => send({ id: 7, kind: 'explore', data })", wanted)
    asked.wait("said.length === 1")
    answer = asked.page.evaluate("said[0]")
    assert answer["id"] == 7
    assert [row["address"] for row in answer["rows"]] == [WALKS_AT]


def test_all_that_the_first_search_needs_is_fetched_at_once(box: Callable[..., Box]) -> None:
    asked = box(sharded=True)
    asked.start()
    needed = ["search/catalogue.js", "search/engine.js", "search/pages.js"]
    until(asked.page, lambda: sorted(path for path in asked.fetched if path.startswith("search/")) == needed)
    asked.find("gramophone", "a-plug-and-play-gramophone")
    asked.page.wait_for_timeout(250)
    fetched = [path for path in asked.fetched if path.startswith("search/")]
    assert len(fetched) <= 4  # a shard of abstracts
    asked.find("gramophone", "a-plug-and-play-gramophone")
    assert [path for path in asked.fetched if path.startswith("search/")] == fetched


@FROM
@pytest.mark.parametrize("sharded", [False, True], ids=["inline", "in shards"])
def test_every_query_is_answered(sharded: bool, from_folder: bool, box: Callable[..., Box]) -> None:
    asked = box(sharded=sharded, from_folder=from_folder)
    asked.start()
    hidden = ["floats", "we carry", "floats zeppelin", "what floats"]  # of abstracts only
    assert len(asked.ask(*hidden)) == len(hidden)
    typed = ["carry paper lanterns"[:end] for end in range(1, 21)]
    asked.ask(*typed)
    asked.wait(f"said.at(-1).items[0]?.address === '{WALKS_AT}'")
    asked.page.wait_for_timeout(300)
    assert asked.page.evaluate("said.at(-1).items[0].address") == WALKS_AT


@FROM
@pytest.mark.parametrize(
    ("queries", "place"),
    [(["watch", "gramophone"], GRAMOPHONE_AT), (["watch", "bells", "zeppelin"], None)],
    ids=["words", "none"],
)
def test_the_last_answer_is_to_the_last_query(
    queries: list[str], place: str | None, from_folder: bool, box: Callable[..., Box]
) -> None:
    asked = box(sharded=True, from_folder=from_folder)
    asked.start()
    asked.ask("paper")
    asked.ask(*queries)
    last = "(said.at(-1).items[0]?.address ?? null)"
    asked.wait(f"{last} === {json.dumps(place)}")
    asked.page.wait_for_timeout(300)
    assert asked.page.evaluate(last) == place


def test_abstracts_come_in_a_second_answer(box: Callable[..., Box]) -> None:
    asked = box(sharded=True)
    asked.start()
    first, second = asked.ask("paper", answers=2)
    assert "papers/paper-lanterns-over-water/" in first
    assert WALKS_AT not in first
    assert WALKS_AT in second
    assert asked.page.evaluate("said.map(({ incomplete }) => incomplete)") == [False, False]


@FROM
@pytest.mark.parametrize(
    ("name", "query", "missed"),
    [
        ("abstracts", "carry", []),
        ("abstracts", "paper lanterns", []),
        ("abstracts", "quagmire xylophone", ["xylophone"]),
        ("identifiers", "10.1234/none", ["10.1234/none"]),
        ("identifiers", "zeppelin2025", ["zeppelin2025"]),
    ],
)
def test_a_shard_that_is_not_there(
    name: str, query: str, missed: list[str], from_folder: bool, box: Callable[..., Box]
) -> None:
    asked = box(sharded=True, from_folder=from_folder)
    (shards,) = asked.folder.glob(f"search/{name}-*")
    asked.start()
    asked.ask("bells")
    shards.rename(asked.folder / "away")
    asked.ask(query)
    asked.wait("said.at(-1).incomplete")
    answer = asked.page.evaluate("said.at(-1)")
    assert (answer["missed"], answer["near"], answer["relaxed"]) == ([], "", False)
    asked.ask("gramophone")
    asked.wait(f"said.at(-1).items[0]?.address === '{GRAMOPHONE_AT}'")
    (asked.folder / "away").rename(shards)
    asked.find("carry", "night-walks")
    answer = asked.answer(query)
    assert (answer["missed"], answer["incomplete"]) == (missed, False)


@FROM
@pytest.mark.parametrize("name", ["catalogue.js", "engine.js"])
def test_a_catalogue_that_is_not_there(name: str, from_folder: bool, box: Callable[..., Box]) -> None:
    asked = box(from_folder=from_folder)
    file = asked.folder / "search" / name
    file.rename(asked.folder / "away")
    asked.start()
    assert asked.answer("bells").get("failed")
    asked.ask("bells", "gramophone")
    (asked.folder / "away").rename(file)
    asked.find("bells", "bells-at-noon")


@pytest.mark.parametrize("query", ["gnats", "about this shelf"])
@FROM
def test_hand_written_pages_are_found(from_folder: bool, query: str, box: Callable[..., Box]) -> None:
    asked = box(pages=[ABOUT], from_folder=from_folder)
    asked.start()
    (found,) = asked.answer(query)["items"][:1]
    assert (found["kind"], found["address"]) == ("page", "about/")
    assert "".join(found["text"]) == "Who keeps gnats & bells."
    assert asked.ask("gramophone")[-1][0] == GRAMOPHONE_AT


@pytest.mark.parametrize("theme_searches", [True, False], ids=["with its search", "without"])
def test_pages_that_zensical_indexed_are_found(theme_searches: bool, box: Callable[..., Box]) -> None:
    asked = box(pages=None)
    (asked.folder / "search.json").write_text(json.dumps({"items": [OF_ZENSICAL]}), encoding="utf-8")
    asked.start(theme_searches)
    (found,) = asked.answer("gnats")["items"]
    assert "".join(found["text"]) == "Who keeps gnats & bells."
    assert ("search/pages.js" in asked.fetched) is not theme_searches


@pytest.mark.parametrize("text", ["", "{}", '{"items": [{}]}'])
def test_an_index_that_is_none_stops_nothing(text: str, box: Callable[..., Box]) -> None:
    asked = box(pages=None)
    (asked.folder / "search.json").write_text(text, encoding="utf-8")
    asked.start(theme_searches=True)
    asked.find("gramophone", "a-plug-and-play-gramophone")


@pytest.mark.parametrize("query", ["watch", "gnats bells"])
def test_a_page_with_all_words_goes_before_papers_that_hardly_have_them(query: str, box: Callable[..., Box]) -> None:
    asked = box(pages=[ABOUT | {"title": "Watch this Shelf"}])
    asked.start()
    found = asked.ask(query)[-1]
    assert len(found) > 1
    assert found[0] == "about/"


@FROM
def test_without_hand_written_pages_papers_are_found(from_folder: bool, box: Callable[..., Box]) -> None:
    asked = box(pages=None, from_folder=from_folder)
    asked.start()
    asked.find("gramophone", "a-plug-and-play-gramophone")


@pytest.mark.parametrize("papers", [[], PAPERS[:1]], ids=["none", "one"])
@pytest.mark.parametrize("sharded", [False, True])
def test_a_worker_with_few_papers(papers: list[Paper], sharded: bool, box: Callable[..., Box]) -> None:
    asked = box(papers, sharded=sharded)
    asked.start()
    for query in ("floats", "water", "zeppelin", "sort:date"):
        found = [f"papers/{paper.key}/" for paper in papers if query != "zeppelin"]
        assert [place for place in asked.ask(query)[-1] if "papers/" in place] == found
