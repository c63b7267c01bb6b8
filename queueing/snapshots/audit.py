"""The audit of a location: every act, its time and its actor, read from the three append-only tables.

Newest first, in pages: `before` of one page is where the next begins. `maintenance.purge` removes what
staff typed from the tables, and so from the audit.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from pydantic import Field
from sqlalchemy.orm import InstrumentedAttribute, Session

from queueing.actor import Actor, ActorKind
from queueing.audit_log import EVERYWHERE, AuditAct, AuditRecord
from queueing.counters.model import CounterEvent, CounterStatus
from queueing.i18n import STAFF_LANGUAGE
from queueing.identity.accounts import ALL_LOCATIONS, NOT_PEOPLE, Device, Staff
from queueing.refusals import InvalidRequest
from queueing.schemas import Schema
from queueing.snapshots.act_names import OUTCOME_NAMES, ticket_act_name
from queueing.tickets.model import Act, Ticket, TicketEvent
from services_catalog.catalog import Catalog, Location, in_language

PAGE = 100
LONGEST_PAGE = 1000
BAD_BEFORE = "Take `before` from the page before."


class CounterAct(StrEnum):
    """What is done to a counter, as the audit names it."""

    OPEN = "counter-opened"
    PAUSED = "counter-paused"
    CLOSED = "counter-closed"


COUNTER_ACTS = {CounterStatus(name.lower()): act for name, act in CounterAct.__members__.items()}
NAMES_SERVICE = frozenset({Act.ISSUE, Act.TRANSFER, Act.ONWARD, Act.QUICK})
ACTS: tuple[str, ...] = (*(f"ticket-{act.replace('_', '-')}" for act in Act), *CounterAct, *AuditAct)
"""Every act by the name it is filtered with."""


class AuditEntry(Schema):
    """One act."""

    at: datetime
    act: str
    who: str
    about: str = Field(description="The ticket's number, or the counter, queue, account or screen.")
    counter: str | None
    detail: str = Field(description="What else was said: reasons, what a counter serves, what became of it.")


class AuditView(Schema):
    """Acts, the newest first; `before` asks for the next page, null at the end."""

    location: str
    first_day: date
    last_day: date
    entries: list[AuditEntry]
    before: str | None


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """Which acts: of these local days, and of one ticket's number, one person's name, one act, when given."""

    first: date
    last: date
    number: str = ""
    person: str = ""
    act: str = ""
    before: str = ""
    limit: int = PAGE


@dataclass(frozen=True, slots=True)
class _Position:
    """The sort key of an act: its moment, its table, its row."""

    at: datetime
    table: int
    row: int


_Found = tuple[_Position, AuditEntry]


def audit_view(session: Session, asked: AuditFilter, *, catalog: Catalog, location: Location) -> AuditView:
    """Return one page of a location's acts. Raises InvalidRequest for a bad `before`."""
    reader = _AuditReader(session, asked, catalog, location)
    found = reader.page()
    more = len(found) > asked.limit
    shown = found[: asked.limit]
    return AuditView(
        location=location.id,
        first_day=asked.first,
        last_day=asked.last,
        entries=[entry for _, entry in shown],
        before=_page_key(shown[-1][0]) if more else None,
    )


def whole_audit(session: Session, asked: AuditFilter, *, catalog: Catalog, location: Location) -> Iterator[AuditEntry]:
    """Yield every act that was asked for, newest first, a long page at a time."""
    page = replace(asked, limit=LONGEST_PAGE)
    while True:
        view = audit_view(session, page, catalog=catalog, location=location)
        yield from view.entries
        if view.before is None:
            return
        page = replace(page, before=view.before)


def people_of(session: Session, location: Location) -> list[str]:
    """Return the names that the filter offers: staff of a location, and the actors that are no person."""
    staff = session.scalars(sa.select(Staff).order_by(Staff.name))
    people = [one.name for one in staff if {ALL_LOCATIONS, location.id} & set(one.locations)]
    return [*people, *NOT_PEOPLE]


class _AuditReader:
    """Reads one page from the three tables and merges them."""

    def __init__(self, session: Session, asked: AuditFilter, catalog: Catalog, location: Location) -> None:
        self.session, self.asked, self.catalog, self.location = session, asked, catalog, location
        self.after = _position_of(asked.before) if asked.before else None
        self.names = _names(session)

    def page(self) -> list[_Found]:
        """Return one act more than a page holds, if there is one."""
        by = self._by()
        if by == []:
            return []
        tables = [self._tickets(by)]
        if not self.asked.number:
            tables += [self._counters(by), self._records(by)]
        merged = sorted((one for table in tables for one in table), key=_order, reverse=True)
        return merged[: self.asked.limit + 1]

    def _by(self) -> list[str] | None:
        """Return the actors of the requested name, as events store them; None for all, [] when the name is unknown."""
        wanted = self.asked.person.strip().casefold()
        if not wanted:
            return None
        return [key for key, name in self.names.items() if name.casefold() == wanted or key == wanted]

    def _tickets(self, by: list[str] | None) -> Sequence[_Found]:
        act = self.asked.act
        if act and not act.startswith("ticket-"):
            return []
        rows = sa.select(TicketEvent, Ticket.number).join(Ticket, Ticket.id == TicketEvent.ticket_id)
        rows = rows.where(TicketEvent.location == self.location.id, self._days(TicketEvent.day))
        if act:
            rows = rows.where(TicketEvent.act == act.removeprefix("ticket-").replace("-", "_"))
        if self.asked.number:
            rows = rows.where(Ticket.number == self.asked.number.replace(" ", "").upper())
        cut = self._cut(rows, 2, TicketEvent.at, TicketEvent.id, TicketEvent.by, by)
        return [(_Position(e.at, 2, e.id), self._ticket(e, number)) for e, number in self.session.execute(cut)]

    def _counters(self, by: list[str] | None) -> Sequence[_Found]:
        act = self.asked.act
        if act and act not in COUNTER_ACTS.values():
            return []
        rows = sa.select(CounterEvent).where(CounterEvent.location == self.location.id, self._days(CounterEvent.day))
        if act:
            rows = rows.where(CounterEvent.state == CounterAct(act).name.lower())
        cut = self._cut(rows, 1, CounterEvent.at, CounterEvent.id, CounterEvent.by, by)
        return [(_Position(e.at, 1, e.id), self._counter(e)) for e in self.session.scalars(cut)]

    def _records(self, by: list[str] | None) -> Sequence[_Found]:
        act = self.asked.act
        if act and act not in list(AuditAct):
            return []
        zone = self.location.hours.tz
        since, until = (
            datetime.combine(day, time(), zone).astimezone(UTC)
            for day in (self.asked.first, self.asked.last + timedelta(days=1))
        )
        rows = sa.select(AuditRecord).where(
            AuditRecord.location.in_([self.location.id, EVERYWHERE]), AuditRecord.at >= since
        )
        rows = rows.where(AuditRecord.at < until)
        if act:
            rows = rows.where(AuditRecord.act == act)
        cut = self._cut(rows, 0, AuditRecord.at, AuditRecord.id, AuditRecord.by, by)
        return [(_Position(e.at, 0, e.id), self._record(e)) for e in self.session.scalars(cut)]

    def _days(self, day: InstrumentedAttribute[date]) -> sa.ColumnElement[bool]:
        return day.between(self.asked.first, self.asked.last)

    def _cut(
        self,
        rows: Any,
        table: int,
        at: InstrumentedAttribute[datetime],
        row: InstrumentedAttribute[int],
        who: InstrumentedAttribute[str],
        by: list[str] | None,
    ) -> Any:
        """Return the newest rows before the page's beginning, one more than it holds."""
        if by is not None:
            rows = rows.where(who.in_(by))
        if self.after:
            same = row < self.after.row if table == self.after.table else sa.literal(table < self.after.table)
            rows = rows.where(sa.or_(at < self.after.at, sa.and_(at == self.after.at, same)))
        return rows.order_by(at.desc(), row.desc()).limit(self.asked.limit + 1)

    def _ticket(self, event: TicketEvent, number: str) -> AuditEntry:
        facts = event.detail
        parts = [
            facts.get("reason"),
            facts.get("note"),
            f"undone: {ticket_act_name(facts['undone'])}" if facts.get("undone") else None,
            f"from {self._service(facts['from_service'])}" if facts.get("from_service") else None,
            f"for counter {facts['to_counter']}" if facts.get("to_counter") else None,
            f"for {facts['to_agent']}" if facts.get("to_agent") else None,
            self._service(event.service) if event.act in NAMES_SERVICE else None,
            self._service(facts["service"]) if facts.get("service") else None,
            *(f"no longer offered: {self._service(service)}" for service in facts.get("not_offered", ())),
            "not settled" if facts.get("resolved") is False else None,
            OUTCOME_NAMES[event.outcome] if event.outcome else None,
        ]
        return AuditEntry(
            at=event.at,
            act=f"ticket-{event.act.replace('_', '-')}",
            who=self._who(event.by),
            about=number,
            counter=event.counter,
            detail="; ".join(part for part in parts if part),
        )

    def _counter(self, event: CounterEvent) -> AuditEntry:
        desk = self.location.counter(event.counter)
        usual = sorted(desk.serves) if desk else []
        serves = [self._queue(queue) for queue in event.serves] if event.serves != usual else []
        agent = event.agent if event.agent and event.agent != self._who(event.by) else ""
        parts = [event.reason, agent, f"serves {', '.join(serves)}" if serves else ""]
        return AuditEntry(
            at=event.at,
            act=COUNTER_ACTS[CounterStatus(event.state)],
            who=self._who(event.by),
            about=in_language(desk.name, STAFF_LANGUAGE) if desk else event.counter,
            counter=event.counter,
            detail="; ".join(part for part in parts if part),
        )

    def _record(self, entry: AuditRecord) -> AuditEntry:
        kind, _, key = entry.about.partition(":")
        details = [
            str(words) if isinstance(words, str) else f"{name.replace('_', ' ')}: {words}"
            for name, words in entry.detail.items()
            if name != "call"
        ]
        return AuditEntry(
            at=entry.at,
            act=entry.act,
            who=self._who(entry.by),
            about=self._about(kind, key),
            counter=key if kind == "counter" else None,
            detail="; ".join(details),
        )

    def _about(self, kind: str, key: str) -> str:
        if kind == "device":
            return self.names.get(f"{ActorKind.DEVICE}:{key}", f"screen {key}")
        if kind == "staff":
            return f"{kind} {self.names.get(f'{ActorKind.STAFF}:{key}', key)}"
        if kind == "queue":
            return self._queue(key)
        return f"{kind} {key}".strip()

    def _who(self, by: str) -> str:
        program = Actor(by).id_as(ActorKind.TOKEN)
        return self.names.get(by) or (by if program is None else f"program {program}")

    def _service(self, service: str) -> str:
        return in_language(self.catalog.service(service).name, STAFF_LANGUAGE)

    def _queue(self, queue: str) -> str:
        return in_language(self.catalog.queue(queue).name, STAFF_LANGUAGE)


def _names(session: Session) -> Mapping[str, str]:
    staff = session.execute(sa.select(Staff.id, Staff.name))
    devices = session.execute(sa.select(Device.id, Device.name))
    people: dict[str, str] = {Actor.staff(key): name for key, name in staff}
    return people | {Actor.device(key): f"screen {name}" for key, name in devices} | NOT_PEOPLE


def _order(found: _Found) -> tuple[datetime, int, int]:
    position = found[0]
    return position.at, position.table, position.row


def _page_key(position: _Position) -> str:
    return f"{position.at.astimezone(UTC):%Y%m%dT%H%M%S.%f}-{position.table}-{position.row}"


def _position_of(before: str) -> _Position:
    moment, _, rest = before.partition("-")
    table, _, row = rest.partition("-")
    try:
        at = datetime.strptime(moment, "%Y%m%dT%H%M%S.%f").replace(tzinfo=UTC)
        position = _Position(at, int(table), int(row))
    except ValueError:
        raise InvalidRequest(BAD_BEFORE) from None
    if not (0 <= position.table <= 2 and 0 <= position.row < 2**63):
        raise InvalidRequest(BAD_BEFORE)
    return position
