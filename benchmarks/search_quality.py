"""Quality of ranking: asks the worker of a checkout in node, and compares what it finds with the right papers."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from search_items import Paper, Question

HERE = Path(__file__).resolve().parent
WORKER = "overrides/assets/javascripts/search/worker.js"
MOST = 10
"""Places that count in the mean reciprocal rank."""
UNLISTED = 10**6


class Corpus(NamedTuple):
    """Papers whose search files were written to a folder."""

    name: str
    checkout: Path
    folder: Path
    papers: list[Paper]


class Ranked(NamedTuple):
    """Result of a question: places of the best right paper, from 0."""

    first: int
    """Place in the first answer, which may lack what the worker has to load."""
    last: int
    first_ms: float
    last_ms: float
    found: list[str]
    """Keys in the last answer, in their order."""

    @property
    def place(self) -> str:
        """Place in the last answer, counted from 1."""
        return "unlisted" if self.last == UNLISTED else str(self.last + 1)


def _stamp(checkout: Path, source: Path) -> str:
    """Return a digest of what search files are made from."""
    digest = hashlib.sha256()
    own = [HERE / "search_data.py", HERE / "papers.py", *(source.iterdir() if source.is_dir() else [source])]
    code = (path for path in (checkout / "generator").rglob("*") if path.suffix != ".pyc")
    for path in sorted(path for path in (*own, *code, checkout / "seeds/topics.yml") if path.is_file()):
        digest.update(f"{path}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def prepare(name: str, source: Path, checkout: Path, cache: Path, *, names: bool = False) -> Corpus:
    """Write the search files of a source, unless those in the cache are of the same papers and code."""
    place = cache / hashlib.sha256(f"{checkout}".encode()).hexdigest()[:8]
    folder = place / (f"{name}-names" if names else name)
    stamp, written = _stamp(checkout, source), folder / "stamp"
    if not written.is_file() or written.read_text() != stamp:
        shutil.rmtree(folder, ignore_errors=True)
        command: list[str | Path] = [
            sys.executable,
            HERE / "search_data.py",
            source,
            folder,
            *(["--names"] if names else []),
        ]
        subprocess.run(command, check=True, env=os.environ | {"PYTHONPATH": str(checkout)})
        written.write_text(stamp)
    papers = [json.loads(line) for line in (folder / "papers.jsonl").read_text(encoding="utf-8").splitlines()]
    return Corpus(name, checkout, folder, papers)


def read_questions(path: Path, papers: list[Paper]) -> list[Question]:
    """Return the judged questions of a file, which names papers by their ids or keys."""
    keys = {paper[name]: paper["key"] for name in ("id", "key") for paper in papers}
    read = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())
    return [Question(one["query"], frozenset(keys[str(paper)] for paper in one["relevant"])) for one in read]


def ask(corpus: Corpus, questions: Sequence[Question]) -> list[Ranked]:
    """Ask the worker, and return how each question fared."""
    node = shutil.which("node") or sys.exit("expected node, found none: it runs the worker of search")
    asked, written = corpus.folder / "questions.json", corpus.folder / "answers.jsonl"
    asked.write_text(json.dumps([question.text for question in questions]), encoding="utf-8")
    worker = corpus.checkout / WORKER
    subprocess.run([node, HERE / "search_worker.mjs", worker, corpus.folder, asked, written], check=True)
    answers = [json.loads(line) for line in written.read_text(encoding="utf-8").splitlines()]
    return [judge(question, own) for question, own in zip(questions, answers, strict=True)]


def judge(question: Question, answers: list[dict[str, Any]]) -> Ranked:
    """Return how a question fared, given its answers as the worker sends them, each with `ms`."""
    if not answers:
        sys.exit(f"expected an answer to {question.text!r}, found none")
    first, last = answers[0], answers[-1]
    return Ranked(_place(question, first), _place(question, last), first["ms"], last["ms"], _keys(last))


def _keys(answer: dict[str, Any]) -> list[str]:
    """Return the papers of an answer, those that are related in meaning last."""
    items = [*answer["items"], *answer.get("meaning", ())]
    found = (re.search(r"papers/([^/]+?)(?:/|\.html)", item["address"]) for item in items)
    return list(dict.fromkeys(match[1] for match in found if match))


def _place(question: Question, answer: dict[str, Any]) -> int:
    return next((at for at, key in enumerate(_keys(answer)) if key in question.right), UNLISTED)


@dataclass(frozen=True)
class Quality:
    """Quality of the answers to some questions; shares in percent."""

    questions: int
    first: float
    five: float
    ten: float
    reciprocal: float
    """Mean reciprocal rank, of the first ten places."""
    unlisted: float

    @classmethod
    def of(cls, places: Sequence[int]) -> Quality:
        def share(fits: Sequence[float | bool]) -> float:
            return 100 * sum(fits) / (len(places) or 1)

        first, five, ten = (share([place < most for place in places]) for most in (1, 5, 10))
        reciprocal = share([1 / (place + 1) if place < MOST else 0 for place in places])
        return cls(len(places), first, five, ten, reciprocal, share([place == UNLISTED for place in places]))

    def __str__(self) -> str:
        shares = (self.first, self.five, self.ten, self.reciprocal, self.unlisted)
        return f"{self.questions:>5}" + "".join(f"{share:>7.1f}" for share in shares)


HEAD = f"{'asked':>5}{'@1':>7}{'@5':>7}{'@10':>7}{'MRR':>7}{'none':>7}{'ms':>7}{'95 %':>7}"


def row(ranked: Sequence[Ranked], *, first: bool = False) -> str:
    """Return a line on the last answers, or the first ones: quality, median and 95th percentile of milliseconds."""
    quality = Quality.of([one.first if first else one.last for one in ranked])
    times = sorted(one.first_ms if first else one.last_ms for one in ranked)
    return f"{quality}{statistics.median(times):>7.0f}{times[int(0.95 * len(times))]:>7.0f}"
