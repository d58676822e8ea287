"""Train the model that splits titles from authors, and write it to `generator/data/byline.json.xz`.

    python scripts/train_byline.py TEXTS LISTING ANSWERS [LISTING ANSWERS ...]

A LISTING is a file in the seed format; ANSWERS has a JSON object for each of its entries, in order, with `title` and
`authors` as named. TEXTS has a JSON object with `title` and `abstract` on each line and is packed by xz: papers whose
authors are not needed. The file that comes with Papershelf was made from 6,000 entries and 150,000 texts of arXiv's
metadata, which is in the public domain (CC0). Takes a few minutes, and needs SciPy, which is not among the pinned
packages: `.venv/bin/python -m pip install scipy`.

Weights are trained on lines whose names the letter models have not seen: the entries are split into parts, and the
features of each part are made with models of the others. The authors of each entry are also put after titles of the
texts, half of them titles with difficult ends, and some lists of names are written in other ways, so that there are
enough examples of what is rare in listings. Pieces of abstracts and bare titles are examples of lines without authors.
"""

from __future__ import annotations

import argparse
import json
import lzma
import math
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from generator.byline.candidates import Candidate, Width, generate_candidates
from generator.byline.features import (
    EDGES,
    Features,
    LineContext,
    NameModels,
    extract_features,
    name_words,
    word_form,
)
from generator.byline.model import pack_models, pack_vocabulary, unpack_vocabulary
from generator.byline.ngrams import LetterModel, WordModel, shape
from generator.byline.tail import read_line
from generator.sources.listing import Entry, Listing, read_entries

DATA = Path(__file__).resolve().parent.parent / "generator" / "data" / "byline.json.xz"
LETTERS, SHAPES = 4, 4
"""Orders of the letter models."""
FEWEST = 4
"""Count of an n-gram of letters, by words weighted 1 + log of their count, below which it is left out."""
FEWEST_IN_TITLES = 6
"""Count of a word below which it is left out of the vocabulary."""
PARTS = 4
TITLES = 5
"""Titles of the texts to which each entry lends its authors."""
RARE = 0.3
"""Weight of lines that are rarer in listings than in training."""
RIDGE = 1e-4
HARD_END = re.compile(r"[A-Z)\]}$?!\"'’”.\d-]$|[a-z][A-Z]\w*$|[A-Z]s$")
"""Ends of titles that are difficult to tell from names."""


@dataclass(frozen=True, slots=True)
class Example:
    """Title line with its right candidate, or a line without authors."""

    line: str
    abstract: str
    right: Candidate
    weight: float = 1.0
    width: Width = Width.SHOWN
    """Width of the search for candidates of the line in training."""


@dataclass(frozen=True, slots=True)
class Text:
    """Paper whose authors are not needed."""

    title: str
    abstract: str


def read_examples(listing: Path, answers: Path) -> list[Example]:
    """Return the entries of a listing with their answers."""
    text = listing.read_text(encoding="utf-8")
    entries = [item for item in read_entries(Listing(str(listing), text)) if isinstance(item, Entry)]
    golds = [json.loads(line) for line in answers.read_text(encoding="utf-8").splitlines()]
    return [
        Example(entry.title_line, entry.abstract, Candidate(gold["title"], tuple(gold["authors"])), weight=3)
        for entry, gold in zip(entries, golds, strict=True)
    ]


def read_texts(path: Path) -> list[Text]:
    """Return the texts of a file, with their titles on one line."""
    with lzma.open(path, "rt", encoding="utf-8") as file:
        stored = [json.loads(line) for line in file]
    return [Text(" ".join(one["title"].split()), one["abstract"]) for one in stored if one["title"].strip()]


def count_vocabulary(texts: Sequence[Text]) -> dict[str, str]:
    """Return the words of titles that are not rare, packed."""
    counts = Counter(form for text in texts for form in {word_form(word.strip(EDGES)) for word in text.title.split()})
    return pack_vocabulary({word: count for word, count in counts.items() if count >= FEWEST_IN_TITLES and word})


def count_models(examples: Sequence[Example]) -> NameModels:
    """Return the word models of some examples."""
    given, family = Counter[str](), Counter[str]()
    for example in examples:
        for name in example.right.authors:
            first, *rest = name_words(name)
            given[first] += 1
            family.update(rest)
    return NameModels(*map(word_model, (given, family)))


def word_model(words: Counter[str]) -> WordModel:
    """Return the model of counted words; a word counts by the logarithm, as letters are to stand for words not seen."""
    weighted = [(word, 1 + math.log(count)) for word, count in sorted(words.items())]
    shapes = [(shape(word), weight) for word, weight in weighted]
    return WordModel(LetterModel.count(weighted, LETTERS, FEWEST), LetterModel.count(shapes, SHAPES, FEWEST))


# ---- lines made of a title and names ----


def lend(example: Example, others: Sequence[Example], titles: Iterator[Text], dice: random.Random) -> Iterator[Example]:
    """Yield lines in which the authors of an example stand after other titles, some of them written in other ways."""
    tail = example.line[len(example.right.title) + len(", ".join(example.right.authors)) :]
    for text in islice(titles, TITLES):
        names, gap, weight, width = example.right.authors, "", 1.0, Width.SHOWN
        if dice.random() < 0.2:
            weight, width, names = RARE, Width.SPACED, (dice.choice(WAYS)(names[0], dice), *names[1:])
        if dice.random() < 0.01 and (products := re.findall(r"\b\w+[A-Z]\w*", text.abstract)):
            names = (f"{dice.choice(products)} {dice.choice(GROUPS)}", *names[1:])  # as teams are called
        if dice.random() < 0.05:
            weight, width, gap = RARE, Width.SPACED, dice.choice([" ", " ", " ", "\t", " | ", " - ", " by "])
        if names[0][0].islower() or dice.random() < 0.03:
            weight, width = RARE, Width.HIDDEN
        if dice.random() < 0.05:
            weight, width = RARE, Width.SPACED
            names = (*names, *(name for _ in range(dice.randrange(1, 4)) for name in dice.choice(others).right.authors))
        line = text.title + gap + ", ".join(names) + tail
        yield Example(line, text.abstract, Candidate(text.title, names), weight, width)


GROUPS = "Team,Research Team,Labs,Lab,Group,AI Team,Collaboration,Consortium,Project,Community,Contributors".split(",")
PREFIXES = ("D’", "O’", "D'", "O'", "L’", "dell’")
WAYS = (
    lambda name, _: name.lower(),
    lambda name, _: name[0].lower() + name[1:],
    lambda name, _: in_camel_case(name),
    lambda name, _: in_camel_case(name),  # twice, as titles that end so are as many
    lambda name, dice: (
        f"{dice.randrange(2, 99)}{name.split()[-1].lower()[: dice.randrange(1, 4)]} {dice.choice(GROUPS)}"
    ),
    lambda name, _: re.sub(r"(?<=[A-Z]\.) ", "", initialled(name)),
    lambda name, _: initialled(name).replace(".", ""),
    lambda name, _: initialled(name),
    lambda name, _: name.upper(),
    lambda name, _: name.split()[-1],
    lambda name, dice: f"{name.split()[-1].upper()[: dice.randrange(3, 7)]} {dice.choice(GROUPS)}",
    lambda name, dice: f"{name.split()[-1]} {dice.choice(GROUPS)}",
    lambda name, dice: f"{name.split()[0][:5]}{name.split()[-1].upper()[: dice.randrange(2, 4)]} {dice.choice(GROUPS)}",
    lambda name, dice: f"{name.split()[0]} {dice.choice(PREFIXES)}{name.split()[-1]}",
    lambda name, _: f'{name.split()[0]} "{name.split()[0][:4]}" {name.split()[-1]}',
)
"""Other ways to write a name."""


def initialled(name: str) -> str:
    """Return a name with initials for all but its last word.

    >>> initialled("Ada Mary Alder")
    'A. M. Alder'
    """
    *given, family = name.split()
    return " ".join([*(f"{word[0]}." for word in given if word[0].isalpha()), family])


def in_camel_case(name: str) -> str:
    """Return a name with its given names run together; a given name of two syllables at least is parted for it.

    >>> in_camel_case("Ada Mary Alder"), in_camel_case("Minghao Alder")
    ('AdaMary Alder', 'MingHao Alder')
    """
    *given, family = name.split()
    if len(given) == 1:
        given = [word.capitalize() for word in re.split(r"(?<=[aeiougn])(?=[^aeioun][aeiou])", given[0], maxsplit=1)]
    return f"{''.join(given)} {family}"


def endless_titles(texts: Sequence[Text], dice: random.Random) -> Iterator[Text]:
    """Yield titles without end, every other one with a difficult end."""
    hard = [text for text in texts if HARD_END.search(text.title)]
    while True:
        yield dice.choice(texts)
        yield dice.choice(hard)


def without_authors(example: Example, dice: random.Random) -> Iterator[Example]:
    """Yield lines that name no authors: the bare title, and a piece of the abstract."""
    if dice.random() < 0.03:
        yield Example(example.right.title, "", Candidate(example.right.title, ()), RARE, dice.choice(list(Width)))
    words = example.abstract.split()
    if len(words) > 30 and dice.random() < 0.05:
        start = dice.randrange(len(words) - 25)
        piece = " ".join(words[start : start + dice.randrange(5, 25)])
        yield Example(piece, "", Candidate(read_line(piece).body, ()), RARE, dice.choice(list(Width)))


# ---- training ----

Row = tuple[list[Features], int, float]
"""Features of the candidates of a line, the index of the right one, and the weight of the line."""


def training_rows(
    examples: list[Example], texts: Sequence[Text], vocabulary: dict[str, float], dice: random.Random
) -> Iterator[Row]:
    """Yield the rows of all examples and of the lines that are made of them."""
    dice.shuffle(examples)
    titles = endless_titles(texts, dice)
    for part in range(PARTS):
        models = count_models([example for place, example in enumerate(examples) if place % PARTS != part])
        own = [example for place, example in enumerate(examples) if place % PARTS == part]
        for example in own:
            for one in (example, *lend(example, own, titles, dice), *without_authors(example, dice)):
                yield from rows_of(one, LineContext(models, vocabulary, one.abstract))


def rows_of(example: Example, context: LineContext) -> Iterator[Row]:
    """Yield the row of one example, if its right candidate is generated."""
    line = read_line(example.line)
    choices = generate_candidates(line, example.width)
    right = example.right if example.right.authors else Candidate(line.body, ())
    places = [place for place, one in enumerate(choices) if (one.title, one.authors) == (right.title, right.authors)]
    if places:
        yield [extract_features(candidate, context) for candidate in choices], places[0], example.weight


def fit(rows: Sequence[Row]) -> dict[str, float]:
    """Return the weights that maximize the likelihood of the right candidates, with a ridge penalty."""
    names = sorted({name for candidates, _, _ in rows for features in candidates for name in features})
    column = {name: place for place, name in enumerate(names)}
    values: list[float] = []
    columns: list[int] = []
    ends = [0]
    starts, rights = [], []
    for candidates, right, _ in rows:
        starts.append(len(ends) - 1)
        rights.append(len(ends) - 1 + right)
        for features in candidates:
            filled = {name: value for name, value in features.items() if value}
            values += filled.values()
            columns += map(column.__getitem__, filled)
            ends.append(len(values))
    raw = csr_matrix((values, columns, ends), shape=(len(ends) - 1, len(names)))
    mean = np.asarray(raw.mean(axis=0)).ravel()
    scale = np.sqrt(np.maximum(np.asarray(raw.multiply(raw).mean(axis=0)).ravel() - mean**2, 0)) + 1e-9
    matrix = raw.multiply(1 / scale).tocsr()
    flipped = matrix.T.tocsr()
    group = np.repeat(np.arange(len(rows)), np.diff([*starts, len(ends) - 1]))
    weight = np.array([row[2] for row in rows])

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        sums = matrix @ weights
        sums -= np.maximum.reduceat(sums, starts)[group]
        shares = np.exp(sums)
        shares /= np.add.reduceat(shares, starts)[group]
        likelihood = (weight * np.log(np.maximum(shares[rights], 1e-300))).sum()
        gradient = shares
        gradient[rights] -= 1
        gradient *= weight[group]
        ridge = RIDGE * weight.sum()
        return -likelihood + ridge * weights @ weights, flipped @ gradient + 2 * ridge * weights

    found = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", options={"maxiter": 500})
    return {name: round(float(weight), 4) for name, weight in zip(names, found.x / scale, strict=True)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", type=Path, metavar="TEXTS")
    parser.add_argument("files", type=Path, nargs="+", metavar="LISTING ANSWERS")
    parser.add_argument("--output", type=Path, default=DATA)
    arguments = parser.parse_args()
    pairs = list(zip(arguments.files[::2], arguments.files[1::2], strict=True))
    examples = [example for listing, answers in pairs for example in read_examples(listing, answers)]
    texts = read_texts(arguments.texts)
    vocabulary = count_vocabulary(texts)
    rows = list(training_rows(list(examples), texts, unpack_vocabulary(vocabulary), random.Random(1)))
    print(f"{len(examples)} entries, {len(rows)} lines, {sum(len(row[0]) for row in rows)} candidates")
    stored = {"weights": fit(rows), "models": pack_models(count_models(examples)), "vocabulary": vocabulary}
    text = json.dumps(stored, ensure_ascii=False, separators=(",", ":"))
    arguments.output.write_bytes(lzma.compress(text.encode(), preset=9 | lzma.PRESET_EXTREME))
    print(f"{arguments.output}: {arguments.output.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
