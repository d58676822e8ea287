"""Topics from the text: papers in, the few key phrases that distinguish each paper best out.

Phrases are chosen for each paper on its own, so one more paper changes little; those of too few papers are dropped.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence, Set

from generator.analysis.keyphrases import Key, KeyPhrase, fewest_papers, find_key_phrases
from generator.analysis.tokens import Tokens

MOST_TOPICS = 3
"""Topics of a paper at most."""

_TITLE_WEIGHT = 3
"""Weight of a phrase in a title; in an abstract, each mention has a weight of 1, but all not more than a title."""


def choose_phrases(papers: Sequence[Tokens]) -> list[tuple[KeyPhrase, ...]]:
    """Return the topics of each paper, strongest first."""
    choices = _choices(find_key_phrases(papers), len(papers))
    fewest = fewest_papers(len(papers))
    left = {phrase.stems for phrases in choices for phrase in phrases}
    for needed in range(2, fewest + 1):  # the smallest first: their papers may then choose others
        while lost := left - _chosen_by(needed, choices, left):
            left -= lost
    chosen = [_first(phrases, left) for phrases in choices]
    topics = list({phrase.stems: phrase for phrases in chosen for phrase in phrases}.values())
    return [phrases or _repeated(paper, topics, len(papers)) for paper, phrases in enumerate(chosen)]


def _repeated(paper: int, topics: Iterable[KeyPhrase], papers: int) -> tuple[KeyPhrase, ...]:
    """Return the topic that a paper without any mentions most, the rarest counting most, if it does more than once."""
    weights = [
        (count * math.log(1 + papers / len(phrase.papers)), phrase.stems, phrase)
        for phrase in topics
        if (count := phrase.mentions.get(paper, 0)) > 1
    ]
    return (max(weights, key=lambda choice: choice[:2])[2],) if weights else ()


def _choices(phrases: Iterable[KeyPhrase], papers: int) -> list[list[KeyPhrase]]:
    """Return the phrases that each paper is about, strongest first."""
    ranked: list[list[tuple[float, int, Key, KeyPhrase]]] = [[] for _ in range(papers)]
    for phrase in phrases:
        rarity = math.log(1 + papers / len(phrase.papers)) * math.sqrt(phrase.telling * len(phrase.stems))
        for paper in phrase.subjects:
            weight = _TITLE_WEIGHT * (paper in phrase.titles) + min(_TITLE_WEIGHT, phrase.mentions.get(paper, 0))
            ranked[paper].append((-weight * rarity, -len(phrase.stems), phrase.stems, phrase))
    return [[phrase for *_, phrase in sorted(own, key=lambda choice: choice[:3])] for own in ranked]


def _chosen_by(fewest: int, choices: Iterable[Sequence[KeyPhrase]], left: Set[Key]) -> set[Key]:
    """Return the phrases that at least so many papers choose of those that are left."""
    votes = Counter(phrase.stems for phrases in choices for phrase in _first(phrases, left))
    return {key for key, number in votes.items() if number >= fewest}


def _first(phrases: Iterable[KeyPhrase], left: Set[Key]) -> tuple[KeyPhrase, ...]:
    """Return the strongest of a paper's phrases, none of which is part of another."""
    chosen: list[KeyPhrase] = []
    for phrase in phrases:
        if phrase.stems in left and not any(_overlap(phrase.stems, other.stems) for other in chosen):
            chosen.append(phrase)
            if len(chosen) == MOST_TOPICS:
                break
    return tuple(chosen)


def _overlap(one: Key, other: Key) -> bool:
    """Return whether one phrase contains the other."""
    short, long = sorted((one, other), key=len)
    return any(long[start : start + len(short)] == short for start in range(len(long) - len(short) + 1))
