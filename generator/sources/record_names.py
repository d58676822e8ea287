r"""Names in files of references: a field or an item in, names of people and teams out.

Family and given names that a file states stay as stated. All else that stands beside names is removed: marks,
DBLP's numbers of people with the same name, and words for authors who are not named.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from generator.byline.authors import GROUP, MAX_NAME_LENGTH, read_author
from generator.byline.names import compose_name, read_name
from generator.byline.tail import read_line
from generator.models import Name
from generator.sources.bibtex_text import closing_brace, value_text
from generator.sources.record_markup import without_tags
from generator.text.entities import decode_references


class Names(NamedTuple):
    """Authors that a field names."""

    authors: tuple[Name, ...] = ()
    et_al: bool = False
    """Whether there are more authors, whose names are unknown."""


NO_NAMES = Names()
_SEPARATORS = {"and": r" and(?= )", ",": ",", ";": ";", " ": "[ ~]"}
_BARE = {name: re.compile(f"(?i){pattern}") for name, pattern in _SEPARATORS.items()}
"""Separators in texts without braces and commands."""
_AMONG_BRACES = {name: re.compile(rf"(?is)\\.|[{{}}]|{pattern}") for name, pattern in _SEPARATORS.items()}
_LATEX = re.compile(r"[\\{}]")
_OTHERS = re.compile(r"(?i)[\s,]*(?:others?|et\.?\s*al\.?|\.{3}|…)[\s.]*")
_MAYBE_OTHERS = re.compile(r"(?i)\bal\b|others?\b|\.{3}|…|dots\b|\bmore\b|等")
_MAYBE_MARKED = re.compile(r"[\d*$†‡§¶#⋆∗@<^(\[]|\\[A-Za-z]{3}|\\['`^\"~=*](?:\{\}|$|\s)|(?:Dr|Prof|Mrs?|Ms)\.")
_NUMBER_OF_DBLP = re.compile(r"\s+0\d{3}(?=\s*(?:,|$))|^0\d{3}\s*,\s*")
_MARK = re.compile(
    r"""\$\s*(?:\{\s*\}\s*)?\^[^$]*\$
      | \$\s*\{?(?:[\d\s,*†‡§¶#+]|\\(?:dag|ddag|dagger|ddagger|ast|star|S|P|sharp|circ|diamond)\b)*\}?\s*\$
      | \\(?:dag|ddag|dagger|ddagger|textdagger|textdaggerdbl|textasteriskcentered|ast)\b(?:\{\})?
      | \\(?:textsuperscript|thanks|footnotemark|footnote|inst|orcidlink|orcid|orcidID|corref|fnref|tnoteref|email)\b
        (?:\[[^\[\]{}]*\])?(?:\{(?:[^{}]|\{[^{}]*\})*\})?
      | \\(?:author|IEEEauthor)(?:refmark|mark)\b(?:\{[^{}]*\})?
      | \\textsuperscript\b | \^?\{[*†‡§¶#,\d\s]+\} | \\[*^~](?![\w{\\])
      | [\s({\[<]{0,3}[\w.+-]{1,64}@[\w-]{1,64}\.[\w.-]{1,64}[)}\]>]{0,2}
      | \s*\[?\b\d{4}-\d{4}-\d{4}-\d{3}[\dX]\b\]?""",
    re.VERBOSE,
)
"""Marks of notes, addresses and ORCID iDs beside names."""
_STYLED = re.compile(r"\{\s*\\(?:bf|it|em|sl|sc|bfseries|itshape|text[a-z]{2}|emph|underline|uline)\b\s*")
"""Beginning of a name in braces that are there for its style."""
_TITLE = re.compile(r"(?:(?:Dr|Prof|Mr|Mrs|Ms)\.(?:-?\s?Ing\.)?\s*)+(?=\S)")
_IN_PARENTHESES = re.compile(r"\s*\([^()]*\)$")
_FULL_STOP = re.compile(r"(?<=[^\W\d_]{4})\.$")
_FIELD = re.compile(r"(?is)\"?\s*(family|given|prefix|suffix|(?:family|given|prefix|suffix)-i)\s*=\s*(.*)")
_AND_SIGN = re.compile(r"\s\\?&(?=\s)")
_AND_COMMAND = re.compile(r"\\and\b(?:\{\})?")
_FAMILY_AND_INITIALS = re.compile(r"[^,.]*[^\W\d_][a-zß-ÿ][^,.]*\s[A-Z](?:-?[A-Z]){0,2}")
"""Name as PubMed writes it: `Alder AB`."""
_SUFFIX = re.compile(r"(?i)(?:[js]n?r|ii|iii|iv|v|vi{1,3}|\d(?:nd|rd|th)|ph\.?\s?d|m\.?d|esq)\.?")
_COMPANY = re.compile(r"(?i)(?:inc|ltd|llc|gmbh|corp|co)\.?")
_INITIAL = re.compile(r"(?:[^\W\d_]\.[\s-]?)+\s\S")
_BARE_INITIAL = re.compile(r"(?:[^\W\d_]\s)+\S{2}")


def read_bibtex_names(value: str) -> Names:
    r"""Return the names of a field of BibTeX.

    >>> [name.filed_as for name in read_bibtex_names(r"{\O}rsted, Ada and Ben van Birch and others").authors]
    ['Ørsted, Ada', 'van Birch, Ben']
    """
    text = decode_references(" ".join(value.split()))
    inner = text[1:-1] if text[:1] == "{" and closing_brace(text) == len(text) - 1 else ""
    if inner and _is_list(inner):
        text = inner
    return _names([name for part in _split_people(text) for name in _split(part, ";")])


def _split_people(text: str) -> list[str]:
    """Return the parts of a text between the words `and`, or signs for them if there is no such word."""
    if "\\and" in text:
        text = _AND_COMMAND.sub(" and ", text)
    parts = _split(f" {text} ", "and")
    if len(parts) > 1 or "&" not in text:
        return parts
    people = _split(f" {_AND_SIGN.sub(' and', text)} ", "and")
    are_people = len(people) > 1 and all(len(person.split()) > 1 for person in people) and not GROUP.search(text)
    return people if are_people and not _COMPANY.fullmatch(text.split()[-1]) else parts


def read_separate_names(listed: Sequence[str]) -> Names:
    """Return the names of fields that name one author each, as `Family, Given, Suffix` or in another order."""
    parts = [part for text in listed for part in _split(" ".join(text.split()), ";")]
    return _names([name for part in parts for name in _filed_names(part)])


def read_name_in_parts(family: str, given: str = "", suffix: str = "") -> Name | None:
    """Return the name of parts that are stated; None if they are empty."""
    family, given, suffix = (value_text(_without_marks(part)) for part in (family, given, suffix))
    if not family:
        family, given = given, ""
    return compose_name(family, given, suffix) if family else None


def read_team(text: str) -> Name | None:
    """Return the name that is not to be split; None if it is empty."""
    shown = value_text(text)
    return compose_name(shown) if shown else None


def is_others(text: str) -> bool:
    """Return whether a text stands for authors who are not named."""
    return bool(_OTHERS.fullmatch(text))


def _filed_names(text: str) -> list[str]:
    """Return the names in a field for one name: several if each has its family name first."""
    found = _split_people(text)
    return found if all("," in name for name in found) else [text]


def _names(parts: Sequence[str]) -> Names:
    parts = [part for part in (part.strip(" ;") for part in parts) if part]
    named = [part for part in parts if not (_MAYBE_OTHERS.search(part) and is_others(value_text(part)))]
    et_al = len(named) < len(parts)
    if named and _MAYBE_OTHERS.search(named[-1], max(0, len(named[-1]) - 40)):
        last = read_line(f"- {_without_braces(named[-1])}")
        if last.et_al and "{" not in last.body:
            named[-1], et_al = last.body.removeprefix("-").strip(), True
    if len(named) > 1 and all(map(_FAMILY_AND_INITIALS.fullmatch, named)):
        named = [", ".join(part.rsplit(maxsplit=1)) for part in named]
    found = [name for part in named for name in _read(part)]
    return Names(tuple(found), et_al)


def _read(part: str) -> Iterator[Name]:
    """Yield the name that a part is; several where commas separate them."""
    part = _without_marks(part)
    if styled := _STYLED.match(part) if _is_in_braces(part) else None:
        part = _without_braces(part[styled.end() : -1].strip())
    if _is_in_braces(part):
        found = read_team(part[1:-1])
        yield from [found] if found else ()
        return
    pieces = [piece for piece in (piece.strip() for piece in _split(part, ",")) if piece]
    if pieces and _FIELD.match(pieces[0]):
        found = _read_fields(pieces)
        yield from [found] if found else ()
    elif len(pieces) > 1 and (len(pieces) > 3 or part.endswith(",") or not _is_one_name(pieces)):
        yield from _read_list(pieces)
    elif pieces:
        found = _read_one(pieces)
        yield from [found] if found else ()


def _is_in_braces(part: str) -> bool:
    return part[:1] == "{" and closing_brace(part) == len(part) - 1


def _without_braces(part: str) -> str:
    return part[1:-1] if _is_in_braces(part) else part


def _read_fields(pieces: Sequence[str]) -> Name | None:
    """Return the name of fields such as `family=Alder`, as biblatex has them."""
    fields = {found[1].lower(): found[2].strip(' "') for piece in reversed(pieces) if (found := _FIELD.match(piece))}
    family = " ".join(filter(None, (fields.get("prefix"), fields.get("family"))))
    return read_name_in_parts(family, fields.get("given", ""), fields.get("suffix", ""))


def _is_one_name(pieces: Sequence[str]) -> bool:
    if len(pieces) == 2:
        are_bare = all(map(_BARE_INITIAL.match, pieces)) or all(map(_FAMILY_AND_INITIALS.fullmatch, pieces))
        return not are_bare and not (_INITIAL.match(pieces[0]) and " " in pieces[1])
    return any(_SUFFIX.fullmatch(piece) for piece in pieces[1:])


def _read_list(pieces: Sequence[str]) -> Iterator[Name]:
    """Yield the names of a list with commas alone: whole names, or family and given names in turn."""
    if all(map(_FAMILY_AND_INITIALS.fullmatch, pieces)):
        pieces = [part for piece in pieces for part in piece.rsplit(maxsplit=1)]
    whole = [piece for piece in pieces if " " in piece]
    if len(whole) * 2 <= len(pieces) and len(pieces) % 2 == 0:
        pairs = [[family, given] for family, given in zip(pieces[::2], pieces[1::2], strict=True)]
    else:
        pairs = [[piece] for piece in pieces if not is_others(piece)]
    yield from (name for pair in pairs if (name := _read_one(pair)))


def _read_one(pieces: Sequence[str]) -> Name | None:
    """Return the name of the pieces between its commas, in the orders of BibTeX and RIS."""
    if len(pieces) == 1:
        return _given_first(pieces[0])
    texts = [value_text(piece) for piece in pieces]
    family, *others = texts
    suffixes = [piece for piece in others if _SUFFIX.fullmatch(piece)]
    given = [piece for piece in others if piece not in suffixes]
    if " and " in others[-1]:
        return read_team(", ".join(pieces))
    if not given or any(map(_COMPANY.fullmatch, given)):
        return read_name(", ".join(filter(None, texts)))
    return read_name_in_parts(family, _TITLE.sub("", " ".join(given), count=1), " ".join(suffixes))


def _given_first(text: str) -> Name | None:
    if "{" in text:
        words = [word for word in _split(text, " ") if word]
        texts = [value_text(word) for word in words]
        if len(words) > 1 and texts[-1] and any(" " in shown for shown in texts):  # braces keep several words together
            return compose_name(texts[-1], " ".join(texts[:-1]))
    shown = value_text(text)
    if "." in shown:
        shown = _TITLE.sub("", _FULL_STOP.sub("", shown), count=1)
    if shown.endswith(")"):
        if GROUP.search(_IN_PARENTHESES.sub("", shown)):
            return compose_name(shown)
        shown = _IN_PARENTHESES.sub("", shown) or shown
    if len(shown) > MAX_NAME_LENGTH:
        return compose_name(shown)
    return read_name(shown) if shown else None


def _is_list(text: str) -> bool:
    """Return whether the text in one pair of braces is a list of people, and not the name of a team."""
    people = _split(f" {text} ", "and")
    if len(people) == 1:
        people = _split(text, ",")
        if len(people) < 3:
            return False
    people = [person.strip() for person in people if not is_others(person)]
    return all(" " in person and not GROUP.search(person) for person in people)


def _without_marks(part: str) -> str:
    if not _MAYBE_MARKED.search(part):
        return part
    bare = _MARK.sub("", _NUMBER_OF_DBLP.sub("", without_tags(part) if "<" in part else part)).strip()
    return read_author(bare).name if any(map(str.isalpha, bare)) else part


def _split(text: str, separator: str) -> list[str]:
    """Return the parts of a text between separators that stand outside of braces."""
    if not _LATEX.search(text):
        return _BARE[separator].split(text)
    parts, start, depth = [], 0, 0
    for match in _AMONG_BRACES[separator].finditer(text):
        if match[0] == "{":
            depth += 1
        elif match[0] == "}":
            depth = max(0, depth - 1)
        elif depth == 0 and match[0][0] != "\\":
            parts.append(text[start : match.start()])
            start = match.end()
    return [*parts, text[start:]]
