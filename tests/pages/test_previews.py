"""The texts of link previews."""

from __future__ import annotations

from dataclasses import replace

import pytest
from made_up import paper

from generator.config import SiteConfig
from generator.models import Paper
from generator.pages.previews import Preview, collection_preview, paper_preview

SITE = SiteConfig("Moth Lab", "Papers on moths")
MOTHS = replace(paper(), plain_title="Moths")


@pytest.mark.parametrize(
    ("shown", "about"),
    [
        (MOTHS, "Ada Alder, Ben Birch, Cleo Cedar et al. · 2024"),
        (replace(MOTHS, et_al=False), "Ada Alder, Ben Birch, Cleo Cedar · 2024"),
        (replace(MOTHS, et_al=False, authors=MOTHS.authors[:1]), "Ada Alder · 2024"),
        (replace(MOTHS, et_al=False, authors=MOTHS.authors * 2), "Ada Alder, Ben Birch, Cleo Cedar et al. · 2024"),
    ],
)
def test_a_paper_has_its_title_first_authors_and_year(shown: Paper, about: str) -> None:
    assert paper_preview(shown, SITE) == Preview("Moths", about, "Moth Lab")


def test_a_long_title_is_cut_between_words() -> None:
    title = paper_preview(replace(MOTHS, plain_title="Moths " * 100), SITE).title
    assert len(title) < 200
    assert title.endswith("Moths …")


def test_other_texts_are_another_file() -> None:
    assert collection_preview(SITE).path == collection_preview(SITE).path
    assert collection_preview(SITE).path != collection_preview(replace(SITE, description="Moths")).path
    assert collection_preview(SITE) == Preview("Moth Lab", "Papers on moths", "")
