"""Removal of the tail of a title line: words for more authors, such as ` et al.`, and affiliations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_COUNTED = r"(?:other\s+authors?|more\s+authors?|authors?|others?|more)"
_NUMBER = r"(?:\d+\+?|two|three|four|five|six|seven|eight|nine|ten|many|several|some)"
_ET_AL = r"(?i: et\.?\s*al(?:ii|ia|\b) | (?<!\w)&\s*al\. )"
OTHERS = rf"""(?:
      [(\[]? {_ET_AL} [.\s]* [)\]]?
    | (?i: [(\[]? (?:and|und|&|\+|plus|with) \s+ (?:{_NUMBER}\s+)? (?:{_COUNTED}|colleagues|co-?workers|co-?authors)\b )
      \.? [)\]]?
    | (?i: [(\[]? (?:show|view|see(?=\s+(?:{_NUMBER}|\w+\s+authors?)\b)) \s+ (?:{_NUMBER}\s+)?
        (?:more|all) (?:\s+authors?)? [)\]]? )
    | (?i: etc\. | (?:y\s+otros|e\s+outros|e\s+altri|et\s+autres|en\s+anderen|u\.\s?a\.|m\.\s?fl\.) )
    | (?i: [(\[]? (?:and\s+)? \+\s*\d+ (?:\s*{_COUNTED})? [)\]]? | [(\[]? \d+\+?\s+{_COUNTED} [)\]]? )
    | [(\[]? \s* (?:\.{{3,}}|\.\s\.\s\.|…) \s* [)\]]? (?:\s*\+\s*\d+)?
    | 等人? | 及?其他 | ほか | 他\d*名? | 외\s*\d*명? | и\s+(?:др\.|другие|соавт\.)
)"""
"""Pattern in verbose syntax for words that stand for authors who are not named."""
DOT = "·•∙⋅‧・●▪◦"
"""Characters that separate affiliations."""

_YEAR = r"(?: [\s,]* \(? (?:19|20)\d\d [a-z]? \)? )?"
_OTHERS_END = re.compile(
    rf"(?<=\S) (?: \s+ | \s*[,;，、]\s* | (?=[(\[等及…他외]|\.\.\.) ) {OTHERS} {_YEAR} [\s,;.*†‡]* $", re.VERBOSE
)
_AFTER_ET_AL = re.compile(
    rf"(?<=\S) (?P<others> (?:\s+|\s*[,;，、]\s*) {OTHERS} {_YEAR} ) \s*"
    rf"(?: [{DOT}|] | [-–—]\s | ,\s*(?=[^\W\d]) | (?=\() ) (?P<tags> (?: (?! {_ET_AL} ) . )+ ) $",
    re.VERBOSE,
)
_SAYS_ET_AL = re.compile(_ET_AL, re.VERBOSE)
_MAY_BEGIN_TAGS = re.compile(rf"[{DOT}|]|[-–—]\s")
_BEGINS_TAGS = re.compile(rf"\s+[{DOT}]\s*|\s*[{DOT}]\s+")
_BETWEEN_TAGS = re.compile(rf"\s*[,;，、；]\s*|\s*[{DOT}|]\s+|\s+[{DOT}|]\s*")
_TAG = re.compile(r"[a-z0-9][\w.&+-]*")
_MAX_TAIL_LENGTH = 600
_MAX_OTHERS_LENGTH = 60
_MAX_DOTS = 12
"""Maximum number of separators that are tried as the start of the affiliations."""


@dataclass(frozen=True, slots=True)
class TitleLine:
    """Title line without its tail."""

    body: str
    """Title and authors, without a separator."""
    et_al: bool
    """Whether there are more authors, who are not named."""
    affiliations: tuple[str, ...]
    has_authors: bool = False
    """Whether the line certainly names authors, as `et al.` follows them."""


def read_line(line: str) -> TitleLine:
    """Return a line without its ` et al.` and without what is certainly a list of affiliations."""
    start = max(0, len(line) - _MAX_TAIL_LENGTH)
    has_marks = _MAY_BEGIN_TAGS.search(line, start) or _SAYS_ET_AL.search(line, start)
    if has_marks and not line.endswith(" et al.") and (both := _AFTER_ET_AL.search(line, start)):
        tags = both["tags"].strip().removeprefix("(").removesuffix(")")
        return _without_others(line[: both.end("others")], _tags(tags))
    for end, tags in _dotted_tails(line):
        if all(map(_TAG.fullmatch, tags)):
            return _without_others(line[:end], tags)
    return _without_others(line, ())


def names_others(name: str) -> bool:
    """Return whether a name consists of, or ends in, words for more authors.

    >>> names_others("et al."), names_others("Ada Alder et al."), names_others("Ada Alder")
    (True, True, False)
    """
    return _without_others(f"- {name}", ()).et_al


def read_doubtful_tails(line: str) -> Iterator[TitleLine]:
    """Return the line without what may be affiliations, after each dot in turn, the longest list first."""
    return (_without_others(line[:end], tags) for end, tags in _dotted_tails(line))


def _without_others(line: str, affiliations: tuple[str, ...]) -> TitleLine:
    if line.endswith(" et al."):  # the usual case
        return TitleLine(line[: -len(" et al.")].rstrip(" ,;，、"), True, affiliations, True)
    others = _OTHERS_END.search(line, max(0, len(line) - _MAX_OTHERS_LENGTH))
    if not others:
        return TitleLine(line, False, affiliations)
    return TitleLine(line[: others.start()], True, affiliations, bool(_SAYS_ET_AL.search(others[0])))


def _dotted_tails(line: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield the tags after each dot that may begin affiliations, and the position where the line ends without them."""
    start = max(0, len(line) - _MAX_TAIL_LENGTH)
    dots = list(_BEGINS_TAGS.finditer(line, start)) if _MAY_BEGIN_TAGS.search(line, start) else []
    for dot in dots[-_MAX_DOTS:]:
        if tags := _tags(line[dot.end() :]):
            yield dot.start(), tags


def _tags(text: str) -> tuple[str, ...]:
    return tuple(tag for tag in map(str.strip, _BETWEEN_TAGS.split(text)) if tag)
