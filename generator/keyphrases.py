"""Key phrases that recur: texts in, the names of topics out, for a field that no vocabulary knows.

A phrase is two or three words of a title that neither begins nor ends with a small word: single words that
recur are mostly too general to be a topic. Of the phrases that recur in enough titles, a greedy cover picks those
that take in most papers not yet covered, the usual approximation of the smallest cover (Chvátal, 1979).
"""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from generator.text.phrases import WORD, Phrase, PhraseBook, stem, stems

LONGEST = 3
"""Words of a phrase."""

_SMALL = frozenset(
    """a about above across after against all along also among an and any are as at based be been before being
    between beyond both but by can do does done during each efficient enhancing every exploring few first for
    from general good has have high how if improved improving in into is it its large leveraging less long low
    made make making many may more most much multi near new no non not novel of off on one only or other our
    out over paper part per results revisiting right second self should simple single so some study such than
    that the their them then there these they third this through to toward towards two under understanding
    unified up use used using very via was way we well what when where whether which while who why will with
    within without yet you your approach approaches case effective evaluating full effects role three real
    time driven aware guided""".split()
)
"""Words that no phrase begins or ends with."""

Key = tuple[str, ...]
"""A phrase as its stems."""


def recurring_phrases(texts: Sequence[tuple[str, Key]]) -> list[str]:
    """Names for topics that cover the texts, given as a title and the stems of an abstract, the most covering first.

    Each covers at least two papers, and at least one in 1000 of them, so that a large listing does not get
    thousands of topics.
    """
    fewest = max(2, len(texts) // 1000)
    surfaces = _candidates([title for title, _ in texts], fewest)
    papers = _papers_of(surfaces, texts)
    pool = {key: found for key, found in papers.items() if fewest <= len(found) <= max(3, len(texts) // 3)}
    return [_name(surfaces[key]) for key in _cover(pool, fewest)]


def _candidates(titles: Sequence[str], fewest: int) -> dict[Key, Counter[str]]:
    """The phrases that recur in the titles, with the ways they are written."""
    surfaces: dict[Key, Counter[str]] = defaultdict(Counter)
    for title in titles:
        for key, surface in dict(_phrases(title)).items():
            surfaces[key][surface] += 1
    return {key: ways for key, ways in surfaces.items() if ways.total() >= fewest}


def _papers_of(keys: Iterable[Key], texts: Sequence[tuple[str, Key]]) -> dict[Key, set[int]]:
    """The papers that speak of each phrase: in the title, or twice in the abstract."""
    book = PhraseBook(Phrase(" ".join(key), key) for key in keys)
    papers: dict[Key, set[int]] = defaultdict(set)
    for place, (title, abstract) in enumerate(texts):
        mentions = Counter(phrase.stems for _, phrase in book.find(abstract))
        mentions.update({phrase.stems: 2 for _, phrase in book.find(stems(title))})
        for key, count in mentions.items():
            if count >= 2:
                papers[key].add(place)
    return papers


def _phrases(title: str) -> Iterator[tuple[Key, str]]:
    """The phrases of a title, each as its stems and as it is written."""
    found = list(WORD.finditer(title))
    for start in range(len(found)):
        for end in range(start + 2, min(start + LONGEST, len(found)) + 1):
            run = found[start:end]
            joints = [title[left.end() : right.start()] for left, right in pairwise(run)]
            if _can_bound(run[0][0]) and _can_bound(run[-1][0]) and _are_one_phrase(joints):
                yield tuple(stem(word[0]) for word in run), title[run[0].start() : run[-1].end()]


def _can_bound(word: str) -> bool:
    return len(word) > 2 and word[0].isalpha() and word.casefold() not in _SMALL


def _are_one_phrase(joints: list[str]) -> bool:
    """No comma or colon between the words; and not a lone pair such as `real-world`, which describes something else."""
    return all(joint in (" ", "-", "–") for joint in joints) and joints != ["-"]


def _cover(pool: dict[Key, set[int]], fewest: int) -> list[Key]:
    """Greedy cover, by a heap of gains that are brought up to date when they come to the top."""
    covered: set[int] = set()
    heap = [(-len(found), -len(key), key) for key, found in pool.items()]
    heapq.heapify(heap)
    chosen = []
    while heap:
        gain, length, key = heapq.heappop(heap)
        left = len(pool[key] - covered)
        if left < fewest:
            continue
        if -left > gain:
            heapq.heappush(heap, (-left, length, key))
            continue
        chosen.append(key)
        covered |= pool[key]
    return chosen


def _name(surfaces: Counter[str]) -> str:
    """The commonest way to write a phrase, with a capital first."""
    surface = min(surfaces, key=lambda text: (-surfaces[text], text))
    return surface[:1].upper() + surface[1:]
