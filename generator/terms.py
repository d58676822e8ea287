"""The words of each paper, read once: a bibliography in; plain abstracts, stems and words for search out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from generator.memory import Memory
from generator.model import Bibliography, Paper, fingerprint
from generator.text import maths
from generator.text.inline import formulas, parse, plain
from generator.text.phrases import stems
from generator.text.words import words


@dataclass(slots=True)
class Terms:
    """A paper's words, as topics, related papers and search compare them; read when somebody first asks."""

    title: str
    """In plain Unicode."""
    source: str
    """Tells the words of this paper from others: the digest of what they are read from."""
    _written: str
    """What `_read` gives, in JSON."""
    _read: list[str] | None = field(default=None, compare=False, repr=False)

    @property
    def title_stems(self) -> tuple[str, ...]:
        """The stems of the title's words."""
        return tuple(self._text(0).split())

    @property
    def abstract(self) -> str:
        """In plain Unicode, on one line."""
        return self._text(1)

    @property
    def abstract_stems(self) -> tuple[str, ...]:
        """The stems of the abstract's words."""
        return tuple(self._text(2).split())

    @property
    def abstract_words(self) -> tuple[str, ...]:
        """As search has them: those that are shown, then those that only the LaTeX has."""
        return tuple(self._text(3).split())

    def _text(self, place: int) -> str:
        if self._read is None:
            *self._read, formulas_read = json.loads(self._written)
            maths.learn({tex: (mathml, text) for tex, (mathml, text) in formulas_read.items()})
        return self._read[place]


def read_terms(bibliography: Bibliography, memory: Memory | None = None, jobs: int = 1) -> Mapping[str, Terms]:
    """The words of each paper, by its key; those that are not in the memory are read in so many processes."""
    papers = bibliography.papers
    sources = [fingerprint(paper.title, paper.abstract) for paper in papers]
    known = (memory or Memory()).recall(papers, sources, _read, jobs)
    return {
        paper.key: Terms(paper.plain_title, source, written)
        for paper, source, written in zip(papers, sources, known, strict=True)
    }


def only_in_source(shown: list[str], source: str) -> list[str]:
    """The words that only the LaTeX of a text has: `alpha` is found where an α is shown."""
    if "\\" not in source:
        return []
    known = set(shown)
    return [word for word in words(source) if word not in known]


def _read(paper: Paper) -> list[Any]:
    """Stems of the title, the abstract, its stems and words, as texts with spaces between words; and its formulas."""
    abstract = plain(paper.abstract)
    found = words(abstract)
    found += only_in_source(found, paper.abstract)
    read = {tex: maths.forms(tex) for tex in formulas(parse(paper.abstract))}
    return [" ".join(stems(paper.plain_title)), abstract, " ".join(stems(abstract)), " ".join(found), read]
