"""What the listings show of names and words: entries in, their lexicon out.

A lexicon is counts, so one that is remembered is brought up to date by what is new and what is gone: nothing else is
read again.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import fields

from generator import byline
from generator.byline import Lexicon
from generator.listing import Entry
from generator.memory import Memory
from generator.model import fingerprint

PARTS = tuple(field.name for field in fields(Lexicon))
_LEXICON = "lexicon"


def learn(entries: Sequence[Entry], memory: Memory | None = None) -> Lexicon:
    """The lexicon of all entries; lines that are equal count once. The memory, all of which is its own, is saved."""
    memory = memory or Memory()
    texts = {fingerprint(entry.title_line): entry.title_line for entry in entries}
    before = memory.everything()
    written = before.pop(_LEXICON, "")
    lexicon = Lexicon(*map(Counter, json.loads(written))) if written else Lexicon()
    gone = [json.loads(text) for key, text in before.items() if key not in texts]
    new = [text for key, text in texts.items() if key not in before]
    if gone or new or not written:
        _forget(lexicon, byline.learn(gone))
        _add(lexicon, byline.learn(new))
        written = json.dumps([getattr(lexicon, part) for part in PARTS])
    memory.keep({key: before.get(key) or json.dumps(text) for key, text in texts.items()} | {_LEXICON: written})
    memory.save()
    return lexicon


def _add(lexicon: Lexicon, new: Lexicon) -> None:
    for part in PARTS:
        getattr(lexicon, part).update(getattr(new, part))


def _forget(lexicon: Lexicon, gone: Lexicon) -> None:
    for part in PARTS:
        counts = getattr(lexicon, part)
        for word, count in getattr(gone, part).items():
            counts[word] -= count
            if not counts[word]:
                del counts[word]
