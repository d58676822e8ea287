"""The benchmarks run, on listings too small to measure anything."""

from __future__ import annotations

import gzip
import importlib
import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import made_up
import pytest

pytestmark = [pytest.mark.slow, pytest.mark.nightly]
REPOSITORY = Path(__file__).parent.parent

ENTRIES = [
    ("A Study of Moths", ["Ada Alder", "Ben Birch", "Cleo Cedar"], True, ["grove"]),
    ("Lanterns and GMMs", ["Dora Dogwood"], False, []),
    ("Rain, Wind and Snow", ["Emil Elm", "Fay Fir"], False, []),
]


def _run(script: str, *arguments: str) -> str:
    command = [sys.executable, str(REPOSITORY / "benchmarks" / script), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def _files(folder: Path, wrong: int = 0) -> tuple[str, str]:
    """A listing with its answers, the first of them wrong."""
    lines, golds = [], []
    for place, (title, authors, et_al, affiliations) in enumerate(ENTRIES):
        tail = (" et al." if et_al else "") + (f" · {', '.join(affiliations)}" if affiliations else "")
        lines += ["CLMar 4, 2024", title + ", ".join(authors) + tail, f"On {title.lower()}."]
        gold = {"title": title[:-1] if place < wrong else title, "authors": authors}
        golds.append(json.dumps(gold | {"et_al": et_al, "affiliations": affiliations}))
    listing, answers = folder / "listing.txt", folder / "answers.jsonl"
    listing.write_text("\n".join(lines), encoding="utf-8")
    answers.write_text("\n".join(golds), encoding="utf-8")
    return str(listing), str(answers)


def test_byline(tmp_path: Path) -> None:
    printed = _run("byline.py", *_files(tmp_path), "--before", str(Path(__file__).parent.parent))
    assert "exact title and authors                   100.000%" in printed
    assert "found" not in printed
    assert re.search(r"export, CPU seconds +\d+\.\d\d\nexport, megabytes +\d+\nbefore, CPU seconds \(ratio\)", printed)


def test_byline_tells_failures(tmp_path: Path) -> None:
    printed = _run("byline.py", *_files(tmp_path, wrong=1))
    assert "exact title and authors                    66.667%" in printed
    assert "right 'A Study of Moth' | Ada Alder, Ben Birch, Cleo Cedar" in printed


def test_topics(tmp_path: Path) -> None:
    listing, judgements, vocabulary = (tmp_path / name for name in ("papers.txt", "judgements.jsonl", "topics.yml"))
    titles = ["Moths at Night", "Moths by Day", "Lanterns"]
    listing.write_text("".join(made_up.entry(title=title) for title in titles), encoding="utf-8")
    topics = [["Moths"], [], ["Lamps"]]
    lines = [{"title": title, "topics": own, "also": []} for title, own in zip(titles, topics, strict=True)]
    judgements.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    vocabulary.write_text("Moths:\n  phrases: [moth]\nLamps:\n  phrases: [lamp]\n", encoding="utf-8")
    printed = _run("topics.py", str(listing), str(judgements), "--vocabulary", str(vocabulary), "--failures")
    assert re.search(r"placements, those that are right +2 +50\.0%\nexpected, those that are made +2 +50\.0%", printed)
    assert "wrong: Moths, title mentions “moth”: Moths by Day\nmissed: Lamps: Lanterns\n" in printed


def test_scaling(tmp_path: Path) -> None:
    listing = tmp_path / "papers.txt"
    listing.write_text(made_up.PAPERS, encoding="utf-8")
    head, row = _run("scaling.py", str(listing), "2").splitlines()
    assert head.split()[:2] == ["papers", "pages"]
    assert row.split()[0] == "2"


def test_build() -> None:
    head, *rows = _run("build.py", "12", "--only", "cold,changed,again").splitlines()
    assert head.split()[0] == "run"
    assert [row.split()[0] for row in rows] == ["cold", "changed", "again"]
    assert rows[0].split()[5:7] == rows[1].split()[5:7]  # pages, files


def test_serve() -> None:
    head, row = _run("serve.py", "3", "--changes", "2", "--only", "fast").splitlines()
    assert head.split()[0] == "run"
    name, start, median, least, most, ratio, whole = row.split()
    assert (name, ratio) == ("fast", "-")
    assert 0 < float(least) <= float(median) <= float(most)
    assert float(median) <= float(whole)
    assert float(start) > 0


def test_long_texts() -> None:
    rows = _run("long_texts.py", "400").splitlines()
    assert [row.partition(": ")[2] for row in rows] == [
        "an abstract of 400 lines",
        "an abstract of 400 braces",
        "a title of 50 letters",
    ]
    assert all(", 2 papers:" in row for row in rows)


def _judged(folder: Path, relevant: list[int]) -> str:
    """A set of three papers without authors, and a question for each paper that is named."""
    rows = [{"id": place, "title": title, "abstract": f"On {title}."} for place, (title, *_) in enumerate(ENTRIES)]
    questions = [{"query": "lanterns", "relevant": [paper]} for paper in relevant]
    packed = gzip.compress("\n".join(map(json.dumps, rows)).encode())
    (folder / "night.papers.jsonl.gz").write_bytes(packed)
    (folder / "night.dev.jsonl").write_text("\n".join(map(json.dumps, questions)), encoding="utf-8")
    return str(folder)


def test_search_finds_known_items(tmp_path: Path) -> None:
    printed = _run(
        "search.py", "--only", "known", "--queries", _judged(tmp_path, []), "--cache", str(tmp_path / "made")
    )
    assert re.search(r"\nseeds +\d+  title prefix +\d+ +100\.0", printed)
    assert re.search(r"\nnight +3  surname given +3 +100\.0", printed)


def test_search_answers_questions(tmp_path: Path) -> None:
    options = ["--only", "questions", "--cache", str(tmp_path / "made"), "--misses", "--compare", str(REPOSITORY)]
    printed = _run("search.py", "--queries", _judged(tmp_path, [1, 2]), *options)
    assert re.search(r"\nnight +3  questions +2 +50\.0 +50\.0 +50\.0 +50\.0 +50\.0 ", printed)
    assert "better 0, worse 0" in printed
    assert "'lanterns': unlisted is rain-wind-and-snow, the first ['lanterns-and-gmms']" in printed


def test_search_is_compared_with_the_theme_and_costs_something(tmp_path: Path) -> None:
    options = ["--set", "night", "--cache", str(tmp_path / "made"), "--limit", "2"]
    asked = ["--only", "questions", "--only", "cost", "--against", "theme"]
    printed = _run("search.py", "--queries", _judged(tmp_path, [1, 2]), *options, *asked)
    assert re.search(r"\n +theme +2 +50\.0 ", printed)
    assert re.search(r"fetched at the focus [1-9]\d\.\d kB in 5; by a question 0\.0 kB in 0, at most 0\.0 kB", printed)
    assert re.search(r"median / 95 %: first answer [1-9]\d* / ", printed)


def test_search_of_a_site_is_measured_in_its_dialog(tmp_path: Path, built: Callable[[str], Path]) -> None:
    options = ["--set", "night", "--only", "questions", "--cache", str(tmp_path / "made"), "--word", "moths"]
    printed = _run("search.py", "--queries", _judged(tmp_path, []), *options, "--site", str(built("plain")))
    assert re.search(r"home page fetches [1-9]\d+\.\d kB in \d; the focus [1-9]\d\.\d kB in \d; “moths” \d", printed)


TWICE = """
const paper = (name) => ({ kind: "paper", address: `papers/${name}/` });
self.onmessage = ({ data: { id, kind } }) => {
  if (kind === "start") return;
  const items = [{ kind: "author", address: "authors/ada-alder/" }, paper("rain")];
  postMessage({ id, items });
  setTimeout(() => postMessage({ id, items, meaning: [paper("moths"), paper("rain")] }), 300);
};
"""


def test_the_last_answer_of_search_counts_and_papers_by_meaning_follow(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(REPOSITORY / "benchmarks"))
    quality, items = importlib.import_module("search_quality"), importlib.import_module("search_items")
    worker = tmp_path / quality.WORKER
    worker.parent.mkdir(parents=True)
    worker.write_text(TWICE, encoding="utf-8")
    questions = [items.Question("wings", frozenset([key])) for key in ("rain", "moths", "snow")]
    ranked = quality.ask(quality.Corpus("made up", tmp_path, tmp_path, []), questions)
    assert [one.found for one in ranked] == [["rain", "moths"]] * 3
    assert [(one.first, one.last, one.place) for one in ranked] == [
        (0, 0, "1"),
        (quality.UNLISTED, 1, "2"),
        (quality.UNLISTED, quality.UNLISTED, "unlisted"),
    ]
    assert quality.row(ranked).split()[:6] == ["3", "33.3", "66.7", "66.7", "50.0", "33.3"]
    assert quality.row(ranked, first=True).split()[:6] == ["3", "33.3", "33.3", "33.3", "33.3", "66.7"]
