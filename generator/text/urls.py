"""Bare addresses in running text: where they start and end, and where they lead."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from linkify_it import LinkifyIt

_LINKIFY = LinkifyIt(options={"fuzzy_email": False, "fuzzy_link": True})
_HINT = re.compile(r"://|www\.|\.[A-Za-z]{2,}/", re.IGNORECASE)
# Of scripts that put no space before an address, too.
_WORD = re.compile(r"\S(?:(?!(?<=[^\x00-\x7f])https?://)\S)*")
_LONGEST_WORD = 5000
# Punctuation of scripts that put no space after an address, and quotation marks, which no address has.
_WIDE_PUNCTUATION = re.compile(r"[。，、；：！？）】」』》“”„‘’«»]")
_LATEX_ESCAPE = re.compile(r"\\([_%#&~])(?:\{\})?")


@dataclass(frozen=True, slots=True)
class Address:
    """An address found in a text, as `text[start:end]`."""

    start: int
    end: int
    url: str
    """Absolute, `http` or `https`."""


def safe_url(url: str) -> str | None:
    """The address if it is an absolute web address with a host, else None.

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
    """All addresses of a text, in order, without the full stop or bracket that follows them.

    An address without a scheme counts when it has `www.` or a path, so that a file name such as
    `model.py` or a product name such as `CPM.cu` stays text.
    """
    if not ("/" in text or "www." in text.lower()) or not _HINT.search(text):
        return []
    # An address has no spaces: looking at one word at a time keeps long texts cheap.
    words = (word for word in _WORD.finditer(text) if len(word[0]) <= _LONGEST_WORD and _HINT.search(word[0]))
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
        wide = _WIDE_PUNCTUATION.search(shown)
        if wide:
            shown = shown[: wide.start()]
        url = _read_address(shown, schema=match.schema)
        if url:
            addresses.append(Address(match.index, match.index + len(shown), url))
    return tuple(addresses)


def unescape_url(url: str) -> str:
    r"""An address as LaTeX writes it (`a\_b`), without its escapes."""
    return _LATEX_ESCAPE.sub(r"\1", url)


def _read_address(shown: str, schema: str) -> str | None:
    url = unescape_url(shown)
    if schema in ("http:", "https:"):
        return safe_url(url)
    if schema == "" and (url.lower().startswith("www.") or re.match(r"[^/?#]+\.[A-Za-z]{2,}/\S", url)):
        return safe_url(f"https://{url}")
    return None
