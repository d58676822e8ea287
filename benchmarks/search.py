"""How well search finds what a reader looks for: known items, and questions that were judged.

    python benchmarks/search.py [--queries FOLDER] [--set NAME ...] [--only PART ...] [--compare CHECKOUT]

FOLDER has sets of judged questions. Of each there is `NAME.papers.jsonl.gz`, with a JSON object for each paper (`id`,
`title`, `abstract` and perhaps `authors`), and `NAME.dev.jsonl`, with one for each question (`query`, and `relevant`,
the ids of the papers that answer it). The project's own seeds are the set `seeds`, which has no questions.

Known items are made from the papers of each set: words of titles, names (made-up ones, where papers have no authors),
words of abstracts. All are put to the real worker of search, in node. Prints, for each set and kind of question, the
number of questions; in percent how often a right paper is first, among the first five and ten, the mean reciprocal rank
(MRR) of the first ten, and how often none is listed; then the median and the 95th percentile of milliseconds. Where the
worker answers twice, the last answer counts, in which papers that are related in meaning follow those with the words.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator
from pathlib import Path

import search_items
from search_items import Question
from search_quality import HEAD, Corpus, Ranked, ask, prepare, read_questions, row

ROOT = Path(__file__).resolve().parent.parent
PARTS = ("known", "questions")
OWN = "seeds"


class Bench:
    """What is measured, and where."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.options = options
        self.checkouts = [ROOT, *([options.compare.resolve()] if options.compare else [])]
        folder = options.queries
        found = sorted(folder.glob("*.papers.jsonl*")) if folder else []
        sources = {OWN: ROOT / OWN, **{path.name.partition(".")[0]: path for path in found}}
        self.sources = {name: path for name, path in sources.items() if name in (options.set or sources)}
        if missing := set(options.set or ()) - set(sources):
            raise SystemExit(f"expected sets among {', '.join(sources)}, found {', '.join(missing)}")

    def corpora(self, name: str, *, names: bool = False) -> list[Corpus]:
        """The papers of a set as each checkout prepares them for search."""
        source, cache = self.sources[name], self.options.cache
        return [prepare(name, source, checkout, cache, names=names) for checkout in self.checkouts]

    def known(self) -> Iterator[tuple[str, str, list[Corpus], list[Question]]]:
        """Yield the known items of each set."""
        for name in self.sources:
            corpora = self.corpora(name, names=True)
            for kind in self.options.kind or search_items.KINDS:
                yield (
                    name,
                    kind,
                    corpora,
                    search_items.make(kind, corpora[0].papers, self.options.limit or 100, self.options.seed),
                )

    def questions(self) -> Iterator[tuple[str, str, list[Corpus], list[Question]]]:
        """Yield the judged questions of each set that has any."""
        for name in self.sources:
            judged = self.sources[name].parent / f"{name}.dev.jsonl"
            if name != OWN and judged.is_file():
                corpora = self.corpora(name)
                yield name, "questions", corpora, read_questions(judged, corpora[0].papers)[: self.options.limit]

    def report(self, name: str, kind: str, corpora: list[Corpus], asked: list[Question]) -> None:
        """Print a line for each checkout, one for first answers that are others, and what is better or worse."""
        if not asked:
            return
        results = [ask(corpus, asked) for corpus in corpora]
        title = f"{name:8}{len(corpora[0].papers):>7,}  {kind:18}"
        for corpus, ranked in zip(corpora, results, strict=True):
            print(f"{title if corpus.checkout == ROOT else '':35}{row(ranked)}", flush=True)
            if any(one.first != one.last for one in ranked):
                print(f"{'first answers':>33}  {row(ranked, first=True)}")
        if len(results) > 1:
            print(f"{'':17}{compared(*results)}")
        if self.options.misses:
            for question, one in zip(asked, results[0], strict=True):
                if one.last:
                    print(f"  {question.text!r}: {min(question.right)} at {one.last + 1}, first {one.found[:1]}")


def compared(ranked: list[Ranked], others: list[Ranked]) -> str:
    """How many questions fare better and worse than in the other checkout."""
    pairs = [(one.last, other.last) for one, other in zip(ranked, others, strict=True)]
    better, worse = sum(one < other for one, other in pairs), sum(one > other for one, other in pairs)
    return f"the line above is of the other checkout; better {better}, worse {worse}"


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
    cache = Path(tempfile.gettempdir()) / "papershelf-search"
    parser.add_argument("--cache", type=Path, default=cache, help="folder of files that are made (%(default)s)")
    options = parser.parse_args()
    bench = Bench(options)
    print(f"{'set':8}{'papers':>7}  {'':18}{HEAD}")
    for part in options.only or PARTS:
        for measured in getattr(bench, part)():
            bench.report(*measured)


if __name__ == "__main__":
    main()
