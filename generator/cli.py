"""The command line. Exit status: 0 for success, 1 for problems in the seeds, 2 for wrong use."""

from __future__ import annotations

import gc
import io
import json
import logging
import os
import signal
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import click

from generator import __version__
from generator.analysis.collection import Collection
from generator.build import (
    BuildResult,
    read_listings,
    read_project,
    settle_addresses,
    warnings_of,
    write_docs,
)
from generator.config import Project, SiteConfig
from generator.diff import DIFF_FORMATS, compare, missing_problems
from generator.formats.export import FORMATS, export_pieces, format_of
from generator.models import Problem, Severity, quoted, relative_path, visible
from generator.progress import EchoHandler, ProgressBars
from generator.site.cache import CACHE, Cache, lock
from generator.site.workers import worker_count
from generator.sources.git import WrongName
from generator.sources.loader import LISTINGS, is_listing

SEEDS_ARE_FAULTY = 1
WRONG_USE = 2

_config_file = click.option(
    "-f", "--config-file", default="mkdocs.yml", show_default=True, help="MkDocs configuration of the project."
)
_seeds = click.argument(
    "seeds", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="[SEED]..."
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="papershelf")
def main() -> None:
    """Turn plain-text listings of papers into a searchable site.

    Exit status: 0 for success, 1 for problems in the seeds, 2 for wrong use.
    """
    gc.disable()  # there are many objects and hardly any garbage, and all but the server end soon
    if isinstance(sys.stdout, io.TextIOWrapper):  # as Python has it for standard error
        sys.stdout.reconfigure(errors="backslashreplace")


@main.command()
@click.argument("folder", default=".", metavar="[DIR]", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--from",
    "listings",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Start from this listing or file of references (.bib, .csl.json, .ris); may be given several times.",
)
@click.option("--github", is_flag=True, help="Add a workflow that publishes the site on GitHub Pages.")
@click.option(
    "--overrides", is_flag=True, help="Add the templates, styles and scripts, for generators that run no plugins."
)
def new(folder: Path, *, listings: tuple[Path, ...], github: bool, overrides: bool) -> None:
    """Make a project for papers of your own in DIR.

    DIR defaults to the current folder. Writes settings and an example listing, or copies of the files after --from, to
    start from. In an existing MkDocs project, writes only the listing, if it has none, and says what to add to
    mkdocs.yml. Never changes a file that is there.
    """
    from generator.new_project import make_project  # MkDocs takes a while to import

    if unread := next((path for path in listings if not is_listing(path.name)), None):
        raise click.UsageError(f"expected {LISTINGS}, found {visible(str(unread))}")
    names = [path.name.casefold() for path in listings]
    if twice := next((path for path in listings if names.count(path.name.casefold()) > 1), None):
        raise click.UsageError(f"expected files of different names, found {visible(twice.name)} twice")
    try:
        click.echo(str(make_project(folder, listings=listings, github=github, overrides=overrides)))
    except OSError as error:
        told = f"expected a folder that can be written, found an error: {error.strerror or error}: {error.filename}"
        click.echo(f"papershelf: {visible(told)}", err=True)
        sys.exit(WRONG_USE)


@main.command()
@_config_file
@click.option("-d", "--site-dir", help="Folder of the built site.  [default: site_dir in the configuration]")
@click.option("-s", "--strict", is_flag=True, help="Fail, with status 1, on any problem or warning.")
@click.option("-v", "--verbose", is_flag=True, help="Print what MkDocs logs.")
@click.option("--no-cache", is_flag=True, help="Rebuild everything, even what has not changed.")
def build(config_file: str, site_dir: str | None, *, strict: bool, verbose: bool, no_cache: bool) -> None:
    """Build the site.

    Writes the Markdown pages under docs/, then builds the site from them with MkDocs. Faulty entries are reported and
    left out.
    """
    from generator import mkdocs_runner  # MkDocs takes a while to import

    started = time.perf_counter()
    if site_dir is not None:  # which MkDocs would take to be relative to mkdocs.yml
        site_dir = os.path.abspath(site_dir)
    bars = ProgressBars()
    handler = EchoHandler(logging.INFO if verbose else logging.WARNING, bars)
    with _as_exit_status(), mkdocs_runner.log_to(handler):
        loaded = mkdocs_runner.load(config_file, site_dir=site_dir, strict=strict or None)
        try:
            result = mkdocs_runner.run_build(loaded, bars.show, use_cache=not no_cache)
        finally:
            bars.end()
    if not verbose:  # MkDocs has told them
        _echo_problems(problem for problem in result.problems if problem.severity is Severity.NOTE)
    seconds = time.perf_counter() - started
    numbers = _numbers(result, handler.warnings)
    click.echo(f"{numbers}, {seconds:.1f} s: {_shown(loaded.config.site_dir)}", err=True)
    gc.freeze()  # the end of the process would take a while to look for garbage otherwise


@main.command()
@_config_file
@click.option("-s", "--strict", is_flag=True, help="Fail, with status 1, on any problem or warning.")
def pages(config_file: str, *, strict: bool) -> None:
    """Write the Markdown pages under docs/, without building the site."""
    from generator import mkdocs_runner

    with _as_exit_status():
        project = mkdocs_runner.load(config_file).project
        with lock(project.root), Cache(project.root / CACHE) as cache:
            result = write_docs(project, cache, worker_count())
    _echo_problems(result.problems)
    warnings = warnings_of(result.problems)
    numbers = _numbers(result, len(warnings))
    click.echo(f"{numbers}: {result.docs.changed} files written, {result.docs.removed} removed", err=True)
    sys.exit(SEEDS_ARE_FAULTY if strict and warnings else 0)


@main.command()
@_config_file
@click.option("-a", "--dev-addr", metavar="IP:PORT", help="Address to serve on.  [default: localhost:8000]")
def serve(config_file: str, dev_addr: str | None) -> None:
    """Serve the site, and rebuild it on changes.

    Runs the server of MkDocs, which also watches the seeds, and reloads the page in the browser after each build.
    """
    from generator import mkdocs_runner

    gc.enable()
    _interrupt_at_first_signal()
    with suppress(KeyboardInterrupt), _as_exit_status(), mkdocs_runner.log_to(EchoHandler(logging.INFO)):
        mkdocs_runner.run_server(config_file, dev_addr)


@main.command()
@_config_file
@click.option("--give-up", is_flag=True, help="Mark missing papers as gone for good.")
@click.option("--check", is_flag=True, help="Report missing papers without writing anything.")
def urls(config_file: str, *, give_up: bool, check: bool) -> None:
    """Record the permalinks of all papers in urls.csv.

    A recorded paper keeps its address. If its title is corrected, the old address redirects to the new one. Status 1 if
    recorded papers are missing. Status 1, with nothing written, if corrections or urls.csv cannot be read.
    """
    from generator import mkdocs_runner

    if check and give_up:
        raise click.UsageError("expected either --check or --give-up, found both")
    with _as_exit_status():
        project = mkdocs_runner.load(config_file).project
        with lock(project.root):
            collection = settle_addresses(project, give_up=give_up, check=check)
    addresses, unsettled = collection.addresses, collection.unsettled
    _echo_problems(unsettled)
    if unsettled and not check:
        click.echo("urls.csv is left as it was: first fix the problems of corrections.yml and urls.csv", err=True)
    elif not check:
        many, redirects = f"{len(addresses.updated.rows):,}", f"{len(addresses.redirects):,}"
        click.echo(f"{many} addresses recorded, of which {redirects} redirect", err=True)
    for one in addresses.lost:
        click.echo(f"{one.location}: papers/{one.key}/ ({quoted(one.title)}) is missing", err=True)
    sys.exit(SEEDS_ARE_FAULTY if unsettled or (addresses.lost and not give_up) else 0)


@main.command()
@_seeds
@_config_file
@click.option(
    "--format", "format_name", type=click.Choice(["text", "json", "github"]), default="text", show_default=True
)
@click.option("--against", metavar="OLD", help="Report only problems that are not in OLD, such as a git revision.")
def check(seeds: tuple[Path, ...], config_file: str, format_name: str, against: str | None) -> None:
    """Report problems in the seeds.

    Checks the given SEED files only or, if there are none, all seeds of the project. OLD is what `papershelf diff`
    takes: a listing, a folder, or a git revision. The format github prints annotations for GitHub Actions. Status 1 if
    there are errors or warnings among the problems reported.
    """
    if seeds and against is not None:
        raise click.UsageError("expected either SEED files or --against, found both")
    problems = _collection(seeds, config_file).problems if against is None else _new_problems(config_file, against)
    if format_name == "json":
        _print_bytes(json.dumps([problem.as_object() for problem in problems], ensure_ascii=False, indent=2) + "\n")
    elif format_name == "github":
        _print_bytes("".join(f"{_annotation(problem)}\n" for problem in problems))
    else:
        for problem in problems:
            click.echo(str(problem))
    sys.exit(SEEDS_ARE_FAULTY if warnings_of(problems) else 0)


@main.command(name="export")
@_seeds
@_config_file
@click.option(
    "--format",
    "format_name",
    type=click.Choice(list(FORMATS)),
    help="[default: by the ending of the output file, else jsonl]",
)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write to this file instead of standard output.")
def export_papers(seeds: tuple[Path, ...], config_file: str, format_name: str | None, output: Path | None) -> None:
    """Export all papers, in UTF-8.

    Reads the given SEED files only, without corrections and topics, or, if there are none, all seeds of the project.
    Problems go to standard error. Status 1 if an entry could not be read; all others are exported.
    """
    collection = _collection(seeds, config_file)
    _echo_problems(collection.problems)
    pieces = export_pieces(collection, format_name or (output and format_of(output)) or "jsonl")
    if output:
        with _as_exit_status():
            output.write_bytes(b"".join(map(_encoded, pieces)))
    else:
        sys.stdout.buffer.writelines(map(_encoded, pieces))
    sys.exit(SEEDS_ARE_FAULTY if any(one.severity is Severity.ERROR for one in collection.problems) else 0)


@main.command(name="diff")
@click.argument("old", default="HEAD")
@click.argument("new", required=False)
@_config_file
@click.option("--format", "format_name", type=click.Choice(list(DIFF_FORMATS)), default="text", show_default=True)
def show_diff(old: str, new: str | None, config_file: str, format_name: str) -> None:
    """Show how a change of the seeds changes the collection.

    OLD and NEW are each a listing, a folder of seeds, the folder of a project, or a git revision. OLD defaults to HEAD,
    NEW to the current seeds of the project. If a name is both a file and a revision, write ./name for the file and
    name~0 for the revision. Status 0, whether there are differences or not.
    """
    with _as_exit_status():
        project = _project(config_file, old, new)
        found = compare(read_project(project, old), read_project(project, new))
    _print_bytes(DIFF_FORMATS[format_name](found))


@main.command()
@_config_file
@click.option(
    "--from",
    "dumps",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Look papers up in this file, without a network; may be given several times.",
)
@click.option("--source", type=click.Choice(["arxiv", "crossref"]), help="Ask this service only.  [default: both]")
@click.option("--endpoint", metavar="URL", help="Address of a mirror of the service.")
@click.option("--pace", type=click.FloatRange(0), metavar="SECONDS", help="Time between two requests to a mirror.")
@click.option("--mailto", default="", metavar="ADDRESS", help="Your mail address, for the service to reach you.")
@click.option("--limit", type=click.IntRange(1), metavar="N", help="Look up N papers at most.")
@click.option("--refresh", is_flag=True, help="Look up papers again that are known already.")
@click.option("--dry-run", is_flag=True, help="Look papers up and show what is found, without writing anything.")
@click.option("--check", is_flag=True, help="Report whether all papers were looked up, without asking for any.")
def enrich(config_file: str, **options: Any) -> None:
    """Look up what listings leave out: all authors, identifiers, where a paper appeared.

    Asks arXiv and Crossref, one paper after the other, as fast as they allow, or searches files. Writes
    seeds/enriched.yml only, and asks no second time for what that has. A file is Atom or OAI-PMH of arXiv, or JSON: of
    arXiv's metadata, Crossref, OpenAlex, Semantic Scholar, or lines with a title and authors. It may be compressed.

    Status 1 if enriched.yml cannot be read or, with --check, if a paper was not looked up yet. Status 2 if nothing
    could be looked up.
    """
    from generator import enriching, mkdocs_runner

    request = enriching.EnrichRequest(**options)
    if fault := request.fault():
        raise click.UsageError(fault)
    with _as_exit_status():
        project = mkdocs_runner.load(config_file).project
        status = enriching.enrich_project(project, request, lambda text: click.echo(text, err=True))
    sys.exit(status)


def _print_bytes(text: str) -> None:
    """Print text for other programs: in UTF-8, whatever the locale, with the ends of lines that it has."""
    sys.stdout.buffer.write(_encoded(text))


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "replace")


def _project(config_file: str, *names: str | None) -> Project:
    """Return the project; files and folders of seeds can do without one."""
    if not Path(config_file).exists() and all(name and Path(name).exists() for name in names):
        here = Path.cwd()
        return Project(here, here / "seeds", here / "docs", SiteConfig(""))
    from generator import mkdocs_runner

    return mkdocs_runner.load(config_file).project


def _collection(seeds: tuple[Path, ...], config_file: str) -> Collection:
    if seeds:
        return read_listings(seeds)
    from generator import mkdocs_runner

    with _as_exit_status():
        return read_project(mkdocs_runner.load(config_file).project)


def _new_problems(config_file: str, old: str) -> tuple[Problem, ...]:
    """Return the problems of the project that are not in other seeds, which `old` names."""
    from generator import mkdocs_runner

    with _as_exit_status():
        project = mkdocs_runner.load(config_file).project
        return missing_problems(read_project(project).problems, read_project(project, old).problems)


@contextmanager
def _as_exit_status() -> Iterator[None]:
    """Print an error of MkDocs or the disk in one line, and exit with its status."""
    from generator.mkdocs_runner import Abort, MkDocsException

    try:
        yield
    except Abort as error:  # strict, and there were warnings
        click.echo(f"papershelf: {error}", err=True)
        sys.exit(SEEDS_ARE_FAULTY)
    except (MkDocsException, WrongName, OSError) as error:
        click.echo(f"papershelf: {error}", err=True)
        sys.exit(WRONG_USE)


def _interrupt_at_first_signal() -> None:
    """Have the first signal that ends processes interrupt this one; a later one would interrupt its end."""
    ends = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
    heeded = [one for one in ends if signal.getsignal(one) is not signal.SIG_IGN]

    def interrupt(*_: object) -> None:
        for one in heeded:
            signal.signal(one, signal.SIG_IGN)
        raise KeyboardInterrupt

    for one in heeded:
        signal.signal(one, interrupt)


def _echo_problems(problems: Iterable[Problem]) -> None:
    for problem in problems:
        click.echo(str(problem), err=True)


def _annotation(problem: Problem) -> str:
    """https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands"""
    command = {Severity.NOTE: "notice"}.get(problem.severity, str(problem.severity))
    place = f"file={_escaped(visible(problem.location.path), ':,')},line={problem.location.line}"
    return f"::{command} {place}::{_escaped(visible(problem.message))}"


def _escaped(text: str, also: str = "") -> str:
    for char in "%\r\n" + also:
        text = text.replace(char, f"%{ord(char):02X}")
    return text


def _numbers(result: BuildResult, warnings: int) -> str:
    numbers = {"paper": result.papers, "author": result.authors, "topic": result.topics, "warning": warnings}
    return ", ".join(f"{number:,} {noun}{'' if number == 1 else 's'}" for noun, number in numbers.items())


def _shown(path: str) -> str:
    relative = relative_path(path, os.curdir)
    return path if relative.startswith("..") else relative
