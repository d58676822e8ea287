"""Differences between collections: two collections in; their difference out, as text, JSON or Markdown.

`similarity`  Similarity of two papers, and the pairs that are worth comparing.
`matching`    Matches of the papers of the old collection with those of the new one.
`compare`     The difference: papers, fields, authors, addresses, likely duplicates, problems.
`formats`     The difference as text, JSON and Markdown, in which texts of seeds do no harm.
"""

from generator.diff.compare import Change, Diff, Duplicate, FieldChange, Move, compare, missing_problems
from generator.diff.formats import DIFF_FORMATS

__all__ = ["DIFF_FORMATS", "Change", "Diff", "Duplicate", "FieldChange", "Move", "compare", "missing_problems"]
