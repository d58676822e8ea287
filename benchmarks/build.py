"""How long a site takes, and how much memory, beside what other generators need for the same pages; prints one table.

    python benchmarks/build.py N [--only plain,cold,...] [--seed S] [--keep DIR]

The N papers are made up, from words that no language has. Each run is a process of its own:

    plain      MkDocs alone, without our plugin, on Markdown that was made beforehand
    cold       `papershelf build` from nothing: Markdown, site, cache
    changed    the same again, after a word of one paper's title and of its abstract has changed
    again      the same again, after another change: the first one after `cold` makes the folder for the next site
    unchanged  the same again
    hugo       Hugo with a minimal theme, then Pagefind, on the Markdown of `plain`
    zensical   Zensical on the same Markdown with the same configuration, but for our templates, which it cannot read

The last two are skipped where their commands are missing. Memory is that of all processes of a run together, sampled;
without /proc, that of the largest. Time of the wall clock includes the disk, which is noisy.
"""

from __future__ import annotations

import argparse
import contextlib
import dataclasses
import importlib.util
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

import yaml
from hugo_site import make_hugo_project
from mkdocs.utils.yaml import yaml_load
from papers import MadeUp, change, make_papers
from scaling import ROOT, make_project

RUNS = ("plain", "cold", "changed", "again", "unchanged", "hugo", "zensical")
HEAD = "run         wall s  user s   sys s  peak MB   pages   files  site MB  ms a page  wall/plain  user/plain"
MADE_ELSEWHERE = {"search/search_index.json", "search/pages.js"}
"""What our plugin makes after MkDocs: the only files that need not be in both sites."""


@dataclasses.dataclass(frozen=True)
class Cost:
    """What a run took."""

    wall: float
    user: float
    system: float
    peak: float
    """Megabytes."""

    def __add__(self, other: Cost) -> Cost:
        peak = max(self.peak, other.peak)
        return Cost(self.wall + other.wall, self.user + other.user, self.system + other.system, peak)


def memory(session: int) -> float:
    """Megabytes of all processes of a session, shared ones counted once; 0 where they cannot be known."""
    kilobytes = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):  # it may just have ended
            if int(stat.read_text().rpartition(")")[2].split()[3]) == session:
                share = re.search(r"^Pss: +(\d+)", stat.with_name("smaps_rollup").read_text(), re.MULTILINE)
                kilobytes += int(share[1]) if share else 0
    return kilobytes / 1024


def run(command: list[str], folder: Path) -> Cost:
    """Run a command to its end."""
    peaks, ended = [0.0], threading.Event()

    def watch(session: int) -> None:
        while not ended.wait(0.1):
            peaks.append(memory(session))

    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as said:
        started = time.perf_counter()
        process = subprocess.Popen(command, cwd=folder, stdout=said, stderr=said, start_new_session=True)
        threading.Thread(target=watch, args=[process.pid], daemon=True).start()
        try:
            _, status, usage = os.wait4(process.pid, 0)
        except BaseException:
            os.killpg(process.pid, signal.SIGKILL)
            raise
        finally:
            ended.set()
        wall = time.perf_counter() - started
        if status:
            said.seek(0)
            raise RuntimeError(f"{' '.join(command[:4])} failed: {said.read()[-600:].strip()}")
    largest = usage.ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2)
    return Cost(wall, usage.ru_utime, usage.ru_stime, max(peaks) or largest)


def python(*arguments: str) -> list[str]:
    return [sys.executable, "-m", *arguments]


def find(*names: str) -> list[str]:
    """The command of one of some names, on the path, beside Python or as a module of it; empty if there is none."""
    places = os.pathsep.join([os.environ.get("PATH", ""), str(Path(sys.executable).parent)])
    found = next(filter(None, (shutil.which(name, path=places) for name in names)), None)
    return [found] if found else python(names[0]) if importlib.util.find_spec(names[0]) else []


def files(site: Path) -> dict[str, int]:
    """The files of a site and their sizes."""
    return {path.relative_to(site).as_posix(): path.stat().st_size for path in site.rglob("*") if path.is_file()}


class Bench:
    """The projects in a folder, and what the runs in them gave."""

    def __init__(self, folder: Path, papers: list[MadeUp]) -> None:
        self.papers = papers
        self.ours, self.theirs, self.hugo_project = folder / "ours", folder / "theirs", folder / "hugo"
        self.costs: dict[str, Cost] = {}
        self.sites: dict[str, dict[str, int]] = {}
        self.ours.mkdir(parents=True)
        make_project(self.ours, self.listing())

    def listing(self) -> str:
        return "\n".join(map(str, self.papers))

    def make_theirs(self) -> None:
        """The project without our plugin, whose Markdown is made."""
        shutil.copytree(self.ours, self.theirs)
        run(python("generator", "pages"), self.theirs)
        settings = yaml_load((self.theirs / "mkdocs.yml").read_text(encoding="utf-8"))
        settings["plugins"] = [plugin for plugin in settings["plugins"] if "papershelf" not in plugin]
        for name in ("plain", "zensical"):
            settings["site_dir"] = f"site-{name}"
            if name == "zensical":
                del settings["theme"]["custom_dir"]
            (self.theirs / f"{name}.yml").write_text(yaml.safe_dump(settings, sort_keys=False), encoding="utf-8")

    def note(self, name: str, cost: Cost, site: Path) -> None:
        self.costs[name], self.sites[name] = cost, files(site)

    def plain(self) -> None:
        cost = run(python("mkdocs", "build", "--quiet", "--config-file", "plain.yml"), self.theirs)
        self.note("plain", cost, self.theirs / "site-plain")

    def cold(self, name: str = "cold") -> None:
        self.note(name, run(python("generator", "build"), self.ours), self.ours / "site")

    def changed(self, name: str = "changed", word: str = "corrected") -> None:
        middle = len(self.papers) // 2
        self.papers[middle] = change(self.papers[middle], word)
        (self.ours / "seeds" / "papers.txt").write_text(self.listing(), encoding="utf-8")
        self.cold(name)

    def again(self) -> None:
        self.changed("again", "improved")

    def unchanged(self) -> None:
        self.cold("unchanged")

    def hugo(self) -> None:
        make_hugo_project(self.theirs / "docs", self.hugo_project)
        cost = run([*find("hugo"), "--quiet"], self.hugo_project)
        cost += run([*find("pagefind", "pagefind_extended"), "--site", "public"], self.hugo_project)
        self.note("hugo", cost, self.hugo_project / "public")

    def zensical(self) -> None:
        cost = run([*find("zensical"), "build", "--clean", "--config-file", "zensical.yml"], self.theirs)
        self.note("zensical", cost, self.theirs / "site-zensical")

    def row(self, name: str) -> str:
        cost, site, plain = self.costs[name], self.sites[name], self.costs.get("plain")
        pages = sum(path.endswith(".html") for path in site)
        ratios = f"{cost.wall / plain.wall:12.3f}{cost.user / plain.user:12.3f}" if plain else f"{'-':>12}{'-':>12}"
        each, size = 1000 * cost.wall / pages, sum(site.values()) / 1e6
        times = f"{cost.wall:8.2f}{cost.user:8.2f}{cost.system:8.2f}{cost.peak:9.0f}"
        return f"{name:10}{times}{pages:8}{len(site):8}{size:9.1f}{each:11.2f}{ratios}"

    def differences(self) -> list[str]:
        """The files that only one of the sites of `plain` and `cold` has."""
        return sorted((self.sites["plain"].keys() ^ self.sites["cold"].keys()) - MADE_ELSEWHERE)


def chosen(text: str) -> list[str]:
    names = text.split(",")
    if unknown := set(names) - set(RUNS):
        raise argparse.ArgumentTypeError(f"no such run: {', '.join(sorted(unknown))}")
    return [name for name in RUNS if name in names]


def measure(bench: Bench, names: list[str]) -> bool:
    """Run and print; whether all went well."""
    print(HEAD, flush=True)
    well = True
    for name in names:
        needed = {"hugo": ["hugo", "pagefind"], "zensical": ["zensical"]}.get(name, [])
        if missing := [command for command in needed if not find(command)]:
            print(f"{name:10}skipped: {' and '.join(missing)} not found")
            continue
        step: Callable[[], None] = getattr(bench, name)
        try:
            step()
        except RuntimeError as error:
            well = False
            print(f"{name:10}{error}")
        else:
            print(bench.row(name), flush=True)
    return well


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("papers", type=int, metavar="N")
    parser.add_argument("--only", type=chosen, default=list(RUNS), help=f"some of {','.join(RUNS)}")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="an empty folder to work in, which stays")
    options = parser.parse_args()
    names: list[str] = options.only
    if options.keep and options.keep.exists() and any(options.keep.iterdir()):
        parser.error(f"{options.keep} is not empty")
    if {"changed", "again", "unchanged"} & set(names) and "cold" not in names:
        names.insert(names.index("plain") + 1 if "plain" in names else 0, "cold")
    papers = make_papers(options.papers, options.seed, (ROOT / "seeds" / "topics.yml").read_text(encoding="utf-8"))
    with contextlib.ExitStack() as stack:
        folder = options.keep or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        bench = Bench(folder.resolve(), papers)
        if {"plain", "hugo", "zensical"} & set(names):
            bench.make_theirs()
        well = measure(bench, names)
        if {"plain", "cold"} <= bench.sites.keys():
            others = bench.differences()
            print(f"plain and cold have the same files{f' but {len(others)}: {others[:5]}' if others else ''}")
    sys.exit(not well)


if __name__ == "__main__":
    main()
