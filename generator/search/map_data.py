"""The data of the map of papers in the browser: a script with the place and the main topic of each paper.

Titles, authors, years and addresses are those of the catalogue of search, which lists papers in the same order.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.analysis.paper_map import MAP_SIZE
from generator.pages.components import Components
from generator.pages.routes import MAP_DATA, SEARCH, DocsFile
from generator.search.index_data import data_script, packed_scripts

_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_MOST = len(_DIGITS) ** 2
"""Number of values that two digits can have; places and topics are written with two each."""
if MAP_SIZE > _MOST:
    raise AssertionError("coordinates need more digits")


def map_files(components: Components) -> Iterator[DocsFile]:
    """Yield the script of the map that needs no document, and its data."""
    yield DocsFile(f"{SEARCH}/map.js", packed_scripts("address", "map"))
    places = components.collection.map_places
    topics = components.main_topics
    numbers = {heading: number for number, heading in enumerate([heading for heading, _ in topics][: _MOST - 1], 1)}
    number_of = {paper.key: numbers[heading] for heading, papers in topics if heading in numbers for paper in papers}
    columns = ((*places[paper.key], number_of.get(paper.key, 0)) for paper in components.newest)
    data = {
        "topics": [heading.label for heading in numbers],
        "papers": "".join(_digits(value) for column in columns for value in column),
    }
    yield DocsFile(MAP_DATA, data_script("map", data))


def _digits(value: int) -> str:
    high, low = divmod(value, len(_DIGITS))
    return _DIGITS[high] + _DIGITS[low]
