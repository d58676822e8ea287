"""The words of each paper, read once: a bibliography in; plain abstracts, stems and words for search out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from generator.memory import Memory
from generator.models import Bibliography, Paper, fingerprint
from generator.text import mathml
from generator.text.latex import formulas, parse, plain
from generator.text.search_words import search_words
from generator.text.stems import stems


class Terms:
    """A paper's words, as topics, related papers and search compare them; read when somebody first asks."""

    def __init__(self, paper: Paper, source: str = "", written: str = "") -> None:
        """`written` is what `_read` gave of this paper in an earlier build, in JSON, and `source` its key there."""
        self.title = paper.plain_title
        """In plain Unicode."""
        self.source = source
        self._paper = paper
        self._written = written

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Terms) and self._facts == other._facts

    @property
    def _facts(self) -> tuple[object, ...]:
        return self.title, self.title_stems, self.abstract, self.abstract_stems, self.abstract_words

    @property
    def title_stems(self) -> tuple[str, ...]:
        """The stems of the title's words."""
        return tuple(self._stored[0].split()) if self._written else stems(self.title)

    @property
    def abstract(self) -> str:
        """In plain Unicode, on one line."""
        return self._stored[1] if self._written else plain(self._paper.abstract)

    @cached_property
    def abstract_stems(self) -> tuple[str, ...]:
        """The stems of the abstract's words."""
        return tuple(self._stored[2].split()) if self._written else stems(self.abstract)

    @property
    def abstract_words(self) -> tuple[str, ...]:
        """As search has them: those that are shown, then those that only the LaTeX has."""
        return tuple(self._stored[3].split() if self._written else _search_words(self.abstract, self._paper.abstract))

    @cached_property
    def _stored(self) -> list[str]:
        texts: list[str]
        *texts, formulas_read = json.loads(self._written)
        mathml.cache_formulas({tex: mathml.ConvertedFormula(*formats) for tex, formats in formulas_read.items()})
        return texts


def read_terms(bibliography: Bibliography, memory: Memory | None = None, jobs: int = 1) -> Mapping[str, Terms]:
    """The words of each paper, by its key; with a memory, those that are not in it are read in so many processes."""
    papers = bibliography.papers
    if memory is None:
        return {paper.key: Terms(paper) for paper in papers}
    sources = [fingerprint(paper.title, paper.abstract) for paper in papers]
    known = memory.recall(papers, sources, _read, jobs)
    return {
        paper.key: Terms(paper, source, written) for paper, source, written in zip(papers, sources, known, strict=True)
    }


def only_in_source(shown: list[str], source: str) -> list[str]:
    """The words that only the LaTeX of a text has: `alpha` is found where an α is shown."""
    if "\\" not in source:
        return []
    known = set(shown)
    return [word for word in search_words(source) if word not in known]


def _search_words(abstract: str, source: str) -> list[str]:
    found = search_words(abstract)
    return found + only_in_source(found, source)


def _read(paper: Paper) -> list[Any]:
    """Stems of the title, the abstract, its stems and words, as texts with spaces between words; and its formulas."""
    found = Terms(paper)
    read = {tex: mathml.convert_formula(tex) for tex in formulas(parse(paper.abstract))}
    parts = found.title_stems, found.abstract.split(), found.abstract_stems, found.abstract_words
    return [*map(" ".join, parts), read]
