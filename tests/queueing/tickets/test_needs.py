"""Which needs there are, and which of them put a visitor in the accessible class."""

from __future__ import annotations

import pytest

from queueing.tickets.needs import ACCESSIBLE_NEEDS, Need

NEEDS = [
    ("accessible", True, "the kiosk's one button for a wheelchair or not standing long"),
    ("mobility", True, "walks with difficulty"),
    ("vision", True, "sees little"),
    ("hearing", True, "hears little"),
    ("cannot-stand", True, "cannot wait standing"),
    ("interpreter", False, "an interpreter comes by telephone: no head start"),
    ("sign-language", False, "as an interpreter"),
]


@pytest.mark.parametrize(("need", "accessible", "why"), NEEDS, ids=[row[0] for row in NEEDS])
def test_which_needs_give_a_head_start(need: str, accessible: bool, why: str) -> None:
    assert (Need(need) in ACCESSIBLE_NEEDS) is accessible, why


def test_the_table_is_whole() -> None:
    assert [row[0] for row in NEEDS] == list(Need)
