"""Words of URLs: any text in, lower-case ASCII words joined by hyphens out."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii

MAX_SLUG_LENGTH = 100
"""Letters of a slug: well under the 255 bytes that file systems allow, suffix included."""

_WORD = re.compile("[a-z0-9]+")
_APOSTROPHE = re.compile("(?<=[a-z0-9])['`](?=[a-z0-9])")
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_SUFFIX = re.compile(r"(?:-[0-9a-f]{6})+")
# Names that MkDocs reads as the index of a folder, or that Windows does not allow for a file.
_RESERVED = re.compile(r"index|readme|con|prn|aux|nul|com\d|lpt\d")


def fold_text(text: str) -> str:
    """Text for comparison: without case, accents, compatibility forms and doubled spaces.

    >>> fold_text("José  GARCÍA") == fold_text("Jose Garcia")
    True
    >>> fold_text("陈大文")
    '陈大文'
    """
    if text.isascii():
        return " ".join(text.casefold().split())
    decomposed = unicodedata.normalize("NFKD", text)
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return " ".join(unicodedata.normalize("NFC", bare).casefold().split())


def collation_key(text: str) -> str:
    """What an index sorts by: the folded text in ASCII letters, so that Ł stands with L and 陈 with C.

    >>> collation_key("Łukasz") < collation_key("Mary")
    True
    """
    ascii_text: str = anyascii(fold_text(text))
    return ascii_text.casefold().strip()


@lru_cache(maxsize=1 << 15)  # that of a title is asked for its key and for its short name
def slugify(text: str) -> str:
    """The slug of a text, cut between words at `MAX_SLUG_LENGTH` letters; a text without any gets one made of its hash.

    >>> slugify("ReLU² Wins: Żółw 陈大文")
    'relu2-wins-zolw-chendawen'
    """
    slug = ascii_slug(anyascii(unicodedata.normalize("NFC", text)))
    if not slug:
        return f"untitled-{short_digest(text)}"
    return f"{slug}-{short_digest(text)}" if _RESERVED.fullmatch(slug) else slug


def ascii_slug(text: str) -> str:
    """What the plain letters of a text give: all that the browser can do, too (`generator/search/js/engine.js`)."""
    slug = "-".join(_WORD.findall(_APOSTROPHE.sub("", text.lower())))
    if len(slug) <= MAX_SLUG_LENGTH:
        return slug
    cut = slug.rfind("-", 0, MAX_SLUG_LENGTH + 1)
    return slug[: cut if cut > 0 else MAX_SLUG_LENGTH]


def is_slug(text: str) -> bool:
    """Whether a text can be a slug, suffix included."""
    return len(text) <= 2 * MAX_SLUG_LENGTH and bool(_SLUG.fullmatch(text)) and not _RESERVED.fullmatch(text)


def has_suffix(slug: str, base: str) -> bool:
    """Whether a slug is another one with a suffix."""
    return slug.startswith(base) and bool(_SUFFIX.fullmatch(slug, len(base)))


def short_digest(text: str) -> str:
    """Six hexadecimal digits of a text: a suffix that depends on it alone."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:6]
