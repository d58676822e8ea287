"""Detection of formulas between dollar signs, which may also stand for amounts of money."""

from __future__ import annotations

import re

_TEX = re.compile(r"[\\^_]")
_MAYBE_TEX = re.compile(r"[\\^_{}=<>]")
_MARKUP = re.compile(r"\\[A-Za-z]+|\{[^{}]*\}")
_WORD = re.compile(r"[A-Za-z]{2}")
# English words that occur in a formula only within a group such as `\text{for}`.
_ENGLISH = re.compile(
    r"(?<!\S)(?:an|and|are|as|at|between|but|by|can|compared|each|for|from|have|in|is|into|it|its|of|on|or|our"
    r"|per|than|that|the|their|then|this|to|up|versus|vs|was|we|were|when|where|which|while|with)(?=[\s,.;:]|$)"
)
_SPACED_WORD = re.compile(r"\s[A-Za-z]{2}|[A-Za-z]{2}\s")
_AFTER_SPACED = " \n-,.;:)"
_BRACKET = re.compile(r"[()\[\]]")


def is_formula(body: str, following: str) -> bool:
    """Return whether `body`, the text between two dollars, is a formula; `following` is the character after them.

    >>> is_formula(r"2.8\\times", " "), is_formula("5 per query (p<0.05) versus ", "1")
    (True, False)
    """
    if not body.strip():
        return False
    words = len(_ENGLISH.findall(_MARKUP.sub(" ", body)))
    spaced = body[0].isspace() or body[-1].isspace()
    tex = _TEX.search(body) is not None
    if words > 2 or (words and spaced) or (not tex and _SPACED_WORD.search(body) and _has_unbalanced_brackets(body)):
        return False
    if body[0].isdigit() and not tex:  # an amount, unless it ends like a formula
        open_end = body[-1] in "([" or (body[-1].isspace() and (_WORD.search(body) or following not in _AFTER_SPACED))
        return not (words or following.isdigit() or open_end)
    return not spaced or _MAYBE_TEX.search(body) is not None or _is_symbol(body)


def _is_symbol(body: str) -> bool:
    return not _WORD.search(body) and any(char.isalnum() for char in body)


def _has_unbalanced_brackets(body: str) -> bool:
    """Return whether brackets are unbalanced; their kinds may differ, as in the interval `(0, 1]`."""
    depth = 0
    for bracket in _BRACKET.findall(body):
        depth += 1 if bracket in "([" else -1
        if depth < 0:
            return True
    return depth != 0
