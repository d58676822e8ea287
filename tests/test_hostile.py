"""Hostile seeds: what others wrote, and CI publishes unseen, is only ever text; whole, in every page and file.

The attacks are in `hostile.py`; `hostile_seeds.py` puts each into every field that can carry it.
"""

from __future__ import annotations

import csv
import io
import json
import pickle
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode
from xml.etree import ElementTree

import bibtexparser
import pytest
import rispy
import yaml
from conftest import Shared
from hostile import ATTACKS, SIZES
from hostile_seeds import DESCRIPTION, EVERY, FILES, NAME, hostile_project
from limits import check_growth
from made_up import TODAY, docs_files, entry
from playwright.sync_api import expect

from generator import mkdocs_runner
from generator.build import gather
from generator.byline.names import match_key
from generator.config import SiteConfig
from generator.sources.corrections import CORRECTION_FIELDS, read_corrections
from generator.sources.listing import Listing
from generator.sources.loader import Seeds
from generator.sources.people import Unreadable, read_authors
from generator.sources.yaml_lines import read_yaml
from generator.text import bibtex
from generator.text.mathml import to_mathml, to_unicode

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

TEXTS = [attack.text for attack in EVERY]


@dataclass(frozen=True)
class Hostile:
    """A built site, and what its own file of records says is in it."""

    root: Path
    site: Path
    result: Any
    papers: dict[int, dict[str, Any]]
    """By the number of the attack in its title."""


def _build(folder: Path) -> None:
    root = hostile_project(folder / "project")
    result = mkdocs_runner.run_build(mkdocs_runner.load(str(root / "mkdocs.yml")))
    (folder / "result").write_bytes(pickle.dumps(result))


@pytest.fixture(scope="module")
def built_once(shared: Shared) -> Hostile:
    folder = shared("hostile", _build)
    root, result = folder / "project", pickle.loads((folder / "result").read_bytes())
    records = [
        json.loads(line) for line in _read(root / "site" / "downloads" / "papers.jsonl").rstrip("\n").split("\n")
    ]
    titled = [(re.match(r"Moths (\d+) ", record["title"]), record) for record in records]
    return Hostile(root, root / "site", result, {int(found[1]): record for found, record in titled if found})


def _read(path: Path) -> str:
    with path.open(encoding="utf-8", newline="") as file:
        return file.read()


def _shown(text: str) -> str:
    """As it can be compared: what cannot be shown, and spaces of any kind, are one space."""
    return " ".join(re.sub(r"[\s\x00-\x1f\x7f-\x9f\ufeff\ufffd-\uffff]+", " ", text).split())


# ---- what is known of the papers ----


def test_there_are_attacks_enough() -> None:
    assert len(set(TEXTS)) == len(TEXTS) >= 300
    assert all(text and "\n" not in text and "\r" not in text for text in TEXTS)


def test_no_line_is_lost(built_once: Hostile) -> None:
    lines = _read(built_once.root / "seeds" / "papers.txt").split("\n")
    starts = [number for number, line in enumerate(lines, 1) if re.fullmatch(r"[\d.]+CLMar \d+, \d+Code", line)]
    assert len(starts) == len(EVERY)
    told = {(problem.location.path, problem.location.line) for problem in built_once.result.problems}
    for attack, start in zip(EVERY, starts, strict=True):
        paper = built_once.papers.get(attack.number)
        if paper is None:
            assert ("seeds/papers.txt", start + 1) in told, attack
            continue
        assert paper["source"] == f"seeds/papers.txt:{start}"
        assert paper["title"] == lines[start].removesuffix("Ada Alder, Ben Birch, Cleo Cedar et al.")
        assert paper["abstract"] == "\n".join(lines[start + 1 : start + 3])
        try:
            (name,) = read_authors([attack.text])
        except Unreadable:
            assert ("seeds/corrections.yml", 1) in told, attack
            continue
        assert paper["authors"] == [name.text if name.stated else attack.text.strip(), "Ada Alder"]
    assert len(built_once.papers) >= len(EVERY) - 1
    others = len(list((built_once.root / "seeds").glob("*.txt"))) - 1
    assert others >= len(FILES)
    assert built_once.result.papers == len(built_once.papers) + others


# ---- every page, as Chromium reads it ----

READ = """async (paths) => {
    const pages = {};
    await Promise.all(paths.map(async (path) => {
        const page = new DOMParser().parseFromString(await (await fetch(`./${path}`)).text(), "text/html");
        const parts = new Set(), links = new Set(), scripts = new Set();
        for (const element of page.querySelectorAll("*")) {
            const place = element.closest("article") ? "article" : element.closest("body") ? "frame" : "head";
            parts.add(`${place} ${element.localName}`);
            for (const {name, value} of element.attributes) {
                parts.add(`${place} ${element.localName} ${name}`);
                if (/^(href|src|srcset|action|formaction|data|poster|xlink:href|background)$/.test(name)) {
                    links.add(`${element.localName} ${value}`);
                }
            }
            if (element.localName === "script" && !element.hasAttribute("src")) {
                scripts.add(`${element.type} ${element.id} ${element.textContent}`);
            }
        }
        const shown = (element) => element?.textContent ?? "";
        const article = page.querySelector("article");
        pages[path] = {
            parts: [...parts], links: [...links], scripts: [...scripts],
            title: page.title, heading: shown(article?.querySelector("h1")).replace(/¶$/, ""),
            text: path.startsWith("papers/") || path.split("/").length < 4 ? shown(article) : "",
            labels: [...(article?.querySelectorAll("a") ?? [])].map((link) => [shown(link), link.getAttribute("href")]),
            header: shown(page.querySelector(".md-header__topic")), logo: page.querySelector(".md-logo").title,
            metas: [...page.querySelectorAll("meta[content]")].map((meta) =>
                [meta.getAttribute("name") ?? meta.getAttribute("property") ?? "", meta.content]),
        };
    }));
    return pages;
}"""


@pytest.fixture(scope="module")
def served(built_once: Hostile, serve: Callable[[Path], AbstractContextManager[str]]) -> Iterator[str]:
    with serve(built_once.site) as address:
        yield address


@pytest.fixture(scope="module")
def pages(shared: Shared, built_once: Hostile, served: str, browser: Browser) -> dict[str, dict[str, Any]]:
    """Every page, by its path, as Chromium's parser reads it."""

    def read(folder: Path) -> None:
        names = (path.relative_to(built_once.site).as_posix() for path in built_once.site.rglob("*.html"))
        page = browser.new_page()
        page.goto(f"{served}robots.txt")
        found = page.evaluate(READ, sorted(name.removesuffix("index.html") for name in names))
        page.close()
        (folder / "pages.json").write_text(json.dumps(found), encoding="utf-8")

    read_once: dict[str, dict[str, Any]] = json.loads(_read(shared("hostile-pages", read) / "pages.json"))
    return read_once


def test_no_page_has_an_element_of_an_attack(pages: dict[str, dict[str, Any]]) -> None:
    assert len(pages) > 3 * len(EVERY)
    where: dict[str, str] = {part: path for path, page in pages.items() for part in page["parts"]}
    ours = set(
        "a article button circle code dd details div dl dt em figcaption figure form g h1 h2 input label li math nav "
        "ol option p path pre rect script section select span strong summary svg table tbody td text th thead "
        "title tr ul".split()
    )
    mathml = set(
        "mrow mi mn mo mtext mspace msup msub msubsup mfrac msqrt mroot mover munder munderover mtable mtr mtd mstyle "
        "mpadded mphantom".split()
    )
    in_article = {tuple(part.split(" ")[1:]): path for part, path in where.items() if part.startswith("article ")}
    assert {part: path for part, path in in_article.items() if part[0] not in ours | mathml} == {}
    # What is around that is the theme's and ours, and the same on a page that says nothing.
    plain = {part for part in pages["about/"]["parts"] if not part.startswith("article ")}
    frame = {part: path for part, path in where.items() if not part.startswith("article ")}
    state = {"head script type", "frame div hidden", "frame ul data-md-component", "frame input checked"}
    assert {part: path for part, path in frame.items() if part not in plain | state} == {}


def test_no_page_has_an_attribute_of_an_attack(pages: dict[str, dict[str, Any]]) -> None:
    attributes = {
        part.split(" ")[2]: path for path, page in pages.items() for part in page["parts"] if part.count(" ") == 2
    }
    wrong = re.compile(r"on\w+|style|srcdoc|srcset|formaction|background|ping|autofocus")
    assert {name: path for name, path in attributes.items() if wrong.fullmatch(name)} == {}


def test_every_link_is_a_web_address_or_leads_into_the_site(pages: dict[str, dict[str, Any]]) -> None:
    for path, page in pages.items():
        for link in page["links"]:
            element, _, address = link.partition(" ")
            if address == "javascript:void(0)":
                assert link in pages["about/"]["links"]  # the theme's own
                continue
            scheme = re.match(r"[\s\x00-\x20]*([^/?#:]*):", address)
            assert scheme is None or scheme[1] in ("https", "http"), (path, link)
            assert not address.startswith("//"), (path, link)
            assert element in ("a", "link") or scheme is None, (path, link)


def test_every_script_is_ours(pages: dict[str, dict[str, Any]]) -> None:
    def known(script: str) -> str:
        return re.sub(r'new URL\("[./a-z]*"', "", script)

    ours = {known(script) for script in pages["about/"]["scripts"]}
    data = 0
    for path, page in pages.items():
        for script in page["scripts"]:
            kind, name, text = script.split(" ", 2)
            if known(script) in ours:
                continue
            assert (kind, name) in (("application/ld+json", ""), ("application/json", "__config")), (path, script[:200])
            data += "@type" in json.loads(text)
    assert data > len(EVERY) - 5


def test_every_page_says_what_the_seeds_say(pages: dict[str, dict[str, Any]], built_once: Hostile) -> None:
    lost = []
    for attack in EVERY:
        if attack.shown is None or attack.number not in built_once.papers:
            continue
        page = pages[built_once.papers[attack.number]["url"]]
        text, labels = _shown(page["text"]), {_shown(label) for label, _ in page["labels"]}
        shown = _shown(attack.shown)
        title = _shown(attack.title or "")
        other = EVERY[attack.number - 1]
        metas = {(name, _shown(said)) for name, said in page["metas"]}
        wanted = {
            "heading": title == _shown(page["heading"]),
            "title": _shown(page["title"]).startswith(title),
            "description": any(name == "description" and said.startswith("It says") for name, said in metas),
            "preview": ("og:title", title) in metas,
            "citation": ("citation_title", title) in metas,
            "abstract": _shown(f"It says {attack.shown} here of") in text,
            "other": other.shown is None or _shown(f"And {other.shown} there of") in text,
            "author": bool({shown, _shown(attack.text)} & labels),
            "affiliation": _shown(attack.text) in labels,
            "topic": _shown(attack.text) in labels,
        }
        lost += [(what, attack, page["heading"]) for what, found in wanted.items() if not found]
    assert lost == [], "\n".join(map(repr, lost))


def test_every_heading_has_a_page_that_says_it(pages: dict[str, dict[str, Any]], built_once: Hostile) -> None:
    headings = {_shown(page["heading"]) for page in pages.values()}
    known = [attack.number for attack in EVERY if attack.number in built_once.papers]
    affiliations, topics = (_shown(pages[f"{kind}/"]["text"]) for kind in ("affiliations", "topics"))
    affiliations += match_key(affiliations)  # those that look alike are one
    assert [TEXTS[number] for number in known if _shown(TEXTS[number]) not in headings] == []
    assert [TEXTS[number] for number in known if match_key(_shown(TEXTS[number])) not in affiliations] == []
    of_two = [number for number in known if number + 1 in known]
    assert [TEXTS[number] for number in of_two if _shown(TEXTS[number]) not in topics] == []


def test_the_name_of_the_site_is_only_read(pages: dict[str, dict[str, Any]]) -> None:
    for page in pages.values():
        assert _shown(page["header"]) == _shown(page["logo"]) == _shown(NAME)
        assert _shown(page["title"]).endswith(_shown(NAME))
    assert _shown(pages[""]["heading"]) == _shown(NAME)
    assert ["description", DESCRIPTION.strip()] in [[n, said.strip()] for n, said in pages["404.html"]["metas"]]


@pytest.mark.slow
def test_the_site_builder_makes_of_attacks_what_mkdocs_makes(tmp_path: Path) -> None:
    some = [attack for attack in EVERY if attack.number % 9 == 0 or attack.kind == "signs"]
    sites = []
    for name, fast in (("fast", True), ("slow", False)):
        root = hostile_project(tmp_path / name, some, fast=fast)
        mkdocs_runner.run_build(mkdocs_runner.load(str(root / "mkdocs.yml")))
        files = (path for path in (root / "site").rglob("*") if path.is_file() and path.suffix != ".gz")
        sites.append({path.relative_to(root / "site").as_posix(): path.read_bytes() for path in files})
    fast, slow = sites
    assert fast.keys() == slow.keys()
    assert len(fast) > 4 * len(some)
    assert [name for name in fast if fast[name] != slow[name]] == []


# ---- files beside the pages ----


def test_every_feed_says_what_the_seeds_say(built_once: Hostile) -> None:
    titles = {_shown(attack.title) for attack in EVERY if attack.title is not None}
    atom = "{http://www.w3.org/2005/Atom}"
    feeds = list(built_once.site.rglob("feed.xml"))
    assert len(feeds) > len(EVERY) - 5
    seen = 0
    for path in feeds:
        feed = ElementTree.fromstring(path.read_bytes())
        items = json.loads(path.with_suffix(".json").read_bytes())["items"]
        elements = list(feed.iter(f"{atom}entry"))
        assert [item["url"] for item in items] == [element.find(f"{atom}link").attrib["href"] for element in elements]  # type: ignore[union-attr]
        for item, element in zip(items, elements, strict=True):
            title, summary = (element.findtext(f"{atom}{name}") or "" for name in ("title", "summary"))
            assert _shown(title) == _shown(item["title"])
            assert re.fullmatch(r"<p>[^<>]*</p><p>[^<>]*</p>", summary)
            seen += _shown(title) in titles
    assert seen > len(titles)


def test_every_download_can_be_read_and_is_whole(built_once: Hostile) -> None:
    folder = built_once.site / "downloads"
    papers = len(built_once.papers)
    titles = {_shown(a.title) for a in EVERY if a.title is not None and a.number in built_once.papers}
    others = built_once.result.papers - papers
    library = bibtexparser.parse_string(_read(folder / "papers.bib"))
    assert (len(library.entries), library.failed_blocks) == (papers + others, [])
    assert len(library.blocks) == papers + others
    unknown = re.compile(r"\\(input|write|immediate|def|newcommand|catcode|csname|loop|href|include|begin\{f)|\^\^")
    for entry_ in library.entries:
        assert not unknown.search(entry_["title"].replace(r"\textbackslash{}", "")), entry_["title"]
        assert re.fullmatch(r"[a-z0-9]+", entry_.key)
    records = rispy.loads(_read(folder / "papers.ris"))
    items = json.loads(_read(folder / "papers.json"))
    assert len(records) == len(items) == papers + others
    assert titles <= {_shown(record["title"]) for record in records}
    assert titles <= {_shown(item["title"]) for item in items}
    rows = list(csv.reader(io.StringIO(_read(folder / "papers.csv"), newline="")))
    assert {len(row) for row in rows} == {len(rows[0])}
    assert len(rows) == papers + others + 1
    assert [cell for row in rows for cell in row if re.match(r"[=+@\t\r]|-(?!\d+\.?\d*$)", cell)] == []


def test_what_crawlers_and_browsers_read_of_the_site(built_once: Hostile) -> None:
    pages = len(list(built_once.site.rglob("*.html")))
    places = ElementTree.parse(built_once.site / "sitemap.xml").getroot()
    assert pages - 5 < len(places) <= pages
    assert all((place[0].text or "").startswith("https://shelf.example.org/papers/") for place in places)
    said = ElementTree.parse(built_once.site / "opensearch.xml").getroot()
    space = "{http://a9.com/-/spec/opensearch/1.1/}"
    assert said.findtext(f"{space}ShortName") == NAME[:16]
    assert _shown(said.findtext(f"{space}Description") or "") == _shown(DESCRIPTION)
    links = [line for line in _read(built_once.site / "llms.txt").split("\n") if line.startswith("- ")]
    whole = r"- \[[^\[\]<>`*]*\]\(https://shelf\.example\.org/papers/[\w./-]*\): [\w ,;–-]+"
    assert [line for line in links if not re.fullmatch(whole, line)] == []
    assert len(links) > len(EVERY) - 5
    assert yaml.safe_load(_read(built_once.site / "CITATION.cff"))["title"] == NAME


def test_the_catalogue_of_search_is_one_value(built_once: Hostile) -> None:
    form = re.compile(r"\(self\.papershelfData \?\?= \{\}\)\[\"[\w-]+\"\] = (.*);\n", re.DOTALL)
    scripts = [built_once.site / "search" / "catalogue.js", *(built_once.site / "search").glob("*-*/*.js")]
    values = [json.loads(found[1]) for path in scripts if (found := form.fullmatch(_read(path)))]
    assert len(values) == len(scripts) > 2
    titles = set(map(_shown, values[0]["title"]))
    assert {_shown(a.title) for a in EVERY if a.title is not None and a.number in built_once.papers} <= titles


@pytest.mark.parametrize("tex", ["10%", "x % y", r"10\%"])
def test_a_per_cent_sign_in_a_formula_is_no_comment(tex: str) -> None:
    assert to_unicode(tex) == tex.replace("\\", "").replace(" ", "")
    assert bibtex.render_bibtex(f"${tex}$") == f"${tex.replace('%', chr(92) + '%').replace(chr(92) * 2, chr(92))}$"


def test_a_macro_that_doubles_is_never_run() -> None:
    names = "abcdefghijklmnopqrstuvwxyz"
    doubled = "".join(rf"\def\{b}{{\{a}\{a}}}" for a, b in pairwise(names))
    assert to_mathml(rf"\def\a{{xx}}{doubled}\z") is None


# ---- corrections and topics ----


@pytest.mark.parametrize("name", CORRECTION_FIELDS)
def test_a_field_of_the_corrections_takes_an_attack_as_text_or_tells_it(name: str) -> None:
    for text in TEXTS:
        for value in (text, [text], {text: text}, {text: f"https://example.org/{text}"}):
            seeds = json.dumps({"papers": {"moth": {name: value}}}, indent=1)
            corrections, problems = read_corrections("corrections.yml", seeds)
            (correction,) = corrections.papers
            assert len(problems) == (name not in correction.fields)
            assert all(problem.location.line in (4, 5) for problem in problems)
            found = correction.fields.get(name)
            addresses = {"code_url": [found], "links": [link.url for link in found or ()] if name == "links" else []}
            for address in addresses.get(name, []):
                assert address is None or re.match(r"(?i)https?://[^\s<>\"]+$", address)
            if name in ("arxiv", "doi") and found:
                assert re.fullmatch(r"[\w./-]+", found)


YAML = {
    "a constructor": "papers: !!python/object/apply:os.system ['touch moth']",
    "a name": "!!python/name:os.system",
    "a key twice": "papers: {moth: {title: a, title: b}}",
    "a merge": "a: &a {title: Moth}\npapers: {moth: {<<: *a}}",
    "a merge of nothing": "papers: {<<: moth}",
    "a bomb": "a: &a [x,x,x,x,x,x,x,x,x]\n"
    + "\n".join(f"{b}: &{b} [{','.join(['*' + a] * 9)}]" for a, b in zip("abcdefgh", "bcdefghi", strict=True)),
    "itself": "papers: &a {moth: *a}",
    "depth": "[" * 5000,
    "a deep mapping": "papers: " + "{a: " * 3000,
    "a great number": f"papers: {{moth: {{score: {'9' * 5000}}}}}",
    "a great exponent": "papers: {moth: {score: 1e999999999}}",
    "a date": "papers: {moth: {date: 99999-99-99}}",
    "several documents": "--- {}\n--- {papers: {}}",
    "directives": "%TAG ! tag:moths.invalid,2024:\n---\npapers: {}",
    "a half of a pair": '{"papers": {"\\ud800": {"title": "\\udfff"}}}',
    "a control character": "papers: \x00\x07",
    "tabs": "papers:\n\tmoth:\n\t\ttitle: x",
    "a key that is a list": "? [a, b]\n: c",
    "no mapping": "- papers",
}


@pytest.mark.parametrize("kind", YAML)
def test_tricks_of_yaml_are_told_or_text(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for seeds in (Seeds((), Listing("c.yml", YAML[kind])), Seeds((), None, Listing("t.yml", YAML[kind]))):
        found = gather(
            Seeds(
                (Listing("a.txt", entry(title="Moths at Night", abstract="Moths.")),),
                seeds.corrections,
                seeds.vocabulary,
            ),
            None,
            TODAY,
        )
        assert len(found.bibliography) == 1
        assert all(re.fullmatch(r"[ct]\.yml|a\.txt", problem.location.path) for problem in found.problems)
    assert list(tmp_path.iterdir()) == []


def test_two_escapes_of_one_character_are_read_as_one() -> None:
    found, problems = read_yaml("moth.yml", json.dumps({"a\U0001f98b": "\U0001f98b \ud800"}))
    assert (found.value, problems) == ({"a\U0001f98b": "\U0001f98b \ufffd"}, ())


# ---- sizes ----


def _make_all(text: str) -> int:
    """Makes all files of a listing; how much text they have."""
    collection = gather(Seeds((Listing("a.txt", text),)), None, TODAY)
    return sum(len(file.text) for file in docs_files(collection, SiteConfig("Moths")))


@pytest.mark.parametrize("part", SIZES)
@pytest.mark.parametrize("where", ["abstract", "title"])
def test_a_long_text_takes_time_in_proportion(where: str, part: str) -> None:
    def make(letters: int) -> None:
        text = (part * letters)[:letters]
        title = f"Moths {text} at Night" if where == "title" else "Moths at Night"
        _make_all(entry(title=title, abstract=text if where == "abstract" else "Moths."))

    check_growth(make, 16_000)


@pytest.mark.parametrize(
    "line", ["moth\n", "\n", "aMoth Bee\n", "Apr 9\n", "Mo\n", "CLMar\n", "MothsAda A, Ben B, Cleo C et al.\n"]
)
def test_many_lines_take_time_in_proportion(line: str) -> None:
    check_growth(lambda lines: _make_all(entry(title="Moths at Night", abstract=line * lines)), 8_000)


# ---- in the browser, with scripts ----


def test_no_attack_does_anything(built_once: Hostile, served: str, browser: Browser) -> None:
    """A page of each kind, and a paper of each kind of attack; search and exploring, too."""
    papers = {attack.kind: built_once.papers.get(attack.number) for attack in EVERY}
    kinds = ("authors", "topics", "affiliations")
    some = [path.parent for kind in kinds for path in sorted((built_once.site / kind).glob("*script*/index.html"))[:2]]
    paths = [
        "",
        "explore/",
        "saved/",
        "map/",
        "papers/",
        "papers/index/2/",
        "maps/topics/",
        "maps/co-authors/",
        "downloads/",
    ]
    paths += [*(f"{kind}/" for kind in kinds), "areas/", "years/", "areas/cs-cl/", "years/2016/", "about/"]
    paths += [f"{path.relative_to(built_once.site).as_posix()}/" for path in some]
    paths += [paper["url"] for paper in papers.values() if paper]
    with _watched(browser, served) as (page, faults):
        for path in [path for path in paths if (built_once.site / path).exists()]:
            page.goto(served + path, wait_until="load")
            assert page.url == served + path
            assert page.frames == [page.main_frame], path
            strange = page.locator("article :is(iframe, object, embed, base, style, meta, link, img, video, audio)")
            assert strange.count() == 0, path
            scripts = page.locator("article script").evaluate_all("scripts => scripts.map((script) => script.src)")
            name = {"authors/": "author-filter"}.get(path, path.strip("/"))
            lists = ["paper-item"] if name in ("explore", "saved") else []
            own = [*lists, name] if name in ("explore", "saved", "map", "author-filter") else []
            data = ["search/map.js", "maps/papers.js"] if path == "map/" else []
            addresses = [*data, *(f"assets/javascripts/{name}.js" for name in own)]
            assert scripts == [served + address for address in addresses], path
        _search(page, served)
        _explore(page, served)
    assert faults == []


@contextmanager
def _watched(browser: Browser, site: str) -> Iterator[tuple[Page, list[str]]]:
    """A page, and what goes wrong in it: dialogs, errors, requests to elsewhere, windows that open."""
    faults: list[str] = []
    context = browser.new_context()
    page = context.new_page()
    context.on("page", lambda other: faults.append(f"opened {other.url}"))
    page.on("dialog", lambda dialog: (faults.append(dialog.message), dialog.dismiss()))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: faults.append(f"{page.url} {said.text}") if said.type == "error" else None)
    page.on(
        "request",
        lambda request: None if request.url.startswith((site, "data:", "blob:")) else faults.append(request.url),
    )
    yield page, faults
    page.wait_for_timeout(200)
    context.close()


ASKED = [
    group[0] for kind, group in ATTACKS.items() if kind not in ("signs", "yaml", "breakers", "references", "listings")
]
"""Attacks that are searched for."""


def _search(page: Page, site: str) -> None:
    """Type attacks into the search dialog of the home page: what is found is only shown."""
    page.goto(site, wait_until="load")
    page.keyboard.press("/")
    for text in ASKED:
        page.locator("dialog.ps-search input").fill(text)
        expect(page.locator(".ps-search__title").filter(has_text=text).first).to_be_attached()
        strange = page.locator(
            "dialog.ps-search :is(iframe, object, embed, script, style, img, video, audio, input:not([type=search]))"
        )
        assert strange.count() == 0


def _explore(page: Page, site: str) -> None:
    """The same on the page for exploring."""
    for text in ASKED[::3]:
        page.goto(f"{site}explore/?{urlencode({'find': text, 'topic': text, 'author': text})}", wait_until="load")
        expect(page.locator(".ps-explore__status")).not_to_be_empty()
        page.goto(f"{site}explore/?{urlencode({'find': text})}", wait_until="load")
        expect(page.locator("#ps-explore .ps-papers").get_by_text(text).first).to_be_visible()
        strange = page.locator("#ps-explore :is(iframe, object, embed, script, style, img, video, audio, svg, math)")
        assert strange.count() == 0
