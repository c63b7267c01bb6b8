"""Every state of an agent's desk, how it comes about, and what the desk offers in it.

Two tests share this table: over the API whatever is offered is done, and in a browser the page offers just that.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from queueing import operations
from queueing.tickets.model import Ticket

Call = Callable[[str, str, Any], Any]
"""Sends method, path and body as a program of the center; returns the answer's JSON."""

DESK = "/locations/downtown/counters/3"
SERVICE, OTHER = "building-permit", "plumbing-permit"

SAID: dict[str, dict[str, Any]] = {
    "call": {"counter": "3", "reason": "was asked for"},
    "hold": {"reason": "Filling in a form"},
    "resume": {"counter": "3"},
    "transfer": {"service": OTHER},
    "note": {"note": "has the form"},
    "add": {"service": "general-help"},
    "flag": {"untimed": True},
    "interpreter": {"state": "asked"},
    "void": {"reason": "printed twice"},
}
"""What is said with an act on a ticket, where something must be."""

AT_DESK: dict[str, tuple[str, str, dict[str, Any]]] = {
    "open": ("PUT", DESK, {"open": True}),
    "call-next": ("POST", f"{DESK}/call-next", {}),
    "walk-up": ("POST", "/locations/downtown/tickets", {"service": SERVICE}),
    "quick": ("POST", f"{DESK}/quick", {"service": SERVICE}),
    "serves": ("PUT", DESK, {"services": [SERVICE]}),
    "pause": ("PUT", DESK, {"open": False, "reason": "Break"}),
    "close": ("PUT", DESK, {"open": False}),
}
"""What the desk's own buttons send."""

ALWAYS = "walk-up"
IN_FRONT = "hold return transfer note interpreter add flag void"
"""Acts on whoever stands in front, called or served (a copy of the slip too, where there is a printer)."""


@dataclass(frozen=True)
class DeskState:
    """A state: how it follows from the one before, what the page's panel is then, and the acts that are offered.

    `comes` are words for `bring`; `others` are the acts on the first who waits, is on hold, or missed the call.
    """

    comes: str
    phase: str
    offers: str
    others: str = ""


WAITS = "T J W X Delete"
STATES = {
    "nobody sits there, nobody waits": DeskState("", "closed", f"{ALWAYS} open serves"),
    "nobody sits there, somebody waits": DeskState("ticket", "closed", f"{ALWAYS} open serves", WAITS),
    "somebody waits": DeskState("open", "free", f"{ALWAYS} call-next pick quick serves pause close", f"G {WAITS}"),
    "called": DeskState("call-next", "called", f"{ALWAYS} quick serves start recall no-show {IN_FRONT}"),
    "called again": DeskState("recall", "called", f"{ALWAYS} quick serves start recall no-show {IN_FRONT}"),
    "missed": DeskState("no-show", "free", f"{ALWAYS} quick serves pause close", "M"),
    "serving": DeskState(
        "reinstate call-next start", "serving", f"{ALWAYS} quick serves finish finish-with {IN_FRONT}"
    ),
    "serving while the manager has paused it": DeskState(
        "pause", "serving", f"{ALWAYS} serves finish finish-with {IN_FRONT}"
    ),
    "paused, one on hold": DeskState("hold", "paused", f"{ALWAYS} open serves close", "T J W B L Y X Delete"),
    "free, one on hold": DeskState("open", "free", f"{ALWAYS} quick serves pause close", "U T J W B L Y X Delete"),
    "taken over with a visitor": DeskState("resume take", "taken", f"{ALWAYS} open"),
}

OTHER_ACTS = {
    "G": "call",
    "U": "resume",
    "M": "reinstate",
    "T": "transfer",
    "J": "note",
    "W": "add",
    "B": "return",
    "L": "interpreter",
    "Y": "flag",
    "X": "leave",
    "Delete": "void",
}
"""The act that each key of the dialog about somebody else does."""


def tickets(call: Call) -> list[dict[str, Any]]:
    """Return today's tickets as staff see them, those in front or on hold or waiting before those who missed."""
    view = call("GET", "/locations/downtown/queue", None)
    return [*view["tickets"], *view["missed"]]


def bring(call: Call, words: str) -> None:
    """Do to the one visitor and the desk what `words` say, so that the next state comes about; who sits there stays."""
    for word in words.split():
        if word == "ticket":
            call(*AT_DESK["walk-up"])
        elif word == "take":
            call("PUT", DESK, {"open": True})
        elif word in AT_DESK:
            method, path, body = AT_DESK[word]
            call(method, path, {**body, "keep_agent": True} if method == "PUT" else body)
        else:
            call("POST", f"/tickets/{tickets(call)[0]['id']}/{word}", SAID.get(word, {}))


OPERATIONS: dict[str, Callable[..., Ticket]] = {
    "call": operations.call,
    "recall": operations.recall,
    "start": operations.start,
    "finish": operations.finish,
    "no-show": operations.no_show,
    "hold": operations.hold,
    "resume": operations.resume,
    "return": operations.return_,
    "transfer": operations.transfer,
    "reinstate": operations.reinstate,
    "void": operations.void,
    "note": operations.note,
    "add": operations.add_service,
    "drop": operations.drop_service,
    "flag": operations.flag,
    "interpreter": operations.interpreter,
    "undo": operations.undo,
}
"""Every act of staff on a ticket: the last part of its path, and the operation that it is."""
