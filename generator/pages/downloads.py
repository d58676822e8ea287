"""Files for other programs: feeds, citations, downloads of all papers, and files that crawlers look for."""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence

from generator.analysis.indexes import Heading, Kind
from generator.config import SiteConfig
from generator.formats.citations import FILE_STYLES, STYLES, Citations
from generator.formats.export import FORMATS, export, extension
from generator.formats.feeds import MAX_ENTRIES, Feed, FeedLink, atom, json_feed, opml
from generator.models import DatePrecision, Paper
from generator.pages import nodes
from generator.pages.components import (
    Components,
    headings_count,
    page_meta,
    papers_count,
    separated,
    unnamed_authors,
)
from generator.pages.index_pages import TITLES, has_downloads, has_feed
from generator.pages.routes import ALL_PAPERS, DOWNLOADS, HOME, DocsFile, beside
from generator.text.markdown import escape_markdown, printable, render_link, to_yaml

_FEEDS = {"feed.xml": ("Atom", atom), "feed.json": ("JSON Feed", json_feed)}
_FOLLOWED = "the feeds of this site, its topics and areas, and of authors with two or more papers"
_LIST_OF_FEEDS = "downloads/feeds.opml"
_ABOUT_FORMATS = {
    "bibtex": (STYLES["bibtex"].label, "for LaTeX; in UTF-8, for biber and modern BibTeX"),
    "ris": (STYLES["ris"].label, "for Zotero, Mendeley, EndNote and others"),
    "csl-json": (STYLES["csl-json"].label, "for pandoc, Zotero and citeproc"),
    "csv": ("CSV", "for spreadsheets; in UTF-8 with a byte-order mark, lists separated by semicolons"),
    "jsonl": ("JSON lines", "every field of each paper, one paper per line"),
}


def heading_files(heading: Heading, components: Components, citations: Citations) -> Iterator[DocsFile]:
    """Yield the feeds and the citations of the papers under a heading."""
    if has_feed(heading):
        title = f"{heading.label} – {components.site.name}"
        yield from _feeds(heading.src_uri, title, heading.about, heading.papers, components)
    if has_downloads(heading):
        for name in FILE_STYLES:
            texts = (citations[paper.key][name] for paper in heading.papers)
            yield DocsFile(beside(heading.src_uri, STYLES[name].file_name), STYLES[name].join(texts))


def site_files(components: Components, citations: Citations) -> Iterator[DocsFile]:
    """Yield the feeds and downloads of the whole site, and the files that crawlers look for."""
    collection, site = components.collection, components.site
    newest = components.newest
    yield from _feeds(HOME, site.collection_name, site.description, newest, components)
    for name in FORMATS if site.has("downloads") else ():
        if name in STYLES:
            texts = (citations[paper.key][name] for paper in collection.bibliography)
            yield DocsFile(_download(name), STYLES[name].join(texts))
        else:
            yield DocsFile(_download(name), export(collection, name))
    if _has_list_of_feeds(site):
        yield DocsFile(_LIST_OF_FEEDS, _list_of_feeds(components))
    yield DocsFile("CITATION.cff", _citation_file(newest, site))
    yield DocsFile("llms.txt", _llms(components))
    if not site.folder:  # crawlers read it at the root of a host only
        yield DocsFile("robots.txt", _robots(site))
    if site.url:
        yield DocsFile("opensearch.xml", _open_search(site))


def downloads_page(components: Components) -> nodes.Page:
    """Return the page that links to all downloads and feeds."""
    collection = components.collection
    lead = f"{papers_count(collection.bibliography.papers)} to download, with feeds for new ones."
    rows = tuple(
        (label, (nodes.Hyperlink(_file_name(name), _download(name)), f" {about}"))
        for name, (label, about) in _ABOUT_FORMATS.items()
    )
    et_al = (
        f"{unnamed}. If there are more, BibTeX says “and others”, RIS and CSL-JSON have a note, and CSV and JSON lines "
        "set the field et_al."
        if (unnamed := unnamed_authors(collection.bibliography))
        else ""
    )
    links = separated((nodes.Hyperlink(label, name) for name, (label, _) in _FEEDS.items()), " · ")
    blocks: list[nodes.Block] = [
        nodes.Paragraph((lead,), "ps-lead"),
        nodes.SectionHeading("All papers"),
        nodes.DefinitionList(rows),
        *([nodes.Paragraph((et_al,), "ps-note")] if et_al else []),
        nodes.SectionHeading("Feeds"),
        nodes.Paragraph(("New papers on this site: ", *links)),
    ]
    indexes = [index for index in components.indexes if index.headings and has_feed(index.headings[0])]
    if indexes:
        lead_in = "These have their own feeds and, with two or more papers, citation files at the top of their pages:"
        followed = ((nodes.Hyperlink(headings_count(index), index.src_uri),) for index in indexes)
        blocks += [nodes.Paragraph((lead_in,)), nodes.tight_list(followed, "ps-numbers")]
    if _has_list_of_feeds(components.site):
        link = nodes.Hyperlink("feeds.opml", _LIST_OF_FEEDS)
        blocks.append(nodes.Paragraph((link, f" adds {_FOLLOWED} to a feed reader at once.")))
    return nodes.Page(DOWNLOADS, "Downloads", tuple(blocks), page_meta(lead, components.site, contents=False))


def _feeds(
    src_uri: str, title: str, description: str, papers: Sequence[Paper], components: Components
) -> Iterator[DocsFile]:
    site = components.site
    places = [beside(src_uri, name) for name in _FEEDS]  # in one folder, so that relative addresses are the same
    root = site.url or "../" * places[0].count("/")
    latest = components.collection.arrivals.latest_first(papers)
    entries = [components.feed_entry(paper, root) for paper in latest[:MAX_ENTRIES]]
    home = site.url_for(src_uri, places[0])
    for place, (_, write) in zip(places, _FEEDS.values(), strict=True):
        address = site.url_for(place, place) if site.url else ""
        yield DocsFile(place, write(Feed(f"{site.name}/{src_uri}", title, description, home, address, entries)))


def _has_list_of_feeds(site: SiteConfig) -> bool:
    """Return whether there is a list of feeds, which needs their whole addresses."""
    return bool(site.url) and site.has("downloads")


def _list_of_feeds(components: Components) -> str:
    site = components.site

    def link(title: str, src_uri: str) -> FeedLink:
        feed = beside(src_uri, "feed.xml")
        return FeedLink(title, site.url_for(feed, feed), site.url_for(src_uri, feed))

    groups = {"": [link(site.collection_name, HOME)]}
    for index in components.indexes:
        followed = [one for one in index.headings if has_feed(one) and _is_followed(one)]
        groups[TITLES[index.kind]] = [link(one.label, one.src_uri) for one in followed]
    return opml(site.collection_name, groups)


def _is_followed(heading: Heading) -> bool:
    """Return whether the feed of a heading is in the list: of authors, those who have written several of the papers."""
    return heading.kind is not Kind.AUTHOR or len(heading.papers) > 1


def _download(name: str) -> str:
    return f"downloads/{_file_name(name)}"


def _file_name(format_name: str) -> str:
    return f"papers.{extension(format_name)}"


def _citation_file(newest: Sequence[Paper], site: SiteConfig) -> str:
    """Return how to cite the collection as a whole, in CFF (https://citation-file-format.github.io)."""
    fields = {
        "cff-version": "1.2.0",
        "message": "If you use this collection, please cite it and the papers in it.",
        "type": "dataset",
        "title": printable(site.collection_name),
        "abstract": printable(site.description),
        "authors": [{"name": f"The maintainers of {printable(site.name)}"}],
        "url": site.url,
        "date-released": newest[0].date if newest and newest[0].date_precision is DatePrecision.DAY else None,
    }
    return to_yaml({name: value for name, value in fields.items() if value})


def _robots(site: SiteConfig) -> str:
    sitemap = f"Sitemap: {site.url}sitemap.xml\n" if site.url else ""
    return f"User-agent: *\nAllow: /\n{sitemap}"


def _open_search(site: SiteConfig) -> str:
    """Return the description of the search, in OpenSearch (https://github.com/dewitt/opensearch)."""
    name = html.escape(printable(site.collection_name[:16]))  # the longest short name that is allowed
    address = html.escape(site.url)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">\n'
        f"  <ShortName>{name}</ShortName>\n"
        f"  <Description>{html.escape(printable(site.description or site.collection_name))}</Description>\n"
        "  <InputEncoding>UTF-8</InputEncoding>\n"
        f'  <Url type="text/html" template="{address}?q={{searchTerms}}"/>\n'
        "</OpenSearchDescription>\n"
    )


def _llms(components: Components) -> str:
    """Return an overview of the site for language models (https://llmstxt.org)."""
    collection, site = components.collection, components.site

    def line(label: str, path: str, about: str) -> str:
        return f"- {render_link(escape_markdown(label), site.url_for(path, 'llms.txt'))}: {about}\n"

    formats = _ABOUT_FORMATS.items() if site.has("downloads") else ()
    data = [line(label, _download(name), about) for name, (label, about) in formats]
    pages = [line("All papers", ALL_PAPERS, papers_count(collection.bibliography.papers))]
    pages += [
        line(TITLES[index.kind], index.src_uri, headings_count(index)) for index in components.indexes if index.headings
    ]
    topics = [line(h.label, h.src_uri, papers_count(h.papers)) for h in collection.topics.by_size()]
    unnamed = unnamed_authors(collection.bibliography)
    et_al = f" {unnamed}; “et al.” means that there are more." if unnamed else ""
    parts = [
        f"# {site.collection_name}\n",
        f"> {site.description}\n" if site.description else "",
        f"A collection of papers.{et_al}\n",
        f"## Data\n\n{''.join(data)}" if data else "",
        f"## Pages\n\n{''.join(pages)}",
        f"## Topics\n\n{''.join(topics)}" if topics else "",
    ]
    return "\n".join(filter(None, parts))
