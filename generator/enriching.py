"""The command `papershelf enrich`: a project and what is asked of it in; its `enriched.yml`, and a status, out."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from generator.build import read_listed
from generator.config import Project, build_day
from generator.enrich.client import Clock, PacedClient
from generator.enrich.lookup import Lookup, LookupResult
from generator.enrich.matching import ListedPaper
from generator.enrich.saved_file import FaultyFile, SavedFile
from generator.enrich.services import SERVICES, Service
from generator.models import display_path, visible
from generator.site.cache import lock
from generator.site.files import read_if_there, write_whole
from generator.sources.enriched import ENRICHED

_FAULTY_FILE = 1
_NOT_ALL_ASKED = 1
_NOTHING_DONE = 2
_SLOWEST = 3_600
"""Longest time between two requests, in seconds."""


@dataclass(frozen=True, slots=True)
class EnrichRequest:
    """Options of the command."""

    dumps: tuple[Path, ...] = ()
    source: str | None = None
    """Name of the service to ask; None for all."""
    endpoint: str | None = None
    pace: float | None = None
    """Seconds between two requests to a mirror; None for what the service asks for."""
    mailto: str = ""
    limit: int | None = None
    refresh: bool = False
    dry_run: bool = False
    check: bool = False

    def fault(self) -> str:
        """Return what is wrong with the options; empty if nothing is."""
        if self.dumps and (self.source or self.endpoint):
            return "expected either --from or --source and --endpoint, found both"
        if self.dumps and self.check:
            return "expected either --from or --check, which tells what services were not asked for, found both"
        if self.pace is not None and not self.endpoint:
            return "expected --pace with --endpoint only, as services set their own pace"
        if self.pace is not None and not 0 <= self.pace <= _SLOWEST:
            return f"expected a --pace of 0 to {_SLOWEST:,} seconds, found {self.pace}"
        if self.endpoint is not None and not _is_endpoint(self.endpoint):
            return f"expected an endpoint such as https://export.arxiv.org/api/query, found {self.endpoint!r}"
        if not re.fullmatch(r"(?:[^\s@;()<>]+@[^\s@;()<>]+)?", self.mailto, re.ASCII):
            return f"expected a mail address such as ada@example.org, found {self.mailto!r}"
        return ""

    @property
    def services(self) -> list[Service]:
        """Services to ask; of an endpoint with a path, the one whose path that is."""
        if self.source:
            return [SERVICES[self.source]]
        path = urlsplit(self.endpoint or "").path.strip("/")
        is_crossref = path.endswith("works")
        return [one for name, one in SERVICES.items() if not path or (name == "crossref") == is_crossref]


def _is_endpoint(address: str) -> bool:
    """Return whether an address is one that can be asked over HTTP."""
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").encode("idna")
        is_usual = address.isprintable() and " " not in address and "@" not in parts.netloc
        return is_usual and parts.scheme in ("http", "https") and bool(host) and parts.port != 0
    except ValueError:
        return False


def enrich_project(
    project: Project, request: EnrichRequest, tell: Callable[[str], None], clock: Clock | None = None
) -> int:
    """Look up the papers of a project, say with `tell` what was found, and return the exit status."""
    papers = [ListedPaper.of(paper) for paper in read_listed(project).bibliography]
    path = project.seeds_dir / ENRICHED
    file = SavedFile(display_path(path, project.root), partial(read_if_there, path), partial(write_whole, path))
    lookup = Lookup(
        file,
        save=lambda: None if request.dry_run else file.save(),
        tell=lambda text: tell(visible(text)),
        show=lambda text: tell(visible(text)) if request.dry_run or not request.dumps else None,
        today=build_day(),
        limit=request.limit,
        refresh=request.refresh,
    )
    try:
        file.read()
        if request.check:
            return _check(lookup, request, papers, tell)
        with _only_look_up(project):
            results = [
                _look_up(lookup, request, papers, source, clock or Clock())
                for source in request.dumps or request.services
            ]
    except FaultyFile as error:
        for problem in error.problems:
            tell(str(problem))
        tell(f"{ENRICHED} is left as it was: first fix its problems")
        return _FAULTY_FILE
    except _Busy as error:
        tell(str(error))
        return _NOTHING_DONE
    return _status(results, tell)


class _Busy(Exception):
    """Error of a project on which another look-up is at work."""


def _only_look_up(project: Project) -> AbstractContextManager[object]:
    """Return the lock of a look-up, held, as services are to be asked over one connection.

    Raises _Busy where another holds it.
    """
    try:
        return lock(project.root, "enrich").acquire(timeout=0)
    except TimeoutError:
        raise _Busy("expected one look-up at a time, found another at work on this project") from None


def _look_up(
    lookup: Lookup, request: EnrichRequest, papers: list[ListedPaper], source: Path | Service, clock: Clock
) -> LookupResult:
    if isinstance(source, Path):
        return lookup.search(source, papers)
    pace, keeps_pace = (source.pace, not source.states_pace) if request.pace is None else (request.pace, True)
    client = PacedClient(pace, clock, contact=request.mailto, keeps_pace=keeps_pace)
    return lookup.ask(source, client, source.at(request.endpoint or source.endpoint), papers)


def _check(lookup: Lookup, request: EnrichRequest, papers: list[ListedPaper], tell: Callable[[str], None]) -> int:
    left = {
        paper.key: service.name
        for service in reversed(request.services)
        for paper in replace(lookup, limit=None, refresh=False).unasked(service, papers)
    }
    for key in sorted(left):
        tell(f"{key}: not looked up in {left[key]} yet")
    tell(f"{len(left):,} of {len(papers):,} papers not looked up yet")
    return _NOT_ALL_ASKED if left else 0


def _status(results: list[LookupResult], tell: Callable[[str], None]) -> int:
    names = ("certain", "proposed", "absent", "left")
    certain, proposed, absent, left = (sum(getattr(result, name) for result in results) for name in names)
    tell(f"{certain:,} found, {proposed:,} proposed, {absent:,} not found, {left:,} left for the next time")
    answered = certain + proposed + absent
    return _NOTHING_DONE if not answered and any(result.faults for result in results) else 0
