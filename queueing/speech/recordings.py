"""Calls from recorded pieces of a person's voice, for languages that the engine does not speak.

A folder a language, such as `voices/so/`, holds a WAV a piece: `P.wav` for each letter of a queue,
`0.wav` to `9.wav`, `counter-3.wav` for each counter ("counter three" in that language).
All are mono, 16 bits, at one rate.
"""

from __future__ import annotations

import io
import wave
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

PAUSE_SECONDS = 0.12
DIGITS = "0123456789"


def call_pieces(number: str, counter: str) -> list[str]:
    """Return the pieces of a call in their order: `P`, `0`, `4`, `2`, `counter-3`."""
    return [*number, f"counter-{counter}"]


def all_pieces(letters: Iterable[str], counters: Iterable[str]) -> list[str]:
    """Return every piece that the calls of a location are made of."""
    return [*sorted(letters), *DIGITS, *(f"counter-{counter}" for counter in counters)]


@dataclass(frozen=True)
class Recordings:
    """The recorded voices of a server."""

    folder: Path

    def languages(self) -> list[str]:
        """Tags of the languages with a folder of recordings."""
        return sorted(each.name for each in self.folder.iterdir() if each.is_dir()) if self.folder.is_dir() else []

    def missing(self, language: str, pieces: Sequence[str]) -> list[str]:
        """Return the pieces that are not recorded, or not as the others are."""
        found = {piece: self._shape(language, piece) for piece in pieces}
        usual = next((shape for shape in found.values() if shape), None)
        return [piece for piece, shape in found.items() if shape is None or shape != usual]

    def say(self, language: str, pieces: Sequence[str]) -> bytes | None:
        """Return the pieces as one WAV, a short pause between them; None unless all are there and alike."""
        if language not in self.languages() or self.missing(language, pieces):
            return None
        joined = io.BytesIO()
        with wave.open(joined, "wb") as whole:
            for piece in pieces:
                with wave.open(str(self._file(language, piece))) as part:
                    if not whole.getnframes():
                        whole.setparams(part.getparams())
                    whole.writeframes(part.readframes(part.getnframes()))
                    whole.writeframes(bytes(2 * int(part.getframerate() * PAUSE_SECONDS)))
        return joined.getvalue()

    def _file(self, language: str, piece: str) -> Path:
        return self.folder / language / f"{piece}.wav"

    def _shape(self, language: str, piece: str) -> int | None:
        """The rate of a piece in hertz, when it is mono and of 16 bits."""
        try:
            with wave.open(str(self._file(language, piece))) as sound:
                return sound.getframerate() if (sound.getnchannels(), sound.getsampwidth()) == (1, 2) else None
        except (OSError, EOFError, wave.Error):
            return None
