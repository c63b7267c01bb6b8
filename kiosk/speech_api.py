"""Speech for a kiosk: it speaks the words on its own screen."""

from __future__ import annotations

from flask import Response
from pydantic import Field

from queueing.identity.authorization import allow
from queueing.identity.permissions import Right
from queueing.speech import LONGEST_WORDS
from queueing.web.rate_limits import limiter
from queueing.web.request import Body, LocationPath, answers, api, location_for, runtime

SPEECH_LIMIT = "240 per minute"
"""From one address: several visitors who step quickly from word to word."""

speech_api = api("speech_api", __name__)


class ScreenWords(Body):
    """Words of the kiosk's screen, and the BCP 47 tag of their language."""

    words: str = Field(min_length=1, max_length=LONGEST_WORDS)
    language: str = Field(max_length=12)


@speech_api.post("/locations/<location>/speech", responses=answers(403, 404, 503, s200="audio/wav"))
@allow(Right.SPEAK)
@limiter.limit(SPEECH_LIMIT)
def speech(path: LocationPath, body: ScreenWords) -> Response:
    """Speak words of the screen to a paired kiosk, as WAV; only a kiosk may ask for speech."""
    location_for(path.location)
    return Response(runtime().speech.say(body.words, body.language), mimetype="audio/wav")
