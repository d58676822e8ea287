"""Merging: papers from several sources in, each paper once with the best of what they state out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from generator.catalog.duplicates import Deduplicated, identifiers
from generator.catalog.keys import by_seniority
from generator.catalog.versions import Trust, Version, merge_versions
from generator.models import Location, Paper, Problem, Severity, quoted
from generator.sources.enriched import Enriched
from generator.text.latex import plain

PUBLICATION_FIELDS = "kind venue volume number pages publisher pdf keywords awards withdrawn".split()
"""Fields that a listing does not have."""
_LOOKED_UP = frozenset(["arxiv", "doi", "abstract", "links", *PUBLICATION_FIELDS])
"""Fields that may be looked up, beside title, authors and date."""
_NOTHING: Mapping[str, Any] = {
    **dict.fromkeys("abstract venue volume number pages publisher pdf listed_area citekey".split(), ""),
    **dict.fromkeys("area code_url score arxiv doi kind".split()),
    **dict.fromkeys("affiliations links sources keywords awards".split(), ()),
    **dict.fromkeys("code withdrawn".split(), False),
}
"""Values of the fields of which nothing is stated."""


def looked_up_identifiers(
    papers: Sequence[Paper], published: Mapping[Location, str], enriched: Sequence[Enriched]
) -> dict[Location, list[str]]:
    """Return the identifiers that were looked up of papers; `published` are keys that papers are known to have.

    A paper whose key is not known has the slug of its title, or is not the first of that.
    """
    known = {one.key: identifiers(one.record.fields.get("doi"), one.record.fields.get("arxiv")) for one in enriched}
    found: dict[Location, list[str]] = {}
    for paper in by_seniority(papers) if known else ():
        if stated := known.pop(published.get(paper.location, paper.key), None):
            found[paper.location] = stated
    return found


def merge_duplicates(
    found: Deduplicated, references: frozenset[Location], corrected: Mapping[Location, Collection[str]]
) -> tuple[Deduplicated, dict[Location, Version], list[Problem]]:
    """Return papers with what files of references state of them, too; their versions; problems of disagreements.

    `references` are the locations of papers from such files; `corrected` are the fields that corrections state.
    """

    def version(paper: Paper) -> Version:
        trust = Trust.CURATED if paper.location in references else Trust.LISTED
        return Version(paper, trust, dict.fromkeys(corrected.get(paper.location, ()), Trust.CORRECTED))

    others: dict[Location, list[Paper]] = defaultdict(list)
    for one in found.duplicates:
        others[one.kept.location].append(one.paper)
    versions = {paper.location: version(paper) for paper in found.papers}
    problems: list[Problem] = []
    for place, papers in others.items():
        if not references.isdisjoint([place, *(paper.location for paper in papers)]):
            versions[place], disagreements = merge_versions(versions[place], list(map(version, papers)))
            problems += disagreements
    merged = replace(
        found,
        papers=[versions[paper.location].paper for paper in found.papers],
        duplicates=[replace(one, kept=versions[one.kept.location].paper) for one in found.duplicates],
    )
    return merged, versions, problems


def add_enriched(
    papers: Sequence[Paper], versions: Mapping[Location, Version], enriched: Sequence[Enriched]
) -> tuple[tuple[Paper, ...], list[Problem]]:
    """Return papers with what was looked up of them, by their keys, and problems of disagreements."""
    known = {one.key: one for one in enriched}
    current = {paper.key for paper in papers}
    complete: list[Paper] = []
    problems: list[Problem] = []
    for paper in papers:
        found = known.pop(paper.key, None)
        if found is None and paper.feed_id not in current:  # its title was corrected after it was looked up
            found = known.pop(paper.feed_id, None)
        if found is None:
            complete.append(paper)
            continue
        merged, disagreements = merge_versions(
            replace(versions[paper.location], paper=paper), [_looked_up(paper, found)]
        )
        complete.append(merged.paper)
        problems += disagreements
    for key, unused in known.items():
        message = f"expected the key of a paper, found {quoted(key)}: what was looked up of it is not used"
        problems.append(Problem(unused.record.location, message, Severity.NOTE))
    return tuple(complete), problems


def _looked_up(paper: Paper, enriched: Enriched) -> Version:
    """Return what was looked up as a version of a paper, whose title stays, as its address is made from it."""
    record = enriched.record
    stated = {name: value for name, value in record.fields.items() if name in _LOOKED_UP}
    found = replace(
        paper,
        **{**_NOTHING, **stated},
        location=record.location,
        title=record.title,
        plain_title=plain(record.title, title=True),
        authors=record.authors,
        et_al=record.et_al,
        date=record.date,
        date_precision=record.date_precision,
        date_inferred=False,
    )
    origin = f" ({enriched.origin})" if enriched.origin else ""
    remark = f"{origin}, not first hand" if enriched.review else origin
    return Version(found, Trust.ENRICHED, {"title": Trust.FALLBACK}, remark)
