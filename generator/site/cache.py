"""The cache: what earlier builds made, each under a cache key, a digest of all that it was made from.

It is one SQLite file, and may be removed at any time. What is damaged, or made by other code, is made again.
"""

from __future__ import annotations

import io
import pickle
import re
import sqlite3
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import cache, partial
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from platform import python_version
from typing import Any

from filelock import FileLock

import generator
from generator.models import fingerprint
from generator.site.files import remove_all
from generator.site.workers import spread

CACHE = ".cache/papershelf"
"""Folder of the cache within a project."""
_IN_USE = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN)
"""Errors of a file that is whole, but that another program holds or that may not be used."""

SlowMap = Callable[..., list[Any]]
"""Maps a function over items, each the tuple of its arguments. A third argument may hold a key for each item, which
identifies by its `repr` what the result depends on, if the item says more than that."""


def plain_map(function: Callable[..., Any], items: Sequence[tuple[Any, ...]], _keys: object = None) -> list[Any]:
    """Return what a function returns for each item, without a cache."""
    return [function(*item) for item in items]


class Cache:
    """The cache of a project; without a folder, or where its file cannot be used, one that is kept in memory."""

    def __init__(self, folder: Path | None) -> None:
        """Open the cache in a folder."""
        path = folder / "cache.sqlite" if folder else None
        self._asked: set[str] = set()
        try:
            self._open(path)
        except (sqlite3.DatabaseError, ValueError) as error:
            is_in_use = getattr(error, "sqlite_errorcode", 0) in _IN_USE
            if path and not is_in_use:  # damaged
                remove_all(path)
            self._open(None if is_in_use else path)

    def __enter__(self) -> Cache:
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(sqlite3.DatabaseError):
            self._db.commit()
        self._db.close()

    def _open(self, path: Path | None) -> None:
        if path and path.is_dir():
            remove_all(path)
        if path:
            path.parent.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(path or ":memory:", check_same_thread=False)
        try:
            self._set_up()
        except (sqlite3.DatabaseError, ValueError):
            self._db.close()  # on Windows, an open file cannot be removed
            raise

    def _set_up(self) -> None:
        self._db.execute("PRAGMA synchronous = OFF")
        if self._db.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            raise sqlite3.DatabaseError("damaged")
        for table in ("result", "record"):
            self._db.execute(f"CREATE TABLE IF NOT EXISTS {table} (name TEXT PRIMARY KEY, value BLOB) WITHOUT ROWID")
            self._db.execute(f"SELECT name, value FROM {table} LIMIT 0")
        if self.get("code version") != code_version():
            self._db.executescript("DELETE FROM result; DELETE FROM record")
            self.put("code version", code_version())

    def get(self, name: str) -> Any:
        """Return the record of a name, None if there is none."""
        return next(self._values("record", name), None)

    def put(self, name: str, value: Any) -> None:
        """Keep a value as the record of a name."""
        self._write("INSERT OR REPLACE INTO record VALUES (?, ?)", [(name, _packed(name, value))])

    def slow_map(self, workers: int) -> SlowMap:
        """Return a map that takes results from the cache, and makes the rest in up to `workers` processes."""
        return partial(self._map, workers)

    def _map(
        self,
        workers: int,
        function: Callable[..., Any],
        items: Sequence[tuple[Any, ...]],
        keys: Sequence[Any] | None = None,
    ) -> list[Any]:
        cache_keys = [fingerprint(function.__qualname__, key) for key in keys or items]
        known = {cache_key: value for cache_key in cache_keys for value in self._values("result", cache_key)}
        missing = {key: item for key, item in zip(cache_keys, items, strict=True) if key not in known}
        made = spread(lambda item: function(*item), list(missing.values()), workers)
        known |= zip(missing, made, strict=True)
        rows = ((cache_key, _packed(cache_key, known[cache_key])) for cache_key in missing)
        self._write("INSERT OR REPLACE INTO result VALUES (?, ?)", rows)
        self._asked.update(cache_keys)
        return [known[cache_key] for cache_key in cache_keys]

    def forget_unused(self) -> None:
        """Remove the results that nobody has asked for."""
        known = (name for (name,) in self._db.execute("SELECT name FROM result").fetchall())
        self._write("DELETE FROM result WHERE name = ?", [(name,) for name in known if name not in self._asked])

    def _values(self, table: str, name: str) -> Iterator[Any]:
        """Yield what a table has under a name, if that is whole and one of ours."""
        with suppress(sqlite3.DatabaseError, pickle.UnpicklingError):
            for (packed,) in self._db.execute(f"SELECT value FROM {table} WHERE name = ?", [name]):
                yield _unpacked(name, packed)

    def _write(self, statement: str, rows: Iterable[tuple[Any, ...]]) -> None:
        """Change the tables; what cannot be written, as the file is damaged, the next build makes again."""
        with suppress(sqlite3.DatabaseError):
            self._db.executemany(statement, rows)


def lock(root: Path, name: str = "lock") -> FileLock:
    """Return the lock that a build holds from its first file to its last, so that two at once wait for each other.

    Another `name` is that of the lock of another kind of work on the project.
    """
    path = root / CACHE / name
    path.parent.mkdir(parents=True, exist_ok=True)
    return FileLock(path, is_singleton=True)


def _packed(name: str, value: Any) -> bytes:
    content = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
    return _checksum(name, content) + content


def _unpacked(name: str, packed: object) -> Any:
    """Return a value. Raises `pickle.UnpicklingError` where it is damaged or not one of ours."""
    if not isinstance(packed, bytes) or packed[:4] != _checksum(name, packed[4:]):
        raise pickle.UnpicklingError("damaged")
    return _Unpickler(io.BytesIO(packed[4:])).load()


def _checksum(name: str, content: bytes) -> bytes:
    return zlib.crc32(content, zlib.crc32(name.encode("utf-8", "surrogateescape"))).to_bytes(4, "big")


class _Unpickler(pickle.Unpickler):
    """Makes values of our own types only, so that a cache that somebody else wrote runs no code of theirs."""

    def find_class(self, module: str, name: str) -> Any:
        found = super().find_class(module, name) if module.startswith("generator.") else None
        if not isinstance(found, type) or not found.__module__.startswith("generator."):
            raise pickle.UnpicklingError(f"expected a type of ours, found {module}.{name}")
        return found


@cache
def code_version() -> str:
    """Return a digest of the generator itself, and of the packages and the Python that it runs with."""
    folder = Path(generator.__file__).parent
    files = sorted(path for path in folder.rglob("*") if path.suffix in (".py", ".js", ".json", ".yml"))
    packages = []
    with suppress(PackageNotFoundError):  # it runs from its folder
        wanted = [one for one in requires("papershelf") or () if "extra ==" not in one]
        packages = [(name[0], version(name[0])) for one in wanted if (name := re.match(r"[\w.-]+", one))]
    return fingerprint(*(path.read_bytes() for path in files), python_version(), packages)
