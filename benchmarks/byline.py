"""How well titles are split from authors, against a listing whose answers are known.

    python benchmarks/byline.py LISTING ANSWERS [--chunk N] [--failures N]

LISTING is a file in the seed format; ANSWERS has a JSON object for each entry, in order, with `title`, `authors` (as
named), `et_al` and `affiliations`. With --chunk N every N entries are a listing of their own, which has less to
teach. Prints one table and the failures by kind.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator import byline
from generator.listing import Entry, Listing, read_entries


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


def run(entries: Sequence[Entry], golds: Sequence[dict[str, Any]], chunk: int) -> Iterator[Outcome]:
    """Split every entry, `chunk` of them at a time."""
    for start in range(0, len(entries), chunk):
        part = entries[start : start + chunk]
        lexicon = byline.learn(entry.title_line for entry in part)
        for entry, gold in zip(part, golds[start : start + chunk], strict=True):
            yield Outcome(entry.title_line, byline.split(entry.title_line, lexicon), gold)


def kind(outcome: Outcome) -> str:
    """What is difficult about the right reading of a failure."""
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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("listing", type=Path)
    parser.add_argument("answers", type=Path)
    parser.add_argument("--chunk", type=int, default=0, help="entries of a listing; all by default")
    parser.add_argument("--failures", type=int, default=20, help="to show of each kind")
    arguments = parser.parse_args()
    listing = Listing(str(arguments.listing), arguments.listing.read_text(encoding="utf-8"))
    entries = [item for item in read_entries(listing) if isinstance(item, Entry)]
    golds = [json.loads(line) for line in arguments.answers.read_text(encoding="utf-8").splitlines()]
    if len(entries) != len(golds):
        parser.error(f"{len(entries)} entries, but {len(golds)} answers")
    started = time.perf_counter()
    outcomes = list(run(entries, golds, arguments.chunk or len(entries)))
    report(outcomes, time.perf_counter() - started)
    show_failures(outcomes, arguments.failures)


if __name__ == "__main__":
    main()
