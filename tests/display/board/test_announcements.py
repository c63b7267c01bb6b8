"""The chime is real sound in a real WAV; a call is said in words that a person would use."""

from __future__ import annotations

import io
import wave
from pathlib import Path

import numpy as np
import pytest

from display.board.announcements import NOTES, RATE, call_languages, call_sound, call_words, chime
from display.board.words import board_setup
from queueing.refusals import NotFound
from queueing.speech import Speech, SpeechAway, all_pieces
from services_catalog.catalog import Catalog, Location


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


CALLS = [
    # language, number, counter, what is said
    ("en", "P042", "3", "P, zero, four, two. Counter 3."),
    ("es", "P042", "3", "P, cero, cuatro, dos. Mostrador 3."),
    ("so", "A107", "1", "A, kow, eber, toddoba. Miiska 1."),
    ("hmn", "A107", "1", "A, ib, xoom, xya. Lub rooj 1."),
    ("vi", "P042", "3", "P, 0, 4, 2."),  # its voice reads the digits; the counter is said in the location's language
]


@pytest.mark.parametrize(("language", "number", "counter", "said"), CALLS)
def test_a_call_is_said_digit_by_digit(
    catalog: Catalog, downtown: Location, language: str, number: str, counter: str, said: str
) -> None:
    assert call_words(catalog, downtown, number, counter, language) == said


@pytest.mark.parametrize(
    ("number", "counter", "language"),
    [("X042", "3", "en"), ("P42", "3", "en"), ("P042", "99", "en"), ("P042", "3", "xx"), ("hello", "3", "en")],
)
def test_nothing_else_can_be_said(
    catalog: Catalog, downtown: Location, number: str, counter: str, language: str
) -> None:
    with pytest.raises(NotFound):
        call_words(catalog, downtown, number, counter, language)


def test_a_recorded_voice_calls_where_the_engine_has_none(catalog: Catalog, downtown: Location, tmp_path: Path) -> None:
    speech = Speech(tmp_path / "clips", None, tmp_path / "voices")
    assert call_languages(catalog, downtown, speech) == []
    letters = [queue.letter for queue in catalog.queues_at("downtown")]
    (tmp_path / "voices/so").mkdir(parents=True)
    for piece in all_pieces(letters, [counter.id for counter in downtown.counters]):
        (tmp_path / f"voices/so/{piece}.wav").write_bytes(chime())
    assert call_languages(catalog, downtown, speech) == ["so"]
    assert board_setup(catalog, downtown, speech)["lead"] == "so"
    with wave.open(io.BytesIO(call_sound(catalog, downtown, speech, "P042", "3", "so"))) as sound:
        assert sound.getnframes() / sound.getframerate() > 10  # five chimes
    with pytest.raises(SpeechAway):
        call_sound(catalog, downtown, speech, "P042", "3", "en")
