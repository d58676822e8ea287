"""Make `generator/data/byline.json`, what the split of title and authors knows beforehand.

    python scripts/train_byline.py LISTING ANSWERS [LISTING ANSWERS ...]

A LISTING is a file in the seed format, ANSWERS has a JSON object for each of its entries, in order, with `title`
and `authors` as named. The file that comes with Papershelf was made from 6,000 entries of arXiv's metadata, which
is in the public domain (CC0). Needs NumPy and SciPy; takes a few minutes.

Weights are trained on lines whose words the letter models have not seen: the entries are dealt into parts, and the
evidence for each part is weighed with models of the others. Entries stand in listings of many sizes, so that the
weights hold for one entry as for thousands. Pieces of abstracts and bare titles teach what a line without authors
looks like.
"""

from __future__ import annotations

import argparse
import json
import math
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize

from generator.byline.evidence import Figures, Models, learn, weigh
from generator.byline.letters import LetterModel, WordModel, shape
from generator.byline.readings import Reading, read_line, readings
from generator.byline.weights import pack_models
from generator.listing import Entry, Listing, read_entries

DATA = Path(__file__).resolve().parent.parent / "generator" / "data" / "byline.json"
LETTERS, SHAPES = 4, 4
"""Orders of the letter models."""
FEWEST = 4
"""Count of an n-gram of letters, by words weighted 1 + log of their count, below which it is left out."""
PARTS = 4
SIZES = (1, 10, 50, 400)
"""Of the listings in training."""
RIDGE = 1e-4


@dataclass(frozen=True, slots=True)
class Example:
    """A title line with its right reading, or a line without authors."""

    line: str
    abstract: str
    right: Reading


def read_examples(listing: Path, answers: Path) -> list[Example]:
    """The entries of a listing with their answers."""
    text = listing.read_text(encoding="utf-8")
    entries = [item for item in read_entries(Listing(str(listing), text)) if isinstance(item, Entry)]
    golds = [json.loads(line) for line in answers.read_text(encoding="utf-8").splitlines()]
    return [
        Example(entry.title_line, entry.abstract, Reading(gold["title"], tuple(gold["authors"])))
        for entry, gold in zip(entries, golds, strict=True)
    ]


def count_models(examples: Sequence[Example]) -> Models:
    """The word models of some examples."""
    given, family = Counter[str](), Counter[str]()
    for example in examples:
        for name in example.right.authors:
            first, *rest = name.split()
            given[first] += 1
            family.update(rest)
    return Models(*map(word_model, (given, family)))


def word_model(words: Counter[str]) -> WordModel:
    """The model of counted words; a word counts by the logarithm, as letters are to stand for words not seen."""
    weighted = [(word, 1 + math.log(count)) for word, count in sorted(words.items())]
    shapes = [(shape(word), weight) for word, weight in weighted]
    return WordModel(LetterModel.count(weighted, LETTERS, FEWEST), LetterModel.count(shapes, SHAPES, FEWEST))


def without_authors(example: Example, dice: random.Random) -> Iterator[Example]:
    """Lines that name no authors: the bare title, and a piece of the abstract."""
    if dice.random() < 0.03:
        yield Example(example.right.title, "", Reading(example.right.title, ()))
    words = example.abstract.split()
    if len(words) > 30 and dice.random() < 0.05:
        start = dice.randrange(len(words) - 25)
        piece = " ".join(words[start : start + dice.randrange(5, 25)])
        yield Example(piece, "", Reading(read_line(piece).body, ()))


def training_rows(examples: list[Example], dice: random.Random) -> Iterator[tuple[list[Figures], int]]:
    """For each line, the evidence for its readings and the place of the right one."""
    dice.shuffle(examples)
    for part in range(PARTS):
        models = count_models([example for place, example in enumerate(examples) if place % PARTS != part])
        rest = [example for place, example in enumerate(examples) if place % PARTS == part]
        while rest:
            size = dice.choice(SIZES)
            listing, rest = rest[:size], rest[size:]
            lexicon = learn((example.line, example.abstract) for example in listing)
            extra = [line for example in listing for line in without_authors(example, dice)]
            for example in (*listing, *extra):
                line = read_line(example.line)
                choices = readings(line)
                if example.right in choices:
                    yield [weigh(reading, lexicon, models) for reading in choices], choices.index(example.right)


def fit(rows: Sequence[tuple[list[Figures], int]]) -> dict[str, float]:
    """The weights that make the right readings most likely, kept small by a ridge."""
    names = sorted({name for evidence, _ in rows for figures in evidence for name in figures})
    column = {name: place for place, name in enumerate(names)}
    matrix = np.zeros((sum(len(evidence) for evidence, _ in rows), len(names)))
    starts, rights = [], []
    row = 0
    for evidence, right in rows:
        starts.append(row)
        rights.append(row + right)
        for figures in evidence:
            for name, value in figures.items():
                matrix[row, column[name]] = value
            row += 1
    scale = matrix.std(axis=0) + 1e-9
    matrix /= scale
    group = np.repeat(np.arange(len(rows)), np.diff([*starts, row]))

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        sums = matrix @ weights
        sums -= np.maximum.reduceat(sums, starts)[group]
        shares = np.exp(sums)
        shares /= np.add.reduceat(shares, starts)[group]
        gradient = shares.copy()
        gradient[rights] -= 1
        likelihood = np.log(np.maximum(shares[rights], 1e-300)).sum()
        ridge = RIDGE * len(rows)
        return -likelihood + ridge * weights @ weights, matrix.T @ gradient + 2 * ridge * weights

    found = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", options={"maxiter": 500})
    return {name: round(float(weight), 4) for name, weight in zip(names, found.x / scale, strict=True)}


def lines(value: Any) -> str:
    """JSON with a line for each entry of an object, and lists on one line."""
    if not isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    entries = (f"{json.dumps(key, ensure_ascii=False)}:{lines(inner)}" for key, inner in sorted(value.items()))
    return "{\n" + ",\n".join(entries) + "\n}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", type=Path, nargs="+", metavar="LISTING ANSWERS")
    parser.add_argument("--output", type=Path, default=DATA)
    arguments = parser.parse_args()
    pairs = list(zip(arguments.files[::2], arguments.files[1::2], strict=True))
    examples = [example for listing, answers in pairs for example in read_examples(listing, answers)]
    rows = list(training_rows(list(examples), random.Random(1)))
    print(f"{len(examples)} entries, {len(rows)} lines, {sum(len(evidence) for evidence, _ in rows)} readings")
    stored = {"weights": fit(rows), "models": pack_models(count_models(examples))}
    arguments.output.write_text(lines(stored) + "\n", encoding="utf-8")
    print(f"{arguments.output}: {arguments.output.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
