"""The table of faults: each against a TCP printer that has it, next to a printer that works."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from kiosk.printing import worker
from kiosk.printing.backends import open_printer
from kiosk.printing.result import Limits
from kiosk.printing.worker import PrintQueue
from queueing.printing import Condition, JobState
from services_catalog.catalog import Printer
from tests.kiosk.printing.print_center import ASK_SECONDS, BRISK, center_with, wait_for
from tests.tcp_printer import COVER_OPEN, CUTTER_FAULT, NEAR_END, PAPER_OUT, READY, TcpPrinter


@dataclass(frozen=True)
class Trouble:
    """A printer's trouble: how it comes and goes, what it is seen as, and what becomes of a slip meanwhile.

    `waits` is whether that slip is still to be sent when the printer is well again.
    """

    name: str
    comes: Callable[[TcpPrinter], None]
    goes: Callable[[TcpPrinter], None]
    seen_as: Condition
    job: JobState
    waits: bool
    small_buffer: bool = False
    from_the_start: bool = False


def _set(**values: object) -> Callable[[TcpPrinter], None]:
    def do(printer: TcpPrinter) -> None:
        for name, value in values.items():
            setattr(printer, name, value)

    return do


WELL = _set(reads=True, answers=True, garbage=b"", drop_after=None, bytes_per_second=None, status=READY)
QUEUED, SENT, DOUBT = JobState.QUEUED, JobState.SENT, JobState.UNKNOWN
TROUBLES = [
    Trouble("refuses", TcpPrinter.refuse, TcpPrinter.accept_again, Condition.OFFLINE, QUEUED, True),
    Trouble("never reads", _set(reads=False), WELL, Condition.UNKNOWN, QUEUED, True),
    Trouble(
        "never read", _set(reads=False), WELL, Condition.OFFLINE, DOUBT, False, small_buffer=True, from_the_start=True
    ),
    Trouble("reads, never answers", _set(answers=False), WELL, Condition.UNKNOWN, QUEUED, True),
    Trouble("never answered", _set(answers=False), WELL, Condition.UNKNOWN, SENT, False, from_the_start=True),
    Trouble("answers garbage", _set(garbage=b"\x00\xff"), WELL, Condition.UNKNOWN, QUEUED, True),
    Trouble("drops in mid-slip", _set(drop_after=6000), WELL, Condition.OFFLINE, DOUBT, False, small_buffer=True),
    Trouble("out of paper", _set(status=PAPER_OUT), WELL, Condition.OUT, QUEUED, True),
    Trouble("cover open", _set(status=COVER_OPEN), WELL, Condition.COVER, QUEUED, True),
    Trouble("cutter fault", _set(status=CUTTER_FAULT), WELL, Condition.ERROR, QUEUED, True),
    Trouble("near its end", _set(status=NEAR_END), WELL, Condition.LOW, JobState.CONFIRMED, False),
    Trouble("slow", _set(bytes_per_second=1000), WELL, Condition.OFFLINE, DOUBT, False, small_buffer=True),
]


def noted(seen: set[str], condition: str) -> set[str]:
    seen.add(condition)
    return seen


@pytest.mark.parametrize("trouble", TROUBLES, ids=[trouble.name for trouble in TROUBLES])
def test_trouble(trouble: Trouble, tmp_path: Path) -> None:
    with ExitStack() as stack:
        bad = stack.enter_context(TcpPrinter(receive_buffer=2048 if trouble.small_buffer else None))
        good = stack.enter_context(TcpPrinter())
        center = stack.enter_context(center_with(tmp_path, bad=bad.url, good=good.url))
        if trouble.from_the_start:
            trouble.comes(bad)
        stack.enter_context(center.working())
        if not trouble.from_the_start:
            before = center.issue()
            wait_for(lambda: center.state(before) == JobState.CONFIRMED, "well, it prints")
            trouble.comes(bad)

        seen: set[str] = set()
        # Told with the very commit, as the screens are: a condition that lasts a moment is not missed.
        center.database.listeners.append(lambda _: seen.add(center.condition()))
        meanwhile, beside = center.issue("bad"), center.issue("good")
        wait_for(lambda: center.state(beside) == JobState.CONFIRMED, "the other printer is not slowed")
        wait_for(lambda: trouble.seen_as in noted(seen, center.condition()), f"told as {trouble.seen_as}")
        wait_for(lambda: center.state(meanwhile) == trouble.job, f"{trouble.job}, not {center.state(meanwhile)}")

        trouble.goes(bad)
        if trouble.waits:
            wait_for(lambda: center.state(meanwhile) == JobState.CONFIRMED, "it prints when the printer is back")
        if trouble.name != "never answered":  # of whose recovery nobody could know before the next slip
            wait_for(lambda: center.condition() == Condition.OK, "it recovers untouched")
        after = center.issue("bad")
        wait_for(lambda: center.state(after) == JobState.CONFIRMED, "it prints on")
        assert center.state(meanwhile) == (JobState.CONFIRMED if trouble.waits else trouble.job)
        time.sleep(3 * ASK_SECONDS)
        sent = center.numbers - 1
        assert len(bad.slips) in ((sent - 1, sent) if trouble.job is DOUBT else (sent,)), "no slip comes out twice"
        assert len(good.slips) == 1


def test_gone_for_ten_minutes_and_back_no_heap_comes_out(tmp_path: Path) -> None:
    """A visitor a minute; only those of the last two minutes are still there when the printer is."""
    with TcpPrinter() as bad, center_with(tmp_path, bad=bad.url) as center:
        bad.refuse()
        tick = [0.0]
        queue = PrintQueue(
            center.database,
            center.catalog,
            center.location,
            Printer("bad", bad.url),
            holder="test",
            backend=open_printer(bad.url, BRISK),
            ticks=lambda: tick[0],
        )
        jobs: list[int] = []
        for second in range(0, 600, 20):
            if second % 60 == 0:
                jobs.append(center.issue())
            queue.step(center.clock.now())
            tick[0] += 20
            center.clock.step(seconds=20)
        assert center.condition() == Condition.OFFLINE
        assert [center.state(job) for job in jobs] == [JobState.EXPIRED] * 8 + [JobState.QUEUED] * 2
        bad.accept_again()
        while queue.step(center.clock.now()) == 0.0:
            pass
        # The ninth visitor's two minutes are over to the second.
        assert [center.state(job) for job in jobs] == [JobState.EXPIRED] * 9 + [JobState.CONFIRMED]
        assert len(bad.slips) == 1
        assert center.condition() == Condition.OK


def test_a_stuck_printer_that_revives_after_a_night_prints_nothing_of_it(tmp_path: Path) -> None:
    with TcpPrinter() as bad, center_with(tmp_path, bad=bad.url) as center, center.working():
        first = center.issue()
        wait_for(lambda: center.state(first) == JobState.CONFIRMED, "well")
        bad.reads = False
        jobs = [center.issue() for _ in range(3)]
        wait_for(lambda: center.condition() == Condition.UNKNOWN, "told")
        center.clock.step(hours=14)
        wait_for(lambda: all(center.state(job) == JobState.EXPIRED for job in jobs), "expired")
        bad.reads = True
        wait_for(lambda: center.condition() == Condition.OK, "back")
        assert len(bad.slips) == 1


def test_a_fault_is_shown_within_the_norms_half_minute() -> None:
    limits = Limits()
    longest = worker.ASK_SECONDS + limits.connect + limits.write + 2 * limits.answer
    assert longest + worker.POLL_SECONDS < 30
