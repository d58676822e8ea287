"""The file `enriched.yml` on the disk: read, added to and written whole; what others change meanwhile stays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from generator.enrich.enriched_file import EnrichedFile, read_enriched_file
from generator.enrich.matching import Judgement, ListedPaper
from generator.models import Location, Problem, Severity


class FaultyFile(ValueError):
    """Error of a file that cannot be read, with its problems; it is not to be written."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        """Keep the problems, to be told."""
        super().__init__(f"{len(problems)} problems")
        self.problems = problems


@dataclass(slots=True)
class SavedFile:
    """A file, as it was read or written last, with what has been found since."""

    shown: str
    """Path of the file in problems."""
    on_disk: Callable[[], bytes | None]
    """Function that returns the content of the file; None where there is none."""
    write: Callable[[bytes], None]
    facts: EnrichedFile = field(default_factory=EnrichedFile)
    _content: bytes | None = None
    _unsaved: list[tuple[ListedPaper, Judgement, str, date]] = field(default_factory=list)

    def read(self) -> None:
        """Read the file again.

        Raises FaultyFile where it has errors.
        """
        self._content = self.on_disk()
        self.facts = _read(self._content or b"", self.shown)

    def add(self, listed: ListedPaper, judgement: Judgement, asked: str, day: date) -> None:
        """Add what was found of a paper, as `EnrichedFile.add` does."""
        self.facts.add(listed, judgement, asked, day)
        self._unsaved.append((listed, judgement, asked, day))

    def save(self) -> None:
        """Write the file; if somebody has changed it, with these changes.

        Raises FaultyFile where that has made errors, OSError where it cannot be written.
        """
        if self.on_disk() != self._content:
            self.read()
            for found in self._unsaved:
                self.facts.add(*found)
        content = self.facts.text().encode()
        self.write(content)
        self._content = content
        self._unsaved.clear()


def _read(content: bytes, shown: str) -> EnrichedFile:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        message = f"expected UTF-8, found the byte 0x{error.object[error.start]:02x}"
        raise FaultyFile((Problem(Location(shown, line), message, Severity.ERROR),)) from None
    facts, faults = read_enriched_file(shown, text)
    if any(fault.severity is Severity.ERROR for fault in faults):
        raise FaultyFile(faults)
    return facts
