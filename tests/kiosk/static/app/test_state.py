"""One visitor's state at the kiosk: where each step leads, what Back and Start over clear, what stays."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser_modules import Modules

STATE = "/kiosk/static/app/state.js"
START = {"screen": "start"}
HOME = {"screen": "home"}
PARKING = {"screen": "service", "service": "parking-ticket"}
ON_A_SERVICE = {"path": [START, HOME, PARKING], "needs": ["accessible"]}
SETTINGS: dict[str, Any] = {"large": True, "dark": True, "low": True, "speech": True, "volume": 5}
SERVICES = [{"id": "parking-ticket", "kind": "ticket"}, {"id": "gas-leak", "kind": "emergency"}]


def new(modules: Modules, **changes: Any) -> dict[str, Any]:
    """A state, as it is before anybody touched the screen but for the `changes`."""
    return {**modules.call(STATE, "newVisit"), **changes}


def test_a_visit_begins_on_the_first_screen_and_has_nothing_to_clear(modules: Modules) -> None:
    state = new(modules)
    assert state["path"] == [START]
    assert modules.call(STATE, "isPristine", state)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"path": [START, HOME]}, id="a step"),
        pytest.param({"large": True}, id="large text"),
        pytest.param({"dark": True}, id="contrast"),
        pytest.param({"low": True}, id="lower controls"),
        pytest.param({"speech": True}, id="speech"),
        pytest.param({"mute": True}, id="the note that it cannot be heard"),
    ],
)
def test_whatever_the_next_visitor_would_find_is_cleared(modules: Modules, change: dict[str, Any]) -> None:
    assert not modules.call(STATE, "isPristine", new(modules, **change))


def test_starting_over_clears_the_choices_and_keeps_how_the_screen_is_set(modules: Modules) -> None:
    chosen = {"lang": "so", "query": "dog", "refused": "closed", "emergency": {"id": 1, "coming": True}}
    state = new(modules, **SETTINGS, **ON_A_SERVICE, **chosen)
    assert modules.call(STATE, "startOver", state) == new(modules, **SETTINGS)


@pytest.mark.parametrize(
    ("step", "needs"),
    [
        pytest.param(PARKING, [], id="another service is asked of its own needs"),
        pytest.param({"screen": "person"}, ["accessible"], id="any other screen keeps them"),
    ],
)
def test_a_step_is_added_and_clears_what_belonged_to_the_one_before(
    modules: Modules, step: dict[str, str], needs: list[str]
) -> None:
    before = new(modules, **ON_A_SERVICE, refused="closed", emergency={"id": 1}, referralPaper="printed")
    after = modules.call(STATE, "goTo", before, step)
    assert after["path"] == [*before["path"], step]
    assert modules.call(STATE, "currentStep", after) == step
    assert after["needs"] == needs
    assert (after["refused"], after["emergency"], after["referralPaper"]) == (None, None, None)


@pytest.mark.parametrize(
    ("before", "path"),
    [
        pytest.param({"path": [START]}, [START], id="the first screen is the first"),
        pytest.param({"path": [START, HOME]}, [START], id="to the first screen"),
        pytest.param({"path": [START, HOME, PARKING]}, [START, HOME], id="one step"),
        pytest.param(
            {"path": [START, {"screen": "ticket"}], "ticket": {"id": "t"}},
            [START, {"screen": "ticket"}],
            id="never from a ticket that was issued",
        ),
    ],
)
def test_back_goes_one_step_back(modules: Modules, before: dict[str, Any], path: list[dict[str, str]]) -> None:
    assert modules.call(STATE, "goBack", new(modules, **before))["path"] == path


def test_back_gives_up_an_order_that_is_on_its_way(modules: Modules) -> None:
    order = {"service": "parking-ticket", "language": "en", "needs": [], "print": True}
    assert modules.call(STATE, "goBack", new(modules, **ON_A_SERVICE, order=order))["order"] is None


def test_back_to_the_first_screen_starts_over(modules: Modules) -> None:
    before = new(modules, path=[START, HOME], lang="hmn", query="dog", large=True)
    assert modules.call(STATE, "goBack", before) == new(modules, large=True)


@pytest.mark.parametrize(
    ("step", "is_emergency"),
    [
        pytest.param({"screen": "emergency"}, True, id="its own button"),
        pytest.param({"screen": "service", "service": "gas-leak"}, True, id="a service that is one"),
        pytest.param(PARKING, False, id="any other service"),
        pytest.param(HOME, False, id="no service"),
        pytest.param({"screen": "service", "service": "unknown"}, False, id="a service that is not offered here"),
    ],
)
def test_the_staff_are_told_of_an_emergency_and_of_nothing_else(
    modules: Modules, step: dict[str, str], is_emergency: bool
) -> None:
    assert modules.call(STATE, "isEmergency", new(modules, path=[START, step]), SERVICES) is is_emergency


@pytest.mark.parametrize(
    ("needs", "after"),
    [
        ([], ["accessible"]),
        (["accessible"], []),
        (["interpreter"], ["interpreter", "accessible"]),
        (["interpreter", "accessible", "sign-language"], ["interpreter", "sign-language"]),
    ],
)
def test_a_need_is_chosen_and_taken_back(modules: Modules, needs: list[str], after: list[str]) -> None:
    assert modules.call(STATE, "toggleNeed", new(modules, needs=needs), "accessible")["needs"] == after


def test_a_ticket_replaces_the_way_to_it(modules: Modules) -> None:
    before = new(modules, **ON_A_SERVICE, order={"service": "parking-ticket"}, lang="es")
    after = modules.call(STATE, "withTicket", before, {"id": "t", "number": "A001"})
    assert after["path"] == [START, {"screen": "ticket"}]
    assert (after["order"], after["ticket"]["number"], after["lang"]) == (None, "A001", "es")


def test_no_change_touches_the_state_it_was_made_from(modules: Modules) -> None:
    """Each returns a new state: what another part of the page holds stays as it was."""
    kept = modules.run(
        STATE,
        """(state) => {
          const before = state.goTo(state.newVisit(), { screen: "home" });
          const copy = JSON.stringify(before);
          state.goTo(before, { screen: "search" });
          state.goBack(before);
          state.startOver(before);
          state.toggleNeed(before, "accessible");
          state.withTicket(before, {});
          return JSON.stringify(before) === copy;
        }""",
    )
    assert kept
