"""The bodies of the staff's acts on a ticket: what may be sent with each, and how long it may be."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AwareDatetime, ConfigDict, Field

from queueing.i18n import SOURCE_LANGUAGE
from queueing.tickets.ordering import QueuePosition
from queueing.web.openapi import one_of
from queueing.web.request import Body, Identifier, given

LONGEST_REASON = 200
LONGEST_NOTE = 400
LONGEST_HOLD_MINUTES = 480

Reason = Annotated[str, Field(max_length=LONGEST_REASON)]
GivenReason = Annotated[str, Field(min_length=1, max_length=LONGEST_REASON, pattern=r"\S")]
Note = Annotated[str, Field(max_length=LONGEST_NOTE)]
Count = Annotated[int, Field(ge=1, le=99)]


class ReturnBody(Body):
    """The reason, in the agent's words; never a visitor's name."""

    reason: Reason = ""


class GivenReasonBody(Body):
    """The reason, which is required."""

    reason: GivenReason


class CallTicketBody(GivenReasonBody):
    """At which counter a chosen visitor is called, and why out of turn; default the counter of the token."""

    counter: Identifier | None = None


class HoldBody(ReturnBody):
    """Why a visitor is set aside, and until when or for how many minutes, if that is known."""

    model_config = ConfigDict(json_schema_extra={"not": given("until", "minutes")})

    until: AwareDatetime | None = None
    minutes: float | None = Field(None, gt=0, le=LONGEST_HOLD_MINUTES)


class ResumeBody(Body):
    """At which counter a held visitor is served on; default the one they were at."""

    counter: Identifier | None = None


class TransferBody(ReturnBody):
    """The goal of a transfer: a service, one counter or one agent, or a service there; the position in the queue."""

    model_config = ConfigDict(
        json_schema_extra={
            "anyOf": [given("service"), given("counter"), given("agent")],
            "not": given("counter", "agent"),
        }
    )

    service: Identifier | None = None
    counter: Identifier | None = None
    agent: str | None = Field(None, min_length=1, max_length=64)
    position: QueuePosition = Field(QueuePosition.SORTED, alias="place")
    note: Note | None = None


class NoteBody(Body):
    """What the next desk should know; never a visitor's name."""

    note: Note


class ServiceBody(Body):
    """A service of the visit."""

    service: Identifier


class FlagBody(Body):
    """Whether the time that this service takes is to be left out of figures and forecasts."""

    untimed: bool = True


class InterpreterBody(Body):
    """How it stands with an interpreter."""

    state: Literal["asked", "on_line", "done"]


class DoneBody(Body):
    """A function that was done, and how many times."""

    service: Identifier
    count: Count = 1


class FinishBody(Body):
    """What was done (default: the service waited for, once), and whether that settled it."""

    done: list[DoneBody] = Field([], max_length=20)
    resolved: bool = True


class QuickBody(Body):
    """A service done without a ticket: how many times, and how many minutes it took, when the agent noted it."""

    service: Identifier
    count: Count = 1
    minutes: float | None = Field(None, ge=0, le=240)
    resolved: bool = True
    language: str = Field(SOURCE_LANGUAGE, max_length=12, json_schema_extra=one_of("languages"))
