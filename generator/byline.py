"""Splits the title line into title and authors, which the listing runs together without a separator.

Comes in: title lines, with the abstracts of the same listing. Goes out: a `Split` for each line, with its
confidence and the second-best reading.

Every place where a name could begin is a candidate. A candidate is weighed by two kinds of evidence, as the sum
of log-odds: how much the text after it looks like names, and how much the text before it ends like a title. Both
are learned from the listing itself: the second and third authors are cleanly delimited and teach what its names
are made of, and the abstracts teach which words can end a title. Confidence is the share of the best candidate
among all (a softmax of the sums).
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

REVIEW_BELOW = 0.8
"""Confidence under which a person should look at a split."""

_ET_AL = re.compile(r"\s+et al\.?$")
_AFFILIATIONS = re.compile(r"\s+·\s+(?P<tags>[^·]+)$")
_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_PARTICLES = frozenset("al ap ben bin da de del della den der di do dos du el la le ter van vom von zu y".split())
_NAME_TOKEN = re.compile(
    r"""
      [^\W\d_a-z]\.(?:-?[^\W\d_a-z]\.)*            # J.  J.-P.
    | (?:(?:[dDOL]['’]|Mc|Mac|Al-|al-)?[^\W\d_a-z][^\W\d_]*(?:[-'’][^\W\d_]+)*\.?)  # Zhang  Zhang-Li  O'Neil  Jr.
    | [("“']\S+[)"”']                              # a nickname
    """,
    re.VERBOSE,
)
# Capitals within a word (AGJaeyoung, SVMLuis): the end of an acronym, unless the name is a McDonald.
_FUSED = re.compile(r"^(?!Mc|Mac|De|Di|La|Le|Van|Al|O['’])[A-Z]+[a-z]*[A-Z]\w*[a-z]|^[A-Z]{2,}[a-z]")
_GROUP = re.compile(r"(?i)\b(team|group|consortium|collaboration|lab|labs|project|community|contributors|initiative)$")


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a title line."""

    title: str
    authors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Split:
    """The chosen reading of a title line."""

    title: str
    authors: tuple[str, ...]
    et_al: bool
    affiliations: tuple[str, ...]
    confidence: float
    runner_up: Reading | None

    @property
    def needs_review(self) -> bool:
        """A person should look at it."""
        return self.confidence < REVIEW_BELOW


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What a listing teaches of its names and words."""

    given: Counter[str] = field(default_factory=Counter)
    """First words of names that are cleanly delimited, with how often."""
    family: Counter[str] = field(default_factory=Counter)
    """Their last words."""
    names: Counter[str] = field(default_factory=Counter)
    """The whole names."""
    words: Counter[str] = field(default_factory=Counter)
    """Words of the abstracts and of the sure part of the titles, as they stand there."""


def learn(lines: Iterable[tuple[str, str]]) -> Lexicon:
    """The lexicon of a listing, from its title lines and abstracts."""
    lexicon = Lexicon()
    for title_line, abstract in lines:
        body = _without_tail(title_line)[0]
        parts = body.split(", ")
        if _ET_AL.search(title_line.split(" · ")[0]) and len(parts) >= 3:
            for name in parts[-2:]:
                _learn_name(lexicon, name)
        head = ", ".join(parts[:-2] or parts[:1]).rsplit(" ", 2)[0]
        lexicon.words.update(set(_WORD.findall(head)))
        lexicon.words.update(set(_WORD.findall(abstract)))
    return lexicon


def split(title_line: str, lexicon: Lexicon) -> Split | None:
    """The best reading of a title line; None where no name can be found in it."""
    body, et_al, affiliations = _without_tail(title_line)
    scored = sorted(
        ((_weigh(reading, lexicon, et_al), reading) for reading in _readings(body, et_al)),
        key=lambda pair: (-pair[0], len(pair[1].title)),
    )
    if not scored or scored[0][0] < _HOPELESS:
        return None
    best = scored[0][0]
    total = sum(math.exp(score - best) for score, _ in scored)
    doubt = 1 / (1 + math.exp(best - _DOUBTFUL))
    return Split(
        title=scored[0][1].title,
        authors=scored[0][1].authors,
        et_al=et_al,
        affiliations=affiliations,
        confidence=round((1 - doubt) / total, 4),
        runner_up=scored[1][1] if len(scored) > 1 else None,
    )


_HOPELESS = -14.0
"""Below this the best reading has no name in it: the line is prose."""
_DOUBTFUL = -6.0
"""Around this the best reading is odd, even with no other in sight."""


def _without_tail(title_line: str) -> tuple[str, bool, tuple[str, ...]]:
    """The line without ` et al.` and affiliations, and both of them."""
    tags = _AFFILIATIONS.search(title_line)
    affiliations: tuple[str, ...] = ()
    if tags and _is_tail(title_line[: tags.start()], tags["tags"]):
        affiliations = tuple(tag.strip() for tag in tags["tags"].split(",") if tag.strip())
        title_line = title_line[: tags.start()]
    body = _ET_AL.sub("", title_line)
    return body, body != title_line, affiliations


def _is_tail(before: str, tags: str) -> bool:
    """After ` et al.` the dot can only begin affiliations; else they have to look like tags."""
    return bool(_ET_AL.search(before)) or all(re.fullmatch(r"\s*[a-z0-9][\w.&+-]*\s*", tag) for tag in tags.split(","))


def _learn_name(lexicon: Lexicon, name: str) -> None:
    tokens = name.split()
    if not tokens or len(tokens) > 6:
        return
    lexicon.names[name] += 1
    lexicon.given[tokens[0]] += 1
    lexicon.family[tokens[-1]] += 1


def _readings(body: str, et_al: bool) -> Iterator[Reading]:
    """Every reading with one to three authors; with `et al.` there are three, as far as the commas go."""
    parts = body.split(", ")
    most = min(3, len(parts))
    for count in range(most if et_al else 1, most + 1):
        head = ", ".join(parts[: len(parts) - count + 1])
        others = tuple(part.strip() for part in parts[len(parts) - count + 1 :])
        floor = len(head) - len(parts[len(parts) - count])
        for place in _boundaries(head, floor):
            yield Reading(head[:place].rstrip(), (head[place:].strip(), *others))


def _boundaries(head: str, floor: int) -> Iterator[int]:
    """Places after `floor` where a name could begin without a space before it."""
    for place in range(max(1, floor), len(head)):
        before, here = head[place - 1], head[place]
        if before.isspace() or before in "([{-/":
            continue
        if here.isupper() or (here.isalpha() and not here.islower()) or (here.islower() and before in ".?!)"):
            yield place


def _weigh(reading: Reading, lexicon: Lexicon, et_al: bool) -> float:
    first, *others = reading.authors
    score = _name_odds(first, lexicon) + _title_odds(reading.title, first, lexicon)
    if not et_al:
        score += sum(min(0.0, _name_odds(name, lexicon)) + 1.0 for name in others)
    return score


def _name_odds(name: str, lexicon: Lexicon) -> float:
    """How much a text looks like a name."""
    tokens = name.split()
    odds = {1: -3.0, 2: 1.0, 3: 0.5, 4: -1.0}.get(len(tokens), -3.0 * (len(tokens) - 4))
    if lexicon.names[name]:
        return odds + 6.0
    if _GROUP.search(name):
        odds += 2.0
    odds += sum(_token_odds(token) for token in tokens)
    odds += min(3.0, 1.5 * math.log1p(lexicon.given[tokens[0]]))
    if len(tokens) > 1:
        odds += min(2.0, math.log1p(lexicon.family[tokens[-1]]))
    if not lexicon.given[tokens[0]]:
        odds -= min(2.0, 0.5 * math.log1p(lexicon.words[tokens[0].lower()]))
    return odds


def _token_odds(token: str) -> float:
    if _FUSED.search(token):
        return -3.0
    if _NAME_TOKEN.fullmatch(token):
        return -1.0 if len(token) > 2 and token.isupper() else -1.5 if len(token) == 1 else 0.0
    return 0.0 if token.lower() in _PARTICLES else -3.5


def _title_odds(title: str, first: str, lexicon: Lexicon) -> float:
    """How much a text ends like a title, before a name that begins so."""
    end, start = title[-1], first[0]
    last = re.search(r"[^\s(\[“\"/:—–]*$", title)
    word = last[0].strip("?!.)]”\"'’,") if last else ""
    odds = _word_odds(word, lexicon)
    if end in '?!)]”"’$}':
        odds += 2.0
    elif end in ".:;,'":
        odds -= 2.0
    elif end.isupper() and start.isupper():
        odds -= 1.0
    elif not end.isalnum():
        odds -= 4.0
    return odds if title.count("(") == title.count(")") else odds - 2.0


def _word_odds(word: str, lexicon: Lexicon) -> float:
    """Whether a title's last word is one: as it stands, in small letters, or without its plural s."""
    seen = max(lexicon.words[word], lexicon.words[word.lower()], lexicon.words[word[:1].lower() + word[1:]])
    parts = [part for part in word.split("-") if part]
    if not seen and len(parts) > 1:
        seen = min(max(lexicon.words[part], lexicon.words[part.lower()]) for part in parts)
    return min(4.0, 1.5 + 0.7 * math.log1p(seen)) if seen else (0.0 if word and not word[0].islower() else -1.0)
