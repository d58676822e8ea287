"""The whole bibliography in one file: papers in, text of a format out."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping
from typing import Any

from generator.citation import bibtex, csl_json, ris
from generator.collection import Collection
from generator.model import Paper


def export(collection: Collection, format_name: str) -> str:
    """All papers of a collection, in the order of the listings, ending in a newline.

    `format_name` is one of `FORMATS`.
    """
    text = FORMATS[format_name](collection)
    return text if not text or text.endswith("\n") else f"{text}\n"


def record(paper: Paper, collection: Collection) -> dict[str, Any]:
    """A paper as one flat object of plain values."""
    return {
        "key": paper.key,
        "url": paper.url,
        "title": paper.title,
        "authors": [name.listed for name in paper.authors],
        "et_al": paper.et_al,
        "area": paper.listed_area,
        "date": paper.date.isoformat(),
        "date_inferred": paper.date_inferred,
        "code": paper.code,
        "code_url": paper.code_url,
        "score": paper.score,
        "affiliations": list(paper.affiliations),
        "topics": [heading.label for heading in collection.topics.of_paper[paper.key]],
        "abstract": paper.abstract,
        "source": str(paper.location),
        "confidence": paper.confidence,
        "needs_review": paper.needs_review,
    }


def _jsonl(collection: Collection) -> str:
    return "".join(
        json.dumps(record(paper, collection), ensure_ascii=False) + "\n" for paper in collection.bibliography
    )


def _csv(collection: Collection) -> str:
    """As spreadsheets read it: a header line, lists joined by semicolons, no cell that is a formula."""
    out = io.StringIO()
    writer: Any = None
    for paper in collection.bibliography:
        cells = {name: _cell(value) for name, value in record(paper, collection).items()}
        if writer is None:
            writer = csv.DictWriter(out, cells)
            writer.writeheader()
        writer.writerow(cells)
    return out.getvalue()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = "; ".join(value) if isinstance(value, list) else str(value)
    # OWASP, "CSV Injection": a quote keeps a spreadsheet from taking the text for a formula.
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) and not isinstance(value, float) else text


FORMATS: Mapping[str, Callable[[Collection], str]] = {
    "jsonl": _jsonl,
    "bibtex": lambda collection: bibtex(collection.bibliography),
    "ris": lambda collection: ris(collection.bibliography),
    "csl-json": lambda collection: csl_json(collection.bibliography),
    "csv": _csv,
}
"""Every format, with what writes it."""
