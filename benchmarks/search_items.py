"""Makes known items from papers of a collection: queries of a reader who looks for a paper that they know."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from typing import Any, NamedTuple

Paper = dict[str, Any]
WORD = re.compile(r"[^\W\d_]{4,}")
LETTERS = "abcdefghijklmnopqrstuvwxyz"
DULL = set(
    "this that with from have which their these been such into than also more most other over they when where "
    "while only each both between using used show shows however through across under were will well".split()
)


class Question(NamedTuple):
    """A query, and the keys of the papers that are right."""

    text: str
    right: frozenset[str]


def title_words(paper: Paper, _: list[Paper], rng: random.Random) -> Question | None:
    """Return three telling words of the title."""
    words = _telling(paper["title"])
    return _known(paper, " ".join(rng.sample(words, 3))) if len(words) >= 3 else None


def title_prefix(paper: Paper, _: list[Paper], rng: random.Random) -> Question | None:
    """Return the first 14 to 24 letters of the title."""
    return _known(paper, paper["title"][: rng.randint(14, 24)].strip()) if len(paper["title"]) > 24 else None


def mistyped(paper: Paper, papers: list[Paper], rng: random.Random) -> Question | None:
    """Return three words of the title, one with a typo: a letter too many, too few or wrong, or two swapped."""
    question = title_words(paper, papers, rng)
    words = question.text.split() if question else []
    long = [at for at, word in enumerate(words) if len(word) >= 5 and word.isalpha()]
    if not long:
        return None
    at = rng.choice(long)
    words[at] = _typo(words[at], rng)
    return _known(paper, " ".join(words))


def surname(paper: Paper, papers: list[Paper], rng: random.Random) -> Question | None:
    """Return an author's surname; any paper of a person with that surname is right."""
    names = _plain_names(paper)
    if not names:
        return None
    wanted = rng.choice(names).split()[-1]
    right = (other["key"] for other in papers if any(name.split()[-1] == wanted for name in other["authors"]))
    return Question(wanted, frozenset(right))


def surname_word(paper: Paper, _: list[Paper], rng: random.Random) -> Question | None:
    """Return an author's surname and a telling word of the title."""
    names, words = _plain_names(paper), _telling(paper["title"])
    return _known(paper, f"{rng.choice(names).split()[-1]} {rng.choice(words)}") if names and words else None


def reversed_name(paper: Paper, papers: list[Paper], rng: random.Random) -> Question | None:
    """Return an author's surname and then the given name; any paper of that person is right."""
    names = _plain_names(paper)
    if not names:
        return None
    name = rng.choice(names)
    right = frozenset(other["key"] for other in papers if name in other["authors"])
    return Question(" ".join(reversed(name.split())), right)


def abstract_words(paper: Paper, _: list[Paper], rng: random.Random) -> Question | None:
    """Return three telling words of the abstract."""
    words = _telling(paper["abstract"].lower())
    return _known(paper, " ".join(rng.sample(words, 3))) if len(words) >= 3 else None


KINDS: dict[str, Callable[[Paper, list[Paper], random.Random], Question | None]] = {
    "3 title words": title_words,
    "title prefix": title_prefix,
    "one mistyped": mistyped,
    "surname": surname,
    "surname, word": surname_word,
    "surname given": reversed_name,
    "3 abstract words": abstract_words,
}


def make(kind: str, papers: list[Paper], number: int, seed: int) -> list[Question]:
    """Return questions of a kind, each about another paper: `number` of them, or fewer if there are fewer papers."""
    rng = random.Random(f"{seed} {kind}")
    found = (KINDS[kind](paper, papers, rng) for paper in rng.sample(papers, len(papers)))
    return [question for _, question in zip(range(number), filter(None, found), strict=False)]


def _known(paper: Paper, text: str) -> Question:
    return Question(text, frozenset([paper["key"]]))


def _telling(text: str) -> list[str]:
    return sorted({word for word in WORD.findall(text) if word.lower() not in DULL})


def _plain_names(paper: Paper) -> list[str]:
    """Return the names of whose surname there is no doubt."""
    return [name for name in paper["authors"] if name.isascii() and len(name.split()) == 2]


def _typo(word: str, rng: random.Random) -> str:
    at = rng.randrange(1, len(word) - 1)
    return rng.choice(
        [
            word[:at] + rng.choice(LETTERS) + word[at:],
            word[:at] + word[at + 1 :],
            word[:at] + rng.choice(LETTERS.replace(word[at].lower(), "")) + word[at + 1 :],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        ]
    )
