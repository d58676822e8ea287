"""Letter models, and the trained model that comes with the package."""

from __future__ import annotations

import math
from importlib.resources import files

import pytest

from generator.byline.features import NameModels
from generator.byline.model import load_model, pack_models, unpack_models
from generator.byline.ngrams import LetterModel, WordModel, shape

WORDS = [("Alder", 3.0), ("Ash", 2.0), ("Aspen", 1.0), ("Birch", 2.0)]


@pytest.fixture
def letters() -> LetterModel:
    return LetterModel.count(WORDS, order=3, fewest=1)


def test_the_probabilities_after_a_context_add_up_to_one(letters: LetterModel) -> None:
    # Each letter that was seen, and one for each that was not.
    seen = {letter for following in letters.counts.values() for letter in following}
    for context in ("^", "A", "s", "^A", "zz"):
        total = sum(letters._probability(context, letter) for letter in seen)
        unseen = (200 - len(seen)) * letters._probability(context, "ж")
        assert total + unseen == pytest.approx(1)


def test_a_word_similar_to_the_counted_ones_is_more_probable(letters: LetterModel) -> None:
    likelihoods = [letters.log_probability(word) for word in ("Ash", "Alden", "Xqzk")]
    assert likelihoods == sorted(likelihoods, reverse=True)
    assert likelihoods[0] < 0


def test_rare_ngrams_are_left_out() -> None:
    kept = LetterModel.count(WORDS, order=3, fewest=3).counts
    assert all(len(context) <= 1 or min(following.values()) >= 3 for context, following in kept.items())
    assert kept["^A"] == {"l": 3, "s": 3}
    assert "As" not in kept


@pytest.mark.parametrize(
    ("word", "outline"), [("McOak", "XxXxx"), ("J.-P.", "X.-X."), ("Éa2", "Xx9"), ("陈", "x"), ("", "")]
)
def test_shape(word: str, outline: str) -> None:
    assert shape(word) == outline


def test_the_probability_of_a_word_follows_the_better_of_letters_and_shape() -> None:
    letters = LetterModel.count(WORDS, order=3, fewest=1)
    shapes = LetterModel.count([(shape(word), weight) for word, weight in WORDS], order=3, fewest=1)
    model = WordModel(letters, shapes)
    assert model.log_probability("Ash") > letters.log_probability("Ash") + math.log(0.7) - 1e-9
    assert model.log_probability("Qzx") > letters.log_probability("Qzx")  # its shape is that of a name
    assert model.log_probability("Ash") == model.log_probability("Ash")


def test_models_are_the_same_after_packing(letters: LetterModel) -> None:
    models = NameModels(given=WordModel(letters, letters), family=WordModel(letters, letters))
    again = unpack_models(pack_models(models))
    assert again.given.letters.counts == letters.counts
    assert again.family.log_probability("Alden") == models.family.log_probability("Alden")


def test_the_trained_model_is_small_and_has_finite_weights() -> None:
    stored = files("generator").joinpath("data").joinpath("byline.json.xz")
    assert len(stored.read_bytes()) < 100_000
    weights = load_model().weights
    assert {"no authors", "given as name", "end common", "between xX"} <= weights.keys()
    assert all(math.isfinite(weight) for weight in weights.values())
    assert weights["given as name"] > 0 > weights["given begins with capitals"]


def test_probabilities_of_all_candidates_add_up_to_one() -> None:
    probabilities = load_model().probabilities([{"no authors": 1.0}, {"between xX": 1.0}, {}])
    assert sum(probabilities) == pytest.approx(1)
    assert min(probabilities) > 0
