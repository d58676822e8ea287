"""CSL-JSON files: items in every container, faults between them, and values as services give them."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from limits import check_growth, examples
from odd_texts import TEXTS

from generator.models import DatePrecision, Link, Problem, Severity
from generator.sources.csl_json import read_csl_json
from generator.sources.listing import Listing
from generator.sources.records import Record
from generator.text.latex import plain

ADA = {"family": "Alder", "given": "Ada"}
MOTHS: dict[str, Any] = {"id": "alder24", "title": "Moths", "author": [ADA]}
ITEM = json.dumps(MOTHS)


def _read(text: str) -> tuple[list[Record], list[Problem]]:
    found = list(read_csl_json(Listing("refs.json", text)))
    return [one for one in found if isinstance(one, Record)], [one for one in found if isinstance(one, Problem)]


def _record(**fields: Any) -> Record:
    """The record of an item, of which there are no problems."""
    records, problems = _read(json.dumps([MOTHS | fields]))
    assert [str(problem) for problem in problems] == []
    return records[0]


HURT: dict[str, tuple[str, list[int], list[str]]] = {
    "nothing": ("", [], []),
    "an empty array": ("[]", [], []),
    "an array": (f"[\n{ITEM},\n{ITEM}\n]", [2, 3], []),
    "CRLF and a byte-order mark": (f"\ufeff[\r\n{ITEM},\r\n{ITEM}\r\n]\r\n", [2, 3], []),
    "one object": (f"\n{ITEM}", [2], []),
    "an object with items": (f'{{"config": {{"x": [1]}},\n"items": [\n{ITEM},\n{ITEM}]\n}}\n', [3, 4], []),
    "an object with other items": (f'{{"x": {{"items": [1]}},\n"items": [\n{ITEM}]\n}}\n', [3], []),
    "an object with references": (f'{{"references": [{ITEM}]}}', [1], []),
    "an object with a list of another name": (f'{{"x": [1], "entries": [{ITEM},\n{ITEM}]}}', [1, 2], []),
    "an answer of Crossref": (f'{{"status": "ok", "message": {{"items": [\n{ITEM},\n{ITEM}]}}}}', [2, 3], []),
    "an answer of Crossref for one": (f'{{"status": "ok", "message":\n{ITEM}}}', [2], []),
    "an item with the word items": (json.dumps(MOTHS | {"note": 'the "items": [1, 2]'}), [1], []),
    "one object a line": (f"{ITEM}\n{ITEM}\n", [1, 2], []),
    "over several lines": (json.dumps([MOTHS, MOTHS], indent=2), [2, 12], []),
    "a comma at the end": (f"[{ITEM},]", [1], []),
    "other values": (f'[1, "x", null, {ITEM}]', [1], ["1: error", "1: error", "1: error"]),
    "a fault in an item": (
        f'[\n{{"title": Moths}},\n{ITEM}\n]',
        [3],
        ["2: error: expected an item of CSL-JSON, found no JSON"],
    ),
    "a fault in an item over several lines": (
        json.dumps([MOTHS, MOTHS], indent=2).replace('"Moths"', "Moths", 1),
        [12],
        ["2: error"],
    ),
    "faults on one line": (
        f'[{ITEM}, {{"a": [1,], "b": "{{"}},{ITEM},{{"x": Moths}}]',
        [1, 1],
        ["1: error", "1: error"],
    ),
    "faults in brackets on one line": (
        f'[{{"id: {ITEM},{ITEM},{{"id": [{ITEM},{ITEM}]',
        [1, 1, 1, 1],
        ["1: error"] * 2,
    ),
    "faults in items of different kinds on one line": ('[{"a": 1,},{"b": "}",},{"c": 3,}]', [], ["1: error"] * 3),
    "a bracket before the items": (f"}}[\n{ITEM},\n{ITEM}\n]", [2, 3], ["1: error"]),
    "many faults": (
        "[\n" + '{"a": 1,},\n' * 100 + f"{ITEM},\n{ITEM}]",
        [102, 103],
        [f"{at}: error" for at in range(2, 102)],
    ),
    "cut": (f"[\n{ITEM},\n{ITEM[:30]}", [2], ["3: error: expected an item of CSL-JSON, found no JSON"]),
    "text after the array": (f"[{ITEM}]\nmoths", [1], ["2: error"]),
    "no JSON": ("@misc{a, title = {Moths}}", [], ["1: error"]),
    "line ends within texts": ('[{"title": "Moths\nat Night", "author": [{"family": "Alder"}]}]', [1], []),
    "huge numbers": (ITEM[:-1] + ', "volume": ' + "9" * 5000 + ', "x": 1e999, "y": NaN, "z": -Infinity}', [1], []),
    "half of a character": (ITEM.replace("Moths", "\\ud800Moths"), [1], []),
    "no title": ('[{"id": "a", "author": [{"family": "Alder"}]}]', [], ["1: error: expected a title in entry 'a'"]),
    "no author": ('[{"title": "Moths"}]', [], ["1: error: expected an author or editor in this entry"]),
    "nested deeply": ("[" * 100_000, [], ["1: error"]),
    "an item nested deeply": (
        f"[\n{'{' + chr(34) + 'a' + chr(34) + ':'}{'[' * 100_000},\n{ITEM}\n]",
        [3],
        ["2: error"],
    ),
    "objects for texts": ('[{"title": {"a": 1}, "author": "Ada Alder"}]', [], ["1: error: expected a title"]),
}


@pytest.mark.parametrize("name", HURT)
def test_every_item_of_a_file_made_to_hurt_ends_somewhere(name: str) -> None:
    text, lines, said = HURT[name]
    records, problems = _read(text)
    assert [record.location.line for record in records] == lines
    begins = [f"refs.json:{message}" for message in said]
    assert [str(problem)[: len(begin)] for problem, begin in zip(problems, begins, strict=True)] == begins
    for record in records:
        record.title.encode()


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("Moths &amp; Lamps", "Moths & Lamps"),
        ('<i>Moths</i> at <span class="nocase">Night</span>', "Moths at Night"),
        ("H<sub>2</sub>O and 10<sup>5</sup> &lt;i&gt;Moths&lt;/i&gt;", "H₂O and 10⁵ Moths"),
        ("p < 0.05 and a <b > c", "p < 0.05 and a c"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("Moths $x_1$ and H~1", "Moths x₁ and H~1"),
        (["Moths"], "Moths"),
    ],
)
def test_titles(title: Any, shown: str) -> None:
    assert plain(_record(title=title).title, title=True) == shown


def test_abstracts_of_jats() -> None:
    text = "<jats:p>We like\n <jats:italic>moths</jats:italic>.</jats:p><jats:p>And lamps.</jats:p>"
    assert _record(abstract=f"<jats:title>Abstract</jats:title>{text}").abstract == "We like moths. And lamps."


@pytest.mark.parametrize(
    ("author", "filed", "et_al"),
    [
        ([ADA, {"literal": "Moth Team"}], ["Alder, Ada", "Moth Team"], False),
        ([{"family": "Birch", "given": "Ben", "non-dropping-particle": "van"}], ["van Birch, Ben"], False),
        ([{"family": "Birch", "given": "Ben", "dropping-particle": "d'"}], ["d'Birch, Ben"], False),
        ([{"family": "Alder", "given": "Tom", "suffix": "Jr."}], ["Alder, Tom, Jr."], False),
        ([{"family": "Han 0007", "given": "Xu"}], ["Han, Xu"], False),
        ([{"family": "Mothra"}, {"given": "Lampo"}], ["Mothra", "Lampo"], False),
        ([{"family": "陈", "given": "大文"}], ["陈, 大文"], False),
        ([ADA, {"literal": "et al."}], ["Alder, Ada"], True),
        (["Ada Alder", "Birch, Ben"], ["Alder, Ada", "Birch, Ben"], False),
        (ADA, ["Alder, Ada"], False),
        ([ADA, {}, None, 5, {"literal": ""}], ["Alder, Ada"], False),
        ("Ada Alder and Ben Birch", ["Alder, Ada", "Birch, Ben"], False),
    ],
)
def test_authors(author: Any, filed: list[str], et_al: bool) -> None:
    record = _record(author=author)
    assert ([name.filed_as for name in record.authors], record.et_al) == (filed, et_al)


def test_editors_stand_for_authors() -> None:
    assert _record(author=[], editor=[ADA]).authors[0].text == "Ada Alder"


@pytest.mark.parametrize(
    ("issued", "day", "precision"),
    [
        ({"date-parts": [[2024, 3, 5]]}, date(2024, 3, 5), DatePrecision.DAY),
        ({"date-parts": [["2024", "03"]]}, date(2024, 3, 1), DatePrecision.MONTH),
        ({"date-parts": [[2024, None, None]]}, date(2024, 1, 1), DatePrecision.YEAR),
        ({"date-parts": [[2024, 3], [2024, 5]]}, date(2024, 3, 1), DatePrecision.MONTH),
        ({"date-parts": [["2024-03-05"]]}, date(2024, 3, 5), DatePrecision.DAY),
        ({"date-parts": [2024, 3]}, date(2024, 3, 1), DatePrecision.MONTH),
        ({"date-parts": [[2024]], "season": 2}, date(2024, 1, 1), DatePrecision.YEAR),
        ({"date-parts": [[None]]}, date.min, DatePrecision.NONE),
        ({"date-parts": []}, date.min, DatePrecision.NONE),
        ({"raw": "2024-03-05"}, date(2024, 3, 5), DatePrecision.DAY),
        ({"raw": "5 March 2024"}, date(2024, 3, 5), DatePrecision.DAY),
        ({"literal": "Spring 2024"}, date(2024, 1, 1), DatePrecision.YEAR),
        ("2024-03", date(2024, 3, 1), DatePrecision.MONTH),
        (2024, date(2024, 1, 1), DatePrecision.YEAR),
        ([{"date-parts": [[2024]]}], date(2024, 1, 1), DatePrecision.YEAR),
        (None, date.min, DatePrecision.NONE),
        ([], date.min, DatePrecision.NONE),
    ],
)
def test_dates(issued: Any, day: date, precision: DatePrecision) -> None:
    record = _record(issued=issued)
    assert (record.date, record.date_precision) == (day, precision)


def test_a_date_without_a_year_is_told() -> None:
    records, problems = _read(json.dumps(MOTHS | {"issued": {"literal": "in press"}}))
    assert records[0].date_precision is DatePrecision.NONE
    assert str(problems[0]).startswith("refs.json:1: warning: expected a year with four digits")


@pytest.mark.parametrize(
    ("fields", "stated"),
    [
        (
            {
                "type": "article-journal",
                "container-title": "J. of &amp; Moths",
                "volume": 5,
                "issue": "2",
                "page": "12-15",
            },
            {"kind": "article", "venue": "J. of & Moths", "volume": "5", "number": "2", "pages": "12–15"},
        ),
        (
            {"type": "paper-conference", "event-title": "Moths 24", "publisher": "Elm"},
            {"kind": "conference", "venue": "Moths 24", "publisher": "Elm"},
        ),
        ({"type": "article", "number": "arXiv:2401.00001"}, {"arxiv": "2401.00001"}),
        (
            {"type": "article", "number": "arXiv:2401.00001", "publisher": "arXiv"},
            {"kind": "preprint", "arxiv": "2401.00001"},
        ),
        ({"type": "document"}, {"kind": "other"}),
        ({"type": "article", "genre": "preprint"}, {"kind": "preprint"}),
        ({"type": "article"}, {}),
        ({"type": "book", "collection-title": "Gardens"}, {"kind": "book", "venue": "Gardens"}),
        ({"type": "mothology"}, {"kind": "other"}),
        ({"type": "thesis", "publisher": "Uni North"}, {"kind": "thesis", "publisher": "Uni North"}),
        ({"note": "arXiv:2401.00001 [cs.CL]"}, {"arxiv": "2401.00001", "area": "cs.CL"}),
        ({"note": "x\ntex.eprint: arXiv:2401.00001"}, {"arxiv": "2401.00001"}),
        ({"custom": {"arXiv": "2401.00001"}}, {"arxiv": "2401.00001"}),
        ({"archive": "arXiv", "archive_location": "2401.00001v2"}, {"arxiv": "2401.00001"}),
        ({"DOI": "https://doi.org/10.1000/AB"}, {"doi": "10.1000/ab"}),
        ({"URL": "https://moths.invalid/a.pdf"}, {"pdf": "https://moths.invalid/a.pdf"}),
        ({"URL": "https://moths.invalid/a"}, {"links": (Link("moths.invalid", "https://moths.invalid/a"),)}),
        ({"keyword": "moths, lamps"}, {"keywords": ("moths", "lamps")}),
        ({"keyword": "moths; lamps, bright"}, {"keywords": ("moths", "lamps, bright")}),
        ({"keyword": ["moths, bright"]}, {"keywords": ("moths, bright",)}),
        ({"note": "Retracted."}, {"withdrawn": True}),
    ],
)
def test_fields(fields: dict[str, Any], stated: dict[str, Any]) -> None:
    assert _record(**fields).fields == stated


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["family", "date-parts", "a"]), inner),
    max_leaves=6,
)
_NAMES = "id type title author issued note custom keyword DOI URL page volume abstract number container-title".split()


@given(st.lists(st.dictionaries(st.sampled_from(_NAMES), _VALUES) | _VALUES, max_size=4), st.data())
@settings(max_examples=examples(200))
def test_any_values_are_read(items: list[Any], data: st.DataObject) -> None:
    text = json.dumps(items, indent=data.draw(st.sampled_from([None, 1])))
    records, problems = _read(text)
    assert len(records) + sum(problem.severity is Severity.ERROR for problem in problems) == len(items)
    _read(text[: data.draw(st.integers(0, len(text)))])


@given(st.lists(st.booleans(), max_size=8))
def test_faults_do_not_spread(whole: list[bool]) -> None:
    lines = [ITEM if one else ITEM.replace(":", ";", 1) for one in whole]
    records, problems = _read("[\n" + ",\n".join(lines) + "\n]")
    assert [record.location.line for record in records] == [at for at, one in enumerate(whole, 2) if one]
    assert [problem.location.line for problem in problems] == [at for at, one in enumerate(whole, 2) if not one]


_GROWING = {
    "objects within objects": lambda size: '{"a":' * size,
    "faults on one line": lambda size: "[" + "{'a':1}," * (size // 4),
    "faults with faulty brackets": lambda size: '[{"a":"{"},{' * (size // 8),
    "arrays": lambda size: "[" * size,
    "objects": lambda size: '[{"a":' * size,
    "faults": lambda size: '{"a": "\n' * size,
    "nested lines": lambda size: "[\n" + '{"a":[\n' * size,
    "closing brackets": lambda size: "] " * size + "x",
    "numbers": lambda size: "[" + "1," * (size // 20) + "]",
    "tags": lambda size: json.dumps(MOTHS | {"abstract": "<jats:p " * size}),
    "headings": lambda size: json.dumps(MOTHS | {"abstract": "<jats:title>" + " " * size}),
    "authors": lambda size: json.dumps(MOTHS | {"author": [ADA] * (size // 10)}),
    "digits": lambda size: ITEM[:-1] + ', "volume": ' + "9" * size + "}",
}


@pytest.mark.parametrize("name", _GROWING)
def test_time_is_in_proportion(name: str) -> None:
    check_growth(lambda size: _read(_GROWING[name](size)), 40_000)
