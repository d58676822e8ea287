"""Writes what search needs of some papers: the files of a site's `search/`, and the papers by their keys.

    python benchmarks/search_data.py SOURCE FOLDER [--names]

SOURCE is a folder of seeds, or a file of papers: a JSON object a line (`.jsonl`, or `.jsonl.gz`) with `id`, `title`,
`abstract` and perhaps `authors`. With `--names`, papers without authors get made-up ones. Nothing else of the site is
made, so that 10,000 papers take seconds. The `generator` is the one that Python finds: PYTHONPATH may name another.
"""

from __future__ import annotations

import argparse
import dataclasses
import gzip
import json
import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from papers import bylines

import generator
from generator.analysis.collection import Collection
from generator.analysis.indexes import topic_index
from generator.analysis.tokens import read_tokens
from generator.analysis.topics import place_papers
from generator.build import gather
from generator.byline.names import read_name
from generator.config import SiteConfig, build_day
from generator.formats.citations import cite
from generator.models import Bibliography, Location, Paper
from generator.pages.components import Components
from generator.pages.routes import SEARCH, DocsFile
from generator.search.index_data import data_script, search_files
from generator.site.cache import Cache
from generator.sources.listing import Listing
from generator.sources.loader import Seeds, read_seeds
from generator.sources.vocabulary import read_vocabulary
from generator.text.latex import plain
from generator.text.slugs import slugify

VOCABULARY = Path(generator.__file__).parent.parent / "seeds" / "topics.yml"
FIRST_DAY = date(2020, 1, 1)
DAYS = 2000
Record = dict[str, Any]


def read_records(path: Path) -> list[Record]:
    """Return the JSON objects of a file, each on a line."""
    content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return [json.loads(line) for line in content.splitlines() if line.strip()]


def named(records: list[Record]) -> Iterator[Record]:
    """Yield the papers, those without authors with made-up ones."""
    for record, byline in zip(records, bylines(random.Random(1), len(records)), strict=True):
        names = byline.partition(" · ")[0].removesuffix(" et al.").split(", ")
        yield record if record.get("authors") else record | {"authors": names}


def make_papers(records: list[Record]) -> Iterator[Paper]:
    """Yield papers as the build would read them; keys of papers with one title have a number."""
    seen: Counter[str] = Counter()
    rng = random.Random(1)
    for place, record in enumerate(records):
        slug = slugify(plain(record["title"]))
        seen[slug] += 1
        key = slug if seen[slug] == 1 else f"{slug}-{seen[slug]}"
        day = FIRST_DAY + timedelta(rng.randrange(DAYS))
        names = tuple(map(read_name, record.get("authors", ())))
        yield Paper(
            key, "", record["title"], plain(record["title"]), names, False, None, "", day, False, False, None, None, (),
            record["abstract"], Location(str(record["id"]), place + 1), 1.0, False,
        )  # fmt: skip


def collect(papers: list[Paper], cache: Cache) -> Collection:
    """Return the collection of papers that no listing has."""
    listing, vocabulary = Listing("papers.txt", ""), VOCABULARY.read_text(encoding="utf-8")
    empty = gather(Seeds((listing,)), None, build_day())
    bibliography = Bibliography(tuple(papers))
    read = cache.slow_map(1)(read_tokens, [(paper.plain_title, paper.abstract) for paper in papers])
    tokens = {paper.key: words for paper, words in zip(papers, read, strict=True)}
    topics = place_papers(tokens, read_vocabulary("topics.yml", vocabulary)[0])
    index = topic_index(bibliography, topics)
    return dataclasses.replace(
        empty, bibliography=bibliography, tokens=tokens, topics=index, assignments=topics.assignments
    )


def read_source(source: Path, *, names: bool, cache: Cache) -> Collection:
    """Return the collection of a folder of seeds or of a file of papers."""
    if source.is_dir():
        return gather(read_seeds(source, source), None, build_day(), slow_map=cache.slow_map(1))
    records = read_records(source)
    return collect(list(make_papers(list(named(records)) if names else records)), cache)


def write(collection: Collection, folder: Path) -> None:
    """Write the files of search, and `papers.jsonl`."""
    components = Components(collection, SiteConfig("Papers"))
    citation = cite(components.newest[0], ())  # the same for all: search does not look at them
    pages = DocsFile(f"{SEARCH}/pages.js", data_script("pages", []))  # there are none that were written by hand
    for file in (*search_files(components, defaultdict(lambda: citation)), pages):
        path = folder / file.src_uri
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(file.text, encoding="utf-8")
    rows = (
        {
            "id": paper.location.path,
            "key": paper.key,
            "title": paper.plain_title,
            "authors": [name.text for name in paper.authors],
            "abstract": components.abstract(paper),
        }
        for paper in collection.bibliography
    )
    (folder / "papers.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--names", action="store_true")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    with Cache(options.folder.parent / "cache") as cache:
        write(read_source(options.source, names=options.names, cache=cache), options.folder)


if __name__ == "__main__":
    main()
