"""Site of sixty made-up papers, some with hostile titles, for tests of pages that search, filter and keep papers."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import made_up
from conftest import made_up_project
from test_site import _settings

from generator import mkdocs_runner

Record = dict[str, Any]

HOSTILE = [
    "Moths <img src=x onerror=alert(1)> of <b>Marsh</b> Gardens",
    "=HYPERLINK(1+1) for Moths, \"Quoted\" and 'Not'",
    "+Lanterns, {{ config }} ${alert(3)} \\u003cb\\u003e in Gardens",
    "@Moths </script><script>alert(2)</script> & Lanterns",
    "-Rain of 5\\% over $x^2$ Gardens",
]
TOPICS = "".join(
    f"{topic}:\n  about: {topic}.\n  phrases: [{phrases}]\n"
    for topic, phrases in (("Lanterns & <b>Lamps</b>", "lantern, lamp"), ("Moths", "moth"), ("Rain", "rain"))
)
SIZE = 60


def _papers() -> str:
    chance = random.Random(4)
    people = [f"{given} {family}" for given, family in zip(made_up.GIVEN, made_up.FAMILY, strict=False)]
    places = ["", " · old-harbour", " · uni-north, old-harbour", " · old-mill", ""]
    hostile = dict(zip(range(0, SIZE, 3), HOSTILE, strict=False))
    listed = []
    for number in range(SIZE):
        score = f"{80 + number / 4}" if number % 3 == 0 else ""
        day = f"{'Jan May Jul Oct'.split()[number % 4]} {1 + number % 28}, {2020 + number % 6}"
        title = f"{chance.choice(['Quiet', 'Late'])} {chance.choice(['Moths', 'Lanterns', 'Rain'])} of Garden {number}"
        listed.append(
            made_up.entry(
                f"{score}{chance.choice('CL LG CV IR AI'.split())}{day}{'Code' * chance.randrange(2)}",
                hostile.get(number, title),
                ", ".join(chance.sample(people, 3)) + " et al." * (number % 2) + chance.choice(places),
                f"We watch {chance.choice(['zephyr', 'dusk'])} and {chance.choice(['lamp', 'moth', 'rain'])}s alike.",
            )
        )
    return "".join(listed)


def build(root: Path, **how: Any) -> Path:
    """Build the site in a folder, with settings of its own, and return the folder of its pages."""
    made_up_project(root, papers=_papers(), topics=TOPICS, **_settings(**how))
    (root / "seeds" / "twice.txt").unlink()
    mkdocs_runner.run_build(mkdocs_runner.load(str(root / "mkdocs.yml")))
    return root / "site"
