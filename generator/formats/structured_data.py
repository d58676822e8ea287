"""Structured data of pages: JSON-LD and `citation_` meta tags, which the templates take from front matter."""

from __future__ import annotations

import json
import re
from typing import Any

from generator.config import SiteConfig
from generator.formats.citations import MORE_AUTHORS, credit, orcid_address, web_address
from generator.models import Name, Paper

_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def article_json_ld(paper: Paper, abstract: str, topics: tuple[str, ...], site: SiteConfig) -> str:
    """Return a paper as a `ScholarlyArticle` (https://schema.org/ScholarlyArticle), in JSON-LD.

    `author` lists the authors that are known; if there are more, `creditText` and `disambiguatingDescription` say so.
    """
    page = _page(paper, site)
    return _json_ld(
        {
            "@type": "ScholarlyArticle",
            "@id": page,
            "url": page,
            "headline": paper.plain_title,
            "name": paper.plain_title,
            "author": [_person(name) for name in paper.authors],
            "creditText": credit(paper),
            "disambiguatingDescription": MORE_AUTHORS if paper.et_al else None,
            "datePublished": paper.date.isoformat(),
            "abstract": abstract,
            "about": [paper.area.name, *topics],
            "sameAs": web_address(paper),
            "isPartOf": {
                "@type": "Collection",
                "name": site.collection_name,
                **({"url": site.url} if site.url else {}),
            },
        }
    )


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
    tags = [
        ("title", paper.plain_title),
        *(("author", _highwire(name, is_alone=is_alone)) for name in paper.authors),
        ("publication_date", paper.date.strftime("%Y/%m/%d")),
        ("arxiv_id", paper.arxiv),
        ("doi", paper.doi),
        ("abstract_html_url", _page(paper, site)),
    ]
    return [[f"citation_{name}", content] for name, content in tags if content]


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
