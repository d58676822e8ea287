"""Link previews: the texts of the pictures that social networks and messengers show beside a link."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from generator.analysis.collection import Collection
from generator.analysis.indexes import Heading
from generator.config import SiteConfig
from generator.models import Paper, fingerprint
from generator.pages.components import excerpt, papers_and_years

PREVIEWS = "previews"
"""Folder of the pictures within the collection."""
_MOST_TITLE = 180
_MOST_ABOUT = 100
_AUTHORS = 3


class Preview(NamedTuple):
    """The texts of one picture."""

    title: str
    about: str
    """Line below the title; may be empty."""
    collection: str
    """Name of the collection, above the title; may be empty."""

    @property
    def path(self) -> str:
        """Path of the picture within the collection: other texts are another file, so that no copy of it gets stale."""
        return f"{PREVIEWS}/{fingerprint(*self)[:16]}.png"


def collection_preview(site: SiteConfig) -> Preview:
    """Return the preview of all pages that have none of their own."""
    return Preview(excerpt(site.collection_name, _MOST_TITLE), excerpt(site.description, _MOST_ABOUT), "")


def paper_preview(paper: Paper, site: SiteConfig) -> Preview:
    """Return the preview of a paper: its title, first authors and year."""
    names = [name.text for name in paper.authors[:_AUTHORS]]
    more = " et al." if paper.et_al or len(paper.authors) > _AUTHORS else ""
    authors = excerpt(f"{', '.join(names)}{more}", _MOST_ABOUT)
    about = " · ".join(filter(None, (authors, str(paper.year or ""))))
    return Preview(excerpt(paper.plain_title, _MOST_TITLE), about, excerpt(site.collection_name, _MOST_ABOUT))


def heading_preview(heading: Heading, site: SiteConfig) -> Preview:
    """Return the preview of a topic or another heading: its label, and how many papers it has."""
    about = papers_and_years(heading.papers)
    return Preview(excerpt(heading.label, _MOST_TITLE), about, excerpt(site.collection_name, _MOST_ABOUT))


def all_previews(collection: Collection, site: SiteConfig) -> Iterator[Preview]:
    """Yield the previews of all pages, none if the site has none."""
    if site.previews:
        yield collection_preview(site)
        yield from (paper_preview(paper, site) for paper in collection.bibliography)
        yield from (heading_preview(topic, site) for topic in collection.topics.headings)
