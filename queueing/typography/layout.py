"""Break text into lines of runs that a painter can set: fonts by coverage, direction by the bidi rules, line breaks.

Widths are in ems (multiples of the font size), so that the bitmap and the PDF break lines alike.
The fonts are built from packages into `queueing/fonts/`; a file whose name ends in Bold or 700 is a bold one.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from itertools import groupby
from pathlib import Path
from typing import Any

import uharfbuzz
from bidi import algorithm as bidi
from bidi.mirror import MIRRORED

from queueing.typography.line_breaks import WORD, breaks_in

FONTS = Path(__file__).parents[1] / "fonts"
# Explicit directions have no glyph, and no place in words that say one thing; the letters settle the direction.
_WITHOUT_CONTROLS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF, 0xAD])


@dataclass(frozen=True, eq=False)
class Face:
    """One font file and what it covers."""

    path: Path

    @property
    def name(self) -> str:
        """The file's stem, which is also the font's name in a PDF."""
        return self.path.stem

    @property
    def bold(self) -> bool:
        """Whether it is the heavier cut."""
        return self.name.lower().endswith(("bold", "700"))

    @cached_property
    def font(self) -> Any:
        """The HarfBuzz font, in its own design units."""
        return uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(self.path))))

    @cached_property
    def covered(self) -> frozenset[int]:
        """The code points that it has glyphs for."""
        return frozenset(self.font.face.unicodes)

    @cached_property
    def ascent(self) -> float:
        """Ems from the baseline to the top of its line."""
        return float(self.font.get_font_extents("ltr").ascender) / float(self.font.face.upem)

    @cached_property
    def descent(self) -> float:
        """Ems from the baseline to the bottom of its line, positive."""
        return -float(self.font.get_font_extents("ltr").descender) / float(self.font.face.upem)

    @cached_property
    def cap_height(self) -> float:
        """Ems from the baseline to the top of a capital or a digit."""
        extents = self.font.get_glyph_extents(self.font.get_nominal_glyph(ord("H")))
        return float(extents.y_bearing) / float(self.font.face.upem)

    def shape(self, text: str, *, rtl: bool) -> list[tuple[int, int, float]]:
        """Return (glyph, index of its first character, advance in ems) of each glyph, in visual order."""
        buffer = uharfbuzz.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        buffer.direction = "rtl" if rtl else "ltr"
        uharfbuzz.shape(self.font, buffer)
        upem = self.font.face.upem
        pairs = zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)
        return [(info.codepoint, info.cluster, position.x_advance / upem) for info, position in pairs]


@dataclass(frozen=True, slots=True)
class Run:
    """Characters of one face and one direction, in the order in which they are read.

    `embolden` asks the painter to thicken the strokes: bold was wanted of a face that has no bold cut.
    """

    text: str
    face: Face
    rtl: bool
    embolden: bool = False

    @property
    def width(self) -> float:
        """Width in ems."""
        return sum(advance for _, _, advance in self.face.shape(self.text, rtl=self.rtl))

    @property
    def readable(self) -> str:
        """The text so that a shaper that guesses the direction from letters gets it right."""
        if self.rtl and not is_rtl(self.text):
            return "".join(MIRRORED.get(char, char) for char in reversed(self.text))
        return self.text

    @property
    def side_bearing(self) -> float:
        """Ems of white before the ink of its leftmost glyph."""
        glyph = self.face.shape(self.text, rtl=self.rtl)[0][0]
        return float(self.face.font.get_glyph_extents(glyph).x_bearing) / float(self.face.font.face.upem)


@dataclass(frozen=True, slots=True)
class TextLine:
    """One set line: its runs from left to right, and its measures in ems."""

    runs: tuple[Run, ...]
    width: float = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "width", sum(run.width for run in self.runs))

    @property
    def ascent(self) -> float:
        """Ems above the baseline that the tallest run asks for."""
        return max((run.face.ascent for run in self.runs), default=1.0)

    @property
    def descent(self) -> float:
        """Ems below the baseline that the deepest run asks for."""
        return max((run.face.descent for run in self.runs), default=0.3)


@cache
def faces(folder: Path = FONTS) -> tuple[Face, ...]:
    """Every face, the shortest name first: the plain family comes before those of single scripts."""
    found = sorted(folder.glob("*.ttf"), key=lambda path: (len(path.stem), path.stem))
    if not found:
        raise FileNotFoundError(f"no fonts in {folder}: build the assets first")
    return tuple(Face(path) for path in found)


@cache
def _choices(bold: bool) -> tuple[Face, ...]:
    # The other weight last: a glyph in the wrong weight is better than none.
    return tuple(sorted(faces(), key=lambda face: face.bold is not bold))


@cache
def main_face(bold: bool = False) -> Face:
    """The face of plain Latin text."""
    return _face_for("H", bold)


def is_rtl(text: str, *, default: bool = False) -> bool:
    """Whether a paragraph reads from right to left: by its first strong character, else `default`."""
    for char in text:
        kind = unicodedata.bidirectional(char)
        if kind in ("L", "R", "AL"):
            return kind != "L"
    return default


def set_lines(text: str, *, bold: bool = False, measure: float = float("inf"), rtl: bool = False) -> list[TextLine]:
    """Break `text` into lines no wider than `measure` ems.

    `rtl` is the direction of a paragraph that has no strong character of its own. A word wider
    than the measure is broken between its clusters. The empty text has no lines.
    """
    text = unicodedata.normalize("NFC", " ".join(text.translate(_WITHOUT_CONTROLS).split()))
    if not text:
        return []
    levels = _levels(text, 1 if is_rtl(text, default=rtl) else 0)
    chosen = _faces_of(text, bold)
    advances = _advances(text, levels, chosen)
    return [
        TextLine(tuple(_visual_runs(text, levels, chosen, span, bold)))
        for span in _balanced(text, advances, breaks_in(text), measure)
    ]


def missing_glyphs(text: str, *, bold: bool = False) -> set[str]:
    """Return the characters of `text` that no shipped font can show, after shaping."""
    return {
        run.text[cluster]
        for line in set_lines(text, bold=bold)
        for run in line.runs
        for glyph, cluster, _ in run.face.shape(run.text, rtl=run.rtl)
        if glyph == 0
    }


def _levels(text: str, base: int) -> list[int]:
    """Resolve the embedding level of each character (UAX 9, up to I2)."""
    storage = bidi.get_empty_storage()
    storage["base_level"], storage["base_dir"] = base, ("L", "R")[base]
    bidi.get_embedding_levels(text, storage)
    bidi.explicit_embed_and_overrides(storage)
    bidi.resolve_weak_types(storage)
    bidi.resolve_neutral_types(storage, False)
    bidi.resolve_implicit_levels(storage, False)
    kept = iter(storage["chars"])
    levels: list[int] = []
    for char in text:
        # X9 takes boundary neutrals (joiners) out; each goes with what is before it.
        removed = unicodedata.bidirectional(char) in ("BN", "")
        levels.append((levels[-1] if levels else base) if removed else next(kept)["level"])
    return levels


def _faces_of(text: str, bold: bool) -> list[Face]:
    chosen: list[Face] = []
    for char in text:
        # Letters and digits take the first face that has them; spaces, marks and signs stay with what is before.
        stays = bool(chosen) and unicodedata.category(char)[0] not in "LN" and ord(char) in chosen[-1].covered
        chosen.append(chosen[-1] if stays else _face_for(char, bold))
    return chosen


@cache
def _face_for(char: str, bold: bool) -> Face:
    choices = _choices(bold)
    return next((face for face in choices if ord(char) in face.covered), choices[0])


def _stretches(levels: Sequence[int], chosen: Sequence[Face], start: int, end: int) -> Iterator[tuple[int, int]]:
    for _, group in groupby(range(start, end), key=lambda i: (levels[i], chosen[i].name)):
        members = list(group)
        yield members[0], members[-1] + 1


def _advances(text: str, levels: Sequence[int], chosen: Sequence[Face]) -> list[float]:
    """Width of each character in ems; a cluster's width is on its first, the rest have -1."""
    advances = [-1.0] * len(text)
    for start, end in _stretches(levels, chosen, 0, len(text)):
        for _, cluster, advance in chosen[start].shape(text[start:end], rtl=bool(levels[start] % 2)):
            advances[start + cluster] = max(advances[start + cluster], 0.0) + advance
    return advances


def _balanced(text: str, advances: Sequence[float], breaks: Sequence[int], measure: float) -> list[tuple[int, int]]:
    """Break into as few lines as `measure` allows, and those as even as they can be: no word stands alone."""
    spans = list(_spans(text, advances, breaks, measure))
    if len(spans) == 1:
        return spans
    narrow, wide = sum(max(advance, 0.0) for advance in advances) / len(spans), measure
    for _ in range(6):
        middle = (narrow + wide) / 2
        tried = list(_spans(text, advances, breaks, middle))
        if len(tried) > len(spans) or any(breaks[start] != WORD for start, _ in tried[1:]):
            narrow = middle
        else:
            wide, spans = middle, tried
    return spans


def _spans(text: str, advances: Sequence[float], breaks: Sequence[int], measure: float) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of each line, without the spaces at its ends. The best kind of break that fits wins."""
    start = 0
    while start < len(text):
        end, width = start, 0.0
        while end < len(text) and (width + max(advances[end], 0.0) <= measure or text[end] == " "):
            width += max(advances[end], 0.0)
            end += 1
        if end < len(text):
            inside = range(start + 1, end + 1)
            best = max((breaks[i] for i in inside if advances[i] >= 0), default=0)
            fits = [i for i in inside if breaks[i] == best and advances[i] >= 0]
            end = fits[-1] if fits else max(end, start + 1)
        trimmed = end - (len(text[start:end]) - len(text[start:end].rstrip(" \u200b")))
        if trimmed > start:
            yield start, trimmed
        start = end


def _visual_runs(
    text: str, levels: Sequence[int], chosen: Sequence[Face], span: tuple[int, int], bold: bool
) -> Iterator[Run]:
    stretches = list(_stretches(levels, chosen, *span))
    for level in range(max(levels[span[0] : span[1]]), 0, -1):  # UAX 9, L2: reverse from the highest level down
        at = 0
        while at < len(stretches):
            stop = at
            while stop < len(stretches) and levels[stretches[stop][0]] >= level:
                stop += 1
            stretches[at:stop] = reversed(stretches[at:stop])
            at = max(stop, at + 1)
    for first, last in stretches:
        # The break was taken; the invisible mark of it is not every font's.
        if visible := text[first:last].replace("\u200b", ""):
            yield Run(visible, chosen[first], bool(levels[first] % 2), bold and not chosen[first].bold)
