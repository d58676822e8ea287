"""HTTP for services that want to be asked slowly: addresses in; contents out, one after the other, at their pace.

Waits, and tries again, where a service says that it has too much to do (429 and 5xx, with Retry-After,
https://www.rfc-editor.org/rfc/rfc9110#field.retry-after). Limits time and size, as an answer may be anything, and
follows redirects only to where the service is.
"""

from __future__ import annotations

import http.client
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TypeVar
from urllib.parse import urljoin, urlsplit

from generator import __version__
from generator.models import quoted, without_middle

_MOST_BYTES = 20_000_000
_PIECE = 1 << 16
_TRIES = 4
_TRIES_OFFLINE = 2
"""Number of tries to connect to a service that is not there."""
_LONGEST_WAIT = 120.0
"""Longest time that is waited for a service, in seconds; where it wants more, that is for the next run."""
_LONGEST_STATED = 10**9
_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
_MOVED = frozenset({301, 302, 303, 307, 308})
_Result = TypeVar("_Result")


class ServiceError(Exception):
    """Error of one answer, or of all tries to get it."""


class ServiceBusy(ServiceError):
    """Error of a service that did not answer after several tries."""


class ServiceUnreachable(ServiceError):
    """Error of a service that cannot be reached, or wants nothing more to be asked for now."""


@dataclass(frozen=True, slots=True)
class Clock:
    """Time as a client sees it, in seconds."""

    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    today: Callable[[], datetime] = field(default=lambda: datetime.now(UTC))


@dataclass(slots=True)
class PacedClient:
    """Client of one service, with one connection at a time."""

    pace: float
    """Least number of seconds between two requests."""
    clock: Clock = field(default_factory=Clock)
    timeout: float = 20.0
    """Seconds that a connection may be silent; a whole answer may take four times as long."""
    contact: str = ""
    """Mail address by which the service can reach who asks; empty for none."""
    keeps_pace: bool = False
    """Whether the pace is stated, so that headers of the service do not change it."""
    requests: int = 0
    _free_at: float = 0.0

    def get(self, url: str) -> bytes:
        """Return the content at an address.

        Raises ServiceError where there is none after a few tries.
        """
        for attempt in range(1, _TRIES + 1):
            self._wait()
            try:
                return _within(5 * self.timeout, lambda url=url: self._get_once(url))  # type: ignore[misc]
            except _NotNow as busy:
                wait = busy.wait if busy.wait is not None else max(self.pace, 1.0) * 2**attempt
                if wait > _LONGEST_WAIT:
                    raise ServiceUnreachable(f"{busy}; it wants to be asked again in {wait:.0f} s") from None
                if attempt == (_TRIES_OFFLINE if busy.is_offline else _TRIES):
                    error = ServiceUnreachable if busy.is_offline else ServiceBusy
                    raise error(f"{busy}, after {attempt} tries") from None
                self._free_at = self.clock.now() + max(wait, self.pace)
            except _MovedTo as moved:
                url = str(moved)
        raise ServiceError(f"expected an answer, found {_TRIES} redirects")

    def _wait(self) -> None:
        left = self._free_at - self.clock.now()
        if left > 0:
            self.clock.sleep(left)

    def _get_once(self, url: str) -> bytes:
        agent = f"papershelf/{__version__} (https://github.com/papershelf/papershelf{self._mail()})"
        request = urllib.request.Request(url, headers={"User-Agent": agent, "Accept": "*/*"})
        self.requests += 1
        try:
            with _open_url(request, timeout=self.timeout) as answer:
                self._heed(answer.headers)
                if (encoding := answer.headers.get("Content-Encoding", "identity")) != "identity":
                    raise ServiceError(f"expected an answer that is not compressed, found {quoted(encoding, 20)}")
                return self._read(answer)
        except urllib.error.HTTPError as error:
            with error:
                if error.code in _AGAIN:
                    told = f"found the status {error.code}"
                    raise _NotNow(told, self._retry_after(error.headers.get("Retry-After"))) from None
                if error.code in _MOVED:
                    raise _moved(url, error.headers.get("Location", "")) from None
                raise ServiceError(f"expected an answer, found the status {error.code}") from None
        except (OSError, http.client.HTTPException) as error:
            reason = getattr(error, "reason", None) or error
            is_offline = isinstance(error, urllib.error.URLError) and not isinstance(reason, TimeoutError)
            told = without_middle(str(reason) or type(error).__name__, 120)
            raise _NotNow(f"found no answer: {told}", is_offline=is_offline) from None
        finally:
            self._free_at = self.clock.now() + self.pace

    def _mail(self) -> str:
        return f"; mailto:{self.contact}" if self.contact else ""

    def _read(self, answer: http.client.HTTPResponse) -> bytes:
        end = self.clock.now() + 4 * self.timeout
        pieces, size = [], 0
        while piece := answer.read1(_PIECE):
            pieces.append(piece)
            size += len(piece)
            if size > _MOST_BYTES:
                raise ServiceError(f"expected at most {_MOST_BYTES:,} bytes, found more")
            if self.clock.now() > end:
                raise _NotNow(f"found an answer that takes more than {4 * self.timeout:.0f} s")
        if answer.length:  # so many bytes are missing
            raise _NotNow("found an answer that is cut")
        return b"".join(pieces)

    def _heed(self, headers: Mapping[str, str]) -> None:
        """Take the pace that a service states, as Crossref does."""
        try:
            most = float(headers.get("X-Rate-Limit-Limit", ""))
            seconds = float(headers.get("X-Rate-Limit-Interval", "").removesuffix("s"))
        except ValueError:
            return
        if most > 0 and 0 < seconds <= _LONGEST_WAIT and not self.keeps_pace:
            self.pace = min(seconds / most, _LONGEST_WAIT)

    def _retry_after(self, value: str | None) -> float | None:
        """Return the seconds of a `Retry-After`, which states them or a date; None where there is none."""
        if not value:
            return None
        try:
            return float(min(max(0, int(value)), _LONGEST_STATED))
        except ValueError:
            pass
        try:
            until = parsedate_to_datetime(value)
            until = until if until.tzinfo else until.replace(tzinfo=UTC)
            return max(0.0, (until - self.clock.today()).total_seconds())
        except (ValueError, OverflowError):
            return None


class _NotNow(Exception):
    """A try that failed, and may be repeated."""

    def __init__(self, told: str, wait: float | None = None, *, is_offline: bool = False) -> None:
        super().__init__(told)
        self.wait = wait
        self.is_offline = is_offline


class _MovedTo(Exception):
    """An answer that says where else the service has the content."""


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """Handler that leaves redirects to the client, as errors."""

    def http_error_302(self, *_: object) -> None:
        """Return no answer."""

    http_error_301 = http_error_303 = http_error_307 = http_error_308 = http_error_302  # type: ignore[assignment]


_open_url = urllib.request.build_opener(_NoRedirects).open


def _moved(url: str, stated: str) -> Exception:
    """Return the error to raise for a redirect: only one to the same host, and not from HTTPS to HTTP, is followed."""
    try:
        old, new = urlsplit(url), urlsplit(urljoin(url, stated))
        is_same = new.hostname == old.hostname and new.scheme in {old.scheme, "https"}
    except ValueError:
        is_same = False
    if is_same and stated:
        return _MovedTo(new.geturl())
    return ServiceError(f"expected an answer, found a redirect to {quoted(stated, 80)}")


def _within(seconds: float, function: Callable[[], _Result]) -> _Result:
    """Return what a function returns.

    Raises ServiceUnreachable where it takes too long, as each byte of a header may come in time, but not all of them.
    The thread that waits for them ends with the process.
    """
    results: list[_Result] = []
    errors: list[Exception] = []

    def run() -> None:
        try:
            results.append(function())
        except Exception as error:  # raised below
            errors.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(seconds)
    for error in errors:
        raise error
    if not results:
        raise ServiceUnreachable(f"found an answer that takes more than {seconds:.0f} s")
    return results[0]
