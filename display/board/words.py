"""The words of the lobby board, in every language of a location."""

from __future__ import annotations

from collections.abc import Mapping

from display.board.announcements import call_languages
from queueing.i18n import WEEKDAYS, mark, translator
from queueing.speech import Speech
from services_catalog.catalog import Catalog, Location

BOARD = {
    "about": mark("About {low} to {high} minutes"),
    "ask_desk": mark("Please ask at the desk."),
    "call_311": mark("By phone: {phone}"),
    "closed": mark("Closed"),
    "counter": mark("Counter"),
    "date": mark("{weekday}, {month}/{day}"),
    "day_at": mark("{day} at {time}"),
    "latest": mark("Latest calls"),
    "less_than": mark("Less than {high} minutes"),
    "no_calls": mark("Nobody has been called yet today"),
    "no_counter": mark("No counter is open for this now"),
    "now_serving": mark("Now serving"),
    "open_until": mark("Open until {time}"),
    "opens": mark("Opens {when}"),
    "stale": mark("This screen has lost its connection. The numbers may be out of date."),
    "still_serving": mark("Closed for new tickets. Everybody who has a ticket is still served."),
    "today_at": mark("today at {time}"),
    "tomorrow_at": mark("tomorrow at {time}"),
    "waiting": mark("Waiting"),
}
"""What the lobby board says, by the names that its code uses."""

FOR_STAFF = {
    "sound_off": mark("The sound of this screen is off."),
    "sound_broken": mark("This screen cannot play sound."),
    "asking": mark("Live calls do not get through. This screen asks every 2 seconds."),
    "sound_on": mark("Turn sound on"),
    "volume": mark("Volume: {percent} %"),
    "volume_none": mark("The volume of this screen is at zero. Press + to hear calls."),
    "pair_title": mark("Pair this screen"),
    "pair_code": mark("One-time code"),
    "pair_do": mark("Pair"),
    "pair_cancel": mark("Cancel"),
    "pair_done": mark("This screen is paired."),
    "pair_elsewhere": mark("That code is for another screen or another location."),
}
"""What it says to the staff who set it up: in English."""


def board_setup(catalog: Catalog, location: Location, speech: Speech) -> dict[str, object]:
    """Return what the lobby board's code needs to know beforehand: its languages, all its words, its voices.

    `lead` is the language that every call is spoken in, after the visitor's own; None when nothing speaks.
    """
    voices = call_languages(catalog, location, speech)
    return {
        "location": location.id,
        "name": dict(location.name),
        "languages": [_language(catalog, tag) for tag in location.languages],
        "voices": voices,
        "lead": next((tag for tag in location.languages if tag in voices), None),
        "staff": {name: translator("en").gettext(message) for name, message in FOR_STAFF.items()},
    }


def _language(catalog: Catalog, tag: str) -> Mapping[str, object]:
    say = translator(tag)
    language = catalog.languages[tag]
    return {
        "tag": tag,
        "locale": str(say.locale).replace("_", "-"),
        "dir": language.direction,
        "ownName": language.own_name,
        "words": {name: say.gettext(message) for name, message in BOARD.items()},
        "weekdays": [say.gettext(day) for day in WEEKDAYS],
        "halves": say.halves,
    }
