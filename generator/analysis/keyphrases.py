"""Key phrases: texts in, names of topics out, for papers on which the vocabulary has no topics.

A phrase is two or three words of a title that neither begins nor ends with a stop word; single words are mostly too
general for a topic. Of the phrases that recur in enough titles, the greedy algorithm for set cover selects those that
cover most papers (Chvátal, 1979, https://doi.org/10.1287/moor.4.3.233).
"""

from __future__ import annotations

import heapq
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from generator.models import read_data
from generator.text.stems import WORD, Phrase, PhraseBook, stem, stems

MAX_WORDS = 3
"""Words of the longest phrase."""

_STOP_WORDS = frozenset(json.loads(read_data("stop-words.json")))
"""Words that a phrase cannot begin or end with."""

_SEPARATORS = frozenset(" -–")
"""Characters between the words of a phrase, one each."""

Key = tuple[str, ...]
"""The stems of a phrase."""


def recurring_phrases(texts: Sequence[tuple[str, Key]]) -> list[str]:
    """Return names of topics that cover the texts; a text is a title and the stems of an abstract.

    The topic that covers most texts comes first. Each covers at least two texts, and at least one in 1000, so that a
    large listing does not get thousands of topics.
    """
    fewest = max(2, len(texts) // 1000)
    surfaces = _candidates([title for title, _ in texts], fewest)
    papers = _papers_of(surfaces, texts)
    pool = {key: found for key, found in papers.items() if fewest <= len(found) <= max(3, len(texts) // 3)}
    return [_name(surfaces[key]) for key in _cover(pool, fewest)]


def _candidates(titles: Sequence[str], fewest: int) -> dict[Key, Counter[str]]:
    """Return the phrases that recur in titles, with the number of times each spelling occurs."""
    counts = Counter(key for title in titles for key in dict(_phrases(title)))
    surfaces: dict[Key, Counter[str]] = {key: Counter() for key, count in counts.items() if count >= fewest}
    for title in titles:
        for key, surface in dict(_phrases(title)).items():
            if key in surfaces:
                surfaces[key][surface] += 1
    return surfaces


def _papers_of(keys: Iterable[Key], texts: Sequence[tuple[str, Key]]) -> dict[Key, set[int]]:
    """Return the texts that are about each phrase: it occurs in the title, or twice in the abstract."""
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
    """Yield the phrases of a title, each as its stems and as it is written.

    A phrase contains no punctuation but hyphens and dashes; a single compound such as `real-world` is not a phrase, as
    it mostly describes something else.
    """
    found = list(WORD.finditer(title))
    separators = [title[left.end() : right.start()] for left, right in pairwise(found)]
    bounds = [_can_bound(word[0]) for word in found]
    stems_of = [stem(word[0]) for word in found]
    for start, first in enumerate(found):
        if not bounds[start]:
            continue
        for last in range(start + 1, min(start + MAX_WORDS, len(found))):
            if separators[last - 1] not in _SEPARATORS:
                break
            if bounds[last] and separators[start:last] != ["-"]:
                yield tuple(stems_of[start : last + 1]), title[first.start() : found[last].end()]


@lru_cache(maxsize=1 << 16)
def _can_bound(word: str) -> bool:
    return len(word) > 2 and word[0].isalpha() and word.casefold() not in _STOP_WORDS


def _cover(pool: dict[Key, set[int]], fewest: int) -> list[Key]:
    """Return a greedy set cover; gains are kept in a heap and updated when they come to its top."""
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
    surface = min(surfaces, key=lambda text: (-surfaces[text], text))
    return surface[:1].upper() + surface[1:]
