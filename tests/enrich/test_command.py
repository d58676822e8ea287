"""The command as a shell runs it: options, slow answers, and what is left of it when it is killed."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml
from click.testing import CliRunner, Result
from listed_projects import LISTING, MOTHS, OF_MOTHS, OF_RAIN
from made_up_services import Work, running

from generator.cli import main
from generator.enrich.client import Clock, PacedClient, ServiceBusy, ServiceUnreachable
from generator.enriching import EnrichRequest
from generator.sources.enriched import read_enriched


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    _make(tmp_path, LISTING)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _make(root: Path, listing: str) -> None:
    (root / "seeds").mkdir()
    (root / "docs").mkdir()
    (root / "mkdocs.yml").write_text("site_name: Moths\nplugins: [papershelf]\n", encoding="utf-8", newline="\n")
    (root / "seeds" / "papers.txt").write_text(listing, encoding="utf-8", newline="\n")


def _run(*arguments: str) -> Result:
    result = CliRunner().invoke(main, ["enrich", *arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), repr(result.exception)
    return result


def test_the_command_writes_only_the_file_of_facts(here: Path) -> None:
    with running(OF_MOTHS, OF_RAIN) as services:
        before = {path: path.read_bytes() for path in here.rglob("*") if path.is_file()}
        result = _run("--endpoint", services.url, "--pace", "0", "--limit", "1")
        assert result.exit_code == 0
        assert result.stderr.startswith(f"{MOTHS}: found in arXiv, with 4 authors\n")
        written = {here / "seeds" / "enriched.yml", here / ".cache" / "papershelf" / "enrich"}  # the latter, a lock
        after = {path: path.read_bytes() for path in here.rglob("*") if path.is_file()}
        assert after.keys() - before.keys() == written
        assert before.items() <= after.items()
        assert _run("--endpoint", services.url, "--check").exit_code == 1


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--endpoint", "ftp://moths.example"], "expected an endpoint such as https://export.arxiv.org/api/query"),
        (["--endpoint", "moths"], "expected an endpoint such as https://export.arxiv.org/api/query"),
        (["--endpoint", ""], "expected an endpoint such as https://export.arxiv.org/api/query"),
        (["--endpoint", "http://[::1"], "expected an endpoint such as https://export.arxiv.org/api/query"),
        (["--endpoint", "http://moths..example"], "expected an endpoint such as https://export.arxiv.org/api/query"),
        (["--endpoint", "http://localhost:99999"], "expected an endpoint such as https://export.arxiv.org/api/query"),
        (["--endpoint", "http://ada:x@localhost"], "expected an endpoint such as https://export.arxiv.org/api/query"),
        (["--endpoint", "http://localhost/a b"], "expected an endpoint such as https://export.arxiv.org/api/query"),
        (["--endpoint", "http://localhost", "--pace", "nan"], "expected a --pace of 0 to 3,600 seconds, found nan"),
        (["--endpoint", "http://localhost", "--pace", "inf"], "expected a --pace of 0 to 3,600 seconds, found inf"),
        (["--from", "mkdocs.yml", "--check"], "expected either --from or --check"),
        (["--pace", "0"], "expected --pace with --endpoint only"),
        (["--from", "mkdocs.yml", "--source", "arxiv"], "expected either --from or --source and --endpoint"),
        (["--mailto", "ada@moths.example\nX: y"], "expected a mail address"),
        (["--limit", "0"], "is not in the range"),
        (["--from", "moths.jsonl"], "does not exist"),
        (["--source", "moths"], "is not one of"),
    ],
)
def test_wrong_options_are_told(here: Path, arguments: list[str], told: str) -> None:
    assert here.exists()
    result = _run(*arguments)
    assert result.exit_code == 2
    assert told in " ".join(result.output.split())


@pytest.mark.parametrize(
    ("options", "names"),
    [
        ({}, ["arXiv", "Crossref"]),
        ({"endpoint": "http://localhost:1"}, ["arXiv", "Crossref"]),
        ({"endpoint": "http://localhost:1/mirror/works"}, ["Crossref"]),
        ({"endpoint": "http://localhost:1/api/query"}, ["arXiv"]),
        ({"endpoint": "http://localhost:1/api/query", "source": "crossref"}, ["Crossref"]),
    ],
)
def test_services_are_those_of_the_options(options: dict[str, str], names: list[str]) -> None:
    assert [service.name for service in EnrichRequest(**options).services] == names  # type: ignore[arg-type]


def test_an_answer_that_does_not_come_is_not_waited_for() -> None:
    with running() as services:
        stalls = threading.Event()
        services.on_request = lambda: stalls.wait(30) and None
        slept: list[float] = []
        client = PacedClient(0, Clock(sleep=slept.append), timeout=0.02)
        with pytest.raises(ServiceBusy, match="found no answer: timed out, after 4 tries"):
            client.get(f"{services.url}/api/query?id_list=1")
        assert len(services.asked) == 4
        stalls.set()


def test_an_answer_that_never_ends_is_not_waited_for() -> None:
    """Each piece comes in time, but not the whole."""
    with running() as services:
        seconds = iter(range(0, 100_000, 10))
        client = PacedClient(0, Clock(now=lambda: next(seconds), sleep=lambda _: None), timeout=1)
        with pytest.raises(ServiceBusy, match="found an answer that takes more than 4 s, after 4 tries"):
            client.get(f"{services.url}/api/query?id_list=1")


def test_a_header_that_never_ends_is_not_waited_for() -> None:
    """Each letter comes in time, but not the end of the line."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        ends = threading.Event()

        def send() -> None:
            connection, _ = server.accept()
            with connection:
                connection.sendall(b"HTTP/1.1 200 OK\r\nMoths: ")
                while not ends.wait(0.02):
                    connection.sendall(b"m")

        threading.Thread(target=send, daemon=True).start()
        client = PacedClient(0, Clock(sleep=lambda _: None), timeout=0.1)
        with pytest.raises(ServiceUnreachable, match="found an answer that takes more than 0 s"):
            client.get(f"http://127.0.0.1:{server.getsockname()[1]}/api/query")
        ends.set()


MANY = [Work(f"Moth {n} of Many", ["Ada Alder", "Ben Birch"], f"2403.{n:05}") for n in range(40)]


def test_killed_at_any_time_the_file_is_whole_and_the_next_run_goes_on(tmp_path: Path) -> None:
    listing = "\n".join(f"CLMar 4, 2024\n{one.title}{', '.join(one.authors)}\nMoth {one.arxiv}.\n" for one in MANY)
    _make(tmp_path, listing)
    file = tmp_path / "seeds" / "enriched.yml"
    with running(*MANY) as services:
        command = [sys.executable, "-m", "generator", "enrich", "--source", "arxiv"]
        command += ["--endpoint", services.url, "--pace", "0"]
        for kill_at in (3, 8, 13):
            reached = threading.Event()
            services.asked.clear()
            services.on_request = lambda most=kill_at, event=reached: len(services.asked) >= most and event.set()  # type: ignore[misc]
            with subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.DEVNULL, env=os.environ) as process:
                assert reached.wait(60)
                process.kill()
            text = file.read_text(encoding="utf-8") if file.exists() else ""
            found, problems = read_enriched("e", text)
            assert problems == ()
            assert len(found) >= len(services.asked) // 5 * 5 - 5
        services.asked.clear()
        services.on_request = lambda: None
        known = set(yaml.safe_load(text)["papers"])
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", check=True)
        asked = [parse_qs(urlsplit(path).query)["search_query"][0] for path in services.asked]
    assert len(asked) == 40 - len(known) < 40
    assert done.stderr.endswith(f"{len(asked)} found, 0 proposed, 0 not found, 0 left for the next time\n")
    assert len(read_enriched("e", file.read_text(encoding="utf-8"))[0]) == 40
