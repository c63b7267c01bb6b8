"""Speech for every screen, made on the server, so that no screen needs a voice or the internet.

`Speech` turns text into audio; `spoken` writes numbers, times and telephone numbers as people
pronounce them. Who may request speech is decided elsewhere.
"""

from queueing.speech.cache import Clips
from queueing.speech.engine import Engine, NoVoice, SpeechAway
from queueing.speech.pronunciation import digits_said, number_said, spoken
from queueing.speech.recordings import Recordings, all_pieces, call_pieces
from queueing.speech.synthesizer import LONGEST_WORDS, WORDS_PER_MINUTE, Speech

__all__ = [
    "LONGEST_WORDS",
    "WORDS_PER_MINUTE",
    "Clips",
    "Engine",
    "NoVoice",
    "Recordings",
    "Speech",
    "SpeechAway",
    "all_pieces",
    "call_pieces",
    "digits_said",
    "number_said",
    "spoken",
]
