"""Trained model for the choice of a candidate, stored in `generator/data/byline.json.xz`."""

from __future__ import annotations

import json
import lzma
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from generator.byline.features import Features, NameModels
from generator.byline.ngrams import LetterModel, WordModel
from generator.models import read_data
from generator.text.front_coding import decode_words, encode_words


@dataclass(frozen=True, slots=True)
class BylineModel:
    """Conditional logit model, with the models and words from which its features are made."""

    models: NameModels
    weights: Mapping[str, float]
    """Weights by the name of the feature."""
    vocabulary: Mapping[str, float]
    """Logarithms of the counts of words in titles at large, by `features.word_form`."""

    def probabilities(self, candidates: Sequence[Features]) -> list[float]:
        """Return the probabilities of the candidates of one line: the softmax of the weighted sums of features."""
        sums = [sum(self.weights.get(name, 0.0) * value for name, value in one.items()) for one in candidates]
        highest = max(sums)
        exponentials = [math.exp(total - highest) for total in sums]
        total = sum(exponentials)
        return [exponential / total for exponential in exponentials]


@cache
def load_model() -> BylineModel:
    """Return the model that comes with the package."""
    stored = json.loads(lzma.decompress(read_data("byline.json.xz")))
    return BylineModel(unpack_models(stored["models"]), stored["weights"], unpack_vocabulary(stored["vocabulary"]))


def pack_vocabulary(counts: Mapping[str, int]) -> dict[str, str]:
    """Return the words, front-coded, and a character for each: the logarithm of its count, rounded, after `0`."""
    words = sorted(counts)
    levels = "".join(chr(ord("0") + round(math.log(counts[word]))) for word in words)
    return {"words": encode_words(words), "levels": levels}


def unpack_vocabulary(stored: Mapping[str, str]) -> dict[str, float]:
    """Return the logarithm of the count of each word, from the result of `pack_vocabulary`."""
    words = decode_words(stored["words"])
    return {word: float(ord(level) - ord("0")) for word, level in zip(words, stored["levels"], strict=True)}


def pack_models(models: NameModels) -> dict[str, Any]:
    """Return models as JSON values: for each context, the letters that follow, in one text, and their counts."""
    return {
        kind: {"letters": _pack(model.letters), "shapes": _pack(model.shapes)}
        for kind, model in (("given", models.given), ("family", models.family))
    }


def unpack_models(stored: Mapping[str, Any]) -> NameModels:
    """Return the models of a result of `pack_models`."""
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
