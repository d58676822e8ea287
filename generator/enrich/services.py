"""Services: a listed paper in; what arXiv's API or Crossref's finds for it out.

https://info.arxiv.org/help/api/user-manual.html and https://www.crossref.org/documentation/retrieve-metadata/rest-api/
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit
from xml.etree.ElementTree import Element

from generator.enrich.client import PacedClient, ServiceError
from generator.enrich.found import FoundPaper, NoAuthors, UnusableRecord, clean_text
from generator.enrich.json_records import CROSSREF, read_json, title_in_json, work_of_crossref, works_in
from generator.enrich.matching import Judgement, ListedPaper, identity_of, judge
from generator.enrich.xml_entries import ARXIV, UnexpectedContent, entries_in_xml, error_in, paper_in_xml, title_in_xml
from generator.models import quoted
from generator.text.latex import plain

_SOME_RESULTS = re.compile(rb"totalResults\b[^<>]*>\s*0*[1-9]")
_AUTHORS_ASKED = 3
_MOST_WORDS = 40
"""Most words of a title that are asked for."""


@dataclass(frozen=True, slots=True)
class Service:
    """A service that knows papers."""

    name: str
    endpoint: str
    pace: float
    """Seconds between two requests that it asks for."""
    look_up: Callable[[PacedClient, str, ListedPaper], Judgement]
    """Function that returns what the service at an endpoint has of a paper; raises ServiceError."""
    lacks: Callable[[ListedPaper], bool]
    """Function that returns whether something is missing that the service may know."""
    states_pace: bool = False
    """Whether headers of its answers say how fast it may be asked."""

    def at(self, endpoint: str) -> str:
        """Return the address to ask at another endpoint, where only the host may be given."""
        has_path = urlsplit(endpoint).path.strip("/")
        return endpoint if has_path else endpoint.rstrip("/") + urlsplit(self.endpoint).path


def _ask_arxiv(client: PacedClient, endpoint: str, listed: ListedPaper) -> Judgement:
    """Return what arXiv has: by the id, if it is known, by the title and, if that is not certain, by the authors."""
    queries = [{"search_query": f'ti:"{_words(listed.title)}"', "max_results": "10"}]
    if listed.arxiv:
        queries.insert(0, {"id_list": listed.arxiv})
    authors = [_words(name.text) for name in listed.authors[:_AUTHORS_ASKED]]
    queries.append({"search_query": " AND ".join(f'au:"{name}"' for name in authors), "max_results": "50"})
    candidates: list[FoundPaper] = []
    judgement = Judgement()
    for query in queries:
        entries = _entries(client.get(_url(endpoint, {**query, "start": "0"})))
        candidates += _usable(listed, paper_in_xml, ((title_in_xml(entry), entry) for entry in entries))
        judgement = judge(listed, candidates)
        if judgement.certain:
            break
    return judgement


def _entries(content: bytes) -> list[Element]:
    """Return the entries of a feed.

    Raises ServiceError where it is no feed, or has no entries though it says that there are some.
    """
    try:
        entries = list(entries_in_xml([content]))
    except UnexpectedContent as error:
        raise ServiceError(str(error)) from None
    if not entries and _SOME_RESULTS.search(content):
        raise ServiceError("expected the entries that the feed counts, found none")
    for entry in entries:
        if told := error_in(entry):
            raise ServiceError(f"found an error in place of papers: {quoted(told)}")
    return entries


def _ask_crossref(client: PacedClient, endpoint: str, listed: ListedPaper) -> Judgement:
    author = listed.authors[0].family
    query = {"query.bibliographic": _words(listed.title), "query.author": _words(author), "rows": "10"}
    if client.contact:
        query["mailto"] = client.contact
    try:
        works = works_in(read_json(client.get(_url(endpoint, query))))
    except UnusableRecord as error:
        raise ServiceError(str(error)) from None
    return judge(listed, _usable(listed, work_of_crossref, ((title_in_json(work), work) for work in works)))


def _usable(
    listed: ListedPaper, read: Callable[[Any], FoundPaper], titled: Iterable[tuple[str, Any]]
) -> list[FoundPaper]:
    """Return the papers of the usable records, given with their titles.

    Raises ServiceError where one with the title of the listed paper is not usable, so that it is asked for again.
    """
    papers = []
    for title, record in titled:
        try:
            papers.append(read(record))
        except UnusableRecord as error:
            if not isinstance(error, NoAuthors) and identity_of(title) == listed.identity:
                raise ServiceError(f"found {quoted(clean_text(title, 1_000))}, but {error}") from None
    return papers


def _url(endpoint: str, query: Mapping[str, str]) -> str:
    return f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(query)}"


def _words(text: str) -> str:
    """Return the words of a text without signs, which have meanings of their own in queries."""
    letters = "".join(char if char.isalnum() else " " for char in plain(text))
    return " ".join(letters.split()[:_MOST_WORDS])


SERVICES: Mapping[str, Service] = {
    "arxiv": Service(
        ARXIV,
        "https://export.arxiv.org/api/query",
        3.0,
        _ask_arxiv,
        lambda paper: not paper.arxiv or paper.et_al,
    ),
    "crossref": Service(
        CROSSREF,
        "https://api.crossref.org/works",
        1.0,
        _ask_crossref,
        lambda paper: not paper.doi or not paper.has_venue or paper.et_al,
        states_pace=True,
    ),
}
"""Services by the names that the command has for them, in the order in which they are asked."""
