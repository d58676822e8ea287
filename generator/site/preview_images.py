"""Pictures of link previews: their texts in, PNG files out.

Needs the extra `previews`: Pillow, and a font with the letters of most languages in Latin, Greek and Cyrillic script.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from generator.pages.previews import Preview
from generator.site.files import write_whole
from generator.site.staging import Staging
from generator.site.workers import spread

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageFont import FreeTypeFont

SIZE = WIDTH, HEIGHT = 800, 420
"""Size in pixels; previews are shown at about 1.91 to 1."""
_MARGIN, _BAR = 56, 12
_ROOM = WIDTH - 2 * _MARGIN
"""Width of a line."""
_TITLE_TOP, _ABOUT_TOP = 100, 340
_TITLE_SIZES = (52, 44, 38, 32)
"""Sizes of the title, of which the largest is taken at which it fits."""
_SMALL = 24
_SPACING = 1.2
"""Height of a line by the size of its letters."""
_INK, _PAPER = (31, 41, 85), (255, 255, 255)
_BITS = 2
"""Bits per pixel: four shades are the least with which letters are smooth."""
_LACKING = "\uffff"
"""Character that no font has."""
_PACKAGES = _PILLOW, _FONT = "PIL", "font_source_sans_pro"


def can_draw() -> bool:
    """Return whether the packages of the extra are installed."""
    return all(map(find_spec, _PACKAGES))


def write_previews(previews: Sequence[Preview], site: Path, folder: str, staging: Staging | None, workers: int) -> None:
    """Write the pictures of previews, that of the collection first, into a folder of the site.

    Those that the live site has already are kept; without `staging`, the site is the live one.
    """

    def put(preview: Preview) -> None:
        uri = f"{folder}{preview.path}"
        live = staging.live if staging else site
        if not (live / uri).is_file():
            write_whole(site / uri, draw(preview, previews[0]))
        elif staging:
            staging.keep(uri)

    spread(put, list(dict.fromkeys(previews)), workers)


def draw(preview: Preview, instead: Preview) -> bytes:
    """Return a preview as PNG; where the font lacks a letter of it, the one to show `instead`."""
    return _png(preview if all(map(_has, {*"".join(preview)})) else instead)


def _png(preview: Preview) -> bytes:
    from PIL import Image, ImageDraw

    image = Image.new("L", SIZE, 255)
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 0, _BAR, HEIGHT), fill=0)
    small, title = _font("", _SMALL), _title_font(preview.title)
    pen.text((_MARGIN, _MARGIN - _SMALL // 2), _cut(preview.collection, small), font=small, fill=0)
    for number, line in enumerate(_lines(preview.title, title)):
        pen.text((_MARGIN, _TITLE_TOP + number * title.size * _SPACING), line, font=title, fill=0)
    pen.text((_MARGIN, _ABOUT_TOP), _cut(preview.about, small), font=small, fill=0)
    return _saved(image)


def _saved(grey: Image) -> bytes:
    """Return a grey picture as PNG, in shades from ink to paper."""
    from PIL import Image

    shades = 1 << _BITS
    numbers = grey.point([level * shades >> 8 for level in range(256)])
    image = Image.frombytes("P", SIZE, numbers.tobytes())
    steps = [number / (shades - 1) for number in range(shades)]
    image.putpalette(
        [round(ink + step * (paper - ink)) for step in steps for ink, paper in zip(_INK, _PAPER, strict=True)]
    )
    file = io.BytesIO()
    image.save(file, "PNG", bits=_BITS)
    return file.getvalue()


def _title_font(title: str) -> FreeTypeFont:
    """Return the largest font in which a title fits; the smallest where it fits in none."""
    fonts = [_font("Semibold", size) for size in _TITLE_SIZES]
    return next((font for font in fonts if len(list(_wrapped(title, font))) <= _most_lines(font)), fonts[-1])


def _lines(title: str, font: FreeTypeFont) -> list[str]:
    """Return the lines of a title; one that is too long ends in an ellipsis."""
    lines, most = list(_wrapped(title, font)), _most_lines(font)
    return [_cut(line, font) for line in [*lines[: most - 1], " ".join(lines[most - 1 :])]]


def _most_lines(font: FreeTypeFont) -> int:
    return int((_ABOUT_TOP - _TITLE_TOP) / (font.size * _SPACING))


def _wrapped(text: str, font: FreeTypeFont) -> Iterator[str]:
    line: list[str] = []
    left = 0.0
    for word in text.split():
        needed = _width(word, font) + _width(" ", font)
        if line and needed > left:
            yield " ".join(line)
            line = []
        left = (left if line else _ROOM) - needed
        line.append(word)
    yield " ".join(line)


def _cut(text: str, font: FreeTypeFont) -> str:
    """Return a text that fits on one line, with an ellipsis where it is cut."""
    if not _is_too_wide(text, font):
        return text
    while text and _is_too_wide(f"{text} …", font):
        text = text.rpartition(" ")[0] or text[:-1]
    return f"{text} …"


def _is_too_wide(text: str, font: FreeTypeFont) -> bool:
    return font.getlength(text) > _ROOM


@lru_cache(maxsize=1 << 14)
def _width(word: str, font: FreeTypeFont) -> float:
    """Return the width of a word, which other titles have, too."""
    return font.getlength(word)


@cache
def _font(weight: str, size: int) -> FreeTypeFont:
    from PIL import ImageFont

    return ImageFont.truetype(
        getattr(import_module(_FONT), f"SourceSansPro{weight}"), size, layout_engine=ImageFont.Layout.BASIC
    )


@cache
def _has(letter: str) -> bool:
    """Return whether the font has a letter, rather than the mark for those that it lacks."""
    font = _font("Semibold", _SMALL)
    return letter.isspace() or bytes(font.getmask(letter)) != bytes(font.getmask(_LACKING))
