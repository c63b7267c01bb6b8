"""A person's recorded voice calls in a language that no engine speaks; a piece that is missing is named."""

from __future__ import annotations

import io
import wave
from pathlib import Path

import pytest

from queueing.maintenance.doctor import Verdict, examine
from queueing.settings import Settings
from queueing.speech import Recordings, all_pieces, call_pieces

PIECES = all_pieces("AP", ["1", "2"])
RATE = 8000


def record(folder: Path, piece: str, *, channels: int = 1, rate: int = RATE) -> None:
    """Record a tenth of a second that can be told from the others."""
    folder.mkdir(parents=True, exist_ok=True)
    with wave.open(str(folder / f"{piece}.wav"), "wb") as sound:
        sound.setnchannels(channels)
        sound.setsampwidth(2)
        sound.setframerate(rate)
        sound.writeframes(bytes([PIECES.index(piece) + 1, 1]) * (rate // 10) * channels)


@pytest.fixture
def somali(tmp_path: Path) -> Path:
    """A folder with every piece that is needed."""
    for piece in PIECES:
        record(tmp_path / "so", piece)
    return tmp_path / "so"


def test_a_call_is_its_pieces_in_their_order(somali: Path) -> None:
    assert call_pieces("P042", "2") == ["P", "0", "4", "2", "counter-2"]
    sound = Recordings(somali.parent).say("so", call_pieces("P042", "2"))
    assert sound
    with wave.open(io.BytesIO(sound)) as wav:
        heard = wav.readframes(wav.getnframes())[::2]
        assert (wav.getnchannels(), wav.getframerate()) == (1, RATE)
        assert wav.getnframes() == 5 * int(RATE * 0.22)
    runs = [byte for byte, before in zip(heard, b"\0" + heard, strict=False) if byte != before and byte]
    assert [PIECES[byte - 1] for byte in runs] == call_pieces("P042", "2")


@pytest.mark.parametrize("fault", ["missing", "stereo", "another rate", "no sound"])
def test_what_does_not_fit_is_named_and_nothing_is_said_by_halves(somali: Path, fault: str) -> None:
    if fault == "missing":
        (somali / "7.wav").unlink()
    elif fault == "no sound":
        (somali / "7.wav").write_bytes(b"")
    else:
        record(somali, "7", channels=2 if fault == "stereo" else 1, rate=16000 if fault == "another rate" else RATE)
    voices = Recordings(somali.parent)
    assert voices.missing("so", PIECES) == ["7"]
    assert voices.say("so", call_pieces("P042", "2"))
    assert voices.say("so", call_pieces("P047", "2")) is None


def test_a_language_nobody_recorded_is_not_said(somali: Path) -> None:
    assert Recordings(somali.parent).say("../so", call_pieces("P042", "2")) is None
    assert Recordings(somali.parent / "nowhere").languages() == []


def test_the_doctor_counts_what_is_missing(settings: Settings) -> None:
    record(settings.var / "voices" / "so", "A")
    [check] = [check for check in examine(settings) if check.what == "voice so at east-lake"]
    assert check.verdict is Verdict.WARN
    assert "pieces are missing" in check.sentence
