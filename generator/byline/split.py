"""The choice: a title line and the lexicon of its listing in, a split out."""

from __future__ import annotations

from dataclasses import dataclass

from generator.byline.evidence import Lexicon, weigh
from generator.byline.readings import Reading, read_line, readings
from generator.byline.weights import trained

REVIEW_BELOW = 0.95
"""Confidence under which a person should look at a split."""


_SURELY_NONE = 0.998
"""Probability of the reading without authors at which it is believed: else a person shall look at the next best."""


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
    if not named or sum(probability for probability, _ in named) < 1 - _SURELY_NONE:
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
