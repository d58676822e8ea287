"""The pages of `docs/` as a project of Hugo with a minimal theme, to be searched by Pagefind."""

from __future__ import annotations

import json
import posixpath
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import yaml

HUGO = {
    "hugo.json": '{"baseURL": "/", "title": "Papers", "disableKinds": ["taxonomy", "term", "rss"],'
    ' "markup": {"goldmark": {"renderer": {"unsafe": true}}}}',
    "layouts/_default/baseof.html": """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{{ .Title }}</title>
<meta name="description" content="{{ .Params.description }}">
<link rel="stylesheet" href="/pagefind/pagefind-ui.css"><script src="/pagefind/pagefind-ui.js"></script></head>
<body><nav>{{ range .Site.Sections }}<a href="{{ .RelPermalink }}">{{ .Title }}</a> {{ end }}</nav>
<div id="search"></div>
<main data-pagefind-body>{{ block "main" . }}{{ end }}</main>
<script>new PagefindUI({ element: "#search" });</script></body></html>
""",
    "layouts/_default/single.html": '{{ define "main" }}{{ .Content }}{{ end }}\n',
    "layouts/_default/list.html": '{{ define "main" }}{{ with .Content }}{{ . }}{{ else }}<ul>{{ range .Pages }}<li>'
    '<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}</ul>{{ end }}{{ end }}\n',
}
ATTRIBUTES = re.compile(r"^[ ]*\{:? [^}\n]*\}[ ]*\n|\{: [^}\n]*\}|(?<=`)\{ \.text [^}\n]*\}", re.MULTILINE)
BLOCK = re.compile(r'( *)(?:===|\?\?\?\+?|!!!)[^"\n]*"(.*)"$')


def make_hugo_project(docs: Path, project: Path) -> None:
    """A page for each page, with the same text, and all other files as they are."""
    for name, text in HUGO.items():
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        (project / name).write_text(text, encoding="utf-8")
    for path in (path for path in docs.rglob("*") if path.is_file() and not path.name.startswith(".")):
        src = path.relative_to(docs)
        place = project / ("content" if src.suffix == ".md" else "static") / src
        place.parent.mkdir(parents=True, exist_ok=True)
        if src.suffix == ".md":
            place = place.with_name("_index.md") if src.stem == "index" else place
            place.write_text(as_hugo(path.read_text(encoding="utf-8"), src.as_posix()), encoding="utf-8")
        else:
            shutil.copy(path, place)


def as_hugo(markdown: str, src: str) -> str:
    """A page of MkDocs without what only MkDocs understands."""

    def absolute(link: re.Match[str]) -> str:
        path = posixpath.normpath(posixpath.join("/", posixpath.dirname(src), link[1])).removesuffix("index")
        return f"]({path.rstrip('/')}/"

    head, _, body = markdown.partition("\n---\n") if markdown.startswith("---\n") else ("", "", markdown)
    title = re.search(r"^# (.*)$", body, re.MULTILINE)
    facts = {"title": title[1] if title else src, "description": (yaml.safe_load(head) or {}).get("description", "")}
    body = re.sub(r"\]\(((?:\.\./)*[\w/-]+)\.md", absolute, ATTRIBUTES.sub("", body))
    return json.dumps(facts) + "\n\n" + "\n".join(without_blocks(body.split("\n"))) + "\n"


def without_blocks(lines: list[str]) -> Iterator[str]:
    """Tabs and folds as a line in bold, and what is in them as what follows it."""
    inside: int | None = None
    for line in lines:
        if inside is not None and line.strip() and not line.startswith(" " * (inside + 4)):
            inside = None
        if block := BLOCK.match(line):
            inside = len(block[1])
            line = f"{block[1]}**{block[2]}**"
        elif inside is not None:
            line = line[:inside] + line[inside + 4 :]
        yield line
