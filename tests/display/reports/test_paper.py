"""Text and fonts on the paper of reports."""

from __future__ import annotations

from display.reports.paper import Text, font_of
from queueing.typography.layout import faces


def test_words_take_as_many_lines_as_they_need() -> None:
    one, many = Text("A line", 10), Text("A line that is longer than its place " * 4, 10)
    assert one.wrap(200, 1000)[1] < many.wrap(200, 1000)[1]
    assert Text("", 10).wrap(200, 1000) == (200, 0)


def test_the_reports_fonts_are_their_own() -> None:
    # Slips are drawn in other threads at the same time, with fonts of their own names.
    assert font_of(faces()[0]) == f"report-{faces()[0].name}"
