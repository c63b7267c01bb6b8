"""How text is pronounced: a ticket's number by its digits, a telephone number in groups, a full hour short."""

from __future__ import annotations

import re

from queueing.i18n import languages, mark, translator

DIGITS = (
    mark("zero"),
    mark("one"),
    mark("two"),
    mark("three"),
    mark("four"),
    mark("five"),
    mark("six"),
    mark("seven"),
    mark("eight"),
    mark("nine"),
)
TICKET = re.compile(r"\b([A-Z])(\d{3})\b")
TELEPHONE = re.compile(r"\b(\d{3})-(\d{3})-(\d{4})\b")
SHORT_TELEPHONE = re.compile(r"\b[39]11\b")
FULL_HOUR = re.compile(r"\b(\d{1,2}):00\b")
DRAWN = {"\u2011": "-", "·": ", ", "…": ".", "“": "", "”": "", "→": ", "}
"""Signs that are seen and not said, and what is said for them."""


def digits_said(digits: str, language: str) -> str:
    """Return digits one by one with a pause between: `zero, four, two`.

    In a language that the interface does not speak the digits stand for themselves; its voice reads them.
    """
    if language not in languages():
        return ", ".join(digits)
    say = translator(language).gettext
    return ", ".join(say(DIGITS[int(digit)]) for digit in digits)


def number_said(number: str, language: str) -> str:
    """Return a ticket's number as it is called: the letter, then each digit."""
    letters = number.rstrip("0123456789")
    return ", ".join(filter(None, [*letters, digits_said(number[len(letters) :], language)]))


def spoken(words: str, language: str) -> str:
    """Return written text as it is pronounced in a language."""
    for sign, said in DRAWN.items():
        words = words.replace(sign, said)
    words = TELEPHONE.sub(lambda found: "; ".join(digits_said(part, language) for part in found.groups()), words)
    words = TICKET.sub(lambda found: number_said(found[0], language), words)
    words = SHORT_TELEPHONE.sub(lambda found: digits_said(found[0], language), words)
    words = FULL_HOUR.sub(r"\1", words)
    return " ".join(words.split())
