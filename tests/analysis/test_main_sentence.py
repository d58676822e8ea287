"""Main sentences: abstracts are split into sentences, of which the one that says what the paper does is chosen."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from limits import check_growth, examples
from odd_texts import SOUP, TEXTS

from generator.analysis.main_sentence import main_sentence, split_sentences

SPLIT = {
    "marks": ["Moths come.", "Why?", "Nobody knows!", "They stay."],
    "et al.": ["Alder et al. (2020) and Birch et al. Garden Lamps count moths.", "They stay."],
    "et al. at the end": ["The lamps are those of Alder et al.", "We count moths."],
    "in brief": ["Lamps, e.g. Lume, draw moths, i.e. Noctua, cf. Fig. 3 and Eq. 4 vs. Sec. 5.", "They stay."],
    "decimals": ["It takes 2.5 s, i.e., 3.1% of v1.2.", "Version 2.0 takes less."],
    "initials": ["J. Birch and A. B. Cedar of the U.S. Moth Society count.", "They stay."],
    "a letter at the end": ["Moths settle in dimension D.", "We prove this."],
    "units": ["The lamp answers within 20 ms.", "The moth does not."],
    "parentheses": ["Moths (they come at night. Lamps draw them. So it goes) stay.", "Lamps burn."],
    "a parenthesis that stays open": ["Moths (they come at night stay.", "Lamps burn."],
    "a sentence in parentheses": ["Moths stay.", "(Lamps burn.)", "Rain falls."],
    "quotes": ['They say "moths come."', "“Lamps burn.”", "Rain falls."],
    "formulas": ["We have $x$ moths.", "$K$ lamps burn.", "[1] says so."],
    "names with dots": ["We build on node.js and wings.py at https://example.org/a.html.", "It works."],
    "small letters": ["Moths come. eventually they stay."],
    "nothing after": ["Moths come"],
    "titles of people": ["Dr. Alder met Prof. Birch of Moths Inc. Garden Works.", "They talked."],
}


@pytest.mark.parametrize("sentences", SPLIT.values(), ids=SPLIT)
def test_sentences(sentences: list[str]) -> None:
    assert list(split_sentences(" ".join(sentences))) == sentences


@settings(max_examples=examples(300))
@given(st.one_of(TEXTS, st.lists(st.sampled_from(SOUP)).map(" ".join), st.text("Aa.!?()\" '\n1$", max_size=60)))
def test_no_letter_is_lost_and_none_is_added(text: str) -> None:
    found = list(split_sentences(text))
    assert "".join("".join(found).split()) == "".join(text.split())
    assert all(sentence == sentence.strip() != "" for sentence in found)
    assert (main_sentence(text) or text) in text


WORDS = st.sampled_from(
    ["Moths", "lamps", "3.14", "e.g.", "et al.", "(cf. Fig. 2)", "v2.0", "$x$", "i.e.,", "A. Alder"]
)
SENTENCES = st.lists(WORDS, min_size=1, max_size=8).map(lambda words: f"We see {' '.join(words)} at night.")


@settings(max_examples=examples(200))
@given(st.lists(SENTENCES, min_size=1, max_size=6))
def test_sentences_that_were_joined_are_found_again(sentences: list[str]) -> None:
    assert list(split_sentences(" ".join(sentences))) == sentences


CHOSEN = {
    "we present": ("Moths are drawn by lamps. We present Lume, a lamp that draws none. It is bright.", 1),
    "this paper introduces": ("Moths matter. Lamps matter more. This paper introduces a lamp for moths.", 2),
    "in this work, we": ("Lamps are old. In this work, we revisit the lamps of gardens. We also propose a moth.", 1),
    "made by somebody": ("Moths come to lamps. In this paper, a new lamp for gardens is proposed. It is bright.", 1),
    "and propose": ("Lamps are old. We target to keep moths away and propose a lamp for this. It is bright.", 1),
    "a study": ("Moths come. This study investigates whether they stay at night. They do not.", 1),
    "past tense": ("Objective: moths matter to gardens. We developed and tested a lamp for them. Results: none.", 1),
    "not what comes second": ("We introduce a lamp that draws moths. Moreover, we propose a net to catch them all.", 0),
    "not the end": (
        "Lamps are bad. We investigate why gardens have so few moths. Overall, this study provides new insights.",
        1,
    ),
    "not what others did": ("A lamp for moths has been proposed before. We design a darker one for them.", 1),
    "not the code": (
        "We propose a lamp that draws no moths at all. We release the code at https://example.org/lamp.",
        0,
    ),
    "not a question": ("Do we propose lamps for all these moths? We propose none of them for now.", 1),
    "with the name of the title": ("We present a study of lamps and moths. We present Lume, which draws them.", 1),
    "what is on it": ("Lume is a lamp that draws no moths at all. It is bright. It costs little.", 0),
}


@pytest.mark.parametrize(("abstract", "place"), CHOSEN.values(), ids=CHOSEN)
def test_the_sentence_that_says_what_a_paper_does(abstract: str, place: int) -> None:
    title = "Lume: A Lamp for Gardens"
    assert main_sentence(abstract, title) == list(split_sentences(abstract))[place]


@pytest.mark.parametrize(
    "abstract",
    [
        "",
        "Moths come to lamps at night.",
        "Experiments show that lamps draw moths.",
        "Moths come. " * 50,
        "We propose.",
    ],
)
def test_no_sentence_where_none_says_it(abstract: str) -> None:
    assert main_sentence(abstract) == ""


LONG = ["Moths (come. (", "Moths come.) ", "!", "Dr. A. ", "We propose, ", "(", "moths "]


@pytest.mark.parametrize("part", LONG)
def test_time_is_in_proportion_to_the_length(part: str) -> None:
    check_growth(lambda size: main_sentence(part * size), 50_000)
