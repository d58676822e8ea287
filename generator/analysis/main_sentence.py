"""Main sentence: an abstract as plain text in, the sentence that says what the paper does out.

A sentence is chosen by the phrases with which authors announce what they did, and never rewritten.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterator, Sequence
from itertools import pairwise

_END = re.compile(r"""(?<![.!?])[.!?]++["'”’»)\]]*+(?=\s++["'“‘«(\[$\\]*+[^\W_a-z])""")
"""Mark that may end a sentence: white space and something other than a small letter follow."""
_ABBREVIATION = re.compile(
    r"""(?:^|[\s("'“‘\[/–—-])(?:
        (?i:et\ al|e\.?\ ?g|i\.?\ ?e|cf|vs|viz|resp|approx|ca|w\.?r\.?t|a\.?k\.?a|incl|esp|vol|pp)
        |Figs?|Eqs?|Eqn|Secs?|Refs?|Tabs?|Defs?|Thm|Alg|No|Nos|Dr|Prof|Mr|Mrs|Ms|St|Jr|Sr|Inc|Ltd|Corp|Dept|Univ
        |(?:[A-Z]\.)*[A-Z]  # initials; also the U.S.
    )\.$""",
    re.VERBOSE,
)
"""End of a text at which a full stop belongs to an abbreviation."""
_BEGINNING = re.compile(r"\s+(?:We|This|These|In|Our|To|The|However|Here|It|Unlike|While|But|They|Such)\b")
"""Words that begin a sentence, also after an abbreviation."""
_SUBJECTS = (
    "paper|work|article|study|survey|review|report|letter|thesis|chapter|tutorial|manuscript|note|overview|essay|"
    "research|project|dissertation"
)
_HERE = rf"(?:this|the\ present|the\ current|our)\ (?:\w+\ )?(?:{_SUBJECTS})"
_US = r"\b(?:we|i|the\ authors?)"
_MAKE = (
    "present|introduce|propose|develop|release|design|devise|describe|build|create|construct|formulate|contribute|"
    "put\\ forward|outline|provide|offer|establish|derive|unveil|publish|collect|curate|open-source|survey|review"
)
_STUDY = (
    "study|investigate|explore|address|tackle|consider|analy[sz]e|examine|revisit|focus|extend|adapt|apply|aim|seek|ask|"
    "discuss|compare|argue|show|demonstrate|prove|report|implement|train|improve|generali[sz]e|combine|use|employ|"
    "quantify|characteri[sz]e|summari[sz]e|evaluate|estimate|solve|give|suggest|advocate|perform|conduct|assess|test|"
    "determine|obtain|take"
)
_ADVERB = r"(?:(?:\w+ly|also|further|then|first|here|thus|hence|therefore|instead|now)\ ){0,2}"
_MADE = (
    "presented|introduced|proposed|developed|designed|described|devised|constructed|formulated|given|provided|studied|"
    "investigated|considered|discussed|reviewed|derived|analy[sz]ed|examined|explored|addressed|reported|used|applied|"
    "employed|outlined|established|shown|demonstrated"
)
_CUES = tuple(
    (re.compile(pattern, re.VERBOSE | re.IGNORECASE), weight)
    for pattern, weight in (
        (rf"{_US}(?:\ have|['’]ve)?\ {_ADVERB}(?:{_MAKE}|built)(?:e?d)?\b", 10),
        (rf"\b(?:{_HERE}|the\ (?:{_SUBJECTS}))\ {_ADVERB}(?:{_MAKE})(?:e?s|d)?\b", 10),
        (rf"\b(?:{_HERE}|the\ (?:paper|article))\ {_ADVERB}(?:{_STUDY}|studie|addresse|discusse|focusse)e?s\b", 8),
        (rf"^{_HERE}\ {_ADVERB}[a-z]+s\b", 7),
        (rf"\b(?:in|within|with)\ {_HERE},?\ {_US}\b", 7),
        (rf"{_US}\ {_ADVERB}(?:aim(?:ed)?|sought)\ to\b", 7),
        (rf"{_US}\b.*\band\ (?:then\ )?(?:present|introduce|propose|develop|design)(?:e?d)?\b", 7),
        (rf"\b(?:the\ )?(?:aim|goal|purpose|objective|contribution|focus)s?\ of\ {_HERE}\b", 8),
        (rf"\b{_HERE}\ (?:is|aims|attempts|deals|concerns|looks)\b", 7),
        (rf"\b(?:in|within|with)\ {_HERE}\b.*\b(?:is|are)\ {_ADVERB}(?:{_MADE})\b", 8),
        (rf"\b(?:in|within|with)\ {_HERE}\b", 3),
        (rf"{_US}\ (?:have\ )?{_ADVERB}(?:{_STUDY}|studied|formali[sz]e|integrate|document|measure)(?:e?d)?\b", 5),
        (r"\bwe(?:\ are|'re)\ (?:interested|concerned|motivated)\b", 4),
        (rf"^(?:an?|two|three)\ (?!.*\bhas\ been\b).*\b(?:is|are)\ {_ADVERB}(?:{_MADE})\b", 5),
        (r"\b(?:to\ this\ end|to\ address\ th\w+|to\ tackle\ th\w+|to\ (?:overcome|bridge|fill|close)\b.*?),", 2),
        (r"\b(?:novel|new|first)\b", 1),
    )
)
"""Phrases with which authors say what they do, with their weights."""
_DOUBTS = tuple(
    (re.compile(pattern, re.VERBOSE | re.IGNORECASE), weight)
    for pattern, weight in (
        (r"^(?:further(?:more)?|moreover|in\ addition|additionally|finally|lastly|besides|also)\b", 5),
        (r"^(?:second|third)(?:ly)?\b", 5),
        (r"^(?:experiment|extensive|empirical|numerical|simulation|result)", 4),
        (r"^our\ (?:experiment|result|evaluation|code)", 4),
        (r"\b(?:experiment(?:s|al)?|results?|evaluations?)\b.*\b(?:show|demonstrate|indicate|confirm|suggest)", 3),
        (r"\bwe\ (?:\w+ly\ )?(?:also|further|then)\b", 4),
        (r"\bwe\ (?:\w+ly\ )?(?:show|demonstrate|find|observe|prove|evaluate|report|validate)\b", 1),
        (r"\b(?:code|data|dataset|models?|implementation)\b.*\b(?:available|released)\b|https?://", 4),
        (r"\b(?:have|has|had)\ (?:recently\ )?been\b|\brecently\ proposed\b", 2),
        (r"^(?:overall|in\ (?:summary|conclusion|sum)|taken\ together|collectively|altogether|ultimately)\b", 5),
        (r"^(?:results|findings|conclusions?|discussion)(?:\ and\ \w+)?:", 5),
        (r"\b(?:provid|offer|yield|giv)\w+\b.{0,40}\b(?:insights?|evidence|guidance|implications|perspectives?)\b", 3),
        (r"\bthese\ (?:insights|findings|observations|results)\b", 2),
        (r"\b(?:building|built|based)\ (?:up)?on\ (?:this|it)\b", 2),
        (r"\?$", 6),
        (r"\bfuture\ (?:work|research)\b", 3),
    )
)
"""Phrases of sentences that say something else, with what they cost."""
_FEWEST = 5
"""Weight below which no sentence is chosen."""
_SHORTEST, _LONGEST = 30, 1000
"""Length of a sentence that may be chosen, in characters."""


def main_sentence(abstract: str, title: str = "") -> str:
    """Return the sentence of an abstract that says what the paper does; empty if none seems to.

    >>> main_sentence("Moths like lamps. We present Lume, a lamp for e.g. moths. It is bright.")
    'We present Lume, a lamp for e.g. moths.'
    """
    name = _name(title)
    weighed = [
        (_weight(sentence, name) - place / 100, sentence) for place, sentence in enumerate(split_sentences(abstract))
    ]
    weight, best = max(weighed, default=(0, ""), key=lambda pair: pair[0])
    return best if weight > _FEWEST - 1 else ""


def split_sentences(text: str) -> Iterator[str]:
    """Yield the sentences of a plain text, without the white space between them.

    >>> list(split_sentences("Alder et al. count 2.5 moths (cf. Fig. 3). Why? They come."))
    ['Alder et al. count 2.5 moths (cf. Fig. 3).', 'Why?', 'They come.']
    """
    within = _enclosed(text)
    ends = [
        match.end()
        for match in _END.finditer(text)
        if not _is_within(match.end(), within)
        and (_BEGINNING.match(text, match.end()) or not _ends_in_abbreviation(text, match.end()))
    ]
    for start, end in pairwise([0, *ends, len(text)]):
        if sentence := text[start:end].strip():
            yield sentence


def _ends_in_abbreviation(text: str, end: int) -> bool:
    return bool(_ABBREVIATION.search(text[max(0, end - 20) : end]))


def _enclosed(text: str) -> list[tuple[int, int]]:
    """Return where the outermost parentheses begin and end, in their order."""
    opened: list[int] = []
    closed: list[tuple[int, int]] = []
    for match in re.finditer(r"[()]", text):
        if match[0] == "(":
            opened.append(match.start())
        elif opened:
            start = opened.pop()
            while closed and closed[-1][0] > start:
                closed.pop()
            closed.append((start, match.end()))
    return closed


def _is_within(place: int, enclosed: Sequence[tuple[int, int]]) -> bool:
    """Return whether parentheses enclose a place."""
    before = bisect(enclosed, (place, 0))
    return before > 0 and place < enclosed[before - 1][1]


def _name(title: str) -> str:
    """Return the name that a title gives before a colon, such as that of a method; empty if there is none."""
    name, colon, _ = title.partition(":")
    return name if colon and len(name.split()) <= 2 and re.search(r"[A-Z0-9].*[A-Z0-9]|^\w+$", name) else ""


def _weight(sentence: str, name: str) -> float:
    if not _SHORTEST <= len(sentence) <= _LONGEST:
        return 0
    cues = [weight for pattern, weight in _CUES if pattern.search(sentence)]
    if name and re.match(rf"{re.escape(name)} [a-z]+s\b", sentence):
        cues.append(6)
    if not cues:
        return 0
    first, *others = sorted(cues, reverse=True)
    doubts = sum(weight for pattern, weight in _DOUBTS if pattern.search(sentence))
    return first + min(sum(others), 4) + (2 if name and name in sentence else 0) - doubts
