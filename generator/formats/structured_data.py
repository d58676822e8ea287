"""Structured data of pages: JSON-LD and `citation_` meta tags, which the templates take from front matter."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from generator.config import SiteConfig
from generator.formats.citations import MORE_AUTHORS, credit, orcid_address, pdf_address, web_address
from generator.models import Name, Paper, PublicationKind

_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_TYPES: Mapping[PublicationKind | None, str] = {
    PublicationKind.BOOK: "Book",
    PublicationKind.CHAPTER: "Chapter",
    PublicationKind.THESIS: "Thesis",
    PublicationKind.REPORT: "Report",
    PublicationKind.DATASET: "Dataset",
    PublicationKind.SOFTWARE: "SoftwareSourceCode",
}
"""Types of schema.org for kinds that are no articles."""
_VENUE_TAGS: Mapping[PublicationKind | None, str] = {
    PublicationKind.ARTICLE: "journal_title",
    PublicationKind.CONFERENCE: "conference_title",
    PublicationKind.CHAPTER: "inbook_title",
}
_PUBLISHER_TAGS: Mapping[PublicationKind | None, str] = {
    PublicationKind.THESIS: "dissertation_institution",
    PublicationKind.REPORT: "technical_report_institution",
}


def article_json_ld(paper: Paper, abstract: str, topics: tuple[str, ...], site: SiteConfig) -> str:
    """Return a paper as a `ScholarlyArticle` (https://schema.org/ScholarlyArticle) or a thing of its kind, in JSON-LD.

    `author` lists the authors that are known; if there are more, `creditText` and `disambiguatingDescription` say so.
    """
    page = _page(paper, site)
    collection = {"@type": "Collection", "name": site.collection_name, **({"url": site.url} if site.url else {})}
    venue = _venue(paper)
    return _json_ld(
        {
            "@type": _TYPES.get(paper.kind, "ScholarlyArticle"),
            "@id": page,
            "url": page,
            "headline": paper.plain_title,
            "name": paper.plain_title,
            "author": [_person(name) for name in paper.authors],
            "creditText": credit(paper),
            "disambiguatingDescription": MORE_AUTHORS if paper.et_al else None,
            "datePublished": paper.iso_date,
            "abstract": abstract,
            "about": [*([paper.area.name] if paper.area else []), *topics],
            "sameAs": web_address(paper),
            "isPartOf": [venue, collection] if venue else collection,
            "pagination": paper.pages,
            "publisher": {"@type": "Organization", "name": paper.publisher} if paper.publisher else None,
            "encoding": _encoding(paper),
            "keywords": paper.keywords,
            "award": paper.awards,
            "creativeWorkStatus": "Withdrawn" if paper.withdrawn else None,
        }
    )


def _venue(paper: Paper) -> dict[str, Any]:
    """Return what a paper appeared in: of a journal, the issue of the volume; empty if it is not known."""
    if not paper.venue:
        return {}
    whole: dict[str, Any] = {"@type": "CreativeWork", "name": paper.venue}
    if paper.kind is PublicationKind.ARTICLE:
        whole["@type"] = "Periodical"
        if paper.volume:
            whole |= {"@type": ["PublicationVolume", "Periodical"], "volumeNumber": paper.volume}
        if paper.number:
            return {"@type": "PublicationIssue", "issueNumber": paper.number, "isPartOf": whole}
    return whole


def _encoding(paper: Paper) -> dict[str, str] | None:
    address = pdf_address(paper)
    return {"@type": "MediaObject", "contentUrl": address, "encodingFormat": "application/pdf"} if address else None


def site_json_ld(site: SiteConfig) -> str:
    """Return the collection, which may be the whole site, with its search (https://schema.org/WebSite), in JSON-LD."""
    search = {
        "@type": "SearchAction",
        "target": {"@type": "EntryPoint", "urlTemplate": f"{site.url}?q={{search_term_string}}"},
        "query-input": "required name=search_term_string",
    }
    return _json_ld(
        {
            "@type": "Collection" if site.folder else ["WebSite", "Collection"],
            "name": site.collection_name,
            "description": site.description,
            "url": site.url,
            "potentialAction": search if site.url else None,
        }
    )


def citation_tags(paper: Paper, site: SiteConfig) -> list[list[str]]:
    """Return the names and contents of the meta tags that Google Scholar and reference managers read.

    See https://scholar.google.com/intl/en/scholar/inclusion.html#indexing.
    """
    is_alone = len(paper.authors) == 1
    first, _, last = paper.pages.partition("–")
    tags = [
        ("title", paper.plain_title),
        *(("author", _highwire(name, is_alone=is_alone)) for name in paper.authors),
        ("publication_date", paper.iso_date.replace("-", "/")),
        (_VENUE_TAGS.get(paper.kind, ""), paper.venue),
        ("volume", paper.volume),
        ("issue", paper.number),
        ("firstpage", first),
        ("lastpage", last),
        (_PUBLISHER_TAGS.get(paper.kind, "publisher"), paper.publisher),
        *(("keywords", keyword) for keyword in paper.keywords),
        ("arxiv_id", paper.arxiv),
        ("doi", paper.doi),
        ("pdf_url", pdf_address(paper)),
        ("abstract_html_url", _page(paper, site)),
    ]
    return [[f"citation_{name}", content] for name, content in tags if name and content]


def _highwire(name: Name, *, is_alone: bool) -> str:
    """Return a name that Zotero does not split, family name first if possible.

    Zotero splits names at semicolons and, if a paper has only one author, at a comma between several words.
    """
    if not name.given:
        return _unsplit(name.text)
    family, given = map(_unsplit, name.filed_as.split(", ", 1))
    if is_alone and " " in family and " " in given:
        return _unsplit(name.text)
    return f"{family}, {given}"


def _unsplit(text: str) -> str:
    return " ".join(re.split(r"[\s,،;]+", text)).strip()


def _page(paper: Paper, site: SiteConfig) -> str | None:
    """Return the address of a paper's page, None if the address of the site is not known."""
    return site.url + site.url_path(paper.src_uri) if site.url else None


def _person(name: Name) -> dict[str, str]:
    """Return a person; a name in one piece may be that of a team, unless it has an ORCID."""
    address = orcid_address(name.orcid) if name.orcid else ""
    known = {
        "@type": "Person" if name.given or address else "",
        "@id": address,
        "name": name.text,
        "givenName": name.given,
        "familyName": name.family if name.given else "",
        "honorificSuffix": name.suffix,
        "sameAs": address,
    }
    return {key: value for key, value in known.items() if value}


def _json_ld(thing: dict[str, Any]) -> str:
    """Return JSON-LD that needs no escaping in an HTML script element."""
    known = {"@context": "https://schema.org"} | {name: value for name, value in thing.items() if value}
    text = _ENCODER.encode(known)
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return text
