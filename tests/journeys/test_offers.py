"""The desk offers in each of its states just what the table says: by its acts, and by the buttons that show them."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import expect

from tests.desk_states import STATES, bring
from tests.journeys.staff_cast import SignIn, served, server, sign_in
from tests.served import Served

__all__ = ["served", "server", "sign_in"]

OF_THE_SCREEN = {"undo", "held", "missed", "find", "switch", "me", "help"}
"""Acts that every state has, or that hang on the clock."""

OFFERED = """async () => {
  const [{ ACTS }, { whyNot }, { actsFor, otherTickets }, { scene }] = await Promise.all(
    ["acts", "perform", "other_tickets", "state"].map((file) => import(`/counter/static/desk/${file}.js`)));
  const [first] = otherTickets(scene());
  const places = [".front", ".top-acts", ".list-head"].map((place) => `${place} button[aria-keyshortcuts]`);
  const lit = [...document.querySelectorAll(places.join())]
    .filter((button) => button.getAttribute("aria-disabled") !== "true");
  return {
    acts: ACTS.filter((act) => !whyNot(act)).map(({ id }) => id),
    others: first ? actsFor(first).filter(({ why }) => !why).map(({ act }) => act.key) : [],
    keys: lit.map((button) => button.getAttribute("aria-keyshortcuts")),
    keyOf: Object.fromEntries(ACTS.map(({ id, key }) => [id, key])),
  };
}"""


def test_nothing_is_offered_that_would_be_refused(sign_in: SignIn, served: Served) -> None:
    page, program = sign_in("ana"), served.token("agent")

    def call(method: str, path: str, body: Any) -> Any:
        answer = served.call(method, path, body, token=program)
        assert answer.status < 300, answer.json
        return answer.json

    expect(page.locator(".seats")).to_be_visible()
    page.keyboard.press("3")
    for name, state in STATES.items():
        if state.comes == "open":
            page.keyboard.press("o")  # she sits there herself
            expect(page.locator(".top .pill"), name).to_have_text("Open")  # it has gone out and been answered
        else:
            bring(call, state.comes)
        seen = call("GET", "/locations/downtown/queue", None)
        expect(page.locator("#screen"), name).to_have_attribute("data-version", str(seen["version"]))
        expect(page.locator(".visitor"), name).to_have_class(re.compile(f"phase-{state.phase}"))
        now = dict(page.evaluate(OFFERED))
        assert set(now["acts"]) - OF_THE_SCREEN == (acts := set(state.offers.split())), name
        assert now["others"] == state.others.split(), name
        lit = set(now["keys"]) - {now["keyOf"][act] for act in OF_THE_SCREEN}
        assert lit <= {now["keyOf"][act] for act in acts}, name
