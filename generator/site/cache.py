"""The cache: what earlier builds made, each under a cache key, a digest of all that it was made from.

It is one SQLite file, and may be removed at any time. What is damaged, or made by other code, is made again.
"""

from __future__ import annotations

import io
import os
import pickle
import re
import sqlite3
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cache, partial
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from platform import python_version
from typing import Any, NamedTuple, Protocol

import generator
from generator.models import fingerprint
from generator.site.files import remove_all
from generator.site.workers import spread

CACHE = ".cache/papershelf"
"""Folder of the cache within a project."""
_TABLES = """
CREATE TABLE IF NOT EXISTS made_by (code TEXT);
CREATE TABLE IF NOT EXISTS result (cache_key TEXT PRIMARY KEY, value BLOB) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS site_file
    (site BLOB, uri TEXT, cache_key TEXT, modified INTEGER, size INTEGER, PRIMARY KEY (site, uri)) WITHOUT ROWID;
"""


class SiteFile(NamedTuple):
    """A file of a published site, as a build left it."""

    cache_key: str
    modified: int
    """Time of its last change, in nanoseconds."""
    size: int
    """Bytes."""


class SlowMap(Protocol):
    """Function that maps another one over its arguments."""

    def __call__(
        self, function: Callable[..., Any], items: Sequence[tuple[Any, ...]], keys: Sequence[Any] | None = None
    ) -> list[Any]:
        """Return what a function returns for each item, which is the tuple of its arguments.

        `keys` tell by their `repr` what the results depend on, where the items themselves say more than that.
        """


def plain_map(
    function: Callable[..., Any],
    items: Sequence[tuple[Any, ...]],
    keys: Sequence[Any] | None = None,  # noqa: ARG001 (as a cache has it)
) -> list[Any]:
    """Return what a function returns for each item, made here and now."""
    return [function(*item) for item in items]


class Cache:
    """The cache of a project."""

    def __init__(self, folder: Path | None) -> None:
        """`folder` is where it is kept; None for a cache that is empty and kept in memory."""
        self._path = folder / "cache.sqlite" if folder else None
        self._asked: set[str] = set()
        try:
            self._open()
        except sqlite3.DatabaseError:  # damaged
            if self._path:
                remove_all(self._path)
            self._open()

    def _open(self) -> None:
        if self._path:
            self._path.parent.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(self._path or ":memory:", check_same_thread=False)
        self._db.execute("PRAGMA synchronous = OFF")
        self._db.executescript(_TABLES)
        if self._db.execute("SELECT code FROM made_by").fetchall() != [(code_version(),)]:
            for table in ("made_by", "result", "site_file"):
                self._db.execute(f"DELETE FROM {table}")
            self._db.execute("INSERT INTO made_by VALUES (?)", [code_version()])
        self._db.commit()

    def __enter__(self) -> Cache:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def slow_map(self, workers: int) -> SlowMap:
        """Return a map that takes from the cache what it has, and makes the rest in so many processes."""
        return partial(self._map, workers)

    def _map(
        self,
        workers: int,
        function: Callable[..., Any],
        items: Sequence[tuple[Any, ...]],
        keys: Sequence[Any] | None = None,
    ) -> list[Any]:
        cache_keys = [fingerprint(function.__qualname__, key) for key in keys or items]
        known = {cache_key: value for cache_key in cache_keys for value in self._recall(cache_key)}
        missing = [(key, item) for key, item in zip(cache_keys, items, strict=True) if key not in known]
        made = spread(lambda one: function(*one[1]), missing, workers)
        for (cache_key, _), result in zip(missing, made, strict=True):
            known[cache_key] = result
            self._db.execute("INSERT OR REPLACE INTO result VALUES (?, ?)", [cache_key, _packed(result)])
        self._asked.update(cache_keys)
        return [known[cache_key] for cache_key in cache_keys]

    def _recall(self, cache_key: str) -> Iterator[Any]:
        """Yield the result that is known under a key, if there is a whole one."""
        with suppress(sqlite3.DatabaseError):
            for (value,) in self._db.execute("SELECT value FROM result WHERE cache_key = ?", [cache_key]):
                with suppress(ValueError):
                    yield _unpacked(value)

    def site_files(self, site: Path) -> Mapping[str, SiteFile]:
        """Return what is known of the files of a published site, by their paths in it."""
        query = "SELECT uri, cache_key, modified, size FROM site_file WHERE site = ?"
        with suppress(sqlite3.DatabaseError):
            return {uri: SiteFile(*file) for uri, *file in self._db.execute(query, [os.fsencode(site)])}
        return {}

    def remember_site(self, site: Path, files: Mapping[str, SiteFile]) -> None:
        """Write down what is known of a site's files, and forget sites that are not there any more."""
        for (other,) in self._db.execute("SELECT DISTINCT site FROM site_file").fetchall():
            if other == os.fsencode(site) or not os.path.isdir(other):
                self._db.execute("DELETE FROM site_file WHERE site = ?", [other])
        rows = ((os.fsencode(site), uri, *file) for uri, file in files.items())
        self._db.executemany("INSERT INTO site_file VALUES (?, ?, ?, ?, ?)", rows)

    def close(self) -> None:
        """Write down what is new, and forget results for which this build has not asked."""
        with suppress(sqlite3.DatabaseError):
            if self._asked:
                known = [key for (key,) in self._db.execute("SELECT cache_key FROM result")]
                gone = ([key] for key in known if key not in self._asked)
                self._db.executemany("DELETE FROM result WHERE cache_key = ?", gone)
            self._db.commit()
        self._db.close()


def _packed(value: Any) -> bytes:
    content = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
    return zlib.crc32(content).to_bytes(4, "big") + content


def _unpacked(packed: bytes) -> Any:
    """Return a value. Raises ValueError where it is damaged or not one of ours."""
    content = packed[4:]
    if zlib.crc32(content).to_bytes(4, "big") != packed[:4]:
        raise ValueError("damaged")
    return _Unpickler(io.BytesIO(content)).load()


class _Unpickler(pickle.Unpickler):
    """Makes values of our own types only, so that a cache that somebody else wrote runs no code of theirs."""

    def find_class(self, module: str, name: str) -> Any:
        if not module.startswith("generator."):
            raise ValueError(f"expected a type of ours, found {module}.{name}")
        return super().find_class(module, name)


@cache
def code_version() -> str:
    """Return a digest of the generator itself, and of the packages and the Python that it runs with."""
    folder = Path(generator.__file__).parent
    files = sorted(path for path in folder.rglob("*") if path.suffix in (".py", ".js", ".json", ".yml"))
    return fingerprint(*(path.read_bytes() for path in files), python_version(), *_packages())


def _packages() -> Iterator[str]:
    """Yield what pyproject.toml asks for, with its version."""
    with suppress(PackageNotFoundError):  # it runs from its folder
        for one in requires("papershelf") or ():
            name = re.match(r"[\w.-]+", one)
            if name and "extra ==" not in one:
                yield f"{name[0]} {version(name[0])}"
