"""The acts of staff on one ticket: for each, its path, what may be said with it, and the operation it is.

One table, from which the routes and their descriptions are made.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, Field

from queueing import operations
from queueing.identity.permissions import Right
from queueing.tickets.model import Ticket
from queueing.tickets.ordering import QueuePosition
from queueing.web.request import Body, Identifier, principal

LONGEST_REASON = 200
LONGEST_NOTE = 400
LONGEST_HOLD_MINUTES = 480

Reason = Annotated[str, Field(max_length=LONGEST_REASON)]
GivenReason = Annotated[str, Field(min_length=1, max_length=LONGEST_REASON, pattern=r"\S")]
Note = Annotated[str, Field(max_length=LONGEST_NOTE)]
Count = Annotated[int, Field(ge=1, le=99)]


class ActNote(Body):
    """What is said with an act."""

    def words(self) -> dict[str, Any]:
        """Return it as the operation takes it."""
        return self.model_dump()


class ReturnBody(ActNote):
    """Why, in the words of whoever does it; never a visitor's name."""

    reason: Reason = ""


class GivenReasonBody(ActNote):
    """Why, which has to be said."""

    reason: GivenReason


class CallTicketBody(GivenReasonBody):
    """At which counter a chosen visitor is called, and why out of turn; default the counter of the token."""

    counter: Identifier | None = None

    def words(self) -> dict[str, Any]:
        """Return it as the operation takes it."""
        return {"reason": self.reason, "counter": self.counter or principal().counter or ""}


class HoldBody(ReturnBody):
    """Why a visitor is set aside, and until when or for how many minutes, if that is known."""

    until: AwareDatetime | None = None
    minutes: float | None = Field(None, gt=0, le=LONGEST_HOLD_MINUTES)

    def words(self) -> dict[str, Any]:
        """Return it as the operation takes it."""
        return {"reason": self.reason, "until": self.until, "minutes": self.minutes}


class ResumeBody(ActNote):
    """At which counter a held visitor is served on; default the one they were at."""

    counter: Identifier | None = None

    def words(self) -> dict[str, Any]:
        """Return it as the operation takes it."""
        return {"counter": self.counter or principal().counter}


class TransferBody(ReturnBody):
    """Where a visitor is sent on to: a service, or one counter or agent, or a service there; and where in line."""

    service: Identifier | None = None
    counter: Identifier | None = None
    agent: str | None = Field(None, min_length=1, max_length=64)
    position: QueuePosition = Field(QueuePosition.SORTED, alias="place")
    note: Note | None = None


class NoteBody(ActNote):
    """What the next desk should know; never a visitor's name."""

    note: Note


class ServiceBody(ActNote):
    """A service of the visit."""

    service: Identifier


class FlagBody(ActNote):
    """Whether the time that this service takes is to be left out of figures and forecasts."""

    untimed: bool = True


class InterpreterBody(ActNote):
    """How it stands with an interpreter."""

    state: Literal["asked", "on_line", "done"]


class DoneBody(Body):
    """A function that was done, and how many times."""

    service: Identifier
    count: Count = 1


class FinishBody(ActNote):
    """What was done (default: the service waited for, once), and whether that settled it."""

    done: list[DoneBody] = Field([], max_length=20)
    resolved: bool = True

    def words(self) -> dict[str, Any]:
        """Return it as the operation takes it."""
        done = tuple(operations.DoneFunction(each.service, each.count) for each in self.done)
        return {"done": done, "resolved": self.resolved}


class QuickBody(Body):
    """What was done in passing, how many times, and how long it took in minutes when somebody noted that."""

    service: Identifier
    count: Count = 1
    minutes: float | None = Field(None, ge=0, le=240)
    resolved: bool = True
    language: str = Field("en", max_length=12)


@dataclass(frozen=True, slots=True)
class TicketAct:
    """One act: the last part of its path, a sentence on it, the operation, what may be said with it, the right."""

    name: str
    means: str
    operation: Callable[..., Ticket]
    body: type[ActNote] | None = None
    right: Right = Right.SERVE


ACTS = (
    TicketAct(
        "call", "Call this visitor out of turn, for a reason that is kept.", operations.call, CallTicketBody, Right.PICK
    ),
    TicketAct("recall", "Call the same visitor again.", operations.recall),
    TicketAct("start", "The visitor has come.", operations.start),
    TicketAct(
        "finish",
        "The visitor has been served; a visit with more services to come goes on to the next.",
        operations.finish,
        FinishBody,
    ),
    TicketAct("no-show", "Nobody came.", operations.no_show),
    TicketAct("hold", "Set the visitor aside; the counter is free again.", operations.hold, HoldBody),
    TicketAct("resume", "Go on serving a held visitor.", operations.resume, ResumeBody),
    TicketAct("return", "Send the visitor back to the queue.", operations.return_, ReturnBody),
    TicketAct(
        "transfer",
        "Send the visitor on to another service, counter or agent; the number stays.",
        operations.transfer,
        TransferBody,
    ),
    TicketAct("reinstate", "Put a visitor who missed the call, or gave up, back in their place.", operations.reinstate),
    TicketAct("void", "Take out a ticket that should not be.", operations.void, GivenReasonBody, Right.VOID),
    TicketAct("note", "Leave a note for the next desk.", operations.note, NoteBody),
    TicketAct("add", "Add a service to the visit, under the same number.", operations.add_service, ServiceBody),
    TicketAct("drop", "Take a service that was to follow off the visit.", operations.drop_service, ServiceBody),
    TicketAct("flag", "Say that this service's time is not representative, or is.", operations.flag, FlagBody),
    TicketAct(
        "interpreter", "An interpreter is asked for, on the line, or done.", operations.interpreter, InterpreterBody
    ),
    TicketAct("undo", "Take back the last act, within the location's seconds.", operations.undo),
)
