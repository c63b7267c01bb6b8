"""When a location opens next, as a sentence in the visitor's language."""

from __future__ import annotations

from datetime import datetime

from queueing.i18n import WEEKDAYS, Translator, mark
from services_catalog.hours import Hours

OPENS = mark("We open {when}")
TODAY = mark("today at {time}")
TOMORROW = mark("tomorrow at {time}")
ON_DAY = mark("{day} at {time}")


def opening_sentence(say: Translator, moment: datetime, now: datetime, hours: Hours) -> str:
    """Return when the location opens next, `moment`, as one sentence: today, tomorrow, a weekday or a date."""
    # One full stop, also after "a.m."
    return say.gettext(OPENS, when=_when(say, moment, now, hours)).removesuffix(".") + "."


def _when(say: Translator, moment: datetime, now: datetime, hours: Hours) -> str:
    day, time = hours.day_of(moment), say.time(moment, hours.tz)
    ahead = (day - hours.day_of(now)).days
    if ahead < 2:
        return say.gettext(TOMORROW if ahead else TODAY, time=time)
    return say.gettext(ON_DAY, day=say.gettext(WEEKDAYS[day.weekday()]) if ahead < 7 else say.date(day), time=time)
