"""The one table of moves: every act from every state, allowed or refused, and it forgets none."""

from __future__ import annotations

import pytest

from queueing.tickets import AT_COUNTER, LIVE, MOVES, UNDOABLE, Act, Outcome, State

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
    Act.LEAVE: "wch",
    Act.VOID: "wcsh",
    Act.CLOSE: "wcsh",
}


@pytest.mark.parametrize("act", sorted(set(Act) - {Act.ISSUE, Act.UNDO}))
@pytest.mark.parametrize("state", list(State))
def test_each_act_from_each_state(act: Act, state: State) -> None:
    assert (state in MOVES[act].sources) == (state.value[0] in ALLOWED[act])


def test_only_a_finish_makes_a_visit_served() -> None:
    assert {act for act, move in MOVES.items() if move.outcome is Outcome.SERVED} == {Act.FINISH}


def test_whoever_ends_has_an_outcome_and_nobody_else() -> None:
    for act, move in MOVES.items():
        assert (move.outcome is not None) == (move.target is State.ENDED), act


def test_a_counter_holds_only_the_called_and_the_serving() -> None:
    assert AT_COUNTER < LIVE
    assert State.HELD not in AT_COUNTER


def test_what_a_visitor_did_is_not_for_staff_to_undo() -> None:
    assert not UNDOABLE & {Act.ISSUE, Act.LEAVE, Act.RECALL, Act.UNDO, Act.CLOSE}
