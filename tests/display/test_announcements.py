"""The chime: real sound in a real WAV."""

from __future__ import annotations

import io
import wave

import numpy as np

from display.announcements import NOTES, RATE, chime


def samples() -> np.ndarray:
    """The chime's sound, from -1 to 1."""
    with wave.open(io.BytesIO(chime())) as wav:
        assert (wav.getnchannels(), wav.getsampwidth(), wav.getframerate()) == (1, 2, RATE)
        return np.frombuffer(wav.readframes(wav.getnframes()), dtype="<i2") / 32768


def loudest_pitch(sound: np.ndarray) -> float:
    """The strongest frequency, in hertz."""
    return float(np.fft.rfftfreq(len(sound), 1 / RATE)[np.abs(np.fft.rfft(sound)).argmax()])


def test_it_is_loud_enough_and_never_clips() -> None:
    assert 0.7 < np.abs(samples()).max() < 0.9


def test_two_tones_fall() -> None:
    sound, second = samples(), int(NOTES[1][1] * RATE)
    first_pitch, second_pitch = loudest_pitch(sound[:second]), loudest_pitch(sound[second:])
    assert abs(first_pitch - NOTES[0][0]) < 3
    assert abs(second_pitch - NOTES[1][0]) < 3
    assert first_pitch > second_pitch


def test_it_begins_and_ends_in_silence() -> None:
    sound = samples()
    assert abs(sound[0]) < 0.01
    assert np.abs(sound[-20:]).max() < 0.01
    assert len(sound) / RATE < 3


def test_it_is_made_once() -> None:
    assert chime() is chime()
