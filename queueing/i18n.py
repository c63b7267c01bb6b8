"""Text in the visitor's language: gettext catalogs, dates, times and ranges.

A language is one folder, `translations/<tag>/messages.po`; nothing is compiled beforehand.
English is the language of the source. A missing translation falls back to English here, and
fails a test.
"""

from __future__ import annotations

import io
from datetime import date, datetime
from functools import cache
from importlib import resources
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError, dates
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

SOURCE_LANGUAGE = "en"
STAFF_LANGUAGE = SOURCE_LANGUAGE
"""What staff read, whatever the visitors speak."""
AS_WRITTEN_HERE = {"en": "en-US", "es": "es-US"}
"""Languages whose dates and times are written otherwise in the United States than elsewhere."""


def mark(message: str) -> str:
    """Mark a message for extraction; it is translated where it is shown."""
    return message


@cache
def languages() -> tuple[str, ...]:
    """Tags of the languages that the interface speaks, English first."""
    folders = resources.files("queueing").joinpath("translations").iterdir()
    found = sorted(f.name for f in folders if f.joinpath("messages.po").is_file())
    return (SOURCE_LANGUAGE, *found)


class Translator:
    """Says things in one language. Get one from `translator`."""

    def __init__(self, tag: str, catalog: NullTranslations) -> None:
        self.tag = tag
        self._catalog = catalog
        try:
            self.locale = Locale.parse(AS_WRITTEN_HERE.get(tag, tag), sep="-")
            self._is_known = True
        except (UnknownLocaleError, ValueError):
            # CLDR has no data for this language (Hmong): digits and clock as at home, dates by a message.
            self.locale = Locale.parse("en_US")
            self._is_known = False

    def gettext(self, message: str, **values: object) -> str:
        """Return the message in this language, with `{name}` fields filled in."""
        said = str(self._catalog.gettext(message))
        return said.format(**values) if values else said

    def ngettext(self, one: str, many: str, n: int, **values: object) -> str:
        """Return the message in the form that this language uses for `n`; `{n}` is filled in."""
        return str(self._catalog.ngettext(one, many, n)).format(n=n, **values)

    def wait(self, low: int, high: int) -> str:
        """Return a wait as a range in whole minutes, as `Wait` has it."""
        if low:
            return self.gettext(ABOUT, low=low, high=high)
        return self.gettext(LESS_THAN, high=high)

    def time(self, moment: datetime, zone: ZoneInfo) -> str:
        """Return the wall-clock time of `moment` in `zone`, as this language writes it."""
        return dates.format_time(moment, "short", tzinfo=zone, locale=self.locale).replace("\u202f", " ")

    def date(self, day: date) -> str:
        """Return the weekday and date, as this language writes them."""
        if self._is_known:
            return dates.format_date(day, "full", locale=self.locale)
        weekday = self.gettext(WEEKDAYS[day.weekday()])
        return self.gettext(DATE, weekday=weekday, month=day.month, day=day.day, year=day.year)

    @property
    def halves(self) -> tuple[str, str]:
        """The day periods of this language, such as AM and PM."""
        known = self.locale.day_periods["format"]["abbreviated"]
        return known["am"], known["pm"]


ABOUT = mark("About {low} to {high} minutes")
LESS_THAN = mark("Less than {high} minutes")

DATE = mark("{weekday}, {month}/{day}/{year}")

WEEKDAYS = (
    mark("Monday"),
    mark("Tuesday"),
    mark("Wednesday"),
    mark("Thursday"),
    mark("Friday"),
    mark("Saturday"),
    mark("Sunday"),
)


@cache
def translator(tag: str) -> Translator:
    """Return the translator of `tag`; English for a language that the interface does not speak."""
    if tag == SOURCE_LANGUAGE or tag not in languages():
        return Translator(SOURCE_LANGUAGE, NullTranslations())
    po = resources.files("queueing").joinpath("translations", tag, "messages.po")
    compiled = io.BytesIO()
    with po.open("rb") as lines:
        write_mo(compiled, read_po(lines, locale=None))
    compiled.seek(0)
    return Translator(tag, Translations(compiled))
