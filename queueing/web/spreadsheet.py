"""Cells of CSV files as a spreadsheet may have them."""

from __future__ import annotations

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""Signs at which a spreadsheet takes a text for a formula."""


def plain_cell(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula: what people typed is shown, never run."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
