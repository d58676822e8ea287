"""README.md, which a package index shows, too: its addresses are absolute, and lead to what is in the repository."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from markdown.extensions.toc import slugify
from markdown_it import MarkdownIt

REPOSITORY = Path(__file__).parent.parent
PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
README = (REPOSITORY / PROJECT["readme"]).read_text(encoding="utf-8")


def _addresses() -> Iterator[str]:
    """Yield the addresses of all links and pictures."""
    for block in MarkdownIt("commonmark").parse(README):
        for token in block.children or ():
            yield from (str(token.attrs[name]) for name in ("href", "src") if name in token.attrs)


ADDRESSES = sorted({*_addresses(), *PROJECT["urls"].values()})


def test_all_references_are_defined_and_used() -> None:
    used = set(re.findall(r"\]\[([\w-]+)\]", README))
    assert used == set(re.findall(r"^\[([\w-]+)\]: ", README, re.MULTILINE))
    assert len(used) > 10


@pytest.mark.parametrize("address", ADDRESSES)
def test_addresses_are_absolute_and_lead_somewhere(address: str) -> None:
    assert address.startswith(("https://", "http://localhost:"))
    here = re.fullmatch(re.escape(PROJECT["urls"]["Source"]) + r"/(?:blob|raw|tree)/main/([^#]+)(?:#(.+))?", address)
    if here:
        path = REPOSITORY / here[1]
        assert path.exists()
        if here[2]:
            headings = re.findall(r"^#+ (.+)", path.read_text(encoding="utf-8"), re.MULTILINE)
            assert here[2] in [slugify(heading, "-") for heading in headings]


def test_pictures_are_of_the_repository() -> None:
    pictures = [address for address in ADDRESSES if address.endswith(".png")]
    assert pictures
    assert all("/raw/main/" in address for address in pictures)
