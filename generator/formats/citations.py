"""Citations: a paper in; BibTeX, RIS, CSL-JSON or plain text out.

A truncated list of authors is always marked: BibTeX gets `and others`, which styles print as "et al.", plain text gets
"et al."; RIS and CSL-JSON have no equivalent and get a note.

Citations in files also have the abstract, the keywords, and a note of links for reference managers; citations that are
shown on pages do not.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol

import rispy
from bibtexparser.entrypoint import write_string
from bibtexparser.library import Library
from bibtexparser.model import Entry, Field
from bibtexparser.writer import BibtexFormat

from generator.formats.publications import (
    WITHDRAWN,
    bibtex_publication,
    bibtex_type,
    csl_publication,
    reference_tail,
    ris_publication,
)
from generator.models import MONTHS, DatePrecision, Link, Name, Paper
from generator.text.bibtex import escape_bibtex, render_bibtex
from generator.text.latex import plain
from generator.text.markdown import printable

_AND = re.compile(r"(?i)(?<!\S)and(?!\S)")
"""Separator of names in BibTeX."""
_ENCODER = json.JSONEncoder(ensure_ascii=False)
MORE_AUTHORS = "There are more authors; the source of this entry does not name them."
_LINKS = "Links: "
"""Beginning of the note of links. Zotero would read a bare label as the name of a field."""
_AWARDS = "Awards: "
_SEPARATORS = re.compile(r"[\s,;]+")
"""Spaces, and the separators of keywords in reference managers."""


Citations = Mapping[str, Mapping[str, str]]
"""Citations of papers as files have them: by the paper's key, then by the name of the style."""


class CitationWriter(Protocol):
    """Function that writes a citation."""

    def __call__(self, paper: Paper, keywords: Sequence[str] = ()) -> str:
        """Return the citation of a paper with all fields, ending in a newline."""


@dataclass(frozen=True, slots=True)
class CitationStyle:
    """A format of citations."""

    label: str
    """Name of the format, for readers."""
    extension: str
    """Extension of files, without the dot."""
    cite: CitationWriter
    join: Callable[[Iterable[str]], str]
    """Function that returns citations as one file."""
    shorten: Callable[[str], str] = str
    """Function that removes the fields that only files have."""

    @property
    def file_name(self) -> str:
        """Name of a file of several citations."""
        return f"papers.{self.extension}"


def cite(paper: Paper, keywords: Sequence[str] = ()) -> dict[str, str]:
    """Return the citations of a paper as files have them, by the names of their styles."""
    return {name: style.cite(paper, keywords) for name, style in STYLES.items()}


def shorten(citations: Mapping[str, str]) -> dict[str, str]:
    """Return the citations of a paper as they are shown: without what only files have."""
    return {name: STYLES[name].shorten(text) for name, text in citations.items()}


def bibtex(paper: Paper, keywords: Sequence[str] = ()) -> str:
    """Return a BibTeX entry, in UTF-8."""
    layout = BibtexFormat()  # type: ignore[no-untyped-call]
    layout.indent = "  "
    entry = Entry(bibtex_type(paper), paper.citekey, _bibtex_fields(paper, keywords))
    return printable(write_string(Library([entry]), unparse_stack=[], bibtex_format=layout))


def ris(paper: Paper, keywords: Sequence[str] = ()) -> str:
    """Return a RIS record."""
    text: str = rispy.dumps([_ris_record(paper, keywords)], implementation=_UnnumberedRis)
    return printable(text)


def csl_json(paper: Paper, keywords: Sequence[str] = ()) -> str:
    """Return a CSL item (https://citationstyles.org), on one line."""
    return _ENCODER.encode(_csl_item(paper, keywords)) + "\n"


def text(paper: Paper, keywords: Sequence[str] = ()) -> str:  # noqa: ARG001 (references list no keywords)
    """Return an entry for a list of references, in APA style: authors, year, title, where it appeared, address."""
    names = [_initialled(name) for name in paper.authors]
    authors = ", ".join(names) if paper.et_al or len(names) < 2 else f"{', '.join(names[:-1])} & {names[-1]}"
    more = ", et al." if paper.et_al else ""
    head = f"{authors}{more} " if authors else ""
    end = "" if paper.plain_title.endswith((".", "?", "!")) else "."
    withdrawn = f" {WITHDRAWN}" if paper.withdrawn else ""
    tail = f" {_one_line(published)}" if (published := reference_tail(paper)) else ""
    where = f" {address}" if (address := web_address(paper)) else ""
    title = f"{_one_line(paper.plain_title)}{end}"
    return printable(f"{head}({paper.year or 'n.d.'}). {title}{withdrawn}{tail}{where}\n")


def web_address(paper: Paper) -> str | None:
    """Return the address at which a paper can be read, None if it is not known."""
    if paper.doi:
        return doi_address(paper.doi)
    return arxiv_address(paper.arxiv) if paper.arxiv else None


def arxiv_address(identifier: str) -> str:
    """Return the address of a paper on arXiv."""
    return f"https://arxiv.org/abs/{identifier}"


def pdf_address(paper: Paper) -> str | None:
    """Return the address of a paper's PDF, which arXiv has for all its papers; None if there is none."""
    return paper.pdf or (f"https://arxiv.org/pdf/{paper.arxiv}" if paper.arxiv else None)


def doi_address(doi: str) -> str:
    """Return the address that resolves a DOI."""
    return f"https://doi.org/{doi}"


def orcid_address(orcid: str) -> str:
    """Return the address of a person's ORCID record."""
    return f"https://orcid.org/{orcid}"


def credit(paper: Paper) -> str:
    """Return the authors of a paper on one line, with `et al.` where the listing does not name them all."""
    return ", ".join(name.text for name in paper.authors) + (" et al." if paper.et_al else "")


class _UnnumberedRis(rispy.RisWriter):  # type: ignore[misc]
    """A writer of RIS that does not number the records, as importers expect."""

    def set_header(self, count: int) -> str:  # noqa: ARG002 (the signature is rispy's)
        return ""


def _bibtex_fields(paper: Paper, keywords: Sequence[str]) -> list[Field]:
    fields: dict[str, str | None] = {
        "title": render_bibtex(paper.title),
        "author": " and ".join([*map(_bibtex_name, paper.authors), *(["others"] if paper.et_al else [])]),
        **{name: escape_bibtex(value) for name, value in bibtex_publication(paper).items()},
        "year": str(paper.year) if paper.year else None,
        "eprint": paper.arxiv,
        "archiveprefix": "arXiv" if paper.arxiv else None,
        "primaryclass": paper.area.code if paper.arxiv and paper.area else None,
        "doi": paper.doi,
        "url": web_address(paper),
        "abstract": escape_bibtex(_one_line(plain(paper.abstract))) or None,
        "keywords": escape_bibtex(", ".join(map(_keyword, keywords))) or None,
        "pdf": paper.pdf or None,
        "award": escape_bibtex("; ".join(paper.awards)) or None,
        "annote": escape_bibtex(_links(paper)) or None,  # the only field for remarks that no style prints
        "day": str(paper.date.day) if paper.date_precision is DatePrecision.DAY else None,
    }
    month = [Field("month", MONTHS[paper.month - 1][:3].lower())] if paper.month else []  # a macro, without braces
    lines = {name: _one_line(value) for name, value in fields.items() if value is not None}
    return [*(Field(name, f"{{{line}}}") for name, line in lines.items()), *month]


def _bibtex_name(name: Name) -> str:
    if not name.given or _AND.search(name.text):  # braces keep a name whole
        return f"{{{escape_bibtex(name.text)}}}"
    return ", ".join(escape_bibtex(part) for part in (name.family, name.suffix, name.given) if part)


def _without(prefixes: tuple[str, ...], text: str) -> str:
    return "\n".join(line for line in text.split("\n") if not line.startswith(prefixes))


def _short_csl(item: str) -> str:
    """Return a CSL item for pages, with each field and each author on a line of its own."""
    fields = json.loads(item)
    fields |= {"abstract": "", "keyword": "", "note": _without((_LINKS, _AWARDS), fields.get("note", ""))}
    lines = ",\n".join(f'  "{name}": {_shown(value)}' for name, value in fields.items() if value)
    return f"{{\n{lines}\n}}\n"


def _shown(value: Any) -> str:
    if isinstance(value, list):
        items = ",\n    ".join(map(_ENCODER.encode, value))
        return f"[\n    {items}\n  ]"
    return _ENCODER.encode(value)


def _ris_record(paper: Paper, keywords: Sequence[str]) -> dict[str, Any]:
    kind = ris_publication(paper)
    record = {
        "type_of_reference": kind.pop("type_of_reference"),
        "id": paper.citekey,
        "title": _one_line(paper.plain_title),
        "authors": [_one_line(name.filed_as) for name in paper.authors],
        **{name: _one_line(value) for name, value in kind.items()},
        "year": str(paper.year) if paper.year else None,
        "date": _ris_date(paper),
        "abstract": _one_line(plain(paper.abstract)),
        "keywords": list(map(_keyword, keywords)),
        "doi": paper.doi,
        "accession_number": f"arXiv:{paper.arxiv}" if paper.arxiv else None,
        "urls": [url] if (url := web_address(paper)) else None,
        "file_attachments1": paper.pdf,
        "notes": _notes(paper),
    }
    return {name: value for name, value in record.items() if value}


def _ris_date(paper: Paper) -> str:
    """Return a date in RIS, whose unknown parts are empty."""
    written = paper.iso_date.replace("-", "/")
    return written + "/" * (3 - written.count("/")) if paper.date_precision in (1, 2) else written


def _csl_item(paper: Paper, keywords: Sequence[str]) -> dict[str, Any]:
    kind = csl_publication(paper)
    issued = [int(part) for part in paper.iso_date.split("-") if part]
    item = {
        "id": paper.citekey,
        "type": kind.pop("type"),
        "title": paper.plain_title,
        "author": [_csl_name(name) for name in paper.authors],
        "issued": {"date-parts": [issued]} if issued else None,
        "abstract": plain(paper.abstract),
        "keyword": ", ".join(map(_keyword, keywords)),
        **kind,
        "DOI": paper.doi,
        "URL": web_address(paper),
        "note": "\n".join(_notes(paper, pdf=True)),
    }
    return {name: value for name, value in item.items() if value}


def _csl_name(name: Name) -> dict[str, str]:
    if not name.given:
        return {"literal": name.text}
    suffix = {"suffix": name.suffix} if name.suffix else {}
    return {"family": name.family, "given": name.given} | suffix


def _notes(paper: Paper, *, pdf: bool = False) -> list[str]:
    """Return what is known of a paper and has no field of its own."""
    awards = f"{_AWARDS}{'; '.join(map(_one_line, paper.awards))}" if paper.awards else ""
    told = (MORE_AUTHORS if paper.et_al else "", WITHDRAWN if paper.withdrawn else "", awards, _links(paper, pdf=pdf))
    return [note for note in told if note]


def _links(paper: Paper, *, pdf: bool = False) -> str:
    """Return a note of the addresses of code and other material, empty if there are none.

    They do not go into fields for addresses, as styles print those as where to read the paper. With `pdf`, the note has
    the address of the PDF, for formats without a field for it.
    """
    first = [Link("PDF", paper.pdf)] if pdf and paper.pdf else []
    code = [Link("Code", paper.code_url)] if paper.code_url else []
    known = dict.fromkeys(f"{_one_line(link.label)}: {link.url}" for link in (*first, *code, *paper.links))
    return f"{_LINKS}{'; '.join(known)}" if known else ""


def _keyword(text: str) -> str:
    """Return a keyword without characters that separate keywords."""
    return _SEPARATORS.sub(" ", text).strip()


def _initialled(name: Name) -> str:
    """Return a name such as `Lovelace, A. K.`; a name in a script without capitals is not abbreviated."""
    is_caseless = name.given.lower() == name.given.upper() and any(map(str.isalpha, name.given))
    if not name.given or is_caseless:
        return name.text
    words = (
        "-".join(f"{part[0].upper()}." for part in word.split("-") if part[:1].isalpha()) for word in name.given.split()
    )
    return ", ".join(filter(None, (name.family, " ".join(filter(None, words)), name.suffix)))


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _json_array(items: Iterable[str]) -> str:
    return "[\n" + ",\n".join(item.rstrip("\n") for item in items) + "\n]\n"


_ONLY_IN_BIBTEX_FILES = ("  abstract = ", "  keywords = ", "  pdf = ", "  award = ", "  annote = ", "  day = ")
_ONLY_IN_RIS_FILES = ("AB  - ", "KW  - ", "AN  - ", "L1  - ", f"N1  - {_LINKS}", f"N1  - {_AWARDS}")
STYLES: Mapping[str, CitationStyle] = {
    "bibtex": CitationStyle("BibTeX", "bib", bibtex, "\n".join, partial(_without, _ONLY_IN_BIBTEX_FILES)),
    "ris": CitationStyle("RIS", "ris", ris, "\n".join, partial(_without, _ONLY_IN_RIS_FILES)),
    "csl-json": CitationStyle("CSL-JSON", "json", csl_json, _json_array, _short_csl),
    "text": CitationStyle("Text", "txt", text, "".join),
}
"""All formats of citations, by name."""
FILE_STYLES = ("bibtex", "ris", "csl-json")
"""Names of the formats that reference managers import."""
