"""Found papers: values that services and dumps state, which may be anything, in; checked and cleaned ones out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from generator.byline.names import compose_name, read_name
from generator.models import PublicationKind, without_middle
from generator.sources.corrections import CORRECTION_FIELDS
from generator.sources.people import Unreadable, read_authors
from generator.sources.record_dates import read_partial_date
from generator.text.entities import decode_references
from generator.text.latex import plain

MOST_AUTHORS = 5_000
_MOST_TITLE = 1_000
_MOST_NAME = 200
_MOST_TEXT = 500
_NOT_SHOWN = frozenset({"Cc", "Cf", "Cs", "Cn", "Co"})
_MARKUP = re.compile(r"</?[A-Za-z][\w:.-]{0,30}(?:\s[^<>]{0,300})?/?>")
_OTHERS = re.compile(r"(?i)(?:and |& )?(?:et\.? al\b\.?|others?)(?: \(.*\))?")
_WITHDRAWN = re.compile(
    r"(?i)\b(?:has|have|had|is|was|are) (?:been )?(?:\w+ )?(?:withdrawn|retracted)\b|^\W*withdrawn\b"
)
_IN_BRACKETS = re.compile(r"\([^()]*\)")
_DEEPEST_BRACKETS = 3
_BETWEEN_NAMES = re.compile(r",(?!\s*(?:[JS]r|I{2,3}|IV)\b)|;|\band\b")
_RETRACTED_TITLE = re.compile(r"(?i)^\W*(?:retracted|withdrawn)(?: article| paper)?\s*[:\]]\s*")


class UnusableRecord(ValueError):
    """Error of a record of a service or a dump: what was expected, and what was found."""


class NoAuthors(UnusableRecord):
    """Error of a record without authors, with which nobody can tell whether it is of a listed paper."""


@dataclass(frozen=True, slots=True)
class FoundPaper:
    """A paper as a service or a dump states it, checked."""

    title: str
    """Title, with its LaTeX."""
    authors: tuple[str, ...]
    """Names as `enriched.yml` has them; never empty."""
    origin: str
    """Service or file that it is from."""
    et_al: bool = False
    published: str = ""
    """Date such as `2031-04-05`, `2031-04` or `2031`; empty if it is not known."""
    facts: Mapping[str, str] = field(default_factory=dict)
    """Further values by the names that `enriched.yml` has for them: `arxiv`, `doi`, `venue`, `kind`, `volume`,
    `number`, `pages`, `publisher` and `pdf`. Only what is known is in it."""
    withdrawn: bool = False
    first_hand: bool = True

    @property
    def year(self) -> int | None:
        """Year of publication; None if it is not known."""
        return int(self.published[:4]) if self.published else None


def checked(
    title: object,
    authors: Iterable[object],
    origin: str,
    *,
    published: object = "",
    remarks: object = "",
    withdrawn: bool = False,
    first_hand: bool = True,
    **facts: object,
) -> FoundPaper:
    """Return a paper with what is usable of the values stated; `remarks` may say that it is withdrawn.

    Raises UnusableRecord where title or authors are not usable.
    """
    text = clean_text(title, _MOST_TITLE)
    if not text:
        raise UnusableRecord(f"expected a title of at most {_MOST_TITLE} characters, found {_shown(title)}")
    names, et_al = _names(authors)
    bare = _RETRACTED_TITLE.sub("", text) or text
    return FoundPaper(
        bare,
        names,
        origin,
        et_al,
        _date(published),
        {name: found for name, value in facts.items() if (found := _FACTS[name](value))},
        withdrawn or bare != text or bool(_WITHDRAWN.search(clean_text(remarks, 5_000))),
        first_hand,
    )


def clean_text(value: object, most: int = _MOST_TEXT) -> str:
    r"""Return a text on one line, without what cannot be seen; empty where it is none, or has more than `most` letters.

    >>> clean_text(" Moths\x00 at\n night\u202e ")
    'Moths at night'
    """
    if not isinstance(value, str) or len(value) > 20 * most:
        return ""
    if value.isascii() and value.isprintable():
        text = " ".join(value.split())
        return text if len(text) <= most else ""
    spaced = "".join(" " if char.isspace() else char for char in value)
    seen = "".join(char for char in spaced if unicodedata.category(char) not in _NOT_SHOWN)
    text = " ".join(seen.split())
    return text if len(text) <= most else ""


def without_markup(value: object) -> object:
    """Return a text of Crossref without its tags and character references; any other value as it is."""
    return decode_references(_MARKUP.sub("", value[:20_000])) if isinstance(value, str) else value


def joined_name(family: object, given: object = "", suffix: object = "") -> str:
    """Return the parts of a name as one text that is read as these parts; empty where they are no texts.

    >>> joined_name("Alder", "Ada"), joined_name("Garcia Lorca", "Federico"), joined_name("Reed", "Tom", "Jr.")
    ('Ada Alder', 'Garcia Lorca, Federico', 'Reed, Jr., Tom')
    """
    parts = [clean_text(part, _MOST_NAME) for part in (family, suffix, given)]
    if not parts[0] or not parts[2]:
        return parts[0] or parts[2]
    if parts[1]:
        return ", ".join(parts)
    name = compose_name(parts[0], parts[2])
    return name.text if read_name(name.text).family == name.family else f"{parts[0]}, {parts[2]}"


def names_in(text: str) -> list[str]:
    """Return the names of a list in one text, such as arXiv has, without the affiliations in brackets.

    >>> names_in("Ada Alder (1), Ben Birch, Jr. and Cleo Cedar ((1) Moth University, Rome)")
    ['Ada Alder', 'Ben Birch, Jr.', 'Cleo Cedar']
    """
    for _ in range(_DEEPEST_BRACKETS):
        text = _IN_BRACKETS.sub(" ", text)
    return [name for part in _BETWEEN_NAMES.split(text) if (name := part.strip())]


def _names(authors: Iterable[object]) -> tuple[tuple[str, ...], bool]:
    """Return the names of a list, and whether it says that there are more."""
    names: list[str] = []
    et_al = False
    for number, one in enumerate(authors):
        if number == MOST_AUTHORS:
            raise UnusableRecord(f"expected at most {MOST_AUTHORS:,} authors, found more")
        name = clean_text(one, _MOST_NAME)
        if _OTHERS.fullmatch(name):
            et_al = True
        else:
            names.append(_as_one(name, one))
    if not names:
        raise NoAuthors("expected authors, found none")
    return tuple(names), et_al


def _as_one(name: str, stated: object) -> str:
    """Return a name so that it is read as one: in braces if it looks like several."""
    for form in (name, "{" + re.sub(r"[{}\\]", "", name) + "}"):
        try:
            read = read_authors([form])
        except Unreadable:
            continue
        if any(char.isalpha() for char in read[0].text):
            return form
    raise UnusableRecord(f"expected a name of at most {_MOST_NAME} characters, found {_shown(stated)}")


def _shown(value: object) -> str:
    return without_middle(repr(value if isinstance(value, str | int | float | None) else type(value).__name__), 80)


def _date(value: object) -> str:
    text = clean_text(value, 10)
    return text if read_partial_date(text) else ""


def _stated(name: str) -> Any:
    """Return a reader of a value that `corrections.yml` may state, too; what it refuses is empty."""

    def read(value: object) -> str:
        text = clean_text(value)
        try:
            return str(CORRECTION_FIELDS[name](text)) if text else ""
        except Unreadable:
            return ""

    return read


def _arxiv(value: object) -> str:
    text = clean_text(value)
    return str(_stated("arxiv")(text.rpartition("/abs/")[2]))


def _kind(value: object) -> str:
    return str(value) if isinstance(value, str) and value in set(PublicationKind) else ""


def _plain_text(value: object) -> str:
    return plain(clean_text(value))


def _pages(value: object) -> str:
    return re.sub(r"(?<=\w)\s*-{1,3}\s*(?=\w)", "–", _plain_text(value))


_FACTS = {
    "arxiv": _arxiv,
    "doi": lambda value: _stated("doi")(value).lower(),
    "venue": _plain_text,
    "kind": _kind,
    "volume": _plain_text,
    "number": _plain_text,
    "pages": _pages,
    "publisher": _plain_text,
    "pdf": _stated("code_url"),
}
"""Functions that return the value of a fact, empty where it is not usable, in the order of `enriched.yml`."""
