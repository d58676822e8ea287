"""The ways to read a title line: the line in, its tail and every reading out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

MOST_AUTHORS = 3
"""A listing names at most three authors of a paper."""

_LONGEST_NAME = 150
"""Letters of a name; a longer one is none."""

_ET_AL = re.compile(r"(?<!\s)\s+et al\.?$")
_AFFILIATIONS = re.compile(r"(?<!\s)\s+·\s+(?P<tags>[^·]+)$")
_TAG = re.compile(r"\s*[a-z0-9][\w.&+-]*\s*")
# Most places are within words written small: passing over them at once is what makes splitting fast.
_NOT_WITHIN_A_WORD = re.compile(r"(?<=\S)[^\sa-z]|(?<=[^\sA-Za-z])[a-z]")
_NO_SEAM_AFTER = frozenset("([{-/\\")
_NAME_OPENERS = frozenset("\\{\"“‘('")


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a title line."""

    title: str
    authors: tuple[str, ...]
    """Empty in the reading that the line names none."""


@dataclass(frozen=True, slots=True)
class TitleLine:
    """A title line, its tail taken off."""

    body: str
    """Title and named authors, run together."""
    et_al: bool
    affiliations: tuple[str, ...]

    @property
    def parts(self) -> list[str]:
        """What the commas part: the last ones are authors."""
        return self.body.split(", ")


def read_line(line: str) -> TitleLine:
    """A title line without its ` et al.` and its affiliations."""
    tags = _AFFILIATIONS.search(line)
    affiliations: tuple[str, ...] = ()
    if tags and _are_affiliations(line[: tags.start()], tags["tags"]):
        affiliations = tuple(tag.strip() for tag in tags["tags"].split(",") if tag.strip())
        line = line[: tags.start()]
    body = _ET_AL.sub("", line)
    return TitleLine(body, body != line, affiliations)


def readings(line: TitleLine) -> list[Reading]:
    """Every reading of a line; with `et al.` it names three authors, as far as its commas go."""
    found = list(_readings(line, _seams)) or list(_readings(line, _seams_within_words))
    return [*found, Reading(line.body, ())]


def shows_seam(line: TitleLine) -> bool:
    """A capital or a sign shows where a name could begin."""
    return any(True for _ in _readings(line, _seams))


def _readings(line: TitleLine, seams: Callable[[str], list[int]]) -> Iterator[Reading]:
    parts = line.parts
    most = min(MOST_AUTHORS, len(parts))
    for count in range(most if line.et_al else 1, most + 1):
        fused = parts[len(parts) - count]
        others = tuple(part.strip() for part in parts[len(parts) - count + 1 :])
        if not all(others):
            continue
        before = ", ".join([*parts[: len(parts) - count], ""])
        for seam in seams(fused):
            yield Reading((before + fused[:seam]).rstrip(), (fused[seam:].strip(), *others))


def _seams(fused: str) -> list[int]:
    """Places where a name could begin without a space before it, as the letters show."""
    places = [match.start() for match in _NOT_WITHIN_A_WORD.finditer(fused, max(1, len(fused) - _LONGEST_NAME))]
    return [place for place in places if _may_part(fused, place) and _shows(fused[place - 1], fused[place])]


def _seams_within_words(fused: str) -> list[int]:
    """Places within words written small, where a name written small could begin."""
    places = range(max(1, len(fused) - _LONGEST_NAME), len(fused))
    return [place for place in places if fused[place].islower() and _may_part(fused, place)]


def _may_part(fused: str, place: int) -> bool:
    """Neither side is a space, nothing is just opened, and the place is not within a LaTeX accent."""
    before = fused[place - 1]
    in_accent = fused[max(0, place - 2)] == "\\"
    return not (before.isspace() or fused[place].isspace() or before in _NO_SEAM_AFTER or in_accent)


def _shows(before: str, here: str) -> bool:
    """A capital, or a letter of a script without, may begin a name; a small one after letters does not show it."""
    if not here.isalpha():
        return here in _NAME_OPENERS
    return not here.islower() or not before.isalpha()


def _are_affiliations(before: str, tags: str) -> bool:
    """After ` et al.` the dot can only begin affiliations; else they have to look like tags."""
    return bool(_ET_AL.search(before)) or all(_TAG.fullmatch(tag) for tag in tags.split(","))
