"""Measures how well search finds what a reader looks for: known items, and questions that were judged.

    python benchmarks/search.py [--queries FOLDER] [--set NAME ...] [--only PART ...] [--compare CHECKOUT]
        [--against ENGINE ...] [--site SITE]

FOLDER has sets of judged questions. Of each there is `NAME.papers.jsonl.gz`, with a JSON object for each paper (`id`,
`title`, `abstract` and perhaps `authors`), and `NAME.dev.jsonl`, with one for each question (`query`, and `relevant`,
the ids of the papers that answer it). The project's own papers are the set `seeds`; questions about them name keys.

Known items are made from the papers of each set: words of titles, names (made-up ones, where papers have no authors),
words of abstracts. All are put to the real worker of search, in node. Prints, for each set and kind of question, the
number of questions; in percent how often a right paper is first, among the first five and ten, the mean reciprocal rank
(MRR) of the first ten, and how often none is listed; then the median and the 95th percentile of milliseconds. Where the
worker answers twice, the last answer counts, in which papers that are related in meaning follow those with the words.

The part `cost` prints what search fetches (bytes are those of gzip, level 6) and how long it takes in Chromium. With a
built SITE, it tells what its home page fetches, and what a reader who searches there does.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import search_browser
import search_items
from search_items import Question
from search_others import OTHERS
from search_quality import HEAD, Corpus, Ranked, ask, prepare, read_questions, row

ROOT = Path(__file__).resolve().parent.parent
PARTS = ("known", "questions", "cost")
OWN = "seeds"
TIMED = 20
"""Questions of which the time is taken in Chromium."""


class Batch(NamedTuple):
    """Questions of one kind about the papers of a set."""

    kind: str
    corpora: list[Corpus]
    """Papers as each checkout prepares them for search."""
    questions: list[Question]


class Bench:
    """Measurements that the options ask for."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.options = options
        self.parts = options.only or PARTS
        self.checkouts = [ROOT, *([options.compare.resolve()] if options.compare else [])]
        found = sorted(options.queries.glob("*.papers.jsonl*")) if options.queries else []
        sources = {OWN: ROOT / OWN, **{path.name.partition(".")[0]: path for path in found}}
        self.sources = {name: path for name, path in sources.items() if name in (options.set or sources)}
        if missing := set(options.set or ()) - set(sources):
            raise SystemExit(f"expected sets among {', '.join(sources)}, found {', '.join(missing)}")

    def _corpora(self, name: str, *, names: bool) -> list[Corpus]:
        source, cache = self.sources[name], self.options.cache
        return [prepare(name, source, checkout, cache, names=names) for checkout in self.checkouts]

    def known(self, name: str) -> Iterator[Batch]:
        """Yield the known items of a set."""
        corpora = self._corpora(name, names=True)
        number, seed = self.options.limit or 100, self.options.seed
        for kind in self.options.kind or search_items.KINDS:
            yield Batch(kind, corpora, search_items.make(kind, corpora[0].papers, number, seed))

    def questions(self, name: str) -> Iterator[Batch]:
        """Yield the judged questions of a set, if there are any."""
        judged = self.options.queries and self.options.queries / f"{name}.dev.jsonl"
        if judged and judged.is_file():
            corpora = self._corpora(name, names=False)
            yield Batch("questions", corpora, read_questions(judged, corpora[0].papers)[: self.options.limit])

    def cost(self, name: str) -> None:
        """Print what search costs, for title words and for what is most like a question."""
        corpora = self._corpora(name, names=True)
        asked = next(self.questions(name), None)
        for kind in ("3 title words", "3 abstract words"):
            known = search_items.make(kind, corpora[0].papers, TIMED, self.options.seed)
            questions, told = (asked.questions[:TIMED], asked.kind) if asked and "abs" in kind else (known, kind)
            for corpus in corpora:
                print(f"{_title(name, told, corpus)}", flush=True)
                search_browser.report(corpus, [question.text for question in questions])

    def report(self, name: str, batch: Batch) -> None:
        """Print a line for each checkout, one for first answers that are others, and one for each other engine."""
        results = [ask(corpus, batch.questions) for corpus in batch.corpora]
        for corpus, ranked in zip(batch.corpora, results, strict=True):
            print(f"{_title(name, batch.kind, corpus)}{row(ranked)}", flush=True)
            if any(one.first != one.last for one in ranked):
                print(f"{'first answers':>33}  {row(ranked, first=True)}")
        if len(results) > 1:
            print(f"{compared(*results):>33}")
        for engine in self.options.against or ():
            others = OTHERS[engine](batch.corpora[0], batch.questions)
            print(f"{engine:>33}  {row(others) if others else 'is not installed'}", flush=True)
        if self.options.misses:
            _print_misses(batch.questions, results[0])

    def run(self) -> None:
        """Print all that is asked for."""
        print(f"{'set':8}{'papers':>7}  {'':18}{HEAD}")
        for name in self.sources:
            batches = [*(self.known(name) if "known" in self.parts else ())]
            batches += self.questions(name) if "questions" in self.parts else ()
            for batch in batches:
                if batch.questions:
                    self.report(name, batch)
            if "cost" in self.parts:
                self.cost(name)
        if self.options.site:
            search_browser.report_site(self.options.site, self.options.word)


def _title(name: str, kind: str, corpus: Corpus) -> str:
    where = name if corpus.checkout == ROOT else "other"
    return f"{where:8}{len(corpus.papers):>7,}  {kind:18}"


def compared(ranked: list[Ranked], others: list[Ranked]) -> str:
    """Return how many questions fare better and worse than in the other checkout."""
    pairs = [(one.last, other.last) for one, other in zip(ranked, others, strict=True)]
    better, worse = sum(one < other for one, other in pairs), sum(one > other for one, other in pairs)
    return f"better {better}, worse {worse}"


def _print_misses(questions: list[Question], ranked: list[Ranked]) -> None:
    for question, one in zip(questions, ranked, strict=True):
        if one.last:
            print(f"  {question.text!r}: {one.place} is {min(question.right)}, the first {one.found[:1]}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--queries", type=Path, metavar="FOLDER", help="folder of judged questions")
    parser.add_argument("--set", action="append", metavar="NAME", help="only this set; may be repeated")
    parser.add_argument("--only", action="append", choices=PARTS, help="only this part; may be repeated")
    parser.add_argument("--kind", action="append", choices=list(search_items.KINDS), help="only these known items")
    parser.add_argument("--limit", type=int, metavar="N", help="questions of a kind: all, or of known items 100")
    parser.add_argument("--seed", type=int, default=1, help="seed of the known items")
    parser.add_argument("--misses", action="store_true", help="show the questions whose paper is not first")
    parser.add_argument("--compare", type=Path, metavar="CHECKOUT", help="measure another checkout, too")
    parser.add_argument("--against", action="append", choices=list(OTHERS), help="ask another engine; may be repeated")
    parser.add_argument("--site", type=Path, help="a built site, of which the cost is measured, too")
    parser.add_argument("--word", default="learning", help="what is searched there (%(default)s)")
    cache = Path(tempfile.gettempdir()) / "papershelf-search"
    parser.add_argument("--cache", type=Path, default=cache, help="folder of files that are made (%(default)s)")
    Bench(parser.parse_args()).run()


if __name__ == "__main__":
    main()
