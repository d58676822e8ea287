"""Imitation of Windows for a process on Linux, as far as possible.

`imitate()` changes the process for good: call it in one that runs nothing else.

- No process can be forked, and what Python has only on POSIX is missing.
- Text files are in cp1252 where no encoding is given, and lines end in CRLF where no line end is given.
- A file that is open cannot be removed or replaced, nor can a folder with such a file be moved.
- A file or folder cannot be moved to a place that is taken, other than by `os.replace`.
- Names that Windows forbids cannot be written, and no path may be longer than 259 characters.
"""

from __future__ import annotations

import builtins
import errno
import io
import multiprocessing
import os
import re
import signal
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

POSIX_ONLY = (
    "chown fchmod fork forkpty getegid geteuid getgid getgroups getpgid getuid killpg lchown mkfifo mknod nice "
    "pathconf posix_fadvise posix_spawn pread preadv pwrite pwritev sched_getaffinity sendfile setpgid setsid statvfs "
    "sysconf tcgetpgrp wait3 wait4"
).split()
"""Names in `os` that Windows does not have."""
POSIX_SIGNALS = "SIGALRM SIGCHLD SIGHUP SIGKILL SIGPIPE SIGQUIT SIGTSTP SIGUSR1 SIGUSR2".split()
_FORBIDDEN = re.compile(r'(?is).*[<>:"|?*\\\x00-\x1f].*|.*[. ]|(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?')
"""https://learn.microsoft.com/windows/win32/fileio/naming-a-file"""
_LONGEST = 259


def is_forbidden(name: str) -> bool:
    """Return whether Windows forbids a name of a file or folder."""
    return bool(_FORBIDDEN.fullmatch(name))


def imitate() -> None:
    """Replace functions in this process by ones that behave as on Windows."""
    for module, names in ((os, POSIX_ONLY), (signal, POSIX_SIGNALS)):
        for name in names:
            if hasattr(module, name):
                delattr(module, name)
    multiprocessing.get_all_start_methods = lambda: ["spawn"]  # type: ignore[assignment]
    os.rename = _rename  # type: ignore[assignment]
    builtins.open = io.open = _open  # type: ignore[assignment]
    sys.addaudithook(_watch)


_real_open, _real_rename = open, os.rename


def _open(  # with the signature of `open`
    file: Any,
    mode: str = "r",
    buffering: int = -1,
    encoding: Any = None,
    errors: Any = None,
    newline: Any = None,
    closefd: bool = True,
    opener: Any = None,
) -> Any:
    if "b" not in mode:
        encoding = "cp1252" if encoding in (None, "locale") else encoding
        newline = "\r\n" if newline is None and set(mode) & set("wax+") else newline
    return _real_open(file, mode, buffering, encoding, errors, newline, closefd, opener)


def _rename(source: Any, target: Any) -> None:
    if os.path.lexists(target):
        raise FileExistsError(errno.EEXIST, "is there already", os.fspath(source), 183, os.fspath(target))
    _real_rename(source, target)


def _watch(event: str, arguments: tuple[Any, ...]) -> None:
    if event in ("os.remove", "os.rmdir"):
        _check_closed(arguments[0], arguments[1])
    elif event == "os.rename":
        _check_closed(arguments[0], arguments[2])
        _check_closed(arguments[1], arguments[3])
        _check_name(arguments[1])
    elif event == "os.mkdir" or (event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wax")):
        _check_name(arguments[0])


def _check_closed(path: Any, folder: int) -> None:
    """Raise `PermissionError` if a file, or one within a folder, is open."""
    place = os.path.realpath(os.path.join(f"/proc/self/fd/{folder}" if folder >= 0 else "", os.fsdecode(path)))
    if taken := [name for name in _open_files() if name == place or name.startswith(f"{place}/")]:
        raise PermissionError(errno.EACCES, f"is open: {taken}", place)


def _open_files() -> Iterator[str]:
    for number in os.listdir("/proc/self/fd"):
        with suppress(OSError):  # that of the list itself is closed by now
            name = os.readlink(f"/proc/self/fd/{number}")
            if os.path.isfile(name):
                yield name


def _check_name(path: Any) -> None:
    if isinstance(path, int):
        return
    whole = Path(os.fsdecode(path)).absolute()
    wrong = [name for name in whole.parts[1:] if is_forbidden(name)]
    if wrong or len(str(whole)) > _LONGEST:
        raise OSError(errno.EINVAL, f"no name on Windows: {wrong or len(str(whole))}", str(whole))
