"""Run the speech engine in a process of its own, with a time limit."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.util import find_spec
from pathlib import Path

from queueing.refusals import Refusal
from queueing.speech.espeak_process import NO_SUCH_VOICE

PACKAGE = "espeakng_loader"
VOICES = "espeak-ng-data/lang"
SCRIPT = Path(__file__).with_name("espeak_process.py")
PATIENCE_SECONDS = 6.0
CALLED = {"en": "en-us", "es": "es-419", "fa": "fa", "prs": "fa", "zh": "cmn", "nb": "nb", "pt": "pt-br"}
"""Languages whose voice has another name than their tag, or is wanted as it is spoken here."""


class NoVoice(Refusal):
    """The engine does not speak this language."""

    slug, title, status = "no-voice", "No voice for this language", 404


class SpeechAway(Refusal):
    """There is no speech engine, or it did not answer in time."""

    slug, title, status = "speech-away", "Speech is not available", 503


@dataclass(frozen=True)
class Engine:
    """eSpeak NG in the folder of its Python package. It is never loaded into this process."""

    package: Path
    patience_seconds: float = PATIENCE_SECONDS

    @classmethod
    def installed(cls) -> Engine | None:
        """Return the engine, or None when its package is not installed here."""
        return _installed()

    @cached_property
    def voices(self) -> frozenset[str]:
        """The names of its voices, in lower case."""
        return frozenset(file.name.lower() for file in (self.package / VOICES).rglob("*") if file.is_file())

    def voice_of(self, language: str) -> str | None:
        """Return the voice that speaks a language, by the language's tag."""
        voice = CALLED.get(language, language.lower())
        return voice if voice in self.voices else None

    def speak(self, words: str, voice: str, pace: int) -> bytes:
        """Return `words` as a WAV, `pace` words a minute. Raises NoVoice, SpeechAway."""
        command = [sys.executable, "-I", "-S", str(SCRIPT), str(self.package.parent), voice, str(pace)]
        try:
            done = subprocess.run(  # noqa: S603  our own script; the words come by its standard input
                command, input=words.encode(), capture_output=True, timeout=self.patience_seconds, check=False
            )
        except subprocess.TimeoutExpired:
            raise SpeechAway("The speech engine took too long. Read the screen, or ask at the desk.") from None
        if done.returncode == NO_SUCH_VOICE:
            raise NoVoice(f"The speech engine has no voice {voice!r}.")
        if done.returncode != 0 or not done.stdout:
            raise SpeechAway("The speech engine failed. Read the screen, or ask at the desk.")
        return done.stdout


@cache
def _installed() -> Engine | None:
    found = find_spec(PACKAGE)
    return Engine(Path(found.origin).parent) if found and found.origin else None
