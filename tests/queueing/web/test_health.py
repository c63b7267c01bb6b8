"""Liveness, readiness, metrics: true, and without a word about anybody."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from queueing.app import App
from tests.cast import Kiosk


def test_it_lives_and_is_ready(client: FlaskClient) -> None:
    assert client.get("/healthz").get_json() == {"status": "ok"}
    assert client.get("/readyz").status_code == 200


def test_without_its_database_it_lives_but_is_not_ready(
    app: App, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away() -> None:
        raise sa.exc.OperationalError("SELECT 1", None, Exception("away"))

    monkeypatch.setattr(app.runtime.database, "read", away)
    from queueing.web.health import healthz, readyz

    with app.test_request_context():
        assert healthz() == {"status": "ok"}
        assert readyz() == ({"status": "database away"}, 503)


def test_metrics_count_and_name_no_ticket(kiosk: Kiosk, client: FlaskClient) -> None:
    ticket = kiosk.ticket()
    said = client.get("/metrics").text
    assert 'now_serving_tickets{location="downtown",state="waiting"} 1.0' in said
    assert 'now_serving_tickets{location="east-lake",state="waiting"} 0.0' in said
    assert ticket["id"] not in said
    assert ticket["number"] not in said
