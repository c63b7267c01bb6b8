"""The one table of moves: every act from every state, allowed or refused, and it forgets none."""

from __future__ import annotations

import pytest

from queueing.tickets.model import Act, Outcome, State
from queueing.tickets.moves import MARKS, MOVES, UNDOABLE

ALLOWED = {
    # act: from (w)aiting (c)alled (s)erving (h)eld (e)nded
    Act.CALL: "w",
    Act.RECALL: "c",
    Act.START: "c",
    Act.FINISH: "s",
    Act.NO_SHOW: "c",
    Act.HOLD: "cs",
    Act.RESUME: "h",
    Act.RETURN: "csh",
    Act.TRANSFER: "wcsh",
    Act.REINSTATE: "e",
    Act.LATER: "wc",
    Act.LEAVE: "wch",
    Act.VOID: "wcsh",
    Act.CLOSE: "wcsh",
    Act.ONWARD: "s",
    Act.NOTE: "wcsh",
    Act.ADD: "wcsh",
    Act.DROP: "wcsh",
    Act.FLAG: "csh",
    Act.UNFLAG: "csh",
    Act.INTERPRETER_ASKED: "csh",
    Act.INTERPRETER_ON_LINE: "csh",
    Act.INTERPRETER_DONE: "csh",
}


@pytest.mark.parametrize("act", sorted(set(Act) - {Act.ISSUE, Act.QUICK, Act.UNDO}))
@pytest.mark.parametrize("state", list(State))
def test_each_act_from_each_state(act: Act, state: State) -> None:
    sources = MARKS[act] if act in MARKS else MOVES[act].sources
    assert (state in sources) == (state.value[0] in ALLOWED[act])


def test_an_act_either_moves_a_ticket_or_leaves_it_where_it_is() -> None:
    assert not MARKS.keys() & MOVES.keys()


def test_of_those_who_wait_only_a_finish_makes_one_served() -> None:
    assert {act for act, move in MOVES.items() if move.outcome is Outcome.SERVED} == {Act.FINISH}


def test_whoever_ends_has_an_outcome_and_nobody_else() -> None:
    for act, move in MOVES.items():
        assert (move.outcome is not None) == (move.target is State.ENDED), act


def test_what_a_visitor_did_is_not_for_staff_to_undo() -> None:
    assert not UNDOABLE & {Act.ISSUE, Act.LEAVE, Act.RECALL, Act.UNDO, Act.CLOSE}
