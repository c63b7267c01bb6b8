"""A kiosk gets its own words spoken; no other caller can make the server speak."""

from __future__ import annotations

import io
import wave

import pytest

from queueing.identity.accounts import Role
from tests.cast import Caller, Kiosk
from tests.conftest import Tokens

PATH = "/locations/downtown/speech"
WORDS = {"words": "Your number is P042.", "language": "en"}


def test_a_kiosk_hears_its_words(kiosk: Kiosk) -> None:
    answer = kiosk.post(PATH, WORDS)
    assert (answer.status_code, answer.mimetype) == (200, "audio/wav")
    with wave.open(io.BytesIO(answer.data)) as sound:
        assert sound.getnframes() / sound.getframerate() > 1.5


@pytest.mark.parametrize("role", [None, Role.DISPLAY, Role.AGENT, Role.MANAGER])
def test_other_callers_get_no_speech(kiosk: Kiosk, token: Tokens, role: Role | None) -> None:
    caller = Caller(kiosk.client, token(role, "downtown") if role else None)
    assert caller.post(PATH, WORDS).status_code == (403 if role else 401)


def test_another_centers_kiosk_does_not(kiosk: Kiosk) -> None:
    assert kiosk.post("/locations/east-lake/speech", WORDS).status_code == 403


@pytest.mark.parametrize(
    ("body", "status", "slug"),
    [
        ({"words": "Waa kuma?", "language": "so"}, 404, "no-voice"),
        ({"words": "", "language": "en"}, 422, "malformed"),
        ({"words": "x" * 801, "language": "en"}, 422, "malformed"),
        ({"words": "Hello"}, 422, "malformed"),
    ],
)
def test_what_cannot_be_spoken_is_refused(kiosk: Kiosk, body: dict[str, str], status: int, slug: str) -> None:
    answer = kiosk.post(PATH, body)
    assert (answer.status_code, answer.get_json()["type"]) == (status, slug)
