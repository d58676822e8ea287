"""A made-up project whose papers are to be looked up, and a look-up that takes no time."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from made_up_services import Services, Work

from generator.config import Project, SiteConfig
from generator.enrich.client import Clock
from generator.enriching import EnrichRequest, enrich_project

LISTING = """CLMar 4, 2024
Moths and Lanterns: A SurveyAda Alder, Ben Birch, Cleo Cedar et al.
Moths come to lanterns at night.

CLMay 6, 2023
Rain on Tin RoofsFinn Fir, Gwen Ginkgo, Hugo Hazel et al.
Rain is loud on roofs.

CLJun 7, 2025
Weather from WingsIda Ivy, Jon Juniper
Wings foretell the weather.
"""
MOTHS, RAIN, WINGS = "moths-and-lanterns-a-survey", "rain-on-tin-roofs", "weather-from-wings"
OF_MOTHS = Work(
    "Moths and Lanterns: A Survey",
    ["Ada Alder", "Ben Birch", "Cleo Cedar", "Dora Dogwood"],
    "2403.00001",
    "10.1000/moths",
    venue="Proceedings of Moths",
)
OF_RAIN = Work(
    "Rain on Tin Roofs", ["Finn Fir", "Gwen Ginkgo", "Hugo Hazel", "Ida Ivy"], "2305.00002", "", "2023-05-06"
)


@dataclass
class FakeClock:
    """Time that passes only while somebody sleeps."""

    time: float = 0.0
    slept: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += seconds

    @property
    def clock(self) -> Clock:
        return Clock(lambda: self.time, self.sleep)


@dataclass
class Shelf:
    """A project in a folder, with what was said of its look-ups."""

    root: Path
    told: list[str] = field(default_factory=list)
    fake: FakeClock = field(default_factory=FakeClock)

    @property
    def file(self) -> Path:
        return self.root / "seeds" / "enriched.yml"

    def enrich(self, services: Services | None = None, **options: Any) -> int:
        """Look papers up, at arXiv where nothing else is said, and return the status."""
        self.told.clear()
        if services is not None:
            options = {"endpoint": services.url, "source": "arxiv", **options}
        project = Project(self.root, self.root / "seeds", self.root / "docs", SiteConfig(""))
        return enrich_project(project, EnrichRequest(**options), self.told.append, self.fake.clock)

    def read(self) -> dict[str, Any]:
        """Return the file as any reader of YAML reads it."""
        read: dict[str, Any] = yaml.safe_load(self.file.read_text(encoding="utf-8"))
        return read


def make_shelf(root: Path, listing: str = LISTING) -> Shelf:
    (root / "seeds").mkdir(parents=True)
    (root / "seeds" / "papers.txt").write_text(listing, encoding="utf-8", newline="\n")
    return Shelf(root)
