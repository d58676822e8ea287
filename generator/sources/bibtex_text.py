r"""Text in values of BibTeX fields: the value without its delimiters in, LaTeX that `text.latex` reads out.

Braces around arguments and special characters stay; all others are there for BibTeX alone and are removed.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import lru_cache

from generator.sources.record_markup import without_tags
from generator.text.commands import COMMAND_STYLES, DECLARATION_STYLES, is_command
from generator.text.dollars import is_formula
from generator.text.latex import plain
from generator.text.mathml import to_mathml

_MARKUP = re.compile(r"[\\{}<]")
_COMMANDS = re.compile(r"[\\$](?:(?<=\$)|[^%&#_{},;\s-]|$)")
"""Anything but escaped characters and spaces. Patterns that begin with a character or a set are searched for faster."""
_BRACE = re.compile(r"[{}]")
_ESCAPED_BRACE = re.compile(r"\\[{}]")
_BRACES_ALONE = re.compile(r"(?<!\\)[{}]+")
_TOKEN = re.compile(
    r"""
      (?: [^\\{}$]+ | \$(?!\s*(?:\{\}\s*)?\^)[^$\\]+\$ | \\[%&\#_](?!\{) | \\(?:emph|text(?:it|bf|tt))\{[^\\{}$]*\}
      )+
    | (?P<token> \$(?:[^$\\]|\\.)+\$ | \\\((?:[^\\]|\\[^()])+\\\) | \\[A-Za-z]+(?:\*(?=\{))? | \\. | [{}] )
    | [\\$]""",
    re.VERBOSE | re.DOTALL,
)
"""Text that stays as it is, else a formula, a command or a brace."""
_LETTER = re.compile(r"""\\[`'^"~=.](?:\{[A-Za-z]\}|[A-Za-z])""")
"""Letter with an accent, as most are written."""
_IN_COMMAND = re.compile(r"""\\(?:[A-Za-z`'^"~=.]\{?)?$""")
"""End of a text that is before a letter which has another accent, or none."""
_ADDRESSES = ("://", "www.", r"\url", r"\href", r"\path")
_NAME = re.compile(r"\\([A-Za-z]+|.)", re.DOTALL)
_PATH = re.compile(r"(?:\\[A-Za-z][\w.-]*)+")
"""Path of Windows, after the letter of its drive."""
_DRIVE = re.compile(r"(?:.*\W|)[A-Z]:$", re.DOTALL)
_ACCENTS = frozenset("`'^\"~=.")
_KNOWN = frozenset("url href textcolor".split())
"""Commands with arguments that `text.latex` reads by itself."""
_REMOVED = frozenset(
    "noopsort sortnoop noop thanks footnote footnotemark footnotetext hspace vspace raisebox phantom hphantom vphantom "
    "label ref eqref pageref cite citep citet nocite index marginpar begin end orcid orcidlink orcidid corref fnref "
    "tnoteref authorrefmark ieeeauthorrefmark authormark email foreignlanguage selectlanguage fontsize fontencoding "
    "fontfamily fontseries fontshape".split()
)
"""Commands, in lower case, that show nothing of their first argument."""
_QUOTES = frozenset("enquote mkbibquote textquote".split())
_SILENT = frozenset(
    "relax allowbreak nobreak linebreak sloppy unskip ignorespaces protect leavevmode null strut hfil hfill selectfont "
    "phantomsection nobreakdash expandafter item limits nolimits displaystyle textstyle scriptstyle smaller larger "
    "cyrchar t".split()
)
_LENGTH = re.compile(r"\s*-?(?:\d+\.?\d*|\.\d+)\s*(?:em|ex|pt|mm|cm|in|mu|sp)?\s?")
_WITH_LENGTH = frozenset("hskip vskip kern mkern raise lower penalty".split())
"""Commands with a length or a number behind them."""
_OPTION = re.compile(r"\[[^\[\]{}]*\]")
_SYMBOLS = {
    **{"textbraceleft": r"\{", "textbraceright": r"\}", "lbrace": r"\{", "rbrace": r"\}", "textasciicircum": "^"},
    **{"copyright": "©", "pounds": "£", "euro": "€", "slash": "/", "colon": ":", "textcolon": ":", "P": "¶"},
    **{"guillemetleft": "«", "guillemetright": "»", "lq": "‘", "rq": "’", "cprime": "ʹ", "ddag": "‡", "dag": "†"},
    **{"glqq": "„", "grqq": "“", "glq": "‚", "grq": "‘", "flqq": "«", "frqq": "»", "flq": "‹", "frq": "›"},
    **{"hyphen": "-", "hyp": "-", "textquotedbl": '"', "SS": "SS", "textless": "<", "textgreater": ">"},
    **{"ohorn": "ơ", "OHORN": "Ơ", "uhorn": "ư", "UHORN": "Ư", "LaTeXe": "LaTeX2ε"},
}
"""Symbols that `text.latex` does not know, or shows by a character that is not meant here."""
_JOURNALS = {
    "aj": "Astronomical Journal",
    "apj": "Astrophysical Journal",
    "apjl": "Astrophysical Journal Letters",
    "apjs": "Astrophysical Journal Supplement Series",
    "aap": "Astronomy and Astrophysics",
    "aaps": "Astronomy and Astrophysics Supplement Series",
    "araa": "Annual Review of Astronomy and Astrophysics",
    "mnras": "Monthly Notices of the Royal Astronomical Society",
    "pasp": "Publications of the Astronomical Society of the Pacific",
    "pasj": "Publications of the Astronomical Society of Japan",
    "pasa": "Publications of the Astronomical Society of Australia",
    "jcap": "Journal of Cosmology and Astroparticle Physics",
    "nat": "Nature",
    "pra": "Physical Review A",
    "prb": "Physical Review B",
    "prc": "Physical Review C",
    "prd": "Physical Review D",
    "pre": "Physical Review E",
    "prl": "Physical Review Letters",
    "physrep": "Physics Reports",
    "icarus": "Icarus",
    "solphys": "Solar Physics",
    "ssr": "Space Science Reviews",
    "jgr": "Journal of Geophysical Research",
    "grl": "Geophysical Research Letters",
    "planss": "Planetary and Space Science",
    "apss": "Astrophysics and Space Science",
    "procspie": "Proceedings of SPIE",
    "baas": "Bulletin of the AAS",
}
"""Commands for journals in files of the Astrophysics Data System (https://ui.adsabs.harvard.edu)."""
_AS_ACCENTS = {
    **{"acute": "'", "grave": "`", "ddot": '"', "tilde": "~", "hat": "^", "bar": "=", "breve": "u", "check": "v"},
    **{"mathring": "r", "dot": "."},
}
"""Accents of formulas, which some write outside of them."""
_RAISED = re.compile(
    r"\s*(?:\{\}\s*)?\^\s*\{?\s*(?:\\(?:text|textrm|mathrm|rm|mathregular)\b\s*\{?\s*)?"
    r"(?P<shown>st|nd|rd|th|TM|R|\\(?:textregistered|circledR|texttrademark|registered)\b)[\s{}]*"
)
"""Formula for the end of an ordinal number, or for a mark of a trade."""
_RAISED_MARKS = {"TM": "™", "R": "®", r"\texttrademark": "™"}
_ONE_COMMAND = re.compile(r"\s*\\([A-Za-z]+|.)\s*(?:\{[^{}]*\}|[^\W\d_])?\s*")
_COMMAND_WORD = re.compile(r"\\([A-Za-z]+)")
_STRUCTURE = frozenset(
    "left right middle begin end over limits nolimits big bigg Big Bigg bigl bigr displaystyle".split()
)
"""Commands of formulas that mean nothing by themselves."""

# Zotero and Mendeley escape the formulas and commands of their users: `\$z\textbackslash sim1\$`.
_BRACED_ESCAPE = re.compile(r"\{\s*(\\[$_^&%#]|\\backslash|\\textbackslash)\s*\}|\\\$\\backslash\\\$|\$\\backslash\$")
_ESCAPED_FORMULA = re.compile(r"\\\$((?:[^\\$]|\\[^$])+)\\\$", re.DOTALL)
_ESCAPED_TEX = re.compile(
    r"\\(?:textbackslash|backslash|textasciicircum)|\\[_^]|^\\[A-Za-z]+(?:\{[^{}]*\}|[^\s{}])*$|^[A-Za-z]$"
)
_ESCAPED_STYLE = re.compile(
    r"\\textbackslash(?:\{\}|\s)?(text[a-z]{2}|emph|math[a-z]{2,3}|text)\s*(?:\{\\\{\}|\\\{)([^{}\\]*)(?:\{\\\}\}|\\\})"
)
_ESCAPES = re.compile(
    r"\{\\text(backslash|asciicircum|asciitilde|braceleft|braceright)\}"
    r"|\\text(backslash|asciicircum|asciitilde|braceleft|braceright)(?:\{\}|\s)?|\\([_^&%#{}])"
)
_CHARACTERS = {"backslash": "\\", "asciicircum": "^", "asciitilde": "~", "braceleft": "{", "braceright": "}"}


def clean_latex(value: str) -> str:
    r"""Return a value on one line, without braces for BibTeX, commands without meaning and Zotero's escapes.

    >>> clean_latex(r"{M}oths {and} {\"O}rsted's \$z\textbackslash sim1\$ \emph{{L}amps}")
    "Moths and Örsted's $z\\sim1$ \\emph{Lamps}"
    """
    text = " ".join(value.split()).rstrip("\\ ")
    if not _MARKUP.search(text):  # the usual case
        return text
    if _LETTER.search(text) and not any(sign in text for sign in _ADDRESSES):
        text = _LETTER.sub(_letter, text)
    if not _COMMANDS.search(text):  # only tags, braces for BibTeX and escaped characters
        return " ".join(_without_braces(without_tags(text) if "<" in text else text).split())
    if "\\$" in text or "backslash" in text:
        text = _BRACED_ESCAPE.sub(lambda found: found[1] or r"\textbackslash{}", text)
        text = _ESCAPED_STYLE.sub(r"\\\1{\2}", _ESCAPED_FORMULA.sub(_formula, text))
    text = "".join(_Cleaner(text).parts())
    return without_tags(text) if "<" in text else " ".join(text.split())


def _without_braces(text: str) -> str:
    if _ESCAPED_BRACE.search(text):
        return _BRACES_ALONE.sub("", text)
    return text.replace("{", "").replace("}", "")


def _letter(match: re.Match[str]) -> str:
    before = match.string[max(0, match.start() - 3) : match.start()]
    return match[0] if "\\" in before and _IN_COMMAND.search(before) else _accented(match[0])


@lru_cache(maxsize=1 << 10)
def _accented(letter: str) -> str:
    return plain(letter)


@lru_cache(maxsize=1 << 12)
def value_text(value: str) -> str:
    """Return a value as readers see it."""
    return plain(clean_latex(value))


def closing_brace(text: str) -> int:
    """Return the position of the brace that closes the one at the start of a text, -1 if there is none."""
    depth = 0
    for match in _BRACE.finditer(text):
        if text[match.start() - 1 : match.start()] != "\\":
            depth += 1 if match[0] == "{" else -1
            if depth == 0:
                return match.start()
    return -1


def _formula(match: re.Match[str]) -> str:
    if not _ESCAPED_TEX.search(match[1]):
        return match[0]
    body = _ESCAPES.sub(lambda escape: _CHARACTERS.get(escape[1] or escape[2]) or escape[3], match[1])
    return f"${body}$" if "$" not in body and is_formula(body, "") else match[0]


class _Cleaner:
    """One pass over a text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = [match for match in _TOKEN.finditer(text) if match["token"]]
        self.closing = _pairs(self.tokens)
        self.shown: dict[int, str] = {}
        """Texts to write in place of braces, by their positions; nothing where there is no entry."""
        self.removed: set[int] = set()
        """Positions of braces around arguments that are left out."""

    def parts(self) -> Iterator[str]:
        """Yield the parts of the text that stay."""
        place = 0
        for match in self.tokens:
            start, token = match.start(), match[0]
            if start < place:  # within an argument that is removed
                continue
            yield self.text[place:start]
            place = match.end()
            if token == "{" and start in self.removed:
                place = self.closing[start] + 1
            elif token in "{}":
                if token == "{" and self._is_special(start):
                    self._keep(start)
                yield self.shown.get(start, "")
            elif token[0] == "$":
                yield _known_formula(token[1:-1])
            elif token[1] == "(":
                yield token
            else:
                shown, place = self._command(match)
                yield shown
        yield self.text[place:]

    def _keep(self, opening: int, opened: str = "{", closed: str = "}") -> None:
        self.shown[opening] = opened
        self.shown[self.closing[opening]] = closed

    def _is_special(self, opening: int) -> bool:
        r"""Return whether braces hold a group such as `{\"o}` or `{\em moths}`."""
        command = _NAME.match(self.text, opening + 1)
        if command is None or opening not in self.closing or command[1] in _SYMBOLS or command[1] in _SILENT:
            return False
        return command[1] != "ensuremath" and _is_known(command[1])

    def _command(self, match: re.Match[str]) -> tuple[str, int]:
        """Return what to write for a command, and the position to go on from."""
        name, after = match[0][1:], match.end()
        if not name.isalpha() and name[-1:] != "*":
            return self._sign(match, name, after)
        name = name.removesuffix("*")
        blank = self.text.startswith(" ", after)
        if name in _SILENT:
            return "", after + blank
        if name in _WITH_LENGTH and (length := _LENGTH.match(self.text, after)):
            return "", length.end()
        symbol = _SYMBOLS.get(name) or _JOURNALS.get(name)
        if symbol:
            return symbol, after + (2 if self.text.startswith("{}", after) else blank)
        is_removed = name.lower() in _REMOVED
        if is_removed and (option := _OPTION.match(self.text, after)):
            after, blank = option.end(), False
        opening = after + (blank and self.text.startswith("{", after + 1))
        if is_removed:
            return "", self.closing[opening] + 1 if opening in self.closing else after + blank
        if opening in self.closing:
            return self._with_argument(match, name, opening)
        return self._alone(match, name, after, blank)

    def _sign(self, match: re.Match[str], name: str, after: int) -> tuple[str, int]:
        """Return what to write for an accent or an escaped character, and the position to go on from."""
        if self.text.startswith("{}", after):  # there is no letter below the accent
            return {"~": r"\textasciitilde{}", "^": "^"}.get(name, "" if name in _ACCENTS else match[0]), after + 2
        if name in _ACCENTS and after in self.closing:
            self._keep(after)
        return match[0], after

    def _with_argument(self, match: re.Match[str], name: str, opening: int) -> tuple[str, int]:
        """Return what to write for a command before braces, and the position to go on from."""
        closing = self.closing[opening]
        if name in _QUOTES:
            self._keep(opening, "``", "''")
            return "", opening
        body = self.text[opening + 1 : closing]
        if name == "ensuremath":
            return (_known_formula(body), closing + 1) if body.strip() and "$" not in body else ("", opening)
        if name == "texorpdfstring" and closing + 1 in self.closing:
            self.removed.add(closing + 1)
        if name in _AS_ACCENTS:
            self._keep(opening)
            return f"\\{_AS_ACCENTS[name]}", opening
        if not (name in _KNOWN or _is_known(name)):
            if _is_greek(name):
                self._keep(opening)
                return f"\\{name[4:]}", opening
            return "" if body.strip() else name, opening
        self._keep(opening)
        if name in ("href", "textcolor") and closing + 1 in self.closing:
            self._keep(closing + 1)
        return match[0], opening

    def _alone(self, match: re.Match[str], name: str, after: int, blank: bool) -> tuple[str, int]:
        """Return what to write for a command without an argument, and the position to go on from."""
        if name in COMMAND_STYLES and name not in DECLARATION_STYLES:
            return "", after + blank
        if _is_greek(name):
            return f"\\{name[4:]}", after
        if _is_known(name):
            return match[0], after
        if path := _PATH.match(self.text, match.start()) if self._follows_drive(match.start()) else None:
            return path[0], path.end()
        return name, after  # of an unknown command, its name says most

    def _follows_drive(self, position: int) -> bool:
        r"""Return whether there is a letter such as that of `C:\moths` before a position."""
        return bool(_DRIVE.match(self.text, max(0, position - 3), position))


@lru_cache(maxsize=1 << 12)
def _is_known(name: str) -> bool:
    return name in DECLARATION_STYLES or is_command(name)


def _is_greek(name: str) -> bool:
    """Return whether a command is that of a letter such as `\textalpha`."""
    return name.startswith("text") and not is_command(name) and is_command(name[4:])


def _known_formula(tex: str) -> str:
    """Return a formula with its dollars, where its commands are known; others are replaced by what they may mean."""
    if "\\" not in tex and "^" not in tex[:4]:
        return f"${tex}$"
    if raised := _RAISED.fullmatch(tex):
        shown = raised["shown"]
        return _RAISED_MARKS.get(shown, shown if shown[0] != "\\" else "®")
    unknown = {name for name in _COMMAND_WORD.findall(tex) if not _is_in_formulas(name)}
    alone = _ONE_COMMAND.fullmatch(tex) if unknown or tex.lstrip()[1:2] in _ACCENTS else None
    if alone and (alone[1] in unknown or alone[1] in _ACCENTS) and is_command(alone[1]):
        return f"{{{tex.strip()}}}"  # a letter with an accent
    if not unknown or to_mathml(tex) is not None:
        return f"${tex}$"
    return f"${_COMMAND_WORD.sub(lambda found: _in_formulas(found, unknown), tex)}$"


def _in_formulas(command: re.Match[str], unknown: Collection[str]) -> str:
    if command[1] not in unknown:
        return command[0]
    shown = plain(f"{command[0]}{{}}")
    return shown if not shown.startswith("\\") else rf"\mathrm{{{command[1]}}}"


@lru_cache(maxsize=1 << 12)
def _is_in_formulas(name: str) -> bool:
    """Return whether formulas may have a command."""
    return name in _STRUCTURE or any(to_mathml(tex) for tex in (rf"\{name} x", rf"\{name}{{x}}{{y}}"))


def _pairs(tokens: list[re.Match[str]]) -> dict[int, int]:
    """Return the position of the closing brace by that of the opening one."""
    pairs, openings = {}, []
    for match in tokens:
        if match[0] == "{":
            openings.append(match.start())
        elif match[0] == "}" and openings:
            pairs[openings.pop()] = match.start()
    return pairs
