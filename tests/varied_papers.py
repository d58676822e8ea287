"""Made-up papers of all kinds, of which more or less is known, as no listing has them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import product
from typing import Any

from made_up import FAMILY, GIVEN, paper

from generator.models import DatePrecision, Link, Location, Paper, PublicationKind
from generator.sources.areas import find_area
from generator.text.slugs import slugify

NO_AREA: dict[str, Any] = {"area": None, "listed_area": ""}
DATES: list[dict[str, Any]] = [
    {"date": date(2024, 3, 4), "date_precision": DatePrecision.DAY},
    {"date": date(2024, 3, 1), "date_precision": DatePrecision.MONTH},
    {"date": date(2024, 1, 1), "date_precision": DatePrecision.YEAR},
    {"date": date.min, "date_precision": DatePrecision.NONE},
]
DAY, MONTH, YEAR, UNDATED = DATES
WHERE: dict[str, Any] = {
    "venue": "Letters on Moths & Lamps_A",
    "volume": "12",
    "number": "3",
    "pages": "7–12",
    "publisher": "Night Press",
}
"""Where a paper appeared; there are characters that LaTeX would take for its own."""
MORE: dict[str, Any] = {
    "arxiv": "2402.04610",
    "doi": "10.1000/182",
    "pdf": "https://moths.example.org/a_b.pdf",
    "keywords": ("warm light", "phototaxis"),
    "awards": ("Best Paper", "Test of Time"),
    "withdrawn": True,
    "links": (Link("Press", "https://p.example.org"), Link("Slides", "https://s.example.org")),
    "code_url": "https://code.example.org/a",
    "code": True,
}


def people(number: int) -> list[str]:
    """Names, each once."""
    return [f"{GIVEN[at % len(GIVEN)]} {FAMILY[at // len(GIVEN)]}" for at in range(number)]


def titled(title: str, authors: int = 2, **facts: Any) -> Paper:
    """A paper under a title, with so many authors."""
    key = slugify(title)
    known = {"et_al": False, "abstract": "Moths come to lanterns.", **facts}
    return paper(people(authors), title=title, plain_title=title, key=key, citekey=key, **known)


def combinations() -> Iterator[Paper]:
    """Papers with every combination of kind, date, area, place of publication, further facts and unnamed authors."""
    kinds = [None, *PublicationKind]
    areas: list[dict[str, Any]] = [{}, NO_AREA]
    for number, (kind, dated, area, where, more, et_al) in enumerate(
        product(kinds, DATES, areas, ({}, WHERE), ({}, MORE), (False, True))
    ):
        yield titled(f"Moths of Garden {number}", kind=kind, et_al=et_al, **dated, **area, **where, **more)


VARIED = (
    titled(
        "Counting Moths under Many Lanterns",
        99,
        kind=PublicationKind.PREPRINT,
        arxiv="2402.04610",
        sources=(("arxiv", "seeds/enriched.yml:13"), ("authors", "seeds/enriched.yml:12")),
    ),
    titled(
        "A Garden of Lamps",
        kind=PublicationKind.ARTICLE,
        location=Location("seeds/refs.bib", 11),
        sources=(
            ("authors", "seeds/refs.bib:12"),
            ("doi", "seeds/refs.bib:12"),
            ("et_al", "seeds/refs.bib:12"),
            ("venue", "seeds/refs.bib:12"),
        ),
        **MONTH,
        **NO_AREA,
        **WHERE,
        **MORE,
    ),
    titled("Wings in the Rain", 12, kind=PublicationKind.CONFERENCE, **YEAR, **NO_AREA, **WHERE),
    titled("Undated Notes on Moths", **UNDATED, **NO_AREA),
    titled("A Book of Lanterns", 1, kind=PublicationKind.BOOK, publisher="Night Press", **UNDATED),
    titled("Lamps, a Chapter", 25, kind=PublicationKind.CHAPTER, et_al=True, **MONTH, **WHERE),
    titled("Moth Attraction as Listed", 3, et_al=True, area=find_area("LG"), listed_area="LG", date=date(2023, 5, 6)),
)
"""Papers in no order."""
