"""A project that carries every attack in every field that can carry it."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from conftest import PUBLIC, made_up_project
from hostile import ATTACKS, FORMULAS, LATEX, TITLED
from made_up import entry


@dataclass(frozen=True)
class Attack:
    """A text, and what shows of it."""

    number: int
    text: str
    shown: str | None
    """None for a formula."""
    kind: str

    @property
    def title(self) -> str | None:
        """Return what shows of the title, None for a formula."""
        return None if self.shown is None else f"Moths {self.number} {TITLED.get(self.text, self.shown)} at Night"

    @property
    def title_line(self) -> str:
        return f"Moths {self.number} {self.text} at NightAda Alder, Ben Birch, Cleo Cedar et al."


def _attacks() -> list[Attack]:
    texts = [(text, text, kind) for kind, group in ATTACKS.items() for text in group]
    texts += [(text, shown, "latex") for text, shown in LATEX.items()]
    every = [*texts, *((text, None, "formulas") for text in FORMULAS)]
    return [Attack(number, text, shown, kind) for number, (text, shown, kind) in enumerate(every)]


EVERY = _attacks()
NAME = (
    "Shelf </title><script>alert(200)</script><img src=x onerror=alert(201)> {{ config }} \" onload='alert(202)' &amp; "
)
DESCRIPTION = "Moths --> </script><svg onload=alert(203)> {% raw %} \" onclick='alert(204)' ]]> \u2028 *moth* &lt;"
FILES = (
    "<img src=x onerror=alert(210)>.txt",
    "{{ config }}.txt",
    "javascript:alert(211).txt",
    "](javascript:alert(212)) \"onclick='alert(213)'.txt",
    "..moth.txt",
    "#moth?moth&moth;.txt",
    "\u202etxt.moth.txt",
    "\x1b[31mmoth\x07.txt",
    "moth\nmoth.txt",
    "-rf.txt",
    f"{'m' * 200}.txt",
)
BYTES = (b"moth\xff\xfe.txt",)


def listing(attacks: Sequence[Attack] = EVERY) -> str:
    """An entry for each attack: in its title, and in two abstracts."""
    entries = []
    for attack in attacks:
        other = EVERY[attack.number - 1]
        entries.append(
            f"{1 + attack.number % 99}.5CLMar {1 + attack.number % 28}, {2015 + attack.number % 9}Code\n"
            f"{attack.title_line}\n"
            f"It says {attack.text} here of lamp{attack.number} lamp{attack.number} lamp{attack.number}.\n"
            f"And {other.text} there of lamp{other.number} lamp{other.number} lamp{other.number}.\n"
        )
    return "\n".join(entries)


def corrections(attacks: Sequence[Attack] = EVERY) -> str:
    """Names, affiliations and links that are attacks."""
    papers = {
        attack.title_line: {
            "authors": [attack.text, "Ada Alder"],
            "affiliations": [attack.text if attack.number % 2 else f"tag-{attack.number}"],
            "links": {attack.text: "https://example.org/moth"},
        }
        for attack in attacks
    }
    names = {f"tag-{attack.number}": attack.text for attack in attacks if attack.number % 2 == 0}
    return json.dumps({"papers": papers, "affiliations": names})


def topics(attacks: Sequence[Attack] = EVERY) -> str:
    """A topic of each attack."""
    return json.dumps(
        {
            attack.text: {"about": attack.text, "phrases": [f"lamp{attack.number}", f"{attack.text} here"]}
            for attack in attacks
        }
    )


def hostile_project(root: Path, attacks: Sequence[Attack] = EVERY, **plugin: Any) -> Path:
    """Makes the project of some attacks at a place; `plugin` has settings of ours."""
    made_up_project(
        root,
        papers=listing(attacks),
        corrections=corrections(attacks),
        topics=topics(attacks),
        site_name=NAME,
        site_description=DESCRIPTION,
        **PUBLIC | {"plugin": PUBLIC["plugin"] | plugin},
    )
    (root / "seeds" / "twice.txt").unlink()
    for number, name in enumerate([*map(os.fsencode, FILES), *BYTES]):
        path = Path(os.fsdecode(os.path.join(os.fsencode(root / "seeds"), name)))
        with suppress(OSError):  # not every file system has such names
            path.write_text(entry(title=f"Lamps of File {number}", abstract=f"A lamp{number}."), encoding="utf-8")
    return root
