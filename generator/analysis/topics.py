"""Topics: which papers belong under which, and why.

A vocabulary (`topics.yml`) and the words of the papers in, topics that have papers out, with a `TopicAssignment` for
each paper that names the phrase and the field that put it there. Papers without a topic of the vocabulary get topics
from the text itself, by the module `text_topics`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from generator.analysis.keyphrases import KeyPhrase
from generator.analysis.text_topics import choose_phrases
from generator.analysis.tokens import Tokens
from generator.sources.vocabulary import Topic
from generator.text.slugs import slugify
from generator.text.stems import Phrase, PhraseBook

FEWEST_PAPERS = 2
"""A topic with fewer papers than that tells a reader nothing."""

_DWELLS = 3
"""Mentions in an abstract by which it is about a topic, as a paper with a phrase in its title is."""
_ENOUGH = 1.25
"""Weight of an abstract's mentions that places a paper; chosen by `benchmarks/topics.py`, as is `_DWELLS`."""
_UNSEEN = 4
"""Papers that are added to those with a phrase, half of them about its topic, so that few papers decide little."""


@dataclass(frozen=True, slots=True)
class TopicAssignment:
    """A topic of a paper, with the reason why the paper stands under it."""

    topic: str
    phrase: str
    """Strongest phrase, as in the vocabulary."""
    in_title: bool
    mentions: int
    """Number of mentions of all phrases of the topic, in title and abstract together."""

    @property
    def weight(self) -> int:
        """Measure of how surely the paper belongs there."""
        return self.mentions + 2 * self.in_title

    @property
    def reason(self) -> str:
        """Explanation for readers, such as `title mentions “moths”`."""
        return f"{'title' if self.in_title else 'abstract'} mentions “{self.phrase}”"


@dataclass(frozen=True, slots=True)
class Topics:
    """The topics of a bibliography, with the assignments of each paper, strongest first, by its key."""

    topics: tuple[Topic, ...]
    assignments: Mapping[str, tuple[TopicAssignment, ...]]


class _Mentions(NamedTuple):
    """Phrases of one topic in one paper, with the number of times each occurs."""

    title: Counter[Phrase]
    abstract: Counter[Phrase]

    @property
    def is_subject(self) -> bool:
        """Whether the paper is about the topic beyond doubt."""
        return bool(self.title) or self.abstract.total() >= _DWELLS


_Found = Mapping[str, Mapping[str, _Mentions]]
"""Mentions in each paper, by its key, of the topics it mentions."""


def place_papers(tokens: Mapping[str, Tokens], vocabulary: tuple[Topic, ...]) -> Topics:
    """Return the topics of papers, by their keys: those of the vocabulary and, for papers without one, of the text."""
    placed = _place(tokens, vocabulary)
    left = [key for key in tokens if not placed[key]]
    known = {slugify(topic.name) for topic in vocabulary}
    made: dict[str, Topic] = {}
    for paper, (key, phrases) in enumerate(zip(left, choose_phrases([tokens[key] for key in left]), strict=True)):
        own = [phrase for phrase in phrases if slugify(phrase.name) not in known]
        placed[key] = tuple(_of_text(phrase, paper) for phrase in own)
        made |= {phrase.name: Topic(phrase.name, "", (Phrase(phrase.name, phrase.stems),)) for phrase in own}
    used = {assignment.topic for assignments in placed.values() for assignment in assignments}
    of_vocabulary = (topic for topic in vocabulary if topic.name in used)
    return Topics((*of_vocabulary, *(made[name] for name in sorted(made))), placed)


def _of_text(phrase: KeyPhrase, paper: int) -> TopicAssignment:
    in_title = paper in phrase.titles
    return TopicAssignment(phrase.name, phrase.name, in_title, in_title + phrase.mentions.get(paper, 0))


def _place(tokens: Mapping[str, Tokens], topics: Sequence[Topic]) -> dict[str, tuple[TopicAssignment, ...]]:
    """Return the assignments of papers: by a phrase in the title, or by enough in the abstract."""
    finder = _Finder(topics)
    found = {key: finder.find(words) if topics else {} for key, words in tokens.items()}
    telling = _telling(found)
    placed = {}
    for key, mentions in found.items():
        assignments = [
            _assignment(topic, *of_topic)
            for topic, of_topic in mentions.items()
            if of_topic.title
            or sum(telling[topic, phrase] * count for phrase, count in of_topic.abstract.items()) >= _ENOUGH
        ]
        placed[key] = tuple(sorted(assignments, key=lambda assignment: (-assignment.weight, assignment.topic)))
    return _without_lone(placed)


def _telling(found: _Found) -> dict[tuple[str, Phrase], float]:
    """Return how telling each phrase of a topic is: of the papers that mention it, the share that is about the topic.

    A word that is mostly mentioned in passing, such as `bias`, takes more mentions to place a paper.
    """
    papers: Counter[tuple[str, Phrase]] = Counter()
    about: Counter[tuple[str, Phrase]] = Counter()
    for mentions in found.values():
        for topic, of_topic in mentions.items():
            pairs = [(topic, phrase) for phrase in of_topic.title | of_topic.abstract]
            papers.update(pairs)
            if of_topic.is_subject:
                about.update(pairs)
    return {pair: (about[pair] + _UNSEEN / 2) / (number + _UNSEEN) for pair, number in papers.items()}


class _Finder:
    """Phrases of topics, to be found in papers."""

    def __init__(self, topics: Iterable[Topic]) -> None:
        self._owners: dict[Phrase, list[str]] = defaultdict(list)
        for topic in topics:
            for phrase in topic.phrases:
                self._owners[phrase].append(topic.name)
        self._book = PhraseBook(self._owners)

    def find(self, words: Tokens) -> dict[str, _Mentions]:
        """Return what one paper mentions, by topic."""
        title, abstract = self._count(words.title_stems), self._count(words.abstract_stems)
        return {topic: _Mentions(title[topic], abstract[topic]) for topic in {**title, **abstract}}

    def _count(self, text_stems: str) -> defaultdict[str, Counter[Phrase]]:
        """Return the phrases of each topic with their counts; within a phrase, no other of its topic counts."""
        mentions: defaultdict[str, Counter[Phrase]] = defaultdict(Counter)
        ends: dict[str, int] = defaultdict(int)
        for place, phrase in self._book.find(tuple(text_stems.split())):
            for topic in self._owners[phrase]:
                if place >= ends[topic]:
                    mentions[topic][phrase] += 1
                    ends[topic] = place + len(phrase.stems)
        return mentions


def _assignment(topic: str, in_title: Counter[Phrase], in_abstract: Counter[Phrase]) -> TopicAssignment:
    strongest = min(
        in_title or in_abstract, key=lambda phrase: (-len(phrase.stems), -(in_title + in_abstract)[phrase], phrase.text)
    )
    return TopicAssignment(topic, strongest.text, bool(in_title), in_title.total() + in_abstract.total())


def _without_lone(placed: dict[str, tuple[TopicAssignment, ...]]) -> dict[str, tuple[TopicAssignment, ...]]:
    """Return the assignments without those under a topic that too few papers share."""
    sizes = Counter(assignment.topic for assignments in placed.values() for assignment in assignments)
    return {
        key: tuple(assignment for assignment in assignments if sizes[assignment.topic] >= FEWEST_PAPERS)
        for key, assignments in placed.items()
    }
