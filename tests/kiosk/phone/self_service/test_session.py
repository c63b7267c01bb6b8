"""A phone's session is good for one code at one location, for the location's minutes and no longer."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import session
from flask.testing import FlaskClient

from kiosk.phone.self_service.session import (
    PhoneSession,
    phone_session_at,
    set_language,
    set_ticket,
    start_phone_session,
)
from queueing.app import App
from services_catalog.catalog import Location
from tests.cast import Kiosk
from tests.kiosk.phone.self_service.phone_cast import HOME, begin

FIRST, SECOND = "0123456789abcdef", "fedcba9876543210"


@pytest.mark.parametrize(
    ("location", "minutes_ago", "good"),
    [
        ("downtown", 0, True),
        ("downtown", 19, True),  # the location gives twenty minutes
        ("downtown", 21, False),  # and they are over
        ("east-lake", 0, False),  # another location's phones are not its own
    ],
)
def test_a_session_is_good_at_its_location_for_its_minutes(
    app: App, downtown: Location, location: str, minutes_ago: int, good: bool
) -> None:
    assert downtown.rules.phone_minutes == 20
    with app.test_request_context():
        start_phone_session(downtown, FIRST, "es", app.runtime.real_now() - timedelta(minutes=minutes_ago))
        found = phone_session_at(app.runtime.catalog.locations[location])
    assert (found is not None) is good
    if found:
        assert (found.location, found.code, found.language, found.ticket) == ("downtown", FIRST, "es", "")


def test_a_phone_without_a_cookie_has_no_session(app: App, downtown: Location) -> None:
    with app.test_request_context():
        assert phone_session_at(downtown) is None


@pytest.mark.parametrize(
    ("code", "language", "ticket"),
    [
        (FIRST, "so", "t1"),  # the same code once more: the session goes on, in the language chosen last
        (SECOND, "so", ""),  # another code: a new session, and another ticket may be taken
    ],
)
def test_a_code_scanned_again_goes_on_and_another_one_begins_anew(
    app: App, downtown: Location, code: str, language: str, ticket: str
) -> None:
    now = app.runtime.real_now()
    with app.test_request_context():
        start_phone_session(downtown, FIRST, "es", now)
        first = phone_session_at(downtown)
        assert first
        set_ticket(first, "t1")
        start_phone_session(downtown, code, "so", now + timedelta(minutes=5))
        found = phone_session_at(downtown)
    assert found
    assert (found.code, found.language, found.ticket) == (code, language, ticket)
    assert (found.until == first.until) is (code == FIRST), "the same code gives no more minutes"


def test_a_change_is_stored_and_changes_nothing_else(app: App, downtown: Location) -> None:
    with app.test_request_context():
        start_phone_session(downtown, FIRST, "en", app.runtime.real_now())
        first = phone_session_at(downtown)
        assert first
        spoken = set_language(first, "hmn")
        taken = set_ticket(spoken, "t1")
        assert phone_session_at(downtown) == taken
        assert set(session[PhoneSession.KEY]) == {"location", "code", "until", "language", "ticket"}
    assert (taken.code, taken.until, taken.language, taken.ticket) == (first.code, first.until, "hmn", "t1")


def test_a_session_ends_and_is_of_one_center(phone: FlaskClient, kiosk: Kiosk) -> None:
    begin(phone, kiosk)
    assert phone.get("/kiosk/east-lake/phone").status_code == 403
    begin(phone, kiosk)
    with phone.session_transaction() as session:
        session[PhoneSession.KEY] = {**session[PhoneSession.KEY], "until": "2020-01-01T00:00:00+00:00"}
    assert phone.get(HOME).status_code == 403
