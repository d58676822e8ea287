"""Pages: golden files of a few, and rules that hold for all."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from html_reader import to_html
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from limits import examples
from made_up import GIVEN, PAPERS, SITE_DESCRIPTION, SITE_NAME, TOPICS, collection, docs_files, entry

from generator.config import SiteConfig
from generator.pages.routes import FOLDERS, ROOT_FILES

GOLDENS = Path(__file__).parent / "goldens"
ONE = entry("CLMar 4, 2024", "Moths at Night", "Ada Alder", "Moths come.\n\n- to lanterns,\n1. at night.")


def _files(listing: str = PAPERS, vocabulary: str = TOPICS, name: str = SITE_NAME) -> dict[str, str]:
    files = list(docs_files(collection(listing, vocabulary=vocabulary), SiteConfig(name, SITE_DESCRIPTION)))
    assert max(Counter(file.src_uri for file in files).values()) == 1
    return {file.src_uri: file.text for file in files}


def _pages(listing: str = PAPERS) -> dict[str, str]:
    return {src_uri: text for src_uri, text in _files(listing).items() if src_uri.endswith(".md")}


@pytest.mark.parametrize(
    ("name", "listing", "src_uri"),
    [
        ("paper", PAPERS, "papers/lantern2-glows-efficient-moth-attraction-for-small-gardens.md"),
        ("author", PAPERS, "authors/ada-alder.md"),
        ("author_of_one", PAPERS, "authors/finn-fir.md"),
        ("topic", PAPERS, "topics/lanterns.md"),
        ("topics", PAPERS, "topics/index.md"),
        ("authors", PAPERS, "authors/index.md"),
        ("years", PAPERS, "years/index.md"),
        ("downloads", PAPERS, "downloads/index.md"),
        ("map", PAPERS, "map.md"),
        ("home", PAPERS, "index.md"),
        ("home_of_none", "", "index.md"),
        ("home_of_one", ONE, "index.md"),
        ("paper_of_one", ONE, "papers/moths-at-night.md"),
    ],
)
def test_golden(name: str, listing: str, src_uri: str, golden: Callable[[Path, str], None]) -> None:
    golden(GOLDENS / f"{name}.md", _pages(listing)[src_uri])


@pytest.mark.parametrize("listing", ["", ONE, PAPERS], ids=["none", "one", "some"])
def test_every_link_leads_to_a_file(listing: str) -> None:
    files = _files(listing)
    for src_uri in _pages(listing):
        for href in _relative_links(files[src_uri]):
            assert _target(src_uri, href) in files, f"{src_uri} links to {href}"


def _relative_links(markdown: str) -> list[str]:
    """Links of Markdown; those of drawings lead to published addresses and are followed in the built site."""
    anchors = [facts for name, facts in to_html(_body(markdown)).elements if name == "a" and "tabindex" not in facts]
    hrefs = [facts.get("href") or "" for facts in anchors]
    return [href for href in hrefs if not href.startswith(("#", "https://", "http://"))]


def _target(src_uri: str, href: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(src_uri), re.split("[?#]", href)[0]))


def _body(markdown: str) -> str:
    return re.sub(r"\A---\n.*?\n---\n", "", markdown, flags=re.DOTALL)


def test_the_link_pattern_finds_links() -> None:
    assert len(_relative_links(_pages()["index.md"])) > 10


def test_every_file_is_reachable_from_home() -> None:
    files = _files()
    seen: set[str] = set()
    waiting = ["index.md", *(f"{folder}/index.md" for folder in FOLDERS if f"{folder}/index.md" in files)]
    while waiting:
        src_uri = waiting.pop()
        if src_uri not in seen:
            seen.add(src_uri)
            if src_uri.endswith(".md"):
                waiting += [_target(src_uri, href) for href in _relative_links(files[src_uri])]
    others = {src_uri for src_uri in set(files) - seen if not src_uri.endswith(".js")}
    assert others <= set(ROOT_FILES)


def test_files_are_in_the_folders_of_the_generator() -> None:
    assert {src_uri.split("/")[0] for src_uri in _files()} <= {*ROOT_FILES, *FOLDERS}
    own = {"index.md", "explore.md", "saved.md", "map.md", "new.md", "browse.md"}
    assert {src_uri.split("/")[0] for src_uri in _pages()} - own <= set(FOLDERS)


def test_et_al_follows_every_truncated_list_of_authors() -> None:
    files = _files()
    for src_uri in ("index.md", "papers/index.md", "authors/ada-alder.md", "topics/lanterns.md", "years/2024.md"):
        assert "Cleo Cedar et al." in " ".join(to_html(_body(files[src_uri])).text.split())
    for src_uri in ("feed.xml", "feed.json", "topics/lanterns/feed.xml", "topics/lanterns/feed.json"):
        assert "Ada Alder, Ben Birch, Cleo Cedar et al." in files[src_uri]
    for src_uri in ("downloads/papers.bib", "topics/lanterns/papers.bib"):
        assert "Cedar, Cleo and others" in files[src_uri]
    for src_uri in ("downloads/papers.ris", "downloads/papers.json", "topics/lanterns/papers.ris"):
        assert "There are more authors" in files[src_uri]
    page = "papers/lantern2-glows-efficient-moth-attraction-for-small-gardens.md"
    assert files[page].split("\n---\n")[0].count("et al.") == 1


@pytest.mark.parametrize(("authors", "has_row"), [(13, False), (14, True)])
def test_the_page_of_an_author_of_one_paper_links_to_each_co_author(authors: int, has_row: bool) -> None:
    names = [f"{given} Alder" for given in GIVEN[:authors]]
    listing = entry(title="Moths at Night", authors=", ".join(names)) + entry(title="Lanterns", authors="Ada Birch")
    page = _pages(listing)[f"authors/{GIVEN[authors - 1].lower()}-alder.md"]
    assert [name for name in GIVEN[: authors - 1] if f"[{name} Alder" not in page] == []
    assert ("Co-authors" in page) is has_row
    assert "short_nav: true" in page


def test_a_whole_list_of_authors_has_no_et_al() -> None:
    page = _pages()["papers/two-gardeners-and-a-moth.md"].split("Related papers")
    meta, body = page[0].split("\n---\n")
    cited = page[1].split("## Cite")[1].split("## About")[0]
    for text in (meta, body, cited):
        assert not re.search("et al|and others|more authors|there are more", text)


def test_a_person_with_a_label_and_an_orcid() -> None:
    """The label and the ORCID are on the person's page, not on those of papers."""
    person = "{name: Ada Alder, label: North, orcid: 0000-0000-0000-0028, papers: [moths-at-night]}"
    found = collection(ONE, f"people: [{person}]")
    texts = {file.src_uri: file.text for file in docs_files(found, SiteConfig("Shelf"))}
    page = _body(texts["authors/ada-alder-north.md"])
    assert "\n# Ada Alder (North)\n" in page
    assert "(https://orcid.org/0000-0000-0000-0028)" in page
    assert "North" not in texts["papers/moths-at-night.md"].replace("authors/ada-alder-north", "")


def test_lists_are_excluded_from_the_search_of_the_theme() -> None:
    meta = {src_uri: yaml.safe_load(text.split("---\n")[1]) for src_uri, text in _pages().items()}
    searched = {src_uri for src_uri, facts in meta.items() if "search" not in facts}
    assert searched <= {f"papers/{paper.key}.md" for paper in collection().bibliography}


OUR_SCRIPTS = "assets/javascripts/(?:paper-item|explore|saved|map|author-filter)|search/map|maps/papers"
OUR_SCRIPT = re.compile(rf'<script src="\.\./(?:{OUR_SCRIPTS})\.js" defer></script>')
ALLOWED = set(
    "h1 h2 h3 p a em strong code div span ul ol li dl dt dd pre time abbr details summary nav section small br "
    "table thead tbody tr th td figure form input label button select option svg g path circle rect text title "
    "math mrow mi mn mo mtext mspace msup msub msubsup mfrac msqrt mroot mover munder munderover "
    "mtable mtr mtd mstyle mpadded mphantom".split()
)
ATTRIBUTES = set(
    "class id href title tabindex role data-search-exclude data-file for checked placeholder autocomplete required "
    "data-site hidden spellcheck lspace rspace "
    "viewbox d x y cx cy r width height stroke-width open align display mathvariant stretchy accent form fence "
    "separator linethickness columnalign rowspacing columnspacing".split()
) | {"aria-label", "aria-hidden", "data-tabs", "xmlns", "xlink:href"}
FORM_ATTRIBUTES = {**{name: {"type", "name"} for name in ("input", "button", "label")}, "option": {"value"}}
SOUP = r"""<script> </div> <img_src=x_onerror=y> {{_x_}} {%_raw_%} {:_.x_onclick=y_} ](javascript:x) [ ` ``` * _ |
# &lt; !!! --- \ $ $x$ \textbf{ } :_ -_ 1._ moth “ <!-- " '""".split()
PARTS = st.sampled_from(["_", *(part.replace("_", " ") for part in SOUP)]) | st.text(max_size=3)
HOSTILE = st.lists(PARTS, min_size=1).map("".join)


# Making a failure small takes minutes.
@settings(max_examples=examples(20), phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE)
def test_hostile_text_makes_no_elements(title: str, author: str, abstract: str, topic: str, area: str) -> None:
    facts = {"title": _quoted(title), "authors": f"[{_quoted(author)}]", "area": _quoted(area)}
    facts["affiliations"] = f"[{_quoted(topic)}]"
    corrections = "papers:\n  moths-at-night:\n" + "".join(f"    {key}: {value}\n" for key, value in facts.items())
    found = collection(
        ONE.replace("Moths come.", abstract) + entry("LGMay 4, 2025", title="Moths at Noon"),
        corrections,
        f"{_quoted(topic)}:\n  about: {_quoted(title)}\n  phrases: [moths]\n",
    )
    for page in docs_files(found, SiteConfig(title, author)):
        if not page.src_uri.endswith(".md"):
            continue
        body = _body(page.text)
        html = to_html(OUR_SCRIPT.sub("", body) if page.src_uri in ("explore.md", "saved.md", "map.md") else body)
        assert html.names <= ALLOWED
        for name, attributes in html.elements:
            assert not any(attribute.startswith("on") or attribute in ("style", "src") for attribute in attributes)
            assert set(attributes) <= ATTRIBUTES | FORM_ATTRIBUTES.get(name, set())
        hrefs = (*html.values("a", "href"), *html.values("a", "xlink:href"))
        assert not any(href.lower().strip().startswith(("javascript:", "data:")) for href in hrefs)


def _quoted(text: str) -> str:
    """Return text as a quoted YAML scalar."""
    return '"' + "".join(f"\\U{ord(char):08x}" for char in text.replace("\n", " ") or "x") + '"'


def test_an_abstract_that_looks_like_a_list() -> None:
    html = to_html(_body(_pages(ONE)["papers/moths-at-night.md"]))
    assert "- to lanterns" in html.text
    assert "ol" not in html.names


def test_an_abstract_without_visible_text() -> None:
    found = collection(entry(title="A Moth at Night", abstract=r"\\"))
    (page,) = (file.text for file in docs_files(found, SiteConfig("Shelf")) if file.src_uri.startswith("papers/a-moth"))
    assert "There is no abstract of this paper." in page
    assert "ps-abstract-text" not in page
