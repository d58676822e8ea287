"""Made-up papers, as many as wanted: nobody in them exists, and their words are of no language."""

from __future__ import annotations

import dataclasses
import itertools
import math
import random
from collections.abc import Iterator

import yaml

COMMON = (
    "the of and to a in we is for that with on this are by as from an our it be which can at both these show than or "
    "not more using has have their such while between each two over into its but also when how only"
).split()
AREAS = {"CL": 30, "LG": 30, "CV": 14, "AI": 10, "IR": 6, "RO": 3, "NE": 2, "cs.CR": 2, "stat.ME": 1, "q-bio": 1}
MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
GIVEN = "Ada Ben Cleo Dora Emil Finn Gwen Hugo Ida Jon Kira Lars Mona Nils Olga Pia Rolf Saga Tove Ulf".split()


@dataclasses.dataclass(frozen=True)
class MadeUp:
    """A paper as a listing has it."""

    header: str
    title: str
    byline: str
    abstract: str

    def __str__(self) -> str:
        return f"{self.header}\n{self.title}{self.byline}\n{self.abstract}\n"


def new_words(rng: random.Random, syllables: tuple[int, int]) -> Iterator[str]:
    """Words without end, none of them twice."""
    seen = set(COMMON)
    while True:
        parts = (rng.choice("bcdfglmnprstv") + rng.choice("aeiou") for _ in range(rng.randint(*syllables)))
        word = "".join(parts) + rng.choice(["", "", "n", "r", "s", "l", "x", "st"])
        if word not in seen:
            seen.add(word)
            yield word


class Writer:
    """Writes texts whose words are as rare and as many as in real ones (Zipf's and Heaps' laws)."""

    def __init__(self, rng: random.Random, papers: int, phrases: list[str]) -> None:
        self.rng = rng
        self.rare = list(itertools.islice(new_words(rng, (2, 4)), int(30 * math.sqrt(150 * papers))))
        self.words = [*COMMON, *self.rare]
        self.weights = list(itertools.accumulate(1 / (rank + 3) for rank in range(len(self.words))))
        self.title_weights = list(itertools.accumulate(1 / math.sqrt(rank + 9) for rank in range(len(self.rare))))
        self.phrases = rng.sample(phrases, len(phrases))
        self.favour = list(itertools.accumulate(1 / (rank + 3) for rank in range(len(phrases))))

    def title(self, phrase: str) -> str:
        """Of 6 to 12 words, capitalized, with what the paper is about among them."""
        length = self.rng.randint(6, 12) - len(phrase.split()) - 2
        words = self.rng.choices(self.rare, cum_weights=self.title_weights, k=max(2, length))
        words[1:1] = [self.rng.choice(["of", "for", "with", "in"]), *phrase.split(), self.rng.choice(["and", "by"])]
        return " ".join(word[0].upper() + word[1:] if word not in COMMON else word for word in words)

    def abstract(self, phrase: str) -> str:
        """Of 110 to 190 words, in sentences; every third has a formula."""
        length = self.rng.randint(110, 186) - len(phrase.split())
        words = self.rng.choices(self.words, cum_weights=self.weights, k=length)
        words[8:8] = phrase.split()
        if self.rng.random() < 1 / 3:
            words.insert(40, self.formula())
        for start in itertools.count(0, 19):
            if start + 12 > len(words):
                break
            words[start] = words[start][0].upper() + words[start][1:]
            words[start - 1] += "." if start else ""
        return " ".join(words[:-1]) + f" {words[-1].rstrip('.')}."

    def formula(self) -> str:
        n = self.rng.randint(2, 99)
        forms = [
            rf"${n / 10}\times$",
            rf"$O(n^{{{n}}} \log n)$",
            rf"$\alpha_{{{n}}} \le \frac{{1}}{{{n}}}$",
            f"$x_{n % 10} = {n}$",
        ]
        return self.rng.choice(forms)


def bylines(rng: random.Random, papers: int) -> Iterator[str]:
    """One to three authors a paper; three in ten places go to somebody new, the others to who wrote before."""
    families = map(str.capitalize, new_words(rng, (2, 3)))
    labs = list(itertools.islice(new_words(rng, (2, 2)), 4 + int(math.sqrt(papers))))
    written: list[str] = []
    for _ in range(papers):
        names: list[str] = []
        for _ in range(rng.choices([1, 2, 3], [3, 4, 3])[0]):
            known = written and rng.random() > 0.3
            name = rng.choice(written) if known else f"{rng.choice(GIVEN)} {next(families)}"
            names += [name] * (name not in names)
        written += names
        lab = f" · {rng.choice(labs)}" if rng.random() < 0.3 else ""
        yield ", ".join(names) + " et al." * (len(names) == 3) + lab


def make_papers(number: int, seed: int, topics: str) -> list[MadeUp]:
    """So many papers, each about one of the topics of a vocabulary."""
    rng = random.Random(seed)
    phrases = [phrase for topic in yaml.safe_load(topics).values() for phrase in topic["phrases"]]
    writer, papers = Writer(rng, number, phrases), []
    for byline in bylines(rng, number):
        phrase = rng.choices(writer.phrases, cum_weights=writer.favour)[0]
        year = 2025 - int(rng.expovariate(0.4)) % 12
        date = f"{rng.choice(MONTHS)} {rng.randint(1, 28)}, {year}{rng.choice(['', '', 'Code'])}"
        score = f"{rng.uniform(60, 99.9):.1f}" if year == 2025 else ""
        header = f"{score}{rng.choices(list(AREAS), list(AREAS.values()))[0]}{date}"
        papers.append(MadeUp(header, writer.title(phrase), byline, writer.abstract(phrase)))
    return papers


def change(paper: MadeUp, word: str) -> MadeUp:
    """The paper with another word in its title and in its abstract."""
    words = paper.abstract.split(" ")
    words[30] = word
    title = f"{paper.title.rpartition(' ')[0]} {word.capitalize()}"
    return dataclasses.replace(paper, title=title, abstract=" ".join(words))
