"""The inverted index: the engine in the browser decodes what the generator encodes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from limits import examples

from generator.analysis.vocabulary_ids import encode_texts
from generator.search import inverted_index
from generator.search.index_data import ENGINE, packed_scripts
from generator.search.inverted_index import InvertedIndex, build_inverted_index, follower, shard_of
from generator.text.search_words import search_words

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

WORDS = st.text("abé学方\U00020000\U00020001z9", min_size=1, max_size=12).map(lambda text: search_words(text)[0])

# Papers without titles, so that whatever is found is found in their abstracts.
READ = """([papers, shards, following, common, lengths, wanted]) => {
  const each = (value) => Array.from({ length: papers }, () => value);
  const none = { label: [], slug: {} };
  const { whole } = papershelf.steps;
  const engine = whole(papershelf.Engine.build({
    title: each(""), by: each([]), etAl: "", code: "", score: {}, day: each(0), firstDay: 738000, also: {}, slug: {},
    area: each(0), topic: each([]), affiliation: {}, authors: none, topics: none, affiliations: none,
    areas: { label: ["-"], slug: {}, code: ["-"] }, common, lengths, shards: shards.length > 1 ? shards.length : 0,
    postings: null }));
  shards.forEach((shard, at) => engine.index.addShard(at, shard));
  const exact = (phrase, units = phrase.map((word) => [word])) => ({ units, content: units, phrases: [phrase],
    identifiers: [], conditions: [], order: "", faults: [], open: false });
  following.forEach((lines, at) => engine.add("following", at, lines));
  return { lists: Object.fromEntries(engine.index.postings),
           found: wanted.map((phrase) => whole(engine.search(exact(phrase))).hits.map(([paper]) => paper)) };
}"""


@pytest.fixture(scope="module")
def engine(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    page.add_script_tag(content=packed_scripts(*ENGINE))
    yield page
    page.close()


def _read(engine: Page, made: InvertedIndex, wanted: list[str]) -> tuple[dict[str, str], dict[str, set[int]]]:
    """Return the postings lists as the engine decodes them, and the papers that it finds by each word."""
    answer = _asked(engine, made, [[word] for word in wanted])
    return answer["lists"], {word: set(found) for word, found in zip(wanted, answer["found"], strict=True)}


def _asked(engine: Page, made: InvertedIndex, phrases: list[list[str]]) -> dict[str, Any]:
    shards = [list(shard) for shard in made.shards]
    common, lengths = list(made.common), list(made.lengths)
    given = [len(lengths), shards, list(made.following), common, lengths, phrases]
    answer: dict[str, Any] = engine.evaluate(READ, given)
    return answer


def _counts(text: str) -> dict[int, int]:
    """Return how often a word occurs in each paper, by its postings list."""
    paper, found = -1, {}
    for char in text:
        number = (ord(char) if ord(char) < 0xD800 else ord(char) - 0x800) - inverted_index._FIRST_CHAR
        paper += number // inverted_index._MAX_FREQUENCY
        found[paper] = number % inverted_index._MAX_FREQUENCY + 1
    return found


@settings(max_examples=examples(40))
@given(abstracts=st.lists(st.lists(WORDS, max_size=8), max_size=12), shards=st.sampled_from([1, 2, 8]))
def test_round_trip(abstracts: list[list[str]], shards: int, engine: Page) -> None:
    made = build_inverted_index(abstracts, shards)
    every = sorted({word for abstract in abstracts for word in abstract})
    lists, found = _read(engine, made, every)
    assert {word: _counts(text) for word, text in lists.items()} == {
        word: {
            paper: min(abstract.count(word), inverted_index._MAX_FREQUENCY)
            for paper, abstract in enumerate(abstracts)
            if word in abstract
        }
        for word in every
    }
    # Words of one or two letters are not looked for in shards.
    wanted = [word for word in every if shards == 1 or len(word) > 2]
    assert {word: found[word] for word in wanted} == {
        word: {paper for paper, own in enumerate(abstracts) if word in own} for word in wanted
    }
    assert made.lengths == tuple(len(set(abstract)) for abstract in abstracts)


@settings(max_examples=examples(40))
@given(
    abstracts=st.lists(st.lists(WORDS, max_size=8), max_size=12),
    phrases=st.lists(st.lists(WORDS, min_size=2, max_size=3), min_size=1),
    shards=st.sampled_from([1, 8]),
)
def test_words_in_order(abstracts: list[list[str]], phrases: list[list[str]], shards: int, engine: Page) -> None:
    phrases += [own[at : at + 3] for own in abstracts for at in range(len(own))]

    def has(own: list[str], phrase: list[str]) -> bool:
        after = {(word, follower(then)) for word, then in pairwise(own)}
        return set(phrase) <= set(own) and all((word, follower(then)) in after for word, then in pairwise(phrase))

    found = _asked(engine, build_inverted_index(abstracts, shards), phrases)["found"]
    assert [sorted(papers) for papers in found] == [
        [paper for paper, own in enumerate(abstracts) if has(own, phrase)] for phrase in phrases
    ]


def test_following_words_are_spread_over_the_characters() -> None:
    many = [f"{chr(97 + number % 26)}moth{number}" for number in range(2_000)]
    assert max(Counter(follower(word) for word in many).values()) < 3 * len(many) / inverted_index._FOLLOWING


@pytest.mark.parametrize("abstracts", [[], [[]], [["moth"]], [["moth", "moth", "lamp"]]])
def test_few_papers(abstracts: list[list[str]], engine: Page) -> None:
    _, found = _read(engine, build_inverted_index(abstracts, 1), ["moth", "wing"])
    assert found == {"moth": {0} if abstracts and abstracts[0] else set(), "wing": set()}


@pytest.mark.parametrize("many", [["moth", "mothlore"], ["学a", "学b"], ["\U00020000a", "\U00020000b"], ["𞤢𞤣", "𞤢𞤤"]])
def test_words_with_a_common_prefix(many: list[str], engine: Page) -> None:
    lists, found = _read(engine, build_inverted_index([many, many[1:]], 1), many)
    assert sorted(lists) == sorted(many)
    assert found == {many[0]: {0}, many[1]: {0, 1}}


@pytest.mark.parametrize("far", [1, 13_000, 14_000, 27_500, 28_000, 33_000, 40_000])
def test_papers_far_apart(far: int, engine: Page) -> None:
    made = build_inverted_index([["moth"], *([] for _ in range(far - 1)), ["moth", "moth", "moth", "moth", "moth"]], 1)
    assert _counts(made.shards[0][1]) == {0: 1, far: inverted_index._MAX_FREQUENCY}
    _, found = _read(engine, made, ["moth"])
    assert found == {"moth": {0, far}}


@settings(max_examples=examples(20))
@given(many=st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1), min_size=20, max_size=40))
def test_the_engine_finds_the_shard_of_a_word(many: list[str], engine: Page) -> None:
    ask = """([words, shards]) => words.map((word) => {
      const none = { label: [], slug: {} };
      const { Engine, steps } = papershelf;
      const engine = steps.whole(Engine.build({ title: [], by: [], day: [], firstDay: 1, also: {}, slug: {}, area: [],
        topic: [], affiliation: {}, authors: none, topics: none, affiliations: none,
        areas: { label: [], slug: {}, code: [] }, common: [], lengths: [], shards, postings: null }));
      return engine.missing({ content: [[word]], phrases: [], identifiers: [] });
    })"""
    for shards in (1, 2, 64, 1024):
        for word, asked in zip(many, engine.evaluate(ask, [many, shards]), strict=True):
            assert asked in ([["abstracts", shard_of(word, shards)]], [])
            assert asked or len(word) < 3


def test_a_word_is_in_the_shard_of_its_first_letters() -> None:
    assert shard_of("moth", 64) == shard_of("mothlore", 64) != shard_of("lamp", 64)
    made = build_inverted_index([["moth", "mothlore", "lamp"]], 64)
    (shard,) = {number for number, (coded, _) in enumerate(made.shards) if "moth" in coded}
    assert made.shards[shard] == ("0moth\n4lore", made.shards[shard][1])
    assert Counter(map(bool, (coded for coded, _ in made.shards))) == {True: 2, False: 62}


def test_words_are_front_coded() -> None:
    (shard,) = build_inverted_index([["moth", "mothlore", "mouth", "lamp", "abcdefghijkl", "abcdefghijkm"]], 1).shards
    assert shard[0].split("\n") == ["0abcdefghijkl", "9jkm", "0lamp", "0moth", "4lore", "2uth"]


@pytest.mark.parametrize(
    ("papers", "having", "common"),
    [(19, 19, False), (20, 16, False), (20, 17, True), (200, 160, False), (200, 161, True)],
)
def test_a_word_in_many_papers_has_no_list(papers: int, having: int, common: bool) -> None:
    made = build_inverted_index(
        [["moth", "lamp"] if paper < having else ["wing" * (paper % 5)] for paper in range(papers)], 1
    )
    assert ("moth" in made.common) is common
    assert ("0moth" in made.shards[0][0]) is not common
    assert made.lengths[0] == 2


def test_term_frequency_affects_the_rank(engine: Page) -> None:
    abstracts = [["moth", "lamp", "rain"], ["moth", "moth", "moth", "moth", "lamp", "rain"], ["moth", "lamp", "rain"]]
    assert _asked(engine, build_inverted_index(abstracts, 1), [["moth"]])["found"] == [[1, 0, 2]]


@given(st.lists(st.lists(st.text(max_size=3))))
def test_texts_are_encoded(texts: list[list[str]]) -> None:
    vocabulary, words, sizes = encode_texts(texts)
    assert vocabulary == sorted({word for text in texts for word in text})
    assert [vocabulary[place] for place in words] == [word for text in texts for word in text]
    assert sizes == [len(text) for text in texts]
