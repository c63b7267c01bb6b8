"""What needs a manager now: calls, alarms and alerts by the location's rules, the most urgent first.

`alerts_of` is pure: it makes sentences of a staff view and the rules.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from queueing.alerts.clock_steps import in_words, is_told
from queueing.alerts.model import AlertSeen, CallKind, HelpCall
from queueing.calendar.closed_queues import closed_queues
from queueing.calendar.model import DayEnd
from queueing.clock import ClockStep
from queueing.schemas import Alert, CallView, DayOver, QueueView
from queueing.tickets.model import LIVE, Ticket
from queueing.waits.model import LearnedModel
from services_catalog.catalog import AlertRules, Location

ANSWERED_SHOWS = timedelta(minutes=10)
"""How long an answered call is still shown, so that its caller learns that help comes."""
EQUIPMENT_TROUBLE = {
    "down": "is down",
    "out": "is out of paper",
    "low": "is nearly out of paper",
    "cover": "has its cover open",
    "error": "has a fault",
    "offline": "does not answer",
}
CALLED = {
    CallKind.ALARM: "Quiet alarm at {where}.",
    CallKind.EMERGENCY: "Emergency reported at {where}.",
    CallKind.HELP: "{where} calls for help.",
}
MOST_NUMBERS = 12
PASSING = frozenset({"unserved", "longest", "beyond"})
"""Kinds of alert that last: once marked as seen they are raised again after the rules' `again_minutes`."""


def with_attention(
    session: Session,
    location: Location,
    view: QueueView,
    changes: Sequence[Alert] = (),
    step: ClockStep | None = None,
) -> QueueView:
    """Return a staff view with its closed queues, the day's end, calls, and what needs a manager.

    `changes` are the alerts about what the catalog no longer has, `step` is the last step of the machine's clock.
    """
    day = location.hours.day_of(view.at)
    closed = closed_queues(session, location.id, day)
    end = session.get(DayEnd, (location.id, day))
    over = (
        DayOver(ended_at=end.ended_at, not_reached=end.not_reached, reason=end.reason) if end and end.ended_at else None
    )
    doubted = session.scalar(sa.select(LearnedModel.doubted).where(LearnedModel.location == location.id)) or {}
    queues = [
        queue.model_copy(
            update={
                "closed": closed[queue.id].reason if queue.id in closed else queue.closed,
                "kept_share": doubted.get(queue.id),
            }
        )
        for queue in view.queues
    ]
    attended = view.model_copy(update={"queues": queues, "over": over, "calls": calls_at(session, location, view.at)})
    seen = seen_at(session, location, view.at)
    changes = [*_step(view, step, location), *_wrong_days(session, location, attended), *changes]
    return attended.model_copy(update={"alerts": alerts_of(attended, location.rules.alerts, seen, changes)})


def calls_at(session: Session, location: Location, now: datetime) -> list[CallView]:
    """Return the day's calls that are open or were answered lately, oldest first; withdrawn ones are gone."""
    rows = session.scalars(
        sa.select(HelpCall)
        .where(
            HelpCall.location == location.id,
            HelpCall.day == location.hours.day_of(now),
            HelpCall.withdrawn.is_(False),
            sa.or_(HelpCall.answered_at.is_(None), HelpCall.answered_at > now - ANSWERED_SHOWS),
        )
        .order_by(HelpCall.id)
    )
    return [
        CallView(
            id=row.id,
            kind=row.kind,
            counter=row.counter,
            caller=row.caller,
            note=row.note,
            at=row.at,
            answered_at=row.answered_at,
            answered_by=row.answered_by,
        )
        for row in rows
    ]


def seen_at(session: Session, location: Location, now: datetime) -> dict[str, AlertSeen]:
    """Return the day's alerts that somebody has seen, by key."""
    rows = session.scalars(
        sa.select(AlertSeen).where(AlertSeen.location == location.id, AlertSeen.day == location.hours.day_of(now))
    )
    return {row.key: row for row in rows}


def alerts_of(
    view: QueueView,
    rules: AlertRules,
    seen: Mapping[str, AlertSeen] | None = None,
    changes: Sequence[Alert] = (),
) -> list[Alert]:
    """Return what needs a manager in a view, each with who has seen it: calls, then `changes`, then the rules' alerts.

    `changes` are of the clock and the catalog. Outside the hours, with no ticket left, machines that were switched off
    alert nobody.
    """
    found = [*_calls(view), *changes]
    if view.open or view.tickets:
        found += [
            *_unserved(view, rules),
            *_waits(view, rules),
            *_paused(view, rules),
            *_equipment(view, rules),
            *_doubted(view),
        ]
    again = timedelta(minutes=rules.again_minutes)
    for alert in found:
        known = (seen or {}).get(alert.key)
        if known and not (alert.kind in PASSING and view.at - known.at >= again):
            alert.seen_at, alert.seen_by = known.at, known.name
    return found


def _calls(view: QueueView) -> Iterator[Alert]:
    names = {counter.id: counter.name for counter in view.counters}
    ranked = sorted(view.calls, key=lambda call: (call.kind == CallKind.HELP, call.id))
    for call in ranked:
        if call.answered_at:
            continue
        where = names.get(call.counter or "", call.caller)
        who = f" ({call.caller})" if call.counter and call.caller else ""
        words = CALLED[CallKind(call.kind)].format(where=where + who)
        yield Alert(key=f"call:{call.id}", kind=call.kind, words=f"{words} {call.note}".strip(), call=call.id)


def _step(view: QueueView, step: ClockStep | None, location: Location) -> Iterator[Alert]:
    if step is not None and is_told(step, view.at):
        over = "over" if step.over_at else "stands"
        key = f"clock:{step.at:%H%M%S}:{over}"
        yield Alert(key=key, kind="clock", words=in_words(step, location.hours.tz))


def _wrong_days(session: Session, location: Location, view: QueueView) -> Iterator[Alert]:
    """Yield what a clock that ran a day ahead, and was taken at its word, has left behind."""
    if view.over and view.over.ended_at > view.at:
        yield Alert(
            key=f"clock:ended:{view.over.ended_at:%d%H%M%S}",
            kind="clock",
            words="This day was ended by a clock that ran ahead. Reopen it: everybody comes back as they were.",
        )
    ahead = session.scalars(
        sa.select(Ticket.number)
        .where(Ticket.location == location.id, Ticket.day > location.hours.day_of(view.at), Ticket.state.in_(LIVE))
        .order_by(Ticket.id)
    ).all()
    if ahead:
        numbers = ", ".join(ahead[:MOST_NUMBERS]) + (" and more" if len(ahead) > MOST_NUMBERS else "")
        yield Alert(
            key=f"clock:ahead:{len(ahead)}",
            kind="clock",
            words=f"A clock that ran ahead gave tickets of another day: {numbers}. Give these visitors new ones.",
        )


def _unserved(view: QueueView, rules: AlertRules) -> Iterator[Alert]:
    for queue in view.queues:
        longest = queue.longest_wait_seconds or 0.0
        if rules.unserved_minutes and queue.waiting and not queue.counters_open:
            if longest < rules.unserved_minutes * 60:
                continue
            wait = "1 visitor waits" if queue.waiting == 1 else f"{queue.waiting} visitors wait"
            yield Alert(
                key=f"unserved:{queue.id}", kind="unserved", words=f"No open counter serves {queue.name}, where {wait}."
            )


def _waits(view: QueueView, rules: AlertRules) -> Iterator[Alert]:
    for queue in view.queues:
        minutes = (queue.longest_wait_seconds or 0.0) / 60
        if rules.longest_wait_minutes and minutes >= rules.longest_wait_minutes:
            yield Alert(
                key=f"longest:{queue.id}",
                kind="longest",
                words=f"{queue.name}: the longest wait is {int(minutes)} min.",
            )
    beyond = sum(queue.beyond_target for queue in view.queues)
    if rules.beyond_target and beyond >= rules.beyond_target:
        wait = "1 visitor waits beyond the" if beyond == 1 else f"{beyond} visitors wait beyond their"
        yield Alert(key="beyond", kind="beyond", words=f"{wait} target.")


def _paused(view: QueueView, rules: AlertRules) -> Iterator[Alert]:
    for counter in view.counters:
        if counter.state != "paused" or counter.since is None or not rules.paused_minutes:
            continue
        minutes = (view.at - counter.since).total_seconds() / 60
        if minutes >= rules.paused_minutes:
            who = f" ({counter.agent})" if counter.agent else ""
            why = f": {counter.reason}" if counter.reason else ""
            yield Alert(
                key=f"paused:{counter.id}:{counter.since:%H%M%S}",
                kind="paused",
                words=f"{counter.name}{who} is paused for {int(minutes)} min{why}.",
            )


def _doubted(view: QueueView) -> Iterator[Alert]:
    for queue in view.queues:
        if queue.kept_share is not None:
            share = f"{queue.kept_share:.0%} of the waits told in the past week were kept, where 90% are meant to be"
            yield Alert(key=f"doubted:{queue.id}", kind="doubted", words=f"{queue.name}: only {share}.")


def _equipment(view: QueueView, rules: AlertRules) -> Iterator[Alert]:
    for part in view.parts if rules.parts_down else ():
        if trouble := EQUIPMENT_TROUBLE.get(part.state):
            since = f"{part.since:%H%M%S}" if part.since else ""
            what = f"Printer {part.name}" if part.kind == "printer" else part.name
            yield Alert(key=f"part:{part.id}:{part.state}:{since}", kind="part", words=f"{what} {trouble}.")
