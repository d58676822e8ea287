"""XML of arXiv: pieces of an Atom feed or an OAI-PMH answer in; its entries out, one by one.

Formats: https://info.arxiv.org/help/api/user-manual.html and https://info.arxiv.org/help/oa/index.html
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from email.utils import parsedate
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser

from generator.enrich.found import FoundPaper, UnusableRecord, checked, clean_text, joined_name, names_in
from generator.models import PublicationKind, quoted

ARXIV = "arXiv"
ATOM = "{http://www.w3.org/2005/Atom}"
_ARXIV_ATOM = "{http://arxiv.org/schemas/atom}"
OAI = "{http://www.openarchives.org/OAI/2.0/}"
_ARXIV_OAI = "{http://arxiv.org/OAI/arXiv/}"
_ARXIV_RAW = "{http://arxiv.org/OAI/arXivRaw/}"
_OAI_DC = "{http://www.openarchives.org/OAI/2.0/oai_dc/}dc"
_DUBLIN_CORE = "{http://purl.org/dc/elements/1.1/}"
ENTRIES = frozenset({f"{ATOM}entry", f"{OAI}record"})
_ROOTS = frozenset({f"{ATOM}feed", f"{OAI}OAI-PMH", f"{OAI}ListRecords", f"{OAI}GetRecord", *ENTRIES, "records"})
_MOST_LETTERS = 2_000_000
_DEEPEST = 50


class UnexpectedContent(ValueError):
    """Error of a whole answer or file: what was expected, and what was found."""


def entries_in_xml(pieces: Iterable[bytes]) -> Iterator[Element]:
    """Yield the entries of a feed or records of OAI-PMH, each as soon as its end is there.

    Raises UnexpectedContent for other XML, for XML that is cut or not well formed, and for a document type, as that
    may define entities that grow without bounds (https://en.wikipedia.org/wiki/Billion_laughs_attack).
    """
    target = _EntryTarget()
    parser = XMLParser(target=target)
    try:
        for piece in pieces:
            parser.feed(piece)
            yield from target.take()
        parser.close()
    except (ParseError, ValueError, LookupError) as error:
        if isinstance(error, UnexpectedContent):
            raise
        raise UnexpectedContent(f"expected whole XML, found an error: {error}") from None
    yield from target.take()


class _EntryTarget:
    """Target of an XML parser that keeps the elements within entries only."""

    def __init__(self) -> None:
        self._builder: TreeBuilder | None = None
        self._depth = 0
        self._letters = 0
        self._entry_depth = 0
        self._done: list[Element] = []

    def take(self) -> list[Element]:
        """Return the entries that have ended since the last call."""
        done, self._done = self._done, []
        return done

    def doctype(self, name: str, *_: object) -> None:
        raise UnexpectedContent(f"expected Atom or OAI-PMH, found a document type: {quoted(name, 40)}")

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if self._depth == 0 and tag not in _ROOTS:
            raise UnexpectedContent(f"expected Atom or OAI-PMH, found <{clean_text(tag, 80)}>")
        self._depth += 1
        if self._depth > _DEEPEST:
            raise UnexpectedContent(f"expected at most {_DEEPEST} levels of elements, found more")
        if self._builder is None and tag in ENTRIES:
            self._builder, self._letters, self._entry_depth = TreeBuilder(), 0, self._depth
        if self._builder is not None:
            self._count(tag)
            self._builder.start(tag, attributes)

    def data(self, text: str) -> None:
        if self._builder is not None:
            self._count(text)
            self._builder.data(text)

    def end(self, tag: str) -> None:
        if self._builder is not None:
            self._builder.end(tag)
            if self._depth == self._entry_depth:
                self._done.append(self._builder.close())
                self._builder = None
        self._depth -= 1

    def close(self) -> None:
        """End the document; nothing is left to do."""

    def _count(self, text: str) -> None:
        self._letters += len(text)
        if self._letters > _MOST_LETTERS:
            raise UnexpectedContent(f"expected at most {_MOST_LETTERS:,} letters in an entry, found more")


def title_in_xml(entry: Element) -> str:
    """Return the title of an entry; empty where it has none."""
    return _text(entry, f"{ATOM}title") if entry.tag == f"{ATOM}entry" else _text(_metadata(entry), "{*}title")


def authors_in_xml(entry: Element) -> Iterator[str]:
    """Yield the names of the authors of an entry."""
    if entry.tag == f"{ATOM}entry":
        return (_text(author, f"{ATOM}name") for author in entry.iterfind(f"{ATOM}author"))
    metadata = _metadata(entry)
    if metadata.tag == f"{_ARXIV_OAI}arXiv":
        parts = [f"{_ARXIV_OAI}{part}" for part in ("keyname", "forenames", "suffix")]
        authors = metadata.iterfind(f"{_ARXIV_OAI}authors/{_ARXIV_OAI}author")
        return (joined_name(*(_text(author, part) for part in parts)) for author in authors)
    if metadata.tag == f"{_ARXIV_RAW}arXivRaw":
        return iter(names_in(_text(metadata, f"{_ARXIV_RAW}authors")))
    return iter(_texts(metadata, f"{_DUBLIN_CORE}creator"))


def paper_in_xml(entry: Element) -> FoundPaper:
    """Return the paper of an entry.

    Raises UnusableRecord where the entry is an error, or has no usable title, authors or identifier.
    """
    return _of_atom(entry) if entry.tag == f"{ATOM}entry" else _of_oai(entry)


def error_in(entry: Element) -> str:
    """Return what an entry says that is an error of the service; empty for the entry of a paper."""
    address = _text(entry, f"{ATOM}id")
    if entry.tag != f"{ATOM}entry" or "/abs/" in address:
        return ""
    return clean_text(_text(entry, f"{ATOM}summary")[:300]) or f"an entry with the id {quoted(address, 60)}"


def _of_atom(entry: Element) -> FoundPaper:
    if error := error_in(entry):
        raise UnusableRecord(f"expected the entry of a paper, found {quoted(error)}")
    pdf = next((link.get("href", "") for link in entry.iterfind(f"{ATOM}link") if link.get("title") == "pdf"), "")
    return arxiv_paper(
        _text(entry, f"{ATOM}title"),
        authors_in_xml(entry),
        _text(entry, f"{ATOM}id"),
        pdf=pdf,
        doi=_text(entry, f"{_ARXIV_ATOM}doi"),
        venue=_text(entry, f"{_ARXIV_ATOM}journal_ref"),
        published=_text(entry, f"{ATOM}published")[:10],
        remarks=_text(entry, f"{_ARXIV_ATOM}comment"),
    )


def _of_oai(record: Element) -> FoundPaper:
    metadata = _metadata(record)
    if metadata.tag == _OAI_DC:
        return _of_dublin_core(record, metadata)
    names = ("id", "doi", "journal-ref", "created", "comments")
    values = {name: _text(metadata, f"{{*}}{name}") for name in names}
    return arxiv_paper(
        title_in_xml(record),
        authors_in_xml(record),
        values["id"],
        doi=values["doi"],
        venue=values["journal-ref"],
        published=values["created"] or day_of(_text(metadata, "{*}version/{*}date")),
        remarks=values["comments"],
    )


def _of_dublin_core(record: Element, metadata: Element) -> FoundPaper:
    identifiers = _texts(metadata, f"{_DUBLIN_CORE}identifier")
    remarks = [text for text in _texts(metadata, f"{_DUBLIN_CORE}description") if text.startswith("Comment:")]
    return arxiv_paper(
        title_in_xml(record),
        authors_in_xml(record),
        next((text for text in identifiers if "/abs/" in text), ""),
        doi=next((text for text in identifiers if text.startswith("doi:")), ""),
        venue=next((text for text in identifiers if "/abs/" not in text and not text.startswith("doi:")), ""),
        published=min(_texts(metadata, f"{_DUBLIN_CORE}date"), default=""),
        remarks=" ".join(text.removeprefix("Comment:") for text in remarks),
    )


def arxiv_paper(
    title: object,
    authors: Iterable[object],
    address: object,
    *,
    venue: object,
    doi: object,
    published: object,
    remarks: object,
    pdf: object = "",
) -> FoundPaper:
    """Return a paper as arXiv states it, `address` being its id or its address there.

    Raises UnusableRecord where title, authors or id are not usable. Where it states no address of the PDF, that is the
    usual one.
    """
    found = checked(
        title,
        authors,
        ARXIV,
        published=published,
        remarks=remarks,
        arxiv=address,
        doi=first_of(doi),
        venue=venue,
        kind="" if venue or doi else PublicationKind.PREPRINT,
        pdf=pdf or f"https://arxiv.org/pdf/{re.sub(r'.*/abs/|v[0-9]+$', '', str(address))}",
    )
    if "arxiv" not in found.facts:
        raise UnusableRecord(f"expected an arXiv id, found {quoted(clean_text(address) or '', 60)}")
    return found


def first_of(value: object) -> object:
    """Return the first word of a text; any other value as it is. Some entries of arXiv have several DOIs."""
    return value.split()[0] if isinstance(value, str) and value.split() else value


def day_of(text: object) -> str:
    """Return the day of a date as mail has it, such as `Mon, 4 Mar 2024 19:18:42 GMT`; empty where it is none."""
    parts = parsedate(text) if isinstance(text, str) else None
    try:
        return date(*parts[:3]).isoformat() if parts else ""
    except (ValueError, OverflowError):
        return ""


def _metadata(record: Element) -> Element:
    """Return the element with the metadata of a record of OAI-PMH; the record where it has none."""
    found = record.find(f"{OAI}metadata")
    return record if found is None or not len(found) else found[0]


def _text(element: Element, path: str) -> str:
    found = element.find(path)
    return "" if found is None else _words_of(found)


def _texts(element: Element, path: str) -> list[str]:
    return [text for found in element.iterfind(path) if (text := _words_of(found))]


def _words_of(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())
