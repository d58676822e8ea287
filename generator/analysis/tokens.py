"""Tokens: the title and the abstract of a paper in, its words as topics, related papers and search compare them out."""

from __future__ import annotations

from dataclasses import dataclass

from generator.text.latex import plain
from generator.text.search_words import search_words
from generator.text.stems import stems


@dataclass(frozen=True, slots=True)
class Tokens:
    """The words of a paper. Those of one text are joined by spaces, which takes a tenth of the memory of a tuple."""

    title: str
    """Title in plain Unicode."""
    abstract: str
    """Abstract in plain Unicode, on one line."""
    title_stems: str
    abstract_stems: str
    abstract_words: str
    """Words of the abstract as search has them: those that are shown, then those that only its LaTeX has."""


def read_tokens(title: str, abstract: str) -> Tokens:
    """Return the tokens of a paper, given its title in plain Unicode and its abstract with its LaTeX."""
    shown = " ".join(plain(abstract).split())
    words = search_words(shown)
    words += only_in_source(words, abstract)
    return Tokens(title, shown, " ".join(stems(title)), " ".join(stems(shown)), " ".join(words))


def only_in_source(shown: list[str], source: str) -> list[str]:
    """Return the words that only the LaTeX of a text has: `alpha` is found where an α is shown."""
    if "\\" not in source:
        return []
    known = set(shown)
    return [word for word in search_words(source) if word not in known]
