"""What machines read of a page: JSON-LD and the `citation_` tags, as front matter for the template to print."""

from __future__ import annotations

import json
import re
from typing import Any

from generator.config import SiteConfig
from generator.formats.citations import MORE_AUTHORS, credit, orcid_address, web_address
from generator.models import Name, Paper

_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def article(paper: Paper, abstract: str, topics: tuple[str, ...], site: SiteConfig) -> str:
    """A paper as a `ScholarlyArticle` of https://schema.org, in JSON-LD.

    `author` has those who are known; where there are more, `creditText` and a remark say so.
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
            "isPartOf": {"@type": "Collection", "name": site.name, **({"url": site.url} if site.url else {})},
        }
    )


def collection(site: SiteConfig) -> str:
    """The site as a whole, in JSON-LD, with where it is searched."""
    search = {
        "@type": "SearchAction",
        "target": {"@type": "EntryPoint", "urlTemplate": f"{site.url}?q={{search_term_string}}"},
        "query-input": "required name=search_term_string",
    }
    return _json_ld(
        {
            "@type": ["WebSite", "Collection"],
            "name": site.name,
            "description": site.description,
            "url": site.url,
            "potentialAction": search if site.url else None,
        }
    )


def citation_tags(paper: Paper, site: SiteConfig) -> list[list[str]]:
    """Return the tags of Highwire Press, which reference managers and Google Scholar read, as names and contents."""
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
    """Return a name as Zotero reads it as one, family name first wherever that can be.

    Zotero parts a tag at semicolons and, where it is a paper's only one, at a comma with several words on either side.
    """
    if not name.given:
        return _unparted(name.text)
    family, given = map(_unparted, name.filed_as.split(", ", 1))
    if is_alone and " " in family and " " in given:
        return _unparted(name.text)
    return f"{family}, {given}"


def _unparted(text: str) -> str:
    return " ".join(re.split(r"[\s,،;]+", text)).strip()


def _page(paper: Paper, site: SiteConfig) -> str | None:
    """The address of a paper's page, where that of the site is known."""
    return site.url + site.path(paper.src_uri) if site.url else None


def _person(name: Name) -> dict[str, str]:
    """Return a person; without an ORCID, a name in one piece may be a team's."""
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
    """JSON that may stand in an HTML script element as it is."""
    known = {"@context": "https://schema.org"} | {name: value for name, value in thing.items() if value}
    text = _ENCODER.encode(known)
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return text
