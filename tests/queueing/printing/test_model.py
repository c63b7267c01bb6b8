"""What a print job keeps comes back as it was."""

from __future__ import annotations

from queueing.printing import SlipContext


def test_a_slips_context_comes_back_as_it_was() -> None:
    for context in (
        SlipContext("https://q.example/t/x", simulated=True),
        SlipContext("https://q.example/t/x"),
    ):
        assert SlipContext.of(context.payload()) == context
    older = {"follow_url": "https://q.example/t/x", "ahead": 4, "wait": [600.5, 1200.0], "simulated": True}
    assert SlipContext.of(older) == SlipContext("https://q.example/t/x", simulated=True), "a job of before an upgrade"
