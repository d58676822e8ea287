"""Search for the address of a paper's own code in its abstract, by the sentences around the addresses there.

A sentence may say that the authors release something at an address ("our code is available at"), or that it belongs to
others ("we build on"). The words nearest to the address decide.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from urllib.parse import urlsplit

from generator.text.entities import decode_references
from generator.text.urls import find_addresses


class _Host(IntEnum):
    """Kind of host, in the order of how likely it has code."""

    NONE = 0
    OTHER = 1
    ARCHIVE = 2
    PAGES = 3
    REPOSITORY = 4


class _Owner(IntEnum):
    OTHERS = 0
    UNKNOWN = 1
    AUTHORS = 2


class _Content(IntEnum):
    """Kind of content at an address, the best last; below `PAGE` it counts only if the header says there is code."""

    NONE = 0
    UNKNOWN = 1
    MATERIAL = 2
    PAGE = 3
    REPOSITORY = 4
    CODE = 5


@dataclass(frozen=True, slots=True)
class _Mention:
    """Address with the text of its sentence before and after it, up to the next addresses."""

    url: str
    before: str
    after: str
    joined: bool
    """Whether the address before it stands in the same sentence."""


# ---- hosts ----

_FORGES = ("github.com", "gitlab.com", "bitbucket.org", "codeberg.org", "gitee.com", "gitcode.com", "git.sr.ht")
"""Hosts of repositories with the path `owner/name`, besides all that begin with `gitlab.` or `git.`."""
_OTHER_FORGES = ("sourceforge.net", "anonymous.4open.science", "gist.github.com", "raw.githubusercontent.com")
_PAGES = ("github.io", "gitlab.io", "gitee.io", "codeberg.page")
_ARCHIVES = (
    *("huggingface.co", "hf.co", "modelscope.cn", "modelscope.ai", "kaggle.com"),
    *("zenodo.org", "osf.io", "figshare.com", "codeocean.com"),
)
_NEVER = ("youtube.com", "youtu.be", "vimeo.com", "bilibili.com", "arxiv.org")
_NO_OWNERS = frozenset(
    "about apps blog collections contact customer-stories enterprise events explore features groups help issues join "
    "login marketplace models new notifications orgs organizations pricing pulls readme search security settings site "
    "sponsors stars team teams topics trending users".split()
)
"""First parts of paths on such a host that are not owners."""
_DISCUSSION = re.compile(r"/(?:issues|pulls?|merge_requests|pull-requests|discussions|actions|stargazers)(?:/|$)")
"""Parts of a repository with discussions instead of code."""

# ---- sentences ----


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE | re.VERBOSE)


_FOREIGN_CODE = r"""
    \b(?: (?:quell|programm)code | code\ (?:est|source|ist|unter|wird) | c[oó]digo | codice | код )\b
    | 代码 | 代碼 | 源码 | 源碼 | 程式碼 | コード | 코드"""
# `code generation` is not code, and `available systems` are not available code.
_NO_NOUN_FOLLOWS = r"""
    (?![-'’]?\w) (?!\s+(?!(?:and|or|as|at|both|by|can|could|for|from|has|have|here|in|is|are|be|of|on|online|that|the
    |this|through|to|under|upon|used|via|which|will|with|we|along|available|released?|open|free|base|codes?|data
    |datasets?|models?|repository|repo|page|links?|files?|scripts?|package|library|implementation|related|implementing
    |\w+ly)\b)[A-Za-z])"""
_CODE = _pattern(rf"""
    \b(?: codes? | code-?bases? | implementations? | repositor(?:y|ies) | repos? | github | gitlab | software
    | tool(?:kit|box) | library | packages? | scripts? ) {_NO_NOUN_FOLLOWS} | {_FOREIGN_CODE}""")
_PAGE = _pattern(r"""
    \b(?: project | our | demo | home | companion )[-\ ]? (?:web\ ?)? (?:page|site) | \bproject\b
    | ^\W* web\ ?(?:page|site)\b""")
_MATERIAL = _pattern(r"""
    \b(?: data | data\ ?sets? | database | corpus | corpora | benchmarks? | models? | weights | checkpoints
    | materials? | resources | artifacts | papers | images | videos? )\b | 数据 | 模型""")
_OURS = _pattern(r"\b(?: ours? | we | unser\w* | notre | nos | nuestr\w* | наш\w* )\b | 我们 | 我們 | 本文")
_OUR_CODE = _pattern(r"\bour\b (?:\W+\w+){0,4}? \W+ (?:code|implementation|software|package|library|repository)\b")
_NAMED = re.compile("|".join(f"(?:{named.pattern})" for named in (_CODE, _PAGE, _MATERIAL, _OURS)), _CODE.flags)
"""Anything that authors may call their own."""
_WORDLESS = _pattern(r"(?: \W | \b(?:and|or|und|et)\b )*")

# Words that say that something is released at an address.
_RELEASE = _pattern(rf"""
    \bava\w{{1,5}}bl[ey] {_NO_NOUN_FOLLOWS} | \b(?: availability | accessible | access(?:ed)? | released? | releasing
    | publicly | download\w* | hosted | uploaded | distributed | deposited | provided? | maintain\w* | visit )\b
    | \b(?: be | is | are | been | we | will | have | to | and )\ (?:\w+\ )?
      (?: open[-\ ]?sourc\w+ | shared? | published? )\b
    | \b(?: be | is | are | been )\ (?:\w+\ )?
      (?: found | seen | obtained | retrieved | collected | organi[sz]ed | listed | presented | posted | archived )\b
    | \bcan\ (?:\w+\ )?find\b | \bpublic (?:\ (?:at|on|via)\b | \s*\($ ) | \brefer\ to\b
    | (?: ^\W* | please\ | [;,]\ ) see\b | \bsee\W*$
    | \bopen(?:ly|ed)? (?:[-\ ]?sourced?)?\ (?:at|on|in|under|via)\b
    | disponib | verfügbar | beschikbaar | доступ | 开源 | 開源 | 公开 | 公開 | {_FOREIGN_CODE}""")
_POINTER = r"""
    (?: at | is | (?:is|are)\ in | here | via | links? | (?:web|home)?(?:page|site) | repo(?:sitory)? | github
    | code )"""
_COLON = r"\s* (?: [:：] | \s[-–—] ) \W* $"
_HEADING = _pattern(rf"^\W* (?:\w+\W+){{0,2}}? \w+ {_COLON} | \b{_POINTER} {_COLON}")
"""Sentence that consists of a label and a colon, or ends in a word that points to the address, and a colon."""
_INTRODUCTION = _pattern(rf"^\W* (?!(?:we|it)\b) (?:\w+\W+){{0,10}}? (?: {_POINTER}\W*$ | \w+ {_COLON})")
"""Short sentence that only introduces the address, if it names something of the authors."""
_GOES_ON = _pattern(r"[\s)\]}\"'’”]* (?!(?:and|or|for|with|under|to|along)\b) (?-i:[a-z]{2})")
_LIES_THERE = _pattern(r"\W*(?:is|are)\b.*\b(?:available|public|open|online|released)\b")

# Words that say that it belongs to others.
_WE_USE = _pattern(r"""
    \b(?: we | which | that | also | then )\ (?:\w+\ )?
    (?: us | utili[sz] | leverag | employ | adopt | extend | follow | collect | crawl | min | scrap | gather | analy[sz]
    | stud | examin | compar | evaluat | benchmark | test | audit | fork | modif | appl | fine-?tun | build | built
    | rel[iy] ) (?: e | ed | y | ied | ies | es | s | ing | )\b""")
_BORROWED = _pattern(rf"""
    {_WE_USE.pattern} | \b(?: using | leveraging | employing | adopting | outperform\w* | unlike | such\ as )\b
    | \b(?: extend(?:s|ed)? | modif(?:y|ies|ied) | studied | analy[sz]ed | examined | forks? )\b
    | \b(?: based | buil[dt]\w* | rel(?:y|ies|ied|ying) | train\w* | test\w* | evaluat\w* | benchmarked | runs?
      | running | experiments? | compar\w+ | similar | integrat\w+ | incorporat\w+ | inspired )
      \ (?: (?:up)?on | in(?:to)? | with | to | by | against | atop )\b
    | \be\.g\. | \b(?<!would\ )like\b | 基于 | 基於 | 使用 | を用い""")
_THEIRS = _pattern(r"""
    \b(?: whose | their | original\ (?:code|implementation|repository)
    | (?: released | provided | developed | maintained | published )\ by )\b""")
_FROM_THERE = _pattern(r"""
    ^ (?!.*\b(?:can|may|please)\b) .* (?<!available\ )(?<!accessible\ )(?<!released\ )(?<!download\ )(?<!downloadable\ )
      (?<!use\ ) \bfrom\W*$
    | (?<!refer\ )(?<!ed\ ) \bto\W*$ | \b(?: of | into | than | by | against | for | with )\W*$ | ^\W*following\W*$""")
"""Preposition by which the address belongs to another statement."""
_COPULA = _pattern(r"(?<!\bthat\ )(?<!\bwhich\ )\b(?:is|are|was|were|will|has|have|can)\b")

_SENTENCE_END = re.compile(r"(?<!\be\.g)(?<!\bi\.e)(?<!\bvs)[.!?](?=\W*\s|[A-Z(\[\\]|$)|[。！？]|\n\s*\n")
_MAX_DISTANCE = 300
"""Number of characters on either side of an address in which its sentence is searched for."""
_LABEL = re.compile(r"\}\s*\{([^{}]{1,150})\}")
_COMMAND = re.compile(r"\\(?:text)?color\{\w*\}|\\[A-Za-z]+")


def find_code_url(text: str, marked: bool) -> str | None:
    """Return the address at which the text says that the paper's own code is, or None.

    `marked` says whether the listing marks the paper as having code. Then the only address on a host of code counts,
    unless it belongs to others, and so do data or a model of the authors.
    """
    if not ("/" in text or "www." in text):  # the usual case
        return None
    mentions = tuple(_mentions(text))
    contents = tuple(_contents(mentions))
    best = max(contents, default=_Content.NONE)
    if best < (_Content.UNKNOWN if marked else _Content.PAGE):
        return None
    found = [mention.url for mention, content in zip(mentions, contents, strict=True) if content is best]
    if best is _Content.UNKNOWN and len(set(found)) > 1:
        return None
    return max(found, key=_host)


def _mentions(text: str) -> Iterator[_Mention]:
    text = decode_references(text)
    addresses = find_addresses(text)
    last_said = ""
    ends = [0, *(address.end for address in addresses)]
    starts = [*(address.start for address in addresses), len(text)]
    for address, last_end, next_start in zip(addresses, ends[:-1], starts[1:], strict=True):
        before = text[max(last_end, address.start - _MAX_DISTANCE) : address.start]
        after = text[address.end : min(next_start, address.end + _MAX_DISTANCE)]
        sentences = _SENTENCE_END.split(before)
        label = _LABEL.match(after)
        said = _on_a_line(f"{label[1]} {sentences[-1]}" if label else sentences[-1])
        rest = after[label.end() :] if label else after
        joined = last_end > 0 and len(sentences) == 1 and len(before) < _MAX_DISTANCE
        if joined and _WORDLESS.fullmatch(said):  # as in `at A and B`
            said = last_said
        yield _Mention(address.url, said, _on_a_line(_SENTENCE_END.split(rest)[0]), joined)
        last_said = said


def _on_a_line(latex: str) -> str:
    return re.sub(r"\s+", " ", _COMMAND.sub(" ", latex))


def _contents(mentions: tuple[_Mention, ...]) -> Iterator[_Content]:
    owner = _Owner.UNKNOWN
    for mention in mentions:
        owner = _owner(mention, owner)
        yield _content(mention, owner)


def _owner(mention: _Mention, last: _Owner) -> _Owner:
    """Return the owner of what is at an address; `last` is that of the address before it."""
    if _is_borrowed(mention):
        return _Owner.OTHERS
    if _is_released(mention):
        return _Owner.AUTHORS
    return last if mention.joined else _Owner.UNKNOWN


def _content(mention: _Mention, owner: _Owner) -> _Content:
    before, host = mention.before, _host(mention.url)
    if host is _Host.NONE or owner is _Owner.OTHERS:
        return _Content.NONE
    if owner is _Owner.UNKNOWN:
        return _Content.UNKNOWN if host > _Host.OTHER else _Content.NONE
    if _CODE.search(before) or _OUR_CODE.search(mention.after):
        return _Content.CODE
    if host is _Host.REPOSITORY:
        return _Content.REPOSITORY
    if host is _Host.PAGES or _PAGE.search(before):
        return _Content.PAGE
    return _Content.MATERIAL if host is _Host.ARCHIVE or _MATERIAL.search(before) else _Content.NONE


def _is_released(mention: _Mention) -> bool:
    before, after = mention.before, mention.after
    if _WORDLESS.fullmatch(before + after):  # an address instead of a sentence
        return _host(mention.url) > _Host.ARCHIVE
    return bool(
        _RELEASE.search(before)
        or _OUR_CODE.search(before + after)
        or _LIES_THERE.match(after)
        or _HEADING.search(before)
        or (_INTRODUCTION.search(before) and _NAMED.search(before) and not _GOES_ON.match(after))
    )


def _is_borrowed(mention: _Mention) -> bool:
    """Return whether the sentence says that the address belongs to others, and no words after that contradict it."""
    before = mention.before
    if _THEIRS.search(before) or _FROM_THERE.search(before):
        return True
    if _WE_USE.search(mention.after) and not _OURS.search(before):
        return True
    borrowed = [match.end() for match in _BORROWED.finditer(before)]
    if not borrowed:
        return False
    rest = before[borrowed[-1] :]
    ours = _OURS.search(rest)
    if ours and (_RELEASE.search(rest, ours.start()) or _CODE.search(rest, ours.start())):
        return False
    return not (_COPULA.search(rest) and _RELEASE.search(rest) and (_CODE.search(before) or _OURS.search(before)))


def _host(url: str) -> _Host:
    parts = urlsplit(url)
    host = (parts.hostname or "").lower().removeprefix("www.")
    folders = [folder.lower() for folder in parts.path.split("/") if folder]
    if "." not in host or "@" in parts.netloc:  # a truncated address, or one that pretends to be on another host
        return _Host.NONE
    if not folders and not _is_of(host, _PAGES):
        return _Host.OTHER if not _is_of(host, (*_FORGES, *_OTHER_FORGES, *_ARCHIVES, *_NEVER)) else _Host.NONE
    if _is_of(host, _NEVER):
        return _Host.NONE
    if _is_of(host, _OTHER_FORGES):
        return _Host.REPOSITORY
    if host in _FORGES or host.startswith(("gitlab.", "git.")):
        if len(folders) < 2 or folders[0] in _NO_OWNERS:
            return _Host.NONE
        return _Host.OTHER if _DISCUSSION.search(parts.path) else _Host.REPOSITORY
    if _is_of(host, _PAGES):
        return _Host.PAGES
    return _Host.ARCHIVE if _is_of(host, _ARCHIVES) else _Host.OTHER


def _is_of(host: str, known: tuple[str, ...]) -> bool:
    return host in known or host.endswith(tuple(f".{name}" for name in known))
