"""Search by meaning: the word vectors that come with the package, and the vectors of papers that are made of them."""

from __future__ import annotations

import math
from base64 import b64decode

import numpy as np
import pytest

from generator.search.vectors import (
    SIZE,
    WORD_SHARDS,
    encode_word_vectors,
    paper_vectors,
    quantise,
    read_word_vectors,
    word_shard,
    word_shards,
)
from generator.text.front_coding import decode_words
from generator.text.search_words import search_words

ZERO = "H"
TITLES = ["Moths Are Drawn to Street Lamps", "Judges and Courts", "Neural Machine Translation"]
ABSTRACTS = [
    "We study the phototaxis of nocturnal insects near artificial lighting.",
    "How lawyers argue legal cases, and what a verdict depends on.",
    "A recurrent encoder reads a sentence in one language and writes it in another.",
]


def _numbers(letters: str) -> list[list[int]]:
    """The numbers of vectors, as the browser reads them."""
    numbers = [ord(letter) - ord(ZERO) for letter in letters]
    return [numbers[start : start + SIZE] for start in range(0, len(numbers), SIZE)]


def _cosine(one: list[int], other: list[int]) -> float:
    return sum(a * b for a, b in zip(one, other, strict=True)) / (math.hypot(*one) * math.hypot(*other) or 1)


def _vectors(titles: list[str], abstracts: list[str]) -> list[list[int]]:
    found = paper_vectors(map(search_words, titles), map(search_words, abstracts))
    return _numbers("".join(found.files))


def _word(word: str) -> list[int]:
    known = read_word_vectors()
    return [int(number) for number in known.levels[known.numbers[word]]]


def test_words_are_folded_as_those_of_queries_and_in_order() -> None:
    words = read_word_vectors().words
    assert len(words) > 20_000
    assert words == sorted(set(words))
    assert [word for word in words if search_words(word) != [word]] == []


@pytest.mark.parametrize(
    ("word", "near", "far"),
    [
        ("court", "legal", "galaxy"),
        ("galaxy", "stellar", "legal"),
        ("translation", "multilingual", "quark"),
        ("insects", "species", "compiler"),
        ("speech", "acoustic", "neutrino"),
    ],
)
def test_words_of_one_matter_are_near_each_other(word: str, near: str, far: str) -> None:
    assert _cosine(_word(word), _word(near)) > 0.15 + _cosine(_word(word), _word(far))


def test_every_word_is_in_the_shard_of_its_hash() -> None:
    shards = word_shards()
    known = read_word_vectors()
    assert len(shards) == WORD_SHARDS
    found = {}
    for number, (coded, facts) in enumerate(shards):
        for place, word in enumerate(decode_words(coded)):
            assert word_shard(word) == number
            found[word] = facts[place * (SIZE + 2) : (place + 1) * (SIZE + 2)]
    assert found == dict(zip(known.words, known.facts, strict=True))


@pytest.mark.parametrize("script", ["vectors", "words"])
def test_what_is_written_needs_no_escapes(script: str) -> None:
    texts = paper_vectors(map(search_words, TITLES), map(search_words, ABSTRACTS)).files
    written = "".join(texts) if script == "vectors" else "".join(read_word_vectors().facts)
    assert not set(written) & set('"\\\n')
    assert written.isascii()


def test_vectors_are_written_as_letters_from_a_to_o() -> None:
    vectors = np.zeros((4, SIZE))
    vectors[1, 0] = 1
    vectors[2] = np.tile([1, -1], SIZE // 2)
    vectors[3] = -1000 * vectors[2]
    assert quantise(vectors) == [
        "H" * SIZE,
        "O" + "H" * (SIZE - 1),
        "IG" * (SIZE // 2),
        "GI" * (SIZE // 2),
    ]


def test_lines_of_the_data_file_say_how_rare_and_how_heavy_a_word_is() -> None:
    vectors = np.ones((3, SIZE)) * [[1.0], [0.5], [0.0]]
    lines = encode_word_vectors(["moth", "lamp", "void"], np.array([2.0, 0.0, 9.2]), vectors)
    assert lines == [
        f"lamp {chr(35)}{chr(35 + 20)}{'I' * SIZE}",
        f"moth {chr(35 + 10)}{chr(35 + 24)}{'I' * SIZE}",
        f"void {chr(35 + 46)}{chr(35)}{'H' * SIZE}",
    ]


@pytest.mark.parametrize(("word", "nearest"), [("illumination", 0), ("court", 1), ("bilingual", 2)])
def test_a_paper_is_near_words_that_it_does_not_have(word: str, nearest: int) -> None:
    cosines = [_cosine(_word(word), vector) for vector in _vectors(TITLES, ABSTRACTS)]
    assert cosines.index(max(cosines)) == nearest
    assert max(cosines) > 0.25


def test_the_order_and_the_number_of_words_in_a_text_change_little() -> None:
    [one] = _vectors(["lamps and moths"], ["insects insects insects night"])
    [other] = _vectors(["moths and lamps"], ["night insects insects insects"])
    assert one == other


@pytest.mark.parametrize(
    ("title", "abstract"), [("", ""), ("Zxqv Wvut", ""), ("学习方法", "夜里的飞蛾。"), ("12 345", "...")]
)
def test_a_paper_of_unknown_words_only_has_no_direction(title: str, abstract: str) -> None:
    assert _vectors([*TITLES, title], [*ABSTRACTS, abstract])[-1] == [0] * SIZE


def test_a_paper_without_abstract_has_the_direction_of_its_title() -> None:
    vectors = _vectors([*TITLES, "The verdict of judges"], [*ABSTRACTS, ""])
    cosines = [_cosine(vectors[-1], vector) for vector in vectors[:-1]]
    assert cosines.index(max(cosines)) == 1


def test_few_papers() -> None:
    assert paper_vectors([], []).files == ()
    [one] = _vectors(TITLES[:1], ABSTRACTS[:1])
    assert _cosine(one, _word("insects")) > 0.2


def test_what_all_papers_have_in_common_is_taken_from_them() -> None:
    titles = [f"{title} with neural networks" for title in TITLES * 10]
    vectors = np.array(_vectors(titles, ABSTRACTS * 10))
    assert np.linalg.norm(vectors.mean(axis=0)) < 0.35 * np.linalg.norm(vectors[0])


def test_papers_are_divided_into_files(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = _vectors(TITLES, ABSTRACTS)
    monkeypatch.setattr("generator.search.vectors._PER_FILE", 2)
    found = paper_vectors(map(search_words, TITLES), map(search_words, ABSTRACTS))
    assert [len(file) // SIZE for file in found.files] == [2, 1]
    assert _numbers("".join(found.files)) == whole


def test_words_of_titles_have_the_signs_of_their_vectors() -> None:
    coded, bits = paper_vectors([["lamp", "zxqv", "court"], ["court"]], [[], []]).titles
    assert decode_words(coded) == ["court", "lamp"]
    signs = np.unpackbits(np.frombuffer(b64decode(bits), np.uint8)).reshape(2, SIZE)
    assert [[number > 0 for number in _word(word)] for word in ("court", "lamp")] == signs.astype(bool).tolist()
