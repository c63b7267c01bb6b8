"""No name or reason that somebody typed runs in a manager's spreadsheet."""

from __future__ import annotations

import pytest

from queueing.web.spreadsheet import plain_cell

CELLS = [
    ("=1+1", "'=1+1", "a formula"),
    ("+612", "'+612", "a sum"),
    ("-1", "'-1", "a difference"),
    ("@SUM(A1)", "'@SUM(A1)", "an old formula"),
    ("\t=1", "'\t=1", "a blank before a formula"),
    ("Zoë =1", "Zoë =1", "a name stays"),
    ("", "", "nothing stays nothing"),
]


@pytest.mark.parametrize(("text", "cell", "why"), CELLS, ids=[row[2] for row in CELLS])
def test_what_begins_like_a_formula_is_made_a_text(text: str, cell: str, why: str) -> None:
    assert plain_cell(text) == cell, why
