"""How well titles are split from authors, against a listing whose answers are known, and what an export costs.

    python benchmarks/byline.py LISTING ANSWERS [--failures N] [--before CHECKOUT]

LISTING is a file in the seed format; ANSWERS has a JSON object for each entry, in order, with `title`, `authors` (as
named), `et_al` and `affiliations`. Prints one table, the failures by kind, and the CPU seconds and memory of
`papershelf export` from the file to JSON lines; with --before also those of another checkout, and their ratios.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator import byline
from generator.sources.listing import Entry, Listing, read_entries

HERE = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Outcome:
    """One entry, how it was split, and how it should have been."""

    line: str
    split: byline.Split | None
    gold: dict[str, Any]

    @property
    def right(self) -> bool:
        split, gold = self.split, self.gold
        return (
            split is not None
            and (split.title, list(split.authors)) == (gold["title"], gold["authors"])
            and (split.et_al, list(split.affiliations)) == (gold["et_al"], gold["affiliations"])
        )

    @property
    def marked(self) -> bool:
        return self.split is None or self.split.needs_review


def run(entries: Sequence[Entry], golds: Sequence[dict[str, Any]]) -> Iterator[Outcome]:
    """Split every entry."""
    for entry, gold in zip(entries, golds, strict=True):
        yield Outcome(entry.title_line, byline.split(entry.title_line, entry.abstract), gold)


def kind(outcome: Outcome) -> str:
    """Return what is difficult about the line of a failure."""
    if outcome.split is None:
        return "no author found"
    title, first = outcome.gold["title"], outcome.gold["authors"][0]
    if (outcome.split.title, list(outcome.split.authors)) == (title, outcome.gold["authors"]):
        return "et al. or affiliations"
    if len(outcome.split.authors) != len(outcome.gold["authors"]):
        return "number of authors"
    kinds = {
        r"[A-Z]{2,}s?$": "title ends in an acronym",
        r"\d$": "title ends in a digit",
        r"[?!)\]”\"'’$}]$": "title ends in a sign",
    }
    for pattern, name in kinds.items():
        if re.search(pattern, title):
            return name
    if re.match(r"[A-Z][a-z]+[A-Z]", first):
        return "given name with a capital within"
    return "given name with initials" if re.match(r"\w\.", first) else "other"


def report(outcomes: Sequence[Outcome], seconds: float) -> None:
    """Print the table."""
    unmarked = [outcome for outcome in outcomes if not outcome.marked]
    print(f"{'entries':<40}{len(outcomes):>10,}")
    print(f"{'exact title and authors':<40}{share(outcomes):>10}")
    print(f"{'right among those not marked for review':<40}{share(unmarked):>10}")
    print(f"{'marked for review':<40}{(len(outcomes) - len(unmarked)) / len(outcomes):>10.3%}")
    print(f"{'microseconds an entry':<40}{1e6 * seconds / len(outcomes):>10.0f}")


def share(outcomes: Sequence[Outcome]) -> str:
    return f"{sum(outcome.right for outcome in outcomes) / max(1, len(outcomes)):.3%}"


def show_failures(outcomes: Sequence[Outcome], most: int) -> None:
    """Print the failures by kind, those not marked for review first."""
    kinds: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        if not outcome.right:
            kinds[kind(outcome)].append(outcome)
    for name, failures in sorted(kinds.items(), key=lambda pair: -len(pair[1])):
        print(f"\n{name}: {len(failures)}")
        for outcome in sorted(failures, key=lambda outcome: outcome.marked)[:most]:
            split = outcome.split
            found = f"{split.title[-30:]!r} | {', '.join(split.authors)} ({split.confidence})" if split else "nothing"
            right = f"{outcome.gold['title'][-30:]!r} | {', '.join(outcome.gold['authors'])}"
            print(f"  {'marked' if outcome.marked else 'SILENT'}  found {found}\n          right {right}")


def export_cost(listing: Path, checkout: Path) -> tuple[float, float]:
    """Return the CPU seconds and the megabytes at most of an export by the code of a checkout, the least of three."""
    costs = []
    for _ in range(3):
        command = [sys.executable, "-m", "generator", "export", str(listing)]
        environment = {**os.environ, "PYTHONPATH": str(checkout)}
        process = subprocess.Popen(
            command, env=environment, cwd=checkout, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        _, _, usage = os.wait4(process.pid, 0)
        process.returncode = 0
        costs.append((usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024))
    return min(costs)


def report_cost(listing: Path, before: Path | None) -> None:
    """Print what an export costs, and what it cost before."""
    seconds, size = export_cost(listing.resolve(), HERE)
    print(f"{'export, CPU seconds':<40}{seconds:>10.2f}\n{'export, megabytes':<40}{size:>10.0f}")
    if before:
        seconds_before, size_before = export_cost(listing.resolve(), before.resolve())
        print(f"{'before, CPU seconds (ratio)':<40}{seconds_before:>10.2f} ({seconds / seconds_before:.2f})")
        print(f"{'before, megabytes (ratio)':<40}{size_before:>10.0f} ({size / size_before:.2f})")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("listing", type=Path)
    parser.add_argument("answers", type=Path)
    parser.add_argument("--failures", type=int, default=20, help="to show of each kind")
    parser.add_argument("--before", type=Path, metavar="CHECKOUT", help="another checkout to compare with")
    arguments = parser.parse_args()
    listing = Listing(str(arguments.listing), arguments.listing.read_text(encoding="utf-8"))
    entries = [item for item in read_entries(listing) if isinstance(item, Entry)]
    golds = [json.loads(line) for line in arguments.answers.read_text(encoding="utf-8").splitlines()]
    if len(entries) != len(golds):
        parser.error(f"{len(entries)} entries, but {len(golds)} answers")
    started = time.perf_counter()
    outcomes = list(run(entries, golds))
    report(outcomes, time.perf_counter() - started)
    report_cost(arguments.listing, arguments.before)
    show_failures(outcomes, arguments.failures)


if __name__ == "__main__":
    main()
