"""Key phrases: titles and abstracts in, phrases that can name topics out.

A phrase is one to four words of a title. It begins and ends with a word that is no stop word, but a part of a compound
can be any word: In-Context Learning, X-ray Images. Of the phrases that recur in titles, those are left out that are
mostly part of one longer phrase, that abstracts do not take up, and that tell little, as many papers mention them in
passing, or as their papers have nothing else in common.
"""

from __future__ import annotations

import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from generator.analysis.cohesion import Cohesion
from generator.analysis.tokens import Tokens
from generator.models import read_data
from generator.text.stems import WORD, Phrase, PhraseBook, stem

MAX_WORDS = 4
"""Words of the longest phrase."""

_STOP_WORDS = frozenset(json.loads(read_data("stop-words.json")))
"""Words that a phrase cannot begin or end with."""
_STOP_STEMS = frozenset(map(stem, _STOP_WORDS))
"""Stems that are no phrase alone, as are those of `_GENERIC_STEMS`."""
_GENERIC_STEMS = frozenset(map(stem, json.loads(read_data("generic-words.json"))))
"""Stems that tell little in any field, such as those of network and selection, unless other words are with them."""

_NO_END = _STOP_STEMS | {""}
"""Stems that cannot end a phrase."""

_HYPHENS = frozenset("-–‐‑")
_SEPARATORS = _HYPHENS | {" "}
"""Characters between the words of a phrase, one each."""

# The numbers below were chosen by `benchmarks/topics.py`.

_BROAD = 3 / 4
_BROAD_SHARE = 1 / 3
"""A phrase is too broad if more papers mention it than the number of all papers to this power, or than this share."""
_FEW = 10
"""A phrase is not broad if so few papers mention it, or no more than the square root of the number of all papers."""
_PART = 2 / 3
"""Share of a phrase's titles with the same word beside it above which it is part of a longer phrase."""
_HEAD = 0.4
"""Share of its titles in which a compound names a thing, rather than describing the word after it; the same for single
words, and the share of their titles in which they are no part of a compound."""
_TAKEN_UP = 1 / 4
"""Share of the abstracts below a phrase's titles that mention it, too."""
_TELLING = 0.3
"""Share of the papers that mention a phrase which are about it; a phrase with less needs papers that are alike."""
_TELLING_HEAD = 0.12
_TELLING_WORD = 0.35
"""The same for single words: for those that mostly name a thing, and for others."""
_ALIKE = 1.2
"""Similarity from which papers with a phrase in their titles are alike, as a multiple of that of all papers."""
_UNSEEN = 4
"""Papers that are added to those which mention a phrase, so that few papers prove little."""

Key = tuple[str, ...]
"""The stems of a phrase."""


@dataclass(frozen=True, slots=True)
class KeyPhrase:
    """A phrase, with the papers that have it; a paper is its index."""

    name: str
    """The most frequent spelling."""
    stems: Key
    titles: Set[int]
    """Papers with the phrase in their titles."""
    mentions: Mapping[int, int]
    """Number of mentions in the abstract of each paper that has any."""

    @property
    def papers(self) -> set[int]:
        """Papers that mention the phrase."""
        return {*self.titles, *self.mentions}

    @property
    def subjects(self) -> set[int]:
        """Papers that are about the phrase: it is in the title, or two or, if it is one word, three times below."""
        return self._with(2 if len(self.stems) > 1 else 3)

    @property
    def telling(self) -> float:
        """Share of the papers that mention the phrase which dwell on it: in the title, or three times below."""
        return len(self._with(3)) / (len(self.papers) + _UNSEEN)

    def _with(self, mentions: int) -> set[int]:
        """Return the papers with the phrase in the title, or so many times in the abstract."""
        return {*self.titles, *(paper for paper, count in self.mentions.items() if count >= mentions)}


class _Occurrence(NamedTuple):
    """A phrase as one title has it."""

    stems: Key
    text: str
    is_head: bool
    """Whether it ends what it is part of: no word follows that it could describe."""
    before: str
    after: str
    """Stems of the words beside it, empty at an end or next to punctuation."""


class _Evidence:
    """Counts of a phrase in titles: its spellings, and the words beside it."""

    __slots__ = ("after", "before", "heads", "spellings")

    def __init__(self) -> None:
        self.spellings: Counter[str] = Counter()
        self.heads = 0
        self.before: Counter[str] = Counter()
        self.after: Counter[str] = Counter()

    def add(self, occurrence: _Occurrence) -> None:
        """Count a title with the phrase."""
        self.spellings[occurrence.text] += 1
        self.heads += occurrence.is_head
        self.before[occurrence.before] += 1
        self.after[occurrence.after] += 1

    @property
    def titles(self) -> int:
        """Number of titles."""
        return self.spellings.total()


def fewest_papers(papers: int) -> int:
    """Return how many papers a topic from the text has at least, given the number of all papers."""
    return max(2, round(math.sqrt(papers) / 15))


def find_key_phrases(papers: Sequence[Tokens]) -> list[KeyPhrase]:
    """Return the phrases of some papers that can name topics."""
    fewest, root, cohesion = fewest_papers(len(papers)), math.sqrt(len(papers)), Cohesion(papers)
    most = max(3, min(len(papers) ** _BROAD, _BROAD_SHARE * len(papers)))
    evidence = _recurring((words.title for words in papers), max(2, (fewest + 1) // 2))
    names = {
        key: _name(known.spellings)
        for key, known in evidence.items()
        if len(key) > 1 or (cohesion.papers_with[key[0]] <= most and key[0] not in _STOP_STEMS | _GENERIC_STEMS)
    }
    with_abstracts = {paper for paper, words in enumerate(papers) if words.abstract_stems}
    return [
        phrase
        for phrase in _found(papers, names)
        if len(phrase.subjects) >= (fewest if len(phrase.stems) > 1 else 2 * fewest)
        and len(phrase.papers) <= most
        and not _is_part(phrase.stems, evidence)
        and _is_taken_up(phrase, with_abstracts)
        and _tells(phrase, evidence[phrase.stems], max(_FEW, root), cohesion)
    ]


# ---- candidates ----


def _recurring(titles: Iterable[str], fewest: int) -> dict[Key, _Evidence]:
    """Return the phrases of at least so many titles."""
    evidence: defaultdict[Key, _Evidence] = defaultdict(_Evidence)
    for title in titles:
        for occurrence in {occurrence.stems: occurrence for occurrence in _phrases(title)}.values():
            evidence[occurrence.stems].add(occurrence)
    return {key: known for key, known in evidence.items() if known.titles >= fewest}


def _phrases(title: str) -> Iterator[_Occurrence]:
    """Yield the phrases of a title; none contains punctuation but hyphens, or parts a compound."""
    found = list(WORD.finditer(title))
    words = [word[0] for word in found]
    between = [title[left.end() : right.start()] for left, right in pairwise(found)]
    before, after = ["", *between], [*between, ""]
    can_bound = [_can_bound(word) for word in words]
    stems = [stem(word) for word in words]
    for start, word in enumerate(words):
        if before[start] in _HYPHENS or not (can_bound[start] or (after[start] in _HYPHENS and word[0].isalpha())):
            continue
        for last in range(start, min(start + MAX_WORDS, len(words))):
            if last > start and before[last] not in _SEPARATORS:
                break
            if after[last] not in _HYPHENS and (can_bound[last] or before[last] in _HYPHENS):
                yield _Occurrence(
                    tuple(stems[start : last + 1]),
                    title[found[start].start() : found[last].end()],
                    after[last] != " " or not can_bound[last + 1],
                    stems[start - 1] if before[start] == " " else "",
                    stems[last + 1] if after[last] == " " else "",
                )


@lru_cache(maxsize=1 << 16)
def _can_bound(word: str) -> bool:
    return len(word) > 2 and word[0].isalpha() and word.casefold() not in _STOP_WORDS


def _found(papers: Sequence[Tokens], names: Mapping[Key, str]) -> list[KeyPhrase]:
    """Return phrases, by their names, with the papers that have them."""
    book = PhraseBook(Phrase(name, key) for key, name in names.items())
    titles: defaultdict[Key, set[int]] = defaultdict(set)
    mentions: defaultdict[Key, Counter[int]] = defaultdict(Counter)
    for paper, words in enumerate(papers):
        for _, phrase in book.find(tuple(words.title_stems.split())):
            titles[phrase.stems].add(paper)
        for _, phrase in book.find(tuple(words.abstract_stems.split())):
            mentions[phrase.stems][paper] += 1
    return [KeyPhrase(name, key, titles[key], mentions[key]) for key, name in names.items()]


def _name(spellings: Counter[str]) -> str:
    spelling = min(spellings, key=lambda text: (-spellings[text], text))
    return spelling[:1].upper() + spelling[1:]


# ---- phrases that name topics ----


def _is_part(key: Key, evidence: Mapping[Key, _Evidence]) -> bool:
    """Return whether a phrase is mostly part of one longer phrase, as Vision Language is, or cut short."""
    known = evidence[key]
    (before, preceded), (after, followed) = known.before.most_common(1)[0], known.after.most_common(1)[0]
    enough = _PART * known.titles
    if followed >= enough and ((*key, after) in evidence or (len(key) == MAX_WORDS and after not in _NO_END)):
        return True
    return preceded >= enough and (before, *key) in evidence


def _is_taken_up(phrase: KeyPhrase, with_abstracts: Set[int]) -> bool:
    """Return whether abstracts take up what titles say; they do not take up a phrase such as Technical Report."""
    below = [paper for paper in phrase.titles if paper in with_abstracts]
    return sum(paper in phrase.mentions for paper in below) >= _TAKEN_UP * len(below)


def _tells(phrase: KeyPhrase, known: _Evidence, few: float, cohesion: Cohesion) -> bool:
    """Return whether a phrase tells what a paper is about."""
    enough = _HEAD * len(phrase.titles)
    if len(phrase.stems) == 1:
        needed = _TELLING_HEAD if known.heads >= enough else _TELLING_WORD
        return known.titles >= enough and phrase.telling >= needed
    if " " not in phrase.name and known.heads < enough:
        return False
    if len(phrase.papers) <= few or phrase.telling >= _TELLING:
        return True
    return cohesion.of(phrase.titles, phrase.stems) >= _ALIKE
