"""The whole bibliography in one file: papers in, text of a format out."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping
from typing import Any

from generator.citation import STYLES
from generator.collection import Collection
from generator.model import Paper
from generator.text.cells import cell


def export(collection: Collection, format_name: str) -> str:
    """All papers of a collection, in the order of the listings, ending in a newline.

    `format_name` is one of `FORMATS`.
    """
    text = FORMATS[format_name](collection)
    return text if not text or text.endswith("\n") else f"{text}\n"


def record(paper: Paper, collection: Collection) -> dict[str, Any]:
    """A paper as one flat object of plain values."""
    return {name: read(paper, collection) for name, read in FIELDS.items()}


FIELDS: Mapping[str, Callable[[Paper, Collection], Any]] = {
    "key": lambda paper, _: paper.key,
    "url": lambda paper, _: paper.url,
    "title": lambda paper, _: paper.title,
    "authors": lambda paper, _: [name.listed for name in paper.authors],
    "et_al": lambda paper, _: paper.et_al,
    "area": lambda paper, _: paper.listed_area,
    "date": lambda paper, _: paper.date.isoformat(),
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
}
"""Every field of a record, with what reads it."""


def _jsonl(collection: Collection) -> str:
    return "".join(
        json.dumps(record(paper, collection), ensure_ascii=False) + "\n" for paper in collection.bibliography
    )


def _cited(collection: Collection, style: str) -> str:
    return STYLES[style].join(STYLES[style].cite(paper) for paper in collection.bibliography)


def _csv(collection: Collection) -> str:
    """As spreadsheets read it: a header line, lists joined by semicolons, no cell that is a formula."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(FIELDS)
    for paper in collection.bibliography:
        writer.writerow(map(_cell, record(paper, collection).values()))
    return out.getvalue()


def _cell(value: Any) -> str:
    if isinstance(value, str):
        return cell(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return cell("; ".join(value)) if isinstance(value, list) else str(value)


FORMATS: Mapping[str, Callable[[Collection], str]] = {
    "jsonl": _jsonl,
    "bibtex": lambda collection: _cited(collection, "bibtex"),
    "ris": lambda collection: _cited(collection, "ris"),
    "csl-json": lambda collection: _cited(collection, "csl-json"),
    "csv": _csv,
}
"""Every format, with what writes it."""
