"""What the board says: every word in every language of the location, its fields whole."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from display.board.words import BOARD, board_setup
from queueing.speech import Engine, Speech
from services_catalog.catalog import Catalog, Location

MUTE = Speech(Path("unused"))
"""A server without a speech engine."""
FIELD = re.compile(r"\{\w+\}")


@pytest.mark.parametrize("location", ["downtown", "east-lake"])
def test_every_language_has_every_word(catalog: Catalog, location: str) -> None:
    place: Location = catalog.locations[location]
    languages = board_setup(catalog, place, MUTE)["languages"]
    assert isinstance(languages, list)
    assert [language["tag"] for language in languages] == list(place.languages)
    for language in languages:
        assert len(language["weekdays"]) == 7
        assert language["dir"] in {"ltr", "rtl"}
        assert language["words"].keys() == BOARD.keys()
        for name, words in language["words"].items():
            assert sorted(FIELD.findall(words)) == sorted(FIELD.findall(BOARD[name])), (language["tag"], name)
        if language["tag"] != "en":
            assert language["words"]["closed"] != BOARD["closed"]


def test_times_are_written_as_on_the_slip(catalog: Catalog, downtown: Location) -> None:
    languages = board_setup(catalog, downtown, MUTE)["languages"]
    assert isinstance(languages, list)
    assert [language["locale"].split("-")[0] for language in languages] == ["en", "es", "so", "en"]  # Hmong has none


def test_the_board_knows_which_voices_there_are(catalog: Catalog, downtown: Location) -> None:
    assert (board_setup(catalog, downtown, MUTE)["voices"], board_setup(catalog, downtown, MUTE)["lead"]) == ([], None)
    setup = board_setup(catalog, downtown, Speech(Path("unused"), Engine.installed()))
    assert setup["lead"] == "en"
    assert {"en", "es", "vi", "am", "om", "ar", "my"} <= set(setup["voices"])  # type: ignore[call-overload]
    assert not {"so", "hmn", "km", "lo", "ase", "und"} & set(setup["voices"])  # type: ignore[call-overload]
