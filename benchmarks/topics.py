"""Measures how well papers are placed under topics, compared with placements by hand, and how long that takes.

    python benchmarks/topics.py LISTING JUDGEMENTS [--vocabulary FILE] [--failures] [--largest N] [--tail N]

LISTING is a file in the seed format. JUDGEMENTS has a JSON object for each judged paper of it: `title`; `topics`, the
topics of the vocabulary under which a careful reader expects the paper; and `also`, further ones that would be no
fault. To write such a file, take every k-th paper of a listing, read title and abstract, and only then look at what the
program says. Prints one table for the vocabulary and one for topics from the text; if asked, also the wrong and missed
placements, the largest topics from the text, and some from the small half.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from generator.analysis.collection import Collection
from generator.analysis.topics import Topics, place_papers
from generator.build import read_listings
from generator.sources.vocabulary import Topic, read_vocabulary

SEEDS = Path(__file__).resolve().parent.parent / "seeds"


def judged(collection: Collection, path: Path) -> dict[str, dict[str, Any]]:
    """Return the judgements by the keys of their papers; those whose title no paper has are named and left out."""
    keys = {paper.title: paper.key for paper in collection.bibliography}
    read = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    for judgement in read:
        if judgement["title"] not in keys:
            print(f"no paper has this title: {judgement['title']}")
    return {keys[judgement["title"]]: judgement for judgement in read if judgement["title"] in keys}


def report_placements(topics: Topics, known: set[str], judgements: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Print precision and coverage of the vocabulary's placements, and return what is wrong or missed."""
    made = expected = 0
    wrong, missed = [], []
    for key, judgement in judgements.items():
        reasons = {a.topic: a.reason for a in topics.assignments[key] if a.topic in known}
        should = set(judgement["topics"])
        made, expected = made + len(reasons), expected + len(should)
        wrong += [
            f"wrong: {topic}, {reasons[topic]}: {judgement['title']}"
            for topic in sorted(reasons.keys() - should - set(judgement["also"]))
        ]
        missed += [f"missed: {topic}: {judgement['title']}" for topic in sorted(should - reasons.keys())]
    _row("judged papers", f"{len(judgements):,}")
    _row("placements, those that are right", f"{made:,}", f"{1 - len(wrong) / max(1, made):.1%}")
    _row("expected, those that are made", f"{expected:,}", f"{1 - len(missed) / max(1, expected):.1%}")
    return wrong + missed


def report_spread(topics: Topics, known: set[str]) -> None:
    """Print how many papers have how many topics, and how many papers the topics have."""
    numbers = Counter(len(assignments) for assignments in topics.assignments.values())
    sizes = _sizes(topics)
    papers = len(topics.assignments)
    _row("papers", f"{papers:,}")
    for number in range(4):
        _row(f"papers with {number} topics", f"{numbers[number]:,}", f"{numbers[number] / max(1, papers):.1%}")
    _row("papers with more", f"{sum(numbers[number] for number in numbers if number > 3):,}")
    _row("topics of the vocabulary", f"{len(sizes.keys() & known):,}")
    _row("topics from the text", f"{len(sizes.keys() - known):,}")
    _row("papers of the largest topic from the text", f"{max((sizes[t] for t in sizes.keys() - known), default=0):,}")


def show(topics: Topics, largest: int, tail: int) -> None:
    """Print the largest topics, and some of the small half."""
    ranked = sorted(_sizes(topics).items(), key=lambda pair: (-pair[1], pair[0]))
    small = ranked[len(ranked) // 2 :]
    print("; ".join(f"{name} {size}" for name, size in ranked[:largest]))
    print("; ".join(f"{name} {size}" for name, size in random.Random(1).sample(small, min(tail, len(small)))))


def timed(place: Callable[[], Topics]) -> Topics:
    started = time.process_time()
    topics = place()
    _row("CPU seconds", f"{time.process_time() - started:.2f}")
    return topics


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("listing", type=Path)
    parser.add_argument("judgements", type=Path)
    parser.add_argument("--vocabulary", type=Path, default=SEEDS / "topics.yml", metavar="FILE")
    parser.add_argument("--failures", action="store_true", help="show the placements that are wrong or missed")
    parser.add_argument("--largest", type=int, default=0, help="topics from the text to show, the largest")
    parser.add_argument("--tail", type=int, default=0, help="topics from the text to show, of the small half")
    arguments = parser.parse_args()
    collection = read_listings([arguments.listing])
    vocabulary, _ = read_vocabulary("topics.yml", arguments.vocabulary.read_text(encoding="utf-8"))
    known = {topic.name for topic in vocabulary}
    print("With a vocabulary")
    topics = timed(lambda: place_papers(collection.tokens, vocabulary))
    failures = report_placements(topics, known, judged(collection, arguments.judgements))
    report_spread(topics, known)
    if arguments.failures:
        print("\n".join(failures))
    print("\nFrom the text alone")
    none: tuple[Topic, ...] = ()
    made = timed(lambda: place_papers(collection.tokens, none))
    report_spread(made, set())
    show(made, arguments.largest, arguments.tail)


def _sizes(topics: Topics) -> Counter[str]:
    return Counter(assignment.topic for assignments in topics.assignments.values() for assignment in assignments)


def _row(name: str, number: str, share: str = "") -> None:
    print(f"{name:<44}{number:>8}{share:>9}")


if __name__ == "__main__":
    main()
