"""Starting points: papers of a topic, or all, in; the few to read first, and why, out.

These are surveys, which titles tell; papers that are related to many others; and those with the highest scores.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from generator.models import Paper, Relation, grouped

FEWEST_PAPERS = 12
"""Papers from which a list has starting points."""
_FEWEST_POINTS = 3
_MOST_SURVEYS, _MOST_CENTRAL, _MOST_SCORED = 2, 3, 2
_MOST = 6
_WORDS = r"(?:[\w-]+,?\ (?:and\ )?){0,4}?"
_SURVEY = re.compile(
    rf"""
    (?:^|[:.?!–—-]\ )(?!the\ (?!first)|review:)(?:the\ first\ |an?\ )?{_WORDS}(?:
        (?:survey|overview|tutorial|roadmap|primer|introduction)(?:\ (?:of|on|for|to|about|from|in)\b|:|$)
        |review(?:\ (?:of|on|from)\b|:|$)
        |(?:survey|review|overview)\ (?:and|&)\ (?:new\ )?
            (?:outlook|prospects?|taxonomy|roadmap|perspectives?|analysis|comparative)\b
    )
    |(?:^|:\ )an?\ {_WORDS}(?:taxonomy|review\ for)(?![\w-])
    |\b(?:systematic|literature|scoping|comprehensive|critical|brief)\ (?:\w+\ )?(?:review|survey|overview)\b
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""Titles that name surveys, reviews and the like."""
_WORD = re.compile("survey|overview|tutorial|roadmap|primer|introduction|review|taxonomy", re.IGNORECASE)
"""Words of which every title of a survey has one."""
_NO_SURVEY = re.compile(
    r"""
    \b(?:peer|code|product|customer|movie|book|user|app|paper|game|online|music|hotel|restaurant|human|expert|design|
        case|security|legal|judicial|after-action|performance|contract)[ -]reviews?\b
    |\breview\ (?:generation|process|comments?|quality|systems?|classification|summari[sz]ation|helpfulness)\b
    |\bsurvey\ (?:data|responses?|questions?|respondents?|participants?|results|design|weights|sampling|instruments?)\b
    |\b(?:sky|galaxy|photometric|spectroscopic|household|opinion|population|user|land|online|national|field)
        [ -]surveys?\b
    |\b(?:automat|generat|writ|creat|assist)\w*\ (?:\w+\ ){0,3}(?:surveys?|reviews?|tutorials?|taxonom\w+|overviews?)\b
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""Titles that name reviews and surveys of another kind."""


class StartingPoint(NamedTuple):
    """A paper to read first."""

    paper: Paper
    reason: str


def find_starting_points(papers: Sequence[Paper], related: Mapping[str, Sequence[Relation]]) -> list[StartingPoint]:
    """Return the papers to read first of those of a list, if it is long enough; `papers` are newest first."""
    if len(papers) < FEWEST_PAPERS:
        return []
    listed = [paper for paper in papers if not paper.withdrawn]
    partners = _partners([paper.key for paper in papers], related)
    central = sorted(listed, key=lambda paper: -sum(partners[paper.key].values()))
    surveys = [paper for paper in central if is_survey(paper.plain_title)][:_MOST_SURVEYS]
    scored = sorted((paper for paper in listed if paper.score is not None), key=lambda paper: -(paper.score or 0))
    scored = scored[:_MOST_SCORED] if len(scored) > _MOST_SCORED else []
    reasons = [
        *((paper, "Survey") for paper in surveys),
        *_others_central(central, partners, surveys),
        *((paper, f"Score {paper.score:g}, among the highest here") for paper in scored),
    ]
    points = [
        StartingPoint(paper, " · ".join(reason for _, reason in of_paper))
        for paper, of_paper in grouped(reasons, lambda pair: pair[0]).items()
    ]
    return points[:_MOST] if len(points) >= _FEWEST_POINTS else []


def is_survey(title: str) -> bool:
    """Return whether a title says that its paper is about other papers.

    >>> is_survey("Moths and Lamps: A Survey"), is_survey("Learning from Movie Reviews")
    (True, False)
    """
    return bool(_WORD.search(title) and _SURVEY.search(title)) and not _NO_SURVEY.search(title)


def _others_central(
    central: Iterable[Paper], partners: Mapping[str, Mapping[str, float]], surveys: Sequence[Paper]
) -> Iterator[tuple[Paper, str]]:
    """Yield the papers that are related to most others of the list, with how many these are."""
    others = (paper for paper in central if paper not in surveys and len(partners[paper.key]) > 1)
    for paper, _ in zip(others, range(_MOST_CENTRAL), strict=False):
        yield paper, f"Related to {len(partners[paper.key])} papers here"


def _partners(keys: Iterable[str], related: Mapping[str, Sequence[Relation]]) -> Mapping[str, Mapping[str, float]]:
    """Return how near each paper is to each that it is related to, in either direction, of those of the list."""
    within = dict.fromkeys(keys)  # in their order, in which nearness is added up
    partners: dict[str, dict[str, float]] = defaultdict(dict)
    for key in within:
        for relation in related.get(key, ()):
            if relation.key in within:
                partners[key][relation.key] = partners[relation.key][key] = relation.nearness
    return partners
