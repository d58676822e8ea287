"""Builds the site with several Pythons, each in surroundings of its own, and compares all files byte by byte.

    python scripts/reproduce.py [PYTHON ...]

Without names, every Python from 3.11 that is on the PATH. Each gets a virtual environment with what requirements.txt
pins, and a copy of the files that the repository has. Status 1 if a file of one site is not the same in all.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
PYTHONS = [f"python3.{minor}" for minor in range(11, 20)]
SURROUNDINGS = [
    {"TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "0", "SOURCE_DATE_EPOCH": "1800000000"},
    {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "1"},
    {"TZ": "America/Lima", "LC_ALL": "POSIX", "PYTHONHASHSEED": "2", "SOURCE_DATE_EPOCH": "86400"},
]
"""Each Python takes the next; who comes after the last, the first again. Without a date it is that of the clock."""


@dataclass(frozen=True)
class Built:
    """A site and what it was built with."""

    python: str
    surroundings: dict[str, str]
    digests: dict[str, str]
    """Of each file, by its path."""

    @property
    def digest(self) -> str:
        """Of the whole site."""
        lines = (f"{digest}  {name}\n" for name, digest in sorted(self.digests.items()))
        return hashlib.sha256("".join(lines).encode()).hexdigest()


def build(python: str, surroundings: dict[str, str], work: Path) -> Built:
    """Build the site with one Python in a folder for this alone."""
    project, binaries = work / "project", work / "venv" / ("Scripts" if os.name == "nt" else "bin")
    for name in _tracked():
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(REPOSITORY / name, project / name)
    inside = str(binaries / "python")
    pip = [inside, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    _run([python, "-m", "venv", str(work / "venv")], project, {})
    _run([*pip, "--require-hashes", "-r", "requirements.txt"], project, {})
    _run([*pip, "--no-build-isolation", "--no-deps", "."], project, {})
    _run([str(binaries / "papershelf"), "build", "--strict"], project, surroundings)
    version = _run([inside, "-c", "import platform; print(platform.python_version())"], project, {})
    return Built(version.strip(), surroundings, dict(_digests(project / "site")))


def _tracked() -> list[str]:
    listed = _run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], REPOSITORY, {})
    return [name for name in listed.split("\0") if name and (REPOSITORY / name).is_file()]


def _run(command: list[str], folder: Path, surroundings: dict[str, str]) -> str:
    """What a program says. Ends with what it says of its fault, where it fails."""
    set_apart = ("SOURCE_DATE_EPOCH", "PYTHONPATH", "SITE_URL", "REPO_URL", "OFFLINE")
    environment = {name: value for name, value in os.environ.items() if name not in set_apart} | surroundings
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False)
    if done.returncode:
        sys.exit(f"{' '.join(command)}: status {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def _digests(site: Path) -> Iterator[tuple[str, str]]:
    for path in site.rglob("*"):
        if path.is_file():
            yield path.relative_to(site).as_posix(), hashlib.sha256(path.read_bytes()).hexdigest()


def unlike(sites: list[Built]) -> list[str]:
    """The files that are not the same in all sites."""
    names = {name for site in sites for name in site.digests}
    return sorted(name for name in names if len({site.digests.get(name) for site in sites}) > 1)


def main(pythons: list[str]) -> None:
    """Build with each, and print a table."""
    found = [path for name in pythons or PYTHONS if (path := shutil.which(name))]
    if missing := [name for name in pythons if not shutil.which(name)]:
        sys.exit(f"expected Pythons, found none called {', '.join(missing)}")
    if len(found) < 2:
        sys.exit(f"expected two Pythons or more to compare, found {len(found)}; name them")
    sites = []
    print(
        f"{'Python':<10} {'time zone':<20} {'locale':<8} {'hash seed':<10} {'date':<11} {'files':<6} sha256 of the site"
    )
    for number, python in enumerate(found):
        with tempfile.TemporaryDirectory(prefix=f"papershelf-{number}-") as work:
            site = build(python, SURROUNDINGS[number % len(SURROUNDINGS)], Path(work))
        sites.append(site)
        around = site.surroundings
        print(
            f"{site.python:<10} {around['TZ']:<20} {around['LC_ALL']:<8} {around['PYTHONHASHSEED']:<10} "
            f"{around.get('SOURCE_DATE_EPOCH', 'the clock'):<11} {len(site.digests):<6} {site.digest}",
            flush=True,
        )
    different = unlike(sites)
    for name in different:
        print(f"not the same in all: {name}", file=sys.stderr)
    sys.exit(1 if different else 0)


if __name__ == "__main__":
    main(sys.argv[1:])
