"""Looks at the built site with html-validate (each kind of page) and Lighthouse (home, a paper, an author).

Usage: audit.py [SITE]. Needs Node; installs both, at the versions of package.json, into .cache/audit.
Lighthouse sees the site as hosts serve it: compressed, on the profile of a mid-range phone.
"""

from __future__ import annotations

import functools
import gzip
import json
import shutil
import subprocess
import sys
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
TOOLS = ROOT / ".cache" / "audit"
sys.path.insert(0, str(HERE.parent))

from screenshots import chromium, page_kinds  # noqa: E402

SCORES = {"performance": 0.95, "accessibility": 1, "best-practices": 1, "seo": 1}
RUNS = 3
"""Of Lighthouse on a page; the middle one counts."""


class _CompressingHandler(SimpleHTTPRequestHandler):
    """Serves text compressed, as hosts do."""

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if path.suffix not in (".html", ".css", ".js", ".json", ".xml", ".txt", ".svg") or not path.is_file():
            super().do_GET()
            return
        body = gzip.compress(path.read_bytes())
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "max-age=600")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: object) -> None:
        pass


def set_up() -> None:
    TOOLS.mkdir(parents=True, exist_ok=True)
    wanted = (HERE / "package.json").read_text()
    if not (TOOLS / "package.json").exists() or (TOOLS / "package.json").read_text() != wanted:
        shutil.copy(HERE / "package.json", TOOLS)
        subprocess.run(["npm", "install", "--silent", "--no-audit", "--no-fund"], cwd=TOOLS, check=True)
    shutil.copy(HERE / "htmlvalidate.cjs", TOOLS / ".htmlvalidate.cjs")


def validate(site: Path) -> int:
    """The number of faults in the HTML of each kind of page."""
    pages = [str(site / (path if path.endswith(".html") else f"{path}index.html")) for _, path in page_kinds(site)]
    command = [str(TOOLS / "node_modules/.bin/html-validate"), "--config", str(TOOLS / ".htmlvalidate.cjs")]
    told = TOOLS / "html-validate.json"
    subprocess.run([*command, "--formatter", f"json={told}", *pages], check=False)
    faults = 0
    for report in json.loads(told.read_text()):
        for fault in report["messages"]:
            faults += 1
            print(f"{report['filePath']}:{fault['line']}: {fault['ruleId']}: {fault['message']}")
    print(f"html-validate: {faults} faults on {len(pages)} pages")
    return faults


def score(address: str) -> dict[str, float]:
    """The scores of Lighthouse, by category: of several runs the one whose performance is in the middle."""
    runs: list[dict[str, Any]] = []
    for _ in range(RUNS):
        command = [str(TOOLS / "node_modules/.bin/lighthouse"), address, "--quiet", "--output=json"]
        flags = ["--chrome-flags=--headless=new --no-sandbox", f"--only-categories={','.join(SCORES)}"]
        env = {"CHROME_PATH": chromium(), "PATH": "/usr/local/bin:/usr/bin:/bin"}
        node = str(Path(shutil.which("node") or "node").parent)
        done = subprocess.run(
            [*command, *flags], capture_output=True, text=True, check=True, env=env | {"PATH": f"{node}:{env['PATH']}"}
        )
        runs.append(json.loads(done.stdout)["categories"])
    middle = sorted(runs, key=lambda run: run["performance"]["score"])[RUNS // 2]
    return {name: middle[name]["score"] for name in SCORES}


def main(site: Path) -> int:
    set_up()
    faults = validate(site)
    handler = functools.partial(_CompressingHandler, directory=str(site))
    kinds = dict(page_kinds(site))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        for name in ("home", "papers", "authors"):
            scores = score(f"http://127.0.0.1:{server.server_port}/{kinds[name]}")
            faults += sum(scores[category] < least for category, least in SCORES.items())
            print(f"Lighthouse, {name}: " + ", ".join(f"{category} {100 * s:.0f}" for category, s in scores.items()))
        server.shutdown()
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "site").resolve()))
