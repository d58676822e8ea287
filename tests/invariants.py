"""What must hold for any text: one check for each target, for tests/test_fuzz.py and scripts/fuzz.py alike.

A target has a check, texts as they should be and the fragments that texts of its kind are made of. A check takes one
text. Where a target reads several, they stand in one text, parted by lines of `%%`.
"""

from __future__ import annotations

import dataclasses
import json
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from unittest.mock import patch
from xml.etree import ElementTree

import bibtexparser
import made_up
import rispy
from bibtexparser.middlewares.names import split_multiple_persons_names

from generator.analysis.collection import Collection
from generator.build import gather
from generator.byline import find_candidate, split
from generator.byline.names import person_id, read_name
from generator.formats.citations import MORE_AUTHORS, STYLES
from generator.models import Location, Problem, Severity
from generator.sources.corrections import read_corrections
from generator.sources.header import Header, read_header
from generator.sources.listing import Entry, Listing, read_entries
from generator.sources.loader import Seeds
from generator.sources.page_text import page_text_kind, without_label
from generator.sources.permalinks import permalinks_to_csv, read_permalinks
from generator.sources.vocabulary import read_vocabulary
from generator.sources.yaml_lines import read_yaml
from generator.text import bibtex
from generator.text.code_links import find_code_url
from generator.text.entities import decode_references
from generator.text.latex import Anchor, Formula, RichTextNode, Styled, Text, parse, plain, plain_nodes
from generator.text.markdown import printable, render_nodes
from generator.text.mathml import to_mathml, to_unicode
from generator.text.urls import find_addresses, safe_url

NEXT = "\n%%\n"
"""Between the texts of a check that reads several."""


@dataclass(frozen=True)
class Target:
    """Something that reads texts."""

    check: Callable[[str], None]
    """Raises where what must hold does not."""
    texts: tuple[str, ...]
    """As they should be, to be changed a little."""
    fragments: tuple[str, ...]
    """To be put together, or into texts."""


# ---- listings ----


def check_listing(text: str) -> None:
    """Every line that is not blank is part of one entry, or left out by one error or one note."""
    lines = ["", *re.split(r"\r\n|\n|\r", text.removeprefix("\ufeff"))]
    with patch("generator.sources.listing._MOST_NAMED", len(lines)):
        items = list(read_entries(Listing("s", text)))
    notes = [item for item in items if isinstance(item, Problem) and item.severity is Severity.NOTE]
    of_page = {number for note in notes if "label" not in note.message for number in _lines_of_note(note)}
    assert all(page_text_kind(lines[number]) for number in of_page)
    accounted = Counter(of_page)
    for item in items:
        if isinstance(item, Entry):
            accounted.update(_lines_of_entry(item, lines, of_page))
        elif item.severity is Severity.ERROR:
            accounted.update(number for number in _left_out(item) if lines[number].strip())
    assert accounted == Counter(number for number, line in enumerate(lines) if line.strip())
    _check_problems([item for item in items if isinstance(item, Problem)], {"s": text})


def _lines_of_note(note: Problem) -> list[int]:
    """The lines that a note says are of the page that a listing was copied from."""
    _, _, named = note.message.rpartition(": lines ")
    numbers = [int(number) for number in re.findall(r"\d+", named)] if ": lines " in note.message else []
    assert note.location.line == min(numbers, default=note.location.line)
    return numbers or [note.location.line]


def _left_out(error: Problem) -> Sequence[int]:
    """The lines that an error says are left out."""
    found = re.search(r"; lines (\d+) to (\d+) are left out$", error.message)
    first, last = map(int, found.groups()) if found else [error.location.line] * 2
    assert first == error.location.line
    return range(first, last + 1)


def _lines_of_entry(entry: Entry, lines: Sequence[str], of_page: set[int]) -> list[int]:
    """The lines that an entry takes: of its header, of its title and of its abstract, in this order."""
    assert isinstance(read_header(lines[entry.location.line]), Header)
    numbers = [entry.location.line]
    own = (number for number in range(entry.location.line + 1, len(lines)) if number not in of_page)
    filled = (number for number in own if lines[number].strip())
    title = _packed(entry.title_line)
    while title:  # which may be broken over lines
        numbers.append(next(filled))
        part = _packed(lines[numbers[-1]])
        assert title.startswith(part)
        title = title[len(part) :]
    assert numbers[1] == entry.title_location.line
    for line in filter(str.strip, entry.abstract.split("\n")):
        numbers.append(next(filled))
        assert line.strip() in (shown := lines[numbers[-1]].strip(), without_label(shown))
        assert not isinstance(read_header(shown), Header)
    return numbers


def _packed(text: str) -> str:
    return "".join(text.split())


def _check_problems(problems: Sequence[Problem], texts: Mapping[str, str]) -> None:
    """Each problem names a line that is there and says something, on one line."""
    lines = {path: len(re.split(r"\r\n|[\n\r\x85\u2028\u2029]", text)) for path, text in texts.items()}
    for problem in problems:
        assert 1 <= problem.location.line <= lines[problem.location.path], problem
        assert problem.message.strip()
        assert "\n" not in problem.message, problem


# ---- title lines ----


def check_byline(text: str) -> None:
    """The first line, above the others."""
    line, _, abstract = text.partition("\n")
    check_split(line.strip(), abstract)


# What stands beside names without being part of one: words for others, labels, marks, numbers, addresses.
_FURNITURE = re.compile(
    r"""(?ix) et\.?\s*al(?:ii|ia)? | \b(?:and|und|et|by|written|authors?|others?|more|many|several|colleagues)\b
    | \bco-?(?:workers|authors) | \(?(?:equal\ contribution|corresponding(?:\ author)?|editors?|eds?)\)?
    | <[^<>]*> | \$.{0,20}\$ | \^\{[^{}]*\} | \\[a-z]+ (?:\s*[{\[][^{}\[\]]*[}\]])?
    | 等人? | ほか | 他\d*名? | 외\s*\d*명? | и\s+др | [和ªºᵃᵇᶜᵈᵉ]""",
)


def check_split(line: str, abstract: str) -> None:
    """A title with which the line begins, and names, none of them empty, that have every other letter of the line."""
    found = split(line, abstract)
    if found is None:
        return
    assert 0 <= found.confidence <= 1
    assert found.title
    assert found.authors
    assert all(found.authors)
    assert line.startswith(found.title)
    assert find_candidate(line, found.title, found.authors) is not None or found.affiliations
    shown = _letters("".join([*found.authors, *found.affiliations]))
    assert not _letters(_FURNITURE.sub(" ", line[len(found.title) :])) - shown


def _letters(text: str) -> Counter[str]:
    return Counter(filter(str.isalpha, text))


# ---- running text ----

_TAGS = frozenset("em strong code span".split())
# What text in Markdown must have as references, so that it is not read as markup.
_UNESCAPED = re.compile(r"[\\`_{}|~^$=\x00-\x09\x0b-\x1f\x7f-\x9f]")


def check_markup(text: str) -> None:
    """Nodes without empty or parted text, safe links, Markdown without markup of the text's own, balanced BibTeX."""
    for title in (False, True):
        nodes = parse(text, title)
        _check_nodes(nodes)
        assert plain(text, title) == " ".join(plain_nodes(nodes).split())
        kept = iter(plain(text.replace("\\", "").replace("$", ""), title))
        written = re.sub(r"&(?:amp;)*#\w+;", "", text.replace("\\", "").replace("$", ""))
        assert all(char in kept for char in written if char.isdecimal()), "a digit vanished"
    _check_markdown(parse(text))
    _check_braces(bibtex.render_bibtex(text))
    _check_braces(bibtex.escape_bibtex(text))
    end = 0
    for address in find_addresses(text):
        assert end <= address.start < address.end <= len(text)
        assert safe_url(address.url) == address.url
        end = address.end
    said, marked = (find_code_url(text, marked) for marked in (False, True))
    assert said is None or marked == said == safe_url(said)
    assert marked is None or marked in {address.url for address in find_addresses(decode_references(text))}


def _check_nodes(nodes: tuple[RichTextNode, ...]) -> None:
    for before, node in zip((None, *nodes), nodes, strict=False):
        match node:
            case Text(shown):
                assert shown
                assert not isinstance(before, Text), "two texts side by side"
            case Styled(_, children):
                _check_nodes(children)
            case Anchor(url, children):
                assert safe_url(url) == url
                _check_nodes(children)
            case Formula(tex):
                assert tex.strip() == tex != ""


def _check_markdown(nodes: tuple[RichTextNode, ...]) -> None:
    plain_parts = tuple(node for node in nodes if isinstance(node, Text | Styled))
    if all(isinstance(child, Text) for node in plain_parts if isinstance(node, Styled) for child in node.children):
        markdown = render_nodes(plain_parts)
        assert not _UNESCAPED.search(markdown)
        assert set(re.findall(r"</?([^>]*)>?", markdown)) <= _TAGS


def _check_braces(value: str) -> None:
    """As BibTeX counts them, which does not know that a brace is escaped: see scan_balanced_braces in bibtex.web."""
    depth = 0
    for brace in re.findall(r"[{}]", value):
        depth += 1 if brace == "{" else -1
        assert depth >= 0
    assert depth == 0


# https://www.w3.org/TR/mathml-core/
_ELEMENTS = set(
    "math mrow mi mn mo mtext mspace msup msub msubsup mfrac msqrt mroot mover munder munderover mtable mtr mtd "
    "mstyle mpadded mphantom".split()
)
_ATTRIBUTES = set(
    "display stretchy fence form separator lspace rspace minsize maxsize movablelimits accent accentunder "
    "linethickness displaystyle scriptlevel width height depth columnspan rowspan mathvariant".split()
)
_CHILDREN = {"msup": 2, "msub": 2, "msubsup": 3, "mfrac": 2, "mroot": 2, "mover": 2, "munder": 2, "munderover": 3}


def check_formula(tex: str) -> None:
    """MathML Core, or the source."""
    mathml = to_mathml(tex)
    shown = to_unicode(tex)
    if mathml is None:
        assert shown == tex.strip()
        return
    assert "\n" not in shown
    # Control characters are not XML's, and become U+FFFD when the page is written.
    for element in ElementTree.fromstring(re.sub(r"[\x00-\x1f\ud800-\udfff\ufffe\uffff]", "", mathml)).iter():
        assert element.tag in _ELEMENTS
        assert set(element.attrib) <= _ATTRIBUTES
        assert not any(char in value for value in element.attrib.values() for char in "<>\"':;()")
        assert len(element) == _CHILDREN.get(element.tag, len(element))


# ---- citations ----


def check_citation(text: str) -> None:
    """A title, its authors and its abstract, each on a line: read back as they went in."""
    title, authors, abstract = _parts(text, 3, "\n")
    names = [name.strip() for name in authors.split(",") if name.strip()][:3] or ["Ada Alder"]
    for et_al in (True, False):
        shown = made_up.paper(
            names, title=title, plain_title=plain(title) or "x", abstract=abstract, et_al=et_al, citekey="a"
        )
        for name in shown.authors:
            assert name.family
            assert name.text
            person_id(read_name(name.filed_as))
        cited = {style: STYLES[style].cite(shown) for style in STYLES}
        assert all(citation == citation.strip("\n") + "\n" for citation in cited.values())
        other = made_up.paper(citekey="b")
        joined = {style: STYLES[style].join([cited[style], STYLES[style].cite(other)]) for style in STYLES}
        _check_bibtex(joined["bibtex"], len(names), et_al, {"abstract"} if plain(abstract).strip() else set())
        first, second = rispy.loads(joined["ris"])
        assert first["title"] == printable(" ".join(shown.plain_title.split()))
        assert len(first["authors"]) == len(names)
        assert first.get("notes", []) == ([MORE_AUTHORS] if et_al else [])
        assert second["title"] == "Lanterns"
        item, second = json.loads(joined["csl-json"])
        assert item["title"] == shown.plain_title
        assert len(item["author"]) == len(names)
        assert item.get("note") == (MORE_AUTHORS if et_al else None)
        assert second["title"] == "Lanterns"
        assert cited["text"].count("\n") == 1
        shorter = {style: STYLES[style].shorten(cited[style]) for style in STYLES}
        assert not re.search(r"^AB  - ", shorter["ris"], re.MULTILINE)
        assert "abstract" not in json.loads(shorter["csl-json"])
        _check_bibtex(
            STYLES["bibtex"].join([shorter["bibtex"], STYLES["bibtex"].cite(other)]), len(names), et_al, set()
        )


def _check_bibtex(text: str, authors: int, et_al: bool, more: set[str]) -> None:
    library = bibtexparser.parse_string(text)
    assert library.failed_blocks == []
    assert [entry.key for entry in library.entries] == ["a", "b"]
    assert len(library.blocks) == 2
    first = library.entries[0]
    assert set(first.fields_dict) - {"day"} == {"title", "author", "year", "month"} | more
    assert len(split_multiple_persons_names(first["author"])) == authors + et_al


# ---- YAML ----


def check_corrections(text: str) -> None:
    """As corrections, as one field of one, and as a vocabulary: each name ends in a result or a problem."""
    source, problems = read_yaml("s", text)
    assert source.value is None or isinstance(source.value, str | list | dict)
    _check_problems(problems, {"s": text})
    corrections, faults = read_corrections("s", text)
    _check_problems(faults, {"s": text})
    papers = source.value.get("papers") if isinstance(source.value, dict) else None
    assert [correction.paper for correction in corrections.papers] == list(papers if isinstance(papers, dict) else ())
    field = f"papers: {{moths: {{title: {text}}}}}"
    _check_problems(read_corrections("s", field)[1], {"s": field})
    topics, faults = read_vocabulary("s", text)
    _check_problems(faults, {"s": text})
    names = list(source.value) if isinstance(source.value, dict) else []
    assert len(topics) + len(faults) >= len(names)
    assert {topic.name for topic in topics} <= {name.strip() for name in names}


# ---- collections ----


def check_collection(text: str) -> None:
    """A listing, corrections and a vocabulary: every entry is a paper or is told, in whatever order they come.

    Papers keep what urls.csv records of them.
    """
    listing, corrections, vocabulary = _parts(text, 3)
    texts = {"s": listing, "corrections.yml": corrections, "topics.yml": vocabulary}
    found = _collected(texts)
    entries = [item for item in read_entries(Listing("s", listing)) if isinstance(item, Entry)]
    _check_problems(found.problems, texts)
    assert found.problems == tuple(sorted(found.problems))
    hidden = any("hide" in c.fields for c in read_corrections("c", corrections)[0].papers)
    _check_entries(entries, found, hidden)
    _check_headings(found)
    _check_permalinks(found, texts)
    orders = ["".join(map(_written, order)) for order in (entries, reversed(entries))]
    if all(_reads_as(order, entries) for order in orders):
        one, other = (_facts(_collected({**texts, "s": order})) for order in orders)
        differing = {name: (one[name], other[name]) for name in one if one[name] != other[name]}
        assert not differing, differing


def _check_permalinks(found: Collection, texts: Mapping[str, str]) -> None:
    text = permalinks_to_csv(found.addresses.updated)
    assert read_permalinks("urls.csv", text)[1] == ()
    again = _collected({**texts, "urls.csv": text})
    said, said_again = ([p for p in one.problems if p.location.path == "corrections.yml"] for one in (found, again))
    # Else two corrections are meant for one paper, by its old name and by its new one, or equal entries are distinct.
    if said == said_again and "distinct" not in texts["corrections.yml"]:
        undated = [[replace(paper, added=None) for paper in one.bibliography] for one in (found, again)]
        assert undated[0] == undated[1]
        assert permalinks_to_csv(again.addresses.updated) == text


def _reads_as(text: str, entries: Sequence[Entry]) -> bool:
    """Else a line of an abstract says what the entry after it is."""
    items = list(read_entries(Listing("s", text)))
    return all(isinstance(item, Entry) for item in items) and Counter(map(_unplaced, entries)) == Counter(
        _unplaced(item) for item in items if isinstance(item, Entry)
    )


def _collected(texts: Mapping[str, str]) -> Collection:
    listing, *extra = (Listing(path, text) for path, text in texts.items())  # in the order in which `Seeds` has them
    return gather(Seeds((listing,), *extra), None, made_up.TODAY)


def _check_entries(entries: Sequence[Entry], found: Collection, hidden: bool) -> None:
    papers = {paper.location for paper in found.bibliography}
    told = {problem.location for problem in found.problems}
    assert papers <= {entry.location for entry in entries}
    lost = [e for e in entries if e.location not in papers and not told & {e.location, e.title_location}]
    assert hidden or not lost, lost


def _check_headings(found: Collection) -> None:
    """Every paper stands where its headings say, and every address is there once."""
    papers = found.bibliography.papers
    keys = {paper.key for paper in papers}
    assert len(keys) == len({paper.citekey for paper in papers}) == len(papers)
    assert len({paper.feed_id or paper.key for paper in papers}) == len(papers)
    for index in found.indexes:
        assert len({heading.slug for heading in index.headings}) == len(index.headings)
        assert set(index.of_paper) == keys
        assert {(heading.slug, paper.key) for heading in index.headings for paper in heading.papers} == {
            (heading.slug, key) for key, headings in index.of_paper.items() for heading in headings
        }
    slugs = [*keys, *(heading.slug for index in found.indexes for heading in index.headings)]
    assert all(re.fullmatch(r"[a-z0-9-]+", slug) and len(slug) < 200 for slug in slugs)
    assert set(found.related) == keys
    for key, relations in found.related.items():
        assert {relation.key for relation in relations} <= keys - {key}


def _facts(found: Collection) -> dict[str, Any]:
    """What is known of the papers, without their lines."""
    nowhere = Location("", 0)
    return {
        "papers": {dataclasses.replace(paper, location=nowhere) for paper in found.bibliography},
        "headings": [
            (index.kind, heading.slug, heading.label, heading.filed_as, heading.about, [p.key for p in heading.papers])
            for index in found.indexes
            for heading in index.headings
        ],
        "assignments": dict(found.assignments),
        "related": dict(found.related),
        "problems": Counter(problem.severity for problem in found.problems),
    }


def _written(entry: Entry) -> str:
    """An entry as a listing has it."""
    score = "" if entry.score is None else f"{entry.score:.3f}"
    month = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()[entry.month - 1]
    year = "" if entry.year is None else f", {entry.year}"
    header = f"{score}{entry.area}{month} {entry.day}{year}{'Code' * entry.code}"
    return f"{header}\n{entry.title_line}\n{entry.abstract}\n\n"


def _unplaced(entry: Entry) -> Entry:
    score = None if entry.score is None else round(entry.score, 3)
    return dataclasses.replace(entry, location=Location("", 0), title_location=Location("", 0), score=score)


def _parts(text: str, count: int, separator: str = NEXT) -> list[str]:
    parts = text.split(separator, count - 1)
    return parts + [""] * (count - len(parts))


# ---- what texts are made of ----

_SIGNS = ("\n", "\r\n", "\r", " ", "\t", "\ufeff", "\x00", "\x0c", "\x85", "\u2028", "\u00a0", "\u200b", "\u202e")
_LETTERS = ("é", "e\u0301", "ß", "İ", "ﬁ", "陈大文", "Ł", "²", "٣", "𝐌", "\U0001f98b", "\ufffd", "ʼ", "Aa", "aB", "9")
_HEADERS = (
    "CLMar 4, 2024Code\n",
    "99.7cs.CLApr 30\n",
    "0LGMar 4, 2024\n",
    "hep-thMay 1\n",
    "CLFeb 29\n",
    "CLFeb 30, 2024\n",
    "CLMrz 4, 2024\n",
    "CL 2024\n",
    "CLMar 4, 9999\n",
    "May 9, 2021",
)
_BYLINES = (
    "Ada Alder, Ben Birch, Cleo Cedar et al.",
    "Ada Alder",
    ", ",
    ",,",
    " et al.",
    " et al. · uni-north, old-harbour",
    " · ",
    "Moth Team",
    "van der Oak",
    "O'Oak",
    "J.-P. Oak Jr.",
    "LLMs",
    "Moths at Night",
    "Moths come to lanterns.",
)
_LATEX = (
    "$", "$$", "$x$", "$2.8\\times$", "$x^{2}$", "\\(", "\\)", "\\[", "\\]", "{", "}", "\\{", "\\}", "\\", "\\\\",
    "\\textbf{", "\\emph{", "{\\bf ", "{\\'e}", "\\'", '\\"', "\\c ", "\\ss ", "\\i", "\\v", "\\url{", "\\href{",
    "\\href{https://a.org}{", "``", "''", "`", "'", "--", "---", "~", "%", "\\%", "&", "#", "_", "^", "\\foo",
    "\\alpha", "https://a.org/b_c", "www.a.org/", "a.org/b", "https://github.com/a/b", "<", ">", "*", "[", "]", "(",
    ")", "@", "|", "&amp;", "&#36;", "&lt;", "{\\sc ", "{A}", "{AB}c", "Our code is at ", "We use ", ". ",
)  # fmt: skip
_FORMULAS = (
    "x", "10", ",", ".", "+", "-", "=", "<", ">", "&", "(", ")", "{", "}", "^", "_", "'", "^2", "_i", "\\frac",
    "\\sqrt", "\\sqrt[3]", "\\hat", "\\bar", "\\vec", "\\mathbf", "\\mathcal", "\\mathbb", "\\mathrm{", "\\text{",
    "\\mathit{", "\\bmod", "\\arg", "\\max",
    "\\left(", "\\right)", "\\left\\{", "\\right.", "\\sum", "\\int", "\\prod", "\\lim", "\\log", "\\alpha", "\\leq",
    "\\to", "\\begin{matrix}", "\\end{matrix}", "\\begin{cases}", "\\end{cases}", "\\limits", "\\underbrace",
    "\\overline", "\\operatorname{", "\\binom", "\\choose", "\\over", "\\color{red}", "\\not", "\\middle|", "\\R",
    "\\stackrel", "\\big(", "\\hspace{1em}", "\\phantom{", "\\label{", "\\bm", "\\xspace", "\\\\", "\\,", "\\quad",
    "\\%", "\\foo", "\\substack", "\\overset", "\\prime", "\\dots", "\\mathop", "\\hline", "\\begin{array}{c|c}",
    "\\end{array}", "#",
)  # fmt: skip
_RECORDS = ("@misc{x,", "@", '"', "=", " and ", " and others", "ER  - ", "TY  - ", "AB  - ", ",", "}", "{", "%", "\\")
_YAML = (
    "papers:\n", "  moths-at-night:\n", "names:\n", "affiliations:\n", "    title: Moths\n",
    "    authors: [Ada Alder]\n", "    date: 2024-02-30\n", "    score: .inf\n", "    code: yes\n",
    "    code_url: https://a.org\n", "    hide: true\n", "    links: {a: https://a.org}\n", "    arxiv: 2402.04610\n",
    "    doi: 10.1000/182\n", "    abstract: |\n      x\n", "    et_al: no\n", "    area: cs.XX\n",
    "    same_as: moths-at-night\n", "    distinct: true\n",
    "    affiliations: []\n", "  Ada Alder: A. Alder\n", "about: x", "phrases: [",
    "Moths:\n  about: x\n  phrases: [moth, lamps]\n", "&a ", "*a", "<<: ", "!!null ", "!!binary ", "!x ", "? ", "- ",
    ": ", "---\n", "...\n", "%YAML 1.2\n", "#", "|", ">", "'", '"', "[", "]", "{", "}", "~", "\\x", "null", ",", "@",
    "`",
)  # fmt: skip

_CORRECTIONS = """papers:
  moths-at-night:
    title: Moths at Night
    authors: [Ada Alder, Ben Birch]
    date: 2024-02-07
    links: {Slides: "https://example.org/x"}
  two-gardeners-and-a-moth: {hide: true, same_as: Lanterns}
  lantern2-glows-efficient-moth-attraction-for-small-gardens: {distinct: true}
names:
  Ada Alder: [A. Alder, Ada B. Alder]
affiliations:
  uni-north: University of the North
"""

TARGETS: Mapping[str, Target] = {
    "listing": Target(check_listing, (made_up.PAPERS,), (*_HEADERS, *_BYLINES, *_SIGNS, *_LETTERS)),
    "byline": Target(
        check_byline,
        tuple("\n".join(made_up.PAPERS.split("\n")[start:]) for start in (1, 5, 9, 13)),
        (*_BYLINES, *_LATEX, *_SIGNS, *_LETTERS),
    ),
    "markup": Target(check_markup, tuple(made_up.PAPERS.split("\n\n")), (*_LATEX, *_BYLINES, *_SIGNS, *_LETTERS)),
    "maths": Target(
        check_formula, (r"\mathcal{O}(n^{2})", r"\frac{a+b}{2} \leq \sum_{i=1}^n x_i"), (*_FORMULAS, *_SIGNS, *_LETTERS)
    ),
    "citation": Target(
        check_citation,
        ("ReLU$^2$ Moths: A Survey\nAda van der Alder Jr., Moth Team\nMoths come to \\textbf{lanterns}.\n",),
        (*_RECORDS, *_BYLINES, *_LATEX, *_SIGNS, *_LETTERS),
    ),
    "corrections": Target(check_corrections, (_CORRECTIONS, made_up.TOPICS), (*_YAML, *_SIGNS, *_LETTERS)),
    "collection": Target(
        check_collection,
        (f"{made_up.PAPERS}{NEXT}{_CORRECTIONS}{NEXT}{made_up.TOPICS}", made_up.PAPERS + made_up.TWICE),
        (*_HEADERS, *_BYLINES, *_LATEX, *_YAML, *_SIGNS, *_LETTERS, NEXT),
    ),
}
"""What texts are tried on, by name."""
