"""Checks the subject of a commit message, for git's hook `commit-msg`: lists of commits show 72 letters of it.

Usage: check_subject.py FILE
"""

from __future__ import annotations

import sys
from pathlib import Path

MOST = 72
WRITTEN_BY_GIT = ("Merge ", 'Revert "', "fixup! ", "squash! ", "amend! ")


def fault(message: str) -> str | None:
    """Return what is wrong with the subject of a message; lines that git leaves out do not count."""
    lines = (line.rstrip() for line in message.splitlines() if not line.startswith("#"))
    subject = next(filter(None, lines), "")
    if len(subject) <= MOST or subject.startswith(WRITTEN_BY_GIT):
        return None
    return f"expected a subject of at most {MOST} letters, found {len(subject)}; say why in the body: {subject}"


def main(path: Path) -> int:
    told = fault(path.read_text(encoding="utf-8"))
    if told:
        print(told, file=sys.stderr)
    return 1 if told else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
