"""Title lines: the lines after a header in; those with a title and its authors out.

A title line is known by its words, as `byline` splits them, and by the breaks around it: no text runs on from the line
before it, or into the line after it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from generator import byline
from generator.byline import Split
from generator.sources.wrapping import Break, Wrapping, begins_small, ends_sentence

_LONGEST = 500
"""Most characters of a title with its authors."""
_MOST_LINES = 4
"""Most lines over which a title line is broken."""
_LONGEST_NAMES = 150
_MOST_WORDS = 5
"""Most words of a name."""
_SHORTEST_NAME = 5
_LONGEST_STRAY = 100

_LIKELY = 0.2
"""Least confidence for lines with sure breaks before and after; few others have any."""
_LIKELY_AT_THE_END = 0.4
"""Least confidence where no abstract follows."""
_LIKELY_UNSEEN = 0.9
"""Least confidence where no capital marks the boundary between title and authors."""
_LIKELY_WITHIN = 0.97
"""Least confidence where text may run on both before and after."""

_PARTICLES = frozenset(
    "van von vom der den de het ter ten te la le di del della da das do dos du des el al bin ibn ben bint af av zu zur "
    "i y e und and".split()
)
_TAIL = re.compile(r",?\s+et\.? al\.*(?:\s+·.*)?$|\s+·\s.+$", re.IGNORECASE)
_TAGS = re.compile(r"[a-z\d][\w.&+-]*(?:, ?[a-z\d][\w.&+-]*)*(?: ·|,|-)?")
_INITIAL = re.compile(r"\b(?:[^\W\d_]|[JS]r)\.$")
_BOUNDARY = re.compile(r"[a-z\d)\]}?!.$\"'”’][A-Z]|[A-Z]{2}[a-z]{2}")
_LABEL = re.compile(
    r"(?:key ?words|index terms|subjects?|comments?|code|data|datasets?|project(?: page)?|github|website|demo|url|doi"
    r"|note|msc|acm|ccs concepts|journal ref\w*)\s*(?:[:—–]|--)",
    re.IGNORECASE,
)
_BRACKET = re.compile(r"[()\[\]]")
_RUNNING = re.compile(r"[a-z]{2} [a-z]")
_SENTENCE = re.compile(r"[^\W\d_]{2}\. [A-Z]")
_DIGIT = re.compile(r"\d")
_SIGNS = "()[]{}.,;:!?\"'“”‘’`*"


@dataclass(frozen=True)
class Lines:
    """Lines after a header, of which none is blank."""

    texts: Sequence[str]
    wrapping: Wrapping

    def before(self, place: int) -> Break:
        """Return the kind of the break before a line but the first; a possible one counts where a sentence ends."""
        line = self.texts[place - 1]
        found = self.wrapping.between(line, self.texts[place])
        has_ended = ends_sentence(line) or ("://" in line.rsplit(maxsplit=1)[-1] and " " in self.texts[place])
        return found if found is not Break.POSSIBLE or has_ended else Break.NONE

    def after(self, place: int) -> Break:
        """Return the kind of the break after a line."""
        if place + 1 == len(self.texts):
            return Break.SURE
        return self.wrapping.between(self.texts[place], self.texts[place + 1])

    @cached_property
    def words(self) -> Counter[str]:
        """Return how often each word occurs; equal lines count once."""
        return Counter(word for text in set(self.texts) for word in _words(text))


@dataclass(frozen=True, slots=True)
class Title:
    """Position of a title with its authors among other lines."""

    start: int
    """Index of the first line, or of a line before it that may have been meant as a header."""
    place: int
    """Index of the first line."""
    last: int
    """Index of the last line."""
    is_certain: bool


def find_titles(lines: Lines, first: int) -> list[Title]:
    """Return the titles from the line `first` on, at which something new begins."""
    found: list[Title] = []
    earliest = first  # an entry is whole with its title and a line of abstract
    for last in range(first, len(lines.texts)):
        if not _may_end_names(lines.texts[last]) or lines.after(last) is Break.NONE:
            continue
        place = _beginning(lines, earliest, last)
        if place is None:
            continue
        is_certain = _is_title(lines, place, last, is_first=place == earliest)
        if is_certain is not None:
            start = place - 1 if place - 1 > earliest and _is_stray(lines, place - 1) else place
            found.append(Title(start, place, last, is_certain))
            earliest = last + 1 if is_certain else earliest
    return found


def title_line(lines: Lines) -> tuple[str, int]:
    """Return the title line with which the lines begin, joined, and its number of lines."""
    line, taken = next(_completed(lines), (lines.texts[0], 1))
    while taken < len(lines.texts) and _goes_on(lines, line, taken):
        line, taken = _joined(line, lines.texts[taken]), taken + 1
    return line, taken


# ---- where a title begins and ends ----


def _may_end_names(text: str) -> bool:
    """Return whether a line could end with names, by a quick check."""
    if len(text) > _LONGEST:
        return False
    if ("·" in text or text[-4:].rstrip(".").endswith("al")) and _TAIL.search(text):
        return True
    if ends_sentence(text):
        return bool(_INITIAL.search(text))
    last = text.rsplit(maxsplit=1)[-1]
    last_name = text.rpartition(", ")[2]  # which may end in a small word, as long as it does not begin with one
    is_name = len(last_name) < len(text) and not last_name[:1].islower() and last_name.count(" ") < _MOST_WORDS
    return (not last[0].islower() or is_name or _has_boundary(last)) and "://" not in last


def _beginning(lines: Lines, first: int, last: int) -> int | None:
    """Return the index at which a title begins that ends at `last`; None where it would begin in other text."""
    for place in range(last, max(first, last + 1 - _MOST_LINES) - 1, -1):
        if place < last and (place == first or ends_sentence(lines.texts[place])):
            return None
        if place == first or lines.before(place):
            return place
    return None


def _is_stray(lines: Lines, place: int) -> bool:
    """Return whether a line before a title is of no abstract, but may be meant as a header or begin the title."""
    text, before = lines.texts[place], lines.texts[place - 1]
    return (
        len(text) <= _LONGEST_STRAY
        and (not ends_sentence(text) or " " not in text)
        and (ends_sentence(before) or not _RUNNING.search(text))
        and not _LABEL.match(text)
        and "://" not in text
        and lines.before(place) is not Break.NONE
    )


# ---- the words of a title ----


def _is_title(lines: Lines, place: int, last: int, *, is_first: bool) -> bool | None:
    """Return True for lines that are surely a title, False for lines that may be one, None for others."""
    line = " ".join(lines.texts[place : last + 1])
    has_boundary = _has_boundary(line)
    if len(line) > _LONGEST or line.count(" ") < (1 if has_boundary else 3) or _LABEL.match(line):
        return None
    if place < last and _SENTENCE.search(line):
        return None
    before = lines.before(place) if not is_first else Break.POSSIBLE if lines.wrapping.is_known else Break.SURE
    breaks = before + lines.after(last)
    if breaks <= Break.SURE and "," not in line:
        return None
    found = byline.split(line)
    if found and _is_one_word(found, line, lines.words):
        return None
    is_at_the_end = last + 1 == len(lines.texts)
    if found and breaks <= Break.SURE:
        is_sure = found.confidence >= _LIKELY_WITHIN and len(found.authors) > 1 and all(map(_is_name, found.authors))
        return True if is_sure else None
    if found and _is_likely(found, line, _LIKELY_AT_THE_END if is_at_the_end else _LIKELY):
        return True
    has_words = " " in found.title if found else line.count(" ") > 2
    if is_first or is_at_the_end or breaks < 2 * Break.SURE or not (has_boundary and has_words):
        return None
    looks_so = not (begins_small(line) or ends_sentence(line) or line.rsplit(maxsplit=1)[-1].islower())
    stands_so = ends_sentence(lines.texts[place - 1]) and ends_sentence(lines.texts[last + 1])
    return False if looks_so and stands_so else None


def _has_boundary(text: str) -> bool:
    """Return whether a capital stands as where a name follows a title without a space, or within a word."""
    if _BOUNDARY.search(text):
        return True
    return not text.isascii() and any(
        here.isalpha() and not here.islower() and before.isalnum() and not before.isupper()
        for before, here in pairwise(text)
    )


def _is_likely(found: Split, line: str, likely: float) -> bool:
    """Return whether a line is split with enough confidence, at a place where names can begin."""
    is_spaced = line[len(found.title) :][:1].isspace()
    if is_spaced and (begins_small(line) or (ends_sentence(line) and not found.et_al)):
        return False
    if is_spaced or found.authors[0][:1].islower():
        likely = _LIKELY_UNSEEN
    return found.confidence >= likely and _are_names(found.authors)


def _are_names(names: Sequence[str]) -> bool:
    """Return whether most texts look like names, and at least one like a full name."""
    written = [name for name in names if _is_name(name)]
    return 2 * len(written) >= len(names) and any(" " in name and len(name) >= _SHORTEST_NAME for name in written)


def _is_name(text: str) -> bool:
    """Return whether each word of a text looks like a word of a name."""
    words = text.split()
    return (
        bool(words)
        and not _BRACKET.search(text)
        and not words[-1].islower()
        and all(word in _PARTICLES or not (word.islower() or _DIGIT.search(word)) for word in words)
    )


def _is_one_word(found: Split, line: str, words: Counter[str]) -> bool:
    """Return whether title and authors would meet within a word that other lines have, too, such as PyTorch."""
    end, begin = found.title.rsplit(maxsplit=1)[-1:], found.authors[0].split(maxsplit=1)[:1]
    (word,) = _words("".join((*end, *begin))) or [""]
    return words[word] > _words(line).count(word)


def _words(text: str) -> list[str]:
    return [word for one in text.split() if (word := one.strip(_SIGNS))]


# ---- titles over several lines ----


def _completed(lines: Lines) -> Iterator[tuple[str, int]]:
    """Yield the first line joined with the lines up to its authors, if these are there, and the number of lines."""
    before = lines.texts[0]
    for last in range(1, min(len(lines.texts), _MOST_LINES)):
        text = lines.texts[last]
        if ends_sentence(before) or len(before) + len(text) > _LONGEST or _SENTENCE.search(before):
            return
        joined = _joined(before, text)
        is_wrapped = not lines.wrapping.is_known or lines.wrapping.fills(lines.texts[last - 1], text)
        has_names = _lists_names(text) and lines.after(last) is Break.SURE
        may_end = _may_end_names(text) and (lines.after(last) or _goes_on(lines, joined, last + 1))
        if has_names or (is_wrapped and may_end):
            if _TAIL.search(before) or _has_authors(lines.texts[0]) or _has_authors(before):
                return
            last_word = before.rsplit(maxsplit=1)[-1]
            begins_here = has_names and (found := byline.split(joined)) and found.title == before
            if is_wrapped and not begins_here and _has_authors(joined, after=len(before) - len(last_word)):
                yield joined, last + 1
            elif has_names:  # which follow a title without a space, but not what a name begins with
                yield (joined if last_word in _PARTICLES else before + text), last + 1
        if not is_wrapped:
            return
        before = joined


def _joined(line: str, text: str) -> str:
    return f"{line}{'' if line.endswith('-') else ' '}{text}"


def _has_authors(line: str, *, after: int = 0) -> bool:
    """Return whether a line is a title, longer than `after` characters, and its authors."""
    found = byline.split(line)
    return bool(found and len(found.title) > after and _is_likely(found, line, _LIKELY))


def _goes_on(lines: Lines, line: str, place: int) -> bool:
    """Return whether the names of a title line, or the tags after them, go on in the line at a place."""
    if place == len(lines.texts) or len(lines.texts[place]) > min(_LONGEST_NAMES, _LONGEST - len(line)):
        return False
    text = lines.texts[place]
    if _TAIL.match(f" {text}") or (line.endswith(" et") and text.startswith("al.")):
        return True
    if _TAIL.search(f"{line} x") and line.endswith(("·", ",", "-")):
        return bool(_TAGS.fullmatch(text))
    last_name = line.rpartition(", ")[2]
    is_open = (
        line.endswith((",", " and", " &")) or " " not in last_name or lines.wrapping.fills(lines.texts[place - 1], text)
    )
    return (
        (is_open or "," in text or bool(_TAIL.search(text)))
        and _lists_names(text)
        and (lines.after(place) > 1 or bool(_TAIL.search(text)))
    )


def _lists_names(text: str) -> bool:
    """Return whether a line consists of names."""
    if ends_sentence(text) and not _TAIL.search(text) and not _INITIAL.search(text):
        return False
    names = _TAIL.sub("", text).split(", ")
    are_names = all(_is_name(name.strip(" ,·")) and name.count(" ") < _MOST_WORDS for name in names)
    return len(names) <= 3 and are_names and not (_has_boundary(names[0]) and _has_authors(text))
