"""Damaged files of references: whatever is cut, doubled or put in, each entry that begins is a record or is told."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from limits import examples

from generator.models import Problem, Severity
from generator.sources.bibtex import read_bibtex
from generator.sources.csl_json import read_csl_json
from generator.sources.listing import Listing
from generator.sources.records import Record
from generator.sources.ris import read_ris

BIBTEX = "".join(
    f"""@article{{alder{number},
  title = {{{{Moths}} at "Night" {number}: {{\\"O}}rsted's $x^{{2}}$}},
  author = {{Alder, Ada and {{Moth Team}}}},
  month = mar # "~5",
  abstract = {{Moths
    come to lanterns, 5\\%.}},
}}
@comment{{moths {{at}} night}}

"""
    for number in range(4)
)
RIS = "".join(f"TY  - JOUR\nTI  - Moths {number}\nAU  - Alder, Ada\nAB  - x\nand y\nER  - \n\n" for number in range(4))
CSL_JSON = json.dumps(
    [{"id": f"a{number}", "title": "Moths", "author": [{"family": "Alder"}]} for number in range(4)], indent=1
)
Reader = Callable[[Listing], Iterator[Record | Problem]]
FORMATS: dict[str, tuple[Reader, str, re.Pattern[str]]] = {
    "BibTeX": (read_bibtex, BIBTEX, re.compile(r"(?m)^[ \t]*@(?!comment|string|preamble)[a-zA-Z]\w*[ \t]*[{(]")),
    "RIS": (read_ris, RIS, re.compile(r"(?m)^TY  - ")),
    "CSL-JSON": (read_csl_json, CSL_JSON, re.compile(r"^ \{$")),
}
"""Reader, text and beginning of an entry."""
PIECES = ["{", "}", '"', ",", "@", "\\", "#", "=", "%", "(", ")", "$", "[", "]", ":", "\n", "ER  - \n", "\0", "é", ""]
CHANGES = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 40), st.sampled_from(PIECES) | st.just(None)), max_size=6)


def _damaged(text: str, changes: list[tuple[float, int, str | None]]) -> str:
    """A text in which, at some places, so many letters are replaced by others, or doubled."""
    for where, letters, new in changes:
        place = round(where * len(text))
        cut = text[place : place + letters]
        text = text[:place] + (cut + cut if new is None else new) + text[place + letters :]
    return text


@pytest.mark.parametrize("name", FORMATS)
@settings(max_examples=examples(150))
@given(changes=CHANGES)
def test_no_entry_of_a_damaged_file_is_lost(name: str, changes: list[tuple[float, int, str | None]]) -> None:
    read, text, begin = FORMATS[name]
    damaged = _damaged(text, changes)
    begun = {damaged.count("\n", 0, entry.start()) + 1 for entry in begin.finditer(damaged)}
    found = list(read(Listing("refs", damaged)))
    ended = {one.location.line for one in found if isinstance(one, Record) or one.severity is not Severity.WARNING}
    assert begun <= ended


@pytest.mark.parametrize("name", FORMATS)
def test_whole_files_have_no_problems(name: str) -> None:
    read, text, _ = FORMATS[name]
    assert [type(one) for one in read(Listing("refs", text))] == [Record] * 4
