"""Slugs for URLs, and keys to compare and sort texts."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii

MAX_SLUG_LENGTH = 100
"""Maximum length of a slug without its suffix, well below the 255 bytes that file systems allow."""

_WORD = re.compile("[a-z0-9]+")
_APOSTROPHE = re.compile("(?<=[a-z0-9])['`](?=[a-z0-9])")
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_SUFFIX = re.compile(r"(?:-[0-9a-f]{6})+")
_RESERVED = re.compile(r"index|readme|con|prn|aux|nul|com\d|lpt\d")
"""Names that MkDocs takes for the index of a folder, or that Windows reserves."""


def fold_text(text: str) -> str:
    """Return text for comparison: without case, accents, compatibility forms and repeated spaces.

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
    """Return the key to sort a text by: folded and in ASCII letters, so that Ł is sorted as L and 陈 as C.

    >>> collation_key("Łukasz") < collation_key("Mary")
    True
    """
    ascii_text: str = anyascii(fold_text(text))
    return ascii_text.casefold().strip()


@lru_cache(maxsize=1 << 15)  # each title is needed twice, for the key of its paper and for its citation key
def slugify(text: str) -> str:
    """Return the slug of a text, cut between words at `MAX_SLUG_LENGTH`; that of a text without letters has a digest.

    >>> slugify("ReLU² Wins: Żółw 陈大文")
    'relu2-wins-zolw-chendawen'
    """
    slug = ascii_slug(anyascii(unicodedata.normalize("NFC", text)))
    if not slug:
        return f"untitled-{short_digest(text)}"
    return f"{slug}-{short_digest(text)}" if _RESERVED.fullmatch(slug) else slug


def ascii_slug(text: str) -> str:
    """Return the slug of the ASCII letters of a text, as `generator/search/js/address.js` makes it, too."""
    slug = "-".join(_WORD.findall(_APOSTROPHE.sub("", text.lower())))
    if len(slug) <= MAX_SLUG_LENGTH:
        return slug
    cut = slug.rfind("-", 0, MAX_SLUG_LENGTH + 1)
    return slug[: cut if cut > 0 else MAX_SLUG_LENGTH]


def is_slug(text: str) -> bool:
    """Return whether a text is a valid slug, with or without a suffix."""
    return len(text) <= 2 * MAX_SLUG_LENGTH and bool(_SLUG.fullmatch(text)) and not _RESERVED.fullmatch(text)


def has_suffix(slug: str, base: str) -> bool:
    """Return whether a slug is the slug `base` with a suffix."""
    return slug.startswith(base) and bool(_SUFFIX.fullmatch(slug, len(base)))


def short_digest(text: str) -> str:
    """Return six hexadecimal digits that depend on a text alone, for use as a suffix."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:6]
