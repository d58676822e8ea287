"""The words of each paper, read once: a bibliography in; plain abstracts, stems and words for search out."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from sys import intern
from typing import Any

from generator.memory import Memory
from generator.model import Bibliography, Paper
from generator.text import maths
from generator.text.inline import formulas, parse, plain
from generator.text.phrases import stems
from generator.text.words import words


@dataclass(frozen=True, slots=True)
class Terms:
    """A paper's words, as topics, related papers and search compare them."""

    title: str
    """In plain Unicode."""
    title_stems: tuple[str, ...]
    abstract: str
    """In plain Unicode, on one line."""
    abstract_stems: tuple[str, ...]
    abstract_words: tuple[str, ...]
    """As search has them: those that are shown, then those that only the LaTeX has."""


def read_terms(bibliography: Bibliography, memory: Memory | None = None, jobs: int = 1) -> Mapping[str, Terms]:
    """The words of each paper, by its key; those that are not in the memory are read in so many processes."""
    papers = bibliography.papers
    known = (memory or Memory()).recall(papers, _key, _read, jobs)
    return {paper.key: _terms(paper, *read) for paper, read in zip(papers, known, strict=True)}


def only_in_source(shown: list[str], source: str) -> list[str]:
    """The words that only the LaTeX of a text has: `alpha` is found where an α is shown."""
    if "\\" not in source:
        return []
    known = set(shown)
    return [word for word in words(source) if word not in known]


def _key(paper: Paper) -> str:
    return hashlib.sha256(f"{paper.title}\0{paper.abstract}".encode("utf-8", "surrogatepass")).hexdigest()[:20]


def _read(paper: Paper) -> list[Any]:
    """Stems of the title, the abstract, its stems and words, as texts with spaces between words; and its formulas."""
    abstract = plain(paper.abstract)
    found = words(abstract)
    found += only_in_source(found, paper.abstract)
    read = {tex: maths.forms(tex) for tex in formulas(parse(paper.abstract))}
    return [" ".join(stems(paper.plain_title)), abstract, " ".join(stems(abstract)), " ".join(found), read]


def _terms(
    paper: Paper,
    title_stems: str,
    abstract: str,
    abstract_stems: str,
    abstract_words: str,
    read: Mapping[str, maths.Forms],
) -> Terms:
    maths.learn({tex: (mathml, text) for tex, (mathml, text) in read.items()})
    return Terms(paper.plain_title, _parted(title_stems), abstract, _parted(abstract_stems), _parted(abstract_words))


def _parted(text: str) -> tuple[str, ...]:
    return tuple(map(intern, text.split()))  # the same words recur in all papers
