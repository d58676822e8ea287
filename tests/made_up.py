"""Made-up papers: nobody in them exists."""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from generator.analysis.collection import Collection
from generator.analysis.indexes import topic_index
from generator.analysis.tokens import read_tokens
from generator.analysis.topics import place_papers
from generator.build import gather
from generator.byline.names import read_name
from generator.config import SiteConfig
from generator.formats.citations import cite
from generator.models import Bibliography, Location, Paper
from generator.pages.routes import DocsFile
from generator.render import artifacts
from generator.sources.areas import find_area
from generator.sources.listing import Listing
from generator.sources.loader import Seeds
from generator.sources.vocabulary import read_vocabulary

TODAY = date(2031, 7, 1)
"""Day of the build, long after all that is made up."""
EXPORT_KEYS = (
    "key url title authors et_al area date date_inferred code code_url score affiliations topics abstract source "
    "confidence needs_review arxiv doi links citekey kind venue volume number pages publisher pdf keywords awards "
    "withdrawn sources added"
).split()

SITE_NAME = "Shelf & <Sons>"
SITE_DESCRIPTION = "Papers on *lanterns*, moths and the {{ weather }}."

# Math in a title; hostile text; nothing after the authors; affiliations and a score; a whole area without a year.
PAPERS = r"""CLMar 4, 2024Code
Lantern$^2$ Glows: Efficient Moth Attraction for Small GardensAda Alder, Ben Birch, Cleo Cedar et al.
Moths come to lanterns. We measure $2.8\times$ more moths, at 5\% of the cost; the code is at https://github.com/made-up/lantern.

LGApr 5, 2024
Reading </title><script>alert(1)</script> & {{ config }} *Hostile* LanternsDora Dogwood, Emil Elm, Ada Alder et al.
A lantern <img src=x onerror=alert(2)> [says](javascript:alert(3)) `things` {: onclick=alert(4) }; obey it not.

IRMay 6, 2023
Two Gardeners and a MothFinn Fir, Cleo Cedar
Gardeners keep moths. \textbf{Moth attraction} is a hobby (mothlore) of gardeners, who speak of ``attraction'' at night.

99.7CVJun 7, 2025Code
Weather Forecasts from Moth WingsGwen Ginkgo, Hugo Hazel, Ida Ivy et al. · old-harbour, uni-north
Wings foretell the weather, as they do. The weather of tomorrow is weather on wings of today.

cs.CLJan 8
A Survey of Weather Forecasts in GardensBen Birch, Ida Ivy, Jon Juniper et al.
"""

TWICE = """CLMar 9, 2025
Lantern$^2$ Glows: Efficient Moth Attraction for Small GardensAda Alder, Ben Birch, Cleo Cedar et al.
Moths come to lanterns, once more.
"""

TOPICS = """Lanterns:
  about: Lights that draw moths & <people>.
  phrases: [lantern, lamp, moth attraction]
Weather:
  about: What wings foretell.
  phrases: [weather forecasts]
"""


LONG = "moth" * 75
WIDE = f"""CLMar 4, 2024Code
Wide LanternsAda Alder, Ben Birch, Cleo Cedar et al. · {LONG[:290]}
{LONG} comes to https://example.org/{LONG}.

LGApr 5, 2023
Wide MothsAda Alder, Ben Birch, Cleo Cedar et al.
{LONG} stays where $x = {"a + b - " * 30}c$.
"""
WIDE_CORRECTIONS = f"""papers:
  wide-lanterns:
    title: Wide {LONG}
    authors: [{LONG.capitalize()} Alder, Ben {LONG.capitalize()}]
  wide-moths:
    authors: [{LONG.capitalize()} Alder, Ben {LONG.capitalize()}]
"""
WIDE_TOPICS = f"""{LONG.capitalize()}:
  about: {LONG} and {LONG}.
  phrases: [wide]
"""

GIVEN = "Ada Ben Cleo Dora Emil Finn Gwen Hugo Ida Jon Kira Lars Mona Nils Olga Pia Rolf Saga Tove Ulf".split()
FAMILY = (
    "Alder Birch Cedar Dogwood Elm Fir Ginkgo Hazel Ivy Juniper Kauri Larch Maple Nutmeg Oak Pine Quince Rowan Spruce "
    "Tamarisk Upas Viburnum Willow Yew Zelkova Aspen Beech Cherry Durian Ebony Fig Gum Holly Ironwood Jujube Katsura"
).split()


def many(papers: int, authors: int = 720) -> str:
    """A listing of so many papers, by at most so many authors, over eight years and eight areas."""
    chance = random.Random(1)
    people = [f"{given} {family}" for family in FAMILY for given in GIVEN][:authors]
    chance.shuffle(people)
    return "".join(
        entry(
            f"{'CL LG CV IR AI CY RO NE'.split()[number % 8]}Mar {1 + number % 28}, {2019 + number * 8 // papers}",
            f"{chance.choice(['Moths', 'Lanterns', 'Weather'])} of Garden {number}",
            ", ".join(people[(number * 3 + at) % len(people)] for at in range(3)) + " et al." * (number % 2),
            f"We look at {chance.choice(['moths', 'lamps', 'rain'])} of garden {number}.",
        )
        for number in range(papers)
    )


def collection(
    listing: str = PAPERS,
    corrections: str = "",
    vocabulary: str = "",
    as_of: date | None = None,
    permalinks: str = "",
    today: date = TODAY,
) -> Collection:
    """The collection of a listing called `seeds.txt`."""
    seeds = Seeds(
        (Listing("seeds.txt", listing),),
        Listing("corrections.yml", corrections) if corrections else None,
        Listing("topics.yml", vocabulary) if vocabulary else None,
        Listing("urls.csv", permalinks) if permalinks else None,
    )
    return gather(seeds, as_of, today)


def messages(problems: Iterable[object]) -> list[str]:
    return [str(problem) for problem in problems]


def entry(header: str = "CLMar 4, 2024", title: str = "", authors: str = "", abstract: str = "") -> str:
    """The text of one entry."""
    return f"{header}\n{title}{authors or 'Ada Alder, Ben Birch, Cleo Cedar et al.'}\n{abstract}\n"


def paper(authors: Iterable[str] = ("Ada Alder", "Ben Birch", "Cleo Cedar"), **facts: Any) -> Paper:
    """A paper, made without a listing."""
    made = Paper(
        key="lanterns",
        citekey="alder2024lanterns",
        title="Lanterns",
        plain_title="Lanterns",
        authors=tuple(read_name(author) for author in authors),
        et_al=True,
        area=find_area("CL"),  # type: ignore[arg-type]
        listed_area="CL",
        date=date(2024, 3, 4),
        date_inferred=False,
        code=False,
        code_url=None,
        score=None,
        affiliations=(),
        abstract="",
        location=Location("seeds.txt", 1),
        confidence=1.0,
        needs_review=False,
    )
    return dataclasses.replace(made, **facts)


def docs_files(collection: Collection, site: SiteConfig) -> Iterator[DocsFile]:
    """All files under `docs/` of a collection."""
    citations = {paper.key: cite(paper, collection.keywords(paper)) for paper in collection.bibliography}
    for artifact in artifacts(collection, site, citations):
        yield from artifact.make()


def collection_of(papers: Iterable[Paper], vocabulary: str = TOPICS) -> Collection:
    """The collection of papers that are made without a listing."""
    empty = collection("", vocabulary=vocabulary)
    bibliography = Bibliography(tuple(papers))
    tokens = {one.key: read_tokens(one.plain_title, one.abstract) for one in bibliography}
    topics = place_papers(tokens, read_vocabulary("topics.yml", vocabulary)[0])
    return dataclasses.replace(
        empty,
        bibliography=bibliography,
        tokens=tokens,
        topics=topic_index(bibliography, topics),
        assignments=topics.assignments,
    )
