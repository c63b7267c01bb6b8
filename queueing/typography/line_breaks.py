"""Where a line may be broken, for the scripts that slips are printed in.

Lao, Khmer and Burmese script write no space between words. Without a dictionary a line of
theirs is broken at a space where there is one, else between syllables as far as the script shows them.
"""

from __future__ import annotations

import unicodedata

ANYWHERE = 0
"""Only if nothing better fits: between any two clusters."""
SYLLABLE = 1
"""Between syllables of a script that writes no spaces between words."""
WORD = 2
"""Where every reader expects a break."""

OPENING = frozenset("([{（［｛〈《「『【〔“‘¿¡")
CLOSING = frozenset(")]}）］｝〉》」』】〕”’，。、；：！？,.;:!?·…%％")
AFTER = frozenset("-/–—\u200b")
JOINERS = frozenset("\u1039\u17d2\u200d")
"""Signs that bind the next consonant under this one."""
LEADING_VOWELS = frozenset("ເແໂໃໄเแโใไ")
FOLLOWING_VOWELS = frozenset("ະາຳຽๅะาำ")
FINAL_SIGNS = frozenset("\u103a\u1039")
"""A Burmese-script consonant with one of these closes the syllable before it."""


def breaks_in(text: str) -> list[int]:
    """Return, for each position, how good a break before that character is; one more for the text's end."""
    kinds = [ANYWHERE] * (len(text) + 1)
    kinds[-1] = WORD
    for i in range(1, len(text)):
        kinds[i] = _kind(text, i)
    return kinds


def _kind(text: str, i: int) -> int:
    before, here = text[i - 1], text[i]
    if before in " \u200b" and here != " ":
        return WORD
    if here == " " or here in CLOSING or before in OPENING or unicodedata.category(here).startswith("M"):
        return ANYWHERE
    if before in AFTER and here.isalnum() and not here.isdigit():
        return WORD
    if _is_han(before) or _is_han(here):
        return WORD
    return SYLLABLE if _begins_syllable(text, i) else ANYWHERE


def _is_han(char: str) -> bool:
    return "\u2e80" <= char <= "\u9fff" or "\uf900" <= char <= "\ufaff" or (char in CLOSING and char > "\u2fff")


def _is_unspaced(char: str) -> bool:
    """Thai, Lao, Burmese script (with S'gaw Karen) or Khmer."""
    return "\u0e00" <= char <= "\u0eff" or "\u1000" <= char <= "\u109f" or "\u1780" <= char <= "\u17ff"


def _begins_syllable(text: str, i: int) -> bool:
    before, here, after = text[i - 1], text[i], text[i + 1 : i + 2]
    if not (_is_unspaced(before) and _is_unspaced(here)):
        return False
    bound = before in JOINERS or before in LEADING_VOWELS or here in FOLLOWING_VOWELS
    return not bound and (after == "" or after not in FINAL_SIGNS)
