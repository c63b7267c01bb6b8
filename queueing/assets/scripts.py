"""The writing systems that screens and slips can show, and the npm package each one's font comes from."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

REGULAR, BOLD = 400, 700
STYLES = {REGULAR: "Regular", BOLD: "Bold"}


@dataclass(frozen=True)
class Script:
    """One writing system of Fontsource: `subset` is its name for it; `weights` are those shipped."""

    subset: str
    weights: tuple[int, ...] = (REGULAR,)
    family: str = "Noto Sans"

    @property
    def name(self) -> str:
        """The font's name for people and style sheets: "Noto Sans Ethiopic"."""
        return f"{self.family} {self.subset.title()}"

    @property
    def stem(self) -> str:
        """The font's name in a file name: "NotoSansEthiopic"."""
        return self.name.replace(" ", "")

    def package(self, modules: Path) -> Path:
        """Return the folder of its npm package."""
        return modules / "@fontsource" / self.name.lower().replace(" ", "-")

    def woff2(self, modules: Path, weight: int) -> Path:
        """Return its file for browsers, holding this writing system alone."""
        package = self.package(modules)
        return package / "files" / f"{package.name}-{self.subset}-{weight}-normal.woff2"


# Whole texts may be set in the first five; in the others, languages are named (kiosk: choose a language).
SCRIPTS = (
    *(Script(subset, (REGULAR, BOLD)) for subset in ("arabic", "ethiopic", "khmer", "lao", "myanmar")),
    *(Script(subset) for subset in ("armenian", "bengali", "devanagari", "georgian", "gujarati", "gurmukhi")),
    *(Script(subset) for subset in ("hebrew", "kannada", "malayalam", "sinhala", "tamil", "telugu", "thai")),
    Script("tibetan", family="Noto Serif"),
)
# Noto Sans itself is cut into these for browsers, so that a page in English loads one small file.
ALPHABETS = ("latin", "latin-ext", "vietnamese", "cyrillic", "cyrillic-ext", "greek", "greek-ext")
