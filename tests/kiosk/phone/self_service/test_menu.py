"""The rows of the phone's pages: every link leads somewhere, emergencies are marked, a person is always there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient

from kiosk.phone.self_service import menu
from kiosk.phone.self_service.menu import MenuRow, PhoneContext
from kiosk.phone.self_service.session import PhoneSession
from queueing.app import App
from queueing.refusals import LocationClosed, NotOffered, Refusal, TooLateToday
from queueing.schemas import BoardQueue, QueueClosingRisk, Wait
from services_catalog.catalog import Location
from services_catalog.guidance import Route
from tests.cast import Agent, Kiosk

REPORT_TEXT = "Quiero reportar algo"


def at(location: Location, language: str = "es") -> PhoneContext:
    """A phone at a location."""
    return PhoneContext(location, PhoneSession(location.id, "0123456789abcdef", "2030-01-01T00:00:00+00:00", language))


@pytest.fixture
def context(app: App) -> Iterator[None]:
    """A request of a phone."""
    with app.test_request_context("/kiosk/downtown/phone"):
        yield


@pytest.mark.usefixtures("context")
class TestRows:
    def test_the_first_page_begins_with_danger_and_ends_with_a_person(self, app: App, downtown: Location) -> None:
        danger, report, *categories, person = menu.home_rows(at(downtown))
        assert (danger.emergency, danger.hint, danger.href) == (True, "911", "/kiosk/downtown/phone/report")
        assert (report.text, report.emergency) == (REPORT_TEXT, False)
        assert [row.href for row in categories] == [
            f"/kiosk/downtown/phone/choose?category={category}" for category in app.runtime.catalog.categories
        ]
        assert person.href == "/kiosk/downtown/phone/person"

    def test_a_catalog_without_guidance_asks_no_questions(self, app: App, downtown: Location) -> None:
        runtime = app.runtime
        silent = replace(runtime.catalog, guidance=replace(runtime.catalog.guidance, first=""))
        app.move_in(replace(runtime, catalog=silent))
        assert not any(row.href.endswith("/report") for row in menu.home_rows(at(downtown)))
        category = silent.categories[menu.REPORT_CATEGORY]
        assert len(menu.group_rows(at(downtown), category)) == len(category.groups)

    def test_only_the_category_of_reports_begins_with_the_questions(self, app: App, downtown: Location) -> None:
        for category in app.runtime.catalog.categories.values():
            rows = menu.group_rows(at(downtown), category)
            questions = [row for row in rows if row.href.endswith("/report")]
            assert questions == rows[: len(questions)]
            assert len(questions) == (1 if category.id == menu.REPORT_CATEGORY else 0)
            assert len(rows) - len(questions) == len(category.groups)

    @pytest.mark.parametrize(
        ("service", "location", "hint", "emergency"),
        [
            ("gas-smell", "downtown", "911", True),
            ("building-permit", "downtown", "", False),  # a ticket here
            ("building-permit", "east-lake", "No se hace en este centro", False),  # a ticket, at the other center
            ("lost-on-bus", "downtown", "No se hace en este centro", False),  # no ticket at any center
        ],
    )
    def test_a_service_is_marked_where_it_gives_no_ticket(
        self, app: App, service: str, location: str, hint: str, emergency: bool
    ) -> None:
        catalog = app.runtime.catalog
        [row] = menu.service_rows(at(catalog.locations[location]), [catalog.services[service]])
        assert (row.hint, row.emergency) == (hint, emergency)
        assert row.href == f"/kiosk/{location}/phone/service?id={service}"

    def test_each_choice_adds_itself_and_those_that_lead_to_911_are_marked(self, app: App, downtown: Location) -> None:
        guidance = app.runtime.catalog.guidance
        question = guidance.first_question()
        rows = menu.answer_rows(at(downtown), question, ["a", "b"])
        assert [row.href.partition("taps=")[2] for row in rows] == [f"a.b.{choice.id}" for choice in question.choices]
        for row, choice in zip(rows, question.choices, strict=True):
            assert row.emergency is (bool(choice.go) and guidance.outcomes[choice.go].route is Route.EMERGENCY)
        assert any(row.emergency for row in rows)

    def test_a_person_is_one_touch_in_every_language(self, app: App, downtown: Location) -> None:
        own, signing, other, *rest = menu.person_rows(at(downtown))
        general = {"service": "general-help"}
        assert own.order == {**general, "language": "es", "needs": "interpreter"}
        assert signing.order == {**general, "language": "es", "needs": "sign-language"}
        assert other.order == {**general, "language": "und", "needs": "interpreter"}
        spoken = {tag for tag, language in app.runtime.catalog.languages.items() if not language.signed}
        assert {row.order["language"] for row in rest} == spoken - {"es", "und"}
        assert [row.tag for row in rest] == [row.order["language"] for row in rest]
        [english] = [row for row in rest if row.tag == "en"]
        assert english.order == {**general, "language": "en"}, "a visitor who speaks English needs no interpreter"
        interface = [app.runtime.catalog.languages[row.tag].interface for row in rest]
        assert interface == sorted(interface, reverse=True), "the languages of the screens come first"

    def test_without_general_help_no_person_is_offered(self, app: App, downtown: Location) -> None:
        runtime = app.runtime
        services = {id_: service for id_, service in runtime.catalog.services.items() if id_ != "general-help"}
        app.move_in(replace(runtime, catalog=replace(runtime.catalog, services=services)))
        assert (menu.general_help(at(downtown)), menu.person_rows(at(downtown))) == (None, [])


@pytest.mark.parametrize("language", ["en", "es", "so", "hmn"])
def test_every_link_of_the_first_page_leads_to_a_page(
    app: App, phone: FlaskClient, kiosk: Kiosk, downtown: Location, language: str
) -> None:
    address = (kiosk.get("/locations/downtown/phone-code").get_json() or {})["address"]
    phone.post(f"{address}?lang={language}")
    with app.test_request_context():
        rows: list[MenuRow] = menu.home_rows(at(downtown, language))
    for row in rows:
        assert phone.get(row.href).status_code == 200, row


def queue(**values: Any) -> BoardQueue:
    """A queue as the board shows it."""
    return BoardQueue(**{"letter": "A", "name": None, "waiting": 3, "wait": None, "served": True, **values})


RISK = {"en": "We close at 4.", "es": "Cerramos a las 4."}


@pytest.mark.parametrize(
    ("shown", "reason"),
    [
        (None, ""),  # the service has no queue here; the page says where else it is done
        (queue(), ""),
        (queue(closed={"en": "No more today.", "es": "Hoy ya no."}), "Hoy ya no."),
        (queue(closing=QueueClosingRisk(unlikely=True, words=RISK)), "Cerramos a las 4."),
        (queue(closing=QueueClosingRisk(unlikely=False, words=RISK)), ""),  # a warning; the ticket is given
    ],
)
def test_a_queue_that_gives_no_ticket_says_why(downtown: Location, shown: BoardQueue | None, reason: str) -> None:
    assert menu.no_ticket_reason(at(downtown), shown) == reason


@pytest.mark.parametrize(
    ("shown", "words"),
    [
        (None, ""),
        (queue(), ""),  # no counter serves it: nothing is forecast
        (queue(wait=Wait(p50_seconds=600, p90_seconds=900, low_minutes=10, high_minutes=15)), "Entre 10 y 15 minutos"),
    ],
)
def test_a_wait_is_written_only_where_it_is_forecast(downtown: Location, shown: BoardQueue | None, words: str) -> None:
    assert menu.wait_words(at(downtown), shown) == words


@pytest.mark.parametrize(
    ("refusal", "words"),
    [
        (LocationClosed("closed"), "Hoy ya no se dan más turnos"),
        (TooLateToday("Cerramos a las 4."), "Cerramos a las 4."),  # written for this visitor already
        (NotOffered("not here"), "pregunte en el mostrador"),  # never the sentence for programs
    ],
)
def test_a_refusal_is_in_the_phones_language(downtown: Location, refusal: Refusal, words: str) -> None:
    assert words in menu.refusal_text(at(downtown), refusal)


def test_the_queue_of_a_service_is_the_boards(app: App, kiosk: Kiosk, ana: Agent, downtown: Location) -> None:
    ana.open()
    kiosk.ticket("general-help")
    services = app.runtime.catalog.services
    with app.test_request_context():
        found = menu.queue_of(at(downtown), services["general-help"])
        assert found and (found.letter, found.waiting, found.served) == ("A", 1, True)
        assert menu.queue_of(at(downtown), services["gas-smell"]) is None
        assert menu.queue_of(at(downtown), services["crime-prevention"]) is None, "another center's"
