"""The file `enriched.yml`: its text in; what is known of which paper, and the text with more facts, out.

What people have changed stays, whatever it is, as long as it is valid YAML. So do their comments, but for those within
an entry that changes.
"""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import yaml

from generator.enrich.comments import Comments, read_comments
from generator.enrich.found import FoundPaper
from generator.enrich.json_records import CROSSREF, OPENALEX, SEMANTIC_SCHOLAR
from generator.enrich.matching import Judgement, ListedPaper
from generator.enrich.xml_entries import ARXIV
from generator.models import DatePrecision, Problem, PublicationKind
from generator.sources.enriched import MOST_VALUES, SECTIONS, read_enriched
from generator.sources.record_dates import read_partial_date
from generator.sources.yaml_lines import YamlValue, read_yaml

_HEADER = """\
# Facts on the papers of the listings, looked up by `papershelf enrich`. Builds use `papers` only.
# Move an entry from `proposed` to `papers` if it is the paper. If one under `papers` is not, leave only a `note:`.
"""
_SERVICES = frozenset({ARXIV, CROSSREF, OPENALEX, SEMANTIC_SCHOLAR})
_BOOLEANS = frozenset({"et_al", "withdrawn", "review"})
_FIRST = (
    "reason title authors et_al published arxiv doi pdf kind venue volume number pages publisher withdrawn review from "
    "retrieved"
).split()
"""Keys of an entry, in their order; others come after them."""
_WIDTH = 118

_Entry = dict[str, YamlValue]


@dataclass(slots=True)
class EnrichedFile:
    """Content of `enriched.yml`, as it was read and with what has been found since."""

    papers: dict[str, YamlValue] = field(default_factory=dict)
    proposed: dict[str, YamlValue] = field(default_factory=dict)
    """Lists of entries, each with a reason, by the keys of papers."""
    absent: dict[str, YamlValue] = field(default_factory=dict)
    """Days by the names of those that were asked, by the keys of papers."""
    comments: Comments = field(default_factory=Comments, repr=False, compare=False)
    _blocks: dict[str, str] = field(default_factory=dict, repr=False, compare=False)

    def has(self, key: str, origin: str) -> bool:
        """Return whether there is anything on a paper from a service; from anybody, if `origin` is empty.

        Facts that are from no service, but from a person or a file, count as those of all.
        """
        entries = [*_entries(self.papers.get(key)), *_entries(self.proposed.get(key))]
        return any(not origin or origin in found or not _SERVICES & {*found} for found in map(_origins, entries))

    def lacks(self, key: str, asked: str) -> bool:
        """Return whether one who was asked had nothing on a paper."""
        found = self.absent.get(key)
        return isinstance(found, dict) and asked in found

    def with_facts(self, listed: ListedPaper) -> ListedPaper:
        """Return a paper with those of its known facts that services are asked for."""
        entry = next(iter(_entries(self.papers.get(listed.key))), {})
        return replace(
            listed,
            et_al=listed.et_al and not entry.get("authors"),
            arxiv=listed.arxiv or str(entry.get("arxiv") or ""),
            doi=listed.doi or str(entry.get("doi") or ""),
            has_venue=listed.has_venue or bool(entry.get("venue")),
        )

    def add(self, listed: ListedPaper, judgement: Judgement, asked: str, day: date) -> None:
        """Add what was found of a paper, or that nothing was, by those who were `asked` on a day."""
        key = listed.key
        self._forget(key, asked)
        if judgement.certain:
            entry = _entry(listed, judgement.certain, day)
            self._forget(key, judgement.certain.origin)
            known = _entries(self.papers.get(key))
            self.papers[key] = dict(_merged(known[0], entry) if known else entry)
        elif judgement.proposed:
            new = [{"reason": one.reason, **_entry(listed, one.found, day, whole=True)} for one in judgement.proposed]
            old = [entry for entry in _entries(self.proposed.get(key)) if not _is_any_of(entry, new)]
            if key not in self.papers:
                self.proposed[key] = [*old, *new]
            else:
                self._note_absent(key, asked, day)
        else:
            self._note_absent(key, asked, day)

    def _note_absent(self, key: str, asked: str, day: date) -> None:
        found = self.absent.get(key)
        self.absent[key] = {**(found if isinstance(found, dict) else {}), asked: day.isoformat()}

    def _forget(self, key: str, origin: str) -> None:
        """Forget what was proposed by one, and that it had nothing."""
        left = [entry for entry in _entries(self.proposed.get(key)) if _origins(entry) != [origin]]
        if key in self.proposed and not left:
            del self.proposed[key]
        elif left:
            self.proposed[key] = [*left]
        asked = self.absent.get(key)
        if isinstance(asked, dict) and origin in asked:
            rest = {name: day for name, day in asked.items() if name != origin}
            self.absent[key] = rest
            if not rest:
                del self.absent[key]

    def text(self) -> str:
        """Return the text of the file, sorted by key."""
        pieces = [self.comments.header or _HEADER]
        comments = dict(self.comments.of_papers)
        for name in SECTIONS:
            section: dict[str, YamlValue] = getattr(self, name)
            if section:
                above = self.comments.of_sections.get(name, "")
                pieces += [f"\n{above}{name}:\n" if len(pieces) > 1 else f"{above}\n{name}:\n"]
            for key in sorted(section):
                pieces += [comments.pop(key, ""), self._block(key, section[key])]
        return "".join(pieces)

    def _block(self, key: str, value: YamlValue) -> str:
        """Return the lines of a paper in a section, which are made once, as the file is written again and again."""
        told = repr((key, value))
        if told not in self._blocks:
            shown = {key: _ordered(value)}
            lines = yaml.dump(shown, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=_WIDTH)
            self._blocks[told] = textwrap.indent(lines, "  ")
        return self._blocks[told]


def read_enriched_file(path: str, text: str) -> tuple[EnrichedFile, tuple[Problem, ...]]:
    """Return the content of the file, and its errors: with any, it is not to be written."""
    source, problems = read_yaml(path, text, MOST_VALUES)
    faults = problems or read_enriched(path, text)[1]
    sections = [source.at(name) for name in SECTIONS]
    papers, proposed, absent = (value if isinstance(value, dict) else {} for value in sections)
    comments = read_comments(text, source)
    return EnrichedFile(papers, proposed, absent, comments, dict(comments.blocks)), faults


def _entry(listed: ListedPaper, found: FoundPaper, day: date, *, whole: bool = False) -> _Entry:
    """Return a found paper as an entry; with a title if it is not that of the listing, or if it is to be `whole`."""
    entry: _Entry = {}
    if whole or " ".join(found.title.split()) != " ".join(listed.title.split()):
        entry["title"] = found.title
    entry |= {"authors": list(found.authors), "et_al": _word(found.et_al)}
    if found.published:
        entry["published"] = found.published
    entry |= found.facts
    if found.withdrawn:
        entry["withdrawn"] = _word(True)
    if not found.first_hand:
        entry["review"] = _word(True)
    return {**entry, "from": found.origin, "retrieved": day.isoformat()}


def _word(value: bool) -> str:
    return "true" if value else "false"


def _merged(known: _Entry, new: _Entry) -> _Entry:
    """Return an entry with the facts that another adds.

    What is known stays, but for what the same service said before: a kind gives way to that of what has appeared since.
    """
    again = _origins(new)[0] in _origins(known)
    entry = {**known, **new} if again else {**new, **known}
    if not again and known.get("kind") == PublicationKind.PREPRINT and "kind" in new:
        entry["kind"] = new["kind"]
    if "title" in new and "title" not in known and not again:
        del entry["title"]
    origins = dict.fromkeys([*_origins(known), *_origins(new)])
    return {**entry, "from": ", ".join(origins), "retrieved": new["retrieved"]}


def _is_any_of(entry: _Entry, others: Sequence[Mapping[str, YamlValue]]) -> bool:
    def same(name: str, other: Mapping[str, YamlValue]) -> bool:
        return bool(entry.get(name)) and entry.get(name) == other.get(name)

    return any(same("arxiv", one) or same("doi", one) or same("title", one) for one in others)


def _entries(value: YamlValue) -> list[_Entry]:
    """Return the entries of a paper, which may be one, or a list."""
    return [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, dict)]


def _origins(entry: Mapping[str, YamlValue]) -> list[str]:
    stated = entry.get("from")
    return [part.strip() for part in stated.split(",") if part.strip()] if isinstance(stated, str) else []


# ---- writing ----


class _Dumper(yaml.SafeDumper):
    """Writer of YAML that repeats a value rather than pointing to another."""

    def ignore_aliases(self, _: Any) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002
        super().increase_indent(flow, False)


def _ordered(value: YamlValue) -> object:
    """Return the value of a key, with the keys within in their order, and texts as what they mean."""
    if isinstance(value, list):
        return [_ordered(one) for one in value]
    if not isinstance(value, dict):
        return value
    names = sorted(value, key=lambda name: _FIRST.index(name) if name in _FIRST else len(_FIRST))
    return {name: _meaning(name, value[name]) for name in names}


def _meaning(name: str, value: YamlValue) -> object:
    """Return a value that YAML writes without quotes, where the key says that it can be none else."""
    if isinstance(value, str) and name in _BOOLEANS and value in ("true", "false"):
        return value == "true"
    if isinstance(value, str) and name not in ("title", "reason", "venue") and (found := read_partial_date(value)):
        return found[0] if found[1] is DatePrecision.DAY else value
    return value
