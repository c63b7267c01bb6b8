from __future__ import annotations

from kiosk.printing.result import Limits


def test_the_norms_limits_are_the_defaults() -> None:
    assert (Limits().connect, Limits().write) == (2.0, 3.0)
