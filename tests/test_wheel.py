"""What a center installs is the wheel: it must hold every data file, and run where there is no checkout."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import sysconfig
import urllib.request
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("kiosk", "counter", "display", "services_catalog", "queueing")
VENDOR = ROOT / "queueing/static/vendor"
PATIENCE_SECONDS = 30


def _run(*command: str | Path, **options: str | Path) -> str:
    """Run a command to its end; its output is in the failure when it fails."""
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=120, cwd=options.get("cwd"))
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def _built() -> list[str]:
    built = json.loads((VENDOR / "built.json").read_text())
    return [name for name in built["files"] if not name.startswith("tests/")]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout; its assets are fresh, so nothing but hatchling is asked for."""
    folder = tmp_path_factory.mktemp("dist")
    _run(Path(sys.prefix) / "bin/uv", "build", "--quiet", "--wheel", "--out-dir", folder, ROOT)
    (wheel,) = folder.glob("*.whl")
    return wheel


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `bin` of an environment that has the wheel, and the libraries it needs from the one of the tests."""
    home = tmp_path_factory.mktemp("installed") / "venv"
    uv = Path(sys.prefix) / "bin/uv"
    _run(uv, "venv", "--quiet", "--python", sys.executable, home)
    _run(uv, "pip", "install", "--quiet", "--no-deps", "--python", home / "bin/python", wheel)
    runtime = Path(_run(home / "bin/python", "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip())
    # A path read from a .pth file has its own .pth files ignored: the checkout's editable install stays out.
    (runtime / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return home / "bin"


def test_every_tracked_file_of_the_packages_is_in_the_wheel(wheel: Path) -> None:
    tracked = _run("git", "-C", ROOT, "ls-files", "-z", *PACKAGES).split("\0")[:-1]
    expected = {n for n in tracked if not n.startswith("queueing/assets/") and (ROOT / n).is_file()}
    with zipfile.ZipFile(wheel) as archive:
        held = set(archive.namelist())
        assert expected - held == set()
        assert [n for n in expected if archive.read(n) != (ROOT / n).read_bytes()] == []


def test_the_wheel_holds_browser_code_and_fonts_and_nothing_of_building_or_testing(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        held = set(archive.namelist())
    assert set(_built()) - held == set()
    tops = {name.partition("/")[0] for name in held}
    assert {top for top in tops if not top.endswith(".dist-info")} == set(PACKAGES)
    unwanted = re.compile(r"^queueing/assets/|node_modules|\.map$|__pycache__|\.ttx$")
    assert [name for name in held if unwanted.search(name)] == []


def test_the_browser_code_imports_nothing_that_is_not_beside_it() -> None:
    modules = list(VENDOR.rglob("*.js"))
    assert modules
    for module in modules:
        for wanted in re.findall(r"""(?:\bfrom|\bimport)\s*["']([^"'\s]+)["']""", module.read_text(encoding="utf-8")):
            assert wanted.startswith("."), f"{module} imports {wanted}, which no import map of ours names"
            assert (module.parent / wanted).is_file(), f"{module} imports {wanted}"


def test_the_fonts_that_the_style_sheet_names_are_there_and_each_has_its_licence() -> None:
    folder = ROOT / "queueing/static/fonts"
    named = set(re.findall(r'url\("([^"]+)"\)', (folder / "fonts.css").read_text(encoding="utf-8")))
    assert named == {font.name for font in folder.glob("*.woff2")} != set()
    fonts = list((ROOT / "queueing/fonts").glob("*.ttf"))
    assert fonts
    for font in fonts:
        licence = font.with_name(font.name.partition("-")[0] + "-LICENSE.txt")
        assert "SIL OPEN FONT LICENSE" in licence.read_text(encoding="utf-8")


def test_the_lock_of_the_browser_code_is_exact_and_names_no_registry() -> None:
    assets = ROOT / "queueing/assets"
    lock = json.loads((assets / "package-lock.json").read_text())
    wanted = json.loads((assets / "package.json").read_text())
    exact = re.compile(r"(npm:typescript@)?\d+\.\d+\.\d+")  # two TypeScripts, so one under a name of ours
    assert all(exact.fullmatch(v) for v in (wanted["dependencies"] | wanted["devDependencies"]).values())
    packages = [entry for name, entry in lock["packages"].items() if name]
    assert packages
    assert all("integrity" in entry and "resolved" not in entry for entry in packages)


def test_the_installed_packages_come_from_the_wheel(installed: Path, tmp_path: Path) -> None:
    code = f"import {', '.join(PACKAGES)}; print(*({', '.join(f'{p}.__file__' for p in PACKAGES)},), sep='\\n')"
    files = _run(installed / "python", "-c", code, cwd=tmp_path).splitlines()
    assert len(files) == len(PACKAGES)
    for file in files:
        assert Path(file).is_relative_to(installed.parent), f"{file} is not the wheel's"


def test_the_command_answers_from_the_wheel(installed: Path, tmp_path: Path) -> None:
    assert re.search(r"^ +run ", _run(installed / "now-serving", "--help", cwd=tmp_path), re.MULTILINE)


def test_the_server_runs_from_the_wheel(installed: Path, tmp_path: Path) -> None:
    with _serving(installed, tmp_path) as address:
        with urllib.request.urlopen(f"{address}/healthz", timeout=5) as answer:
            assert answer.status == 200
        served = [name for name in _built() if name.startswith("queueing/static/")]
        for name in served[:: len(served) // 8]:
            url = f"{address}/{name.removeprefix('queueing/')}"
            with urllib.request.urlopen(url, timeout=5) as answer:
                assert answer.read() == (ROOT / name).read_bytes()


@contextmanager
def _serving(installed: Path, folder: Path) -> Iterator[str]:
    """Run the installed server in `folder` on a free port until the block ends; give its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = folder / "server.log"
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "NOW_SERVING_VAR": str(folder / "var")}
    with log.open("wb") as output:
        server = subprocess.Popen(
            [installed / "now-serving", "run", "--port", str(port)],
            cwd=folder,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        _wait_until_it_answers(f"http://127.0.0.1:{port}/healthz", server, log)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=PATIENCE_SECONDS)


def _wait_until_it_answers(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    until = monotonic() + PATIENCE_SECONDS
    while monotonic() < until:
        assert server.poll() is None, f"the server ended:\n{log.read_text()}"
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except OSError:
            sleep(0.1)
    raise AssertionError(f"{url} did not answer within {PATIENCE_SECONDS} s:\n{log.read_text()}")
