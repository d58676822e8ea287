"""Pages that readers would not find."""

from __future__ import annotations

from pathlib import Path

import pytest
from mkdocs.structure.files import File, Files, InclusionLevel

from generator.site.lost_pages import lost_pages

OURS = ("index.md", "papers/index.md", "papers/moths.md", "feed.xml", "llms.txt")


@pytest.mark.parametrize(
    ("more", "excluded", "expected"),
    [
        ([], [], []),
        (["about.md"], ["about.md", "llms.txt", "feed.xml"], []),
        ([], ["papers/moths.md"], ["leaves out papers/moths.md:"]),
        ([], ["papers/moths.md", "index.md"], ["leaves out index.md and 1 more:"]),
        (["papers.md"], [], ["one page at papers/index.html, found papers.md and, from the seeds, papers/index.md:"]),
        (["papers.md"], ["papers.md"], []),
        (
            ["papers/README.md"],
            ["papers/README.md"],
            ["papers/index.md as the name of your page, found papers/README.md"],
        ),
        (["about/README.md"], [], []),
    ],
)
def test_what_is_said(more: list[str], excluded: list[str], expected: list[str], tmp_path: Path) -> None:
    files = [File(uri, str(tmp_path), "site", True) for uri in (*OURS, *more)]
    for file in files:
        file.inclusion = InclusionLevel.EXCLUDED if file.src_uri in excluded else InclusionLevel.INCLUDED
    for uri in more:
        (tmp_path / uri).parent.mkdir(exist_ok=True)
        (tmp_path / uri).touch()
    said = list(lost_pages(Files(files), OURS, tmp_path))
    assert len(said) == len(expected)
    assert all(part in message for part, message in zip(expected, said, strict=True))
