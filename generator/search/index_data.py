"""The data of search in the browser: a catalogue in columns, an inverted index of the abstracts, and citations.

The files are scripts that define one value each, as a page that is opened from a folder can load scripts, but not fetch
files. `overrides/assets/javascripts/search/worker.js` loads them and the engine of `generator/search/js/`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from itertools import chain
from typing import Any

from generator.analysis.arrivals import Arrivals
from generator.analysis.indexes import Heading, Index, Kind
from generator.analysis.tokens import only_in_source
from generator.formats.citations import FILE_STYLES, STYLES, Citations
from generator.models import DatePrecision, Paper
from generator.pages.actions import needs_scholar_search, only_doi
from generator.pages.components import Components
from generator.pages.routes import CATALOGUE, SEARCH, DocsFile
from generator.text.minifier import minify_script
from generator.text.rolling_hash import rolling_hash
from generator.text.search_words import search_words
from generator.text.slugs import ascii_slug

ENGINE = (
    *("steps", "words", "question_words", "identifiers", "query", "address", "stems", "vocabulary", "inverted_index"),
    *("catalogue", "conditions", "word_matching", "bm25", "ranking", "suggestions", "engine", "answers"),
)
"""Scripts that answer queries, each after those that it uses."""
_INLINE = 500
"""Number of papers up to which the catalogue contains the inverted index."""
_PER_SHARD = 80
"""Papers per shard of the inverted index, so that the size of shards does not depend on the number of papers."""
_PER_IDENTIFIERS = 500
"""Papers per file of identifiers."""
_PER_CITATIONS = 50
"""Papers per file of citations."""
_PER_TEXTS = 10
"""Papers per file of abstracts to read."""


def search_files(components: Components, citations: Citations) -> Iterator[DocsFile]:
    """Yield the engine, the catalogue, and the files that the catalogue refers to."""
    from generator.search.inverted_index import build_inverted_index  # NumPy takes a while to import

    yield DocsFile(f"{SEARCH}/engine.js", packed_scripts(*ENGINE))
    yield DocsFile(f"{SEARCH}/explore.js", packed_scripts("explore"))
    papers = components.newest
    tokens = components.collection.tokens
    abstracts = (tokens[paper.key].abstract_words.split() for paper in papers)
    inline = len(papers) <= _INLINE
    index = build_inverted_index(abstracts, 1 if inline else 1 << (len(papers) // _PER_SHARD).bit_length())
    shards = [] if inline else list(_numbered_files("abstracts", index.shards))
    following = list(_numbered_files("following", index.following))
    facts, meant = _meaning(papers, components) if papers and components.site.has("meaning") else ({}, [])
    identifiers = list(_numbered_files("identifiers", _identifiers(papers)))
    cited = list(_numbered_files("citations", _citations(papers, citations)))
    read = [components.abstract(paper) for paper in papers]
    texts = list(_numbered_files("texts", [read[at : at + _PER_TEXTS] for at in range(0, len(read), _PER_TEXTS)]))
    catalogue = _catalogue(papers, components) | {
        "common": index.common,
        "lengths": index.lengths,
        "shards": len(shards),
        "postings": index.shards[0] if inline else None,
        "abstracts": _folder(shards),
        "following": _folder(following),
        "identifiers": _folder(identifiers),
        "identifierFiles": len(identifiers),
        "citations": _folder(cited),
        "perCitations": _PER_CITATIONS,
        "texts": _folder(texts),
        "perTexts": _PER_TEXTS,
        **facts,
    }
    yield DocsFile(CATALOGUE, data_script("catalogue", catalogue))
    yield from (*shards, *following, *identifiers, *cited, *texts, *meant)


def _meaning(papers: Sequence[Paper], components: Components) -> tuple[dict[str, Any], list[DocsFile]]:
    """Return what the catalogue says of the data for search by meaning, and its files."""
    from generator.search.vectors import paper_vectors, word_shards  # NumPy takes a while to import

    tokens = components.collection.tokens
    found = paper_vectors(
        (search_words(paper.plain_title) for paper in papers),
        (tokens[paper.key].abstract_words.split() for paper in papers),
    )
    words = list(_numbered_files("words", word_shards()))
    vectors = list(_numbered_files("vectors", found.files))
    titles = list(_numbered_files("titles", [found.titles]))
    facts = {
        "words": _folder(words),
        "vectors": _folder(vectors),
        "titles": _folder(titles),
        "files": len(vectors),
    }
    script = DocsFile(f"{SEARCH}/meaning.js", packed_scripts("meaning"))
    return {"meaning": facts}, [script, *words, *vectors, *titles]


@cache
def packed_scripts(*names: str) -> str:
    """Return scripts of `generator/search/js` as one, minified."""
    folder = files("generator.search") / "js"
    return minify_script("\n".join((folder / f"{name}.js").read_text(encoding="utf-8") for name in names))


def _catalogue(papers: Sequence[Paper], components: Components) -> dict[str, Any]:
    """Return the catalogue: columns with a value for each paper, which for headings is a number in their table."""
    collection = components.collection
    authors = _Table(collection.authors)
    days = [paper.date.toordinal() for paper in papers]
    return {
        "pretty": components.site.directory_urls,
        "off": list(components.site.off),
        "title": [paper.plain_title for paper in papers],
        "also": {
            place: " ".join(also)
            for place, paper in enumerate(papers)
            if (also := only_in_source(search_words(paper.plain_title), paper.title))
        },
        "slug": {place: paper.key for place, paper in enumerate(papers) if paper.key != ascii_slug(paper.plain_title)},
        "by": [authors.numbers(paper) for paper in papers],
        "etAl": "".join("01"[paper.et_al] for paper in papers),
        "code": "".join("01"[paper.code] for paper in papers),
        "score": {place: paper.score for place, paper in enumerate(papers) if paper.score is not None},
        "day": [before - day for before, day in zip(days[:1] + days, days, strict=False)],
        "firstDay": days[0] if days else 0,
        **_if_any("precision", _precisions(papers)),
        **_arrivals(papers, components.collection.arrivals),
        **_if_any("pdf", {place: paper.pdf for place, paper in enumerate(papers) if paper.pdf}),
        **_if_any("doi", {place: paper.doi for place, paper in enumerate(papers) if only_doi(paper)}),
        **_if_any("scholar", [place for place, paper in enumerate(papers) if needs_scholar_search(paper)]),
        **_if_any("arxiv", {place: paper.arxiv for place, paper in enumerate(papers) if paper.arxiv}),
        **_if_any("codeUrl", {place: paper.code_url for place, paper in enumerate(papers) if paper.code_url}),
        **_if_any("moved", dict(collection.addresses.redirects)),
        **_if_any("withdrawn", [place for place, paper in enumerate(papers) if paper.withdrawn]),
        **_words("venue", "venues", [(paper.venue,) if paper.venue else () for paper in papers]),
        **_words("keyword", "keywords", [paper.keywords for paper in papers]),
        **_headings(papers, components),
        "authors": authors.columns(),
    }


def _headings(papers: Sequence[Paper], components: Components) -> dict[str, Any]:
    collection = components.collection
    areas, topics, affiliations = _Table(collection.areas), _Table(collection.topics), _Table(collection.affiliations)
    affiliated = papers if components.site.has(Kind.AFFILIATION) else ()
    return {
        "area": [next(iter(areas.numbers(paper)), -1) for paper in papers],
        "topic": [topics.numbers(paper) for paper in papers],
        "affiliation": {
            place: places for place, paper in enumerate(affiliated) if (places := affiliations.numbers(paper))
        },
        "areas": areas.columns() | {"code": [_area_code(heading) for heading in areas.headings]},
        "topics": topics.columns(),
        "affiliations": affiliations.columns(),
    }


def _arrivals(papers: Sequence[Paper], arrivals: Arrivals) -> dict[str, Any]:
    """Return the day of the first arrivals and, for each paper, the days from the day before to that on which it was
    added: 0 for papers of the first record. Nothing if there are no others.
    """
    if not arrivals.by_day:
        return {}
    first = min(arrivals.by_day).toordinal()
    days = [day.toordinal() - first + 1 if (day := arrivals.day(paper)) else 0 for paper in papers]
    return {"firstAdded": first, "added": days}


def _precisions(papers: Sequence[Paper]) -> str:
    """Return a digit for each paper that says which part of its date is known; nothing if all are whole."""
    precisions = [paper.date_precision for paper in papers]
    return "".join(str(int(one)) for one in precisions) if set(precisions) - {DatePrecision.DAY} else ""


def _words(column: str, table: str, texts: Sequence[Sequence[str]]) -> dict[str, Any]:
    """Return a column of texts that have no pages, and the table of their labels; nothing if no paper has any."""
    numbers = {text: number for number, text in enumerate(dict.fromkeys(chain.from_iterable(texts)))}
    places = {place: [numbers[text] for text in own] for place, own in enumerate(texts) if own}
    return {column: places, table: {"label": list(numbers), "slug": {}}} if places else {}


def _if_any(column: str, values: Any) -> dict[str, Any]:
    return {column: values} if values else {}


def _area_code(heading: Heading) -> str:
    area = heading.papers[0].area
    return area.code if area else ""


class _Table:
    """The headings of an index, numbered in the order in which they are first looked up."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._numbers: dict[Heading, int] = {}

    @property
    def headings(self) -> list[Heading]:
        """The headings that were looked up, in the order of their numbers."""
        return list(self._numbers)

    def numbers(self, paper: Paper) -> list[int]:
        """Return the numbers of a paper's headings."""
        headings = self._index.of_paper[paper.key]
        return [self._numbers.setdefault(heading, len(self._numbers)) for heading in headings]

    def columns(self) -> dict[str, Any]:
        """Return the labels, and the slugs that cannot be derived from them, by number."""
        labels = [heading.label for heading in self.headings]
        slugs = {n: h.slug for n, h in enumerate(self.headings) if h.slug != ascii_slug(h.label)}
        return {"label": labels, "slug": slugs}


def _identifiers(papers: Sequence[Paper]) -> list[str]:
    """Return the text of each file of identifiers: DOIs and BibTeX keys, each with the number of its paper.

    The digest of an identifier determines its file, so that whoever pastes one loads that file only.
    """
    lines: list[list[str]] = [[] for _ in range(1 << (len(papers) // _PER_IDENTIFIERS).bit_length())]
    for place, paper in enumerate(papers):
        for identifier in filter(None, (paper.doi, paper.citekey)):
            lines[rolling_hash(identifier.lower()) % len(lines)].append(f"{identifier.lower()} {place}")
    return ["\n".join(file) for file in lines]


def _citations(papers: Sequence[Paper], citations: Citations) -> list[list[list[str]]]:
    """Return the citations for each file, of each of its papers, in each format of `FILE_STYLES`."""
    cited = [[STYLES[name].shorten(citations[paper.key][name]) for name in FILE_STYLES] for paper in papers]
    return [cited[start : start + _PER_CITATIONS] for start in range(0, len(cited), _PER_CITATIONS)]


def _numbered_files(name: str, values: Sequence[Any]) -> Iterator[DocsFile]:
    """Yield values as numbered scripts in a folder that is named after their digest, so that caches cannot be stale."""
    texts = [data_script(f"{name}-{number}", value) for number, value in enumerate(values)]
    digest = hashlib.sha256("".join(texts).encode("utf-8", "replace")).hexdigest()[:10]
    for number, text in enumerate(texts):
        yield DocsFile(f"{SEARCH}/{name}-{digest}/{number}.js", text)


def _folder(files: Sequence[DocsFile]) -> str:
    return files[0].src_uri.split("/")[1] if files else ""


def data_script(name: str, value: Any) -> str:
    """Return a script that defines a value, as a page that is opened from a folder can load scripts only."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return f"(self.papershelfData ??= {{}})[{json.dumps(name)}] = {text};\n"
