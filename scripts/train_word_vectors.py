"""Train `generator/data/word-vectors.txt.xz`, the word vectors with which search finds papers by meaning.

    OMP_NUM_THREADS=2 python -m scripts.train_word_vectors PAPERS.jsonl.xz

The papers are JSON lines with `title` and `abstract`, at best the metadata of arXiv, which is dedicated to the public
domain (CC0, https://info.arxiv.org/help/license). From a random start, the vectors learn to tell which abstract belongs
to a title, a sentence or some words of it, among those of a batch of papers (InfoNCE: van den Oord and others, 2018).
Half of the words that both sides have in common are left out, so that the others must do.

The file that comes with Papershelf was made from 150,000 papers of all fields, of 2007 to 2026; the loss was 1.74 at
last. That takes seven minutes on two cores. The seed is fixed. The result still depends on the order in which the
linear algebra library adds numbers, so another machine gives other bytes that are equally good; the committed file is
part of the source.
"""

from __future__ import annotations

import argparse
import json
import lzma
import re
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from generator.search.vectors import SIZE, encode_word_vectors
from generator.text.search_words import search_words

DATA = Path(__file__).resolve().parent.parent / "generator" / "data" / "word-vectors.txt.xz"
NOTE = (
    "# Made by scripts/train_word_vectors.py from titles and abstracts of arXiv, whose metadata is dedicated to the "
    "public domain (CC0 1.0), as these numbers are. generator/search/vectors.py tells how to read them."
)
WORDS, BATCH, EPOCHS = 28_500, 1024, 8
SHARPNESS = 16.0
"""Factor of cosines before the softmax."""
RATE = 0.01
"""Learning rate of Adam at the start; it falls to zero in a straight line."""
SEED = 26
Floats = np.ndarray[Any, np.dtype[np.float32]]
Integers = np.ndarray[Any, np.dtype[np.int64]]
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z$])")


@dataclass(frozen=True, slots=True)
class Texts:
    """Words of papers in order, as numbers. Part 0 of a paper is its title; each sentence of the abstract, another."""

    words: Integers
    parts: Integers
    """Number of the part of its paper in which a word stands."""
    starts: Integers
    """Place at which a paper starts, and in the end that at which the last one ends."""


@dataclass(frozen=True, slots=True)
class Bags:
    """Bags of words, one for each paper of a batch, as entries in the order of `rows`."""

    rows: Integers
    words: Integers
    weights: Floats


def read_papers(path: Path, most: int | None) -> Iterator[list[list[str]]]:
    """Yield the words of each part of each paper: the title, then the sentences of the abstract."""
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if number == most:
                return
            paper = json.loads(line)
            yield [search_words(part) for part in (paper["title"], *_SENTENCE_END.split(paper["abstract"]))]


def count_papers(papers: Sequence[Sequence[Sequence[str]]]) -> Counter[str]:
    """Return the number of papers that have each word."""
    return Counter(word for paper in papers for word in {word for part in paper for word in part})


def choose_words(counts: Counter[str]) -> list[str]:
    """Return the words in most papers; numbers and single characters say little."""
    wanted = [(-times, word) for word, times in counts.items() if len(word) > 1 and not word.isdigit()]
    return [word for _, word in sorted(wanted)[:WORDS]]


def number_texts(papers: Sequence[Sequence[Sequence[str]]], words: Sequence[str]) -> Texts:
    """Return the texts with numbers for the chosen words, without the others."""
    numbers = {word: number for number, word in enumerate(words)}
    found: list[int] = []
    parts: list[int] = []
    starts = [0]
    for paper in papers:
        for at, part in enumerate(paper):
            own = [numbers[word] for word in part if word in numbers]
            found += own
            parts += [at] * len(own)
        starts.append(len(found))
    return Texts(np.array(found), np.array(parts), np.array(starts))


def bag(keys: Integers, idf: Floats) -> Bags:
    """Return the bags of `row * len(idf) + word`, in which repeated words count less and less."""
    unique, times = np.unique(keys, return_counts=True)
    words = unique % len(idf)
    return Bags(unique // len(idf), words, idf[words] * np.sqrt(times).astype(np.float32))


def sides(texts: Texts, batch: Integers, idf: Floats, rng: np.random.Generator) -> tuple[Bags, Bags]:
    """Return what is asked about each paper of a batch, and the rest of it.

    Half of the papers are asked for by their title, the others by a sentence or by some words of the abstract.
    """
    lengths = texts.starts[batch + 1] - texts.starts[batch]
    rows = np.repeat(np.arange(len(batch)), lengths)
    places = np.repeat(texts.starts[batch] - np.cumsum(lengths) + lengths, lengths) + np.arange(lengths.sum())
    words, parts = texts.words[places], texts.parts[places]
    last = texts.parts[texts.starts[batch + 1] - 1]
    way = rng.random(len(batch))
    part = np.where(way < 0.5, 0, 1 + (rng.random(len(batch)) * last).astype(np.int64))
    sampled = (way > 0.8)[rows]
    asked = np.where(sampled, (rng.random(len(rows)) * lengths[rows] < 8) & (parts > 0), parts == part[rows])
    keys = rows * len(idf) + words
    question, rest = keys[asked], keys[~asked]
    common = np.intersect1d(question, rest)
    left_out = common[rng.random(len(common)) < 0.5]
    return bag(question, idf), bag(rest[~np.isin(rest, left_out)], idf)


def sums(bags: Bags, vectors: Floats, count: int) -> Floats:
    """Return the weighted sum of the vectors of each bag."""
    found = np.zeros((count, vectors.shape[1]), np.float32)
    rows, starts = np.unique(bags.rows, return_index=True)
    found[rows] = np.add.reduceat(vectors[bags.words] * bags.weights[:, None], starts)
    return found


def spread(bags: Bags, slopes: Floats, into: Floats) -> None:
    """Add the slopes of the sums of bags to those of the vectors of their words."""
    order = np.argsort(bags.words, kind="stable")
    words, starts = np.unique(bags.words[order], return_index=True)
    into[words] += np.add.reduceat(slopes[bags.rows[order]] * bags.weights[order, None], starts)


def step(question: Bags, rest: Bags, vectors: Floats, count: int) -> tuple[float, Floats]:
    """Return the loss of a batch, and its slope for each vector."""
    totals = [sums(bags, vectors, count) for bags in (question, rest)]
    lengths = [np.linalg.norm(total, axis=1, keepdims=True) + 1e-6 for total in totals]
    one, other = (total / length for total, length in zip(totals, lengths, strict=True))
    scores = SHARPNESS * one @ other.T
    slopes, loss = np.zeros_like(scores), 0.0
    for axis in (0, 1):
        likely = np.exp(scores - scores.max(axis=axis, keepdims=True))
        likely /= likely.sum(axis=axis, keepdims=True)
        loss -= float(np.log(np.diagonal(likely) + 1e-12).mean()) / 2
        slopes += (likely - np.eye(count, dtype=np.float32)) * (SHARPNESS / 2 / count)
    found = np.zeros_like(vectors)
    for bags, unit, length, slope in (
        (question, one, lengths[0], slopes @ other),
        (rest, other, lengths[1], slopes.T @ one),
    ):
        spread(bags, (slope - (slope * unit).sum(axis=1, keepdims=True) * unit) / length, found)
    return loss, found


def train(texts: Texts, idf: Floats, epochs: int) -> Floats:
    """Return the vectors of the words."""
    rng = np.random.default_rng(SEED)
    vectors = rng.normal(0, 0.1, (len(idf), SIZE)).astype(np.float32)
    mean, square = np.zeros_like(vectors), np.zeros_like(vectors)
    papers = len(texts.starts) - 1
    batches = papers // BATCH
    for epoch in range(epochs):
        began, losses = time.monotonic(), 0.0
        for at, batch in enumerate(rng.permutation(papers)[: batches * BATCH].reshape(batches, BATCH)):
            loss, slope = step(*sides(texts, batch, idf, rng), vectors, BATCH)
            losses += loss
            done = epoch * batches + at
            mean += 0.1 * (slope - mean)
            square += 0.02 * (slope * slope - square)
            rate = RATE * (1 - done / (epochs * batches)) / (1 - 0.9 ** (done + 1))
            vectors -= rate * mean / (np.sqrt(square / (1 - 0.98 ** (done + 1))) + 1e-8)
        print(f"epoch {epoch + 1}: loss {losses / batches:.3f}, {time.monotonic() - began:.0f} s", flush=True)
    return vectors


def main() -> None:
    """Train on the papers of a file, and write the data file."""
    parser = argparse.ArgumentParser(description="Train the word vectors with which search finds papers by meaning.")
    parser.add_argument("papers", type=Path, help="JSON lines with title and abstract, packed by xz")
    parser.add_argument("--most", type=int, help="number of papers to read, for a trial")
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    parser.add_argument("--to", type=Path, default=DATA, help="file to write")
    asked = parser.parse_args()
    began = time.monotonic()
    papers = list(read_papers(asked.papers, asked.most))
    counts = count_papers(papers)
    words = choose_words(counts)
    rarities = np.log(len(papers) / np.array([counts[word] for word in words]))
    print(f"{len(papers):,} papers with {len(counts):,} words read in {time.monotonic() - began:.0f} s", flush=True)
    idf = rarities.astype(np.float32)
    vectors = train(number_texts(papers, words), idf, asked.epochs) * idf[:, None]
    lines = encode_word_vectors(words, rarities, vectors.astype(np.float64))
    data = lzma.compress("\n".join((NOTE, *lines, "")).encode("utf-8"), preset=9 | lzma.PRESET_EXTREME)
    asked.to.write_bytes(data)
    print(f"{len(lines):,} words in {len(data):,} bytes, after {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
