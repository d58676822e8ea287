"""The trained figures: `generator/data/byline.json` in, word models and weights out."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from generator.byline.features import Features, NameModels
from generator.byline.ngrams import LetterModel, WordModel


@dataclass(frozen=True, slots=True)
class BylineModel:
    """What training has found."""

    models: NameModels
    weights: Mapping[str, float]
    """Weight of each figure of the evidence."""
    vocabulary: Mapping[str, float]
    """Words of titles at large, with the logarithm of how often each was seen."""

    def probabilities(self, evidence: Sequence[Features]) -> list[float]:
        """Of the readings of one line, by the evidence for each: the softmax of the weighted sums."""
        sums = [sum(self.weights.get(name, 0.0) * value for name, value in figures.items()) for figures in evidence]
        highest = max(sums)
        shares = [math.exp(total - highest) for total in sums]
        whole = sum(shares)
        return [share / whole for share in shares]


@cache
def load_model() -> BylineModel:
    """The figures that come with the package."""
    text = files("generator").joinpath("data").joinpath("byline.json").read_text(encoding="utf-8")
    stored = json.loads(text)
    return BylineModel(unpack_models(stored["models"]), stored["weights"], unpack_vocabulary(stored["vocabulary"]))


def pack_vocabulary(counts: Mapping[str, int]) -> dict[str, str]:
    """Return counted words as plain values: words of about the same count, rounded to a power of e, in one text."""
    words: dict[str, list[str]] = {}
    for word in sorted(counts):
        words.setdefault(str(round(math.log(counts[word]))), []).append(word)
    return {level: " ".join(found) for level, found in words.items()}


def unpack_vocabulary(stored: Mapping[str, str]) -> dict[str, float]:
    """Return the logarithms of counts, by word, from what `pack_vocabulary` made."""
    return {word: float(level) for level, words in stored.items() for word in words.split(" ")}


def pack_models(models: NameModels) -> dict[str, Any]:
    """Models as plain values: for each context, the letters that follow and their counts."""
    return {
        kind: {"letters": _pack(model.letters), "shapes": _pack(model.shapes)}
        for kind, model in (("given", models.given), ("family", models.family))
    }


def unpack_models(stored: Mapping[str, Any]) -> NameModels:
    """Models from what `pack_models` made."""
    given, family = (
        WordModel(_unpack(stored[kind]["letters"]), _unpack(stored[kind]["shapes"])) for kind in ("given", "family")
    )
    return NameModels(given, family)


def _pack(model: LetterModel) -> dict[str, list[Any]]:
    packed: dict[str, list[Any]] = {}
    for context, following in sorted(model.counts.items()):
        letters = sorted(following, key=lambda letter: (-following[letter], letter))
        packed[context] = ["".join(letters), *(following[letter] for letter in letters)]
    return packed


def _unpack(packed: Mapping[str, Sequence[Any]]) -> LetterModel:
    return LetterModel({context: dict(zip(row[0], row[1:], strict=True)) for context, row in packed.items()})
