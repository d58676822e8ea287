"""The rooms: each imports only from those before it, and other packages only where they belong."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

GENERATOR = Path(__file__).parent.parent / "generator"

ORDER = """
model areas
text.entities text.links text.code_links text.maths text.commands text.braces text.dollars text.inline text.slug
text.phrases text.words text.markdown text.cells text.bibtex
processes memory
names byline wrapping header page_text titles listing lined_yaml people corrections dates keys duplicates ledger
recognition splits assignment desk catalog
terms numbering keyphrases topics index related collection
citation export diff feeds network postings
pages.blocks pages.layout pages.markdown pages.html pages.charts pages.components pages.overview pages.metadata
pages.paper pages.headings pages.home pages.maps pages.files pages.search pages.explore pages.moved pages.stamps
pages.every
disk docs revision seeds shelf publication policy
press.site press.shell press.sheets press.outline press.ready press.printer press.environment press.compiled press.press
server plugin host cli __main__
""".split()

PACKAGES = {
    "areas": {"yaml"},
    "page_text": {"yaml"},
    "lined_yaml": {"yaml"},
    "text.markdown": {"yaml"},
    "text.links": {"linkify_it"},
    "text.maths": {"latex2mathml"},
    "text.commands": {"pylatexenc"},
    "text.slug": {"anyascii"},
    "text.phrases": {"Stemmer"},
    "names": {"bibtexparser"},
    "citation": {"bibtexparser", "rispy"},
    "diff": {"rapidfuzz"},
    "numbering": {"numpy"},
    "postings": {"numpy"},
    "related": {"numpy", "scipy"},
    "network": {"networkx"},
    "pages.html": {"markdown"},
    "pages.search": {"rjsmin"},
    "press.shell": {"markupsafe"},
    "press.ready": {"mkdocs"},
    "press.printer": {"mkdocs"},
    "press.environment": {"mkdocs"},
    "press.compiled": {"jinja2"},
    "press.press": {"mkdocs", "jinja2"},
    "shelf": {"filelock"},
    "server": {"mkdocs"},
    "plugin": {"mkdocs", "filelock"},
    "host": {"mkdocs"},
    "cli": {"click", "mkdocs"},
}

MODULES = {
    ".".join(path.relative_to(GENERATOR).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted(GENERATOR.rglob("*.py"))
    if path.name != "__init__.py" or "\nfrom " in path.read_text(encoding="utf-8")
}


def _imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            # `from generator import byline` imports a module; `from generator.models import Paper` a thing of one.
            whole = [f"{node.module}.{alias.name}" for alias in node.names]
            yield from (
                whole if node.module in ("generator", "generator.text", "generator.pages") else [node.module or ""]
            )


def _room(module: str) -> str:
    """The room of a module: its own name or, for the parts of a room that is a package, that of the package."""
    return module if module in ORDER else module.split(".")[0]


def _rooms(tree: ast.AST) -> set[str]:
    names = (name.removeprefix("generator.") for name in _imports(tree) if name.startswith("generator"))
    return {_room(name) for name in names if name not in ("generator", "__version__")}


def test_every_module_is_in_the_order() -> None:
    assert {_room(module) for module in MODULES} == set(ORDER)


@pytest.mark.parametrize("module", MODULES)
def test_a_room_imports_only_from_those_before_it(module: str) -> None:
    place = ORDER.index(_room(module))
    later = {room for room in _rooms(_tree(module)) - {_room(module)} if ORDER.index(room) >= place}
    assert later == set()


@pytest.mark.parametrize("module", MODULES)
def test_other_packages_stay_where_they_belong(module: str) -> None:
    packages = {name.split(".")[0] for name in _imports(_tree(module))} - {"generator"} - sys.stdlib_module_names
    assert packages <= PACKAGES.get(_room(module), set())


def test_nobody_imports_the_doors() -> None:
    doors = {module: _rooms(_tree(module)) & {"plugin", "host", "cli"} for module in MODULES}
    assert {module: used for module, used in doors.items() if used} == {
        "host": {"plugin"},
        "cli": {"host"},
        "__main__": {"cli"},
    }


def test_the_terminal_imports_mkdocs_only_when_it_is_asked_for() -> None:
    body = [node for node in _tree("cli").body if isinstance(node, ast.Import | ast.ImportFrom)]
    first = {name for node in body for name in _imports(node)}
    assert not {name for name in first if name.startswith(("mkdocs", "generator.host", "generator.plugin"))}


def _tree(module: str) -> ast.Module:
    return ast.parse(MODULES[module].read_text(encoding="utf-8"))
