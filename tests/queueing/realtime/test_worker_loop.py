"""A step of a worker that fails is logged, and ends nothing."""

from __future__ import annotations

import pytest

from queueing.realtime.worker_loop import run_logged


def test_a_step_runs_with_its_arguments(caplog: pytest.LogCaptureFixture) -> None:
    done: list[object] = []
    run_logged(done.append, "downtown")
    assert (done, caplog.text) == (["downtown"], "")


def test_a_failing_step_is_logged_with_its_cause(caplog: pytest.LogCaptureFixture) -> None:
    def fail() -> None:
        raise ConnectionError("the database is away")

    run_logged(fail)
    assert "the database is away" in caplog.text


def test_the_end_of_the_process_is_no_failure() -> None:
    def leave() -> None:
        raise SystemExit

    with pytest.raises(SystemExit):
        run_logged(leave)
