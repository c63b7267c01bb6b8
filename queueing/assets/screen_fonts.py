"""Fonts for browsers, as WOFF2, with `fonts.css`: a page loads only the files whose characters it shows.

A page links `fonts.css` and says `font-family: var(--noto-sans)`.
"""

from __future__ import annotations

import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from fontTools import subset  # type: ignore[import-not-found]  # only in the build environment
from fontTools.ttLib import TTFont  # type: ignore[import-not-found]  # likewise

from queueing.assets.paper_fonts import chinese, korean
from queueing.assets.scripts import ALPHABETS, BOLD, REGULAR, SCRIPTS, Script

LATIN = "Noto Sans"
# A line of Chinese must not cost a whole font of 1.3 MB; a file of this many characters is about 70 KB.
CHARACTERS_A_FILE = 500
# What languages are called stands in a file of its own: every page that offers a choice of language shows it.
LANGUAGE_NAMES = "中文简体簡繁體汉漢语語国國粤粵广東廣东话話普通日本한국어조선말"
# Phones and desks with a font of their own are spared the download; kiosks and boards have ours.
AT_HOME = {
    "Noto Sans Chinese": ("Noto Sans CJK SC", "Noto Sans SC", "PingFang SC", "Microsoft YaHei"),
    "Noto Sans Korean": ("Noto Sans CJK KR", "Noto Sans KR", "Apple SD Gothic Neo", "Malgun Gothic"),
}


def write(modules: Path, paper: Path, folder: Path) -> None:
    """Write every browser font, its licence and `fonts.css` into `folder`; `paper` holds the paper fonts."""
    latin = modules / "@fontsource" / "noto-sans"
    ranges = _ranges(latin)
    rules = []
    for alphabet in ALPHABETS:
        for weight in (REGULAR, BOLD):
            file = latin / "files" / f"noto-sans-{alphabet}-{weight}-normal.woff2"
            rules.append(_copied(file, folder, LATIN, weight, ranges[alphabet]))
    for script in SCRIPTS:
        rules += _of_script(script, modules, folder)
    rules += _cut(paper / "NotoSansChinese-Regular.ttf", "Noto Sans Chinese", chinese(), folder)
    rules += _cut(paper / "NotoSansKorean-Regular.ttf", "Noto Sans Korean", korean(), folder)
    for licence in paper.glob("*-LICENSE.txt"):
        shutil.copy(licence, folder)
    families = ", ".join(f'"{name}"' for name in (LATIN, *(s.name for s in SCRIPTS), *AT_HOME))
    stack = f":root {{\n  --noto-sans: {families}, sans-serif;\n}}\n"
    (folder / "fonts.css").write_text("\n".join((stack, *rules)), encoding="utf-8")


def _ranges(package: Path) -> dict[str, str]:
    """Return the CSS unicode-range of each subset of a Fontsource package."""
    ranges: dict[str, str] = json.loads((package / "unicode.json").read_text(encoding="utf-8"))
    return ranges


def _of_script(script: Script, modules: Path, folder: Path) -> list[str]:
    characters = _ranges(script.package(modules))[script.subset]
    return [_copied(script.woff2(modules, w), folder, script.name, w, characters) for w in script.weights]


def _copied(file: Path, folder: Path, family: str, weight: int, characters: str) -> str:
    shutil.copy(file, folder)
    return _rule(family, weight, f'url("{file.name}") format("woff2")', characters)


def _cut(source: Path, family: str, characters: str, folder: Path) -> list[str]:
    """Cut a paper font into files of CHARACTERS_A_FILE for browsers; return their rules."""
    names = "".join(c for c in characters if c in LANGUAGE_NAMES)
    others = "".join(c for c in characters if c not in LANGUAGE_NAMES)
    pieces = [names, *(others[at : at + CHARACTERS_A_FILE] for at in range(0, len(others), CHARACTERS_A_FILE))]
    own = [f'local("{name}")' for name in AT_HOME[family]]

    def cut_one(number: int) -> str:
        font = TTFont(source, lazy=True)
        cutter = subset.Subsetter(subset.Options(hinting=False))
        cutter.populate(text=pieces[number])
        cutter.subset(font)
        font.flavor = "woff2"
        file = folder / f"{family.lower().replace(' ', '-')}-{number:02}-{REGULAR}.woff2"
        font.save(file)
        codes = ",".join(f"U+{ord(c):X}" for c in sorted(pieces[number]))
        return _rule(family, REGULAR, ", ".join((*own, f'url("{file.name}") format("woff2")')), codes)

    # Most of the time is Brotli's, which lets go of the interpreter's lock.
    with ThreadPoolExecutor(max_workers=2) as pool:
        return list(pool.map(cut_one, range(len(pieces))))


def _rule(family: str, weight: int, source: str, characters: str) -> str:
    return (
        f'@font-face {{\n  font-family: "{family}";\n  font-weight: {weight};\n  font-display: swap;\n'
        f"  src: {source};\n  unicode-range: {characters};\n}}\n"
    )
