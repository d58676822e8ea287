"""The choice: a title line and the abstract below it in, a split out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from generator.byline.authors import is_institution, looks_like_institution
from generator.byline.candidates import Candidate, Width, generate_candidates, is_hidden, looks_ordinary
from generator.byline.features import LineContext, extract_features, has_signs
from generator.byline.model import load_model
from generator.byline.tail import TitleLine, read_doubtful_tails, read_line

REVIEW_BELOW = 0.95
"""Confidence under which a person should look at a split."""
_LEAST = 0.05
"""Probability that a line names authors at all under which it does not: above, a person shall look at it."""
_LEAST_IF_HIDDEN = 0.5
"""The same where the name of the first author begins within a word written small."""
_ENOUGH = {Width.SHOWN: REVIEW_BELOW, Width.SPACED: 0.7, Width.HIDDEN: 0.0}
"""Confidence in a reading from which on boundaries are looked for in no more places than so far."""
_SIGN = re.compile(r"\s(?:[|¦‖]|[-–—•/]{1,3}|::)\s|\t|\s{2}")
_CAPITALS_AT_END = re.compile(r"[a-z][A-Z]+$")
_CAMEL_AT_END = re.compile(r"[a-z][A-Z][a-z]+$")
_CAPITALS_AT_START = re.compile(r"[A-Z]{2,}(?![\w.])")
_DOUBTFUL = 0.9
"""Confidence, at most, in what is odd: names with digits or signs, names that only a space parts from the title, and
affiliations that may be something else."""


@dataclass(frozen=True, slots=True)
class Split:
    """The chosen reading of a title line."""

    title: str
    authors: tuple[str, ...]
    et_al: bool
    affiliations: tuple[str, ...]
    confidence: float
    """The probability that the reading is right, 0 to 1."""
    runner_up: Candidate | None
    """The second-best reading, if there is one."""

    @property
    def needs_review(self) -> bool:
        """A person should look at it."""
        return self.confidence < REVIEW_BELOW


def split(title_line: str, abstract: str = "") -> Split | None:
    """Return the best reading of a title line, above its abstract; None where the best is that it names no authors."""
    model = load_model()
    known = LineContext(model.models, model.vocabulary, abstract)
    line = read_line(title_line)
    for other in () if line.affiliations else read_doubtful_tails(title_line):
        found = _best(other, known)
        if found and found.confidence >= _DOUBTFUL:
            sure = all(map(looks_like_institution, other.affiliations))
            return found if sure else replace(found, confidence=min(found.confidence, _DOUBTFUL))
    return _best(line, known)


def _best(line: TitleLine, known: LineContext) -> Split | None:
    """Return the best reading of a line without its tail, looking for boundaries in more places until one is sure."""
    for width in Width:
        choices = generate_candidates(line, width)
        if _is_beyond_doubt(choices, line):
            ranked = [(1.0, choices[0])]
            break
        ranked = _ranked(choices, known)
        if _is_sure(*ranked[0], enough=_ENOUGH[width]):
            break
    named = [(probability, reading) for probability, reading in ranked if reading.authors]
    if not named:
        return None
    (confidence, best), *others = named
    least = _LEAST_IF_HIDDEN if is_hidden(best) else _LEAST
    if sum(probability for probability, _ in named) < least and not line.has_authors:
        return None
    if best.gap == "space" or any(map(has_signs, best.authors)) or _looks_odd(best):
        confidence = min(confidence, _DOUBTFUL)
    return Split(
        title=best.title,
        authors=best.authors,
        et_al=line.et_al or best.et_al,
        affiliations=line.affiliations + best.affiliations,
        confidence=round(confidence, 4),
        runner_up=others[0][1] if others else None,
    )


def _looks_odd(reading: Candidate) -> bool:
    """Return whether a title seems to hold a part of the names, or the names an institution or an address.

    A title does so where the sign before the name stands in it, too, and where the boundary parts capitals or, before a
    single word, what may be one in camel case.
    """
    first, *others = reading.authors
    is_list = reading.gap == "sign" and _SIGN.search(reading.title)
    is_in_capitals = _CAPITALS_AT_END.search(reading.title[-40:]) and _CAPITALS_AT_START.match(first)
    is_in_camel_case = " " not in first and _CAMEL_AT_END.search(reading.title[-40:])
    is_more = any("@" in name for name in reading.authors) or any(map(is_institution, others))
    return bool(is_list or is_in_capitals or is_in_camel_case or is_more)


def _is_beyond_doubt(choices: Sequence[Candidate], line: TitleLine) -> bool:
    """Return whether the letters alone tell: one boundary shows, and several ordinary names or others follow it."""
    first, *others = choices
    is_alone = not any(other.authors for other in others)
    return is_alone and (line.has_authors or len(first.authors) > 1) and looks_ordinary(first)


def _is_sure(confidence: float, reading: Candidate, enough: float) -> bool:
    """Return whether other boundaries need not be looked for."""
    return bool(reading.authors) and confidence >= enough and not any(map(has_signs, reading.authors))


def _ranked(choices: Sequence[Candidate], known: LineContext) -> list[tuple[float, Candidate]]:
    """Return readings of one line with their probabilities, the likeliest first."""
    probabilities = load_model().probabilities([extract_features(reading, known) for reading in choices])
    return sorted(zip(probabilities, choices, strict=True), key=lambda pair: (-pair[0], len(pair[1].title)))


def apply_correction(line: str, found: Split | None, title: str | None, authors: Sequence[str] | None) -> Split | None:
    """Return the split with title or authors, or both, as a person says they are: beyond doubt.

    What the person does not say is read from what is left of the line; where that does not fit, it is as `found`.
    Returns None where nothing says it.
    """
    reading = find_candidate(line, title, authors)
    base = found or Split("", (), read_line(line).et_al, read_line(line).affiliations, 1.0, None)
    title = title or (reading.title if reading else base.title)
    authors = authors or (reading.authors if reading else base.authors)
    if not title or not authors:
        return None
    return replace(base, title=title, authors=tuple(authors), confidence=1.0, runner_up=None)


def find_candidate(line: str, title: str | None, authors: Sequence[str] | None) -> Candidate | None:
    """Return the reading of a line that has a title, or authors, if there is one."""
    for reading in generate_candidates(read_line(line), Width.HIDDEN):
        if reading.authors and title in (None, reading.title) and authors in (None, reading.authors):
            return reading
    return None
