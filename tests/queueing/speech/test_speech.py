"""Words become sound: said as people say them, spoken by a process of its own, kept, bounded, and never for long."""

from __future__ import annotations

import io
import os
import sys
import wave
from pathlib import Path
from threading import Thread
from time import monotonic

import numpy as np
import pytest

from queueing.speech import Clips, Engine, NoVoice, Speech, SpeechAway, number_said, spoken
from queueing.speech import engine as engine_module


@pytest.fixture(scope="module")
def engine() -> Engine:
    """The engine that the tests install."""
    found = Engine.installed()
    assert found
    return found


@pytest.fixture
def speech(tmp_path: Path, engine: Engine) -> Speech:
    """A server's speech, with nothing kept yet."""
    return Speech(tmp_path / "speech", engine)


SAID = [
    ("en", "Your number is P042.", "Your number is P, zero, four, two."),
    ("es", "Su número es C107.", "Su número es C, uno, cero, siete."),
    ("en", "Call 911 now", "Call nine, one, one now"),
    ("es", "311 · 612‑673‑3000", "tres, uno, uno , seis, uno, dos; seis, siete, tres; tres, cero, cero, cero"),
    ("en", "Open until 4:00 PM", "Open until 4 PM"),
    ("en", "One moment…", "One moment."),
    ("en", "505 4th Ave. South, room 1911", "505 4th Ave. South, room 1911"),
    ("vi", "P042", "P, 0, 4, 2"),
]


@pytest.mark.parametrize(("language", "written", "said"), SAID)
def test_what_is_written_is_said_as_people_say_it(language: str, written: str, said: str) -> None:
    assert spoken(written, language) == said


def test_a_number_may_have_more_letters_and_digits_than_ours() -> None:
    assert number_said("AB1042", "en") == "A, B, one, zero, four, two"


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


def test_nothing_is_spoken_twice_and_no_words_are_in_a_name(speech: Speech, tmp_path: Path, engine: Engine) -> None:
    first = speech.say("Hello", "en")
    [kept] = speech.clips.folder.iterdir()
    assert "ello" not in kept.name
    broken = Speech(speech.clips.folder, Engine(engine.package, patience_seconds=0.0))
    assert broken.say("Hello", "en") == first
    with pytest.raises(SpeechAway):
        broken.say("Something else", "en")


def test_an_engine_that_hangs_or_fails_is_given_up(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, engine: Engine
) -> None:
    for fault in ("import time; time.sleep(60)", "raise SystemExit(1)"):
        script = tmp_path / "fault.py"
        script.write_text(fault)
        monkeypatch.setattr(engine_module, "SCRIPT", script)
        begun = monotonic()
        with pytest.raises(SpeechAway):
            Engine(engine.package, patience_seconds=0.5).speak("Hello", "en-us", 150)
        assert monotonic() - begun < 30, "not when it comes to itself"


def test_the_engine_is_never_in_this_process(speech: Speech) -> None:
    speech.say("Hello", "en")
    assert "espeakng_loader" not in sys.modules
    assert "espeak" not in Path("/proc/self/maps").read_text()


def test_many_at_once_wait_for_their_turn(speech: Speech) -> None:
    heard: list[bytes] = []
    threads = [Thread(target=lambda n=n: heard.append(speech.say(f"A00{n}", "en"))) for n in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(heard)) == 5


def test_clips_are_bounded_and_the_least_wanted_goes_first(tmp_path: Path) -> None:
    clips = Clips(tmp_path / "clips", most_bytes=25)
    clips.keep("a", b"0123456789")
    clips.keep("b", b"0123456789")
    for hour, key in enumerate("ab"):
        os.utime(clips.folder / f"{key}.wav", (hour, hour))
    assert clips.get("a") == b"0123456789"  # asked for again
    clips.keep("c", b"0123456789")
    assert (clips.get("a") is not None, clips.get("b"), clips.get("c") is not None) == (True, None, True)


def test_a_folder_that_takes_nothing_costs_only_time(tmp_path: Path, engine: Engine) -> None:
    (tmp_path / "file").touch()
    assert Speech(tmp_path / "file" / "clips", engine).say("Hello", "en")
