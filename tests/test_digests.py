"""Every file of the sites that tests build has the bytes that MkDocs alone, without the fast path, gives it.

`pytest tests/test_digests.py --update-goldens` builds with `fast: false` and writes the digests down.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import SITES

GOLDENS = Path(__file__).parent / "digests"


def _digests(site: Path) -> str:
    """A line for each file: its digest and its path."""
    files = {path.relative_to(site).as_posix(): path for path in site.rglob("*") if path.is_file()}
    return "".join(f"{hashlib.sha256(files[uri].read_bytes()).hexdigest()[:16]} {uri}\n" for uri in sorted(files))


@pytest.mark.parametrize("name", SITES)
def test_a_site_is_what_mkdocs_makes_alone(
    name: str, built: Callable[[str], Path], golden: Callable[[Path, str], None]
) -> None:
    golden(GOLDENS / f"{name.replace(' ', '-')}.txt", _digests(built(name)))
