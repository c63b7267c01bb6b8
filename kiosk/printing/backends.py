"""The printers that slips are sent to, by URL. A failure is not raised: the report says how much was sent.

tcp://HOST:PORT   a network printer; also asked for its condition
file:PATH         a device such as /dev/usb/lp0, or a file that grows
usb:VID:PID       the kernel's printer device with those ids, in hexadecimal
cups:NAME         a queue of the local CUPS, raw
spool:FOLDER      one file a slip
none:             no printer: the number is on the screen only
agent:            attached to another machine, whose print-agent pulls its jobs
"""

from __future__ import annotations

import os
import re
import select
import shutil
import stat
import subprocess
import threading
import time
from collections import defaultdict
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

from kiosk.printing.network_printer import NetworkPrinter
from kiosk.printing.result import Limits, PrinterBackend, PrintReport, PrintResult
from queueing.printing import Condition

USB_PRINTERS = Path("/sys/class/usbmisc")
NOT_PRINTED_HERE = ("none:", "agent:")
"""The schemes of URLs that this process sends nothing to."""

_locks_guard = threading.Lock()
_locks: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)


def open_printer(url: str, limits: Limits | None = None) -> PrinterBackend:
    """Return the printer at `url`; nothing is connected yet. Raises ValueError on a URL of no known kind."""
    limits = limits or Limits()
    scheme, _, rest = url.partition(":")
    match scheme:
        case "tcp":
            parts = urlsplit(url)
            if not parts.hostname or not parts.port:
                raise ValueError(f"{url!r} is not tcp://HOST:PORT")
            return _OneAtATime(url, NetworkPrinter(parts.hostname, parts.port, limits))
        case "file":
            return _OneAtATime(url, FilePrinter(Path(rest), limits))
        case "usb":
            return _OneAtATime(url, UsbPrinter(rest, limits))
        case "cups":
            return _OneAtATime(url, CupsPrinter(rest, limits))
        case "spool":
            return _OneAtATime(url, SpoolPrinter(Path(rest)))
        case "none" | "agent":
            return NoPrinter(scheme)
    raise ValueError(f"{url!r} is no kind of printer that is known")


class _OneAtATime:
    """A printer that one thread of this process uses at a time, however many ids point to it."""

    def __init__(self, url: str, printer: PrinterBackend) -> None:
        self._printer = printer
        with _locks_guard:
            self._lock = _locks[url]

    def send(self, data: bytes, *, name: str, must_answer: bool = False) -> PrintReport:
        with self._lock:
            return self._printer.send(data, name=name, must_answer=must_answer)

    def ask(self) -> tuple[Condition, bool]:
        with self._lock:
            return self._printer.ask()


class NoPrinter:
    """A printer that this process does not print on."""

    def __init__(self, scheme: str) -> None:
        self._scheme = scheme

    def send(self, data: bytes, *, name: str, must_answer: bool = False) -> PrintReport:
        """Send nothing."""
        del data, name, must_answer
        return PrintReport(PrintResult.NOTHING, Condition.UNKNOWN, f"{self._scheme}: takes no bytes here")

    def ask(self) -> tuple[Condition, bool]:
        """Return UNKNOWN."""
        return Condition.UNKNOWN, False


class FilePrinter:
    """A device or a file. A device that stops taking bytes is given up after the limit."""

    def __init__(self, path: Path, limits: Limits) -> None:
        self.path, self.limits = path, limits

    def send(self, data: bytes, *, name: str, must_answer: bool = False) -> PrintReport:
        """Append to the file, or write to the device within the limit."""
        del name, must_answer
        try:
            # Non-blocking: a stuck device must not hold this thread; a pipe that nobody reads is refused.
            handle = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NONBLOCK, 0o640)
        except OSError as error:
            return PrintReport(PrintResult.NOTHING, Condition.OFFLINE, f"{self.path}: {error.strerror}")
        try:
            return self._write(handle, data)
        finally:
            with suppress(OSError):
                os.close(handle)

    def _write(self, handle: int, data: bytes) -> PrintReport:
        deadline = time.monotonic() + self.limits.write
        rest = memoryview(data)
        try:
            while rest:
                if not select.select([], [handle], [], max(deadline - time.monotonic(), 0.0))[1]:
                    raise TimeoutError(0, "stopped taking bytes")
                rest = rest[os.write(handle, rest) :]
            plain = stat.S_ISREG(os.fstat(handle).st_mode)
        except OSError as error:
            result = PrintResult.UNSURE if len(rest) < len(data) else PrintResult.NOTHING
            return PrintReport(result, Condition.OFFLINE, f"{self.path}: {error.strerror}")
        return PrintReport(PrintResult.ALL, Condition.OK if plain else Condition.UNKNOWN)

    def ask(self) -> tuple[Condition, bool]:
        """Return OK for a plain file, UNKNOWN for a device, OFFLINE when it is missing."""
        if self.path.is_file() or (not self.path.exists() and self.path.parent.is_dir()):
            return Condition.OK, False
        return (Condition.UNKNOWN if self.path.exists() else Condition.OFFLINE), False


class UsbPrinter:
    """The kernel's printer device with given USB ids, looked up each time: plugging it in changes its number."""

    def __init__(self, ids: str, limits: Limits, *, devices: Path = USB_PRINTERS, dev: Path = Path("/dev/usb")) -> None:
        self.ids, self.limits, self.devices, self.dev = ids.lower(), limits, devices, dev

    def send(self, data: bytes, *, name: str, must_answer: bool = False) -> PrintReport:
        """Write to the device, if it is plugged in."""
        found = self._find()
        if found is None:
            return PrintReport(
                PrintResult.NOTHING, Condition.OFFLINE, f"no USB printer {self.ids} is plugged in and on"
            )
        return FilePrinter(found, self.limits).send(data, name=name, must_answer=must_answer)

    def ask(self) -> tuple[Condition, bool]:
        """Return UNKNOWN when it is plugged in and on, else OFFLINE."""
        return (Condition.UNKNOWN if self._find() else Condition.OFFLINE), False

    def _find(self) -> Path | None:
        for printer in sorted(self.devices.glob("lp*")):
            with suppress(OSError):
                usb = (printer / "device").resolve().parent
                ids = ":".join((usb / name).read_text().strip().lower() for name in ("idVendor", "idProduct"))
                if ids == self.ids:
                    return self.dev / printer.name
        return None


class CupsPrinter:
    """A queue of the local CUPS, which spools the slip."""

    def __init__(self, queue: str, limits: Limits) -> None:
        self.queue, self.limits = queue, limits

    def send(self, data: bytes, *, name: str, must_answer: bool = False) -> PrintReport:
        """Hand the bytes to `lp`, raw."""
        del must_answer
        lp = shutil.which("lp")
        if lp is None:
            return PrintReport(PrintResult.NOTHING, Condition.OFFLINE, "lp, the client of CUPS, is not installed")
        command = [lp, "-d", self.queue, "-o", "raw", "-t", name]
        seconds = self.limits.connect + self.limits.write
        try:
            done = subprocess.run(command, input=data, capture_output=True, timeout=seconds, check=False)  # noqa: S603  no shell
        except subprocess.TimeoutExpired:
            return PrintReport(PrintResult.UNSURE, Condition.OFFLINE, "CUPS did not answer in time")
        if done.returncode:
            error = done.stderr.decode(errors="replace").strip()
            return PrintReport(PrintResult.NOTHING, Condition.OFFLINE, f"CUPS refused: {error}"[:240])
        return PrintReport(PrintResult.ALL, Condition.UNKNOWN)

    def ask(self) -> tuple[Condition, bool]:
        """Return UNKNOWN: `lp` does not report a printer's condition."""
        return Condition.UNKNOWN, False


class SpoolPrinter:
    """A folder that gets one file a slip, whole or not at all."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def send(self, data: bytes, *, name: str, must_answer: bool = False) -> PrintReport:
        """Write `name.escpos`."""
        del must_answer
        target = self.folder / f"{re.sub(r'[^A-Za-z0-9._-]', '-', name)}.escpos"
        partial = target.with_suffix(".part")
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            partial.write_bytes(data)
            partial.replace(target)
        except OSError as error:
            return PrintReport(PrintResult.NOTHING, Condition.OFFLINE, f"{self.folder}: {error.strerror}")
        return PrintReport(PrintResult.ALL, Condition.OK)

    def ask(self) -> tuple[Condition, bool]:
        """Return OK when the folder exists or can be made, else OFFLINE."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError:
            return Condition.OFFLINE, False
        return Condition.OK, False
