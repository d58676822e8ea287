"""BibTeX files: a text in, a `Record` for each paper out, and a `Problem` for everything else.

Every entry ends in one record, or in one problem that says that it is left out: an error, or a note where it is no
paper, such as proceedings that other entries refer to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from generator.models import Problem, PublicationKind, Severity, quoted
from generator.sources.bibtex_entries import BibtexEntry, read_bibtex_entries
from generator.sources.bibtex_text import clean_latex, value_text
from generator.sources.listing import Listing
from generator.sources.record_dates import PartialDate, date_of_parts, date_of_text
from generator.sources.record_fields import CODE, PDF, Stated, Statement, read_keywords, records_of
from generator.sources.record_names import Names, read_bibtex_names, read_team
from generator.sources.records import Record
from generator.text.urls import unescape_url

_KINDS = {
    name: kind
    for kind, names in {
        PublicationKind.ARTICLE: "article suppperiodical review",
        PublicationKind.CONFERENCE: "inproceedings conference",
        PublicationKind.CHAPTER: "incollection inbook suppbook suppcollection bookinbook inreference",
        PublicationKind.BOOK: "book mvbook proceedings mvproceedings collection mvcollection booklet reference "
        "mvreference",
        PublicationKind.THESIS: "phdthesis mastersthesis thesis bachelorsthesis",
        PublicationKind.REPORT: "techreport report",
        PublicationKind.PREPRINT: "unpublished preprint",
        PublicationKind.DATASET: "dataset data",
        PublicationKind.SOFTWARE: "software softwareversion softwaremodule codefragment",
    }.items()
    for name in names.split()
}
_UNSTATED = frozenset({"misc", ""})
"""Types that say nothing of the kind."""
_NO_PAPERS = frozenset("xdata set ieeetranbstctl control settings bibnote".split())
"""Types of entries that are no publications."""
_INHERITED = frozenset(
    "booktitle journal journaltitle year date month publisher series volume number organization institution school "
    "eventtitle address location".split()
)
"""Fields that an entry has from the one that its field `crossref` or `xdata` names."""
_LABELS = {
    "url": "",
    "pdf": PDF,
    "code": CODE,
    "github": CODE,
    "repo": CODE,
    "software": CODE,
    "slides": "Slides",
    "presentation": "Slides",
    "video": "Video",
    "talk": "Video",
    "poster": "Poster",
    "website": "Website",
    "html": "",
    "project": "Website",
    "projectpage": "Website",
    "project_page": "Website",
    "homepage": "Website",
    "supp": "Supplement",
    "supplement": "Supplement",
    "supplementary": "Supplement",
    "blog": "Blog",
    "demo": "Demo",
    "dataset": "Data",
    "data": "Data",
}
"""Labels of addresses by the fields that have them; without a label, the address itself decides."""
_NOTES = "note annote annotation addendum pubstate".split()
_AWARDS = "award_name award awards honors honor".split()
_HAS_ADDRESS = re.compile(r"(?i)https?:|www\.|\\(?:url|href)\b")
_IN_COMMAND = re.compile(r"\\(?:url|href|path|nolinkurl)\s*\{([^{}]*)\}(?:\{[^{}]*\})?")
_TILDE = re.compile(r"\$\\sim\$|\\~\{\}|\{?\\textasciitilde\}?(?:\{\}|\s)?|\{?\\sim\}?")
_YEAR_AND_MONTH = re.compile(r"\d{4}-\d{1,2}(?:-\d{1,2})?")


def read_bibtex(listing: Listing) -> Iterator[Record | Problem]:
    """Yield the records and problems of a BibTeX file."""
    found = list(read_bibtex_entries(listing))
    entries = [one for one in found if isinstance(one, BibtexEntry)]
    parents = _by_citekey(entries)
    named = {key for entry in entries for key in _parents_of(entry)}
    for one in found:
        if isinstance(one, Problem):
            yield one
        elif reason := _no_paper(one, named):
            yield Problem(one.location, f"{quoted(one.citekey or one.type)} is left out: {reason}", Severity.NOTE)
        else:
            first = parents.get(one.citekey.lower())
            if one.citekey and first and first is not one:
                message = f"expected a citekey of its own, found {quoted(one.citekey)} of line {first.location.line}"
                yield Problem(one.location, message)
            yield from _read(one, parents)


def _by_citekey(entries: list[BibtexEntry]) -> dict[str, BibtexEntry]:
    known: dict[str, BibtexEntry] = {}
    for entry in entries:
        known.setdefault(entry.citekey.lower(), entry)
    return known


def _parents_of(entry: BibtexEntry) -> list[str]:
    """Return the citekeys of the entries from which an entry has fields, in lower case."""
    fields = (entry.fields[name].text for name in ("crossref", "xdata") if name in entry.fields)
    return [key.strip().lower() for text in fields for key in text.split(",") if key.strip()]


def _no_paper(entry: BibtexEntry, named: set[str]) -> str:
    """Return why an entry is no paper; empty if it is one."""
    if entry.type in _NO_PAPERS:
        return f"@{entry.type} is no publication"
    if entry.citekey.lower() in named and "author" not in entry.fields:
        return "it is there for the entries that refer to it"
    return ""


def _read(entry: BibtexEntry, parents: Mapping[str, BibtexEntry]) -> Iterator[Record | Problem]:
    fields = dict(entry.fields)
    for key in _parents_of(entry):
        parent = parents.get(key)
        if parent is None:
            place = (entry.fields.get("crossref") or entry.fields["xdata"]).location
            yield Problem(place, f"expected an entry {quoted(key)} in this file, found none")
        else:
            _inherit(fields, parent)
    statement = _statement(replace(entry, fields=fields))
    if statement.date.expected:
        place = statement.places.get("date", entry.location)
        texts = (fields[name].text for name in ("date", "year", "month", "day") if name in fields)
        found = quoted(" ".join(" ".join(texts).split()), 60)
        yield Problem(place, f"expected {statement.date.expected}, found {found}")
    yield from records_of(statement)


def _inherit(fields: dict[str, Stated], parent: BibtexEntry) -> None:
    """Add the fields of a parent that are missing; its title is that of the book."""
    for name in _INHERITED & parent.fields.keys():
        if name not in ("year", "date") or not fields.keys() & {"year", "date"}:
            fields.setdefault(name, parent.fields[name])
    if "title" in parent.fields and not fields.keys() & {"booktitle", "journal", "journaltitle"}:
        fields["booktitle"] = parent.fields["title"]


def _statement(entry: BibtexEntry) -> Statement:
    fields = entry.fields
    kind = _KINDS.get(entry.type) or _kind_of_detail(entry)
    dated, date_field = _date(entry)
    names, names_field = _authors(entry)
    venue_field = _venue_field(entry, kind)
    own_publisher = ("school", "institution") if kind in (PublicationKind.THESIS, PublicationKind.REPORT) else ()
    publisher = _first(entry, *own_publisher, "publisher", "school", "institution", "organization")
    used = {
        "title": "title",
        "authors": names_field,
        "date": date_field,
        "venue": venue_field,
        "publisher": publisher,
        "number": "number" if "number" in fields else "issue",
        **{name: name for name in "abstract volume pages doi keywords pdf".split()},
        "arxiv": "eprint" if "eprint" in fields else "arxiv",
    }
    return Statement(
        entry.location,
        entry.citekey,
        kind,
        _title(entry),
        names,
        dated,
        clean_latex(_raw(entry, "abstract")),
        _text(entry, venue_field),
        _text(entry, "volume"),
        _text(entry, used["number"]),
        _text(entry, "pages"),
        _text(entry, publisher),
        _plain_address(_raw(entry, "doi")),
        _arxiv(entry),
        _text(entry, "primaryclass") or _text(entry, "eprintclass"),
        tuple(_addresses(entry)),
        read_keywords(_text(entry, "keywords" if "keywords" in fields else "keyword")),
        tuple(_awards(entry)),
        tuple(text for name in (*_NOTES, "howpublished") if (text := _text(entry, name))),
        {name: fields[source].location for name, source in used.items() if source in fields},
    )


def _kind_of_detail(entry: BibtexEntry) -> PublicationKind | None:
    """Return the kind of an entry whose type does not say it, by fields of biblatex."""
    if entry.type not in _UNSTATED or _text(entry, "entrysubtype").lower() == PublicationKind.OTHER:
        return PublicationKind.OTHER
    return PublicationKind.PREPRINT if _text(entry, "pubstate").lower() in ("prepublished", "preprint") else None


def _raw(entry: BibtexEntry, name: str) -> str:
    stated = entry.fields.get(name)
    return stated.text if stated else ""


def _text(entry: BibtexEntry, name: str) -> str:
    return value_text(entry.fields[name].text) if name in entry.fields else ""


def _first(entry: BibtexEntry, *names: str) -> str:
    """Return the first of some names of fields that the entry has; empty if it has none."""
    return next((name for name in names if name in entry.fields), "")


def _title(entry: BibtexEntry) -> str:
    title = clean_latex(_raw(entry, _first(entry, "title", "booktitle", "maintitle")))
    subtitle = clean_latex(_raw(entry, "subtitle"))
    return f"{title}{' ' if title.endswith((':', '?', '!')) else ': '}{subtitle}" if title and subtitle else title


def _authors(entry: BibtexEntry) -> tuple[Names, str]:
    """Return the authors and the field that names them: else the editors, else a team."""
    for name in ("author", "authors", "editor", "editors"):
        names = read_bibtex_names(_raw(entry, name))
        if names.authors:
            return names, name
    for name in ("collaboration", "organization", "institution", "howpublished"):
        raw = _raw(entry, name)
        if raw and not _HAS_ADDRESS.search(raw) and (team := read_team(raw)):
            return Names((team,)), name
    return Names(), ""


def _date(entry: BibtexEntry) -> tuple[PartialDate, str]:
    """Return the date and the field that states its year."""
    if "date" in entry.fields:
        found = date_of_text(_text(entry, "date"))
        if found.precision or "year" not in entry.fields:
            return found, "date"
    year, month = _text(entry, "year"), _text(entry, "month")
    if _YEAR_AND_MONTH.fullmatch(year) and not month:
        return date_of_text(year), "year"
    return date_of_parts(year, month, _text(entry, "day")), "year"


def _venue_field(entry: BibtexEntry, kind: PublicationKind | None) -> str:
    if kind is PublicationKind.BOOK:
        return _first(entry, "series")
    name = _first(entry, "journal", "journaltitle", "booktitle", "eventtitle", "maintitle", "series", "howpublished")
    return "" if name == "howpublished" and _HAS_ADDRESS.search(_raw(entry, name)) else name


def _arxiv(entry: BibtexEntry) -> str:
    eprint = _text(entry, "eprint")
    archive = _text(entry, _first(entry, "archiveprefix", "eprinttype")).lower()
    return eprint if eprint and archive in ("", "arxiv") else _text(entry, "arxiv") or _text(entry, "arxivid")


def _addresses(entry: BibtexEntry) -> Iterator[Stated]:
    """Yield the addresses of an entry; other texts in such fields are paths of files or switches of templates."""
    for name, label in _LABELS.items():
        stated = entry.fields.get(name)
        if stated and (name == "url" or _HAS_ADDRESS.search(stated.text)):
            yield Stated(_plain_address(stated.text), stated.location, label)
    stated = entry.fields.get("howpublished")
    if stated and (found := _IN_COMMAND.search(stated.text)):
        yield Stated(_plain_address(found[0]), stated.location)
    elif stated and stated.text.startswith("http"):
        yield Stated(_plain_address(stated.text), stated.location)


def _plain_address(text: str) -> str:
    """Return an address without its LaTeX."""
    text = _IN_COMMAND.sub(r"\1", _TILDE.sub("~", text) if "~" in text or "sim" in text or "tilde" in text else text)
    return unescape_url(text.replace("{\\_}", "_")).replace("{", "").replace("}", "").strip()


def _awards(entry: BibtexEntry) -> Iterator[str]:
    text = _text(entry, _first(entry, *_AWARDS))
    if text.lower() not in ("true", "false", "yes", "no"):
        yield from (award.strip() for award in text.split(";") if award.strip())
