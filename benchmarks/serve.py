"""How long a change takes to be seen: from saving a listing to the reloaded page, under `papershelf serve`.

    python benchmarks/serve.py N [--changes K] [--only mkdocs,press]

The N papers are made up. Two servers run one after the other on the same project, `mkdocs` with `fast: false` and
`press` as it is by default. Each is given K changes of an abstract, and is asked as a browser asks: the page, then
whether there is a newer one, then the page again. That includes the half second in which MkDocs looks for changes.
"""

from __future__ import annotations

import argparse
import dataclasses
import os
import re
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from papers import MadeUp, make_papers
from scaling import ROOT, make_project

from generator.text.slug import slugify

RUNS = ("mkdocs", "press")
HEAD = "run       start s  median s  least s  most s  median/mkdocs"
_LONGEST = 1_800
"""Seconds."""


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a project that is served."""
    address = f"127.0.0.1:{free_port()}"
    command = [sys.executable, "-m", "generator", "serve", "--dev-addr", address]
    with tempfile.TemporaryFile() as said:
        place = os.environ | {"TMPDIR": str(folder)}  # what the server leaves is removed with the project
        process = subprocess.Popen(command, cwd=folder, stdout=said, stderr=said, env=place, start_new_session=True)
        try:
            yield f"http://{address}/"
        finally:
            os.killpg(process.pid, signal.SIGTERM)  # a background of a script may ignore interrupts
            process.wait(60)


def read(address: str) -> str:
    with urllib.request.urlopen(address, timeout=_LONGEST) as answer:
        return str(answer.read().decode())


def first(address: str) -> str:
    """A page as soon as there is one."""
    ends = time.monotonic() + _LONGEST
    while time.monotonic() < ends:
        try:
            return read(address)
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.05)
    sys.exit("nothing is served")


def seconds_until_seen(folder: Path, server: str, papers: list[MadeUp], place: int, word: str) -> float:
    """Changes a paper, and waits for its page as a browser would."""
    page = f"{server}papers/{slugify(papers[place].title)}/"
    version = re.search(r"livereload\((\d+), (\d+)\)", read(page))
    if version is None:
        sys.exit(f"{page} does not ask for newer ones")
    papers[place] = dataclasses.replace(papers[place], abstract=f"{word} {papers[place].abstract}")
    started = time.perf_counter()
    (folder / "seeds" / "papers.txt").write_text("\n".join(map(str, papers)), encoding="utf-8")
    epoch = version[1]
    while read(f"{server}livereload/{epoch}/{version[2]}") == epoch:
        pass  # it answers once a minute even where there is nothing new
    if word not in read(page):
        sys.exit(f"{page} was made anew without its change")
    return time.perf_counter() - started


def measure(name: str, papers: list[MadeUp], changes: int) -> tuple[float, list[float]]:
    """Seconds to start a server, and from each change to its page."""
    papers = list(papers)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        make_project(folder, "\n".join(map(str, papers)))
        if name == "mkdocs":
            config = (folder / "mkdocs.yml").read_text(encoding="utf-8")
            settings = config.replace("      seeds_dir: seeds\n", "      seeds_dir: seeds\n      fast: false\n", 1)
            (folder / "mkdocs.yml").write_text(settings, encoding="utf-8")
        started = time.perf_counter()
        with served(folder) as server:
            first(server)
            start = time.perf_counter() - started
            places = range(0, len(papers), max(1, len(papers) // changes))
            return start, [
                seconds_until_seen(folder, server, papers, place, f"Corrected{number}")
                for number, place in enumerate(list(places)[:changes])
            ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("papers", type=int, metavar="N")
    parser.add_argument("--changes", type=int, default=5, metavar="K")
    parser.add_argument("--only", choices=RUNS)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    papers = make_papers(options.papers, options.seed, (ROOT / "seeds" / "topics.yml").read_text(encoding="utf-8"))
    print(HEAD, flush=True)
    base = None
    for name in [options.only] if options.only else RUNS:
        start, times = measure(name, papers, options.changes)
        middle = statistics.median(times)
        base = base or (middle if name == "mkdocs" else None)
        ratio = f"{middle / base:15.3f}" if base else f"{'-':>15}"
        print(f"{name:8}{start:9.2f}{middle:10.2f}{min(times):9.2f}{max(times):8.2f}{ratio}", flush=True)


if __name__ == "__main__":
    main()
