"""Choice of the best candidate for a title line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from generator.byline.authors import is_institution, looks_like_institution
from generator.byline.candidates import Candidate, Width, generate_candidates, is_hidden, looks_ordinary
from generator.byline.features import LineContext, extract_features, has_signs
from generator.byline.model import load_model
from generator.byline.tail import TitleLine, read_doubtful_tails, read_line

_REVIEW_BELOW = 0.95
"""Confidence below which a person should check a split."""
_MIN_NAMED = 0.05
"""Probability that a line names authors below which it is taken to name none; between this and certainty, a person
should check it."""
_MIN_NAMED_IF_HIDDEN = 0.5
"""The same if the boundary of the best candidate is within a word in lower case."""
_ENOUGH = {Width.SHOWN: _REVIEW_BELOW, Width.SPACED: 0.7, Width.HIDDEN: 0.0}
"""Confidence from which on no wider search for boundaries is needed."""
_SIGN = re.compile(r"\s(?:[|¦‖]|[-–—•/]{1,3}|::)\s|\t|\s{2}")
_CAPITALS_AT_END = re.compile(r"[a-z][A-Z]+$")
_CAMEL_AT_END = re.compile(r"[a-z][A-Z][a-z]+$")
_CAPITALS_AT_START = re.compile(r"[A-Z]{2,}(?![\w.])")
_DOUBTFUL = 0.9
"""Maximum confidence in odd results: names with digits or signs, names that only a space separates from the title, and
affiliations that may be something else."""


@dataclass(frozen=True, slots=True)
class Split:
    """Title line split into title, authors and affiliations."""

    title: str
    authors: tuple[str, ...]
    et_al: bool
    """Whether there are more authors, who are not named."""
    affiliations: tuple[str, ...]
    confidence: float
    """Probability that the split is right, 0 to 1."""
    runner_up: Candidate | None
    """Second-best candidate with authors, if there is one."""

    @property
    def needs_review(self) -> bool:
        """Whether a person should check the split."""
        return self.confidence < _REVIEW_BELOW


def split(title_line: str, abstract: str = "") -> Split | None:
    """Return the most probable split of a title line, by the abstract below it; None if the line names no authors."""
    model = load_model()
    context = LineContext(model.models, model.vocabulary, abstract)
    line = read_line(title_line)
    for other in () if line.affiliations else read_doubtful_tails(title_line):
        found = _best(other, context)
        if found and found.confidence >= _DOUBTFUL:
            sure = all(map(looks_like_institution, other.affiliations))
            return found if sure else replace(found, confidence=_DOUBTFUL)
    return _best(line, context)


def _best(line: TitleLine, context: LineContext) -> Split | None:
    """Return the most probable split of a line without its tail, widening the search until one is sure."""
    for width in Width:
        choices = generate_candidates(line, width)
        if _is_beyond_doubt(choices, line):
            ranked = [(1.0, choices[0])]
            break
        ranked = _ranked(choices, context)
        confidence, best = ranked[0]
        if best.authors and confidence >= _ENOUGH[width] and not any(map(has_signs, best.authors)):
            break
    named = [(probability, candidate) for probability, candidate in ranked if candidate.authors]
    if not named:
        return None
    (confidence, best), *others = named
    least = _MIN_NAMED_IF_HIDDEN if is_hidden(best) else _MIN_NAMED
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


def _looks_odd(candidate: Candidate) -> bool:
    """Return whether the title seems to contain a part of the names, or the names an institution or an address.

    The title may do so if it also contains the separator that stands before the names, or if the boundary is within a
    row of capitals or, before a name of one word, after a word in camel case.
    """
    first, *others = candidate.authors
    is_list = candidate.gap == "sign" and _SIGN.search(candidate.title)
    is_in_capitals = _CAPITALS_AT_END.search(candidate.title[-40:]) and _CAPITALS_AT_START.match(first)
    is_in_camel_case = " " not in first and _CAMEL_AT_END.search(candidate.title[-40:])
    is_more = any("@" in name for name in candidate.authors) or any(map(is_institution, others))
    return bool(is_list or is_in_capitals or is_in_camel_case or is_more)


def _is_beyond_doubt(choices: Sequence[Candidate], line: TitleLine) -> bool:
    """Return whether no model is needed: there is one boundary, and ordinary names follow, several or with `et al.`"""
    first, *others = choices
    is_alone = not any(other.authors for other in others)
    return is_alone and (line.has_authors or len(first.authors) > 1) and looks_ordinary(first)


def _ranked(choices: Sequence[Candidate], context: LineContext) -> list[tuple[float, Candidate]]:
    probabilities = load_model().probabilities([extract_features(candidate, context) for candidate in choices])
    return sorted(zip(probabilities, choices, strict=True), key=lambda pair: (-pair[0], len(pair[1].title)))


def apply_correction(line: str, found: Split | None, title: str | None, authors: Sequence[str] | None) -> Split | None:
    """Return a split with the title or the authors, or both, that a correction states.

    If it states only one of them, the other is the rest of the line, if that fits, or else that of `found`. Returns
    None if neither has it.
    """
    candidate = find_candidate(line, title, authors)
    base = found or Split("", (), read_line(line).et_al, read_line(line).affiliations, 1.0, None)
    title = title or (candidate.title if candidate else base.title)
    authors = authors or (candidate.authors if candidate else base.authors)
    if not title or not authors:
        return None
    return replace(base, title=title, authors=tuple(authors), confidence=1.0, runner_up=None)


def find_candidate(line: str, title: str | None, authors: Sequence[str] | None) -> Candidate | None:
    """Return the candidate of a line with the given title and authors, either of which may be None for any."""
    for candidate in generate_candidates(read_line(line), Width.HIDDEN):
        if candidate.authors and title in (None, candidate.title) and authors in (None, candidate.authors):
            return candidate
    return None
