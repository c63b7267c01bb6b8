"""A cache of audio clips on disk: named by a hash of their words, bounded in size, least recently used out first."""

from __future__ import annotations

import contextlib
import secrets
from pathlib import Path

MOST_BYTES = 64 * 1024 * 1024


class Clips:
    """A folder of clips; the least recently used go first when it is full."""

    def __init__(self, folder: Path, most_bytes: int = MOST_BYTES) -> None:
        self.folder = folder
        self.most_bytes = most_bytes

    def get(self, key: str) -> bytes | None:
        """Return the clip of that key, if it is kept."""
        file = self._file(key)
        try:
            sound = file.read_bytes()
            file.touch()
        except OSError:
            return None
        return sound

    def keep(self, key: str, sound: bytes) -> None:
        """Keep a clip; a disk that takes nothing costs only time."""
        with contextlib.suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            fresh = self.folder / f"{secrets.token_hex(8)}.part"
            fresh.write_bytes(sound)
            fresh.replace(self._file(key))
            self._make_room()

    def _file(self, key: str) -> Path:
        return self.folder / f"{key}.wav"

    def _make_room(self) -> None:
        """Remove the least recently used clips; another process may do the same at the same time."""
        known = []
        for file in self.folder.iterdir():
            with contextlib.suppress(FileNotFoundError):
                told = file.stat()
                known.append((told.st_mtime_ns, told.st_size, file))
        held = sum(size for _, size, _ in known)
        for _, size, file in sorted(known):
            if held <= self.most_bytes:
                return
            file.unlink(missing_ok=True)
            held -= size
