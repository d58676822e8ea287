"""What a change of the seeds does to the collection: two collections in, their difference out, in three forms.

`similarity`  How alike two papers are, and which are worth comparing: never all with all.
`pairs`     Which paper of the old collection is which of the new one.
`compare`   The difference: papers, fields, authors, addresses, likely duplicates, problems.
`forms`     The difference as text, as JSON and as Markdown. What seeds say is harmless in each.
"""

from generator.diff.compare import Change, Diff, Duplicate, FieldChange, Move, compare
from generator.diff.formats import DIFF_FORMATS

__all__ = ["DIFF_FORMATS", "Change", "Diff", "Duplicate", "FieldChange", "Move", "compare"]
