"""Records: papers as files of references state them, field by field, whatever the format."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from generator.models import DatePrecision, Location, Name


@dataclass(frozen=True, slots=True)
class Record:
    """A paper as an entry of a file states it."""

    location: Location
    """Location of the first line of the entry."""
    title: str
    """Title, with its LaTeX."""
    authors: tuple[Name, ...]
    """Authors; never empty."""
    et_al: bool = False
    """Whether there are more authors, whose names are unknown."""
    date: date = date.min
    """First day of what is known of the date; `date.min` where nothing is."""
    date_precision: DatePrecision = DatePrecision.NONE
    abstract: str = ""
    citekey: str = ""
    """Key by which the file names the entry; empty where it has none."""
    fields: Mapping[str, Any] = field(default_factory=dict)
    """Further values by the names of the fields of `Paper`: `kind`, `venue`, `volume`, `number`, `pages`, `publisher`,
    `arxiv` (id without version), `doi` (lower case, without address), `pdf`, `code_url`, `keywords`, `awards`,
    `withdrawn`, `links`, `area` (a code of arXiv). Only what is stated is in it."""
    places: Mapping[str, Location] = field(default_factory=dict)
    """Lines of fields, by their names, where the file has them."""
