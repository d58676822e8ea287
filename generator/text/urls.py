"""Web addresses in running text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from linkify_it import LinkifyIt

_LINKIFY = LinkifyIt(options={"fuzzy_email": False, "fuzzy_link": True})
_HINT = re.compile(r"://|www\.|\.[A-Za-z]{2,}/", re.IGNORECASE)
# In scripts without spaces, an address begins a new word.
_WORD = re.compile(r"\S(?:(?!(?<=[^\x00-\x7f])https?://)\S)*")
_MAX_WORD_LENGTH = 5000
_END = re.compile(r"[。，、；：！？）】」』》“”„‘’«»]")
"""Characters that no address contains, with the punctuation that follows one in scripts without spaces."""
_LATEX_ESCAPE = re.compile(r"\\([_%#&~])(?:\{\})?")


@dataclass(frozen=True, slots=True)
class Address:
    """Web address in a text, at `text[start:end]`."""

    start: int
    end: int
    url: str
    """Absolute address with the scheme `http` or `https`."""


def safe_url(url: str) -> str | None:
    """Return an address without spaces around it if it is absolute, has a host and is safe as a link, else None.

    >>> safe_url("javascript:alert(1)") is None
    True
    """
    url = url.strip()
    if re.search(r"[\s<>\"\\^`{|}\x00-\x20]", url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme.lower() in ("http", "https") and parts.hostname else None


def find_addresses(text: str) -> list[Address]:
    """Return all addresses in a text, in order, without the full stop or bracket after them.

    An address without a scheme needs `www.` or a path, so that names such as `model.py` and `CPM.cu` are not found.
    """
    if not ("/" in text or "www." in text.lower()) or not _HINT.search(text):
        return []
    # An address has no spaces, and searching long texts word by word is faster.
    words = (word for word in _WORD.finditer(text) if len(word[0]) <= _MAX_WORD_LENGTH and _HINT.search(word[0]))
    return [
        Address(word.start() + address.start, word.start() + address.end, address.url)
        for word in words
        for address in _addresses_of_word(word[0])
    ]


@lru_cache(maxsize=4096)
def _addresses_of_word(word: str) -> tuple[Address, ...]:
    addresses = []
    for match in _LINKIFY.match(word) or ():
        shown = word[match.index : match.last_index]
        if end := _END.search(shown):
            shown = shown[: end.start()]
        url = _to_url(shown, scheme=match.schema)
        if url:
            addresses.append(Address(match.index, match.index + len(shown), url))
    return tuple(addresses)


def unescape_url(url: str) -> str:
    r"""Return an address without the escapes of LaTeX, such as `\_`."""
    return _LATEX_ESCAPE.sub(r"\1", url)


def _to_url(shown: str, scheme: str) -> str | None:
    """Return the absolute address of what a text shows; None if it is not an address after all."""
    url = unescape_url(shown)
    if scheme in ("http:", "https:"):
        return safe_url(url)
    if scheme == "" and (url.lower().startswith("www.") or re.match(r"[^/?#]+\.[A-Za-z]{2,}/\S", url)):
        return safe_url(f"https://{url}")
    return None
