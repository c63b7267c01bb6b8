"""Staff read every act and every outcome by one plain name."""

from __future__ import annotations

import pytest

from queueing.snapshots.act_names import ACT_NAMES, OUTCOME_NAMES, ticket_act_name
from queueing.snapshots.audit import ACTS
from queueing.tickets.model import Act, Outcome

NAMES = [
    (Act.INTERPRETER_ASKED, "Interpreter asked for", "no abbreviation"),
    (Act.NO_SHOW, "No-show", "with its hyphen, as on every page"),
    (Act.VOID, "Ticket taken out", "as the button says"),
]


def test_every_act_and_every_outcome_has_a_name_of_its_own() -> None:
    assert set(ACT_NAMES) == set(ACTS)
    assert len(set(ACT_NAMES.values())) == len(ACT_NAMES)
    assert set(OUTCOME_NAMES) == set(Outcome)


@pytest.mark.parametrize(("act", "name"), [row[:2] for row in NAMES], ids=[row[2] for row in NAMES])
def test_an_act_is_named_as_staff_say_it(act: Act, name: str) -> None:
    assert ticket_act_name(act) == name
