"""The lexicon that is brought up to date: the one that would be learned, and nothing is read again without need."""

from __future__ import annotations

from collections.abc import Iterable

import made_up
import pytest
from conftest import Disk
from hypothesis import given
from hypothesis import strategies as st

from generator import byline
from generator.byline import Lexicon
from generator.lexicon import PARTS, learn
from generator.listing import Entry, Listing, read_entries

Paper = tuple[str, str, str]

NAMES = ["Ada Alder, Ben Birch, Cleo Cedar et al.", "Xu Han, Ada Alder", "Mila Lamps, Ben Birch, Xu Han et al."]
WORDS = "Lamps lamps Moths moths, Ada Xu Weather (weather) rain \ud800 żółw".split()
texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map(" ".join)
papers = st.lists(st.tuples(texts, st.sampled_from(NAMES), texts), max_size=8)


def _entries(chosen: Iterable[Paper]) -> list[Entry]:
    listing = "\n".join(made_up.entry(title=title, authors=names, abstract=text) for title, names, text in chosen)
    return [one for one in read_entries(Listing("papers.txt", listing)) if isinstance(one, Entry)]


def _counts(lexicon: Lexicon) -> list[dict[str, int]]:
    return [dict(getattr(lexicon, part)) for part in PARTS]


@given(st.lists(papers, max_size=5))
def test_it_is_what_would_be_learned(listings: list[list[Paper]]) -> None:
    disk = Disk()
    for listing in listings:
        assert _counts(learn(_entries(listing), disk.memory(adds=False))) == _counts(learn(_entries(listing)))


def test_equal_entries_count_once() -> None:
    moths = ("Moths", NAMES[0], "rain")
    assert _counts(learn(_entries([moths, moths]))) == _counts(learn(_entries([moths])))


def test_only_what_has_changed_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    real = byline.learn

    def told(lines: Iterable[str]) -> Lexicon:
        known = list(lines)
        read.extend(known)
        return real(known)

    monkeypatch.setattr(byline, "learn", told)
    disk = Disk()
    moths, lamps, birds = (f"{title}{NAMES[0]}" for title in ("Moths", "Lamps", "Birds"))
    learn(_entries([("Moths", NAMES[0], "rain"), ("Lamps", NAMES[0], "snow")]), disk.memory(adds=False))
    assert read == [moths, lamps]
    read.clear()
    learn(_entries([("Lamps", NAMES[0], "hail"), ("Birds", NAMES[0], "rain")]), disk.memory(adds=False))
    assert read == [moths, birds]
    read.clear()
    learn(_entries([("Birds", NAMES[0], "rain"), ("Lamps", NAMES[0], "snow")]), disk.memory(adds=False))
    assert read == []
