"""Search by meaning: what the build writes, and what the worker makes of it in node."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import playwright
import pytest
from conftest import REPOSITORY
from made_up import collection_of, docs_files
from varied_papers import titled

from generator.config import SiteConfig
from generator.models import Paper
from generator.search.vectors import SIZE, read_word_vectors

NODE = Path(playwright.__file__).parent / "driver" / ("node.exe" if sys.platform == "win32" else "node")
WORKER = REPOSITORY / "overrides" / "assets" / "javascripts" / "search" / "worker.js"
ASK = REPOSITORY / "benchmarks" / "search_worker.mjs"

PAPERS = [
    titled(
        "Language Models on Legal Matters", abstract="Whether models reason as judges do about disputes and verdicts."
    ),
    titled("Stars in Spiral Arms", abstract="The brightness of clusters in galaxies, seen by a telescope."),
    titled("Translating Letters of Sailors", abstract="A corpus of parallel sentences in six languages."),
    titled("Kettles", abstract=""),
    titled("夜里的飞蛾", abstract="学习方法。"),
    titled("Heat in Old Ovens", abstract="Temperature and diffusion in clay, solved numerically."),
]
QUESTIONS = {
    "judging court cases fairly": "Language Models on Legal Matters",
    "galactic astronomy survey": "Stars in Spiral Arms",
    "bilingual text for machine learning": "Translating Letters of Sailors",
    "thermal conduction simulation": "Heat in Old Ovens",
}


def _write(folder: Path, papers: Sequence[Paper], **facts: Any) -> dict[str, str]:
    """Write the files of search below a folder, and return their texts by their names."""
    files = {file.src_uri: file.text for file in docs_files(collection_of(papers), SiteConfig("Shelf", **facts))}
    found = {name: text for name, text in files.items() if name.startswith("search/")}
    for name, text in found.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return found


def _ask(folder: Path, *questions: str) -> list[list[dict[str, Any]]]:
    """Return the answers to each question."""
    asked, written = folder / "questions.json", folder / "answers.jsonl"
    asked.write_text(json.dumps(questions), encoding="utf-8")
    subprocess.run([NODE, ASK, WORKER, folder, asked, written], check=True)
    return [json.loads(line) for line in written.read_text(encoding="utf-8").splitlines()]


def _titles(items: Sequence[dict[str, Any]]) -> list[str]:
    return ["".join(item["title"]) for item in items if item["kind"] == "paper"]


def _catalogue(files: dict[str, str]) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(files["search/catalogue.js"].split(" = ", 1)[1].rstrip(";\n"))
    return read


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a site with `PAPERS`."""
    folder = tmp_path_factory.mktemp("site")
    _write(folder, PAPERS)
    return folder


def test_questions_find_papers_that_have_none_of_their_words(site: Path) -> None:
    answers = _ask(site, *QUESTIONS)
    assert [_titles(one[-1]["items"])[0] for one in answers] == list(QUESTIONS.values())
    assert all(one[-1]["relaxed"] and one[-1]["meaning"] == [] for one in answers)


def test_related_papers_follow_the_answer_by_words_with_the_words_that_met(tmp_path: Path) -> None:
    _write(tmp_path, [*PAPERS, titled("A Court and Its Cases"), titled("Court Records", abstract="Cases of old.")])
    [first, last] = _ask(tmp_path, "court cases")[0]
    assert "meaning" not in first
    assert _titles(first["items"])[:2] == _titles(last["items"]) == ["A Court and Its Cases", "Court Records"]
    [related, *_] = last["meaning"]
    assert "".join(related["title"]) == "Language Models on Legal Matters"
    assert related["reason"] == "court ~ Legal"


@pytest.mark.parametrize("question", ["kettles", '"language models"', "by:alder sort:date", "the", "飞蛾"])
def test_what_is_no_question_is_answered_by_words_only(site: Path, question: str) -> None:
    [answers] = _ask(site, question)
    assert not any("meaning" in answer for answer in answers)


def test_the_browser_measures_nearness_as_it_was_meant(tmp_path: Path) -> None:
    files = _write(tmp_path, PAPERS)
    words = ["judging", "court", "fairly"]
    known = read_word_vectors()
    numbers = [known.numbers[word] for word in words]
    question = known.weighted[numbers].sum(axis=0)
    rarities = [ord(known.facts[number][0]) - 35 for number in numbers]
    share = sum(rare * min(1, math.exp((36.5 - rare) / 10)) for rare in rarities) / sum(rarities)
    meaning = _catalogue(files)["meaning"]
    text = json.loads(files[f"search/{meaning['vectors']}/0.js"].split(" = ", 1)[1].rstrip(";\n"))
    vectors = np.array([ord(letter) - ord("H") for letter in text], float).reshape(-1, SIZE)
    lengths = np.linalg.norm(vectors, axis=1)
    cosines = vectors @ question / np.linalg.norm(question) / np.where(lengths > 0, lengths, 1)
    titles = _catalogue(files)["title"]
    expected = [titles[paper] for paper in np.argsort(-cosines) if share * cosines[paper] >= 0.05]
    assert len(expected) > 1
    assert _titles(_ask(tmp_path, " ".join(words))[0][-1]["items"]) == expected


def test_a_setting_leaves_out_what_search_by_meaning_needs(tmp_path: Path) -> None:
    with_meaning = _write(tmp_path / "with", PAPERS).keys()
    without = _write(tmp_path / "without", PAPERS, off=("meaning",))
    assert "meaning" not in _catalogue(without)
    left_out = {name for name in with_meaning - without.keys() if "catalogue" not in name}
    assert {name.split("/")[1].split("-")[0] for name in left_out} == {"meaning.js", "words", "vectors", "titles"}
    assert len(left_out) == 1 + 256 + 1 + 1
    [answers] = _ask(tmp_path / "without", "judging court cases fairly")
    assert len(answers) == 1


@pytest.mark.parametrize("name", ["meaning.js", "words", "vectors", "titles"])
def test_without_a_file_the_answer_by_words_stands(tmp_path: Path, name: str) -> None:
    for file in _write(tmp_path, PAPERS):
        if file.startswith(f"search/{name}"):
            (tmp_path / file).unlink()
    [answers] = _ask(tmp_path, "court cases of judges")
    assert len(answers) == 1
    assert _titles(answers[0]["items"]) == ["Language Models on Legal Matters"]


@pytest.mark.parametrize("papers", [0, 1])
def test_few_papers(tmp_path: Path, papers: int) -> None:
    files = _write(tmp_path, PAPERS[:papers])
    assert ("meaning" in _catalogue(files)) is bool(papers)
    [answers] = _ask(tmp_path, "judging court cases fairly")
    assert _titles(answers[-1]["items"]) == ["Language Models on Legal Matters"][:papers]
