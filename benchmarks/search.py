"""How well search finds what a reader looks for, on any built site, against the theme's own search in the same run.

Usage: search.py [SITE] [--queries N] [--seed S] [--no-stock]

Queries are made from the site's papers (downloads/papers.jsonl) and sent to the workers in headless Chromium: ours, and
the theme's with an entry for each paper as MkDocs would index it. Prints, for each kind of query, the share in which a
right paper was first / among the first five, the time of an answer, and what was fetched (gzip, level 6).
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import statistics
import sys
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parent.parent / "scripts"))

from screenshots import chromium

Paper = dict[str, Any]
Query = tuple[str, set[str]]
"""What is typed, and the keys of the papers that are right."""

WORD = re.compile(r"[^\W\d_]{4,}")
LETTERS = "abcdefghijklmnopqrstuvwxyz"
DULL = set(
    "this that with from have which their these been such into than also more most other over they when where "
    "while only each both between using used show shows however through across under were will well".split()
)


def title_words(paper: Paper, _: list[Paper], rng: random.Random) -> Query | None:
    """Three telling words of the title."""
    words = sorted({word for word in WORD.findall(paper["title"]) if word.lower() not in DULL})
    return (" ".join(rng.sample(words, 3)), {paper["key"]}) if len(words) >= 3 else None


def title_prefix(paper: Paper, _: list[Paper], rng: random.Random) -> Query | None:
    """The first 14 to 24 letters of the title."""
    return (paper["title"][: rng.randint(14, 24)].strip(), {paper["key"]}) if len(paper["title"]) > 24 else None


def mistyped(paper: Paper, papers: list[Paper], rng: random.Random) -> Query | None:
    """Three words of the title, one with a typo: a letter too many, too few or wrong, or two swapped."""
    query = title_words(paper, papers, rng)
    if not query:
        return None
    words = query[0].split()
    long = [at for at, word in enumerate(words) if len(word) >= 5 and word.isalpha()]
    if not long:
        return None
    at = rng.choice(long)
    words[at] = _typo(words[at], rng)
    return " ".join(words), query[1]


def surname_given(paper: Paper, papers: list[Paper], rng: random.Random) -> Query | None:
    """An author's surname and then the given name; any paper of that person is right."""
    names = [name for name in paper["authors"] if name.isascii() and len(name.split()) == 2]
    if not names:
        return None
    name = rng.choice(names)
    given, surname = name.split()
    return f"{surname} {given}", {other["key"] for other in papers if name in other["authors"]}


def abstract_words(paper: Paper, _: list[Paper], rng: random.Random) -> Query | None:
    """Three words of the abstract."""
    words = sorted({word.lower() for word in WORD.findall(paper["abstract"])} - DULL)
    return (" ".join(rng.sample(words, 3)), {paper["key"]}) if len(words) >= 3 else None


KINDS: dict[str, Callable[[Paper, list[Paper], random.Random], Query | None]] = {
    "three title words": title_words,
    "title prefix": title_prefix,
    "one mistyped": mistyped,
    "surname given": surname_given,
    "abstract words": abstract_words,
}

ASK = """async ([url, docs, queries, patience]) => {
  const worker = new Worker(url);
  const next = () => new Promise((resolve) => { worker.onmessage = ({ data }) => resolve(data); });
  let answer = next();
  if (docs) {  // the worker of the theme
    worker.postMessage({ type: 0, data: { config: {
      lang: ["en"], separator: "[\\\\s\\\\-]+", pipeline: ["stopWordFilter"],
      fields: { title: { boost: 1000 }, text: { boost: 1 }, tags: { boost: 1e6 } } }, docs, options: {} } });
    await answer;
  } else {
    worker.postMessage({ kind: "start", data: { collection: location.href, root: location.href } });
  }
  const found = [];
  for (const query of queries) {
    const start = performance.now();
    answer = next();
    worker.postMessage(docs ? { type: 2, data: query } : { id: found.length, kind: "find", data: query });
    let result = await answer, took = performance.now() - start;
    for (;;) {  // abstracts come in a second answer
      const later = await Promise.race([next(), new Promise((resolve) => setTimeout(resolve, patience))]);
      if (!later) break;
      result = later;
    }
    const items = docs ? result.data.items.map(([{ location }]) => location) : result.items.map((item) => item.address);
    found.push([took, items.slice(0, 12)]);
  }
  worker.terminate();
  return found;
}"""


def _typo(word: str, rng: random.Random) -> str:
    at = rng.randrange(1, len(word) - 1)
    return rng.choice(
        [
            word[:at] + rng.choice(LETTERS) + word[at:],
            word[:at] + word[at + 1 :],
            word[:at] + rng.choice(LETTERS.replace(word[at].lower(), "")) + word[at + 1 :],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        ]
    )


def make(kind: str, papers: list[Paper], number: int, rng: random.Random) -> list[Query]:
    found = (KINDS[kind](paper, papers, rng) for paper in rng.sample(papers, len(papers)))
    return [query for _, query in zip(range(number), filter(None, found), strict=False)]


class _SilentHandler(SimpleHTTPRequestHandler):
    def log_message(self, *_args: object) -> None:
        pass


def keys(locations: list[str]) -> Iterator[str]:
    """The papers among some hits; authors, topics and pages are hits of their own kind."""
    for location in locations:
        if match := re.match(r"papers/([^/]+?)(?:/|\.html)", location):
            yield match[1]


def measure(
    page: Page,
    url: str,
    docs: list[Paper] | None,
    queries: dict[str, list[Query]],
    patience: int,
    *,
    misses: bool = False,
) -> dict[str, str]:
    rows = {}
    for kind, asked in queries.items():
        answers = page.evaluate(ASK, [url, docs, [query for query, _ in asked], patience])
        ranks = []
        for (_, hits), (query, right) in zip(answers, asked, strict=True):
            ranks.append(next((n for n, key in enumerate(keys(hits)) if key in right), 99))
            if misses and ranks[-1]:
                print(f"  {kind}: {query!r} wants {min(right)}, at {ranks[-1] + 1}; first {next(keys(hits), None)}")
        first, five = (100 * sum(rank < most for rank in ranks) / len(ranks) for most in (1, 5))
        times = sorted(took for took, _ in answers[1:] or answers)
        slow = times[int(0.95 * len(times))]
        rows[kind] = f"{first:5.1f} / {five:5.1f}   {statistics.median(times):6.1f} {slow:6.1f} ms"
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("site", nargs="?", type=Path, default=Path("site"))
    parser.add_argument("--queries", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--no-stock", action="store_true")
    parser.add_argument("--kind", action="append", choices=list(KINDS), help="only these kinds of query")
    parser.add_argument("--misses", action="store_true", help="show the queries whose paper was not first")
    options = parser.parse_args()
    site: Path = options.site
    papers = [json.loads(line) for line in (site / "downloads/papers.jsonl").read_text(encoding="utf-8").splitlines()]
    rng = random.Random(options.seed)
    queries = {kind: make(kind, papers, options.queries, rng) for kind in options.kind or KINDS}
    docs = [
        {
            "location": paper["url"],
            "title": paper["title"],
            "text": f"{', '.join(paper['authors'])} {paper['abstract']}",
        }
        for paper in papers
    ]
    handler = partial(_SilentHandler, directory=str(site))
    fetched: dict[str, int] = {}
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server, sync_playwright() as playwright:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}/"
        page = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"]).new_page()

        def note(url: str) -> None:
            path = url.removeprefix(address).split("?")[0]
            if (site / path).is_file():
                fetched[path] = len(gzip.compress((site / path).read_bytes(), 6))

        page.context.on("request", lambda request: note(request.url))
        page.goto(address, wait_until="networkidle")
        fetched.clear()
        # The first search of a reader, alone.
        first = page.evaluate(
            ASK, [f"{address}assets/javascripts/search/worker.js", None, [next(iter(queries.values()))[0][0]], 600]
        )
        print(f"{len(papers):,} papers; first search: {sum(fetched.values()) / 1000:.1f} kB, {first[0][0]:.0f} ms")
        print("  " + ", ".join(f"{path} {size / 1000:.1f}" for path, size in fetched.items()))
        patience = 1 if len(papers) <= 2000 else 300
        rows = {
            "ours": measure(
                page, f"{address}assets/javascripts/search/worker.js", None, queries, patience, misses=options.misses
            )
        }
        shards = [size for path, size in fetched.items() if "/abstracts-" in path]
        if shards:
            print(
                f"  shards of abstracts: {statistics.mean(shards) / 1000:.1f} kB, largest {max(shards) / 1000:.1f} kB"
            )
        stock = next(iter(site.glob("assets/javascripts/workers/search.*.min.js")), None)
        if stock and not options.no_stock:
            rows["stock"] = measure(page, f"{address}{stock.relative_to(site)}", docs, queries, 1)
        server.shutdown()
    for name, row in rows.items():
        print(f"\n{name}: success @1 / @5, median and 95th percentile of an answer")
        for kind, said in row.items():
            print(f"  {kind:18} {said}")


if __name__ == "__main__":
    main()
