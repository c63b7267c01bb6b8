"""A phone that asked to be told shows what comes, and stops when asked; one that may not says so."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, expect

from kiosk.push.encryption import new_key
from tests.journeys.axe import violations
from tests.kiosk.push.push_service import Phone
from tests.served import serve

SUBSCRIBED = """({endpoint, keys}) => {
  // The push service of a browser's maker is out of reach here; all else is the browser's own.
  let held = null;
  const subscription = {
    endpoint,
    toJSON: () => ({ endpoint, keys }),
    unsubscribe: async () => { held = null; },
  };
  PushManager.prototype.subscribe = async ({ applicationServerKey }) => {
    window.cityKey = applicationServerKey;
    return (held = subscription);
  };
  PushManager.prototype.getSubscription = async () => held;
}"""
WATCHED = "registration.showNotification = async (title, how) => { self.shown = { title, ...how }; }"
SHOWN = """() => new Promise((shown) => {
  const look = () => (self.shown ? shown(self.shown) : setTimeout(look, 20));
  look();
})"""
"""A browser without windows keeps no notifications: what it is asked to show is what counts."""


def test_a_phone_that_asked_is_told_and_one_that_may_not_says_so(chromium: Browser, tmp_path: Path) -> None:
    key = new_key()
    facts = Phone("https://push.example.org/x").subscription()
    with serve(
        tmp_path / "var", at="2026-11-23T09:30", push_key=key, push_contact="mailto:queue@example.org"
    ) as served:
        order = {"service": "general-help", "language": "es"}
        taken = served.call("POST", "/locations/downtown/tickets", order, token=served.token("kiosk"))
        context = chromium.new_context(viewport={"width": 390, "height": 844}, permissions=["notifications"])
        page = context.new_page()
        page.add_init_script(f"({SUBSCRIBED})({json.dumps(facts)})")
        page.goto(f"{served.url}/t/{taken.json['id']}")
        page.get_by_role("button", name="Avíseme aunque lleve el teléfono en el bolsillo").click()
        expect(page.get_by_text("Este teléfono le avisará")).to_be_visible()
        assert violations(page) == []
        assert f'data-key="{page.evaluate("window.cityKey")}"' in page.content()
        driver = context.new_cdp_session(page)
        scopes: list[dict[str, Any]] = []
        driver.on("ServiceWorker.workerRegistrationUpdated", lambda told: scopes.extend(told["registrations"]))
        driver.send("ServiceWorker.enable")
        page.wait_for_function("navigator.serviceWorker.controller")
        worker = next(iter(context.service_workers), None) or context.wait_for_event("serviceworker")
        worker.evaluate(WATCHED)
        news = {"title": "Es su turno", "body": "A001 · Pase al mostrador 3", "lang": "es"}
        [registration] = {one["registrationId"] for one in scopes if not one["isDeleted"]}
        driver.send(
            "ServiceWorker.deliverPushMessage",
            {"origin": served.url, "registrationId": registration, "data": json.dumps(news)},
        )
        shown = worker.evaluate(SHOWN)
        assert {key: shown[key] for key in (*news, "tag", "renotify")} == {**news, "tag": "turn", "renotify": True}
        page.get_by_role("button", name="No me avise más").click()
        expect(page.get_by_role("button", name="Avíseme aunque")).to_be_visible()
        context.close()
        shy = chromium.new_context(viewport={"width": 390, "height": 844}).new_page()
        shy.goto(f"{served.url}/t/{taken.json['id']}?lang=en")
        shy.get_by_role("button", name="Tell me even when").click()
        expect(shy.get_by_text("Please keep this page open.")).to_be_visible()
        shy.context.close()
