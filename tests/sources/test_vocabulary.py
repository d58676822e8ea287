"""Vocabularies: their topics, and their faults with lines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_up import messages

from generator.sources.vocabulary import read_vocabulary

MOTHS = "Moths:\n  about: Of moths.\n  phrases: [moth, night butterfly]\n"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", []),
        (MOTHS, []),
        ("- Moths\n", ["topics.yml:1: error: expected topics, each a name with 'about' and 'phrases'"]),
        ("\nMoths:\n", ["topics.yml:2: error: expected 'about' and 'phrases' under the topic's name"]),
        ("Moths:\n  about: x\n", ["topics.yml:1: error: expected a list of phrases for 'Moths'"]),
        ("Moths:\n  phrases: []\n", ["topics.yml:1: error: expected a list of phrases for 'Moths'"]),
        ("Moths:\n  phrases: moth\n", ["topics.yml:1: error: expected a list of phrases for 'Moths'"]),
        ("Moths:\n  phrases:\n    - moth\n    - '?!'\n", ["topics.yml:4: error: expected a phrase, found '?!'"]),
        ("Moths:\n  phrases:\n    - moth\n    - [a]\n", ["topics.yml:4: error: expected a phrase, found ['a']"]),
        (
            "Moths:\n  phrases: [a]\n  colour: x\n",
            ["topics.yml:3: error: expected 'about' or 'phrases', found 'colour'"],
        ),
        (
            MOTHS + "Moths:\n  phrases: [x]\n",
            ["topics.yml:4: error: expected each key once, found 'Moths' again; the first counts"],
        ),
        (
            "Moths: 'x\n",
            [
                "topics.yml:2: error: expected valid YAML, found: "
                "while scanning a quoted scalar found unexpected end of stream"
            ],
        ),
    ],
    ids=[
        "empty",
        "good",
        "list",
        "nothing under it",
        "no phrases",
        "empty phrases",
        "one phrase",
        "no word",
        "nested",
        "unknown key",
        "twice",
        "syntax",
    ],
)
def test_vocabulary(text: str, told: list[str]) -> None:
    assert messages(read_vocabulary("topics.yml", text)[1]) == told


def test_a_fault_leaves_the_other_topics() -> None:
    topics, problems = read_vocabulary("topics.yml", f"Lamps: bright\n{MOTHS}")
    assert ([topic.name for topic in topics], len(problems)) == (["Moths"], 1)


@given(st.text())
def test_no_vocabulary_raises(text: str) -> None:
    read_vocabulary("topics.yml", text)
    read_vocabulary("topics.yml", f"Moths: {{phrases: [{text}]}}")
