"""Citations: papers in; BibTeX, RIS or CSL-JSON out.

A truncated list of authors is never passed off as whole: BibTeX gets `and others`, which styles print as "et al.";
RIS and CSL-JSON have no such word and get a note.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import rispy
from bibtexparser.entrypoint import write_string
from bibtexparser.library import Library
from bibtexparser.model import Block, Entry, Field
from bibtexparser.writer import BibtexFormat

from generator.model import Name, Paper
from generator.text import bibtex as latex
from generator.text.inline import plain

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
MORE_AUTHORS = "There are more authors, whose names the source of this entry does not give."


def bibtex(papers: Iterable[Paper]) -> str:
    """BibTeX entries, in UTF-8."""
    entries: list[Block] = [Entry("misc", paper.citekey, _bibtex_fields(paper)) for paper in papers]
    layout = BibtexFormat()  # type: ignore[no-untyped-call]
    layout.indent, layout.block_separator = "  ", "\n"
    return write_string(Library(entries), unparse_stack=[], bibtex_format=layout) if entries else ""


def ris(papers: Iterable[Paper]) -> str:
    """RIS records."""
    text: str = rispy.dumps([_ris_record(paper) for paper in papers], implementation=_UnnumberedRis)
    return text


def csl_json(papers: Iterable[Paper]) -> str:
    """A JSON array of CSL items (https://citationstyles.org)."""
    return json.dumps([_csl_item(paper) for paper in papers], ensure_ascii=False, indent=2)


def web_address(paper: Paper) -> str | None:
    """Where the paper itself can be read, as far as it is known."""
    if paper.doi:
        return doi_address(paper.doi)
    return arxiv_address(paper.arxiv) if paper.arxiv else None


def arxiv_address(identifier: str) -> str:
    """Of the paper's page on arXiv."""
    return f"https://arxiv.org/abs/{identifier}"


def doi_address(doi: str) -> str:
    """That leads to the publisher."""
    return f"https://doi.org/{doi}"


class _UnnumberedRis(rispy.RisWriter):  # type: ignore[misc]
    """RIS as importers expect it: rispy would number the records."""

    def set_header(self, count: int) -> str:  # noqa: ARG002 (the signature is rispy's)
        return ""


def _bibtex_fields(paper: Paper) -> list[Field]:
    fields = {
        "title": latex.render(paper.title),
        "author": _bibtex_authors(paper),
        "year": str(paper.date.year),
        "eprint": paper.arxiv,
        "archiveprefix": "arXiv" if paper.arxiv else None,
        "primaryclass": paper.area.code if paper.arxiv else None,
        "doi": paper.doi,
        "url": web_address(paper),
    }
    month = Field("month", _MONTHS[paper.date.month - 1])  # a macro, without braces
    return [*(Field(name, f"{{{value}}}") for name, value in fields.items() if value is not None), month]


def _bibtex_authors(paper: Paper) -> str:
    names = [_bibtex_name(name) for name in paper.authors]
    return " and ".join([*names, "others"] if paper.et_al else names)


def _bibtex_name(name: Name) -> str:
    if not name.given:
        return f"{{{latex.escape(name.text)}}}"
    return f"{latex.escape(name.family)}, {latex.escape(name.given)}"


def _ris_record(paper: Paper) -> dict[str, Any]:
    record = {
        "type_of_reference": "GEN",
        "id": paper.citekey,
        "title": _one_line(paper.plain_title),
        "authors": [_one_line(name.filed_as) for name in paper.authors],
        "year": str(paper.date.year),
        "date": paper.date.strftime("%Y/%m/%d"),
        "abstract": _one_line(plain(paper.abstract)),
        "doi": paper.doi,
        "urls": [url] if (url := web_address(paper)) else None,
        "notes": [MORE_AUTHORS] if paper.et_al else None,
    }
    return {name: value for name, value in record.items() if value}


def _csl_item(paper: Paper) -> dict[str, Any]:
    item = {
        "id": paper.citekey,
        "type": "article",
        "title": paper.plain_title,
        "author": [_csl_name(name) for name in paper.authors],
        "issued": {"date-parts": [[paper.date.year, paper.date.month, paper.date.day]]},
        "abstract": plain(paper.abstract),
        "number": f"arXiv:{paper.arxiv}" if paper.arxiv else None,
        "DOI": paper.doi,
        "URL": web_address(paper),
        "note": MORE_AUTHORS if paper.et_al else None,
    }
    return {name: value for name, value in item.items() if value}


def _csl_name(name: Name) -> dict[str, str]:
    return {"family": name.family, "given": name.given} if name.given else {"literal": name.text}


def _one_line(text: str) -> str:
    return " ".join(text.split())
