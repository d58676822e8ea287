"""Workflows: their permissions, the code that they run, and their scripts."""

from __future__ import annotations

import os
import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

REPOSITORY = Path(__file__).parent.parent
SITE = REPOSITORY / ".github/workflows/site.yml"
NEW = REPOSITORY / "generator/data/new/github-site.yml"
"""The workflow of new projects."""
WORKFLOWS = [*sorted(SITE.parent.glob("*.yml")), NEW]
ON = True
"""How YAML reads the key `on`."""
RUNS_ON_MAIN = {"pull_request_target", "workflow_run", "issue_comment"}
"""What others can set off and runs on main, where it may write what main reads."""
WRITES = {
    "publish": {"pages", "id-token"},
    "record": {"contents"},
    "propose": {"contents", "pull-requests"},
}
"""What each job may change."""

each_workflow = pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)


def _read(path: Path) -> dict[Any, Any]:
    read: dict[Any, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return read


def _steps(path: Path) -> Iterator[dict[str, Any]]:
    for job in _read(path)["jobs"].values():
        yield from job["steps"]


def test_there_are_workflows() -> None:
    assert WORKFLOWS


@each_workflow
def test_actions_are_named_by_their_commit_and_the_tag_is_told(path: Path) -> None:
    uses = re.findall(r"\buses:.*", path.read_text(encoding="utf-8"))
    assert len(uses) == sum("uses" in step for step in _steps(path)) > 0
    assert [one for one in uses if not re.fullmatch(r"uses: [\w/-]+@[0-9a-f]{40}  # v\d+\.\d+\.\d+", one)] == []


def test_each_action_has_one_version() -> None:
    uses = {use for path in WORKFLOWS for use in re.findall(r"\buses: (.*)", path.read_text(encoding="utf-8"))}
    assert len({use.split("@")[0] for use in uses}) == len(uses)


@each_workflow
def test_older_readers_of_yaml_can_read_it(path: Path) -> None:
    """Some do not know anchors."""
    tokens = list(yaml.scan(path.read_text(encoding="utf-8")))
    assert [token for token in tokens if isinstance(token, yaml.AnchorToken | yaml.AliasToken)] == []


@each_workflow
def test_each_commit_is_built_once(path: Path) -> None:
    triggers = _read(path)[ON]
    if "push" in triggers:
        pushed, proposed = triggers["push"], triggers["pull_request"] or {}
        assert pushed == {"branches": ["main"], **proposed}
    assert set(_read(path)["concurrency"]) >= {"group"}


@each_workflow
def test_jobs_that_may_write_run_no_code_of_the_project(path: Path) -> None:
    for name, job in _read(path)["jobs"].items():
        if "contents" in WRITES.get(name, set()):
            commands = "\n".join(step.get("run", "") for step in job["steps"])
            assert re.findall(r"^\s*(papershelf|make|python|pip|uv)\b", commands, re.MULTILINE) == []


@each_workflow
def test_a_job_may_change_only_what_it_must(path: Path) -> None:
    workflow = _read(path)
    assert workflow["permissions"] == {}
    for name, job in workflow["jobs"].items():
        rights = job["permissions"]
        assert {right for right, much in rights.items() if much != "read"} == WRITES.get(name, set())


@each_workflow
def test_nobody_elses_code_runs_on_main(path: Path) -> None:
    triggers = set(_read(path)[ON])
    assert triggers
    assert triggers & RUNS_ON_MAIN == set()
    assert "secrets." not in path.read_text(encoding="utf-8")


@each_workflow
def test_scripts_are_given_values_by_their_environment(path: Path) -> None:
    assert [step["run"] for step in _steps(path) if "${{" in step.get("run", "")] == []


@each_workflow
def test_no_credentials_are_left_in_the_checkout(path: Path) -> None:
    for step in _steps(path):
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] is False


@pytest.mark.parametrize("path", WORKFLOWS[:-1], ids=lambda path: path.stem)
def test_packages_are_installed_by_checksum(path: Path) -> None:
    lines = [line for step in _steps(path) for line in step.get("run", "").splitlines() if "pip install" in line]
    assert [line for line in lines if not {"--require-hashes", "--no-deps"} & set(line.split())] == []


@each_workflow
def test_nothing_of_earlier_runs_is_used(path: Path) -> None:
    """Otherwise, a run could change what a later one publishes."""
    for step in _steps(path):
        assert not step.get("uses", "").startswith("actions/cache")
        assert "cache" not in step.get("with", {})
        if step.get("uses", "").startswith("astral-sh/setup-uv@"):
            assert step["with"]["enable-cache"] is False


# ---- the workflow of the site ----


def _without_install(path: Path) -> dict[str, Any]:
    jobs: dict[str, Any] = _read(path)["jobs"]
    steps = jobs["build"]["steps"]
    (install,) = [step for step in steps if step.get("name") == "Install Papershelf"]
    assert install.pop("run")
    return jobs


def test_new_projects_get_the_same_workflow() -> None:
    assert _without_install(NEW) == _without_install(SITE)


@pytest.mark.parametrize(
    "path", [REPOSITORY / "mkdocs.yml", *NEW.parent.glob("mkdocs.yml")], ids=lambda path: path.parent.name
)
def test_settings_read_what_the_workflow_says(path: Path) -> None:
    said = {name for step in _steps(SITE) if "papershelf build" in step.get("run", "") for name in step["env"]}
    assert said == {"OFFLINE", "REPO_URL", "SITE_URL"}
    assert set(re.findall(r"!ENV \[(\w+),", path.read_text(encoding="utf-8"))) >= said


on_linux = pytest.mark.skipif(os.name != "posix", reason="workflows that publish run on Linux")


def _run(step_name: str, folder: Path, **commands: str) -> tuple[int, str, str]:
    """Run the script of a step in a folder; return its status, what it printed, and the outputs of the step.

    `commands` are scripts for bash that take the place of commands.
    """
    (script,) = [step["run"] for step in _steps(SITE) if step.get("name") == step_name]
    tools = folder.parent / "tools"
    tools.mkdir(exist_ok=True)
    for name, text in commands.items():
        (tools / name).write_text(f"#!/bin/bash\n{text}\n", encoding="utf-8")
        (tools / name).chmod(0o755)
    output = folder.parent / "output"
    output.write_text("", encoding="utf-8")
    environment = {
        "PATH": f"{tools}:{os.environ['PATH']}",
        "HOME": str(folder.parent),
        "GITHUB_OUTPUT": str(output),
        "GITHUB_REPOSITORY": "made-up/lanterns",
    }
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
        cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    return done.returncode, done.stdout, output.read_text(encoding="utf-8")


@on_linux
@pytest.mark.parametrize(
    ("gh", "status", "told", "output"),
    [
        ("echo https://lanterns.example.org", 0, "", "site-url=https://lanterns.example.org/\n"),
        ("echo https://example.org/lanterns/", 0, "", "site-url=https://example.org/lanterns/\n"),
        ("exit 0", 0, "::notice title=Not published::", ""),  # published from a branch
        ("echo 'gh: Not Found (HTTP 404)' >&2; exit 1", 0, "::notice title=Not published::", ""),
        ("echo 'gh: Bad Gateway (HTTP 502)' >&2; exit 1", 1, "gh: Bad Gateway (HTTP 502)", ""),
    ],
)
def test_a_site_is_published_only_where_pages_are_enabled(
    gh: str, status: int, told: str, output: str, tmp_path: Path
) -> None:
    (tmp_path / "here").mkdir()
    asked = '[ "$1 $2" = "api repos/made-up/lanterns/pages" ] || exit 9; '
    found = _run("Address of the site", tmp_path / "here", gh=asked + gh)
    assert (found[0], found[1].startswith(told), found[2]) == (status, True, output)


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """Return a clone of a repository with a record of one address."""
    _git(tmp_path, "init", "--quiet", "--bare", "--initial-branch", "main", "origin")
    _git(tmp_path, "clone", "--quiet", "origin", "clone")
    (tmp_path / "clone" / "seeds").mkdir()
    _write(tmp_path / "clone", "seeds/urls.csv", "key\nmoths\n")
    _commit(tmp_path / "clone")
    return tmp_path / "clone"


def _git(folder: Path, *arguments: str) -> str:
    person = ["-c", "user.name=Ada Alder", "-c", "user.email=ada@example.org", "-c", "commit.gpgsign=false"]
    done = subprocess.run(["git", *person, *arguments], cwd=folder, check=True, capture_output=True, encoding="utf-8")
    return done.stdout


def _write(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text, encoding="utf-8")


def _commit(folder: Path) -> None:
    _git(folder, "add", "--all")
    _git(folder, "commit", "--quiet", "--message", "Made up")
    _git(folder, "push", "--quiet", "origin", "HEAD:main")


def _on_main(clone: Path, name: str) -> str:
    return _git(clone.parent / "origin", "show", f"main:{name}")


@on_linux
@pytest.mark.parametrize(("papershelf", "output"), [("exit", ""), ("echo lamps >> seeds/urls.csv", "changed=true\n")])
def test_addresses_are_recorded_where_there_are_new_ones(papershelf: str, output: str, clone: Path) -> None:
    assert _run("New addresses", clone, papershelf=papershelf) == (0, "", output)


@on_linux
def test_the_first_addresses_are_recorded(clone: Path) -> None:
    _git(clone, "rm", "--quiet", "seeds/urls.csv")
    _git(clone, "commit", "--quiet", "--message", "None")
    (clone / "seeds").mkdir()
    assert _run("New addresses", clone, papershelf="echo key > seeds/urls.csv") == (0, "", "changed=true\n")


@on_linux
def test_new_addresses_are_committed(clone: Path) -> None:
    _write(clone, "seeds/urls.csv", "key\nlamps\nmoths\n")
    assert _run("Commit", clone) == (0, "", "")
    assert _on_main(clone, "seeds/urls.csv") == "key\nlamps\nmoths\n"
    assert _git(clone, "log", "-1", "--format=%an: %s", "origin/main") == (
        "github-actions[bot]: Record the addresses of new papers\n"
    )


@on_linux
def test_the_token_of_the_workflow_is_left_nowhere_but_in_its_environment(clone: Path) -> None:
    _write(clone, "seeds/urls.csv", "key\nlamps\nmoths\n")
    _run("Commit", clone)
    done = subprocess.run(
        ["git", "credential", "fill"], input="protocol=https\nhost=github.com\n\n", cwd=clone,
        env=os.environ | {"GH_TOKEN": "made-up"}, capture_output=True, encoding="utf-8", check=True,
    )  # fmt: skip
    assert "username=x-access-token\npassword=made-up\n" in done.stdout


@on_linux
def test_new_addresses_are_committed_where_main_has_changed(clone: Path) -> None:
    _git(clone.parent, "clone", "--quiet", "origin", "other")
    _write(clone.parent / "other", "papers.txt", "Moths at Night\n")
    _commit(clone.parent / "other")
    _write(clone, "seeds/urls.csv", "key\nlamps\nmoths\n")
    assert _run("Commit", clone) == (0, "", "")
    assert _on_main(clone, "papers.txt") == "Moths at Night\n"
    assert _on_main(clone, "seeds/urls.csv") == "key\nlamps\nmoths\n"


@on_linux
def test_addresses_that_somebody_else_has_recorded_stay(clone: Path) -> None:
    _git(clone.parent, "clone", "--quiet", "origin", "other")
    _write(clone.parent / "other", "seeds/urls.csv", "key\nlanterns\nmoths\n")
    _commit(clone.parent / "other")
    _write(clone, "seeds/urls.csv", "key\nlamps\nmoths\n")
    status, told, _ = _run("Commit", clone)
    assert (status, "::warning title=Addresses not recorded::" in told) == (0, True)
    assert _on_main(clone, "seeds/urls.csv") == "key\nlanterns\nmoths\n"


@on_linux
def test_a_protected_branch_is_left_alone(clone: Path) -> None:
    hook = clone.parent / "origin" / "hooks" / "pre-receive"
    hook.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    hook.chmod(0o755)
    _write(clone, "seeds/urls.csv", "key\nlamps\nmoths\n")
    status, told, _ = _run("Commit", clone)
    assert (status, told.startswith("::warning title=Addresses not recorded::")) == (0, True)
    assert _on_main(clone, "seeds/urls.csv") == "key\nmoths\n"


# ---- other hosts ----

PUBLISHING = REPOSITORY / "docs/about/publishing.md"


def _blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", PUBLISHING.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)


def test_settings_of_other_hosts_are_valid() -> None:
    gitlab, read_the_docs = map(yaml.safe_load, _blocks("yaml"))
    cloudflare, netlify = map(tomllib.loads, _blocks("toml"))
    assert gitlab["pages"]["pages"] is True
    assert gitlab["pages"]["artifacts"]["paths"] == ["public"]
    assert cloudflare["assets"]["directory"] == netlify["build"]["publish"] == "site"
    installs = [gitlab["pages"]["script"][0], *read_the_docs["build"]["jobs"]["install"]]
    assert installs == ["pip install -r requirements.txt"] * 2


@on_linux
def test_hosts_build_where_they_look_for_the_site(tmp_path: Path) -> None:
    """Run the commands in a shell, with the variables that each host sets."""
    gitlab, read_the_docs = map(yaml.safe_load, _blocks("yaml"))
    netlify = tomllib.loads(_blocks("toml")[1])
    (tmp_path / "papershelf").write_text('#!/bin/sh\necho "$SITE_URL" "$@"\n', encoding="utf-8")
    (tmp_path / "papershelf").chmod(0o755)
    variables = {
        "CI_PAGES_URL": "https://made-up.gitlab.io/moths",
        "URL": "https://moths.netlify.app",
        "READTHEDOCS_CANONICAL_URL": "https://moths.readthedocs.io/en/latest/",
        "READTHEDOCS_OUTPUT": "out",
    }
    commands = [
        gitlab["pages"]["script"][-1],
        netlify["build"]["command"],
        read_the_docs["build"]["jobs"]["build"]["html"][-1],
    ]
    environment = {"PATH": f"{tmp_path}:{os.environ['PATH']}", **variables}
    said = [subprocess.check_output(["sh", "-c", one], env=environment, encoding="utf-8") for one in commands]
    assert said == [
        "https://made-up.gitlab.io/moths/ build --site-dir public\n",
        "https://moths.netlify.app/ build\n",
        "https://moths.readthedocs.io/en/latest/ build --site-dir out/html\n",
    ]
