"""Push subscriptions: which phones are notified about a ticket, and the last message each was sent.

A subscription is an address at the push service of the phone's browser, and the two keys that only
that browser can read messages by. It is kept with its ticket alone, and goes with it. Of one that
has stopped a digest stays as long as the ticket, with its last message: a new subscription repeats no message.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from hashlib import sha256

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from queueing.db import Base, insert
from queueing.refusals import TooManyTries, WrongState
from queueing.tickets.model import State, Ticket

MOST_PHONES = 3
"""So many phones follow one ticket: a family's, not a list."""
MOST_EVER = 9
"""So many addresses one ticket ever has; a browser gets a new one when its holder stops and begins again."""
LONGEST_ADDRESS = 1000


class Subscription(Base):
    """One phone that follows one ticket.

    `p256dh` and `auth` are its keys in URL-safe base64, empty when it has stopped, and then `endpoint` is
    the digest of its address; `told` is the key of the last message sent.
    """

    __tablename__ = "push_subscriptions"
    __table_args__ = (sa.UniqueConstraint("ticket_id", "endpoint"),)

    id: Mapped[int] = mapped_column(
        sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True, autoincrement=True
    )
    ticket_id: Mapped[int] = mapped_column(sa.ForeignKey("tickets.id"))
    endpoint: Mapped[str] = mapped_column(sa.String(LONGEST_ADDRESS))
    p256dh: Mapped[str] = mapped_column(sa.String(96))
    auth: Mapped[str] = mapped_column(sa.String(32))
    language: Mapped[str] = mapped_column(sa.String(12))
    told: Mapped[str] = mapped_column(sa.String(48), default="")


@dataclass(frozen=True, slots=True)
class Phone:
    """A browser's push address and keys, and the language of its messages."""

    endpoint: str
    p256dh: str
    auth: str
    language: str


def subscribe(session: Session, ticket: Ticket, phone: Phone) -> None:
    """Subscribe a phone to a ticket; the same phone again only changes its keys and language.

    Raises WrongState when the ticket has ended, TooManyTries when as many as may already follow it.
    """
    if ticket.state == State.ENDED:
        raise WrongState(f"{ticket.number} has ended: there is nothing more to tell.", state=ticket.state)
    session.execute(
        sa.update(Subscription)
        .where(Subscription.ticket_id == ticket.id, Subscription.endpoint == _digest(phone.endpoint))
        .values(endpoint=phone.endpoint)
    )
    others = sa.select(sa.func.count()).where(
        Subscription.ticket_id == ticket.id, Subscription.endpoint != phone.endpoint
    )
    if (session.scalar(others.where(_listens())) or 0) >= MOST_PHONES:
        raise TooManyTries(f"{MOST_PHONES} phones already follow this ticket.")
    if (session.scalar(others) or 0) >= MOST_EVER:
        raise TooManyTries("Too many phones have followed this ticket. Keep its page open.")
    keys = {"p256dh": phone.p256dh, "auth": phone.auth, "language": phone.language}
    session.execute(
        insert(session, Subscription)
        .values(ticket_id=ticket.id, endpoint=phone.endpoint, told="", **keys)
        .on_conflict_do_update(index_elements=[Subscription.ticket_id, Subscription.endpoint], set_=keys)
    )


def unsubscribe(session: Session, ticket_id: int, endpoint: str) -> None:
    """End a phone's subscription; without one nothing changes."""
    session.execute(sa.select(Ticket.id).where(Ticket.id == ticket_id).with_for_update())
    session.execute(
        sa.update(Subscription)
        .where(Subscription.ticket_id == ticket_id, Subscription.endpoint == endpoint, _listens())
        .values(endpoint=_digest(endpoint), p256dh="", auth="")
    )


def followed(session: Session) -> Sequence[tuple[Subscription, Ticket]]:
    """Return every subscription that has not stopped, with its ticket."""
    pairs = session.execute(
        sa.select(Subscription, Ticket)
        .join(Ticket, Ticket.id == Subscription.ticket_id)
        .where(_listens())
        .order_by(Subscription.id)
    )
    return [(subscription, ticket) for subscription, ticket in pairs]


def claim(session: Session, subscription: Subscription, news: str) -> bool:
    """Claim a message for a phone; return False when another process was first, or the phone has unsubscribed."""
    noted = session.execute(
        sa.update(Subscription)
        .where(Subscription.id == subscription.id, Subscription.told == subscription.told, _listens())
        .values(told=news)
        .execution_options(synchronize_session=False)
    )
    return bool(noted.rowcount)  # type: ignore[attr-defined]  # an UPDATE's result has one


def forget(session: Session, subscriptions: Collection[int]) -> None:
    """Forget subscriptions by their row ids."""
    session.execute(sa.delete(Subscription).where(Subscription.id.in_(subscriptions)))


def forget_past(session: Session, past: sa.ColumnElement[bool]) -> None:
    """Delete the subscriptions of tickets that have ended, or of which `past` is true."""
    over = sa.select(Ticket.id).where(sa.or_(Ticket.state == State.ENDED, past))
    session.execute(sa.delete(Subscription).where(Subscription.ticket_id.in_(over)))


def _listens() -> sa.ColumnElement[bool]:
    return Subscription.p256dh != ""


def _digest(endpoint: str) -> str:
    return sha256(endpoint.encode()).hexdigest()
