"""The pipeline: the seeds of a project in, its files under `docs/` out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from generator import byline
from generator.analysis.collection import Collection
from generator.analysis.indexes import topic_index
from generator.analysis.tokens import read_tokens
from generator.analysis.topics import place_papers
from generator.catalog.builder import as_stated, build_bibliography
from generator.catalog.permalinks import give_up_lost, permalink_problems
from generator.config import MOST_LOST, Project, build_day, settings_problems
from generator.formats.citations import cite
from generator.models import Problem, Severity, content_digest
from generator.pages.previews import Preview, all_previews
from generator.render import artifacts
from generator.site.cache import Cache, SlowMap, plain_map
from generator.site.docs_folder import DocsFolder, DocsResult
from generator.site.files import write_whole
from generator.site.workers import Progress
from generator.sources.loader import PERMALINKS, Seeds, read_listing, read_named, read_seeds
from generator.sources.parser import parse_seeds
from generator.sources.permalinks import permalinks_to_csv


@dataclass(frozen=True, slots=True)
class BuildResult:
    """Numbers, problems and files of a build."""

    papers: int
    authors: int
    topics: int
    problems: tuple[Problem, ...]
    """Problems of the seeds, then of the files under `docs/`, then of the settings."""
    docs: DocsResult = field(default_factory=DocsResult)
    previews: tuple[Preview, ...] = ()
    """Pictures that are to be drawn, that of the collection first."""

    def summary(self) -> BuildResult:
        """Return the numbers and problems alone."""
        return replace(self, docs=DocsResult(), previews=())


def warnings_of(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems that are more than notes."""
    return [problem for problem in problems if problem.severity is not Severity.NOTE]


def write_docs(project: Project, cache: Cache, workers: int, on_progress: Progress | None = None) -> BuildResult:
    """Bring the files under `docs/` up to date with the seeds, in up to `workers` processes."""
    slow_map = cache.slow_map(workers)
    collection = _gather_for(project, read_seeds(project.seeds_dir, project.root), slow_map)
    papers = collection.bibliography.papers
    cited = [(paper, collection.keywords(paper)) for paper in papers]
    texts = slow_map(cite, cited, [(content_digest(paper), keywords) for paper, keywords in cited])
    cache.forget_unused()
    citations = {paper.key: text for paper, text in zip(papers, texts, strict=True)}
    _ = collection.nearest, collection.related  # found now, so that all processes have it
    docs = DocsFolder(project, cache).update(artifacts(collection, project.site, citations), workers, on_progress)
    return BuildResult(
        len(papers),
        len(collection.authors.headings),
        len(collection.topics.headings),
        (*collection.problems, *docs.problems, *settings_problems(project)),
        docs,
        tuple(all_previews(collection, project.site)),
    )


def gather(
    seeds: Seeds,
    as_of: date | None,
    today: date,
    *,
    most_lost: float = MOST_LOST,
    slow_map: SlowMap = plain_map,
) -> Collection:
    """Return everything that is known of the papers of some seeds.

    `as_of` is the latest day of dates that state no year, None to infer it; `today` is the day of the build;
    `most_lost` is the share of published papers that may be missing. `slow_map` maps the functions that take long,
    from a cache or in several processes.
    """
    parsed = parse_seeds(seeds)
    lines = [(entry.title_line, entry.abstract) for entry in parsed.entries if not entry.record]
    found = iter(slow_map(byline.split, lines))
    splits = [as_stated(entry.record) if entry.record else next(found) for entry in parsed.entries]
    catalog = build_bibliography(
        parsed.entries, splits, parsed.corrections, parsed.permalinks, as_of, today, parsed.enriched
    )
    papers = catalog.bibliography.papers
    read = slow_map(read_tokens, [(paper.plain_title, paper.abstract) for paper in papers])
    tokens = {paper.key: words for paper, words in zip(papers, read, strict=True)}
    topics = place_papers(tokens, parsed.vocabulary)
    lost = permalink_problems(parsed.permalinks, catalog.addresses, most_lost)
    return Collection(
        bibliography=catalog.bibliography,
        tokens=tokens,
        topics=topic_index(catalog.bibliography, topics),
        assignments=topics.assignments,
        addresses=catalog.addresses,
        problems=tuple(sorted([*parsed.problems, *catalog.problems, *lost])),
        unsettled=parsed.unsettled,
        affiliation_names=parsed.corrections.affiliations,
    )


def read_project(project: Project, name: str | None = None) -> Collection:
    """Return the collection of a project's seeds or, by its name, of other seeds under the settings of the project.

    A name is that of a listing, of a folder of seeds or of a project, or else of a revision of the project's seeds.
    Raises `generator.sources.git.WrongName` if it is none of them, or two.
    """
    folder, root = project.seeds_dir, project.root
    return _gather_for(project, read_seeds(folder, root) if name is None else read_named(name, folder, root))


def read_listed(project: Project) -> Collection:
    """Return the collection of a project's seeds without what was looked up of its papers."""
    return _gather_for(project, replace(read_seeds(project.seeds_dir, project.root), enriched=None))


def _gather_for(project: Project, seeds: Seeds, slow_map: SlowMap = plain_map) -> Collection:
    return gather(seeds, project.as_of, build_day(), most_lost=project.most_lost, slow_map=slow_map)


def read_listings(paths: Sequence[Path]) -> Collection:
    """Return the collection of some listings alone, without corrections and vocabulary."""
    read = [read_listing(path, str(path)) for path in paths]
    problems = tuple(problem for _, found in read for problem in found)
    return gather(Seeds(tuple(listing for listing, _ in read if listing), problems=problems), None, build_day())


def settle_addresses(project: Project, *, give_up: bool, check: bool) -> Collection:
    """Bring the record of published addresses up to date; addresses that are lost may be given up.

    With `check`, or if it is not certain which address is whose (`unsettled`), nothing is written.
    """
    collection = read_project(project)
    if not check and not collection.unsettled:
        addresses = collection.addresses
        permalinks = give_up_lost(addresses) if give_up else addresses.updated
        write_whole(project.seeds_dir / PERMALINKS, permalinks_to_csv(permalinks).encode())
    return collection
