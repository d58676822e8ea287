"""How long a change takes to be seen: from saving a listing to the reloaded page, under `papershelf serve`.

    python benchmarks/serve.py N [--changes K] [--only mkdocs,fast]

The N papers are made up. Two servers run one after the other on the same project, `mkdocs` with `fast: false` and
`fast` as it is by default. Each is given K changes of an abstract, and is asked as a browser asks: the page, then
whether there is a newer one, then the page again. That includes the time in which changes are looked for. The whole
site is there when the server says that it has every browser reload.
"""

from __future__ import annotations

import argparse
import dataclasses
import os
import random
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
from contextlib import contextmanager, suppress
from pathlib import Path

from papers import MadeUp, make_papers
from scaling import ROOT, make_project

from generator.text.slugs import slugify

RUNS = ("mkdocs", "fast")
HEAD = "run       start s  page: median s  least s  most s  median/mkdocs  whole site: median s"
_WHOLE = b"Reloading browsers"
_LONGEST = 1_800
"""Seconds."""


def free_port() -> int:
    """A port that stays free until the server has it: systems give those of this range to nobody who does not ask."""
    while True:
        port = random.SystemRandom().randrange(15_000, 30_000)
        with suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port


@contextmanager
def served(folder: Path) -> Iterator[tuple[str, Path]]:
    """The address of a project that is served, and a file of what its server says."""
    address = f"127.0.0.1:{free_port()}"
    command = [sys.executable, "-m", "generator", "serve", "--dev-addr", address]
    with tempfile.NamedTemporaryFile() as said:
        place = os.environ | {"TMPDIR": str(folder)}  # what the server leaves is removed with the project
        process = subprocess.Popen(command, cwd=folder, stdout=said, stderr=said, env=place, start_new_session=True)
        try:
            yield f"http://{address}/", Path(said.name)
        finally:
            os.killpg(process.pid, signal.SIGTERM)  # a background of a script may ignore interrupts
            process.wait(_LONGEST)


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
    text = read(page)
    papers[place] = dataclasses.replace(papers[place], abstract=f"{word} {papers[place].abstract}")
    started = time.perf_counter()
    (folder / "seeds" / "papers.txt").write_text("\n".join(map(str, papers)), encoding="utf-8")
    while word not in text:
        version = re.search(r"livereload\((\d+), (\d+)\)", text)
        if version is None:
            sys.exit(f"{page} does not ask for newer ones")
        while read(f"{server}livereload/{version[1]}/{version[2]}") == version[1]:
            pass  # it answers once a minute even where there is nothing new
        text = read(page)
    return time.perf_counter() - started


def seconds_until_whole(said: Path, times: int) -> float:
    """Waits for a server to have said so many times that a site is whole."""
    started = time.perf_counter()
    while said.read_bytes().count(_WHOLE) < times:
        if time.perf_counter() - started > _LONGEST:
            sys.exit("the site is not made anew")
        time.sleep(0.01)
    return time.perf_counter() - started


def measure(name: str, papers: list[MadeUp], changes: int) -> tuple[float, list[float], list[float]]:
    """Seconds to start a server, and from each change to its page and to the whole site."""
    papers = list(papers)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        make_project(folder, "\n".join(map(str, papers)))
        if name == "mkdocs":
            config = (folder / "mkdocs.yml").read_text(encoding="utf-8")
            settings = config.replace("      seeds_dir: seeds\n", "      seeds_dir: seeds\n      fast: false\n", 1)
            (folder / "mkdocs.yml").write_text(settings, encoding="utf-8")
        started = time.perf_counter()
        with served(folder) as (server, said):
            first(server)
            start = time.perf_counter() - started
            pages, sites = [], []
            for number, place in enumerate(range(0, len(papers), max(1, len(papers) // changes))[:changes]):
                pages.append(seconds_until_seen(folder, server, papers, place, f"Corrected{number}"))
                sites.append(pages[-1] + seconds_until_whole(said, number + 1))
            return start, pages, sites


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
        start, pages, sites = measure(name, papers, options.changes)
        middle = statistics.median(pages)
        base = base or (middle if name == "mkdocs" else None)
        ratio = f"{middle / base:15.3f}" if base else f"{'-':>15}"
        print(
            f"{name:8}{start:9.2f}{middle:16.2f}{min(pages):9.2f}{max(pages):8.2f}{ratio}{statistics.median(sites):22.2f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
