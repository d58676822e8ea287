"""Subject areas: an area as a listing has it in, the area of arXiv's taxonomy out."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from generator.models import Area


def find_area(listed: str) -> Area | None:
    """The area that `CL` or `cs.CL` names; None where the taxonomy does not know it.

    A class that several archives have goes to the first of them in the order of the taxonomy file (cs, stat,
    eess, math, ...): `CV` is cs.CV, not math.CV.
    """
    return _areas().get(listed)


@cache
def codes_by_name() -> Mapping[str, str]:
    """Return the code of each area by its name in small letters; of several, the first in the taxonomy file."""
    codes: dict[str, str] = {}
    for area in _areas().values():
        codes.setdefault(area.name.casefold(), area.code)
    return codes


def unknown_area(listed: str) -> Area:
    """An area that keeps the name of the listing."""
    return Area(code=listed, name=listed)


@cache
def _areas() -> dict[str, Area]:
    """Every area by its whole code, its class alone and, for an archive without classes, its archive."""
    areas: dict[str, Area] = {}
    for archive, facts in _taxonomy().items():
        areas[archive] = Area(archive, facts["name"], facts["name"])
        for short, name in facts.get("classes", {}).items():
            area = Area(f"{archive}.{short}", name, facts["name"])
            areas[area.code] = area
            areas.setdefault(short, area)
    return areas


def _taxonomy() -> dict[str, Any]:
    text = files("generator").joinpath("data").joinpath("arxiv-taxonomy.yml").read_text(encoding="utf-8")
    taxonomy: dict[str, Any] = yaml.safe_load(text)
    return taxonomy
