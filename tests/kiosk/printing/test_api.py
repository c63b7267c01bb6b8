"""Paper over HTTP: asked for with the ticket, copied on demand, pulled by a kiosk's own machine."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from queueing.app import App, create_app
from queueing.identity.accounts import Role
from queueing.settings import Settings
from tests.cast import MONDAY_MORNING, Agent, Caller, Kiosk, SteppedClock, paired_kiosk
from tests.conftest import Tokens


@pytest.fixture(scope="module")
def slips(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the printer downtown spools to."""
    return tmp_path_factory.mktemp("spool") / "slips"


@pytest.fixture(scope="module")
def catalog_folder(tmp_path_factory: pytest.TempPathFactory, slips: Path) -> Path:
    """The packaged catalog, with a printer on a spool downtown and an agent's printer at East Lake."""
    folder = tmp_path_factory.mktemp("with-printers") / "catalog"
    shutil.copytree(str(resources.files("services_catalog").joinpath("data")), folder)
    for location, url in (("downtown", f"spool:{slips}"), ("east-lake", "agent:")):
        file = folder / "locations" / f"{location}.toml"
        assert 'url = "none:"' in file.read_text()
        file.write_text(file.read_text().replace('url = "none:"', f'url = "{url}"'))
    return folder


@pytest.fixture
def app(settings: Settings, clock: SteppedClock, catalog_folder: Path) -> Iterator[App]:
    """A server with printers."""
    app = create_app(settings.model_copy(update={"catalog": catalog_folder}), clock)
    yield app
    app.runtime.database.close()


def slip(caller: Caller, ticket: dict[str, Any]) -> dict[str, Any]:
    """How the ticket's paper is doing."""
    return dict(caller.get(f"/tickets/{ticket['id']}/slip").get_json())


def test_paper_is_asked_for_once_a_ticket_and_only_when_wanted(kiosk: Kiosk, visitor: Caller) -> None:
    assert slip(visitor, kiosk.ticket())["state"] == "none"
    order = {"service": "building-permit", "print": True}
    first = kiosk.post("/locations/downtown/tickets", order, Idempotency_Key="tap").get_json()
    job = slip(visitor, first)
    kiosk.post("/locations/downtown/tickets", order, Idempotency_Key="tap")
    assert slip(visitor, first) == job
    assert job["state"] == "queued"


def test_the_worker_prints_what_was_asked_for(
    app: App, kiosk: Kiosk, visitor: Caller, slips: Path, clock: SteppedClock
) -> None:
    ticket = kiosk.ticket(print=True)
    app.start_workers()
    try:
        for _ in range(200):
            if slip(visitor, ticket)["state"] != "queued" and any(slips.glob("*")):
                break
            clock.sleep(0.05)
    finally:
        app.stop_workers()
    assert slip(visitor, ticket)["state"] in {"sent", "confirmed"}
    (file,) = slips.iterdir()
    assert file.read_bytes().startswith(b"\x1b@")


def test_an_ended_ticket_has_no_copy(kiosk: Kiosk, visitor: Caller) -> None:
    ticket = kiosk.ticket()
    visitor.post(f"/tickets/{ticket['id']}/leave")
    assert visitor.post(f"/tickets/{ticket['id']}/reprint").status_code == 409


@pytest.fixture
def lake(app: App, visitor: Caller) -> Kiosk:
    """The print-agent at East Lake, paired with its printer's name; its machine's kiosk has the same."""
    return paired_kiosk(app, visitor.client, app.runtime.location("east-lake").printers[0].id, "east-lake")


@pytest.mark.parametrize("sender", ["another kiosk", "a program", "another center's agent", "a visitor", "an agent"])
def test_nobody_but_its_own_agent_takes_or_reports_a_printers_jobs(
    app: App, lake: Kiosk, visitor: Caller, eli: Agent, token: Tokens, sender: str
) -> None:
    printer = app.runtime.location("east-lake").printers[0].id
    path = f"/locations/east-lake/printers/{printer}"
    stranger, refused = {
        "another kiosk": (paired_kiosk(app, visitor.client, "by the door", "east-lake"), 403),
        "a program": (Caller(visitor.client, token(Role.KIOSK, "east-lake")), 403),
        "another center's agent": (paired_kiosk(app, visitor.client, printer, "downtown"), 403),
        "a visitor": (visitor, 401),
        "an agent": (eli, 403),
    }[sender]
    ticket = lake.ticket("general-help", print=True)
    condition = {"condition": "ok", "answered": True}
    assert stranger.post(f"{path}/claim").status_code == refused
    assert slip(visitor, ticket)["state"] == "queued"
    job = lake.post(f"{path}/claim").headers["Print-Job"]
    assert stranger.post(f"{path}/jobs/{job}/result", {"went": "all", **condition}).status_code == refused
    assert stranger.post(f"{path}/condition", {**condition, "condition": "out"}).status_code == refused
    assert slip(visitor, ticket) == {"state": "sending", "printer": printer, "condition": None}


def test_an_agent_is_told_how_it_is_paired_with_another_printer(app: App, lake: Kiosk, visitor: Caller) -> None:
    door = paired_kiosk(app, visitor.client, "by the door", "east-lake")
    printer = app.runtime.location("east-lake").printers[0].id
    refused = door.post(f"/locations/east-lake/printers/{printer}/claim").get_json()
    assert f"--name {printer}" in refused["detail"]
    assert lake.post("/locations/east-lake/printers/nobody/claim").status_code == 403, "nor one that is not there"


def test_a_kiosks_own_machine_pulls_its_slip_and_reports(lake: Kiosk, visitor: Caller, kiosk: Kiosk) -> None:
    printer = lake.client.application.runtime.location("east-lake").printers[0].id  # type: ignore[attr-defined]
    path = f"/locations/east-lake/printers/{printer}"
    assert lake.post(f"{path}/claim").status_code == 204
    ticket = lake.ticket("general-help", print=True)
    taken = lake.post(f"{path}/claim")
    assert (taken.status_code, taken.data[:2]) == (200, b"\x1b@")
    assert slip(visitor, ticket)["state"] == "sending"
    report = {"went": "confirmed", "condition": "ok", "answered": True, "detail": ""}
    assert lake.post(f"{path}/jobs/{taken.headers['Print-Job']}/result", report).status_code == 204
    assert slip(visitor, ticket) == {"state": "confirmed", "printer": printer, "condition": "ok"}
    assert kiosk.post(f"{path}/claim").status_code == 403, "another center's kiosk takes nothing here"


def test_staff_see_how_the_printer_is(lake: Kiosk, eli: Agent, clock: SteppedClock) -> None:
    clock.step(minutes=5)
    printer = lake.client.application.runtime.location("east-lake").printers[0].id  # type: ignore[attr-defined]
    path = f"/locations/east-lake/printers/{printer}/condition"
    assert lake.post(path, {"condition": "out", "answered": True}).status_code == 204
    parts = eli.get("/locations/east-lake/queue").get_json()["parts"]
    assert [(part["kind"], part["state"]) for part in parts] == [("kiosk", "up"), ("printer", "out")]


def test_staff_see_a_slip_that_may_not_have_come_out_and_print_it_again(
    lake: Kiosk, eli: Agent, clock: SteppedClock
) -> None:
    def doubtful() -> list[tuple[str, str]]:
        slips = eli.get("/locations/east-lake/queue").get_json()["slips"]
        return [(slip["number"], slip["state"]) for slip in slips]

    printer = lake.client.application.runtime.location("east-lake").printers[0].id  # type: ignore[attr-defined]
    path = f"/locations/east-lake/printers/{printer}"
    clock.set(MONDAY_MORNING)
    ticket = lake.ticket("general-help", print=True)
    job = lake.post(f"{path}/claim").headers["Print-Job"]
    assert doubtful() == []
    report = {"went": "unsure", "condition": "offline", "answered": False, "detail": "it went away amid the slip"}
    lake.post(f"{path}/jobs/{job}/result", report)
    assert doubtful() == [(ticket["number"], "unknown")]
    assert eli.post(f"/tickets/{ticket['id']}/reprint").status_code == 200
    assert doubtful() == [], "a copy is on its way"
