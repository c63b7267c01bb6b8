"""The table of moves: from which states each act may be done to a ticket, and where it leads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from queueing.tickets.model import LIVE, Act, Outcome, State


@dataclass(frozen=True, slots=True)
class Move:
    """From which states an act may be done, where it leads, and the outcome if it ends there."""

    sources: frozenset[State]
    target: State
    outcome: Outcome | None = None


def _move(sources: str, target: State, outcome: Outcome | None = None) -> Move:
    return Move(frozenset(State(name) for name in sources.split()), target, outcome)


MOVES: Mapping[Act, Move] = {
    Act.CALL: _move("waiting", State.CALLED),
    Act.RECALL: _move("called", State.CALLED),
    Act.START: _move("called", State.SERVING),
    Act.FINISH: _move("serving", State.ENDED, Outcome.SERVED),
    Act.NO_SHOW: _move("called", State.ENDED, Outcome.NO_SHOW),
    Act.HOLD: _move("called serving", State.HELD),
    Act.RESUME: _move("held", State.SERVING),
    Act.RETURN: _move("called serving held", State.WAITING),
    Act.TRANSFER: _move("waiting called serving held", State.WAITING),
    Act.REINSTATE: _move("ended", State.WAITING),
    Act.LATER: _move("waiting called", State.WAITING),
    Act.LEAVE: _move("waiting called held", State.ENDED, Outcome.LEFT),
    Act.VOID: _move("waiting called serving held", State.ENDED, Outcome.VOIDED),
    Act.CLOSE: _move("waiting called serving held", State.ENDED, Outcome.NOT_REACHED),
    Act.ONWARD: _move("serving", State.WAITING),
}
"""Every move but three: ISSUE and QUICK make the ticket, UNDO goes back to where the last act came from."""


_WITH_STAFF = frozenset({State.CALLED, State.SERVING, State.HELD})


MARKS: Mapping[Act, frozenset[State]] = {
    Act.NOTE: LIVE,
    Act.ADD: LIVE,
    Act.DROP: LIVE,
    Act.FLAG: _WITH_STAFF,
    Act.UNFLAG: _WITH_STAFF,
    Act.INTERPRETER_ASKED: _WITH_STAFF,
    Act.INTERPRETER_ON_LINE: _WITH_STAFF,
    Act.INTERPRETER_DONE: _WITH_STAFF,
}
"""Acts that leave a ticket where it stands, and the states in which each may be done."""


UNDOABLE = frozenset(
    {
        Act.CALL,
        Act.START,
        Act.FINISH,
        Act.NO_SHOW,
        Act.HOLD,
        Act.RESUME,
        Act.RETURN,
        Act.TRANSFER,
        Act.REINSTATE,
        Act.VOID,
        Act.ONWARD,
        Act.QUICK,
        *MARKS,
    }
)
"""Acts of staff that can be taken back. What a visitor did, or what was already heard twice, cannot."""


REINSTATABLE = frozenset({Outcome.NO_SHOW, Outcome.LEFT})
"""Outcomes from which a visitor may come back."""
