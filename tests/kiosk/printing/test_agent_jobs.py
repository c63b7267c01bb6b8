from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.printing.agent_jobs import claim_for_agent, condition_from_agent, report_from_agent
from kiosk.printing.result import PrintReport, PrintResult
from queueing.printing import Condition, JobKind, JobState
from queueing.refusals import NotFound
from tests.escpos_decoder import decode
from tests.kiosk.printing.print_center import Center, center_with


@pytest.fixture
def center(tmp_path: Path) -> Iterator[Center]:
    with center_with(tmp_path, bad="agent:", glass="none:") as made:
        yield made


def claim(center: Center, printer: str = "bad") -> tuple[int, bytes, bool] | None:
    found = claim_for_agent(
        center.database,
        catalog=center.catalog,
        location=center.location,
        printer=printer,
        by="device:7",
        now=center.clock.now(),
    )
    return (found.id, found.data, found.must_answer) if found else None


def report(center: Center, job: int, report: PrintReport, printer: str = "bad") -> None:
    with center.database.write() as session:
        report_from_agent(
            session,
            location=center.location,
            printer=printer,
            job_id=job,
            report=report,
            by="device:7",
            now=center.clock.now(),
        )


def test_an_agent_gets_whole_slips_in_order_and_its_word_is_kept(center: Center) -> None:
    jobs = [center.issue(), center.issue()]
    for job, (went, state) in zip(
        jobs, [(PrintResult.CONFIRMED, JobState.CONFIRMED), (PrintResult.UNSURE, JobState.UNKNOWN)], strict=True
    ):
        taken = claim(center)
        assert taken
        assert (taken[0], len(decode(taken[1], 576))) == (job, 1)
        for _ in range(2):  # the same report twice changes nothing
            report(center, job, PrintReport(went, Condition.OK, answered=True))
        assert center.state(job) == state
    assert claim(center) is None


def test_once_its_printer_has_answered_silence_means_trouble(center: Center) -> None:
    center.issue()
    center.issue()
    first = claim(center)
    assert first
    assert not first[2]
    report(center, first[0], PrintReport(PrintResult.CONFIRMED, Condition.OK, answered=True))
    second = claim(center)
    assert second
    assert second[2]


def test_a_job_of_which_nothing_was_sent_is_given_out_again(center: Center) -> None:
    job = center.issue()
    assert claim(center)
    report(center, job, PrintReport(PrintResult.NOTHING, Condition.OUT, "the printer says: out", answered=True))
    assert (center.state(job), center.condition()) == (JobState.QUEUED, Condition.OUT)
    again = claim(center)
    assert again
    assert again[0] == job


@pytest.mark.parametrize("printer", ["glass", "nobody"])
def test_only_an_agents_printer_is_given_away(center: Center, printer: str) -> None:
    job = center.issue()
    with pytest.raises(NotFound):
        claim(center, printer)
    with pytest.raises(NotFound):
        report(center, job, PrintReport(PrintResult.ALL, Condition.OK), printer)
    with center.database.write() as session, pytest.raises(NotFound):
        condition_from_agent(
            session,
            location=center.location,
            printer=printer,
            condition=Condition.OK,
            answered=True,
            now=center.clock.now(),
        )


def test_a_slip_that_cannot_be_laid_out_fails_and_is_not_given_out(center: Center) -> None:
    job = center.issue()
    center.catalog = replace(center.catalog, services={}, languages={})
    assert claim(center)  # even a service that is gone is drawn
    report(center, job, PrintReport(PrintResult.ALL, Condition.OK))
    broken = center.issue(kind=JobKind.SLIP, ticketless=True)
    assert claim(center) is None
    assert center.state(broken) == JobState.FAILED
