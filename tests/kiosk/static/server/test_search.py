"""The kiosk's own search, for when the server's is late: what matches, and what comes first."""

from __future__ import annotations

import pytest

from tests.browser_modules import Modules

SEARCH = "/kiosk/static/server/search.js"
SERVICES = {
    "dog-license": (["dog", "license", "perro"], ["pet", "tag", "puppy"]),
    "barking-dog": (["barking"], ["dog", "noise", "neighbor"]),
    "parking-ticket": (["parking", "ticket", "multa"], ["fine", "citation"]),
    "pothole": (["pothole"], ["street", "hole", "road"]),
}
SEARCH_LOCALLY = """({ searchLocally }, [services, query]) =>
  searchLocally(
    Object.entries(services).map(([id, [named, words]]) => {
      return { service: { id }, named: new Set(named), words: new Set(words) };
    }),
    query,
  ).map(({ id }) => id)"""


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("pothole", ["pothole"]),
        pytest.param("Pothole!", ["pothole"], id="capitals and signs do not matter"),
        pytest.param("PÓTHOLE", ["pothole"], id="accents do not matter"),
        pytest.param("dog", ["dog-license", "barking-dog"], id="the service's name comes before what people call it"),
        pytest.param("pot", ["pothole"], id="the start of a word"),
        pytest.param("otho", ["pothole"], id="the middle of a word"),
        pytest.param("oth", ["pothole"], id="three letters are enough for a middle"),
        pytest.param("ot", [], id="two are not"),
        pytest.param("citaton", ["parking-ticket"], id="a letter too few"),
        pytest.param("citatiion", ["parking-ticket"], id="a letter too many"),
        pytest.param("citatoin", ["parking-ticket"], id="two letters swapped"),
        pytest.param("roda", ["pothole"], id="swapped in a short word"),
        pytest.param("riad", ["pothole"], id="one wrong letter in a short word"),
        pytest.param("riod", [], id="two wrong letters are another word"),
        pytest.param("barking neighbor", ["barking-dog"], id="all words count"),
        pytest.param("xylophone", [], id="nothing like it"),
        pytest.param("  ?! ", [], id="no word at all"),
    ],
)
def test_what_is_found_and_in_which_order(modules: Modules, query: str, found: list[str]) -> None:
    assert modules.run(SEARCH, SEARCH_LOCALLY, [SERVICES, query]) == found


def test_at_most_a_screen_full_is_found(modules: Modules) -> None:
    many: dict[str, tuple[list[str], list[str]]] = {f"dog-{n}": (["dog"], []) for n in range(40)}
    assert len(modules.run(SEARCH, SEARCH_LOCALLY, [many, "dog"])) == 12
