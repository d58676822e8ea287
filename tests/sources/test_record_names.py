"""Names in files of references: lists in every form, names in every order, and what stands beside them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from limits import examples
from odd_texts import TEXTS

from generator.sources.record_names import read_bibtex_names, read_name_in_parts, read_separate_names


@pytest.mark.parametrize(
    ("value", "filed"),
    [
        ("Ada Alder", ["Alder, Ada"]),
        ("Alder, Ada", ["Alder, Ada"]),
        ("Ada Alder and Ben Birch", ["Alder, Ada", "Birch, Ben"]),
        ("Ada Alder AND Ben Birch\n  and\tCleo Cedar", ["Alder, Ada", "Birch, Ben", "Cedar, Cleo"]),
        ("and Ada Alder and and Ben Birch and", ["Alder, Ada", "Birch, Ben"]),
        ("Ada Sandalwood and Ben Andiron", ["Sandalwood, Ada", "Andiron, Ben"]),
        ("Ada Alder, Ben Birch, Cleo Cedar", ["Alder, Ada", "Birch, Ben", "Cedar, Cleo"]),
        ("Ada Alder, Ben Birch, and Cleo Cedar", ["Alder, Ada", "Birch, Ben", "Cedar, Cleo"]),
        ("A. Alder, B. Birch and C. Cedar", ["Alder, A.", "Birch, B.", "Cedar, C."]),
        ("Alder, A., Birch, B.", ["Alder, A.", "Birch, B."]),
        ("Alder, Ada; Birch, Ben", ["Alder, Ada", "Birch, Ben"]),
        ("{Ada Alder and Ben Birch}", ["Alder, Ada", "Birch, Ben"]),
        ("{Ada Alder, Ben Birch, Cleo Cedar}", ["Alder, Ada", "Birch, Ben", "Cedar, Cleo"]),
        ("{Moths and Lamps}", ["Moths and Lamps"]),
        ("{The Moth Team and The Lamp Team}", ["The Moth Team and The Lamp Team"]),
        ("{Moth Works, Inc.}", ["Moth Works, Inc."]),
        ("Ada Alder and {Moths and Lamps}", ["Alder, Ada", "Moths and Lamps"]),
        ("{{Moth {W}orks}} and Ada Alder", ["Moth Works", "Alder, Ada"]),
        ("Garcia Lopez, Maria Jose", ["Garcia Lopez, Maria Jose"]),
        ("{van der Birch}, Ben", ["van der Birch, Ben"]),
        ("Ben {van der Birch}", ["van der Birch, Ben"]),
        ("Ben van der Birch", ["van der Birch, Ben"]),
        ("van der Birch, Ben", ["van der Birch, Ben"]),
        ("de la {B}irch, {\\'E}mile", ["de la Birch, Émile"]),
        ("Alder, Jr., Tom", ["Alder, Tom, Jr."]),
        ("Alder, Tom, Jr.", ["Alder, Tom, Jr."]),
        ("Tom Alder, Jr.", ["Alder, Tom, Jr."]),
        ("Tom Alder III", ["Alder, Tom, III"]),
        ("Mothra", ["Mothra"]),
        ("Xu Han 0007", ["Han, Xu"]),
        ("0007, Xu Han", ["Han, Xu"]),
        ("Han 0007, Xu and Ben Birch 0001", ["Han, Xu", "Birch, Ben"]),
        ("Ada Alder$^*$ and Ben Birch$^{1,2}$", ["Alder, Ada", "Birch, Ben"]),
        (
            "Alder$^*$, Ada and Birch\\dag, Ben and Cedar, Cleo\\textsuperscript{2}",
            ["Alder, Ada", "Birch, Ben", "Cedar, Cleo"],
        ),
        ("Ada Alder* and Ben Birch†", ["Alder, Ada", "Birch, Ben"]),
        ("Ada Alder\\thanks{of {M}oths and Lamps} and Ben Birch", ["Alder, Ada", "Birch, Ben"]),
        (
            "Ada {\\O}rsted and G{\\'a}bor Kov{\\'{a}}cs and \\.{I}nci \\c{C}am",
            ["Ørsted, Ada", "Kovács, Gábor", "Çam, İnci"],
        ),
        ("Fran{\\c c}ois M\\\"uller and {\\L}ukasz Wr\\'oz", ["Müller, François", "Wróz, Łukasz"]),
        ("A.~B. Alder and Ben~Birch", ["Alder, A. B.", "Birch, Ben"]),
        ("Jos&eacute; Alder", ["Alder, José"]),
        ("陈, 大文 and 陈小文", ["陈, 大文", "陈小文"]),
        ("Ada O'Alder and Ben d'Birch", ["O'Alder, Ada", "d'Birch, Ben"]),
        ("alder, ada", ["alder, ada"]),
        ("family=Birch, given=Ben, prefix=van der, useprefix=true", ["van der Birch, Ben"]),
        ("given={Tom}, given-i={T}, family=Alder, suffix=Jr. and Ada Oak", ["Alder, Tom, Jr.", "Oak, Ada"]),
        ("Alder AB, Birch C, Cedar D-E", ["Alder, AB", "Birch, C", "Cedar, D-E"]),
        ("Alder AB and Birch C", ["Alder, AB", "Birch, C"]),
        ("A Alder, B Birch", ["Alder, A", "Birch, B"]),
        ("Alder, A., \\& Birch, B.", ["Alder, A.", "Birch, B."]),
        ("Ada Alder & Ben Birch", ["Alder, Ada", "Birch, Ben"]),
        ("{Moth, Lamp \\& Co.} and Ada Alder", ["Moth, Lamp & Co.", "Alder, Ada"]),
        ("{Moth, Lamp \\& Co.}", ["Moth, Lamp & Co."]),
        ("Moth \\& Lamp Company", ["Moth & Lamp Company"]),
        ("Ada Alder\\and Ben Birch \\and{} Cleo Cedar", ["Alder, Ada", "Birch, Ben", "Cedar, Cleo"]),
        ("Ada Alder; Ben Birch and Cleo Cedar", ["Alder, Ada", "Birch, Ben", "Cedar, Cleo"]),
        (
            "{\\bf Ada Alder} and {\\textbf{Birch, Ben}} and \\underline{Cleo Cedar}",
            ["Alder, Ada", "Birch, Ben", "Cedar, Cleo"],
        ),
        ("<b>Alder, Ada</b> and <u>Ben Birch</u>", ["Alder, Ada", "Birch, Ben"]),
        ("Prof. Ada Alder and Birch, Dr. Ben and Dr.-Ing. Cleo Cedar", ["Alder, Ada", "Birch, Ben", "Cedar, Cleo"]),
        ("Ada Alder. and B. Birch", ["Alder, Ada", "Birch, B."]),
        (
            "Ada Alder <ada@moths.invalid> and Ben Birch [0000-0001-2345-678X] and Wei Cedar (陈伟)",
            ["Alder, Ada", "Birch, Ben", "Cedar, Wei"],
        ),
        ("Moth Team (Lamps)", ["Moth Team (Lamps)"]),
        (
            "Ada Alder$^\\P$ and Ben Birch$^{\\#,2}$ and Cleo Cedar{*} and Dora Elm^{2,3}",
            ["Alder, Ada", "Birch, Ben", "Cedar, Cleo", "Elm, Dora"],
        ),
        (
            "Ada Alder\\corref{cor1} and Ben Birch\\authormark{1} and Cleo Cedar\\*",
            ["Alder, Ada", "Birch, Ben", "Cedar, Cleo"],
        ),
        ("{\\SortNoop{Bi}}Birch, Ben and {\\Dj}ura and Garc\\'\\i{}a, A.", ["Birch, Ben", "Djura", "García, A."]),
        ("Fran$\\c{c}$ois and $\\O$rsted and Nguy{\\~{\\^e}}n, H{\\h{a}}", ["François", "Ørsted", "Nguyễn, Hả"]),
        ("Ada Kay Alder-Birch", ["Alder-Birch, Ada Kay"]),
    ],
)
def test_names(value: str, filed: list[str]) -> None:
    names = read_bibtex_names(value)
    assert [name.filed_as for name in names.authors] == filed
    assert not names.et_al


@pytest.mark.parametrize(
    "value",
    [
        "Ada Alder and others",
        "Ada Alder and Others",
        "Ada Alder and et al.",
        "Ada Alder et al.",
        "Ada Alder, et al.",
        "Alder, Ada et al",
        "Alder, Ada and others.",
        "Ada Alder and ...",
        "Ada Alder and {others}",
        "Ada Alder and {et~al.}",
        "Ada Alder and \\emph{et al.}",
        "Ada Alder and \\ldots",
        "Ada Alder and [...]",
        "Ada Alder and 12 more authors",
        "{Ada Alder et al.}",
    ],
)
def test_more_authors(value: str) -> None:
    names = read_bibtex_names(value)
    assert [name.text for name in names.authors] == ["Ada Alder"]
    assert names.et_al


@pytest.mark.parametrize("value", ["", " ", "{}", "and", "others", "et al.", ",", " and and "])
def test_nobody(value: str) -> None:
    assert read_bibtex_names(value).authors == ()


@pytest.mark.parametrize(
    ("listed", "filed"),
    [
        (["Alder, Ada", "Birch, Ben, Jr."], ["Alder, Ada", "Birch, Ben, Jr."]),
        (["Ada Alder", "Moth Team", "Mothra"], ["Alder, Ada", "Moth Team", "Mothra"]),
        (["Alder, Ada; Birch, Ben"], ["Alder, Ada", "Birch, Ben"]),
        (["Alder, Ada and Birch, Ben"], ["Alder, Ada", "Birch, Ben"]),
        (["Alder, A. & Birch, B."], ["Alder, A.", "Birch, B."]),
        (["Moths and Lamps Group"], ["Moths and Lamps Group"]),
    ],
)
def test_one_name_in_each_field(listed: list[str], filed: list[str]) -> None:
    assert [name.filed_as for name in read_separate_names(listed).authors] == filed


def test_parts_stay_as_stated() -> None:
    name = read_name_in_parts("Alder Birch", "Ada Kay")
    assert name is not None
    assert (name.text, name.family, name.given) == ("Ada Kay Alder Birch", "Alder Birch", "Ada Kay")
    assert read_name_in_parts("", "Ada") == read_name_in_parts("Ada")
    assert read_name_in_parts("") is None


@given(TEXTS | st.lists(st.sampled_from(["and", "{", "}", ",", " ", "Ada", "\\'e", "$^*$", "0007", ";"])).map(" ".join))
@settings(max_examples=examples(200))
def test_any_text_names_people_with_texts(value: str) -> None:
    for name in read_bibtex_names(value).authors:
        assert name.text
        assert name.family
