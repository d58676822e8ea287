"""The command `papershelf`, also as `python -m generator`."""

from __future__ import annotations

import importlib
import os
import sys
from importlib.util import find_spec


def main() -> None:
    """Run the command. What it imports reads the day of the build, and would end in a traceback if that is none."""
    day = os.environ.get("SOURCE_DATE_EPOCH", "0")
    if not day.isdecimal():
        sys.stderr.write(f"papershelf: expected seconds since 1970 in SOURCE_DATE_EPOCH, found {day!r}\n")
        sys.exit(2)
    if not find_spec("mkdocs"):
        importlib.import_module("properdocs.replacement")  # answers to the name of MkDocs, which it continues
    from generator.cli import main

    main(prog_name="papershelf")


if __name__ == "__main__":
    main()
