"""Text and charts for PDF reports by ReportLab: every script shaped, in the fonts that are shipped."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from reportlab.graphics.charts.barcharts import VerticalBarChart
from reportlab.graphics.charts.linecharts import HorizontalLineChart
from reportlab.graphics.shapes import Circle, Drawing, Line, PolyLine, String
from reportlab.lib import colors
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont, shapeStr
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from queueing.typography.layout import Face, TextLine, main_face, set_lines

INK, RULE, BAND = colors.HexColor("#14212b"), colors.HexColor("#8b9aa5"), colors.HexColor("#f2f5f7")
FIRST, SECOND = colors.HexColor("#0b3d5c"), colors.HexColor("#b4005a")
LEADING = 1.36
"""Line height in ems: the tallest of the fonts fits."""
MOST_LABELS = 9
MOST_BARS = 12
STROKE = 0.03
"""How much wider, in ems, strokes are drawn of a face that has no bold cut."""

one_at_a_time = threading.Lock()
"""ReportLab gives shaped glyphs private codes in fonts that all reports of the process share."""


def font_of(face: Face) -> str:
    """Return the name under which ReportLab knows a face; the reports' own, for slips are drawn beside them."""
    name = f"report-{face.name}"
    if name not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont(name, str(face.path), shapable=True))
    return name


def plain_font(*, bold: bool = False) -> str:
    """Return the font of numbers and English."""
    return font_of(main_face(bold))


def draw_line(canvas: Canvas, line: TextLine, x: float, y: float, size: float) -> None:
    """Draw a set line from `x` on, on the baseline `y`; points."""
    for run in line.runs:
        font = font_of(run.face)
        canvas.setFont(font, size)
        canvas.setLineWidth(STROKE * size)
        canvas.drawString(x, y, shapeStr(run.readable, font, size), mode=2 if run.embolden else 0)
        x += run.width * size


class Text(Flowable):
    """Words in any script, broken into lines of the width they are given."""

    def __init__(self, words: str, size: float = 10, *, bold: bool = False, right: bool = False) -> None:
        super().__init__()
        self.words, self.size, self.bold, self.right = words, size, bold, right
        self._lines: list[TextLine] = []

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Break into lines; return the width and height that they take."""
        self.width = width
        self._lines = set_lines(self.words, bold=self.bold, measure=width / self.size)
        self.height = len(self._lines) * self.size * LEADING
        return width, self.height

    def draw(self) -> None:
        """Draw the lines, the first on top."""
        self.canv.saveState()
        self.canv.setFillColor(INK)
        self.canv.setStrokeColor(INK)
        for number, line in enumerate(self._lines):
            x = self.width - line.width * self.size if self.right else 0.0
            draw_line(self.canv, line, x, self.height - (number * LEADING + 1.05) * self.size, self.size)
        self.canv.restoreState()


class Bars(Flowable):
    """Names with a bar and a number each, the longest bar first."""

    def __init__(self, rows: Sequence[tuple[str, float]]) -> None:
        super().__init__()
        self.rows = sorted(rows, key=lambda row: -row[1])[:MOST_BARS]

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Take the whole width, and a line a row."""
        self.width, self.height = width, len(self.rows) * 5 * mm
        return self.width, self.height

    def draw(self) -> None:
        """Draw each name, its bar, and its number at the bar's end."""
        name_width, most = 0.3 * self.width, max((value for _, value in self.rows), default=0) or 1
        for number, (name, value) in enumerate(self.rows):
            y = self.height - (number + 1) * 5 * mm + 1.4 * mm
            self.canv.setFillColor(INK)
            for line in set_lines(name, measure=name_width / 8)[:1]:
                draw_line(self.canv, line, 0, y, 8)
            length = (self.width - name_width - 18 * mm) * value / most
            self.canv.setFillColor(FIRST)
            self.canv.rect(name_width + 2 * mm, y - 0.6 * mm, length, 3.4 * mm, stroke=0, fill=1)
            self.canv.setFillColor(INK)
            self.canv.setFont(plain_font(), 8)
            self.canv.drawString(name_width + length + 3.5 * mm, y, f"{value:g}")


Chart = TypeVar("Chart", VerticalBarChart, HorizontalLineChart)


@dataclass(frozen=True, slots=True)
class Curve:
    """A row of values over the same labels; None where there is none."""

    name: str
    values: Sequence[float | None]


def columns(title: str, labels: Sequence[str], values: Sequence[float], width: float, height: float) -> Drawing:
    """Return a picture of one column a label."""
    drawing, chart = _frame(title, VerticalBarChart(), labels, width, height)
    chart.data = [tuple(values)]
    chart.bars[0].fillColor = FIRST
    chart.bars[0].strokeColor = None
    chart.groupSpacing = 3
    chart.valueAxis.valueMin = 0
    chart.valueAxis.valueMax = max([*values, 1]) * 1.05
    chart.categoryAxis.labels.boxAnchor = "n"
    drawing.add(chart)
    return drawing


def curves(title: str, labels: Sequence[str], lines: Sequence[Curve], width: float, height: float) -> Drawing:
    """Return a picture of up to two curves; the first is whole, the second dashed."""
    drawing, chart = _frame(title, HorizontalLineChart(), labels, width, height)
    known = [value for line in lines for value in line.values if value is not None]
    most = max([*known, 1]) * 1.05
    # The axes are the chart's; the curves are drawn here, for a chart has no point without a neighbor.
    chart.data = [(0,) * len(labels)]
    chart.lines[0].strokeColor = None
    chart.valueAxis.valueMin, chart.valueAxis.valueMax = 0, most
    drawing.add(chart)
    for color, dash, line in zip((FIRST, SECOND), ((), (4.0, 2.0)), lines, strict=False):
        for known_ones in _stretches(line.values):
            points = [
                (chart.x + (place + 0.5) * chart.width / len(labels), chart.y + value / most * chart.height)
                for place, value in known_ones
            ]
            if len(points) > 1:
                path = PolyLine([at for point in points for at in point], strokeColor=color, strokeWidth=1.6)
                if dash:
                    path.strokeDashArray = dash
                drawing.add(path)
            for x, y in points:
                drawing.add(Circle(x, y, 1.6, fillColor=color, strokeColor=color))
    x = width
    for number, line in reversed(list(enumerate(lines))):
        x -= pdfmetrics.stringWidth(line.name, plain_font(), 8) + 4
        drawing.add(String(x, height - 9, line.name, fontName=plain_font(), fontSize=8, fillColor=INK))
        sample = Line(x - 22, height - 6, x - 4, height - 6)
        sample.strokeColor, sample.strokeWidth = (FIRST, SECOND)[number], 1.6
        if number:
            sample.strokeDashArray = [4.0, 2.0]
        drawing.add(sample)
        x -= 32
    return drawing


def _stretches(values: Sequence[float | None]) -> list[list[tuple[int, float]]]:
    """Return runs of known values, each with its place."""
    found: list[list[tuple[int, float]]] = [[]]
    for index, value in enumerate(values):
        if value is None:
            found.append([])
        else:
            found[-1].append((index, value))
    return found


def _frame(title: str, chart: Chart, labels: Sequence[str], width: float, height: float) -> tuple[Drawing, Chart]:
    drawing = Drawing(width, height)
    drawing.add(String(0, height - 9, title, fontName=plain_font(bold=True), fontSize=9, fillColor=INK))
    chart.x, chart.y, chart.width, chart.height = 26, 18, int(width) - 30, int(height) - 38
    every = -(-len(labels) // MOST_LABELS)
    chart.categoryAxis.categoryNames = [label if index % every == 0 else "" for index, label in enumerate(labels)]
    for axis in (chart.categoryAxis, chart.valueAxis):
        axis.labels.fontName, axis.labels.fontSize, axis.labels.fillColor = plain_font(), 7, INK
        axis.strokeColor = RULE
    chart.categoryAxis.visibleTicks = 0
    chart.valueAxis.visibleGrid, chart.valueAxis.gridStrokeColor = 1, colors.HexColor("#d3dade")
    chart.valueAxis.gridStrokeWidth = 0.4
    chart.valueAxis.maximumTicks = 6
    return drawing, chart
