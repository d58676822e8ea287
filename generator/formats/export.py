"""Exports of all papers: a collection in, a file in one of several formats out."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from itertools import chain
from pathlib import PurePath
from typing import Any

from generator.analysis.collection import Collection
from generator.formats.citations import FILE_STYLES, STYLES, pdf_address
from generator.models import Paper
from generator.text.csv_cells import escape_cell


def export(collection: Collection, format_name: str) -> str:
    """Return all papers of a collection in a format of `FORMATS`, in the order of the listings."""
    return "".join(export_pieces(collection, format_name))


def export_pieces(collection: Collection, format_name: str) -> Iterator[str]:
    """Return the pieces of what `export` returns, so that a large collection is never in memory as a whole."""
    return FORMATS[format_name](collection)


def record(paper: Paper, collection: Collection) -> dict[str, Any]:
    """Return a paper as a JSON object."""
    return {name: read(paper, collection) for name, read in RECORD_FIELDS.items()}


RECORD_FIELDS: Mapping[str, Callable[[Paper, Collection], Any]] = {
    "key": lambda paper, _: paper.key,
    "url": lambda paper, _: paper.url,
    "title": lambda paper, _: paper.title,
    "authors": lambda paper, _: [name.text if name.stated else name.listed for name in paper.authors],
    "et_al": lambda paper, _: paper.et_al,
    "area": lambda paper, _: paper.listed_area or None,
    "date": lambda paper, _: paper.iso_date or None,
    "date_inferred": lambda paper, _: paper.date_inferred,
    "code": lambda paper, _: paper.code,
    "code_url": lambda paper, _: paper.code_url,
    "score": lambda paper, _: paper.score,
    "affiliations": lambda paper, _: list(paper.affiliations),
    "topics": lambda paper, collection: [heading.label for heading in collection.topics.of_paper[paper.key]],
    "abstract": lambda paper, _: paper.abstract,
    "source": lambda paper, _: str(paper.location),
    "confidence": lambda paper, _: paper.confidence,
    "needs_review": lambda paper, _: paper.needs_review,
    "arxiv": lambda paper, _: paper.arxiv,
    "doi": lambda paper, _: paper.doi,
    "links": lambda paper, _: [{"label": link.label, "url": link.url} for link in paper.links],
    "citekey": lambda paper, _: paper.citekey,
    "kind": lambda paper, _: str(paper.kind) if paper.kind else None,
    "venue": lambda paper, _: paper.venue or None,
    "volume": lambda paper, _: paper.volume or None,
    "number": lambda paper, _: paper.number or None,
    "pages": lambda paper, _: paper.pages or None,
    "publisher": lambda paper, _: paper.publisher or None,
    "pdf": lambda paper, _: pdf_address(paper),
    "keywords": lambda paper, _: list(paper.keywords),
    "awards": lambda paper, _: list(paper.awards),
    "withdrawn": lambda paper, _: paper.withdrawn,
    "sources": lambda paper, _: dict(sorted(paper.sources, key=place_of_source)),
    "added": lambda paper, _: paper.added.isoformat() if paper.added else None,
}
"""Fields of a record, with functions that return their values. CSV is read by position: new fields come last."""
_PLACES = {name: place for place, name in enumerate(RECORD_FIELDS)}


def place_of_source(source: tuple[str, str]) -> int:
    """Return the place of a field among those of a record, to sort the sources of a paper."""
    return _PLACES[source[0]]


_BYTE_ORDER_MARK = "\ufeff"
"""Byte-order mark, by which Excel recognizes UTF-8."""
_BREAKS = {ord(char): f"\\u{ord(char):04x}" for char in "\x85\u2028\u2029"}
"""Escapes of characters that some programs read as line breaks."""


def _jsonl(collection: Collection) -> Iterator[str]:
    for paper in collection.bibliography:
        line = json.dumps(record(paper, collection), ensure_ascii=False)
        yield f"{line if line.isascii() else line.translate(_BREAKS)}\n"


def _cited(collection: Collection, style: str) -> Iterator[str]:
    cite = STYLES[style].cite
    yield STYLES[style].join(cite(paper, collection.keywords(paper)) for paper in collection.bibliography)


def _csv(collection: Collection) -> Iterator[str]:
    """Yield a byte-order mark, a header and all papers; items of lists and mappings are joined by semicolons."""
    row = io.StringIO()
    writer = csv.writer(row)
    yield _BYTE_ORDER_MARK
    papers = (map(_cell, record(paper, collection).values()) for paper in collection.bibliography)
    for cells in chain([RECORD_FIELDS], papers):
        writer.writerow(cells)
        yield row.getvalue()
        row.seek(0)
        row.truncate()


def _cell(value: Any) -> str:
    if isinstance(value, str):
        return escape_cell(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return escape_cell("; ".join(f"{name}: {text}" for name, text in value.items()))
    return escape_cell("; ".join(map(_item, value))) if isinstance(value, list) else str(value)


def _item(value: Any) -> str:
    return f"{value['label']}: {value['url']}" if isinstance(value, dict) else str(value)


def format_of(path: PurePath) -> str | None:
    """Return the format that belongs to the extension of a file name, None if there is none."""
    return next((name for name in FORMATS if path.suffix.lower() == f".{extension(name)}"), None)


def extension(format_name: str) -> str:
    """Return the extension of files in a format, without the dot."""
    return STYLES[format_name].extension if format_name in STYLES else format_name


FORMATS: Mapping[str, Callable[[Collection], Iterator[str]]] = {
    "jsonl": _jsonl,
    **{style: partial(_cited, style=style) for style in FILE_STYLES},
    "csv": _csv,
}
"""All formats, with functions that yield the pieces of a file."""
