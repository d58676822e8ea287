"""What stands beside the pages for other programs: feeds, citations, whole downloads, and what crawlers look for."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator, Sequence

from generator.analysis.collection import Collection
from generator.analysis.indexes import Heading
from generator.config import SiteConfig
from generator.formats.citations import FILE_STYLES, STYLES, Citations
from generator.formats.export import FORMATS, export, extension
from generator.formats.feeds import MAX_ENTRIES, Feed, atom, json_feed
from generator.models import Paper
from generator.pages import nodes
from generator.pages.components import Components, headings_count, page_meta, papers_count, separated
from generator.pages.index_pages import TITLES, has_downloads, has_feed
from generator.pages.routes import ALL_PAPERS, DOWNLOADS, HOME, DocsFile, beside
from generator.text.markdown import escape_markdown, printable, render_link, to_yaml

_FEEDS = {"feed.xml": ("Atom", atom), "feed.json": ("JSON Feed", json_feed)}
_ABOUT_FORMATS = {
    "bibtex": (STYLES["bibtex"].label, "for LaTeX; in UTF-8, as biber and modern BibTeX read it"),
    "ris": (STYLES["ris"].label, "for Zotero, Mendeley, EndNote and others"),
    "csl-json": (STYLES["csl-json"].label, "for pandoc, Zotero and citeproc"),
    "csv": ("CSV", "for spreadsheets; in UTF-8 with a byte-order mark, lists joined by semicolons"),
    "jsonl": ("JSON lines", "everything that is known of each paper, one paper a line"),
}


def heading_files(heading: Heading, components: Components, citations: Citations) -> Iterator[DocsFile]:
    """The feeds and the citations of the papers under a heading."""
    if has_feed(heading):
        title = f"{heading.label} – {components.facts.name}"
        yield from _feeds(heading.src_uri, title, heading.about, heading.papers, components)
    if has_downloads(heading):
        for name in FILE_STYLES:
            texts = (citations.full(paper.key)[name] for paper in heading.papers)
            yield DocsFile(beside(heading.src_uri, STYLES[name].file_name), STYLES[name].join(texts))


def site_files(components: Components, citations: Citations) -> Iterator[DocsFile]:
    """The feeds and the downloads of the whole site, and what crawlers look for."""
    collection, facts = components.collection, components.facts
    newest = components.newest
    yield from _feeds(HOME, facts.name, facts.description, newest, components)
    for name in FORMATS:
        if name in STYLES:
            texts = (citations.full(paper.key)[name] for paper in collection.bibliography)
            yield DocsFile(_download(name), STYLES[name].join(texts))
        else:
            yield DocsFile(_download(name), export(collection, name))
    yield DocsFile("CITATION.cff", _citation_file(newest, facts))
    yield DocsFile("llms.txt", _llms(collection, facts))
    yield DocsFile("robots.txt", _robots(facts))
    if facts.url:
        yield DocsFile("opensearch.xml", _open_search(facts))


def downloads_page(components: Components) -> nodes.Page:
    """Where everything can be taken from."""
    collection = components.collection
    lead = f"{papers_count(collection.bibliography.papers)}, to take away whole or to follow as they come."
    rows = [
        (label, (nodes.Hyperlink(_file_name(name), _download(name)), f" {about}"))
        for name, (label, about) in _ABOUT_FORMATS.items()
    ]
    links = separated((nodes.Hyperlink(label, name) for name, (label, _) in _FEEDS.items()), " · ")
    followed = [
        nodes.ListItem(
            (nodes.Paragraph((nodes.Hyperlink(headings_count(index.headings, index.kind), index.src_uri),)),)
        )
        for index in collection.indexes
        if index.headings and has_feed(index.headings[0])
    ]
    blocks = (
        nodes.Paragraph((lead,), "ps-lead"),
        nodes.SectionHeading("All papers"),
        nodes.DefinitionList(tuple(rows)),
        nodes.Paragraph(
            (
                "A listing names at most three authors of a paper. Where there are more, BibTeX says “and others”, "
                "RIS and CSL-JSON carry a note, and CSV and JSON lines say so in the field et_al.",
            ),
            "ps-note",
        ),
        nodes.SectionHeading("Feeds"),
        nodes.Paragraph(("New papers of the whole site: ", *links)),
        *(
            (
                nodes.Paragraph(
                    ("Each of these has feeds and, from two papers on, files of citations at the end of its page:",)
                ),
                nodes.BulletList(tuple(followed), "ps-numbers"),
            )
            if followed
            else ()
        ),
    )
    return nodes.Page(DOWNLOADS, "Downloads", blocks, page_meta(lead, contents=False))


def _feeds(
    src_uri: str, title: str, description: str, papers: Sequence[Paper], components: Components
) -> Iterator[DocsFile]:
    facts = components.facts
    places = [beside(src_uri, name) for name in _FEEDS]  # in one folder, so that relative addresses are the same
    root = facts.url or "../" * places[0].count("/")
    entries = [components.feed_entry(paper, root) for paper in papers[:MAX_ENTRIES]]
    home = facts.address(src_uri, places[0])
    for place, (_, write) in zip(places, _FEEDS.values(), strict=True):
        address = facts.address(place, place) if facts.url else ""
        yield DocsFile(place, write(Feed(f"{facts.name}/{src_uri}", title, description, home, address, entries)))


def _download(name: str) -> str:
    return f"downloads/{_file_name(name)}"


def _file_name(format_name: str) -> str:
    return f"papers.{extension(format_name)}"


def _citation_file(newest: Sequence[Paper], facts: SiteConfig) -> str:
    """How to cite the collection as a whole (https://citation-file-format.github.io)."""
    fields = {
        "cff-version": "1.2.0",
        "message": "If you use this collection, please cite it, and the papers in it.",
        "type": "dataset",
        "title": printable(facts.name),
        "abstract": printable(facts.description),
        "authors": [{"name": f"The maintainers of {printable(facts.name)}"}],
        "url": facts.url,
        "date-released": newest[0].date if newest else None,
    }
    return to_yaml({name: value for name, value in fields.items() if value})


def _robots(facts: SiteConfig) -> str:
    sitemap = f"Sitemap: {facts.url}sitemap.xml\n" if facts.url else ""
    return f"User-agent: *\nAllow: /\n{sitemap}"


def _open_search(facts: SiteConfig) -> str:
    """https://github.com/dewitt/opensearch"""
    name = html.escape(printable(facts.name[:16]))  # so much may a short name have
    address = html.escape(facts.url)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">\n'
        f"  <ShortName>{name}</ShortName>\n"
        f"  <Description>{html.escape(printable(facts.description or facts.name))}</Description>\n"
        "  <InputEncoding>UTF-8</InputEncoding>\n"
        f'  <Url type="text/html" template="{address}?q={{searchTerms}}"/>\n'
        "</OpenSearchDescription>\n"
    )


def _llms(collection: Collection, facts: SiteConfig) -> str:
    """https://llmstxt.org: what is where, for language models."""

    def listed(items: Iterable[tuple[str, str, str]]) -> str:
        lines = ((escape_markdown(label), facts.address(to, "llms.txt"), said) for label, to, said in items)
        return "".join(f"- {render_link(label, address)}: {said}\n" for label, address, said in lines)

    data = ((label, _download(name), about) for name, (label, about) in _ABOUT_FORMATS.items())
    ways = [("All papers", ALL_PAPERS, papers_count(collection.bibliography.papers))]
    ways += [
        (TITLES[index.kind], index.src_uri, headings_count(index.headings, index.kind)) for index in collection.indexes
    ]
    topics = ((h.label, h.src_uri, papers_count(h.papers)) for h in collection.topics.by_size())
    parts = [
        f"# {facts.name}\n",
        f"> {facts.description}\n" if facts.description else "",
        "A collection of papers. At most three authors of a paper are named; “et al.” says that there are more.\n",
        f"## Data\n\n{listed(data)}",
        f"## Pages\n\n{listed(ways)}",
        f"## Topics\n\n{listed(topics)}" if collection.topics.headings else "",
    ]
    return "\n".join(filter(None, parts))
