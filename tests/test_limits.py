"""The limits of the tests: what grows too fast is found, in Python as in regular expressions."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable

import limits
import pytest
from limits import check_growth

from generator.text.mathml import convert_formula


def _compare_all(size: int) -> None:
    for _ in range(size):
        for _ in range(size):
            pass


@functools.cache
def _known(size: int) -> list[str]:
    return [str(number) for number in range(10 * size)]


def _look_ahead(size: int) -> None:
    """Quadratic, but only so far."""
    _compare_all(min(size // 4, 3_000))


LINEAR: dict[str, Callable[[int], object]] = {
    "nothing": lambda _: None,
    "a loop": lambda size: [str(number) for number in range(size)],
    "a loop whose outcome is remembered": _known,
    "a loop in a loop that has an end": _look_ahead,
    "sorting": lambda size: sorted(range(size), key=lambda number: number * 7919 % size),
    "an expression": lambda size: re.search(r"\(moth\)", "(" * size),
    "an expression that looks on for a few letters": lambda size: re.findall(r"a{1,9}b", "a" * size),
}
QUADRATIC: dict[str, Callable[[int], object]] = {
    "a loop in a loop": lambda size: _compare_all(size // 4),
    "an expression that looks on to the end": lambda size: re.search(r"\(+moth", "(" * size),
    "an expression that goes back": lambda size: re.fullmatch(r"a*a*b", "a" * size),
}


@pytest.mark.parametrize("name", LINEAR)
def test_work_in_proportion_passes(name: str) -> None:
    check_growth(LINEAR[name], 200_000)


@pytest.mark.parametrize("name", QUADRATIC)
def test_work_out_of_proportion_fails(name: str) -> None:
    with pytest.raises(pytest.fail.Exception, match="4 times as much takes"):
        check_growth(QUADRATIC[name], 20_000)


def test_no_size_is_measured_with_what_is_remembered_of_an_earlier_one() -> None:
    check_growth(lambda size: convert_formula("," * size), 400)
    assert convert_formula.cache_info().currsize == 1


@pytest.mark.parametrize("nightly", [False, True])
def test_only_the_nightly_run_goes_on_to_the_largest_size(nightly: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "is_nightly", lambda: nightly)
    sizes: list[int] = []

    def add_up(size: int) -> int:
        sizes.append(size)
        return sum(range(size))

    check_growth(add_up, 8_000_000)
    assert (max(sizes) >= 8_000_000) is nightly
