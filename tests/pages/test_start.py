"""Where to start: the section is on home and on long topics, with a sentence of each abstract."""

from __future__ import annotations

import re

import pytest
from made_up import collection, docs_files, entry

from generator.config import SiteConfig

TOPICS = "Moths:\n  about: Wings at night.\n  phrases: [moth]\n"
WHAT = "In this paper, we propose a lamp for the garden with the number {}, which draws no moth at all."


def _files(papers: int, what: str = WHAT) -> dict[str, str]:
    listing = "".join(
        entry(
            f"{80 + number}.5CLMar {1 + number}, 2024",
            "Moths of the Garden: A Survey" if number == 4 else f"Moth Lamps of Garden {number}",
            abstract=f"Moths come to lamps of the garden at night. {what.format(number)} It is bright.",
        )
        for number in range(papers)
    )
    return {file.src_uri: file.text for file in docs_files(collection(listing, vocabulary=TOPICS), SiteConfig("Shelf"))}


@pytest.mark.parametrize("src_uri", ["index.md", "topics/moths.md"])
def test_long_lists_say_where_to_start(src_uri: str) -> None:
    text = _files(12)[src_uri]
    _, _, section = text.partition("## Where to start\n")
    section, _, after = section.partition("\n</div>")
    assert re.search("^## ", after, re.MULTILINE)
    titles = re.findall(r"^-   \[(.+?)\]", section, re.MULTILINE)
    assert titles[0] == "Moths of the Garden: A Survey"
    assert 3 <= len(titles) == len(set(titles)) <= 6
    assert section.count("In this paper, we propose a lamp for the garden with the number") == len(titles)
    assert "It is bright" not in section
    assert '<span class="ps-why">Survey</span> Ada Alder, Ben Birch et al., 2024' in section
    assert "Score 91.5, among the highest here</span>" in section


def test_short_lists_and_other_lists_do_not() -> None:
    assert [uri for uri, text in _files(12).items() if "ps-start" in text] == ["index.md", "topics/moths.md"]
    assert not any("ps-start" in text for text in _files(11).values())


def test_a_paper_that_does_not_say_what_it_does_has_no_sentence() -> None:
    text = _files(12, "Nobody knows why they come to number {} so often.")["index.md"]
    assert "ps-start" in text
    assert "ps-sentence" not in text


def test_a_long_sentence_is_cut_between_words() -> None:
    text = _files(12, WHAT.replace("lamp", "lamp " + "and another lamp " * 40))["index.md"].partition(
        "## Where to start"
    )[2]
    (cut, *_) = re.findall(r"In this paper, we propose a lamp and .+? …$", text, re.MULTILINE)
    assert 200 < len(cut) <= 262
    assert re.search(r"(?:lamp|and|another) …$", cut)
