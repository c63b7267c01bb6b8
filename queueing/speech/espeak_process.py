"""A process of its own that speaks once: words on standard input, a WAV on standard output.

The speech engine (eSpeak NG, GPL-3) is loaded here and nowhere else. Called as
`python -I -S espeak_process.py FOLDER VOICE WORDS_PER_MINUTE`, where FOLDER holds `espeakng_loader`.
Exit code 3: the engine has no such voice.
"""

from __future__ import annotations

import ctypes
import io
import sys
import wave

NO_SUCH_VOICE = 3
RETRIEVAL, DONT_EXIT, UTF8 = 2, 0x8000, 1
RATE, PUNCTUATION, ALL_PUNCTUATION = 1, 5, 1
"""Constants of the engine's speak_lib.h."""


def main() -> int:
    """Speak; return the exit code."""
    folder, voice, pace = sys.argv[1:4]
    sys.path.append(folder)
    import espeakng_loader  # noqa: PLC0415  found only now

    engine = ctypes.CDLL(espeakng_loader.get_library_path())
    sound = bytearray()

    def take(samples: ctypes._Pointer[ctypes.c_short], count: int, _events: object) -> int:
        if count > 0:
            sound.extend(ctypes.string_at(samples, count * 2))
        return 0

    taking = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)(take)
    hertz = engine.espeak_Initialize(RETRIEVAL, 0, str(espeakng_loader.get_data_path()).encode(), DONT_EXIT)
    if hertz < 0:
        return 1
    if engine.espeak_SetVoiceByName(voice.encode()) != 0:
        return NO_SUCH_VOICE
    engine.espeak_SetSynthCallback(taking)
    engine.espeak_SetParameter(RATE, int(pace), 0)
    words = sys.stdin.buffer.read()
    if len(words.decode()) == 1:
        engine.espeak_SetParameter(PUNCTUATION, ALL_PUNCTUATION, 0)  # a lone sign is called by its name
    engine.espeak_Synth(words, ctypes.c_size_t(len(words) + 1), 0, 0, 0, UTF8, None, None)
    engine.espeak_Synchronize()
    file = io.BytesIO()
    with wave.open(file, "wb") as wav:
        wav.setnchannels(1)
        wav.setsampwidth(2)
        wav.setframerate(hertz)
        wav.writeframes(bytes(sound))
    sys.stdout.buffer.write(file.getvalue())
    return 0


if __name__ == "__main__":
    sys.exit(main())
