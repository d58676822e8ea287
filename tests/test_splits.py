"""Splits that are remembered: those that would be made anew, and no line is split again without need."""

from __future__ import annotations

import made_up
import pytest
from conftest import Disk
from hypothesis import given
from hypothesis import strategies as st

from generator import byline, processes
from generator.analysis.collection import collect
from generator.memory import Memories
from generator.sources.listing import Entry, Listing, read_entries
from generator.sources.loader import Seeds
from generator.splits import split_all

LINES = [
    ("On the Weather of Moths", "Ada Alder, Ben Birch, Cleo Cedar et al."),
    ("Lamps that Xu Knows", "Xu Han, Ada Alder"),
    ("Moths", "Mila Lamps, Ben Birch, Xu Han et al."),
    ("A Moth and a Lamp", "Lamp Moth · oak, ash"),
    ("nobody wrote this line at all", " "),
    ("Rain ❄ Snow", "Łukasz Żółw, 陈大文"),
]
WORDS = "Lamps lamps Moths moths Ada Xu Weather weather, (Mila) rain".split()


def _entries(chosen: list[tuple[tuple[str, str], list[str]]]) -> list[Entry]:
    texts = [made_up.entry(title=title, authors=names, abstract=" ".join(words)) for (title, names), words in chosen]
    found = read_entries(Listing("papers.txt", "\n".join(texts)))
    return [one for one in found if isinstance(one, Entry)]


listings = st.lists(st.tuples(st.sampled_from(LINES), st.lists(st.sampled_from(WORDS), max_size=5)), max_size=8)


@given(before=listings, after=listings)
def test_what_is_remembered_is_what_would_be_made(
    before: list[tuple[tuple[str, str], list[str]]], after: list[tuple[tuple[str, str], list[str]]]
) -> None:
    disk = Disk()
    for listing in (before, after, after):
        memory = disk.memory()
        assert split_all(_entries(listing), memory) == split_all(_entries(listing))
        memory.save()


def test_only_lines_that_are_new_or_stand_above_another_abstract_are_split(monkeypatch: pytest.MonkeyPatch) -> None:
    split_again: list[str] = []
    split = byline.split

    def told(line: str, abstract: str) -> byline.Split | None:
        split_again.append(line)
        return split(line, abstract)

    monkeypatch.setattr(byline, "split", told)
    disk = Disk()
    memory = disk.memory()
    split_all(_entries([(line, ["rain"]) for line in LINES[:3]]), memory)
    assert len(split_again) == 3
    memory.save()
    split_again.clear()
    split_all(_entries([(line, ["rain"]) for line in LINES[:3]]), disk.memory())
    assert split_again == []
    split_all(_entries([(LINES[0], ["snow"]), *((line, ["rain"]) for line in LINES[1:4])]), disk.memory())
    assert split_again == ["".join(LINES[0]), "".join(LINES[3])]


def test_in_several_processes_they_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "_FEW", 0)
    before, after = ([(line, [word]) for line in LINES] for word in ("rain", "Moths"))
    disk = Disk()
    for listing in (before, after):
        memory = disk.memory()
        found = split_all(_entries(listing), memory, jobs=2)
        assert found == split_all(_entries(listing))
        memory.save()


def test_no_other_result_is_taken_for_a_split() -> None:
    """A paper whose title and abstract are what the key of a split is made of."""
    line = "".join(LINES[0])
    texts = [made_up.entry(title=line, authors=" "), made_up.entry(title="split", authors="Ada Alder", abstract=line)]
    listing = "\n".join(texts)
    seeds = Seeds((Listing("papers.txt", listing),))
    found = collect(seeds, None, made_up.TODAY, memories=Memories())
    assert [words.abstract for words in found.terms.values()] == [
        words.abstract for words in collect(seeds, None, made_up.TODAY).terms.values()
    ]
