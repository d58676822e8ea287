"""Subject areas: an area as a listing names it in, the area of the arXiv taxonomy out."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import yaml

from generator.models import Area, read_data


def find_area(listed: str) -> Area | None:
    """Return the area that `CL` or `cs.CL` names; None where the taxonomy does not have it.

    Of several archives with the class, the first in the taxonomy file counts (cs, stat, eess, math, ...): `CV` is
    cs.CV, not math.CV.
    """
    return _areas().get(listed)


@cache
def codes_by_name() -> Mapping[str, str]:
    """Return the code of each area by its name in lower case; of several, the first in the taxonomy file."""
    codes: dict[str, str] = {}
    for area in _areas().values():
        codes.setdefault(area.name.casefold(), area.code)
    return codes


@cache
def _areas() -> dict[str, Area]:
    """Return the areas by their whole codes, their classes alone and, for an archive without classes, its name."""
    areas: dict[str, Area] = {}
    for archive, facts in yaml.safe_load(read_data("arxiv-taxonomy.yml")).items():
        areas[archive] = Area(archive, facts["name"], facts["name"])
        for short, name in facts.get("classes", {}).items():
            area = Area(f"{archive}.{short}", name, facts["name"])
            areas[area.code] = area
            areas.setdefault(short, area)
    return areas
