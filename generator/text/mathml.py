r"""Conversion of formulas from LaTeX to MathML for pages and to plain Unicode for titles, search and feeds.

latex2mathml parses the LaTeX. Its tree is then reduced to the elements and attributes of MathML Core
(https://www.w3.org/TR/mathml-core/), with Unicode characters for the styles of letters, as browsers ignore
`mathvariant`. A formula that latex2mathml rejects, or of which it would print a command, is not converted.
"""

from __future__ import annotations

import html
import re
import unicodedata
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple
from xml.etree.ElementTree import Element, tostring


class ConvertedFormula(NamedTuple):
    """A formula in the two formats in which it is shown."""

    mathml: str | None
    """A `<math>` element; None if some part of the formula cannot be converted."""
    text: str
    """One line of Unicode; the LaTeX source if `mathml` is None."""


_MAX_LENGTH = 4000
"""Maximum length in characters of a formula to convert; a longer one is shown as source."""
_MAX_DEPTH = 60
"""Maximum nesting of groups in a formula to convert, as the converter is recursive."""

_ELEMENTS = frozenset(
    "math mrow mi mn mo mtext mspace msup msub msubsup mfrac msqrt mroot mover munder munderover "
    "mtable mtr mtd mstyle mpadded mphantom".split()
)
_ROWS = frozenset("math mrow mstyle mpadded msqrt mtd".split())
"""Elements whose children are a row of any length."""
_TOKENS = frozenset("mi mn mo mtext".split())
"""Elements that contain characters only."""
_SCRIPTED = frozenset("msub msup msubsup munder mover munderover".split())
_ARITY = {"msup": 2, "msub": 2, "msubsup": 3, "mfrac": 2, "mroot": 2, "mover": 2, "munder": 2, "munderover": 3}
"""Number of children of elements in which the position of a child has a meaning."""

_ATTRIBUTES = frozenset(
    "display stretchy fence form separator lspace rspace minsize maxsize movablelimits accent accentunder "
    "linethickness displaystyle scriptlevel width height depth columnspan rowspan".split()
)
_ATTRIBUTE_VALUE = re.compile(r"[A-Za-z0-9.+\-% ]{1,24}")
_STYLES = {
    **{style: style.upper() for style in "bold italic double-struck script fraktur sans-serif monospace".split()},
    **{f"bold-{style}": f"BOLD {style.upper()}" for style in ("italic", "script", "fraktur")},
    "bold-sans-serif": "SANS-SERIF BOLD",
    "sans-serif-italic": "SANS-SERIF ITALIC",
    "sans-serif-bold-italic": "SANS-SERIF BOLD ITALIC",
}
"""Styles in the names of Unicode characters, by those of MathML."""
COMMENT = re.compile(r"(?<!\\)((?:\\\\)*)%")
"""Unescaped `%`: the start of a comment in TeX, but the character itself to authors who write `$10%$`."""
_REWRITES = (
    (re.compile(r"\\(?:boldmath|unboldmath|xspace|displaystyle|textstyle|nonumber|noindent)(?![A-Za-z])"), ""),
    (re.compile(r"\\(?:textup|textnormal|textsc|mathnormal|ensuremath)(?=\s*\{)"), r"\\mathrm"),
    (re.compile(r"\\(?:emph|textsl)(?=\s*\{)"), r"\\textit"),
    (re.compile(r"\\(?:bm|pmb)(?![A-Za-z])"), r"\\boldsymbol"),
    (re.compile(r"\\([CNQRZ])(?![A-Za-z])"), r"\\mathbb{\1}"),
    (re.compile(r"\\dag(?![A-Za-z])"), r"\\dagger"),
    (re.compile(r"\\arg(?![A-Za-z])"), r"\\operatorname{arg}"),
    (re.compile(r"\\mathop\s*\{\s*(?:\\rm\s+([A-Za-z]+)|\\mathrm\{([A-Za-z]+)\})\s*\}"), r"\\operatorname{\1\2}"),
    (re.compile(r"\\operatorname\*?\{([A-Za-z]+)\\[,;: ]([A-Za-z]+)\}"), r"\\operatorname{\1}\\,\\operatorname{\2}"),
    (re.compile(r"\\(?:label|tag)\s*\{[^{}\\]*\}"), ""),
    (COMMENT, r"\1\%"),
)
"""Replacements of commands that the converter does not know."""
_FORBIDDEN = re.compile(r"\\(?:def|newcommand|newenvironment|DeclareMathOperator|href|style|class|id)(?![A-Za-z])|\^\^")
"""Definitions, a few of which can expand to a text without end, links, and TeX's `^^` notation for characters."""
_ENVIRONMENTS = frozenset(
    "array matrix matrix* pmatrix pmatrix* bmatrix bmatrix* Bmatrix Bmatrix* vmatrix vmatrix* Vmatrix Vmatrix* "
    "smallmatrix cases align align* aligned split gather gather* gathered equation equation* eqnarray eqnarray* "
    "multline multline* substack".split()
)
"""Known environments; of others, the converter would silently show the content."""
_ENVIRONMENT = re.compile(r"\\begin\s*\{([^{}]*)\}")
_TEXT_SIGNS = re.compile(r"\\[%&$#_{}]|---?|``|''")
"""LaTeX within text of formulas, which the converter hands on as it is."""
_AS_SIGNS = {"--": "–", "---": "—", "``": "“", "''": "”"}
_CLOSING = frozenset(")]}⟩⌉⌋!′‖")
_LARGE = frozenset("∑∏∐∫∬∮⋂⋃⋁⋀⨁⨂")
_SIGNS = frozenset("+−±∓")
_BINARY = _SIGNS | frozenset("×÷·⋅∗∘∪∩∧∨⊕⊗")
_PREFIXES = frozenset("∇∂∀∃¬")
_ITALIC = re.compile("[\U0001d434-\U0001d467\u210e]+")
"""Italic letters; several in a row are a word."""
_COMMAND = re.compile(r"\\[A-Za-z]")


def to_mathml(tex: str) -> str | None:
    r"""Convert a formula, given without its dollars, to a `<math>` element; None if a part of it is unknown.

    >>> to_mathml(r"\foo{x}") is None
    True
    """
    return convert_formula(tex).mathml


def to_unicode(tex: str) -> str:
    r"""Convert a formula to one line of plain text; return its source if it cannot be converted.

    >>> to_unicode(r"\mathcal{O}(n^{2})"), to_unicode("x_{ij}"), to_unicode(r"\frac{a+b}{2}")
    ('𝒪(n²)', 'xᵢⱼ', '(a + b)/2')
    """
    return convert_formula(tex).text


@lru_cache(maxsize=1 << 16)  # a conversion takes milliseconds
def convert_formula(tex: str) -> ConvertedFormula:
    """Convert a formula to MathML and to text."""
    tree = _tree(tex)
    if tree is None:
        return ConvertedFormula(None, tex.strip())
    return ConvertedFormula(tostring(tree, encoding="unicode"), " ".join(_to_text(tree).split()))


def _tree(tex: str) -> Element | None:
    from latex2mathml.converter import convert_to_element  # slow to import, and not every build needs it

    if len(tex) > _MAX_LENGTH or _depth(tex) > _MAX_DEPTH or _FORBIDDEN.search(tex):
        return None
    if not _ENVIRONMENTS.issuperset(_ENVIRONMENT.findall(tex)):
        return None
    for pattern, replacement in _REWRITES:
        tex = pattern.sub(replacement, tex)
    try:
        raw = convert_to_element(tex)
    except Exception:  # the converter raises a dozen kinds of error, IndexError and RecursionError among them
        return None
    printed = (part for element in raw.iter() for part in (element.text or "", *element.attrib.values()))
    try:
        return None if any(map(_COMMAND.search, printed)) else _clean(raw)
    except RecursionError:  # the caller is deep in the stack itself
        return None


def _depth(tex: str) -> int:
    """Return an upper bound for the depth of recursion of the converter."""
    depth = deepest = 0
    for char in tex:
        depth += (char == "{") - (char == "}")
        deepest = max(deepest, depth)
    return deepest + tex.count(r"\left") + tex.count("^") // 8


def _clean(raw: Element) -> Element:
    """Return a copy with known elements and attributes only, styled letters, and separated words and numbers joined."""
    tree = Element(raw.tag if raw.tag in _ELEMENTS and not (raw.tag in _TOKENS and len(raw)) else "mrow")
    variant = raw.get("mathvariant", "")
    text = html.unescape(raw.text or "")
    if raw.tag == "mtext":
        text = _TEXT_SIGNS.sub(lambda sign: _AS_SIGNS.get(sign[0], sign[0][-1]), text)
    if tree.tag == "mo" and len(text) > 1 and "".join(text.split()).isalpha():
        tree.tag = "mi"  # a browser would set an `mo` far apart even from the bracket after it
    elif tree.tag == "mi" and text in ("±", "∓"):
        tree.tag = "mo"
    tree.text = _styled(text, variant) or None
    for name, value in raw.attrib.items() if tree.tag == raw.tag else ():
        if name in _ATTRIBUTES and _ATTRIBUTE_VALUE.fullmatch(value):
            tree.set(name, value)
    if raw.tag == "mi" and variant == "normal" and len(text) == 1:
        tree.set("mathvariant", "normal")
    children = [_clean(child) for child in raw]
    if tree.tag in _ARITY:
        children += [Element("mrow") for _ in range(_ARITY[tree.tag] - len(children))]
        if len(children) > _ARITY[tree.tag]:
            tree.tag = "mrow"
    tree.extend(_tight(_joined(_apart(children))) if tree.tag in _ROWS else children)
    return tree


def _styled(text: str, variant: str) -> str:
    style = _STYLES.get(variant)
    return "".join(_styled_char(char, style) for char in text) if style else text


def _styled_char(char: str, style: str) -> str:
    """Return a letter or digit in a mathematical style, by its Unicode name; itself if Unicode has none."""
    kind = re.fullmatch(r"(LATIN|GREEK) (SMALL|CAPITAL) LETTER (\w+)|DIGIT (\w+)", unicodedata.name(char, ""))
    if not kind:
        return char
    letter = f"{kind[2]} {kind[3]}" if kind[2] else f"DIGIT {kind[4]}"
    if (style, char) == ("ITALIC", "h"):
        return "\u210e"  # named PLANCK CONSTANT
    for name in (f"MATHEMATICAL {style} {letter}", f"{style} {letter}", f"BLACK-LETTER {letter}"):
        try:
            return unicodedata.lookup(name)
        except KeyError:
            continue
    return char


def _joined(children: list[Element]) -> list[Element]:
    """Join neighbours that are one word of upright letters, or one number such as 1,024."""
    joined: list[Element] = []
    for child in children:
        last = joined[-1] if joined else None
        if last is not None and _are_one_word(last, child):
            last.text = (last.text or "") + (child.text or "")
            last.attrib.pop("mathvariant", None)
        elif len(joined) > 1 and _are_one_number(joined[-2], joined[-1], child):
            joined.pop()
            joined[-1].text = f"{joined[-1].text},{child.text}"
        else:
            joined.append(child)
    return joined


def _are_one_word(left: Element, right: Element) -> bool:
    if not left.tag == right.tag == "mi":
        return False
    upright = left.get("mathvariant") == "normal" or len(left.text or "") > 1
    return (upright and right.get("mathvariant") == "normal") or all(
        map(_ITALIC.fullmatch, (left.text or "", right.text or ""))
    )


def _are_one_number(left: Element, comma: Element, right: Element) -> bool:
    return (
        (left.tag, comma.tag, right.tag) == ("mn", "mo", "mn")
        and comma.text == ","
        and re.fullmatch(r"\d{1,3}(,\d{3})*", left.text or "") is not None
        and re.fullmatch(r"\d{3}(\.\d+)?", right.text or "") is not None
    )


def _apart(children: list[Element]) -> list[Element]:
    """Add spaces between words such as `log` and the operands beside them, as TeX does, and after `mod`."""
    row = children[:1]
    for left, right in pairwise(children):
        words = _is_word(left) or _is_word(right)
        is_mod = left.text == "mod" and right.tag != "mspace"
        if _is_word(left) and right.tag == "mo" and right.text in _SIGNS:
            right.set("form", "prefix")
        elif not (words and _ends_operand(left) and (_begins_operand(right) or is_mod)):
            row.append(right)
            continue
        row.append(Element("mspace", {"width": "0.167em"}))
        row.append(right)
    return row


def _tight(children: list[Element]) -> list[Element]:
    r"""Take the space from operators that lack an operand, such as that of `4\times`, as TeX does."""
    for place in {0, len(children) - 1} if children else ():
        element = children[place]
        if element.tag == "mo" and (len(children) == 1 or element.text in _BINARY):
            element.attrib.update(lspace="0", rspace="0")
    return children


def _is_word(element: Element) -> bool:
    base = _base(element)
    return base.tag == "mi" and len(base.text or "") > 1


def _base(element: Element) -> Element:
    while element.tag in _SCRIPTED and len(element):
        element = element[0]
    return element


def _ends_operand(element: Element) -> bool:
    base = _base(element)
    if base.tag == "mrow":
        return len(base) > 0 and _ends_operand(base[-1])
    return base.tag not in ("mo", "mspace") or (base.text or "") in _CLOSING


def _begins_operand(element: Element) -> bool:
    base = _base(element)
    if base.tag == "mrow":
        return len(base) > 0 and _begins_operand(base[0])
    return base.tag not in ("mo", "mspace") or (base.text or "") in _LARGE | _PREFIXES


# ---- conversion to plain text ----

_RELATIONS = frozenset("=<>≤≥≈≠≡∼≃≅∝∈∉⊂⊆⊃⊇→←↔⇒⇔↦∘⊕⊗×+−±∓⋅≪≫∪∩∧∨≲≳⩽⩾∣≔≜≐≍⊢⊨≺≻≼≽⪯⪰⊑⊒∖⊓⊔⊙⊖⟶⟵⟹⟺⟷↪↠∌≢⊈⊊")
_ACCENTS = {"^": "\u0302", "~": "\u0303", "¯": "\u0304", "‾": "\u0304", "_": "\u0304", "˙": "\u0307", "¨": "\u0308"}
_ACCENTS |= {
    "―": "\u0305",
    "→": "\u20d7",
    "ˇ": "\u030c",
    "´": "\u0301",
    "`": "\u0300",
    "˘": "\u0306",
    "∼": "\u0303",
    "˜": "\u0303",
}


def _scripts(kind: str) -> dict[str, str]:
    """Return the superscript (`<super>`) or subscript (`<sub>`) form of each character that has one in Unicode."""
    blocks = [*range(0xB2, 0xBA), *range(0x1D2C, 0x1DC0), *range(0x2070, 0x20A0), *range(0x2C7C, 0x2C7E)]
    forms: dict[str, str] = {}
    for point in blocks:
        decomposition = unicodedata.decomposition(chr(point)).split()
        if len(decomposition) == 2 and decomposition[0] == kind:
            forms.setdefault(chr(int(decomposition[1], 16)), chr(point))
    return forms


_SUPERSCRIPTS = _scripts("<super>") | {"′": "′", "*": "*", "∗": "*", "†": "†", "∘": "°", "⊤": "ᵀ"}
_SUBSCRIPTS = _scripts("<sub>")
_UPRIGHT = {point: unicodedata.normalize("NFKC", chr(point)) for point in (0x210E, *range(0x1D434, 0x1D468))}
"""Upright letters by the italic ones, which are the default in formulas."""


def _to_text(element: Element) -> str:
    parts = [_to_text(child) for child in element]
    match element.tag:
        case "msup":
            return parts[0] + _script(parts[1], _SUPERSCRIPTS, "^")
        case "msub" | "munder":
            return parts[0] + _script(parts[1], _SUBSCRIPTS, "_")
        case "msubsup" | "munderover":
            return parts[0] + _script(parts[1], _SUBSCRIPTS, "_") + _script(parts[2], _SUPERSCRIPTS, "^")
        case "mover":
            return _accented(parts[0], parts[1].strip())
        case "mfrac":
            return f"{_grouped(parts[0])}/{_grouped(parts[1])}"
        case "msqrt":
            return f"√{_grouped(''.join(parts))}"
        case "mroot":
            return f"{_script(parts[1], _SUPERSCRIPTS, '')}√{_grouped(parts[0])}"
        case "mtr":
            return ", ".join(parts)
        case "mtable":
            return "; ".join(parts)
        case "mspace" | "mphantom":
            return " "
        case "mo":
            return (element.text or "").strip("\u2061\u2062\u2063")  # invisible operators, such as function application
        case _:
            return (element.text or "").translate(_UPRIGHT) + _spaced(element, parts)


def _spaced(element: Element, parts: list[str]) -> str:
    """Join siblings in a row, with spaces around operators between two of them."""
    row = []
    last = len(parts) - 1
    for place, (child, part) in enumerate(zip(element, parts, strict=True)):
        between = 0 < place < last and child.tag == "mo" and part in _RELATIONS and child.get("form") != "prefix"
        follows_operator = place > 0 and element[place - 1].tag == "mo" and parts[place - 1] in _RELATIONS | {"("}
        comma = place < last and (child.tag, part) == ("mo", ",")
        large = place < last and _base(child).text in _LARGE and _begins_operand(element[place + 1])
        row.append(f" {part} " if between and not follows_operator else f"{part} " if comma or large else part)
    return "".join(row)


def _script(text: str, forms: dict[str, str], mark: str) -> str:
    text = text.strip()
    bare = text.replace(" ", "")
    if bare and all(char in forms for char in bare):
        return "".join(forms[char] for char in bare)
    return f"{mark}{text}" if len(text) < 2 or text.isalnum() else f"{mark}({text})"


def _grouped(text: str) -> str:
    text = text.strip()
    return text if re.fullmatch(r"[\w.,′]*", text) else f"({text})"


def _accented(base: str, accent: str) -> str:
    mark = _ACCENTS.get(accent)
    if mark and len(base) <= 3:
        return unicodedata.normalize("NFC", "".join(char + mark for char in base))
    return base if mark else f"{base}{_script(accent, _SUPERSCRIPTS, '^')}"
