"""Minified scripts and styles; that ours work is shown by `tests/javascript` and by the tests in a browser."""

from __future__ import annotations

import pytest

from generator.text.minifier import minify_script, minify_styles


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
        ("if (a) /  b'/.test(c) ; (d) / 2", "if(a)/  b'/.test(c);(d)/2"),
        ("while (a(b)) /`  /.exec(c);", "while(a(b))/`  /.exec(c);"),
        ("function a() {}\n/ '  /.test(b);", "function a(){}\n/ '  /.test(b);"),
        ("typeof /'  / ; a.else ? b : c", "typeof/'  /;a.else?b:c"),
        ("a = b / 2; // '\nc = d[0] / e;", "a=b/2;c=d[0]/e;"),
        ("`${a /* b */ + (c) / 2 /* ` */}  ${\n// d }\n`${ e }` }`;", "`${a+(c)/2}  ${`${e}`}`;"),
        ("a = {} / b;\nc = d / e;", "a={}/b;c=d/e;"),
        ("`/* a */  // b\n  c`;", "`/* a */  // b\n  c`;"),
        ("return\na;\nreturn (\n  b\n);", "return\na;return(b);"),
        ("a\n++b\n", "a\n++b"),
        ("if (a)\n  b();\nelse c();", "if(a)\nb();else c();"),
        ("class A {\n  #b;\n\n  *c() {}\n  static #d = 1;\n}", "class A{#b;*c(){}\nstatic #d=1;}"),
        ("", ""),
    ],
)
def test_minify(script: str, expected: str) -> None:
    assert minify_script(script) == f"{expected}\n"
    assert minify_script(expected) == f"{expected}\n"


@pytest.mark.parametrize("script", ["}", "a ) / b", "`", "`${", "'", "/* a", "a = /b", "#"])
def test_a_faulty_script_does_not_stop_a_build(script: str) -> None:
    assert minify_script(script).strip()


@pytest.mark.parametrize(
    ("sheet", "expected"),
    [
        ("/* Moths. */\n.a,\n.b > c {\n  color: red; /* at night */\n}\n\n", ".a,.b > c{color: red;}"),
        ("/* a */ b { } /* c */ d { }", "b{}d{}"),
        ("a /* b */ :is(c , d)\n  e { f: calc(1px  +  2px) }", "a :is(c,d) e{f: calc(1px + 2px)}"),
        ("""a { b: "  /* c */ ;\\"  " '  "  ' }""", """a{b: "  /* c */ ;\\"  " '  "  '}"""),
        (
            "@media (a)  and\n(b) {\n  c { d: url(https://e.example/f) }\n}",
            "@media (a) and (b){c{d: url(https://e.example/f)}}",
        ),
        ("", ""),
    ],
)
def test_minify_styles(sheet: str, expected: str) -> None:
    assert minify_styles(sheet) == f"{expected}\n"
    assert minify_styles(expected) == f"{expected}\n"
