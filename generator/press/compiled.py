"""Templates as Jinja compiles them, kept between builds: compiling those of the theme takes as long as a small site."""

from __future__ import annotations

import os
import zlib
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from generator.press.environment import versions

_CHECKSUM = 4
"""Bytes before the code that tell whether it is whole: what is damaged could do anything."""


class Compiled(BytecodeCache):
    """Compiled templates in a folder, of the same versions. Jinja tells them by their source, too."""

    def __init__(self, folder: Path) -> None:
        """`folder` need not be there."""
        self._folder = folder

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """The name of a template's file here, for a folder of any name."""
        return sha256(f"{name}|{filename}".encode("utf-8", "surrogateescape")).hexdigest()

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill a bucket with what is kept, if anything is."""
        try:
            content = (self._folder / bucket.key).read_bytes()
        except OSError:
            return
        checksum, code = content[:_CHECKSUM], content[_CHECKSUM:]
        if checksum == _checksum(code):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what is in a bucket, if it can be kept; other processes may do so at the same time."""
        code = bucket.bytecode_to_string()
        draft = self._folder / f".{bucket.key}.{os.getpid()}"
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            draft.write_bytes(_checksum(code) + code)
            draft.replace(self._folder / bucket.key)


def _checksum(code: bytes) -> bytes:
    return zlib.crc32(code, zlib.crc32(versions().encode())).to_bytes(_CHECKSUM, "big")
