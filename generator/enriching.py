"""The command `papershelf enrich`: a project and what is asked of it in; its `enriched.yml`, and a status, out."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from generator.build import read_listed
from generator.config import Project, build_day
from generator.enrich.client import Clock, PacedClient
from generator.enrich.enriched_file import EnrichedFile, read_enriched_file
from generator.enrich.lookup import Lookup, LookupResult
from generator.enrich.matching import ListedPaper
from generator.enrich.services import SERVICES, Service
from generator.models import Location, Problem, Severity, display_path, visible
from generator.site.files import read_if_there, write_whole
from generator.sources.enriched import ENRICHED

_FAULTY_FILE = 1
_NOT_ALL_ASKED = 1
_NOTHING_DONE = 2


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
        if self.pace is not None and not self.endpoint:
            return "expected --pace with --endpoint only, as services set their own pace"
        parts = urlsplit(self.endpoint or "https://localhost")
        if parts.scheme not in ("http", "https") or not parts.hostname:
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


def enrich_project(
    project: Project, request: EnrichRequest, tell: Callable[[str], None], clock: Clock | None = None
) -> int:
    """Look up the papers of a project, say with `tell` what was found, and return the exit status."""
    papers = [ListedPaper.of(paper) for paper in read_listed(project).bibliography]
    path = project.seeds_dir / ENRICHED
    file, faults = _read(path, display_path(path, project.root))
    for fault in faults:
        tell(str(fault))
    if any(fault.severity is Severity.ERROR for fault in faults):
        tell(f"{ENRICHED} is left as it was: first fix its problems")
        return _FAULTY_FILE
    lookup = Lookup(
        file,
        save=lambda: None if request.dry_run else write_whole(path, file.text().encode()),
        tell=lambda text: tell(visible(text)),
        show=lambda text: tell(visible(text)) if request.dry_run or not request.dumps else None,
        today=build_day(),
        limit=request.limit,
        refresh=request.refresh,
    )
    if request.check:
        return _check(lookup, request, papers, tell)
    results = [
        _look_up(lookup, request, papers, source, clock or Clock()) for source in request.dumps or request.services
    ]
    return _status(results, tell)


def _read(path: Path, shown: str) -> tuple[EnrichedFile, tuple[Problem, ...]]:
    content = read_if_there(path)
    try:
        text = (content or b"").decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        message = f"expected UTF-8, found the byte 0x{error.object[error.start]:02x}"
        return EnrichedFile(), (Problem(Location(shown, line), message, Severity.ERROR),)
    return read_enriched_file(shown, text)


def _look_up(
    lookup: Lookup, request: EnrichRequest, papers: list[ListedPaper], source: Path | Service, clock: Clock
) -> LookupResult:
    if isinstance(source, Path):
        return lookup.search(source, papers)
    pace = source.pace if request.pace is None else request.pace
    client = PacedClient(pace, clock, contact=request.mailto, keeps_pace=request.pace is not None)
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
