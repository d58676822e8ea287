"""Builds that are killed, that run out of disk, and that run at once: is the published site whole every time?

    python scripts/trials.py [--papers N] [--kills N] [--full N] [--pairs N] [--seed S]

Each trial has a site of one listing, and builds that of another. Then the site must be one of the two, to the last
byte, and the next build must make the new one. A disk that is full is a small file system in memory, which only root
may make.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "benchmarks"))

from papers import make_papers  # noqa: E402
from scaling import make_project  # noqa: E402

BUILD = [sys.executable, "-m", "generator", "build"]


def digest(folder: Path) -> str:
    """Of the names and contents of all files."""
    found = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        found.update(f"{path.relative_to(folder)}\0".encode() + path.read_bytes())
    return found.hexdigest()


class Trials:
    """A project with two listings, and what their sites are."""

    def __init__(self, folder: Path, papers: int, seed: int) -> None:
        self.chance = random.Random(seed)
        self.results: Counter[str] = Counter()
        made = [str(paper) for paper in make_papers(papers, seed, (ROOT / "seeds/topics.yml").read_text("utf-8"))]
        self.listings = ("\n".join(made[: papers * 9 // 10]), "\n".join(reversed(made[papers // 10 :])))
        self.project = folder / "project"
        self.project.mkdir()
        make_project(self.project, self.listings[0])
        self.sites, self.seconds = [], 0.0
        for listing in self.listings:
            self.sites.append(self.build(listing))

    def start(self) -> subprocess.Popen[bytes]:
        command = {"cwd": self.project, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        return subprocess.Popen(BUILD, **command, start_new_session=True)  # type: ignore[call-overload,no-any-return]

    def build(self, listing: str) -> str:
        """Build the site of a listing to the end."""
        (self.project / "seeds/papers.txt").write_text(listing, encoding="utf-8")
        started = time.monotonic()
        if self.start().wait():
            sys.exit("a build that nothing disturbs fails")
        self.seconds = time.monotonic() - started
        return digest(self.project / "site")

    def run(self, name: str, disturbed: Callable[[], None], again: Callable[[], None] = lambda: None) -> None:
        """One trial: from either site to the other."""
        old, new = self.chance.sample([0, 1], 2)
        if self.build(self.listings[old]) != self.sites[old]:
            self.results[f"{name}: WRONG BEFORE"] += 1
        (self.project / "seeds/papers.txt").write_text(self.listings[new], encoding="utf-8")
        disturbed()
        found = digest(self.project / "site")
        state = "old" if found == self.sites[old] else "new" if found == self.sites[new] else "BROKEN"
        self.results[f"{name}: {state} site"] += 1
        again()
        is_right = self.build(self.listings[new]) == self.sites[new]
        self.results[f"{name}: next build {'right' if is_right else 'WRONG'}"] += 1
        left = [path.name for path in self.project.iterdir() if path.name.startswith(".site")]
        self.results[f"{name}: something is left beside the site"] += bool(left)

    def kill(self) -> None:
        """Kill all processes of a build at a random moment."""
        process = self.start()
        time.sleep(self.chance.uniform(0, self.seconds * 1.05))
        subprocess.run(["pkill", "-KILL", "-s", str(process.pid)], check=False)
        process.wait()

    def pair(self) -> None:
        """Two builds at once."""
        one = self.start()
        time.sleep(self.chance.uniform(0, self.seconds / 2))
        other = self.start()
        self.results["pairs: builds that failed"] += bool(one.wait()) + bool(other.wait())

    def resize(self, megabytes: float) -> None:
        """Make the disk larger or smaller."""
        subprocess.run(["mount", "-o", f"remount,size={int(megabytes * 1024)}k", self.project.parent], check=True)

    def fill(self) -> None:
        """Build with too little disk."""
        used = shutil.disk_usage(self.project).used / 2**20
        self.resize(used + self.chance.uniform(0.1, used * 0.3))
        self.results["full disk: builds that failed"] += bool(self.start().wait())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--papers", type=int, default=300)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--full", type=int, default=20)
    parser.add_argument("--pairs", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        trials = Trials(folder, options.papers, options.seed)
        for _ in range(options.kills):
            trials.run("killed", trials.kill)
        for _ in range(options.pairs):
            trials.run("pairs", trials.pair)
        results = trials.results
        if options.full:
            subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4g", "trials", folder], check=True)
            try:
                trials = Trials(folder, options.papers, options.seed)
                for _ in range(options.full):
                    trials.run("full disk", trials.fill, lambda: trials.resize(4096))
                results += trials.results
            finally:
                subprocess.run(["umount", folder], check=True)
    for result, times in sorted(results.items()):
        print(f"{times:5}  {result}")
    sys.exit(any(word in result for result, times in results.items() for word in ("BROKEN", "WRONG") if times))


if __name__ == "__main__":
    main()
