"""The Content-Security-Policy of pages: what a browser may load and run, should anything get past the escaping.

Only scripts of the site run, and of those within pages only the theme's, told by their digests.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable
from urllib.parse import urlsplit

_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)


def content_security_policy(scripts: str, origins: Iterable[str] = ()) -> str:
    """The policy of a page (https://www.w3.org/TR/CSP3/).

    `scripts` is the HTML of the scripts that the theme puts into pages; `origins` are addresses elsewhere from which
    pages may load things, too.
    """
    more = "".join(f" {origin}" for origin in sorted({_origin(address) for address in origins} - {""}))
    digests = "".join(f" 'sha256-{_digest(script)}'" for script in dict.fromkeys(_SCRIPT.findall(scripts)))
    directives = (
        f"default-src 'self'{more}",
        f"script-src 'self'{digests}{more}",
        f"style-src 'self' 'unsafe-inline'{more}",  # the theme has styles in attributes
        f"img-src 'self' data:{more}",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
    )
    return "; ".join(directives)


def _digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode("utf-8", "replace")).digest()).decode()


def _origin(address: str) -> str:
    """Of a web address; empty for others. What would end a directive is no part of an origin."""
    parts = urlsplit(address if "//" in address else "")
    host = parts.netloc.rpartition("@")[2]
    return f"{parts.scheme or 'https'}://{host}" if re.fullmatch(r"[\w.*:-]+", host) else ""
