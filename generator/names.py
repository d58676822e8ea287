"""Names of authors: as listed in, with family and given name out.

The parts follow BibTeX's rules (particles in small letters belong to the family name), as bibtexparser reads them,
but for what BibTeX does not know: a team, a one-word name and a name in a script without capitals stay whole, and
`Jr.` or `III` stays with the family name.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from bibtexparser.middlewares.names import InvalidNameError, parse_single_name_into_parts

from generator.model import Name
from generator.text.inline import plain
from generator.text.slug import fold

_GENERATIONS = re.compile(r"(?i),?\s+(jr\.?|sr\.?|ii|iii|iv)$")
_GROUP = re.compile(
    r"(?i)\b(team|group|consortium|collaboration|labs?|laboratory|project|community|contributors|initiative|"
    r"university|institute|company|inc\.?|network|foundation|committee|society)$"
)


@lru_cache(maxsize=100_000)
def read_name(listed: str) -> Name:
    """The parts of a name.

    >>> name = read_name("Ludwig van Beethoven")
    >>> name.family, name.given
    ('van Beethoven', 'Ludwig')
    """
    text = plain(listed) or listed
    bare = _GENERATIONS.sub("", text)
    if " " not in bare or _GROUP.search(bare) or _is_caseless(bare):
        return Name(listed, text, family=text)
    family, given = _parts(bare)
    return Name(listed, text, family=family + text[len(bare) :], given=given)


def identity(name: Name) -> str:
    """What two spellings of one person have in common: case, accents and the dots of initials do not matter."""
    return _identity(name.text)


@lru_cache(maxsize=100_000)
def _identity(text: str) -> str:
    return fold(text.replace(".", ". ")).replace(". ", " ").replace(".", "").strip()


def _parts(text: str) -> tuple[str, str]:
    protected = re.sub(r"[{}\\,]", "", text)  # the four characters that mean something to BibTeX
    try:
        parts = parse_single_name_into_parts(protected)
    except InvalidNameError:
        return text, ""
    family = " ".join([*parts.von, *parts.last, *parts.jr])
    return (family, " ".join(parts.first)) if family else (text, "")


def _is_caseless(text: str) -> bool:
    return not any(unicodedata.category(char) in ("Lu", "Ll", "Lt") for char in text)
