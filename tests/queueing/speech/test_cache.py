"""Clips are kept, found again, and bounded."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from queueing.speech import Clips, Engine, Speech, SpeechAway


def test_nothing_is_spoken_twice_and_no_words_are_in_a_name(speech: Speech, tmp_path: Path, engine: Engine) -> None:
    first = speech.say("Hello", "en")
    [kept] = speech.clips.folder.iterdir()
    assert "ello" not in kept.name
    broken = Speech(speech.clips.folder, Engine(engine.package, patience_seconds=0.0))
    assert broken.say("Hello", "en") == first
    with pytest.raises(SpeechAway):
        broken.say("Something else", "en")


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
