"""Pages that readers would not find, as something else takes their place or leaves them out."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from mkdocs.structure.files import Files


def lost_pages(files: Files, ours: Collection[str], docs_dir: Path) -> Iterator[str]:
    """Yield what is to be said of pages of a site; `ours` are the files under `docs/` that come from seeds."""
    included = {file.src_uri: file.dest_uri for file in files if file.inclusion.is_included()}  # type: ignore[no-untyped-call]
    missing = sorted(uri for uri in ours if uri.endswith(".md") and uri not in included)
    if missing:
        more = f" and {len(missing) - 1} more" if len(missing) > 1 else ""
        yield (
            "expected all pages of the collection in the site, found that exclude_docs or a plugin leaves out "
            f"{missing[0]}{more}: links to them lead nowhere (maps: false, for example, leaves out links, too)"
        )
    places = {dest_uri: src_uri for src_uri, dest_uri in included.items() if src_uri in ours}
    for src_uri, dest_uri in included.items():
        if src_uri not in ours and dest_uri in places:
            yield (
                f"expected one page at {dest_uri}, found {src_uri} and, from the seeds, {places[dest_uri]}: only one "
                "is published; rename yours, or set folder to have the collection in a folder of its own"
            )
    for index in sorted(uri for uri in ours if f"/{uri}".endswith("/index.md")):
        readme = f"{index.removesuffix('index.md')}README.md"
        if (docs_dir / readme).is_file():
            yield f"expected {index} as the name of your page, found {readme}, which MkDocs leaves out: rename it"
