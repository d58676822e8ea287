"""What search in the browser reads: a catalogue in columns, abstracts as postings, citations to take away.

They are scripts that hand over one value, as scripts can be loaded from a folder, too, where nothing may be fetched.
`overrides/assets/javascripts/search/worker.js` loads them, and the engine, whose source is in `generator/search/js/`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from rjsmin import jsmin

from generator.analysis.collection import Collection
from generator.analysis.indexes import Heading, Index
from generator.analysis.tokens import only_in_source
from generator.formats.citations import FILE_STYLES, Citations
from generator.models import Paper
from generator.pages.components import Components
from generator.pages.routes import SEARCH, DocsFile
from generator.text.search_words import search_words
from generator.text.slugs import ascii_slug

_INLINE = 2_000
"""Papers up to which the postings are part of the catalogue."""
_PER_SHARD = 80
"""Papers for each shard of postings: so a shard stays as large, however many papers there are."""
_PER_CITATIONS = 50
"""Papers of a file of citations."""


def search_files(components: Components, citations: Citations) -> Iterator[DocsFile]:
    """The engine, the catalogue, and what it names."""
    from generator.search.inverted_index import build_inverted_index  # NumPy takes a while to import

    yield DocsFile(f"{SEARCH}/engine.js", _scripts("words", "query", "engine", "answers"))
    yield DocsFile(f"{SEARCH}/explore.js", _scripts("explore"))
    papers = components.newest
    terms = components.collection.terms
    abstracts = (terms[paper.key].abstract_words for paper in papers)
    inline = len(papers) <= _INLINE
    postings = build_inverted_index(abstracts, 1 if inline else 1 << (len(papers) // _PER_SHARD).bit_length())
    shards = [] if inline else list(_numbered("abstracts", postings.shards))
    following = list(_numbered("following", postings.following))
    cited = list(_numbered("citations", list(_parts(papers, citations))))
    catalogue = _catalogue(papers, components) | {
        "common": postings.common,
        "lengths": postings.lengths,
        "shards": len(shards),
        "postings": postings.shards[0] if inline else None,
        "abstracts": _folder(shards),
        "following": _folder(following),
        "citations": _folder(cited),
        "perCitations": _PER_CITATIONS,
    }
    yield DocsFile(f"{SEARCH}/catalogue.js", _script("catalogue", catalogue))
    yield from shards
    yield from following
    yield from cited


@cache
def _scripts(*names: str) -> str:
    """Scripts of `generator/search/js` in one, without comments."""
    folder = files("generator.search") / "js"
    text: str = jsmin("\n".join((folder / f"{name}.js").read_text(encoding="utf-8") for name in names))
    return f"{text}\n"


def _catalogue(papers: Sequence[Paper], components: Components) -> dict[str, Any]:
    """Columns: at each place what the paper at that place has, or for a table of headings its place there."""
    collection = components.collection
    authors = _Table(collection.authors)
    days = [paper.date.toordinal() for paper in papers]
    return {
        "pretty": components.site.directory_urls,
        "title": [paper.plain_title for paper in papers],
        "also": {
            place: " ".join(also)
            for place, paper in enumerate(papers)
            if (also := only_in_source(search_words(paper.plain_title), paper.title))
        },
        "slug": {place: paper.key for place, paper in enumerate(papers) if paper.key != ascii_slug(paper.plain_title)},
        "by": [authors.places(paper) for paper in papers],
        "etAl": "".join("01"[paper.et_al] for paper in papers),
        "code": "".join("01"[paper.code] for paper in papers),
        "score": {place: paper.score for place, paper in enumerate(papers) if paper.score is not None},
        "day": [before - day for before, day in zip(days[:1] + days, days, strict=False)],
        "firstDay": days[0] if days else 0,
        **_headings(papers, collection),
        "authors": authors.columns(),
    }


def _headings(papers: Sequence[Paper], collection: Collection) -> dict[str, Any]:
    areas, topics, affiliations = _Table(collection.areas), _Table(collection.topics), _Table(collection.affiliations)
    return {
        "area": [areas.places(paper)[0] for paper in papers],
        "topic": [topics.places(paper) for paper in papers],
        "affiliation": {place: places for place, paper in enumerate(papers) if (places := affiliations.places(paper))},
        "areas": areas.columns() | {"code": [heading.papers[0].area.code for heading in areas.headings]},
        "topics": topics.columns(),
        "affiliations": affiliations.columns(),
    }


class _Table:
    """The headings of an index in the order in which papers ask for them."""

    def __init__(self, index: Index) -> None:
        self.headings: list[Heading] = []
        self._index = index
        self._place: dict[Heading, int] = {}

    def places(self, paper: Paper) -> list[int]:
        """Of a paper's headings."""
        return [self._of(heading) for heading in self._index.of_paper[paper.key]]

    def columns(self) -> dict[str, Any]:
        """Labels, and the slugs that do not follow from them."""
        labels = [heading.label for heading in self.headings]
        slugs = {n: h.slug for n, h in enumerate(self.headings) if h.slug != ascii_slug(h.label)}
        return {"label": labels, "slug": slugs}

    def _of(self, heading: Heading) -> int:
        place = self._place.get(heading)
        if place is None:
            place = self._place[heading] = len(self.headings)
            self.headings.append(heading)
        return place


def _parts(papers: Sequence[Paper], citations: Citations) -> Iterator[list[list[str]]]:
    """The citations of so many papers each."""
    for first in range(0, len(papers), _PER_CITATIONS):
        part = papers[first : first + _PER_CITATIONS]
        yield [[citations.short(paper.key)[name] for name in FILE_STYLES] for paper in part]


def _numbered(name: str, values: Sequence[Any]) -> Iterator[DocsFile]:
    """Values as scripts in a folder that is named by what is in it, so that no copy is ever out of date."""
    texts = [_script(f"{name}-{number}", value) for number, value in enumerate(values)]
    digest = hashlib.sha256("".join(texts).encode("utf-8", "replace")).hexdigest()[:10]
    for number, text in enumerate(texts):
        yield DocsFile(f"{SEARCH}/{name}-{digest}/{number}.js", text)


def _folder(files: Sequence[DocsFile]) -> str:
    return files[0].src_uri.split("/")[1] if files else ""


def _script(name: str, value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return f"(self.papershelfData ??= {{}})[{json.dumps(name)}] = {text};\n"
