"""Every refusal of a request: a named exception with a sentence that the person can act on.

They know no web framework; `queueing.web.problems` turns them into RFC 9457 problems.
"""

from __future__ import annotations

from typing import ClassVar


class Refusal(Exception):
    """A request that changes nothing, and why.

    `slug` is stable and may be scripted against; `detail` is for the person at the screen;
    `facts` are further members of the answer, such as the state that a ticket is in.
    """

    slug: ClassVar[str] = "refused"
    title: ClassVar[str] = "Refused"
    status: ClassVar[int] = 409
    retry_after_seconds: ClassVar[int | None] = None
    """After how long the same request may succeed; sent as Retry-After."""

    def __init__(self, detail: str, **facts: str | int | bool | None) -> None:
        super().__init__(detail)
        self.detail = detail
        self.facts = facts


class InvalidRequest(Refusal):
    """Something in the request is not what it should be."""

    slug, title, status = "malformed", "Not understood", 422


class SignInNeeded(Refusal):
    """Nobody is signed in, or the token is not, or no longer, good."""

    slug, title, status = "sign-in-needed", "Sign in first", 401


class NotAllowed(Refusal):
    """Known, but not allowed to do this here."""

    slug, title, status = "not-allowed", "Not allowed", 403


class NotFound(Refusal):
    """No location, service, counter, ticket or person of that name."""

    slug, title, status = "not-found", "Not found", 404


class InvalidCode(Refusal):
    """The code of a kiosk for phones is forged, too old, or already used."""

    slug, title, status = "code-not-good", "Scan the code again", 403


class NotPostponed(Refusal):
    """The visitor has put off their turn as often as the location lets them."""

    slug, title = "not-later", "Not put off again"


class KeyReused(Refusal):
    """The sender has used this Idempotency-Key for something else."""

    slug, title = "key-reused", "Sent before with other details"


class NoMoreCopies(Refusal):
    """The holder of a ticket has had as many copies of its slip as they may."""

    slug, title = "no-more-copies", "No more copies"


class TooManyTries(Refusal):
    """Too many tries in a short time."""

    slug, title, status = "too-many", "Too many tries", 429


class TooBusy(Refusal):
    """The server does as much of this at once as it can; the same request may succeed in a moment."""

    slug, title, status, retry_after_seconds = "busy", "Busy at this moment", 503, 5


class ServerFull(Refusal):
    """Every connection that this server may have is taken."""

    slug, title, status = "server-full", "Too many screens", 503


class LocationClosed(Refusal):
    """The location takes no tickets now."""

    slug, title = "closed", "Closed now"


class TooLateToday(Refusal):
    """The location is open, but would most likely close before the visitor's turn."""

    slug, title = "too-late-today", "Too late for today"


class NotOffered(Refusal):
    """The service exists, but gives no ticket here and now."""

    slug, title = "not-offered", "Not offered here now"


class WrongState(Refusal):
    """The ticket is in a state where this act makes no sense; often another act was first."""

    slug, title = "wrong-state", "The ticket has moved on"


class CounterBusy(Refusal):
    """The counter still holds a visitor."""

    slug, title = "counter-busy", "This counter still has a visitor"


class CounterNotOpen(Refusal):
    """Nobody has opened the counter, or it is paused."""

    slug, title = "counter-not-open", "This counter is not open"


class LastAdmin(Refusal):
    """Nobody would be left to let others in."""

    slug, title = "last-admin", "The last administrator"


class TooLate(Refusal):
    """It could be done, but not any more."""

    slug, title = "too-late", "Too late for that"


class TooEarly(Refusal):
    """It may be done, but not yet."""

    slug, title = "too-early", "Too early for that"


class AlreadyExists(Refusal):
    """Something of that name exists."""

    slug, title = "already-there", "Already there"
