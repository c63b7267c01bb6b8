"""What clients do wrong is a line each, and not more than so many."""

from __future__ import annotations

import logging
from time import monotonic

import pytest

from queueing.realtime import wire_log as wire
from queueing.realtime.wire_log import wire_log
from queueing.web.refusal_log import MOST_LINES


def fault(log: logging.Logger, times: int = 1) -> None:
    """Log a fault as the library does."""
    for _ in range(times):
        try:
            int("a client's words")
        except ValueError:
            log.exception("message handler error")


def test_a_fault_is_a_line_without_traceback_and_without_the_clients_words(caplog: pytest.LogCaptureFixture) -> None:
    fault(wire_log())
    assert caplog.messages == ["message handler error: ValueError"]
    assert "Traceback" not in caplog.text


def test_a_flood_of_faults_is_cut_short_and_counted(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = wire_log()
    fault(log, MOST_LINES + 30)
    assert len(caplog.messages) == MOST_LINES
    later = monotonic() + 61
    monkeypatch.setattr(wire, "monotonic", lambda: later)
    fault(log)
    assert caplog.messages[-1].endswith("(30 more were not logged)")


def test_what_is_no_fault_is_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    wire_log().info("received a packet")
    assert caplog.messages == []
