"""People in corrections: values of the file in; names to show, and where they are stated, out.

A person is written as a name in one text (`Given Family`, `Family, Given` or `Family, Suffix, Given`) or as a mapping
of its parts, with a label or an ORCID where others have the same name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import NamedTuple, TypeVar

from generator.byline.authors import GROUP, looks_like_institution
from generator.byline.names import compose_name, match_key, may_be_two, person_id, read_stated_name
from generator.byline.tail import names_others
from generator.models import Location, Name, Problem, Severity, quoted
from generator.sources.yaml_lines import YamlFile, YamlPath, YamlValue, value_at
from generator.text.latex import plain

_Item = TypeVar("_Item")

_PARTS = ("given", "family", "particle", "suffix")
_NAME = ("name", *_PARTS)
_AUTHOR = (*_NAME, "label", "orcid")
_PERSON = (*_AUTHOR, "spellings", "papers")
_SEVERAL = re.compile(r"[^\s{]\S*\s[^;]*(?:;\s*|\s(?:and|&)\s+)[^\s;]+\s.*")
_ORCID = re.compile(r"(?i)(?:orcid:\s*|https?://(?:www\.)?orcid\.org/)?((?:[0-9]{4}-){3}[0-9]{3}[0-9X])/?")


class Mention(NamedTuple):
    """Name or title by which the corrections mean a person or a paper, and where it is written."""

    word: str
    location: Location


@dataclass(frozen=True, slots=True)
class Person:
    """Statement of the corrections on one person."""

    shown: Name
    location: Location
    known: Mapping[str, Mention] = field(default_factory=dict)
    """Names of the person, including the one to show, by their `match_key`."""
    papers: tuple[Mention, ...] = ()
    """Keys or titles of the person's papers; empty for all papers that no other person claims."""


class Unreadable(ValueError):
    """Error of a value of the file: what was expected, and where within the value something else was found."""

    def __init__(self, expected: str, *within: str | int, found: YamlValue = None) -> None:
        super().__init__(expected)
        self.within: YamlPath = within
        self.found = found

    def found_in(self, value: YamlValue) -> YamlValue:
        """Return the part of the value that is wrong."""
        return self.found or value_at(value, self.within)


def read_authors(value: YamlValue) -> tuple[Name, ...]:
    """Return the authors that a correction states of a paper."""
    found = _names(value, _AUTHOR, "a list of names")
    for place, name in found:
        if names_others(name.listed):
            raise Unreadable("names alone (et_al: true says that there are more)", *place)
        if _SEVERAL.fullmatch(name.listed) and not (GROUP.search(name.listed) or looks_like_institution(name.listed)):
            raise Unreadable("one name an item, as in [Ada Alder, Ben Birch],", *place)
    return tuple(name for _, name in found)


def read_person(source: YamlFile, *where: str | int) -> Person:
    """Return the person at a path of the file: an item of a list, or a value whose key is the name."""
    value, place = source.at(*where), source.location(*where)
    key = where[-1] if isinstance(where[-1], str) else ""
    around: YamlPath
    if isinstance(value, dict) and value:
        said, around = value, ("spellings",)
    elif key:
        said, around = {"spellings": value}, ()
    else:
        raise Unreadable("a mapping that names a person")
    shown = _name(said, _PERSON, key)
    papers: Sequence[tuple[YamlPath, str]] = ()
    if "papers" in said:
        with _inside("papers"):
            papers = _list(said["papers"], read_text, "keys or titles of papers")
        if not (shown.label or shown.orcid):
            raise Unreadable("a label or an orcid beside papers, to tell the person from others of the name")
    known = {match_key(name.text): Mention(name.listed, place) for name in (_in_one(key) if key else shown, shown)}
    if "spellings" in said:
        with _inside(*around):
            others = _names(said["spellings"], _NAME, "other spellings of the name")
        known |= {
            match_key(name.text): Mention(name.listed, source.location(*where, *around, *at)) for at, name in others
        }
    on = tuple(Mention(paper, source.location(*where, "papers", *at)) for at, paper in papers)
    return Person(shown, place, known, on)


def reconcile(
    people: Sequence[Person], authors: Iterable[tuple[Name, Location]]
) -> tuple[Callable[[Name], Name], tuple[Problem, ...]]:
    """Return a function that adds the missing ORCID or label to a name, and the contradictions that were found.

    `authors` are those that corrections of papers state. A name with a label has one ORCID, an ORCID one label. The
    ORCID is the label, too, where nothing else tells the person from others of the name.
    """
    orcids: dict[str, Mention] = {}
    labels: dict[str, Mention] = {}
    problems = [*_claimed_twice(person for person in people if not person.papers)]
    for name, location in (*((person.shown, person.location) for person in people), *authors):
        if name.label and name.orcid:
            orcid = orcids.setdefault(_labelled(name), Mention(name.orcid, location))
            label = labels.setdefault(name.orcid, Mention(name.label, location))
            if orcid.word != name.orcid:
                problems.append(_differs(f"the ORCID of {name.text} ({name.label})", orcid, name.orcid, location))
            if match_key(label.word) != match_key(name.label):
                problems.append(_differs(f"the label of {name.orcid}", label, name.label, location))
    of_all = {"", *(person.shown.orcid for person in people if not person.papers)}

    def complete(name: Name) -> Name:
        orcid = name.orcid
        if name.label and not orcid and _labelled(name) in orcids:
            orcid = orcids[_labelled(name)].word
        label = labels[orcid].word if orcid in labels else name.label
        return replace(name, orcid=orcid, label=label or ("" if orcid in of_all else orcid))

    return complete, tuple(problems)


def _labelled(name: Name) -> str:
    return person_id(replace(name, orcid=""))


def _claimed_twice(people: Iterable[Person]) -> Iterator[Problem]:
    known: dict[str, Mention] = {}
    for person in people:
        for name, mention in person.known.items():
            first = known.setdefault(name, mention)
            if first is not mention:
                message = (
                    f"expected each name for one person, found {quoted(mention.word)} again, as at {first.location}"
                )
                yield Problem(mention.location, f"{message}; the first counts", Severity.ERROR)


def _differs(what: str, first: Mention, found: str, location: Location) -> Problem:
    message = f"expected {what} to be {quoted(first.word)}, as at {first.location}, found {quoted(found)}"
    return Problem(location, message, Severity.ERROR)


# ---- readers: a value of the file in; its meaning out, or Unreadable ----


@contextmanager
def _inside(*around: str | int) -> Iterator[None]:
    """Prepend to the path of an `Unreadable` the place of the value within another."""
    try:
        yield
    except Unreadable as expected:
        raise Unreadable(str(expected), *around, *expected.within, found=expected.found) from None


def _list(value: YamlValue, read: Callable[[YamlValue], _Item], expected: str) -> list[tuple[YamlPath, _Item]]:
    """Return the items of a list, each with its path from there; one item may be written without a list."""
    if value and isinstance(value, str | dict):
        return [((), read(value))]
    if not value:
        raise Unreadable(expected)
    found: list[tuple[YamlPath, _Item]] = []
    for place, item in enumerate(value):
        with _inside(place):
            found.append(((place,), read(item)))
    return found


def _names(value: YamlValue, keys: Sequence[str], expected: str) -> list[tuple[YamlPath, Name]]:
    found = _list(value, lambda one: _name(one, keys), expected)
    if isinstance(value, str) and may_be_two(value.strip(), found[0][1]):
        raise Unreadable(f"{expected}, as in [Ada Alder, Ben Birch]")
    return found


def _name(value: YamlValue, keys: Sequence[str], default: str = "") -> Name:
    """Return a name with label and ORCID; the `default` is for a mapping without a name."""
    if not isinstance(value, dict):
        return _in_one(value)
    for key in value:
        if key not in keys:
            raise Unreadable(f"one of {', '.join(keys)}", key, found=key)
    words = {key: _word(value, key) for key in (*_PARTS, "label", "orcid") if key in value}
    parts = [words.get(key, "") for key in _PARTS]
    if any(parts) and "name" in value:
        raise Unreadable(f"either name or {', '.join(_PARTS)}")
    if any(parts):
        name = _composed(*parts)
    else:
        with _inside("name"):
            name = _in_one(value.get("name", default or None))
    orcid = words.get("orcid", "")
    return replace(name, label=words.get("label", ""), orcid=orcid and _orcid(orcid), stated=True)


def _in_one(value: YamlValue) -> Name:
    name = read_stated_name(read_text(value, "a name"))
    if name is None:
        raise Unreadable("a name as in 'Family, Given' or 'Family, Suffix, Given'", found=value)
    return name


def _composed(given: str, family: str, particle: str, suffix: str) -> Name:
    if not family:
        raise Unreadable("a family name too")
    if given and "," in f"{given}{particle}{family}{suffix}":
        raise Unreadable("parts of a name without commas")
    joint = "" if not particle or particle.endswith(("'", "’", "-")) else " "
    return compose_name(f"{particle}{joint}{family}", given, suffix)


def _word(said: Mapping[str, YamlValue], key: str) -> str:
    with _inside(key):
        word = plain(read_text(said[key]))
        if not any(char.isalnum() for char in word):
            raise Unreadable("text with a letter or a digit")
    return word


def read_text(value: YamlValue, expected: str = "text") -> str:
    """Return a text without spaces around it.

    Raises `Unreadable` where the value is something else, or empty.
    """
    if not isinstance(value, str) or not value.strip():
        raise Unreadable(expected)
    return value.strip()


def _orcid(text: str) -> str:
    """Return an ORCID, checked by its last character (ISO 7064, MOD 11-2)."""
    match = _ORCID.fullmatch(text)
    orcid = match[1].upper() if match else ""
    total = 0
    for digit in orcid.replace("-", "")[:-1]:
        total = (total + int(digit)) * 2
    if not orcid.endswith("0123456789X"[(12 - total % 11) % 11]):
        raise Unreadable("an ORCID such as 0000-0002-1825-0097, of which the last digit fits the others", "orcid")
    return orcid
