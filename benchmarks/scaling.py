"""How the build grows with the papers: builds the first N of a listing, for several N, and prints one table.

    python benchmarks/scaling.py LISTING [N ...]

LISTING is any file in the seed format with enough entries. Each build is a process of its own over an empty folder.
`growth` is the processor time per paper against that of the first row: 1.0 is proportional. Time of the wall clock
includes the disk, which is noisy: TMPDIR on a disk in memory shows less of it.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from generator.sources.listing import Entry, Listing, read_entries

HEAD = " papers   pages  Markdown s   site s   CPU s  ms a page  growth  peak MB"
ROOT = Path(__file__).resolve().parent.parent


def first_entries(listing: str, number: int) -> str:
    """The text of a listing's first entries."""
    starts = [item.location.line for item in read_entries(Listing("", listing)) if isinstance(item, Entry)]
    if len(starts) < number:
        sys.exit(f"the listing has {len(starts)} entries, fewer than {number}")
    lines = listing.split("\n")
    return "\n".join(lines[: starts[number] - 1] if number < len(starts) else lines)


def make_project(folder: Path, seeds: str) -> None:
    """The repository's configuration, look and guide, with other seeds."""
    shutil.copy(ROOT / "mkdocs.yml", folder)
    shutil.copytree(ROOT / "overrides", folder / "overrides")
    for name in ("about", "contributing"):
        shutil.copytree(ROOT / "docs" / name, folder / "docs" / name)
    shutil.copy(ROOT / "docs" / "reliability.md", folder / "docs")
    (folder / "seeds").mkdir()
    shutil.copy(ROOT / "seeds" / "topics.yml", folder / "seeds")
    (folder / "seeds" / "papers.txt").write_text(seeds, encoding="utf-8")


def run(command: str, folder: Path) -> tuple[float, float, float]:
    """Seconds by the wall clock, seconds of the processor and peak megabytes of a `papershelf` command."""
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "generator", command], cwd=folder, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"papershelf {command} failed")
    return time.perf_counter() - started, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("listing", type=Path)
    parser.add_argument("sizes", type=int, nargs="*", default=[500, 1000, 2000, 4000])
    arguments = parser.parse_args()
    text = arguments.listing.read_text(encoding="utf-8")
    print(HEAD)
    base = None
    for size in arguments.sizes:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            make_project(folder, first_entries(text, size))
            markdown_seconds, _, _ = run("pages", folder)
            seconds, processor, peak = run("build", folder)
            pages = sum(1 for _ in (folder / "docs").rglob("*.md"))
        base = base or processor / size
        growth, each = processor / size / base, 1000 * processor / pages
        print(
            f"{size:7}{pages:8}{markdown_seconds:12.2f}{seconds:9.1f}{processor:8.1f}{each:11.2f}{growth:8.2f}{peak:9.0f}"
        )


if __name__ == "__main__":
    main()
