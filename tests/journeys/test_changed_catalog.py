"""The catalog is edited while visitors wait, and the server restarted: what the manager reads and does about it."""

from __future__ import annotations

import shutil
from pathlib import Path

from playwright.sync_api import expect

import services_catalog
from queueing.identity.accounts import Role
from tests.journeys.staff_cast import COUNTER, SignIn, faultless, issue, served, server, sign_in
from tests.served import Served

__all__ = ["served", "server", "sign_in"]


def edited(folder: Path) -> Path:
    """The packaged catalog with the queue of permits renamed and counter 2 downtown renumbered."""
    data = Path(services_catalog.__file__).with_name("data")
    shutil.copytree(data, folder)
    for file in folder.rglob("*.toml"):
        text = file.read_text().replace('"permits"', '"buildings"')
        if file.name == "downtown.toml":
            text = text.replace('id = "2"', 'id = "7"')
        file.write_text(text)
    return folder


def test_the_manager_is_told_and_mends_it(sign_in: SignIn, served: Served, tmp_path: Path) -> None:
    waiting = issue(served)
    called = issue(served, "report-theft")
    agent = served.token("agent")
    served.call("PUT", f"{COUNTER}/2", {"open": True}, token=agent)
    assert served.call("POST", f"{COUNTER}/2/call-next", token=agent).json["number"] == called
    served.stop()
    served.environment["NOW_SERVING_CATALOG"] = str(edited(tmp_path / "catalog"))
    served.start()
    page = sign_in("max", Role.MANAGER, "/manager/downtown")
    alerts = page.locator(".attention")
    expect(alerts).to_contain_text(f"The queue Permits is no longer in the catalog, and {waiting} still waits in it.")
    expect(alerts).to_contain_text(f"Counter 2 is no longer in the catalog, and {called} is there.")
    faultless(page)
    page.screenshot(path=tmp_path / "told.png")
    page.keyboard.press("t")
    page.get_by_label("Its number").fill(called)
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Send it back to the queue").click()
    page.get_by_role("button", name="That counter is no longer there").click()
    expect(alerts).not_to_contain_text("Counter 2")
    served.call("PUT", f"{COUNTER}/3", {"open": True}, token=agent)
    assert served.call("POST", f"{COUNTER}/3/call-next", token=agent).json["number"] == waiting
    expect(alerts).not_to_contain_text("catalog")
