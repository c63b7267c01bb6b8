"""The sound of a call: a chime, then number and counter in the visitor's language and the location's.

An announcement is a list of clips played one after another: the chime, then the call in the visitor's
language where there is a voice for it, then in the location's first language that has one.
"""

from __future__ import annotations

import io
import re
import wave
from functools import cache

import numpy as np
from numpy.typing import NDArray

from queueing.refusals import NotFound
from queueing.speech import Speech, all_pieces, call_pieces, number_said
from services_catalog.catalog import Catalog, Location

NUMBER = re.compile(r"[A-Z]\d{3}")
RATE = 44_100
NOTES = ((659.255, 0.0), (523.251, 0.42))
"""E5, then C5: a falling third, heard as a friendly call. Hertz, and seconds after the start."""
RING_SECONDS = 1.9
ATTACK_SECONDS = 0.006
DECAY_SECONDS = 0.42
PARTIALS = ((1.0, 1.0), (2.0, 0.32), (3.0, 0.11), (4.2, 0.05))
"""Multiples of the note and their strength: a soft bell, clear on the small speakers of a television."""
PEAK = 0.8


def call_words(catalog: Catalog, location: Location, number: str, counter: str, language: str) -> str:
    """Return the words of a call, such as `P, zero, four, two. Counter 3.`, in a language by its tag.

    A language that the counters' names are not written in hears the number alone; the location's
    first language follows with the counter. Raises NotFound for a number or counter of another location.
    """
    desk = location.counter(counter)
    letters = {queue.letter for queue in catalog.queues_at(location.id)}
    if desk is None or not NUMBER.fullmatch(number) or number[0] not in letters or language not in catalog.languages:
        raise NotFound("No such call can be made at this location.")
    name = desk.name.get(language, "")
    return ". ".join(filter(None, [number_said(number, language), name])) + "."


def call_sound(catalog: Catalog, location: Location, speech: Speech, number: str, counter: str, language: str) -> bytes:
    """Return a call as a WAV: a person's recorded voice where there is one, else the engine's.

    Raises NotFound for a number or counter of another location, NoVoice, SpeechAway.
    """
    words = call_words(catalog, location, number, counter, language)
    recorded = speech.recordings.say(language, call_pieces(number, counter))
    return recorded or speech.say(words, language)


def call_languages(catalog: Catalog, location: Location, speech: Speech) -> list[str]:
    """Return the tags of the languages in which the calls of a location can be heard."""
    letters = [queue.letter for queue in catalog.queues_at(location.id)]
    pieces = all_pieces(letters, [counter.id for counter in location.counters])
    recorded = {tag for tag in speech.recordings.languages() if not speech.recordings.missing(tag, pieces)}
    return [tag for tag in catalog.languages if tag in recorded or speech.has_voice(tag)]


@cache
def chime() -> bytes:
    """Return the two-tone chime as a WAV: mono, 16 bits."""
    length = int(RATE * (NOTES[-1][1] + RING_SECONDS))
    sound = np.zeros(length)
    for pitch, begins in NOTES:
        start = int(RATE * begins)
        sound[start:] += _bell(pitch, length - start)
    sound *= _fade_out(length)
    return _wav(sound * (PEAK / np.abs(sound).max()))


def _bell(pitch: float, samples: int) -> NDArray[np.float64]:
    time = np.arange(samples) / RATE
    tone = np.zeros(samples)
    for multiple, strength in PARTIALS:
        # Higher partials die sooner, as they do in a real bell.
        tone += strength * np.exp(-time * multiple**0.7 / DECAY_SECONDS) * np.sin(2 * np.pi * pitch * multiple * time)
    return tone * np.minimum(1.0, time / ATTACK_SECONDS)


def _fade_out(samples: int) -> NDArray[np.float64]:
    # The last tenth of a second goes to nothing, so that no speaker clicks.
    return np.minimum(1.0, np.arange(samples, 0, -1) / (RATE / 10))


def _wav(sound: NDArray[np.float64]) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as wav:
        wav.setnchannels(1)
        wav.setsampwidth(2)
        wav.setframerate(RATE)
        wav.writeframes((sound * 32767).astype("<i2").tobytes())
    return file.getvalue()
