"""The kiosk on a visitor's own phone: one code, one phone, one ticket; otherwise a polite refusal."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from queueing.app import App
from queueing.phones.entry_codes import CODE_LIFE, new_code
from tests.cast import Agent, Kiosk, SteppedClock
from tests.kiosk.phone.self_service.phone_cast import FOUR, HOME, begin, post, scanned

FIRST_VIEW_BYTES = 30_000


def test_a_ticket_from_scan_to_number(phone: FlaskClient, kiosk: Kiosk, ana: Agent) -> None:
    assert "Bienvenidos" in phone.get(scanned(kiosk)).text
    begin(phone, kiosk, "es")
    home = phone.get(HOME).text
    assert '<html lang="es"' in home and "Quiero reportar algo" in home
    found = phone.get(f"{HOME}/find?q=reporte+polical").text
    assert "Copia de un reporte policial" in found
    service = f"{HOME}/service?id=police-report-copy"
    assert "Tenga listo" in phone.get(service).text
    status, at = post(phone, f"{HOME}/ticket", service, service="police-report-copy", needs=["accessible", "magic"])
    assert status == 303
    assert "C001" in phone.get(at).text
    (waiting,) = (ana.get("/locations/downtown/queue").get_json() or {})["tickets"]
    assert (waiting["number"], waiting["language"], waiting["needs"]) == ("C001", "es", ["accessible"])


def test_one_session_is_one_ticket(phone: FlaskClient, kiosk: Kiosk, ana: Agent) -> None:
    begin(phone, kiosk)
    pages = f"{HOME}/service?id=general-help"
    first = post(phone, f"{HOME}/ticket", pages, service="general-help")
    assert post(phone, f"{HOME}/ticket", pages, service="police-report-copy") == first
    assert phone.get(HOME).location == first[1]  # the phone shows its ticket from here on
    assert len((ana.get("/locations/downtown/queue").get_json() or {})["tickets"]) == 1


def test_a_second_phone_is_asked_to_scan_again(phone: FlaskClient, kiosk: Kiosk, app: App) -> None:
    code, other = scanned(kiosk), app.test_client()
    assert phone.post(f"{code}?lang=so").status_code == 303
    answer = other.post(f"{code}?lang=so")
    assert answer.status_code == 403
    assert all(words in answer.text for words in FOUR)
    assert phone.get(code).location == HOME  # the first one goes on


def test_an_old_or_forged_code_is_refused(phone: FlaskClient, app: App) -> None:
    old = new_code(app.runtime.settings.secret, "downtown", app.runtime.real_now() - 2 * CODE_LIFE)
    for code in (old, "A" * 30):
        assert phone.get(f"/kiosk/downtown/p/{code}").status_code == 403
        assert phone.post(f"/kiosk/downtown/p/{code}").status_code == 403


def test_looking_at_a_code_does_not_use_it(phone: FlaskClient, kiosk: Kiosk) -> None:
    code = scanned(kiosk)
    for _ in range(3):  # as a messenger's preview does
        assert phone.get(code).status_code == 200
    assert phone.post(code).status_code == 303


@pytest.mark.parametrize(
    "page",
    ["", "/find?q=x", "/choose?category=pay", "/report", "/service?id=weapon", "/person"],
)
def test_without_a_session_every_page_asks_to_scan_again(phone: FlaskClient, page: str) -> None:
    answer = phone.get(HOME + page)
    assert answer.status_code == 403
    assert all(words in answer.text for words in FOUR)


def test_a_report_is_asked_about_and_ends_where_the_city_says(phone: FlaskClient, kiosk: Kiosk) -> None:
    begin(phone, kiosk)
    assert "Question 1 of at most 3" in phone.get(f"{HOME}/report").text
    assert "Question 3 of at most 3" in phone.get(f"{HOME}/report?taps=none.taken").text
    assert "minneapolismn.gov/report-an-issue" in phone.get(f"{HOME}/report?taps=none.taken.thing").text
    assert 'href="tel:911"' in phone.get(f"{HOME}/report?taps=weapon").text
    assert phone.get(f"{HOME}/report?taps=weapon.again").status_code == 404


def test_danger_is_reported_to_the_staff(phone: FlaskClient, kiosk: Kiosk, ana: Agent) -> None:
    begin(phone, kiosk)
    page = f"{HOME}/service?id=gas-smell"
    for _ in range(2):
        status, shown = post(phone, f"{HOME}/danger", page, service="gas-smell")
        assert status == 200 and "Our staff have been told." in shown
    (heard,) = (ana.get("/locations/downtown/queue").get_json() or {})["calls"]
    assert (heard["kind"], heard["note"]) == ("emergency", "Smell of gas or rotten eggs")


def test_a_closed_center_says_so_and_gives_no_ticket(
    phone: FlaskClient, kiosk: Kiosk, ana: Agent, clock: SteppedClock
) -> None:
    begin(phone, kiosk, "es")
    clock.step(hours=10)
    page = f"{HOME}/service?id=general-help"
    status, shown = post(phone, f"{HOME}/ticket", page, service="general-help")
    assert status == 409
    assert "Hoy ya no se dan más turnos" in shown
    assert (ana.get("/locations/downtown/queue").get_json() or {})["tickets"] == []


def test_an_interpreter_is_two_touches_from_anywhere(phone: FlaskClient, kiosk: Kiosk, ana: Agent) -> None:
    begin(phone, kiosk)
    for page in ("/find?q=x", "/choose?category=pay", "/report", "/service?id=weapon"):
        assert f'href="{HOME}/person"' in phone.get(HOME + page).text
    person = phone.get(f"{HOME}/person").text
    assert person.count('name="language"') > 60
    status, _ = post(
        phone, f"{HOME}/ticket", f"{HOME}/person", service="general-help", language="am", needs="interpreter"
    )
    assert status == 303
    (waiting,) = (ana.get("/locations/downtown/queue").get_json() or {})["tickets"]
    assert (waiting["language"], waiting["needs"]) == ("am", ["interpreter"])


def test_a_service_of_another_center_has_its_address(app: App, kiosk: Kiosk) -> None:
    phone = app.test_client()
    begin(phone, kiosk)
    page = phone.get(f"{HOME}/service?id=crime-prevention").text
    assert "2228 East Lake Street" in page and "Take a ticket to ask a person" in page


@pytest.mark.parametrize("language", ["en", "es", "so", "hmn"])
def test_the_first_view_is_small(phone: FlaskClient, kiosk: Kiosk, language: str) -> None:
    begin(phone, kiosk, language)
    for path in (HOME, f"{HOME}/service?id=building-permit", f"{HOME}/choose?category=report"):
        size = 0
        for file in (path, "/static/base.css", "/kiosk/static/phone/phone.css"):
            with phone.get(file) as answer:
                assert answer.status_code == 200, file
                size += len(answer.data)
        assert size < FIRST_VIEW_BYTES, path
        assert '<script type="module"' not in phone.get(path).text


def test_a_button_of_another_site_takes_no_ticket(phone: FlaskClient, kiosk: Kiosk) -> None:
    begin(phone, kiosk)
    assert phone.post(f"{HOME}/ticket", data={"service": "general-help"}).status_code == 400
