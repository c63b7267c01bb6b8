"""Synthesize speech: the engine, the cache of clips, and how many clips are made at a time."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from threading import BoundedSemaphore

from queueing.speech.cache import Clips
from queueing.speech.engine import Engine, NoVoice, SpeechAway
from queueing.speech.pronunciation import spoken
from queueing.speech.recordings import Recordings

LONGEST_WORDS = 800
"""Characters at once: a long notice."""
WORDS_PER_MINUTE = 150
AT_ONCE = 2
"""Engine processes side by side; more would only take the time from each other."""
TURN_SECONDS = 4.0


class Speech:
    """Speaks words in the languages that the engine has a voice for."""

    def __init__(self, folder: Path, engine: Engine | None = None, recorded: Path | None = None) -> None:
        self.engine = engine
        self.clips = Clips(folder)
        self.recordings = Recordings(recorded or folder / "recorded")
        self._turns = BoundedSemaphore(AT_ONCE)

    def has_voice(self, language: str) -> bool:
        """Tell whether a language can be spoken, by its tag."""
        return self.engine is not None and self.engine.voice_of(language) is not None

    def first_voice(self, languages: Sequence[str]) -> str | None:
        """Return the first of some languages that can be spoken: the one that stands in for the others."""
        return next((tag for tag in languages if self.has_voice(tag)), None)

    def say(self, words: str, language: str) -> bytes:
        """Return words as a WAV: mono, 16 bits. Raises NoVoice, SpeechAway."""
        if self.engine is None:
            raise SpeechAway("No speech engine is installed on this server.")
        voice = self.engine.voice_of(language)
        if voice is None:
            raise NoVoice(f"There is no voice for the language {language!r}.")
        said = spoken(words, language)[:LONGEST_WORDS]
        key = hashlib.sha256(f"{voice}\n{WORDS_PER_MINUTE}\n{said}".encode()).hexdigest()
        return self.clips.get(key) or self._make(key, said, voice)

    def _make(self, key: str, said: str, voice: str) -> bytes:
        if self.engine is None or not self._turns.acquire(timeout=TURN_SECONDS):
            raise SpeechAway("Too much is being spoken at once.")
        try:
            sound = self.engine.speak(said, voice, WORDS_PER_MINUTE)
        finally:
            self._turns.release()
        self.clips.keep(key, sound)
        return sound
