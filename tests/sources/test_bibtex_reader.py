"""BibTeX files: what becomes of every entry of files made to hurt, and of every kind of value."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from limits import check_growth, examples
from odd_texts import TEXTS

from generator.models import DatePrecision, Link, Problem, Severity
from generator.sources.bibtex import read_bibtex
from generator.sources.listing import Listing
from generator.sources.records import Record
from generator.text.latex import plain

AUTHOR = "author = {Ada Alder}"
MOTHS = f"title = {{Moths}}, {AUTHOR}"


def _read(text: str) -> tuple[list[Record], list[Problem]]:
    found = list(read_bibtex(Listing("refs.bib", text)))
    return [one for one in found if isinstance(one, Record)], [one for one in found if isinstance(one, Problem)]


def _left_out(problems: Iterable[Problem]) -> list[Problem]:
    return [problem for problem in problems if problem.severity is not Severity.WARNING]


def _record(fields: str, kind: str = "misc") -> Record:
    """The record of an entry, of which there are no problems."""
    records, problems = _read(f"@{kind}{{alder24, {fields}}}")
    assert [str(problem) for problem in problems] == []
    return records[0]


def _fields(fields: str, kind: str = "misc") -> dict[str, Any]:
    return dict(_record(f"{MOTHS}, {fields}", kind).fields)


# ---- files made to hurt: the entries in them, the titles that are read, and what is said ----

HURT: dict[str, tuple[str, int, list[str], list[str]]] = {
    "nothing": ("", 0, [], []),
    "text alone": ("Moths come to lanterns, see me@moths.invalid.", 0, [], []),
    "a byte-order mark": (f"\ufeff@misc{{a, {MOTHS}}}", 1, ["Moths"], []),
    "CRLF": (f"@misc{{a,\r\n{MOTHS},\r\nyear = 20\r\n}}", 1, ["Moths"], ["refs.bib:3: warning: expected a year"]),
    "CR": (f"@misc{{a,\r{MOTHS},\ryear = 20\r}}", 1, ["Moths"], ["refs.bib:3: warning: expected a year"]),
    "round brackets": (f"@misc(a, {MOTHS})", 1, ["Moths"], []),
    "capitals": (f"@MISC{{a, {MOTHS.upper()}}}", 1, ["MOTHS"], []),
    "a space before the brace": (f"@misc {{a, {MOTHS}}}", 1, ["Moths"], []),
    "entries on one line": (f"@misc{{a, {MOTHS}}} @misc{{b, {MOTHS}}}", 2, ["Moths", "Moths"], []),
    "a comma at the end": (f"@misc{{a, {MOTHS},}}", 1, ["Moths"], []),
    "comments": (f"@comment{{@misc{{x, title = {{x}}}}}} @misc{{a, {MOTHS}}}", 1, ["Moths"], []),
    "a type that begins as comments do": (f"@commentary{{a, {MOTHS}}}", 1, ["Moths"], []),
    "a preamble": (f'@preamble{{"\\newcommand{{\\x}}{{y}}"}} @misc{{a, {MOTHS}}}', 1, ["Moths"], []),
    "JabRef's comment": (f"@misc{{a, {MOTHS}}}\n@Comment{{jabref-meta: databaseType:bibtex;}}", 1, ["Moths"], []),
    "no key": (
        f"@misc{{{MOTHS}}}",
        1,
        ["Moths"],
        ["refs.bib:1: warning: expected an entry with all its commas and braces"],
    ),
    "an empty key": (f"@misc{{, {MOTHS}}}", 1, ["Moths"], []),
    "a key with odd characters": (f"@misc{{DBLP:conf/x+y_z'24, {MOTHS}}}", 1, ["Moths"], []),
    "no closing brace, then another entry": (
        f"@misc{{a, {MOTHS}\n\n@misc{{b, title = {{Lamps}}, {AUTHOR}}}",
        2,
        ["Moths", "Lamps"],
        ["refs.bib:1: warning: expected an entry with all its commas and braces"],
    ),
    "no closing brace at the end": (f"@misc{{a, {MOTHS}", 1, ["Moths"], ["refs.bib:1: warning: expected an entry"]),
    "no brace after an abstract": (
        f"@misc{{a, {MOTHS},\nabstract = {{Moths\n}}\n@misc{{b, {MOTHS}}}",
        2,
        ["Moths", "Moths"],
        ["refs.bib:1: warning: expected an entry"],
    ),
    "no brace after the title": (
        f"@misc{{a, title = {{Moths, {AUTHOR}}}\n@misc{{b, {MOTHS}}}",
        2,
        ["Moths"],
        [
            "refs.bib:1: warning: expected an entry with all its commas and braces",
            "refs.bib:1: error: expected an author or editor in entry 'a', found none: it is left out",
        ],
    ),
    "two closing braces too few": (
        f"@misc{{a, {AUTHOR}, title = {{Moths\n@misc{{b, {MOTHS}}}",
        2,
        ["Moths", "Moths"],
        ["refs.bib:1: warning: expected an entry with all its commas and braces"],
    ),
    "no closing brace after three": (
        f"@misc{{a, {AUTHOR}, title = {{{{{{Moths}}}}}}\n@misc{{b, {MOTHS}}}",
        2,
        ["Moths", "Moths"],
        ["refs.bib:1: warning: expected an entry with all its commas and braces"],
    ),
    "two commas": (f"@misc{{a,, {MOTHS}}}", 1, ["Moths"], ["refs.bib:1: warning: expected an entry"]),
    "no closing braces after several values": (
        f"@misc{{a,\n title = {{Moths,\n year = {{20,\n {AUTHOR}\n}}",
        1,
        ["Moths"],
        [
            "refs.bib:1: warning: expected an entry with all its commas and braces",
            "refs.bib:3: warning: expected a year",
        ],
    ),
    "values that end in a backslash": (
        f"@misc{{a,\n title = {{Moths}},\n file = {{C:\\moths\\}},\n {AUTHOR}\n}}\n@misc{{b, {MOTHS}}}",
        2,
        ["Moths", "Moths"],
        ["refs.bib:1: warning: expected an entry with all its commas and braces"],
    ),
    "a title that ends in a backslash": (
        f"@misc{{a,\n title = {{Moths\\}},\n {AUTHOR}\n}}\n@misc{{b, {MOTHS}}}",
        2,
        ["Moths", "Moths"],
        ["refs.bib:1: warning: expected an entry with all its commas and braces"],
    ),
    "an entry within another on one line": (
        f"@misc{{a, {MOTHS}\n, year = 2024 @misc{{b, {MOTHS}}}",
        2,
        ["Moths"],
        [
            "refs.bib:1: warning: expected an entry with all its commas and braces",
            "refs.bib:2: warning: expected a comma after the value of year, found '@misc{b,",
            "refs.bib:2: error: expected the end of the entry before '@misc{b, title =', found none",
        ],
    ),
    "no closing brace after an entry on the same line": (
        f"@misc{{a, {MOTHS}}} @misc{{b, title = {{Lamps}}, {AUTHOR}\n@misc{{c, {MOTHS}}}",
        3,
        ["Moths", "Lamps", "Moths"],
        ["refs.bib:1: warning: expected an entry with all its commas and braces"],
    ),
    "a closing brace too many": (
        f"@misc{{a, {MOTHS}}}, year = 2024\n}}\n@misc{{b, {MOTHS}}}",
        2,
        ["Moths", "Moths"],
        ["refs.bib:1: warning: expected the fields of an entry within its braces, found ', year"],
    ),
    "comments between fields": (
        f"@misc{{a,\n% at night\n {MOTHS}, % lamps\n%year = {{20}},\n month = 13}}",
        1,
        ["Moths"],
        [],
    ),
    "comments with commas between fields": (
        f"@misc{{a,\n% at night, or not\n {MOTHS}}}\n@misc{{b, {MOTHS}}}",
        2,
        ["Moths", "Moths"],
        ["refs.bib:1: warning: expected an entry with all its commas and braces"],
    ),
    "no comma after the key": (
        f"@misc{{a\n{MOTHS}}}\n@misc{{a b {MOTHS}}}",
        2,
        ["Moths", "Moths"],
        ["refs.bib:1: warning: expected an entry with all", "refs.bib:3: warning: expected an entry with all"],
    ),
    "semicolons for commas": (
        f"@misc{{a, title = {{Moths}};\n{AUTHOR}}}",
        1,
        ["Moths"],
        ["refs.bib:2: warning: expected a comma after the value of title, found the field author"],
    ),
    "not to be saved": (
        f"@misc{{a, moths\n@misc{{b, {MOTHS}}}",
        2,
        ["Moths"],
        ["refs.bib:1: error: expected an entry that can be read"],
    ),
    "a missing comma after braces": (
        f"@misc{{a, {AUTHOR},\n title = {{Moths}}\n year = 2024}}",
        1,
        ["Moths"],
        ["refs.bib:3: warning: expected a comma after the value of title, found the field year"],
    ),
    "a missing comma after quotation marks": (
        f'@misc{{a, title = "Moths"\n{AUTHOR}}}',
        1,
        ["Moths"],
        ["refs.bib:2: warning: expected a comma after the value of title, found the field author"],
    ),
    "a missing comma after a number": (
        f"@misc{{a, year = 2024\n{MOTHS}}}",
        1,
        ["Moths"],
        ["refs.bib:2: warning: expected a comma after the value of year, found the field title"],
    ),
    "all commas missing": (
        "@misc{a,\ntitle = {Moths}\nauthor = {Ada Alder}\nyear = {2024}\n}",
        1,
        ["Moths"],
        [
            "refs.bib:3: warning: expected a comma after the value of title, found the field author",
            "refs.bib:4: warning: expected a comma after the value of author, found the field year",
        ],
    ),
    "text after a value": (
        f"@misc{{a, title = {{Moths}} at night, {AUTHOR}}}",
        1,
        ["Moths"],
        ["refs.bib:1: warning: expected a comma after the value of title, found 'at night'"],
    ),
    "quotation marks within others": (
        f'@misc{{a, title = "A "moth" at night", {AUTHOR}}}',
        1,
        ['A "moth" at night'],
        [],
    ),
    "one key twice": (
        f"@misc{{a, {MOTHS}}}\n@misc{{a, {MOTHS}}}",
        2,
        ["Moths", "Moths"],
        ["refs.bib:2: warning: expected a citekey of its own, found 'a' of line 1"],
    ),
    "one key in two cases": (
        f"@misc{{a, {MOTHS}}}\n@misc{{A, {MOTHS}}}",
        2,
        ["Moths", "Moths"],
        ["refs.bib:2: warning: expected a citekey of its own, found 'A' of line 1"],
    ),
    "one field twice": (
        f"@misc{{a, {MOTHS},\ntitle = {{{{L}}amps}}}}",
        1,
        ["Moths"],
        ["refs.bib:2: warning: expected one field 'title', found another one in line 1, which is used"],
    ),
    "one field in two cases": (
        f"@misc{{a, {MOTHS},\nTitle = {{Lamps}}}}",
        1,
        ["Moths"],
        ["refs.bib:2: warning: expected one field 'title', found another one in line 1, which is used"],
    ),
    "one field twice with one value": (f"@misc{{a, {MOTHS}, title = {{Moths}}}}", 1, ["Moths"], []),
    "an empty field, then another": (f"@misc{{a, title = {{}}, {MOTHS}}}", 1, ["Moths"], []),
    "no title": (
        f"@misc{{a, {AUTHOR}}}",
        1,
        [],
        ["refs.bib:1: error: expected a title in entry 'a', found none: it is left out"],
    ),
    "no author": (
        "@misc{a, title = {Moths}}",
        1,
        [],
        ["refs.bib:1: error: expected an author or editor in entry 'a', found none: it is left out"],
    ),
    "no fields": ("@misc{a}", 1, [], ["refs.bib:1: error: expected a title in entry 'a'"]),
    "a line end after the type": (
        f"@misc\n{{a, {MOTHS},\nyear = 20}}\n@misc{{b, {MOTHS}}}",
        2,
        ["Moths", "Moths"],
        ["refs.bib:3: warning: expected a year"],
    ),
    "a type with a hyphen": (f"moths\n@in-book{{a, {MOTHS}}}\n@misc{{b, {MOTHS}}}", 2, ["Moths", "Moths"], []),
    "a space after the at sign": (f"\n@ misc{{a, {MOTHS}}}", 1, ["Moths"], []),
    "no opening brace": (
        f"@misc a,\n{MOTHS}}}\n@misc{{b, {MOTHS}}}",
        2,
        ["Moths"],
        ["refs.bib:1: error: expected an entry such as"],
    ),
    "no at sign": (
        f"moths\nmisc{{a,\n{MOTHS}}}\n@misc{{b, {MOTHS}}}",
        2,
        ["Moths"],
        ["refs.bib:2: error: expected an entry such as"],
    ),
    "commented out": (
        "%@misc{a,\n% title = {Moths},\n%}",
        1,
        [],
        ["refs.bib:1: note: an entry is left out: its line is a comment"],
    ),
    "no publication": ("@IEEEtranBSTCTL{a, x = {y}}", 1, [], ["refs.bib:1: note: 'a' is left out"]),
    "an at sign in a value": (f"@misc{{a, {MOTHS}, note = {{Lamps @ {{Night}}}}}}", 1, ["Moths"], []),
    "an at sign that begins a line": (
        f"@misc{{a, {MOTHS}, note = {{\n@night (late)}}}}",
        1,
        ["Moths"],
        [
            "refs.bib:1: warning: expected an entry with all its commas and braces",
            "refs.bib:2: error: expected a title in entry 'late'",
        ],
    ),
    "a string without its brace": (
        f"@string{{a = {{b}}\n@misc{{a, {MOTHS}}}",
        1,
        ["Moths"],
        ["refs.bib:1: warning: expected a closing brace of '@string{a'"],
    ),
    "lines that end in a backslash": (
        f"@misc{{a, {MOTHS},\nabstract = {{Moths \\\\\nat night}},\nyear = 20}}",
        1,
        ["Moths"],
        ["refs.bib:4: warning: expected a year"],
    ),
    "control characters": (f"@misc{{a, title = {{Mo\x00ths\x1b}}, {AUTHOR}}}", 1, ["Mo\x00ths\x1b"], []),
    "not UTF-8": (f"@misc{{a, title = {{M\ufffdths}}, {AUTHOR}}}", 1, ["M\ufffdths"], []),
    "no file of this format": ("TY  - JOUR\nTI  - Moths\nER  - ", 0, [], []),
}


@pytest.mark.parametrize("name", HURT)
def test_every_entry_of_a_file_made_to_hurt_ends_somewhere(name: str) -> None:
    text, entries, titles, said = HURT[name]
    records, problems = _read(text)
    assert [plain(record.title, title=True) for record in records] == titles
    assert [str(problem)[: len(begin)] for problem, begin in zip(problems, said, strict=True)] == said
    # An at sign at the beginning of a line may begin an entry, though none is meant.
    assert len(records) + len(_left_out(problems)) == entries + (name == "an at sign that begins a line")


# ---- values ----


@pytest.mark.parametrize(
    ("value", "title"),
    [
        ("{{Moths at Night}}", "Moths at Night"),
        ("{{M}oths {and} {BERT}}", "Moths and BERT"),
        ("{{{M}}oths}", "Moths"),
        (r"{{\O}rsted's M{\"o}ths}", "Ørsted's Möths"),
        (
            r"{M\"{o}ths, M{\'{o}}ths, M\'oths, na{\"\i}ve, Garc{\'\i}a, \v{C}ern{\'y}}",
            "Möths, Móths, Móths, naïve, García, Černý",
        ),
        (r"{Stra{\ss}e, Stra\ss e, {\AA}ngstr{\"o}m, {\L}\'od\'z, \c{c}a}", "Straße, Straße, Ångström, Łódź, ça"),
        (r"{5\% of R\&D \#1}", "5% of R&D #1"),
        (r"{$z\sim1$ and $10^{5}$ {M}oths}", "z~1 and 10⁵ Moths"),
        (r"{\$z\textbackslash sim1\$ Moths}", "z~1 Moths"),
        (r"{\$10\textasciicircum 5\$ Moths}", "10⁵ Moths"),
        (r"{\$N\_\{x\}\$ Moths}", "Nₓ Moths"),
        (r"{\$5 and \$6 of Moths}", "$5 and $6 of Moths"),
        (r"{\emph{{M}oths} and \textbf{{L}amps {\LaTeX}}}", "Moths and Lamps LaTeX"),
        (r"{{\em Moths} at {\textit{Night}}}", "Moths at Night"),
        (r"{\enquote{Moths} at \foreignlanguage{german}{Nacht}}", "“Moths” at Nacht"),
        (r"{Moths\footnote{at night} of {\noopsort{1973}}1974\thanks{us}}", "Moths of 1974"),
        (r"{\uppercase{m}oths \foo{at} Night}", "moths at Night"),
        (r"{A \{set\} of \textbraceleft{}moths\textbraceright{}}", "A {set} of {moths}"),
        (r"{Moths~and Lamps -- a ``Study''}", "Moths and Lamps – a “Study”"),
        ("{Moths\n   at\t night}", "Moths at night"),
        ('"Moths {"}at{"} Night"', 'Moths "at" Night'),
        ('"{M}oths" # " at " # {Night}', "Moths at Night"),
        ("moths", "moths"),
        ("2024", "2024"),
        ('ab # " at Night"', "Moths at Night"),
        ("AB", "Moths"),
        ("twice", "Moths and Moths"),
        ("{&lt;b&gt; &amp; moths}", "<b> & moths"),
        (r"{C:\Moths\night}", r"C:\Moths\night"),
        (r"{\url{https://moths.invalid/a_b}}", "https://moths.invalid/a_b"),
        (r"{\href{https://moths.invalid}{{M}oths}}", "Moths"),
        ("{Moths $ at $5}", "Moths $ at $5"),
        (r"{\$k\$-Moths, {\$}\alpha{\$} and \$\beta\_\{1\}\$}", "k-Moths, α and β₁"),
        (r"{\$5 of \textit{Moths} and \$6}", "$5 of Moths and $6"),
        (r"{{\textbackslash}textit{\{}Moths{\}} and $\backslash$emph{\{}Lamps{\}}}", "Moths and Lamps"),
        (r"{\(O(n^{2})\) and \(\frac{1}{2}\) Moths}", "O(n²) and 1/2 Moths"),
        (
            r"{The 19$^{th}$, 1$^{\mathrm{st}}$ and 2$^\text{nd}$ Moth$^{\textregistered}$}",
            "The 19th, 1st and 2nd Moth®",
        ),
        (r"{Fran$\c{c}$ois, $\O$rsted, $\RR^n$ and $\left(\eps\right)$}", "François, Ørsted, RRⁿ and (eps)"),
        (r"{{\ensuremath{\alpha}}-Moths, \ensuremath{\mathcal{L}^2}}", "α-Moths, ℒ²"),
        (r"{M\'{\'e}ths, Nguy{\~{\^e}}n, \'{\i}\'\i{}\d{\^e}, \h{a}, \textcommabelow{s}}", "Mé́ths, Nguyễn, ííệ, ả, ș"),
        (r"{{\emph M}oths {\textit at} \sysname{} and {\sysname}, \XeTeX}", "Moths at sysname and sysname, XeTeX"),
        (r"{Moths\footnote[1]{x} at\footnotemark[1] Night\cite[p.~5]{a}\enquote*{x}}", "Moths at Night“x”"),
        (r"{A\hskip 1em plus\kern-.1em\penalty0 B\hspace*{1em}C\raise.2ex\hbox{x}\raisebox{1ex}{y}}", "AplusBCxy"),
        (
            r"{{\glqq}Moths{\grqq} {\textquotedbl}x{\textquotedbl} {\dag} \textalpha{}-x {\textOmega}}",
            '„Moths“ "x" † α-x Ω',
        ),
        (r"{Moths\^{}, \~{}5, \'{}x \texorpdfstring{$\alpha$}{alpha}}", "Moths^, ~5, x α"),
        (r"{\tilde{n}, \ddot{u}, \acute{e}}", "ñ, ü, é"),
        ("{<i>Moths</i> & H<sub>2</sub>O, 1 < 2 <script>}", "Moths & H₂O, 1 < 2 <script>"),
        (r"{{\textless}i{\textgreater}Moths{\textless}/i{\textgreater} \textless 5}", "Moths <5"),
        (r"{\apj}", "Astrophysical Journal"),
    ],
)
def test_titles(value: str, title: str) -> None:
    text = f'@string{{ab = "Moths"}} @string{{twice = ab # " and " # ab}} @misc{{a, title = {value}, {AUTHOR}}}'
    records, problems = _read(text)
    assert problems == []
    assert plain(records[0].title, title=True) == title


def test_a_subtitle_follows_its_title() -> None:
    assert _record(f"{MOTHS}, subtitle = {{at {{N}}ight}}").title == "Moths: at Night"
    assert _record(f"title = {{Moths?}}, subtitle = {{Yes}}, {AUTHOR}").title == "Moths? Yes"


def test_many_macros_do_not_make_a_huge_text() -> None:
    text = f"@string{{m = {{{'moth' * 500}}}}}\n@misc{{a, {AUTHOR}, title = {' # '.join(['m'] * 9000)}}}"
    assert len(_read(text)[0][0].title) < 3 * len(text)


def test_a_huge_macro_is_not_put_in_the_place_of_its_name() -> None:
    records, problems = _read(f"@string{{m = {{{'moth' * 600}}}}}\n@misc{{a, title = m, {AUTHOR}}}")
    assert records[0].title == "m"
    assert str(problems[0]).startswith(
        "refs.bib:1: warning: expected a @string of at most 2,000 characters, found 2,400"
    )


@pytest.mark.parametrize(
    ("fields", "day", "precision"),
    [
        ("", date.min, DatePrecision.NONE),
        ("year = 2024", date(2024, 1, 1), DatePrecision.YEAR),
        ("year = {{2024}}", date(2024, 1, 1), DatePrecision.YEAR),
        ("year = 2024, month = mar", date(2024, 3, 1), DatePrecision.MONTH),
        ("year = 2024, month = {March}", date(2024, 3, 1), DatePrecision.MONTH),
        ("year = 2024, month = {3}", date(2024, 3, 1), DatePrecision.MONTH),
        ("year = 2024, month = 03", date(2024, 3, 1), DatePrecision.MONTH),
        ('year = 2024, month = mar # "~5"', date(2024, 3, 5), DatePrecision.DAY),
        ('year = 2024, month = "5~" # mar', date(2024, 3, 5), DatePrecision.DAY),
        ("year = 2024, month = {March 5--7}", date(2024, 3, 5), DatePrecision.DAY),
        ("year = 2024, month = mar, day = 5", date(2024, 3, 5), DatePrecision.DAY),
        ("year = 2024, month = {Mar.-Apr.}", date(2024, 3, 1), DatePrecision.MONTH),
        (r"year = 2024, month = {M{\"a}rz}", date(2024, 3, 1), DatePrecision.MONTH),
        ("year = 2024, month = {maart}", date(2024, 3, 1), DatePrecision.MONTH),
        (r"year = 2024, month = {ao{\^u}t}", date(2024, 8, 1), DatePrecision.MONTH),
        ("year = 2024, month = {juillet}", date(2024, 7, 1), DatePrecision.MONTH),
        ("year = 2024, month = {enero}", date(2024, 1, 1), DatePrecision.MONTH),
        ("year = 2024, month = {dicembre}", date(2024, 12, 1), DatePrecision.MONTH),
        ("year = 2024, month = {października}", date(2024, 10, 1), DatePrecision.MONTH),
        ("year = 2024, month = {červenec}", date(2024, 7, 1), DatePrecision.MONTH),
        ("year = 2024, month = {мая}", date(2024, 5, 1), DatePrecision.MONTH),
        ("year = 2024, month = {Spring}", date(2024, 1, 1), DatePrecision.YEAR),
        ("year = {2024-03}", date(2024, 3, 1), DatePrecision.MONTH),
        ("date = {2024-03-05}", date(2024, 3, 5), DatePrecision.DAY),
        ("date = {2024-03-05T10:11:12}", date(2024, 3, 5), DatePrecision.DAY),
        ("date = {2024-03/2024-05}", date(2024, 3, 1), DatePrecision.MONTH),
        ("date = {2024/2025}", date(2024, 1, 1), DatePrecision.YEAR),
        ("date = {2024-21}", date(2024, 1, 1), DatePrecision.YEAR),
        ("date = {2024~}, year = 1999", date(2024, 1, 1), DatePrecision.YEAR),
        ("year = 1450", date(1450, 1, 1), DatePrecision.YEAR),
    ],
)
def test_dates(fields: str, day: date, precision: DatePrecision) -> None:
    record = _record(f"{MOTHS}, {fields}")
    assert (record.date, record.date_precision) == (day, precision)


@pytest.mark.parametrize(
    ("fields", "day", "expected", "found"),
    [
        ("year = {in press}", date.min, "a year with four digits", "in press"),
        ("year = {2024a}", date(2024, 1, 1), "a year with four digits", "2024a"),
        ("year = {2024/25}", date(2024, 1, 1), "a year with four digits", "2024/25"),
        ("year = {c. 2024}", date(2024, 1, 1), "a year with four digits", "c. 2024"),
        ("year = 24", date.min, "a year with four digits", "24"),
        ("year = 9999", date.min, "a year with four digits, from 1400 to 2100", "9999"),
        ("year = 20240", date.min, "a year with four digits", "20240"),
        ("year = 2024, month = 13", date(2024, 1, 1), "a month such as", "2024 13"),
        ("year = 2024, month = {Moth}", date(2024, 1, 1), "a month such as", "2024 Moth"),
        ("year = 2024, month = feb, day = 30", date(2024, 2, 1), "a date that exists", "2024 feb 30"),
        ("date = {soon}", date.min, "a year with four digits", "soon"),
    ],
)
def test_dates_that_cannot_be_read_whole(fields: str, day: date, expected: str, found: str) -> None:
    records, problems = _read(f"@misc{{a, {MOTHS},\n{fields}}}")
    assert records[0].date == day
    assert str(problems[0]).startswith(f"refs.bib:2: warning: expected {expected}")
    assert str(problems[0]).endswith(f", found {found!r}")


@pytest.mark.parametrize(
    ("kind", "fields", "stated"),
    [
        (
            "article",
            "journal = {J. of {M}oths}, volume = 5, number = {2}, pages = {12--15}",
            {"kind": "article", "venue": "J. of Moths", "volume": "5", "number": "2", "pages": "12–15"},
        ),
        (
            "Article",
            "JournalTitle = {Moths \\& Lamps}, issue = 7",
            {"kind": "article", "venue": "Moths & Lamps", "number": "7"},
        ),
        (
            "inproceedings",
            "booktitle = {Proc. of Moths}, publisher = {Elm}",
            {"kind": "conference", "venue": "Proc. of Moths", "publisher": "Elm"},
        ),
        ("conference", "series = {LAMPS '24}", {"kind": "conference", "venue": "LAMPS '24"}),
        ("incollection", "booktitle = {The Book}", {"kind": "chapter", "venue": "The Book"}),
        ("book", "publisher = {Elm}, series = {Gardens}", {"kind": "book", "venue": "Gardens", "publisher": "Elm"}),
        ("phdthesis", "school = {Uni North}, publisher = {Elm}", {"kind": "thesis", "publisher": "Uni North"}),
        ("techreport", "institution = {Old Harbour}", {"kind": "report", "publisher": "Old Harbour"}),
        ("unpublished", "", {"kind": "preprint"}),
        ("dataset", "", {"kind": "dataset"}),
        ("software", "", {"kind": "software"}),
        ("misc", "", {}),
        ("mothology", "", {"kind": "other"}),
        ("misc", "howpublished = {Workshop on Moths}", {"venue": "Workshop on Moths"}),
        (
            "misc",
            "eprint = {2401.00001v2}, archivePrefix = {arXiv}, primaryClass = {cs.CL}",
            {"arxiv": "2401.00001", "area": "cs.CL"},
        ),
        ("misc", "eprint = {hep-th/9901001}, eprinttype = {arxiv}", {"arxiv": "hep-th/9901001"}),
        ("misc", "eprint = {12345}, eprinttype = {jstor}", {}),
        ("article", "journal = {arXiv preprint arXiv:2401.00001}", {"kind": "preprint", "arxiv": "2401.00001"}),
        ("article", "journal = {CoRR}, volume = {abs/2401.00001}", {"kind": "preprint", "arxiv": "2401.00001"}),
        (
            "inproceedings",
            "booktitle = {Moths}, eprint = {2401.00001}",
            {"kind": "conference", "venue": "Moths", "arxiv": "2401.00001"},
        ),
        (
            "article",
            "journal = {Moths}, note = {arXiv:2401.00001 [cs.CL]}",
            {"kind": "article", "venue": "Moths", "arxiv": "2401.00001", "area": "cs.CL"},
        ),
        (
            "misc",
            "doi = {10.48550/arXiv.2401.00001}",
            {"arxiv": "2401.00001", "doi": "10.48550/arxiv.2401.00001"},
        ),
        ("misc", "doi = {https://doi.org/10.1000/Ab\\_c}", {"doi": "10.1000/ab_c"}),
        ("misc", "doi = {doi:10.1000/182.}", {"doi": "10.1000/182"}),
        ("techreport", "number = {arXiv:2401.00001}", {"kind": "report", "arxiv": "2401.00001"}),
        ("misc", "url = {https://arxiv.org/abs/2401.00001v3}", {"arxiv": "2401.00001"}),
        ("misc", "publisher = {arXiv}, eprint = {2401.00001}", {"kind": "preprint", "arxiv": "2401.00001"}),
        ("misc", "pubstate = {prepublished}", {"kind": "preprint"}),
        ("misc", "entrysubtype = {other}", {"kind": "other"}),
        ("misc", "url = {http://dx.doi.org/10.1000/182}", {"doi": "10.1000/182"}),
        ("misc", "url = {https://moths.invalid/a.PDF}", {"pdf": "https://moths.invalid/a.PDF"}),
        ("misc", "url = {https://github.com/alder/moths}", {"code_url": "https://github.com/alder/moths"}),
        (
            "misc",
            "url = {https://www.moths.invalid/x}",
            {"links": (Link("moths.invalid", "https://www.moths.invalid/x"),)},
        ),
        (
            "misc",
            "url = {\\url{www.moths.invalid/\\~{}ada\\_x}}",
            {"links": (Link("moths.invalid", "https://www.moths.invalid/~ada_x"),)},
        ),
        (
            "misc",
            "howpublished = {\\url{https://moths.invalid}}",
            {"links": (Link("moths.invalid", "https://moths.invalid"),)},
        ),
        ("misc", "pdf = {moths.pdf}, file = {:C\\:/moths.pdf:PDF}, code = {true}, abbr = {M}, selected = {true}", {}),
        (
            "misc",
            "pdf = {https://moths.invalid/x}, code = {https://moths.invalid/c}",
            {"pdf": "https://moths.invalid/x", "code_url": "https://moths.invalid/c"},
        ),
        (
            "misc",
            "slides = {https://a.invalid}, video = {https://b.invalid}, poster = {https://c.invalid},"
            " website = {https://d.invalid}, supp = {https://e.invalid}",
            {
                "links": (
                    Link("Slides", "https://a.invalid"),
                    Link("Video", "https://b.invalid"),
                    Link("Poster", "https://c.invalid"),
                    Link("Website", "https://d.invalid"),
                    Link("Supplement", "https://e.invalid"),
                )
            },
        ),
        ("misc", "keywords = {moths, {L}amps , moths}", {"keywords": ("moths", "Lamps")}),
        ("misc", "keywords = {moths; lamps, bright}", {"keywords": ("moths", "lamps, bright")}),
        ("misc", "note = {Best Paper Award; 12 pages}", {"awards": ("Best Paper Award",)}),
        ("misc", "annote = {Awards: Bright Lamp; Best Paper}", {"awards": ("Bright Lamp", "Best Paper")}),
        ("misc", "award = {true}, award_name = {Best Lamp}", {"awards": ("Best Lamp",)}),
        ("misc", "note = {(Retracted)}", {"withdrawn": True}),
        ("misc", "note = {12 pages}", {}),
        ("misc", "pages = {pp. 12-12}", {"pages": "12"}),
        ("misc", "pages = {12:1--12:20}", {"pages": "12:1–12:20"}),
        ("misc", "pages = {1–5, 7--9}", {"pages": "1–5, 7–9"}),
    ],
)
def test_fields(kind: str, fields: str, stated: dict[str, Any]) -> None:
    assert _fields(fields, kind) == stated


@pytest.mark.parametrize(
    ("title", "withdrawn"),
    [
        ("Retracted: Moths", True),
        ("RETRACTED ARTICLE: Moths", True),
        ("[Retracted] Moths", True),
        ("Moths (Withdrawn)", True),
        ("(Retracted paper) Moths", True),
        ("Withdrawn Moths", False),
        ("How Retracted Papers Live on: A Study", False),
        ("Moths (and Retracted Lamps)", False),
    ],
)
def test_titles_say_that_a_paper_is_withdrawn(title: str, withdrawn: bool) -> None:
    assert ("withdrawn" in _record(f"title = {{{title}}}, {AUTHOR}").fields) == withdrawn


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ("doi = {moths}", "refs.bib:2: warning: expected a DOI such as 10.1000/182, found 'moths'"),
        ("url = {javascript:alert(1)}", "refs.bib:2: warning: expected a web address, found 'javascript:alert(1)'"),
        ("crossref = {nowhere}", "refs.bib:2: warning: expected an entry 'nowhere' in this file, found none"),
    ],
)
def test_fields_that_cannot_be_read(fields: str, expected: str) -> None:
    records, problems = _read(f"@misc{{a, {MOTHS},\n{fields}}}")
    assert len(records) == 1
    assert [str(problem) for problem in problems] == [expected]


def test_an_entry_has_the_missing_fields_of_the_one_it_refers_to() -> None:
    text = f"""@inproceedings{{a, {MOTHS}, Crossref = {{P24}}}}
        @inproceedings{{b, {MOTHS}, year = 1999, crossref = {{p24}}}}
        @proceedings{{P24, title = {{Proc. of Moths}}, year = 2024, month = mar, editor = {{Ben Birch}},
            publisher = {{Elm}}}}
        @proceedings{{P25, title = {{Proc. of Lamps}}, editor = {{Ben Birch}}}}"""
    (first, second, lamps), (note,) = _read(text)
    assert first.fields == {"kind": "conference", "venue": "Proc. of Moths", "publisher": "Elm"}
    assert (first.date, second.date, first.authors[0].text) == (date(2024, 3, 1), date(1999, 3, 1), "Ada Alder")
    assert str(note) == "refs.bib:3: note: 'P24' is left out: it is there for the entries that refer to it"
    assert (lamps.title, lamps.authors[0].text, lamps.fields["kind"]) == ("Proc. of Lamps", "Ben Birch", "book")


def test_years_and_dates_are_inherited_together() -> None:
    text = f"@inbook{{a, {MOTHS}, year = 1999, crossref = {{b}}}} @book{{b, {MOTHS}, date = {{2024-03-05}}}}"
    (chapter, book), problems = _read(text)
    assert problems == []
    assert (chapter.date, book.date) == (date(1999, 1, 1), date(2024, 3, 5))
    assert chapter.fields["venue"] == "Moths"


@pytest.mark.parametrize(
    ("fields", "authors"),
    [
        ("editor = {Ben Birch}", ["Ben Birch"]),
        ("author = {}, editor = {Ben Birch}", ["Ben Birch"]),
        ("collaboration = {Moth and Lamp}", ["Moth and Lamp"]),
        ("organization = {Moths, Inc.}", ["Moths, Inc."]),
        ("institution = {Uni {N}orth}", ["Uni North"]),
        ("howpublished = {Garden}", ["Garden"]),
    ],
)
def test_editors_or_a_team_stand_for_authors(fields: str, authors: list[str]) -> None:
    assert [name.text for name in _record(f"title = {{Moths}}, {fields}").authors] == authors


def test_lines_of_fields() -> None:
    text = (
        "\n@misc{a,\n title = {Moths},\n author\n = {Ada Alder},\n year = 2024,\n abstract = {x}\n, doi = {10.1000/1}}"
    )
    record = _read(text)[0][0]
    assert record.location.line == 2
    assert {name: place.line for name, place in record.places.items()} == {
        "title": 3, "authors": 5, "date": 6, "abstract": 7, "doi": 8,
    }  # fmt: skip


# ---- anything ----

_ENTRY = st.builds(
    "@{}{{{}, title = {{{}}}, author = {{{}}}{}\n}}\n".format,
    st.sampled_from(["misc", "Article", "IN_PROCEEDINGS", "mothology"]),
    st.sampled_from(["a", "b", "C", "", "x:1"]),
    st.sampled_from(["Moths", "{M}oths", r"M{\"o}ths", "", "$x$ {{y}}"]),
    st.sampled_from(["Ada Alder", "{Moth Team}", "", "Alder, Ada and others"]),
    st.sampled_from([",", "", ", year = 2024", ",\nyear = {20}", "\nyear = 2024", ",\ntitle = {Lamps}", ",,"]),
)


@given(st.lists(_ENTRY | st.sampled_from(["moths\n", "@comment{x}\n", '@string{a = "b"}\n', "\n"]), max_size=12))
@settings(max_examples=examples(150))
def test_no_entry_is_lost(parts: list[str]) -> None:
    text = "".join(parts)
    records, problems = _read(text)
    entries = re.findall(r"@(?!comment|string)\w+\{", text)
    assert len(records) + len(_left_out(problems)) == len(entries)
    lines = {number for number, line in enumerate(text.split("\n"), 1) if line.startswith("@")}
    assert {record.location.line for record in records} <= lines


@given(st.lists(_ENTRY, min_size=1, max_size=5).map("".join), st.data())
@settings(max_examples=examples(150))
def test_mutilated_files_are_read(text: str, data: st.DataObject) -> None:
    """Whole entries before the one that is cut are read, each to one end."""
    cut = data.draw(st.integers(0, len(text)))
    records, problems = _read(text[:cut])
    begun = len(re.findall(r"(?m)^@\w+\{", text[:cut]))
    assert len(records) + len(_left_out(problems)) == begun


@given(TEXTS, TEXTS)
@settings(max_examples=examples(150))
def test_any_text_is_read(text: str, value: str) -> None:
    _read(text)
    _read("@misc{a, title = {" + value + "}, author = {" + value + "}, url = {" + value + "}, note = {" + value + "}}")
    _read("@" + text)


_GROWING = {
    "a long title": lambda size: "@misc{a, title = {" + "moth " * size + "}, author = {A}}",
    "deep braces": lambda size: "@misc{a, title = {" + "{" * size + "x" + "}" * size + "}, author = {A}}",
    "deep commands": lambda size: "@misc{a, title = {" + r"\emph{" * size + "x" + "}" * size + "}, author = {A}}",
    "unknown commands": lambda size: "@misc{a, title = {" + r"\foo{" * size + "x" + "}" * size + "}, author = {A}}",
    "dollars": lambda size: "@misc{a, title = {" + r"\$a\_" * size + "}, author = {A}}",
    "at signs": lambda size: "@" * size,
    "entries that begin": lambda size: "@a{" * size,
    "entries that fail on one line": lambda size: "@a{=" * size,
    "entries that fail on lines": lambda size: "@a{=\n" * (size // 20),
    "entries without braces": lambda size: "\n@ a " * size,
    "macros of macros": lambda size: (
        '@string{a0 = "moth"}\n'
        + "".join(f"@string{{a{number + 1} = a{number} # a{number}}}\n" for number in range(size // 20))
    ),
    "a long macro": lambda size: (
        "@string{a = {" + "x" * size + "}}\n" + "@misc{b, title = a, author = a}\n" * (size // 50)
    ),
    "authors": lambda size: "@misc{a, title = {x}, author = {" + "Ada Alder and " * size + "}}",
    "commas": lambda size: "@misc{a, title = {x}, author = {" + "Ada Alder, " * size + "}}",
    "marks": lambda size: "@misc{a, title = {x}, author = {Ada Alder" + "$^*" * size + "}}",
    "thanks": lambda size: "@misc{a, title = {x}, author = {Ada Alder" + r"\thanks{a" * size + "}" * size + "}}",
    "spaces": lambda size: "@misc{a, title = {x}, author = {a" + " " * size + "b}}",
    "swallowed fields": lambda size: "@misc{a, b = {x}" + " c = {x}" * (size // 20) + "}",
    "addresses": lambda size: "@misc{a, title = {x}, author = {A}, url = {" + r"\url{" * size + "}" * size + "}}",
    "parents": lambda size: "".join(
        f"@misc{{a{number}, crossref = {{a{number + 1}}}}}\n" for number in range(size // 20)
    ),
}


@pytest.mark.parametrize("name", _GROWING)
def test_time_is_in_proportion(name: str) -> None:
    check_growth(lambda size: _read(_GROWING[name](size)), 20_000)


def test_huge_values_are_read() -> None:
    title = "moth " * 60_000
    record = _record(f"title = {{{title}}}, {AUTHOR}, abstract = {{{'{' * 20_000}x{'}' * 20_000}}}")
    assert (record.title, record.abstract) == (title.strip(), "x")
