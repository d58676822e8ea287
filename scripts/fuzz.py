"""Looks for texts that break what must hold (tests/invariants.py), guided by the coverage of the generator.

    pip install -e '.[dev,fuzz]'                          atheris, which has libFuzzer; Linux only
    python scripts/fuzz.py listing -max_total_time=300    five minutes of listings
    python scripts/fuzz.py maths -runs=20000              20,000 formulas
    python scripts/fuzz.py                                the targets

What follows the target goes to libFuzzer (https://llvm.org/docs/LibFuzzer.html#options). Texts that are worth changing
further are kept in .cache/fuzz/. It stops at the first text that breaks something or takes too long, and writes it
into tests/crashes/<target>/. Name the file after what is wrong, mend the generator, and commit both:
tests/test_fuzz.py tries it from then on.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

import atheris

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
with atheris.instrument_imports(include=["generator"]):
    from invariants import TARGETS, Target

OPTIONS = ("-max_len=4096", "-timeout=10", "-rss_limit_mb=4096")
"""Before those of the command line, which may say otherwise."""


def main(name: str, options: list[str]) -> None:
    target = TARGETS[name]
    corpus, finds = ROOT / ".cache" / "fuzz" / name, ROOT / "tests" / "crashes" / name
    for folder in (corpus, finds):
        folder.mkdir(parents=True, exist_ok=True)
    for text in target.texts:
        (corpus / hashlib.sha1(text.encode()).hexdigest()).write_text(text, encoding="utf-8", newline="")
    words = corpus.with_suffix(".dict")
    words.write_text(_dictionary(target), encoding="ascii")
    arguments = [sys.argv[0], *OPTIONS, f"-dict={words}", f"-artifact_prefix={finds}/", *options, str(corpus)]

    def check(data: bytes) -> None:
        target.check(data.decode("utf-8", "replace"))

    atheris.Setup(arguments, check)
    atheris.Fuzz()


def _dictionary(target: Target) -> str:
    """The fragments of a target as libFuzzer reads them, each byte by its number."""
    words = ("".join(f"\\x{byte:02x}" for byte in fragment.encode()) for fragment in target.fragments)
    return "".join(f'"{word}"\n' for word in words)


if __name__ == "__main__":
    if len(sys.argv) < 2 or sys.argv[1] not in TARGETS:
        sys.exit(f"usage: {sys.argv[0]} TARGET [libFuzzer options]; targets: {', '.join(TARGETS)}")
    main(sys.argv[1], sys.argv[2:])
