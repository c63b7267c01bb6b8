"""What clients do wrong is a line each, and not more than so many."""

from __future__ import annotations

import logging

import pytest

from queueing.realtime.wire_log import LINES_A_MINUTE, wire_log


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
    fault(log, LINES_A_MINUTE + 30)
    assert len(caplog.messages) == LINES_A_MINUTE
    monkeypatch.setattr("queueing.realtime.wire_log.MINUTE", 0.0)
    fault(log)
    assert caplog.messages[-1].endswith("(30 more were not logged)")


def test_what_is_no_fault_is_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    wire_log().info("received a packet")
    assert caplog.messages == []
