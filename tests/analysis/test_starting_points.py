"""Starting points: surveys, papers that are related to many others, and those with the highest scores."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from made_up import paper

from generator.analysis.starting_points import FEWEST_PAPERS, find_starting_points, is_survey
from generator.models import Paper, Relation

SURVEYS = [
    "Moths and Lamps: A Survey",
    "A Survey of Moths",
    "A Comprehensive Survey on Lamps for Moths",
    "Survey on Moths: From Lamps to Gardens",
    "Moths: A Systematic Literature Review of Lamps",
    "Wings of moths: a review",
    "A Review of Learned Lamps: Toward Darker Gardens",
    "Moths and Gardens: A Review and Prospect",
    "Lamps: A Survey and New Outlook",
    "A Tutorial on Lamps",
    "A Gentle Introduction to Moths",
    "A Primer in Moths: What We Know",
    "A Roadmap for Big Lamps",
    "Moths in Gardens: An Overview",
    "Overview of the Night Task on Moths",
    "A Taxonomy of Wings",
]
OTHERS = [
    "Learning from Movie Reviews",
    "Peer Review of Moths",
    "Surveys of Moths by Drones",
    "Robust Estimation for Complex Survey Designs",
    "Automatic Survey Generation with Lamps",
    "The Lamp and Moth Survey: Wings at Night",
    "Photometric Survey of Moths",
    "Moth Jury: Due Review for Bounded Lamps",
    "Lamps: A Benchmark for Automatic Review Generation",
    "A Taxonomy-Structured Lamp",
    "Previewing Moths",
    "Lamps without Overviews",
    "Review: Bright Lamps",
    "",
]


@pytest.mark.parametrize("title", SURVEYS)
def test_titles_of_surveys(title: str) -> None:
    assert is_survey(title)


@pytest.mark.parametrize("title", OTHERS)
def test_titles_of_others(title: str) -> None:
    assert not is_survey(title)


def _papers(number: int = FEWEST_PAPERS, titles: Mapping[int, str] = {}, **facts: Mapping[int, object]) -> list[Paper]:
    return [
        paper(
            key=f"moths-{n}",
            plain_title=titles.get(n, f"Moths {n}"),
            **{name: values[n] for name, values in facts.items() if n in values},
        )
        for n in range(number)
    ]


def _related(pairs: Mapping[int, list[int]], nearness: float = 0.5) -> dict[str, tuple[Relation, ...]]:
    return {f"moths-{n}": tuple(Relation(f"moths-{m}", nearness, (), ()) for m in to) for n, to in pairs.items()}


STAR = _related({n: [3] for n in range(8)} | {8: [5, 6], 9: [5], 3: [8]})
"""Eight papers are related to paper 3, three to papers 5 and 8, two to paper 6."""


def _found(papers: list[Paper], related: Mapping[str, tuple[Relation, ...]] = STAR) -> dict[str, str]:
    return {point.paper.key.removeprefix("moths-"): point.reason for point in find_starting_points(papers, related)}


def test_papers_that_are_related_to_most_others() -> None:
    found = _found(_papers())
    assert list(found) == ["3", "5", "8"]
    assert found["3"] == "Related to 8 papers here"


def test_a_short_list_has_none() -> None:
    assert _found(_papers(FEWEST_PAPERS - 1)) == {}


def test_few_points_are_none() -> None:
    assert _found(_papers(), {}) == {}
    assert _found(_papers(titles={1: "Moths: A Survey", 2: "Lamps: A Survey"}), {}) == {}


def test_only_relations_within_the_list_count() -> None:
    related = _related({n: [20] for n in range(12)} | {0: [1, 2], 1: [2], 2: [20, 21, 22]})
    assert _found(_papers(), related) == dict.fromkeys("012", "Related to 2 papers here")


def test_surveys_come_first_and_each_paper_once() -> None:
    titles = {3: "Moths: A Survey", 7: "Lamps: A Survey", 9: "Wings: A Survey"}
    scores = {3: 99.5, 4: 98.0, 5: 97.0, 6: 1.0}
    found = _found(_papers(titles=titles, score=scores))
    assert list(found) == ["3", "7", "5", "8", "6", "4"]
    assert (found["3"], found["7"]) == ("Survey · Score 99.5, among the highest here", "Survey")
    assert found["4"] == "Score 98, among the highest here"


def test_few_scores_say_nothing() -> None:
    assert "4" not in _found(_papers(score={4: 98.0, 6: 97.0}))


def test_a_withdrawn_paper_is_no_start() -> None:
    assert "3" not in _found(_papers(withdrawn={3: True}))


def test_there_are_at_most_six() -> None:
    titles = {n: f"Moths {n}: A Survey" for n in range(6)}
    found = _found(_papers(titles=titles, score={n: float(n) for n in range(12)}))
    assert len(found) == 6
    assert [reason.split(" · ")[0] for reason in found.values()].count("Survey") == 2
