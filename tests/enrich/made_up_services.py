"""A server that speaks the API of arXiv and that of Crossref over made-up papers."""

from __future__ import annotations

import json
import re
import sys
import threading
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit
from xml.sax.saxutils import escape

FEED = '<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">{}</feed>'
ERROR_ENTRY = (
    "<entry><id>http://arxiv.org/api/errors#incorrect_id_format</id><title>Error</title>"
    "<summary>incorrect id format for moths</summary><author><name>arXiv api core</name></author></entry>"
)


@dataclass(frozen=True)
class Work:
    """A made-up paper, as the services know it."""

    title: str
    authors: Sequence[str]
    arxiv: str = ""
    doi: str = ""
    published: str = "2024-03-04"
    comment: str = ""
    venue: str = ""
    kind: str = "proceedings-article"

    def entry(self) -> str:
        authors = "".join(f"<author><name>{escape(name)}</name></author>" for name in self.authors)
        comment = f"<arxiv:comment>{escape(self.comment)}</arxiv:comment>" if self.comment else ""
        doi = f"<arxiv:doi>{self.doi}</arxiv:doi>" if self.doi else ""
        return (
            f'<entry xmlns:arxiv="http://arxiv.org/schemas/atom"><id>http://arxiv.org/abs/{self.arxiv}v2</id>'
            f"<updated>2030-01-01T00:00:00Z</updated><published>{self.published}T17:59:00Z</published>"
            f"<title>{escape(self.title)}</title><summary>Of moths.</summary>{authors}{comment}{doi}"
            f'<link title="pdf" href="https://arxiv.org/pdf/{self.arxiv}v2" rel="related"/></entry>'
        )

    def work(self) -> dict[str, object]:
        parts = [name.rpartition(" ") for name in self.authors]
        return {
            "DOI": self.doi,
            "type": self.kind,
            "title": [self.title],
            "author": [{"given": given, "family": family} for given, _, family in parts],
            "issued": {"date-parts": [[int(part) for part in self.published.split("-")]]},
            "container-title": [self.venue],
            "page": "12-34",
            "publisher": "Moth &amp; Sons",
        }


@dataclass
class Answer:
    """What the server answers once, whatever it is asked."""

    content: str | bytes = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    length: int | None = None
    """Length that is stated; None for that of the content."""


class Services(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, works: Sequence[Work]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.works = list(works)
        self.queued: list[Answer] = []
        """Answers that come first."""
        self.told: dict[str, Answer] = {}
        """Answers to all requests in whose address a word stands."""
        self.asked: list[str] = []
        self.agents: list[str] = []
        self.on_request: Callable[[], None] = lambda: None

    def handle_error(self, *_: object) -> None:
        if not isinstance(sys.exception(), OSError):  # the client has gone
            traceback.print_exc()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def find(self, path: str, query: dict[str, list[str]]) -> str:
        if path == "/api/query":
            return FEED.format("".join(work.entry() for work in self.works if work.arxiv and _has(work, query)))
        (title,) = query["query.bibliographic"]
        found = [work.work() for work in self.works if work.doi and set(_words(title)) & set(_words(work.title))]
        return json.dumps({"status": "ok", "message": {"items": found}})


class _Handler(BaseHTTPRequestHandler):
    server: Services

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        self.server.agents.append(self.headers["User-Agent"])
        self.server.on_request()
        parts = urlsplit(self.path)
        told = next((answer for word, answer in self.server.told.items() if word in self.path), None)
        answer = self.server.queued.pop(0) if self.server.queued else told
        if answer is None:
            answer = Answer(self.server.find(parts.path, parse_qs(parts.query)))
        content = answer.content if isinstance(answer.content, bytes) else answer.content.encode()
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content) if answer.length is None else answer.length))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        pass


def _has(work: Work, query: dict[str, list[str]]) -> bool:
    if "id_list" in query:
        return work.arxiv in query["id_list"][0].split(",")
    terms = re.findall(r'(ti|au):"([^"]*)"', query["search_query"][0])
    assert terms
    texts = {"ti": " ".join(_words(work.title)), "au": "; ".join(" ".join(_words(name)) for name in work.authors)}
    return all(" ".join(_words(words)) in texts[name] for name, words in terms)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


@contextmanager
def running(*works: Work) -> Iterator[Services]:
    with Services(works) as server:
        threading.Thread(target=server.serve_forever, args=[0.01], daemon=True).start()
        yield server
        server.shutdown()
