"""Permalinks: no address that readers may have kept leads nowhere.

Comes in: the rows of `urls.csv`, and the papers that they were recognized as. Goes out: the keys, BibTeX keys,
identifiers in feeds and days of arrival that papers keep, redirects from addresses that no paper has any more, and the
rows to record now.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from generator.catalog.keys import NamesInUse, ReservedNames
from generator.models import Location, Paper, Problem, Severity, grouped, quoted
from generator.sources.permalinks import GONE, EntryDigests, Permalink, Permalinks
from generator.text.csv_cells import escape_cell
from generator.text.slugs import has_suffix

_LONGEST_TITLE = 300
_MOST_NAMED = 10
"""Missing papers that one message names."""


@dataclass(frozen=True, slots=True)
class ResolvedPermalinks:
    """Published addresses, with where they lead now."""

    redirects: Mapping[str, str]
    """Key of the page to which an address redirects, by the key that was published."""
    lost: tuple[Permalink, ...]
    """Addresses that lead nowhere."""
    updated: Permalinks
    """Permalinks to record now."""
    added: Mapping[str, date] = field(default_factory=dict)
    """Day on which each paper was added, by its key, without papers that were there before days were recorded."""
    first_day: date | None = None
    """Day of the first record; None if it is not known."""


def give_up_lost(resolved: ResolvedPermalinks) -> Permalinks:
    """Return the permalinks to record where the addresses that lead nowhere are given up."""
    lost = set(resolved.lost)
    rows = (replace(one, now=GONE) if one in lost else one for one in resolved.updated.rows)
    return replace(resolved.updated, rows=tuple(rows))


def reserved_names(permalinks: Permalinks, recognized: Mapping[str, Paper]) -> ReservedNames:
    """Return the keys, citekeys and ids in feeds that are published, and which of them papers keep.

    `recognized` are papers by the keys of their rows; `key` of a paper is still the slug of its title, and `citekey`
    only what a file of references states, which goes before what was published.
    """
    rows = {one.key: one for one in permalinks.rows}
    kept = [(rows[key], paper.location) for key, paper in recognized.items()]
    keys_and_ids = rows.keys() | {one.feed_id for one in permalinks.rows if one.feed_id}
    stated = {paper.location: paper.citekey for paper in recognized.values()}
    citekeys = {place: row.citekey for row, place in kept if row.citekey and stated[place] in ("", row.citekey)}
    return ReservedNames(
        keys=NamesInUse(_kept_keys(rows, recognized), keys_and_ids),
        citekeys=NamesInUse(citekeys, {row.citekey.lower() for row in rows.values()}),
        feed_ids=NamesInUse({place: row.feed_id or row.key for row, place in kept}, keys_and_ids),
    )


def _kept_keys(rows: Mapping[str, Permalink], recognized: Mapping[str, Paper]) -> dict[Location, str]:
    """Return the keys of papers whose titles have the same words as when they were published."""
    kept = {}
    targets = _final_targets(rows)
    for key, paper in recognized.items():
        if key == paper.key or has_suffix(key, paper.key):
            kept[paper.location] = key
        elif targets.get(paper.key) == key:  # it has a title again that it had before
            kept[paper.location] = paper.key
    return kept


def resolve_permalinks(
    permalinks: Permalinks,
    recognized: Mapping[str, Paper],
    merged: Mapping[str, Paper],
    papers: Sequence[Paper],
    digests: Mapping[Location, EntryDigests],
    today: date,
) -> ResolvedPermalinks:
    """Return where published addresses lead, now that the `papers` have their keys.

    `recognized` are papers by the keys of their rows; `merged` those that stand for duplicates, by the keys of the
    rows of these. Papers that are not recorded yet count as added `today`.
    """
    targets = _final_targets({one.key: one for one in permalinks.rows})
    keys = {paper.location: paper.key for paper in papers}
    leads_to = {key: keys[paper.location] for key, paper in {**merged, **recognized}.items() if paper.location in keys}
    current = set(keys.values())
    redirects: dict[str, str] = {}
    lost = []
    for one in permalinks.rows:
        if one.key in current:
            continue
        recorded = targets[one.key]
        target = leads_to.get(recorded, recorded)
        if target in current:
            redirects[one.key] = target
        elif recorded != GONE:
            lost.append(one)
    added = _days_of_arrival(permalinks.rows, redirects, papers, today)
    updated = _updated(permalinks, recognized, redirects, papers, digests, added)
    is_first = not permalinks.rows  # without a record, nobody knows what is new
    return ResolvedPermalinks(redirects, tuple(lost), updated, {} if is_first else added, permalinks.first_day)


def _days_of_arrival(
    rows: Sequence[Permalink], redirects: Mapping[str, str], papers: Sequence[Paper], today: date
) -> dict[str, date]:
    """Return the day on which each paper was added: the first of the days of all addresses that lead to it."""
    before = grouped(rows, lambda row: redirects.get(row.key, row.key))
    days = {paper.key: [row.added for row in before.get(paper.key, ())] or [today] for paper in papers}
    return {key: min(filter(None, recorded)) for key, recorded in days.items() if all(recorded)}


def _updated(
    permalinks: Permalinks,
    recognized: Collection[str],
    redirects: Mapping[str, str],
    papers: Sequence[Paper],
    digests: Mapping[Location, EntryDigests],
    added: Mapping[str, date],
) -> Permalinks:
    rows = {one.key: one for one in permalinks.rows}
    for key, now in redirects.items():
        rows[key] = replace(rows[key], now=now)
        if key in recognized:  # the rest moves to the new row of the paper
            rows[key] = replace(rows[key], citekey="", year=None, feed_id="")
    for paper in papers:
        rows[paper.key] = Permalink(
            key=paper.key,
            now="",
            digests=digests[paper.location],
            title=escape_cell(paper.plain_title[:_LONGEST_TITLE]),
            location=paper.location,
            citekey=paper.citekey,
            year=paper.date.year if paper.date_inferred else None,
            feed_id=paper.feed_id,
            added=added.get(paper.key),
        )
    return replace(permalinks, rows=tuple(rows.values()))


def _final_targets(rows: Mapping[str, Permalink]) -> dict[str, str]:
    """Return the key, or `GONE`, to which the recorded redirects of each row lead; in a cycle, a key of the cycle."""
    targets: dict[str, str] = {}
    for key in rows:
        passed: dict[str, None] = {}
        while key in rows and rows[key].now and key not in targets and key not in passed:
            passed[key] = None
            key = rows[key].now
        targets.update(dict.fromkeys([*passed, key], targets.get(key, key)))
    return targets


# ---- problems ----


def permalink_problems(permalinks: Permalinks, resolved: ResolvedPermalinks, most_lost: float) -> list[Problem]:
    """Return problems of addresses that lead nowhere, and notes of what is not recorded yet.

    `most_lost` is the share of the papers that may be missing.
    """
    if not permalinks.path:
        return []
    place = Location(permalinks.path, 1)
    expected = sum(not one.now for one in permalinks.rows)
    found = [*_missing(resolved.lost, expected, place, most_lost)]
    before = {one.key: one for one in permalinks.rows}
    new_addresses = new_facts = 0
    for one in resolved.updated.rows:
        known = before.get(one.key)
        if known is None or known.now != one.now:
            new_addresses += 1
        else:
            new_facts += _facts(known) != _facts(one)
    if new_addresses:
        many = f"{new_addresses:,} addresses are new or lead" if new_addresses > 1 else "1 address is new or leads"
        message = (
            f"{many} elsewhere than before: run `papershelf urls` to record this; "
            "until then, new papers count as added on the day of each build"
        )
        found.append(Problem(place, message, Severity.NOTE))
    if new_facts:
        many = f"{new_facts:,} papers have" if new_facts > 1 else "1 paper has"
        message = (
            f"{many} a citekey, year or id that differs from the one recorded here: run `papershelf urls` to record it"
        )
        found.append(Problem(place, message, Severity.NOTE))
    return found


def _facts(row: Permalink) -> tuple[str, int | None, str]:
    return row.citekey, row.year, row.feed_id


def _missing(lost: Sequence[Permalink], expected: int, place: Location, most_lost: float) -> Iterator[Problem]:
    papers = [one for one in lost if not one.now]
    if len(papers) > 1 and len(papers) > most_lost * expected:
        named = ", ".join(f"papers/{one.key}/" for one in papers[:_MOST_NAMED])
        more = f" and {len(papers) - _MOST_NAMED:,} more" if len(papers) > _MOST_NAMED else ""
        message = (
            f"expected the {expected:,} papers whose addresses are published, found {expected - len(papers):,}: "
            f"{len(papers) / expected:.0%} are missing, which is more than most_lost allows ({most_lost:.0%}): "
            f"{named}{more}; if they will not come back, run `papershelf urls --give-up`"
        )
        yield Problem(place, message, Severity.ERROR)
        return
    for one in lost:
        message = (
            f"expected the paper {quoted(one.title)}, as its address papers/{one.key}/ is published, found none like "
            f"it; under now, enter the key of the paper that replaces it, or {GONE}"
        )
        yield Problem(one.location, message)
