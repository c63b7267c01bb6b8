"""A folded day, stored or not, agrees with plain sums over random lives of tickets."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from queueing.statistics import FoldedServiceDay, Visit, fold_day, fold_recorded, measure
from queueing.statistics.counter_time import time_by_kind
from queueing.statistics.slots import QUARTER_COLUMNS
from queueing.tickets.model import Act, State
from queueing.tickets.moves import MOVES
from tests.queueing.statistics.figures_cast import MONDAY, CounterEventRow, Event, at, open_from

HOURS = open_from("08:00", "10:00")
EVENING = at("23:00")
QUEUES = ("permits", "zoning")
TARGETS = {"permits": 600.0, "zoning": 1200.0}
ACTS = [act for act in MOVES if act is not Act.CLOSE]


DONE = st.dictionaries(st.sampled_from(QUEUES), st.integers(1, 3), min_size=1).map(
    lambda counts: [{"service": service, "count": count} for service, count in counts.items()]
)
SAID = st.tuples(st.none() | DONE, st.none() | st.booleans())
"""What staff say of a service that they finish: what was done, and whether it is settled."""


@st.composite
def lives(draw: st.DrawFn) -> list[Event]:
    """The events of one visitor who comes at any time of the morning and to whom anything may happen."""
    moment = at("07:30") + timedelta(seconds=draw(st.integers(0, 9000)), microseconds=draw(st.integers(0, 999_999)))
    ticket, queue, counter = draw(st.integers(1, 10**9)), draw(st.sampled_from(QUEUES)), None
    found = {"told_seconds": [300.5, 900.0]} if draw(st.booleans()) else {}
    state = State.WAITING
    detail = {"language": draw(st.sampled_from(["en", "so"])), **found}
    events = [Event(ticket, MONDAY, moment, Act.ISSUE, "system", None, state, None, queue, queue, detail)]
    for act in draw(st.lists(st.sampled_from(ACTS), max_size=9)):
        if state not in MOVES[act].sources:
            continue
        moment += timedelta(seconds=draw(st.integers(0, 1500)))
        state = MOVES[act].target
        counter = draw(st.sampled_from("12")) if act is Act.CALL else counter
        queue = draw(st.sampled_from(QUEUES)) if act in {Act.TRANSFER, Act.ONWARD} else queue
        by, outcome = f"staff:{counter}", MOVES[act].outcome
        said = draw(SAID) if act in {Act.FINISH, Act.ONWARD} else (None, None)
        events.append(Event(ticket, MONDAY, moment, act, by, counter, state, outcome, queue, queue, {}, *said))
    return events


COUNTER_EVENTS = st.lists(
    st.builds(
        CounterEventRow,
        st.integers(0, 9000).map(lambda seconds: at("07:45") + timedelta(seconds=seconds)),
        st.sampled_from("12"),
        st.sampled_from(["open", "paused", "closed"]),
        st.sampled_from([("permits",), QUEUES]),
    ),
    max_size=6,
).map(lambda seats: sorted(seats, key=lambda seat: seat.at))


def visits_of(several: Sequence[list[Event]]) -> list[Visit]:
    """Each life folded by itself."""
    return [visit for events in several for visit in fold_recorded(events)]


@settings(max_examples=60, deadline=None)
@given(st.lists(lives(), max_size=12))
def test_figures_are_the_plain_sums(several: list[list[Event]]) -> None:
    visits = visits_of(several)
    found = measure(visits, TARGETS)
    turns = [turn for visit in visits for turn in visit.turns]
    waits = [turn.wait_seconds for turn in turns if turn.wait_seconds is not None]
    services = [turn.service_seconds for turn in turns if turn.service_seconds is not None]
    assert (found.arrivals, found.services, found.called) == (len(visits), len(turns), len(waits))
    assert sum((found.served, found.no_show, found.left, found.voided, found.here)) == len(visits)
    for name, values in (("wait", waits), ("service", services)):
        mean, half = getattr(found, f"mean_{name}_seconds"), getattr(found, f"p50_{name}_seconds")
        assert mean is None if not values else abs(mean - statistics.fmean(values)) < 1e-6
        assert half is None if not values else abs(half - statistics.median(values)) < 1e-6
    if len(waits) > 1:
        assert found.p90_wait_seconds is not None
        assert abs(found.p90_wait_seconds - statistics.quantiles(waits, n=10, method="inclusive")[8]) < 1e-6
    assert found.longest_wait_seconds == max(waits, default=None)
    kept = sum(turn.wait_seconds <= TARGETS[turn.queue] for turn in turns if turn.wait_seconds is not None)
    assert found.within_target_share == (kept / len(waits) if waits else None)
    finished = [turn for turn in turns if turn.outcome == "served"]
    assert found.finished == len(finished)
    assert found.done == sum(sum(turn.done.values()) if turn.done else 1 for turn in finished)
    settled = [turn.resolved and not turn.seen_before for turn in finished if turn.resolved is not None]
    assert found.first_contact_share == (statistics.fmean(settled) if settled else None)
    waited = sum((turn.wait_seconds or 0) + (turn.service_seconds or 0) for turn in turns)
    assert waited <= sum((EVENING - visit.issued).total_seconds() for visit in visits)


@settings(max_examples=60, deadline=None)
@given(st.lists(lives(), max_size=12), COUNTER_EVENTS, st.sampled_from([EVENING, at("09:07:30")]))
def test_quarters_are_what_was_true_in_each(
    several: list[list[Event]], seats: list[CounterEventRow], now: datetime
) -> None:
    visits = visits_of([events for events in several if all(event.at <= now for event in events)])
    seats = [seat for seat in seats if seat.at < now]
    day = fold_day(MONDAY, visits, seats, HOURS, now)
    did = time_by_kind(seats, visits, min(day.slots(15)[-1].end, now))
    for slot, row in zip(day.slots(15), day.quarters.table, strict=True):
        found = dict(zip(QUARTER_COLUMNS, map(int, row), strict=True))
        end = min(slot.end, now)
        assert found["carried_in"] == sum(waits_at(visit, slot.start) for visit in visits)
        assert found["carried_out"] == sum(waits_at(visit, end) for visit in visits)
        assert found["calls"] == sum(slot.start <= call < slot.end for visit in visits for call in visit.calls)
        for kind, spans in did.items():
            lasted = (min(last, end) - max(first, slot.start) for first, last in spans)
            assert found[kind] == sum(max(time, timedelta()) // timedelta(microseconds=1) for time in lasted)


def waits_at(visit: Visit, moment: datetime) -> bool:
    """Whether a visitor who came before a moment was still waiting when it came."""
    return any(
        span.state == State.WAITING and span.start < moment and (span.end is None or span.end >= moment)
        for span in visit.spans
    )


@settings(max_examples=40, deadline=None)
@given(st.lists(lives(), max_size=8), COUNTER_EVENTS)
def test_a_kept_day_is_the_same_day(several: list[list[Event]], seats: list[CounterEventRow]) -> None:
    day = fold_day(MONDAY, visits_of(several), seats, HOURS, EVENING)
    stored = day.to_stored()
    again = FoldedServiceDay.from_stored(MONDAY, HOURS, stored["names"], stored["visits"], stored["quarters"])
    assert again.to_stored() == stored
    assert again.slots(30) == day.slots(30)
    assert (again.midnight, again.ends, again.visits.names) == (day.midnight, day.ends, day.visits.names)
