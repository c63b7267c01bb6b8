"""The engine: given up when it hangs, asked by one at a time."""

from __future__ import annotations

from pathlib import Path
from threading import Thread
from time import monotonic

import pytest

from queueing.speech import Engine, Speech, SpeechAway
from queueing.speech import engine as engine_module


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


def test_many_at_once_wait_for_their_turn(speech: Speech) -> None:
    heard: list[bytes] = []
    threads = [Thread(target=lambda n=n: heard.append(speech.say(f"A00{n}", "en"))) for n in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(heard)) == 5
