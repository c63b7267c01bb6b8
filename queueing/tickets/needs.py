"""What a visitor may need, and which of the needs put a ticket in the accessible class."""

from __future__ import annotations

from enum import StrEnum


class Need(StrEnum):
    """A visitor's need. `accessible` is a wheelchair or not being able to stand long, where nothing closer is said."""

    ACCESSIBLE = "accessible"
    MOBILITY = "mobility"
    VISION = "vision"
    HEARING = "hearing"
    CANNOT_STAND = "cannot-stand"
    INTERPRETER = "interpreter"
    SIGN_LANGUAGE = "sign-language"


ACCESSIBLE_NEEDS = frozenset({Need.ACCESSIBLE, Need.MOBILITY, Need.VISION, Need.HEARING, Need.CANNOT_STAND})
"""Needs that put a ticket in the accessible class."""
