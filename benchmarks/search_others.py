"""Other search engines on the same papers and questions, in Chromium: the theme's, and Pagefind if it is installed."""

from __future__ import annotations

import html
import shutil
import subprocess
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

from build import find
from search_browser import PAGE, browser, served
from search_items import Paper, Question
from search_quality import Corpus, Ranked, judge

MOST = 60
"""Papers that are listed, as many as ours lists."""

THEME = """async ([docs, questions, most]) => {
  const worker = new Worker("worker.js");
  const next = () => new Promise((resolve) => { worker.onmessage = ({ data }) => resolve(data); });
  const config = { lang: ["en"], separator: "[\\\\s\\\\-]+", pipeline: ["stopWordFilter"],
    fields: { title: { boost: 1000 }, text: { boost: 1 }, tags: { boost: 1e6 } } };
  let answer = next();
  worker.postMessage({ type: 0, data: { config, docs, options: {} } });
  await answer;
  const found = [];
  for (const data of questions) {
    const start = performance.now();
    answer = next();
    worker.postMessage({ type: 2, data });
    const items = (await answer).data.items;
    found.push([performance.now() - start, items.slice(0, most).map(([{ location }]) => location)]);
  }
  return found;
}"""
PAGEFIND = """async ([questions, most]) => {
  const pagefind = await import("/pagefind/pagefind.js");
  const found = [];
  for (const question of questions) {
    const start = performance.now();
    const { results } = await pagefind.search(question);
    const first = await Promise.all(results.slice(0, 5).map((result) => result.data()));
    const ms = performance.now() - start;
    const rest = await Promise.all(results.slice(5, most).map((result) => result.data()));
    found.push([ms, [...first, ...rest].map(({ url }) => url)]);
  }
  return found;
}"""


def theme(corpus: Corpus, questions: Sequence[Question]) -> list[Ranked]:
    """Ask the worker of the theme, which has an entry for each paper, as MkDocs would index it."""
    docs = [
        {
            "location": f"papers/{paper['key']}/",
            "title": paper["title"],
            "text": f"{', '.join(paper['authors'])} {paper['abstract']}",
        }
        for paper in corpus.papers
    ]
    folder = corpus.folder / "theme"
    folder.mkdir(exist_ok=True)
    (folder / "index.html").write_text(PAGE, encoding="utf-8")
    scripts = Path(str(files("material"))) / "templates/assets/javascripts/workers"
    shutil.copy(next(scripts.glob("search.*.min.js")), folder / "worker.js")
    with served(folder) as address, browser() as opened:
        page = opened.new_page()
        page.goto(address)
        return _judged(questions, page.evaluate(THEME, [docs, [question.text for question in questions], MOST]))


def pagefind(corpus: Corpus, questions: Sequence[Question]) -> list[Ranked] | None:
    """Ask Pagefind, which has indexed a page for each paper; None if it is not installed."""
    command, folder = find("pagefind", "pagefind_extended"), corpus.folder / "pagefind"
    if not command:
        return None
    if not folder.is_dir():
        for paper in corpus.papers:
            path = folder / "papers" / paper["key"] / "index.html"
            path.parent.mkdir(parents=True)
            path.write_text(_page(paper), encoding="utf-8")
        (folder / "index.html").write_text(PAGE, encoding="utf-8")
        arguments: list[str | Path] = [*command, "--site", folder, "--quiet"]
        subprocess.run(arguments, check=True)
    with served(folder) as address, browser() as opened:
        page = opened.new_page()
        page.goto(address)
        return _judged(questions, page.evaluate(PAGEFIND, [[question.text for question in questions], MOST]))


def _page(paper: Paper) -> str:
    title, people, abstract = (
        html.escape(text) for text in (paper["title"], ", ".join(paper["authors"]), paper["abstract"])
    )
    body = f"<h1>{title}</h1><p>{people}</p><p>{abstract}</p>"
    return f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title><body data-pagefind-body>{body}'


def _judged(questions: Sequence[Question], answers: list[tuple[float, list[str]]]) -> list[Ranked]:
    told = ([{"ms": ms, "items": [{"address": one} for one in addresses]}] for ms, addresses in answers)
    return [judge(question, own) for question, own in zip(questions, told, strict=True)]


OTHERS = {"theme": theme, "pagefind": pagefind}
