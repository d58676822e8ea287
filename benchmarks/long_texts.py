"""How long a build takes that meets a text of an absurd length; prints a line for each.

    python benchmarks/long_texts.py [N]

An abstract of N lines, one of N braces and a title of N / 8 letters, each beside an ordinary paper; N is a million
unless it is given. A line says how long the whole build took, and how many of the two papers have pages.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from scaling import make_project

HEADER = "CLMay 9, 2022\n"
BYLINE = "Ada Alder, Ben Birch et al.\n"
ORDINARY = f"{HEADER}A Quiet Evening{BYLINE}An abstract of moths.\n"


def texts(size: int) -> dict[str, str]:
    """Entries of a listing, by what is long in them."""
    words = "Moths and Lamps "
    return {
        f"an abstract of {size:,} lines": f"{HEADER}A Long Tale{BYLINE}" + "A line of moths and lamps.\n" * size,
        f"an abstract of {size:,} braces": f"{HEADER}A Long Tale{BYLINE}" + "{" * size + "\n",
        f"a title of {size // 8:,} letters": f"{HEADER}{words * (size // 8 // len(words))}at Night{BYLINE}Moths.\n",
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("size", type=int, nargs="?", default=1_000_000, metavar="N")
    for name, entry in texts(parser.parse_args().size).items():
        with tempfile.TemporaryDirectory() as folder:
            project = Path(folder)
            make_project(project, ORDINARY + entry)
            started = time.perf_counter()
            subprocess.run([sys.executable, "-m", "generator", "build"], cwd=project, check=True, capture_output=True)
            seconds = time.perf_counter() - started
            pages = len(list((project / "site" / "papers").glob("*/index.html")))
        print(f"{seconds:6.1f} s, {pages} papers: {name}", flush=True)


if __name__ == "__main__":
    main()
