"""The choice: a title line and the lexicon of its listing in, a split out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from generator.byline.evidence import Lexicon, weigh
from generator.byline.readings import Reading, read_line, readings, shows_seam
from generator.byline.weights import trained

REVIEW_BELOW = 0.97
"""Confidence under which a person should look at a split."""


_LEAST = 0.002
"""Probability that a line names authors at all under which it does not: above, a person shall look at it."""
_LEAST_WITHOUT_SEAM = 0.05
"""The same for a line in which no capital or sign shows where a name could begin."""


@dataclass(frozen=True, slots=True)
class Split:
    """The chosen reading of a title line."""

    title: str
    authors: tuple[str, ...]
    et_al: bool
    affiliations: tuple[str, ...]
    confidence: float
    """The probability that the reading is right, 0 to 1."""
    runner_up: Reading | None
    """The second-best reading, if there is one."""

    @property
    def needs_review(self) -> bool:
        """A person should look at it."""
        return self.confidence < REVIEW_BELOW


def split(title_line: str, lexicon: Lexicon) -> Split | None:
    """The best reading of a title line; None where the best is that it names no authors."""
    line = read_line(title_line)
    choices = readings(line)
    model = trained()
    probabilities = model.probabilities([weigh(reading, lexicon, model.models) for reading in choices])
    ranked = sorted(zip(probabilities, choices, strict=True), key=lambda pair: (-pair[0], len(pair[1].title)))
    named = [(probability, reading) for probability, reading in ranked if reading.authors]
    likely = sum(probability for probability, _ in named)
    if likely < _LEAST or (likely < _LEAST_WITHOUT_SEAM and not shows_seam(line)):
        return None
    (confidence, best), *others = named
    return Split(
        title=best.title,
        authors=best.authors,
        et_al=line.et_al,
        affiliations=line.affiliations,
        confidence=round(confidence, 4),
        runner_up=others[0][1] if others else None,
    )


def settle(line: str, found: Split | None, title: str | None, authors: Sequence[str] | None) -> Split | None:
    """The split with title or authors, or both, as a person says they are: beyond doubt.

    What the person does not say is read from what is left of the line; where that does not fit, it is as `found`.
    None where nothing says it.
    """
    reading = find_reading(line, title, authors)
    base = found or Split("", (), read_line(line).et_al, read_line(line).affiliations, 1.0, None)
    title = title or (reading.title if reading else base.title)
    authors = authors or (reading.authors if reading else base.authors)
    if not title or not authors:
        return None
    return replace(base, title=title, authors=tuple(authors), confidence=1.0, runner_up=None)


def find_reading(line: str, title: str | None, authors: Sequence[str] | None) -> Reading | None:
    """The reading of a line that has a title, or authors, if there is one."""
    for reading in readings(read_line(line)):
        if reading.authors and title in (None, reading.title) and authors in (None, reading.authors):
            return reading
    return None
