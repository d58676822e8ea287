"""The look-up: listed papers and `enriched.yml` in; the file with what services or dumps have of them out.

The file is saved after every few papers, so that a run may end at any time; the next one goes on from there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from generator.enrich.client import PacedClient, ServiceBusy, ServiceError, ServiceUnreachable
from generator.enrich.dumps import search_dump
from generator.enrich.json_records import SIMPLE_FORM
from generator.enrich.matching import Judgement, ListedPaper, judge
from generator.enrich.saved_file import SavedFile
from generator.enrich.services import Service

_SAVE_EVERY = 5
_MOST_BUSY = 3
"""Number of papers in a row that a service does not answer for, after which it is left alone."""


@dataclass(slots=True)
class LookupResult:
    """Numbers of a look-up, and what went wrong."""

    certain: int = 0
    proposed: int = 0
    absent: int = 0
    left: int = 0
    """Number of papers that are left for the next run."""
    faults: list[str] = field(default_factory=list)

    @property
    def answered(self) -> int:
        """Number of papers of which something was learnt, be it that there is nothing."""
        return self.certain + self.proposed + self.absent

    def count(self, judgement: Judgement) -> None:
        """Count what was found of a paper."""
        if judgement.certain:
            self.certain += 1
        elif judgement.proposed:
            self.proposed += 1
        else:
            self.absent += 1


@dataclass(frozen=True, slots=True)
class Lookup:
    """File, messages and settings that all look-ups share."""

    file: SavedFile
    save: Callable[[], None]
    """Function that writes the file."""
    tell: Callable[[str], None]
    """Function that tells people of a fault."""
    show: Callable[[str], None]
    """Function that shows what was found of a paper."""
    today: date
    limit: int | None = None
    """Most papers to look up; None for all."""
    refresh: bool = False
    """Whether papers are looked up that are known already."""

    def ask(self, service: Service, client: PacedClient, endpoint: str, papers: Iterable[ListedPaper]) -> LookupResult:
        """Ask a service for the papers that it was not asked for yet, and of which something is missing."""
        result, busy, saved = LookupResult(), 0, 0
        wanted = self.unasked(service, papers)
        try:
            for place, paper in enumerate(wanted):
                try:
                    judgement = service.look_up(client, endpoint, paper)
                except ServiceError as error:
                    busy = busy + 1 if isinstance(error, ServiceBusy) else 0
                    self._report(result, f"{service.name}: {paper.key}: {error}; it is left for the next time")
                    result.left += 1
                    if isinstance(error, ServiceUnreachable) or busy == _MOST_BUSY:
                        result.left += len(wanted) - place - 1
                        break
                    continue
                busy = 0
                self._add(result, paper, judgement, service.name)
                if result.answered - saved == _SAVE_EVERY:
                    self.save()
                    saved = result.answered
        finally:  # also if it is interrupted
            if result.answered > saved:
                self.save()
        return result

    def search(self, dump: Path, papers: Iterable[ListedPaper]) -> LookupResult:
        """Look papers up in a dump.

        Raises OSError where it cannot be read.
        """
        listed = list(papers)
        found = search_dump(dump, listed)
        result = LookupResult()
        nothing = f"{dump.name}: expected records with a title and authors, found none"
        for fault in found.faults or ([] if found.has_papers else [nothing]):
            self._report(result, fault)
        form = next(iter(found.forms)) if len(found.forms) == 1 else SIMPLE_FORM
        known_from = "" if form == SIMPLE_FORM else form
        unknown = self._not_known(listed, known_from, "")  # also what was absent, as files grow
        for paper in sorted(unknown, key=lambda paper: self.file.facts.lacks(paper.key, dump.name))[: self.limit]:
            judgement = judge(paper, found.candidates.get(paper.key, ()))
            is_sure = found.is_whole and found.has_papers
            if paper.key in found.unsure or (judgement == Judgement() and not is_sure):
                result.left += 1
            else:
                self._add(result, paper, judgement, dump.name)
        if result.answered:
            self.save()
        return result

    def unasked(self, service: Service, papers: Iterable[ListedPaper]) -> list[ListedPaper]:
        """Return the papers to ask a service for: those of which something is missing, and not known from it."""
        lacking = [
            paper for paper in papers if service.lacks(paper if self.refresh else self.file.facts.with_facts(paper))
        ]
        return self._not_known(lacking, service.name, service.name)[: self.limit]

    def _not_known(self, papers: Sequence[ListedPaper], origin: str, asked: str) -> list[ListedPaper]:
        """Return papers that are not known from a service, and of which who is asked did not have nothing."""
        known = self.file.facts
        return [
            paper
            for paper in papers
            if self.refresh or not (known.has(paper.key, origin) or known.lacks(paper.key, asked))
        ]

    def _add(self, result: LookupResult, paper: ListedPaper, judgement: Judgement, asked: str) -> None:
        self.file.add(paper, judgement, asked, self.today)
        result.count(judgement)
        self.show(f"{paper.key}: {_told(judgement)}")

    def _report(self, result: LookupResult, fault: str) -> None:
        result.faults.append(fault)
        self.tell(fault)


def _told(judgement: Judgement) -> str:
    if found := judgement.certain:
        return f"found in {found.origin}, with {len(found.authors)} author{'s' if len(found.authors) > 1 else ''}"
    if judgement.proposed:
        return f"proposed: {'; '.join(one.reason for one in judgement.proposed)}"
    return "not found"
