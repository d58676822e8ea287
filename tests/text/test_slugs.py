"""Slugs: short, ASCII, and always the same for the same text."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.text.slugs import MAX_SLUG_LENGTH, collation_key, fold_text, slugify


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Moths at Night", "moths-at-night"),
        ("ReLU² Wins: It Does!", "relu2-wins-it-does"),
        ("  --Moths--  ", "moths"),
        ("C++ & C#", "c-c"),
        ("The Moth’s Lamp", "the-moths-lamp"),
        ("Łódź, Ångström, Straße", "lodz-angstrom-strasse"),
        ("陈大文", "chendawen"),
        ("Мотыльки", "motylki"),
        ("cs.CL", "cs-cl"),
        ("a/b\\c", "a-b-c"),
        ("../../etc/passwd", "etc-passwd"),
        ("moth.md", "moth-md"),
    ],
)
def test_slug(text: str, slug: str) -> None:
    assert slugify(text) == slug


@pytest.mark.parametrize("text", ["index", "README", "Con", "nul", "COM1", "lpt9"])
def test_reserved_names_get_a_suffix(text: str) -> None:
    assert re.fullmatch(rf"{text.lower()}-[0-9a-f]{{6}}", slugify(text))


def test_the_slug_of_a_text_without_letters_has_a_digest() -> None:
    assert re.fullmatch("untitled-[0-9a-f]{6}", slugify("?!"))
    assert slugify("?!") != slugify("!?")


def test_long_titles_are_cut_between_words() -> None:
    assert slugify("moth " * 50) == "-".join(["moth"] * 20)
    assert slugify("m" * 300) == "m" * MAX_SLUG_LENGTH


@given(st.text())
def test_any_text_has_a_slug(text: str) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slugify(text))
    assert len(slugify(text)) <= MAX_SLUG_LENGTH + 7


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold_text(fold_text(text)) == fold_text(text)


@pytest.mark.parametrize(
    ("before", "after"), [("Łukasz", "Mary"), ("Émile", "Fritz"), ("von Elm", "Walnut"), ("ada", "Ben"), ("陈", "Dora")]
)
def test_collation_key(before: str, after: str) -> None:
    assert collation_key(before) < collation_key(after)
