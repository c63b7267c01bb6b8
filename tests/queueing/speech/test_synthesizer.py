"""Words become sound: said as people say them, spoken by a process of its own, kept, bounded, and never for long."""

from __future__ import annotations

import io
import wave
from pathlib import Path

import numpy as np
import pytest

from queueing.speech import NoVoice, Speech, SpeechAway


@pytest.mark.parametrize("language", ["en", "es", "am", "vi"])
def test_words_are_heard(speech: Speech, language: str) -> None:
    with wave.open(io.BytesIO(speech.say("P042", language))) as sound:
        assert (sound.getnchannels(), sound.getsampwidth()) == (1, 2)
        samples = np.frombuffer(sound.readframes(sound.getnframes()), dtype="<i2") / 32768
        seconds = len(samples) / sound.getframerate()
    assert 1 < seconds < 6
    assert np.abs(samples).max() > 0.2
    assert np.mean(np.abs(samples) > 0.02) > 0.15, "mostly silence"


@pytest.mark.parametrize("sign", ["'", "-", "ñ"])
def test_a_lone_sign_is_called_by_its_name(speech: Speech, sign: str) -> None:
    with wave.open(io.BytesIO(speech.say(sign, "en"))) as sound:
        assert np.abs(np.frombuffer(sound.readframes(sound.getnframes()), dtype="<i2")).max() > 5000


@pytest.mark.parametrize("language", ["so", "hmn", "km", "lo", "und", "ase", "../en"])
def test_a_language_without_a_voice_is_never_read_by_another(speech: Speech, language: str) -> None:
    assert not speech.has_voice(language)
    with pytest.raises(NoVoice):
        speech.say("P042", language)


def test_the_first_language_with_a_voice_stands_in(speech: Speech) -> None:
    assert speech.first_voice(["so", "hmn", "es", "en"]) == "es"
    assert speech.first_voice(["so", "hmn"]) is None
    assert Speech(Path("unused")).first_voice(["en"]) is None


def test_without_an_engine_it_is_said_plainly() -> None:
    with pytest.raises(SpeechAway):
        Speech(Path("unused")).say("P042", "en")
