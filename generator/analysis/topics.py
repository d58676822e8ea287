"""Topics: which papers belong under which, and why.

Comes in: a vocabulary (`topics.yml`) and the words of the papers. Goes out: topics that have papers, with a
`TopicAssignment` for each paper that names the phrase and the field that put it there. Papers that no topic of the
vocabulary takes get topics made from the text itself, by the module `keyphrases`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from generator.analysis.keyphrases import recurring_phrases
from generator.analysis.tokens import Tokens
from generator.sources.vocabulary import Topic
from generator.text.slugs import slugify
from generator.text.stems import Phrase, PhraseBook

FEWEST_PAPERS = 2
"""A topic with fewer papers than that tells a reader nothing."""

_TITLE_WEIGHT = 3
_ENOUGH = 3
"""Weight that places a paper: a phrase in its title, or three mentions in its abstract."""


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
        return self.mentions + (_TITLE_WEIGHT - 1) * self.in_title

    @property
    def reason(self) -> str:
        """Explanation for readers, such as `title mentions “moths”`."""
        return f"{'title' if self.in_title else 'abstract'} mentions “{self.phrase}”"


@dataclass(frozen=True, slots=True)
class Topics:
    """The topics of a bibliography, with the assignments of each paper, strongest first, by its key."""

    topics: tuple[Topic, ...]
    assignments: Mapping[str, tuple[TopicAssignment, ...]]


def place_papers(tokens: Mapping[str, Tokens], vocabulary: tuple[Topic, ...]) -> Topics:
    """Return the topics of papers, by their keys: those of the vocabulary and, for papers without one, of the text."""
    placed = _without_lone(_assignments(tokens, vocabulary))
    left = {key: words for key, words in tokens.items() if not placed.get(key)}
    known = {slugify(topic.name) for topic in vocabulary}
    names = recurring_phrases([(words.title, tuple(words.abstract_stems.split())) for words in left.values()])
    made = tuple(Topic(name, "", (Phrase.read(name),)) for name in names if slugify(name) not in known)
    placed |= _without_lone(_assignments(left, made))
    used = {assignment.topic for assignments in placed.values() for assignment in assignments}
    return Topics(tuple(topic for topic in (*vocabulary, *made) if topic.name in used), placed)


def _assignments(tokens: Mapping[str, Tokens], topics: Sequence[Topic]) -> dict[str, tuple[TopicAssignment, ...]]:
    place = _Placer(topics).place if topics else lambda _: ()
    return {key: place(words) for key, words in tokens.items()}


class _Placer:
    """Phrases that place papers under topics."""

    def __init__(self, topics: Iterable[Topic]) -> None:
        self._owners: dict[Phrase, list[str]] = defaultdict(list)
        for topic in topics:
            for phrase in topic.phrases:
                self._owners[phrase].append(topic.name)
        self._book = PhraseBook(self._owners)

    def place(self, words: Tokens) -> tuple[TopicAssignment, ...]:
        """Return the topics of one paper; where none has enough weight, the best of those with fewer mentions."""
        in_title = _mentions(self._book.find(tuple(words.title_stems.split())), self._owners)
        in_abstract = _mentions(self._book.find(tuple(words.abstract_stems.split())), self._owners)
        assignments = sorted(
            (_assignment(topic, in_title[topic], in_abstract[topic]) for topic in {**in_title, **in_abstract}),
            key=lambda assignment: (-assignment.weight, assignment.topic),
        )
        enough = tuple(assignment for assignment in assignments if assignment.weight >= _ENOUGH)
        return enough or tuple(assignments[:1])


def _mentions(
    found: Iterable[tuple[int, Phrase]], owners: Mapping[Phrase, list[str]]
) -> defaultdict[str, Counter[Phrase]]:
    """Return the phrases of each topic with how often they occur; within a phrase, no other of its topic counts."""
    mentions: defaultdict[str, Counter[Phrase]] = defaultdict(Counter)
    ends: dict[str, int] = defaultdict(int)
    for place, phrase in found:
        for topic in owners[phrase]:
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
