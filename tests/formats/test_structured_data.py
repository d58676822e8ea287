"""Structured data: extracted from built pages by extruct, and equal to the paper."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import extruct
import pytest
from conftest import PUBLIC
from html_reader import read
from hypothesis import example, given
from hypothesis import strategies as st
from made_up import PAPERS, SITE_DESCRIPTION, SITE_NAME, TOPICS, collection, paper

from generator.config import SiteConfig
from generator.formats import structured_data
from generator.formats.citations import MORE_AUTHORS
from generator.models import Name, Paper
from generator.text.latex import plain

Built = Callable[[str], Path]
ADDRESS = PUBLIC["site_url"]
BIBLIOGRAPHY = collection(PAPERS, vocabulary=TOPICS).bibliography.papers


def _json_ld(page: Path) -> dict[str, Any]:
    (found,) = extruct.extract(page.read_text(encoding="utf-8"), syntaxes=["json-ld"])["json-ld"]
    return dict(found)


def _page(site: Path, shown: Paper) -> Path:
    return site / SiteConfig("").url_path(shown.src_uri) / "index.html"


@pytest.mark.parametrize("shown", BIBLIOGRAPHY, ids=lambda shown: shown.key[:20])
@pytest.mark.parametrize("name", ["plain", "public"])
def test_a_paper_reads_back(name: str, shown: Paper, built: Built) -> None:
    page = f"{ADDRESS}papers/{shown.key}/"
    found = _json_ld(_page(built(name), shown))
    assert (found["@context"], found["@type"]) == ("https://schema.org", "ScholarlyArticle")
    assert found["name"] == found["headline"] == shown.plain_title
    assert [author["name"] for author in found["author"]] == [author.text for author in shown.authors]
    assert {author["familyName"] for author in found["author"]} == {author.family for author in shown.authors}
    assert found["datePublished"] == shown.date.isoformat()
    assert found.get("abstract", "") == " ".join(plain(shown.abstract).split())
    assert found["about"][0] == shown.area.name
    assert found.get("url") == found.get("@id") == (page if name == "public" else None)
    assert found["isPartOf"]["name"] == SITE_NAME
    assert found["isPartOf"].get("url") == (ADDRESS if name == "public" else None)


@pytest.mark.parametrize("shown", BIBLIOGRAPHY, ids=lambda shown: shown.key[:20])
def test_et_al(shown: Paper, built: Built) -> None:
    found = _json_ld(_page(built("plain"), shown))
    assert found["creditText"].endswith(" et al.") is shown.et_al
    assert found.get("disambiguatingDescription") == (MORE_AUTHORS if shown.et_al else None)


@pytest.mark.parametrize("name", ["plain", "public"])
def test_the_home_page_reads_back(name: str, built: Built) -> None:
    found = _json_ld(built(name) / "index.html")
    assert (found["name"], found["description"]) == (SITE_NAME, SITE_DESCRIPTION)
    assert set(found["@type"]) == {"WebSite", "Collection"}
    assert found.get("url") == (ADDRESS if name == "public" else None)
    searched = found.get("potentialAction", {}).get("target", {}).get("urlTemplate")
    assert searched == (f"{ADDRESS}?q={{search_term_string}}" if name == "public" else None)


@given(
    st.text(min_size=1) | st.sampled_from(["</script><script>alert(1)</script>", "<!--<script>", "]]>", "\u2028 & \\"])
)
@example("</script>")
def test_a_title_does_not_end_the_script(title: str) -> None:
    found = structured_data.article_json_ld(paper(plain_title=title), title, (title,), SiteConfig(title))
    assert json.loads(found)["headline"] == title
    assert not set("<>&\u2028\u2029") & set(found)
    html = read(f'<script type="application/ld+json">{found}</script>')
    assert (html.names, html.text) == ({"script"}, "")


def test_what_is_not_known_is_left_out() -> None:
    found = json.loads(structured_data.article_json_ld(paper(["Moth Team"], et_al=False), "", (), SiteConfig("Shelf")))
    assert set(found) == set("@context @type headline name author creditText datePublished about isPartOf".split())
    assert found["author"] == [{"name": "Moth Team"}]


ORCID = "https://orcid.org/0000-0002-1825-0097"
BY_ORCID = {"@type": "Person", "@id": ORCID, "sameAs": ORCID}


@pytest.mark.parametrize(
    ("name", "person"),
    [
        (
            Name("", "Ada Alder Jr.", "Alder", "Ada", "Jr.", "North", ORCID[-19:]),
            BY_ORCID | {"name": "Ada Alder Jr.", "givenName": "Ada", "familyName": "Alder", "honorificSuffix": "Jr."},
        ),
        (Name("", "Ada", "Ada", orcid=ORCID[-19:]), BY_ORCID | {"name": "Ada"}),
    ],
    ids=["parts", "one word"],
)
def test_a_person(name: Name, person: dict[str, str]) -> None:
    shown = dataclasses.replace(paper(), authors=(name,))
    assert json.loads(structured_data.article_json_ld(shown, "", (), SiteConfig("Shelf")))["author"] == [person]
    assert "North" not in str(structured_data.citation_tags(shown, SiteConfig("Shelf")))


@pytest.mark.parametrize(
    ("facts", "address"),
    [
        ({"arxiv": "2402.04610"}, "https://arxiv.org/abs/2402.04610"),
        ({"doi": "10.1000/182"}, "https://doi.org/10.1000/182"),
    ],
    ids=["arXiv", "DOI"],
)
def test_same_as_is_the_address_of_the_paper(facts: dict[str, str], address: str) -> None:
    assert json.loads(structured_data.article_json_ld(paper(**facts), "", (), SiteConfig("Shelf")))["sameAs"] == address


# ---- the tags that reference managers read ----


def _tags(page: Path) -> list[tuple[str, str]]:
    elements = read(page.read_text(encoding="utf-8")).elements
    metas = [(facts.get("name") or "", facts.get("content") or "") for name, facts in elements if name == "meta"]
    return [(name, content) for name, content in metas if name.startswith("citation_")]


def test_citation_tags_only_where_they_are_asked_for(built: Built) -> None:
    assert [page for page in built("plain").rglob("*.html") if _tags(page)] == []
    tagged = {page for page in built("public").rglob("*.html") if _tags(page)}
    assert tagged == {_page(built("public"), shown) for shown in BIBLIOGRAPHY}


@pytest.mark.parametrize("shown", BIBLIOGRAPHY, ids=lambda shown: shown.key[:20])
def test_citation_tags_of_a_paper(shown: Paper, built: Built) -> None:
    assert _tags(_page(built("public"), shown)) == [
        ("citation_title", shown.plain_title),
        *(("citation_author", f"{author.family}, {author.given}") for author in shown.authors),
        ("citation_publication_date", shown.date.strftime("%Y/%m/%d")),
        ("citation_abstract_html_url", f"{ADDRESS}papers/{shown.key}/"),
    ]


def test_citation_tags_of_a_paper_on_arxiv() -> None:
    shown = paper(arxiv="2402.04610", doi="10.1000/182")
    tags = structured_data.citation_tags(shown, SiteConfig("Shelf"))
    assert ["citation_arxiv_id", "2402.04610"] in tags
    assert ["citation_doi", "10.1000/182"] in tags
    assert "citation_abstract_html_url" not in dict(tags)


class Creator(NamedTuple):
    family: str
    given: str = ""


def _as_zotero_reads(shown: Paper) -> list[Creator]:
    """Return the authors as Zotero's translator for embedded metadata reads them from tags, as of 2026."""
    tags = structured_data.citation_tags(shown, SiteConfig("Shelf"))
    contents = [content for name, content in tags if name == "citation_author"]
    found: list[Creator] = []
    last = ""
    for content in contents:
        parts = re.split(r"\s*;\s*", content)
        if len(parts) == len(contents) == 1:
            by_comma = re.split(r"\s*,\s*", parts[0])
            if len(by_comma) > 1 and " " in by_comma[0] and " " in by_comma[1]:
                parts = by_comma
        for part in parts:
            if re.search(r"[^\s,-.;]", part) and part.strip() != last:
                last = part.strip()
                found.append(_as_zotero_parts(last))
    return found


def _as_zotero_parts(name: str) -> Creator:
    name = re.sub(r"\s+", " ", re.sub(r"^[\s.,/\[\]:]+|[\s.,/\[\]:]+$", "", name), count=1)
    if "," in name:
        family, given, *_ = re.split("[,،] ?", name)
        return Creator(family, given)
    given, _, family = name.rpartition(" ")
    return Creator(family, given)


@pytest.mark.parametrize(
    ("authors", "read_as"),
    [
        (["Ada Alder"], [("Alder", "Ada")]),
        (["Ada Kay Alder"], [("Alder", "Ada Kay")]),
        (["Ada van der Alder"], [("van der Alder", "Ada")]),
        (["Ada Kay van der Alder"], [("Alder", "Ada Kay van der")]),  # it would be two with its family name first
        (["Ada Kay van der Alder", "Ben Birch"], [("van der Alder", "Ada Kay"), ("Birch", "Ben")]),
        (["HAL"], [("HAL", "")]),
        (["HAL", "Ada Alder"], [("HAL", ""), ("Alder", "Ada")]),
        (["陈大文"], [("陈大文", "")]),
        (["Ben Birch", "Moths; Lamps and Lanterns Team"], [("Birch", "Ben"), ("Team", "Moths Lamps and Lanterns")]),
    ],
    ids=str,
)
def test_zotero_reads_names(authors: list[str], read_as: list[tuple[str, str]]) -> None:
    assert _as_zotero_reads(paper(authors)) == read_as


@pytest.mark.parametrize(
    "name",
    [
        "Ada Kay de la Alder-Birch",
        "Ada Kay Alder Jr.",
        "Ada Kay Alder, Jr.",
        "Ada Kay van Alder III",
        "Moths, Lamps and Lanterns Lab",
        "Moth Team, Lamp Group, Lantern Lab",
        "Moth Team; Lamp Group",
        "Moth Team ; Lamp Group, Lantern Lab",
        "The Moth،Lamp Team",
        "A. K. van Alder",
        "Ada\u00a0Kay van\u00a0der Alder",
        "María José de los Álamos y Abedul",
        "Alder Birch, Ada Kay",
    ],
)
def test_zotero_reads_as_many_authors_as_there_are(name: str) -> None:
    for authors in ([name], [name, "Ben Birch"], ["Ben Birch", name, "Cleo van der Cedar"]):
        assert len(_as_zotero_reads(paper(authors))) == len(authors)


@given(st.lists(st.text("Ab .,;-&é'", min_size=1, max_size=15), min_size=1, max_size=3, unique=True))
def test_zotero_reads_as_many_authors_whatever_their_names(authors: list[str]) -> None:
    names = [f"Moth {number} {name}" for number, name in enumerate(authors)]
    assert len(_as_zotero_reads(paper(names))) == len(names)
