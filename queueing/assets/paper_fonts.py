"""Fonts for slips and reports, as TTF: every script of `scripts` by its own file, layout rules whole.

`NotoSans-*` has Latin (Vietnamese and African letters too), Cyrillic and Greek; `NotoSansChinese` both Chinese
scripts and Japanese kana; `NotoSansKorean` the everyday syllables; any other file is the script it is named after.
"""

from __future__ import annotations

import hashlib
import shutil
from importlib import resources
from itertools import chain, product
from pathlib import Path
from typing import Any

from fontTools import subset  # type: ignore[import-not-found]  # only in the build environment
from fontTools.ttLib import TTFont  # type: ignore[import-not-found]  # likewise
from fontTools.varLib import instancer  # type: ignore[import-not-found]  # likewise

from queueing.assets.scripts import REGULAR, SCRIPTS, STYLES

ASCII = "".join(map(chr, range(0x20, 0x7F)))
# Noto Sans in one piece. Joining Fontsource's subsets loses kerning and marks across them ("Tě", "ọ́").
WHOLE = {"Regular": "400Regular/NotoSans_400Regular.ttf", "Bold": "700Bold/NotoSans_700Bold.ttf"}
# A package index has no integrity hash in our tree, so these two are checked here.
SHA256 = {
    "notosanssc/NotoSansSC[wght].ttf": "a3041811a78c361b1de50f953c805e0244951c21c5bd412f7232ef0d899af0da",
    "notosanskr/NotoSansKR[wght].ttf": "194018e6b2b293a7964f037b25c0249ce1418bc9ab3c971060a03aa57861e252",
}


def write(modules: Path, folder: Path) -> None:
    """Write every paper font and its licence into `folder`."""
    whole = modules / "@expo-google-fonts" / "noto-sans"
    for style, file in WHOLE.items():
        shutil.copy(whole / file, folder / f"NotoSans-{style}.ttf")
    shutil.copy(whole / "LICENSE_FONT", folder / "NotoSans-LICENSE.txt")
    for script in SCRIPTS:
        for weight in script.weights:
            font = TTFont(script.woff2(modules, weight))
            font.flavor = None
            font.save(folder / f"{script.stem}-{STYLES[weight]}.ttf")
        shutil.copy(script.package(modules) / "LICENSE", folder / f"{script.stem}-LICENSE.txt")
    _write_cut("notosanssc/NotoSansSC[wght].ttf", chinese(), folder, "NotoSansChinese")
    _write_cut("notosanskr/NotoSansKR[wght].ttf", korean(), folder, "NotoSansKorean")


def chinese() -> str:
    """Return the characters of everyday Chinese, simplified (GB 2312) before traditional (Big5's first level)."""
    simplified = _decodable("gb2312", range(0xA1, 0xF8), range(0xA1, 0xFF))
    traditional = _decodable("big5", range(0xA4, 0xC7), chain(range(0x40, 0x7F), range(0xA1, 0xFF)))
    return "".join(dict.fromkeys(simplified + traditional))


def korean() -> str:
    """Return the letters and the 2,350 everyday syllables of Korean (KS X 1001)."""
    return _decodable("euc_kr", [0xA4, *range(0xB0, 0xC9)], range(0xA1, 0xFF))


def _decodable(encoding: str, leads: Any, trails: Any) -> str:
    """Return the characters of a two-byte encoding in its own order."""
    pairs = (bytes(pair).decode(encoding, errors="ignore") for pair in product(leads, list(trails)))
    return "".join(text for text in pairs if len(text) == 1)


def _write_cut(name: str, characters: str, folder: Path, stem: str) -> None:
    """Write the regular weight of a variable font with `characters` only.

    Its source has 20,000 to 30,000 glyphs. It is set in a row, so layout rules (vertical forms) go.
    """
    source = resources.files("justmytype_intl_cjk") / "fonts" / "ofl"
    with resources.as_file(source / name) as path:
        found = hashlib.sha256(path.read_bytes()).hexdigest()
        if found != SHA256[name]:
            raise RuntimeError(f"{name} is not the font expected: its SHA-256 is {found}")
        font = TTFont(path)
    options = subset.Options(layout_features=[], hinting=False, notdef_outline=True)
    options.drop_tables += ["BASE", "VVAR", "vhea", "vmtx"]
    cutter = subset.Subsetter(options)
    cutter.populate(text=ASCII + characters)
    cutter.subset(font)
    instancer.instantiateVariableFont(font, {"wght": REGULAR}, inplace=True)
    _rename(font["name"], stem)
    font.save(folder / f"{stem}-Regular.ttf")
    licence = source / name.partition("/")[0] / "OFL.txt"
    (folder / f"{stem}-LICENSE.txt").write_text(licence.read_text(encoding="utf-8"), encoding="utf-8")


def _rename(names: Any, stem: str) -> None:
    """Name a cut font for what it is: it was called Thin, after the first of its weights."""
    kept = {0, 13, 14}  # copyright and licence
    names.names = [record for record in names.names if record.nameID in kept]
    family = stem.replace("NotoSans", "Noto Sans ")
    for number, text in {1: family, 2: "Regular", 4: f"{family} Regular", 6: f"{stem}-Regular"}.items():
        names.setName(text, number, 3, 1, 0x409)
