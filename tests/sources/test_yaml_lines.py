"""YAML with lines: values, locations, and faults that are reported instead of raised."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from generator.sources.yaml_lines import YamlFile, YamlValue, read_yaml


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None),
        ("# nothing\n", None),
        ("a: 1", {"a": "1"}),
        ("id: 2402.04610", {"id": "2402.04610"}),
        ("version: 1.10", {"version": "1.10"}),
        ("on: yes", {"on": "yes"}),
        ("2024-01-02: 0o7", {"2024-01-02": "0o7"}),
        ("a: ~", {"a": None}),
        ("a: null", {"a": None}),
        ("a:", {"a": None}),
        ("a: ''", {"a": ""}),
        ("a: [b, {c: d}]", {"a": ["b", {"c": "d"}]}),
        ("a: |\n  one\n  two\n", {"a": "one\ntwo\n"}),
        ("x: &x [1]\ny: *x", {"x": ["1"], "y": ["1"]}),
        ("a: !!python/object:os.system b", {"a": "b"}),
    ],
)
def test_values(text: str, value: YamlValue) -> None:
    source, problems = read_yaml("c.yml", text)
    assert (source.value, problems) == (value, ())


TEXT = "one: 1\ntwo:\n  deep: 2\n  list:\n    - a\n    - b: 3\n"


@pytest.mark.parametrize(
    ("where", "line"),
    [
        ((), 1),
        (("one",), 1),
        (("two",), 2),
        (("two", "deep"), 3),
        (("two", "list", 0), 5),
        (("two", "list", 1, "b"), 6),
        (("two", "missing", "far"), 2),
        (("missing",), 1),
    ],
    ids=str,
)
def test_lines(where: tuple[str | int, ...], line: int) -> None:
    source, _ = read_yaml("c.yml", TEXT)
    assert str(source.location(*where)) == f"c.yml:{line}"


def test_a_key_twice_is_told_and_the_first_counts() -> None:
    source, problems = read_yaml("c.yml", "a: 1\nb: 2\na: 3\n")
    assert source.value == {"a": "1", "b": "2"}
    assert [str(p) for p in problems] == ["c.yml:3: error: expected each key once, found 'a' again; the first counts"]


BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("text", "line", "found"),
    [
        ("a: 1\nb: 'open\n", 3, "while scanning a quoted scalar found unexpected end of stream"),
        ("a: 1\n\tb: 2\n", 2, "found character '\\t' that cannot start any token"),
        ("a: 1\nb: c: d\n", 2, "mapping values are not allowed here"),
        ("a: 1\nb: *nowhere\n", 2, "found undefined alias 'nowhere'"),
        ("a: 1\n---\nb: 2\n", 2, "expected a single document in the stream but found another document"),
        ("a: 1\n? [b]\n: c\n", 2, "a key that is not a word"),
        ("a: \x00\n", 1, "special characters are not allowed"),
        ("a: &a [*a]\n", 1, "more than 20 levels or 200000 values"),
        (BOMB, 1, "more than 20 levels or 200000 values"),
        ("[" * 50_000, 1, "more than 20 levels or 200000 values"),
    ],
    ids=[
        "open quote",
        "tab",
        "two colons",
        "unknown alias",
        "two documents",
        "key no word",
        "control character",
        "loop",
        "bomb",
        "brackets",
    ],
)
def test_faults(text: str, line: int, found: str) -> None:
    source, (problem,) = read_yaml("c.yml", text)
    assert source.value is None
    assert str(problem).startswith(f"c.yml:{line}: error: expected valid YAML, found: ")
    assert found in problem.message


@given(st.text(alphabet=st.sampled_from("ab:-[]{}&*!|>'\"#%@`,? \n\t~\\\x00é")) | st.text())
def test_no_text_raises(text: str) -> None:
    source, problems = read_yaml("c.yml", text)
    assert source.value is None or isinstance(source.value, str | list | dict)
    assert all(1 <= problem.location.line <= text.count("\n") + 2 for problem in problems)


# ---- with and without the parser in C ----


def _slowly(text: str, most: int) -> tuple[YamlFile, tuple[object, ...]]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(yaml, "__with_libyaml__", False)
        return read_yaml("c.yml", text, most)


@pytest.mark.parametrize("most", [3, 1000])
@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        "",
        "# nothing\n",
        "---\n",
        "a: [1, {b: ~, c: 'null', d: NULL}]\n\ne:\n  - |\n    moths\n    lamps\n  - f\n",
        "x: &x [1]\ny: *x\n",
        "a: !!null b\n? [c]\n: d\n",
        "a: 1\na: 2\n",
        "a: 1\n--- \nb: 2\n",
        "a: [1\n",
        'a: "\\ud83d\\ude00"\n',
        "a: 😀 moth\u2028lamp\r\nb: c\r\n",
        "\ufeffa: 1\n",
        "a: \ud800",
        "[" * 30,
        "a: \tb\n\tc: d\n",
        "- 1\n- 2\n- - 3\n  - 4\n",
        "{a: 1, b: [],}\n...\n",
    ],
)
def test_the_parser_in_c_changes_nothing(text: str, most: int) -> None:
    assert read_yaml("c.yml", text, most) == _slowly(text, most)


@given(st.text(alphabet=st.sampled_from("ab:-[]{},#&*!|>'\"% \n\t~1😀\r\x85\u2028\ufeff")))
def test_the_parser_in_c_changes_nothing_of_any_text(text: str) -> None:
    assert read_yaml("c.yml", text) == _slowly(text, 200_000)
