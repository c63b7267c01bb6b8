"""A refused request is one line in the log: who, what was lacking, at which route; never a secret, never a flood."""

from __future__ import annotations

import logging
import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from queueing.web.refusal_log import MOST_LINES, RefusalLog
from tests.cast import MONDAY_MORNING, Agent, Kiosk

SECRET = "no-such-token-Zq81"


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """What is logged from now on."""
    caplog.set_level(logging.WARNING)
    return caplog


def test_who_was_refused_what_and_where(
    client: FlaskClient, kiosk: Kiosk, eli: Agent, lines: pytest.LogCaptureFixture
) -> None:
    ticket = kiosk.ticket("report-theft")
    answers = [
        client.get("/api/v1/locations/downtown/queue"),
        client.get("/api/v1/locations/downtown/queue", headers={"Authorization": f"Bearer {SECRET}"}),
        kiosk.post(f"/tickets/{ticket['id']}/start"),
        eli.post(f"/tickets/{ticket['id']}/start"),
        client.post("/staff/sign-in", data={"name": "ana", "password": SECRET}),
    ]
    assert [answer.status_code for answer in answers] == [401, 401, 403, 403, 400]
    at = "POST /api/v1/tickets/<ticket>/start"
    logged = [record.getMessage() for record in lines.records]
    nobody = "refused, not signed in: nobody without the right SEE_QUEUE at GET /api/v1/locations/<location>/queue"
    assert logged[:2] == [nobody, nobody]
    assert [re.sub(r":\d+", ":N", line) for line in logged[2:4]] == [
        f"refused, not allowed: token:N without the right SERVE at {at}"
    ] * 2
    assert logged[4:] == ["refused, form expired or malformed: nobody at POST /staff/sign-in"]
    for secret in (SECRET, kiosk.token or "", eli.token or "", ticket["id"]):
        assert secret not in "".join(logged)
    assert SECRET not in "".join(answer.text for answer in answers), "a wrong key is not echoed"


def test_a_flood_writes_few_lines_and_says_how_many_there_were(lines: pytest.LogCaptureFixture) -> None:
    log, now = RefusalLog(), MONDAY_MORNING
    for second in range(50):
        log.write("not signed in", f"line {second}", now + timedelta(seconds=second))
    log.write("too often", "of another kind", now + timedelta(seconds=50))
    assert len(lines.records) == MOST_LINES + 1
    lines.clear()
    log.write("not signed in", "a minute later", now + timedelta(seconds=60))
    assert [record.getMessage() for record in lines.records] == [
        "refused, not signed in: 30 more in the minute before",
        "refused, not signed in: a minute later",
    ]


def test_a_clock_that_is_set_back_does_not_silence_it(lines: pytest.LogCaptureFixture) -> None:
    log = RefusalLog()
    for _ in range(MOST_LINES + 1):
        log.write("not allowed", "before", MONDAY_MORNING)
    log.write("not allowed", "after", MONDAY_MORNING - timedelta(hours=1))
    assert lines.records[-1].getMessage() == "refused, not allowed: after"
