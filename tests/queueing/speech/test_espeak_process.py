"""The engine has a process of its own."""

from __future__ import annotations

import sys
from pathlib import Path

from queueing.speech import Speech


def test_the_engine_is_never_in_this_process(speech: Speech) -> None:
    speech.say("Hello", "en")
    assert "espeakng_loader" not in sys.modules
    assert "espeak" not in Path("/proc/self/maps").read_text()
