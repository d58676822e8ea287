"""The words of each paper, read once: a bibliography in, stems of titles and abstracts out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from generator.model import Bibliography
from generator.text.inline import plain
from generator.text.phrases import stems


@dataclass(frozen=True, slots=True)
class Terms:
    """A paper's words, as topics and related papers compare them."""

    title: str
    """In plain Unicode."""
    title_stems: tuple[str, ...]
    abstract_stems: tuple[str, ...]


def read_terms(bibliography: Bibliography) -> Mapping[str, Terms]:
    """The words of each paper, by its key."""
    return {
        paper.key: Terms(paper.plain_title, stems(paper.plain_title), stems(plain(paper.abstract)))
        for paper in bibliography
    }
