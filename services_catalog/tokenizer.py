"""Text as the search reads it: folded to plain small letters, split into words, each word cut to a stem.

Stems are only compared with each other and never shown. They are deliberately crude: what a visitor
types is short, and a wrong stem still matches itself. This module keeps no state and reads no files.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_APART = re.compile(r"[^\w]+|_+")
_APOSTROPHES = str.maketrans("", "", "'’ʼ`´")

_CONTRACTED = {
    "arent": ("are", "not"), "cant": ("cannot",), "couldnt": ("could", "not"), "didnt": ("did", "not"),
    "doesnt": ("does", "not"), "dont": ("do", "not"), "hasnt": ("has", "not"), "havent": ("have", "not"),
    "hes": ("he", "is"), "im": ("i", "am"), "isnt": ("is", "not"), "ive": ("i", "have"), "shes": ("she", "is"),
    "thats": ("that", "is"), "theres": ("there", "is"), "theyre": ("they", "are"), "wasnt": ("was", "not"),
    "whats": ("what", "is"), "wheres": ("where", "is"), "wont": ("will", "not"), "wouldnt": ("would", "not"),
}  # fmt: skip
"""English contractions as people type them, without the apostrophe, and the two words they stand for."""

_ENDINGS: dict[str, tuple[str, ...]] = {
    "en": ("ings", "ing", "ies", "ied", "ers", "es", "ed", "er", "s", "e", "y"),
    "es": (
        "aciones", "iciones", "ciones", "cion", "acion", "icion", "aron", "ieron", "ando", "iendo", "amos", "aba",
        "ados", "adas", "ado", "ada", "idos", "idas", "ido", "ida", "ion", "ar", "er", "ir", "an", "en", "es", "os",
        "as", "o", "a", "e", "s",
    ),
    "so": (
        "kaygii", "gaygii", "haygii", "daydii", "taydii", "kayga", "gayga", "hayga", "ayga", "dayda",
        "tayda", "ayda", "kaaga", "gaaga", "daada", "taada", "kiisa", "giisa", "hiisa", "diisa", "tiisa",
        "keeda", "geeda", "heeda", "deeda", "teeda", "kooda", "gooda", "yaasha", "yada", "yaal", "yadii",
        "kii", "gii", "hii", "dii", "tii", "aha", "ada", "inayaa", "inaya", "inayo", "iyaa", "iyay", "iyey",
        "iyo", "idda", "idu", "ayaa", "aya", "aan", "een", "ka", "ga", "ha", "da", "ta", "ku", "gu", "du",
        "tu", "yo", "in", "id", "ay", "ey", "aa", "a", "i", "o", "y",
    ),
    "hmn": (),
}  # fmt: skip
"""Endings to cut, by language; the longest that fits is cut."""

_BY_LENGTH = {tag: sorted(endings, key=len, reverse=True) for tag, endings in _ENDINGS.items()}
_LEAST_STEM = 3


def fold(text: str) -> str:
    """Return `text` in lower case, without accents or apostrophes."""
    plain = text.casefold().translate(_APOSTROPHES)
    if plain.isascii():
        return plain
    apart = unicodedata.normalize("NFKD", plain)
    return "".join(c for c in apart if not unicodedata.combining(c))


def tokens(text: str) -> list[str]:
    """Return the folded words of `text` in their order; "don't" is "do" and "not"."""
    return [word for token in _APART.split(fold(text)) if token for word in _CONTRACTED.get(token, (token,))]


@lru_cache(maxsize=100_000)
def stem(token: str, language: str) -> str:
    """Return a folded word without the endings that `language` adds; at least three letters stay.

    Spanish and Somali words are cut twice, the plural or the article first, so that "autobuses" and
    "autobús" have one stem, and so do "gaariga" and "gaari".
    """
    once = _cut(token, language, _LEAST_STEM)
    return _cut(once, language, _LEAST_STEM + 1) if language in ("es", "so") else once


def _cut(token: str, language: str, least: int) -> str:
    for ending in _BY_LENGTH.get(language, ()):
        if token.endswith(ending) and len(token) - len(ending) >= least:
            return _undouble(token[: -len(ending)])
    return _undouble(token) if language == "en" else token


def _undouble(stemmed: str) -> str:
    """Return a stem without its doubled last letter, so that `plann` of "planning" is `plan`."""
    if len(stemmed) > _LEAST_STEM and stemmed[-1] == stemmed[-2]:
        return stemmed[:-1]
    return stemmed
