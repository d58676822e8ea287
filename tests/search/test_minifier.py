"""Minified scripts; that they work is shown by `tests/javascript`, whose tests run with them, too."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.search.minifier import minify

SCRIPTS = sorted((Path(__file__).parents[2] / "generator" / "search" / "js").glob("*.js"))


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("/* Moths. */\nconst moths = 1; // many\n", "const moths=1;"),
        ("let at = 1 + +one - -1, by = a++ + b;", "let at=1+ +one- -1,by=a++ +b;"),
        ("return -1; typeof at in moths", "return-1;typeof at in moths"),
        (
            'const text = "a // b /* c */  d", more = \'it\\\'s  "e"\';',
            'const text="a // b /* c */  d",more=\'it\\\'s  "e"\';',
        ),
        ("`a  ${ b + `c  // ${ { d: 1 }.d }` }  // e`;", "`a  ${b+`c  // ${{d:1}.d}`}  // e`;"),
        ("`\\`  \\${ a }  $`; // b", "`\\`  \\${ a }  $`;"),
        ('text.replace(/["/]  \\/[/"] /g, "") ;', 'text.replace(/["/]  \\/[/"] /g,"");'),
        ("return /  /.test(a) ? b / 2 / c : /[`]/ ;", "return/  /.test(a)?b/2/c:/[`]/;"),
        ("a = (b) / c; // d / e", "a=(b)/c;"),
        ("a\n  .b()\n  ?.c;\n\n\n(d)\n", "a.b()?.c;(d)"),
        ("a\n++b\n", "a\n++b"),
        ("if (a)\n  b();\nelse c();", "if(a)\nb();else c();"),
        ("class A {\n  #b;\n\n  *c() {}\n  static #d = 1;\n}", "class A{#b;*c(){}\nstatic #d=1;}"),
        ("", ""),
    ],
)
def test_minify(script: str, expected: str) -> None:
    assert minify(script) == f"{expected}\n"


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_scripts_lose_a_quarter_and_nothing_the_second_time(path: Path) -> None:
    script = path.read_text(encoding="utf-8")
    once = minify(script)
    assert len(once) < len(script) * 3 / 4
    assert minify(once) == once
