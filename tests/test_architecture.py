"""The architecture: which package may import which, what is used where, how large things are and what they are called.

`docs/contributing/architecture.md` tells why.
"""

from __future__ import annotations

import ast
import re
import sys
from collections import Counter
from collections.abc import Iterator

import pytest
from conftest import REPOSITORY

GENERATOR = REPOSITORY / "generator"
ORDER = (
    "models config text byline sources catalog enrich analysis formats pages diff search render site build enriching "
    "plugin mkdocs_runner new_project progress cli __main__"
).split()
"""Packages and modules, each of which imports only from those before it."""

LIBRARIES = {
    "text": "Stemmer anyascii latex2mathml linkify_it pylatexenc rapidfuzz",
    "byline": "bibtexparser",
    "sources": "bibtexparser rispy yaml",
    "enrich": "rapidfuzz yaml",
    "analysis": "numpy",
    "formats": "bibtexparser rispy",
    "pages": "markdown",
    "diff": "rapidfuzz",
    "search": "numpy",
    "site": "PIL filelock jinja2 markupsafe material mkdocs",
    "plugin": "jinja2 mkdocs",
    "mkdocs_runner": "mkdocs",
    "progress": "click",
    "cli": "click",
}
"""Libraries that a package uses, and no other package may."""

PRIVATE_WORDS = (
    "press printer sheet shell gap ready outline obstacle environment stamp imprint memory unit shelf outcome desk "
    "numbering postings every moved ledger host door room evidence reading seam letters likeness pairs "
    "forms policy lined revision placement prose folded items"
).split()
"""Words that once had meanings of their own here. The field has better ones."""
KNOWN_IN_THE_FIELD = {"content_security_policy", "with_policy", "PaperPairs", "candidate_pairs", "forms"}
"""Names with such words that say what everybody means by them."""

MODULES = {
    ".".join(path.relative_to(REPOSITORY).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted(GENERATOR.rglob("*.py"))
}
TREES = {name: ast.parse(path.read_text(encoding="utf-8")) for name, path in MODULES.items()}


def _imports(tree: ast.AST) -> Iterator[str]:
    """The whole names of what is imported."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _package(name: str) -> str:
    """The package or module right under `generator` to which a name belongs; empty for `generator` itself."""
    parts = name.split(".")
    return parts[1] if len(parts) > 1 and parts[1] in ORDER else ""


def _public(name: str) -> Iterator[str]:
    for node in TREES[name].body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            yield node.name


def test_every_module_has_its_place() -> None:
    assert {_package(name) for name in MODULES} - {""} == set(ORDER)
    assert [path.stem for path in GENERATOR.glob("*.py") if path.stem not in (*ORDER, "__init__")] == []


@pytest.mark.parametrize("module", MODULES)
def test_a_module_imports_only_from_packages_before_its_own(module: str) -> None:
    place = ORDER.index(_package(module)) if _package(module) else 0
    used = {_package(name) for name in _imports(TREES[module]) if name.startswith("generator.")} - {""}
    assert {package for package in used if ORDER.index(package) > place} == set()


@pytest.mark.parametrize("package", ORDER)
def test_no_module_of_a_package_needs_itself(package: str) -> None:
    within = [name for name in MODULES if _package(name) == package]
    needs = {
        name: {other for used in _imports(TREES[name]) for other in within if f"{used}.".startswith(f"{other}.")}
        - {name, f"generator.{package}"}
        for name in within
    }
    while free := [name for name in needs if not needs[name] & needs.keys()]:
        for name in free:
            del needs[name]
    assert needs == {}


@pytest.mark.parametrize("package", ORDER)
def test_libraries_are_used_where_they_belong(package: str) -> None:
    names = (name for module in MODULES if _package(module) == package for name in _imports(TREES[module]))
    used = {name.split(".")[0] for name in names} - {"generator"} - sys.stdlib_module_names
    assert used == set(LIBRARIES.get(package, "").split())


@pytest.mark.parametrize("module", MODULES)
def test_private_names_stay_at_home(module: str) -> None:
    assert [name for name in _imports(TREES[module]) if re.search(r"\._[a-z]", name)] == []


def test_the_command_line_imports_mkdocs_only_when_it_is_asked_for() -> None:
    body = [node for node in TREES["generator.cli"].body if isinstance(node, ast.Import | ast.ImportFrom)]
    first = {name for node in body for name in _imports(node)}
    slow = ("generator.mkdocs_runner", "generator.plugin", "generator.site.builder", "generator.site.generated")
    assert [name for name in first if name.startswith(slow)] == []


def test_the_domain_knows_no_caches_and_no_processes() -> None:
    site = ORDER.index("site")
    for module in (name for name in MODULES if _package(name) and ORDER.index(_package(name)) < site):
        names = {node.arg for node in ast.walk(TREES[module]) if isinstance(node, ast.arg)}
        assert names.isdisjoint({"memory", "memories", "jobs", "workers", "cache"}), module


POSIX_ONLY = {
    "os": "chown fchmod fork forkpty getegid geteuid getgid getpgid getuid killpg mkfifo nice posix_fadvise "
    "posix_spawn pread preadv pwrite sched_getaffinity sendfile setpgid setsid statvfs uname wait3 wait4",
    "signal": "SIGALRM SIGCHLD SIGHUP SIGKILL SIGPIPE SIGQUIT SIGUSR1 SIGUSR2 alarm pause sigwait",
}
"""Names in modules that Windows does not have."""
FILE_MODES = set("r w x a rb wb xb ab r+ w+ rb+ r+b".split())
POSIX_MODULES = set("fcntl grp posix pty pwd resource syslog termios tty".split())


@pytest.mark.parametrize("module", MODULES)
def test_names_that_windows_has_not_are_asked_for_first(module: str) -> None:
    """A module that uses `os.fork` has to contain `hasattr(os, "fork")`."""
    nodes = list(ast.walk(TREES[module]))
    asked = {node.value for node in nodes if isinstance(node, ast.Constant)}
    used = {
        (node.value.id, node.attr)
        for node in nodes
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
    }
    names = {(name, one) for name, ones in POSIX_ONLY.items() for one in ones.split()}
    assert {one for one in used & names if one[1] not in asked} == set()
    assert POSIX_MODULES.isdisjoint(name.split(".")[0] for name in _imports(TREES[module]))


@pytest.mark.parametrize("module", MODULES)
def test_text_files_have_an_encoding_and_the_same_line_ends_everywhere(module: str) -> None:
    for call in (node for node in ast.walk(TREES[module]) if isinstance(node, ast.Call)):
        name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        words = {keyword.arg for keyword in call.keywords}
        modes = [one.value for one in call.args if isinstance(one, ast.Constant) and one.value in FILE_MODES]
        is_text = name == "open" and not any("b" in mode for mode in modes)
        if is_text or (name in ("read_text", "write_text") and isinstance(call.func, ast.Attribute)):
            assert "encoding" in words, f"{module}:{call.lineno}"
        if (is_text and modes not in ([], ["r"])) or name == "write_text":
            assert "newline" in words, f"{module}:{call.lineno}"


def test_public_names_are_unique() -> None:
    names = Counter(name for module in MODULES for name in _public(module))
    assert [name for name, number in names.items() if number > 1] == ["main"]  # of the package and of the command


@pytest.mark.parametrize("module", MODULES)
def test_names_are_words_of_the_field(module: str) -> None:
    for name in [module.rpartition(".")[2], *_public(module)]:
        words = {word.lower() for word in re.findall(r"[A-Z]?[a-z]+", name)}
        words |= {word.removesuffix("s") for word in words}
        assert words.isdisjoint(PRIVATE_WORDS) or name in KNOWN_IN_THE_FIELD, name


def test_modules_and_functions_are_small() -> None:
    lines = {name: len(path.read_text(encoding="utf-8").splitlines()) for name, path in MODULES.items()}
    assert {name: number for name, number in lines.items() if number > 400} == {}
    functions = sorted(
        (node.end_lineno or 0) - node.lineno + 1
        for tree in TREES.values()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
    )
    assert functions[-1] < 60
    assert functions[len(functions) * 9 // 10] < 20
