"""The manager's figures on paper: pictures, the table, the counters' time, and what every figure means."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from functools import partial
from itertools import zip_longest
from zoneinfo import ZoneInfo

from reportlab.lib import colors
from reportlab.lib.pagesizes import landscape, letter
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, PageBreak, SimpleDocTemplate, Spacer, Table, TableStyle

from display.reports.paper import (
    BAND,
    INK,
    MOST_BARS,
    RULE,
    Bars,
    Curve,
    Text,
    columns,
    curves,
    one_at_a_time,
    plain_font,
)
from queueing.statistics import TURN_BY_TURN, GroupBy, WaitsView
from queueing.statistics.schemas import StaffTime, WaitGroup

Cell = str | int | float | None

COLUMNS = {
    "Arrivals": "arrivals",
    "Served": "served",
    "No-show": "no_show",
    "Left": "left",
    "Not reached": "not_reached",
    "Mean wait": "mean_wait_seconds",
    "Median": "p50_wait_seconds",
    "P90": "p90_wait_seconds",
    "Longest": "longest_wait_seconds",
    "Within target": "within_target_share",
    "Mean service": "mean_service_seconds",
    "Done": "done",
    "First contact": "first_contact_share",
    "Transfers": "transfers",
    "Recalls": "recalls",
}
SLOT_COLUMNS = {"Carried in": "carried_in", "Counters": "counters_open"}
TITLES = {name: title for title, name in (COLUMNS | SLOT_COLUMNS).items()}
IN_TIME = frozenset({GroupBy.SLOT, GroupBy.TIME, GroupBy.DAY, GroupBy.WEEKDAY})
MARGIN_MM, WIDTH_MM, LABEL_MM, SHORT_LABEL_MM = 14, 251, 58, 30
PICTURE_MM = 52


def pdf_report(view: WaitsView) -> bytes:
    """Return the figures as a PDF. The same figures are the same bytes; no clock is read here."""
    with one_at_a_time:
        return _built(view)


def _built(view: WaitsView) -> bytes:
    file = io.BytesIO()
    title = f"Waits by {view.by}"
    document = SimpleDocTemplate(
        file,
        pagesize=landscape(letter),
        leftMargin=MARGIN_MM * mm,
        rightMargin=MARGIN_MM * mm,
        topMargin=MARGIN_MM * mm,
        bottomMargin=16 * mm,
        title=f"{title}, {view.name}, {_days(view)}",
        author="Now Serving",
        subject="Waits and services at a walk-in center",
        lang="en",
        invariant=True,
        initialFontName=plain_font(),
    )
    story: list[Flowable] = [
        Text(view.name, 16, bold=True),
        Text(f"{title} · {_days(view)} · as of {_moment(view)}", 10),
        Spacer(0, 3 * mm),
        *_pictures(view),
        _table(view),
        Spacer(0, 3 * mm),
        *([Text(sentence, 9)] if (sentence := _services_sentence(view)) else []),
        Text(_staff_sentence(view.staff), 9),
        PageBreak(),
        Text("What the figures mean", 16, bold=True),
        Spacer(0, 2 * mm),
        _meanings(view),
    ]
    footer = partial(_footer, words=f"{view.name} · {_days(view)}")
    document.build(story, onFirstPage=footer, onLaterPages=footer)
    return file.getvalue()


def _pictures(view: WaitsView) -> list[Flowable]:
    """Return the pictures of a cut: columns and curves over time, else bars by name."""
    if len(view.groups) < 2:
        return []
    if view.by not in IN_TIME:
        bars = Bars([(group.label, group.figures.arrivals) for group in view.groups])
        title = "Arrivals" if len(view.groups) <= MOST_BARS else f"Arrivals: the {MOST_BARS} with most"
        return [Text(title, 9, bold=True), Spacer(0, mm), bars, Spacer(0, 3 * mm)]
    labels = [_short(view, group) for group in view.groups]
    half, height = WIDTH_MM / 2 * mm, PICTURE_MM * mm
    waits = [
        Curve(name, [_minutes(getattr(group.figures, field)) for group in view.groups])
        for name, field in (("Median", "p50_wait_seconds"), ("P90", "p90_wait_seconds"))
    ]
    arrivals = columns("Arrivals", labels, [group.figures.arrivals for group in view.groups], half - 4 * mm, height)
    side_by_side = Table(
        [[arrivals, curves("Waits, minutes", labels, waits, half - 4 * mm, height)]],
        colWidths=[half, half],
        hAlign="LEFT",
        style=TableStyle(
            [
                ("LEFTPADDING", (0, 0), (-1, -1), 0),
                ("RIGHTPADDING", (0, 0), (-1, -1), 0),
                ("FONT", (0, 0), (-1, -1), plain_font()),
            ]
        ),
    )
    return [side_by_side, Spacer(0, 2 * mm)]


def _short(view: WaitsView, group: WaitGroup) -> str:
    """Return a label that fits below a column: the time alone, unless several days are shown."""
    if view.by == GroupBy.SLOT:
        return group.label[11:] if view.first_day == view.last_day else group.label[5:]
    return f"{date.fromisoformat(group.key):%b %-d}" if view.by == GroupBy.DAY else group.label


def _minutes(seconds: float | None) -> float | None:
    return None if seconds is None else seconds / 60


def _table(view: WaitsView) -> Table:
    chosen = COLUMNS | (SLOT_COLUMNS if view.by == GroupBy.SLOT else {})
    head: list[object] = [
        Text(view.by.capitalize(), 7.5, bold=True),
        *(Text(words, 6.5, bold=True, right=True) for words in chosen),
    ]
    rows = [head, *(_row(group, chosen) for group in _ordered(view))]
    total = view.total.model_dump() | view.staff.model_dump()
    rows.append([Text("Total", 8, bold=True), *(_on_paper(name, total.get(name)) for name in chosen.values())])
    label = SHORT_LABEL_MM if view.by in IN_TIME else LABEL_MM
    widths = [label * mm, *[(WIDTH_MM - label) / len(chosen) * mm] * len(chosen)]
    style = TableStyle(
        [
            ("FONT", (0, 0), (-1, -1), plain_font(), 8),
            ("FONT", (1, -1), (-1, -1), plain_font(bold=True), 8),
            ("TEXTCOLOR", (0, 0), (-1, -1), INK),
            ("ALIGN", (1, 0), (-1, -1), "RIGHT"),
            ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
            ("VALIGN", (0, 0), (-1, 0), "BOTTOM"),
            ("LINEBELOW", (0, 0), (-1, 0), 0.8, INK),
            ("LINEABOVE", (0, -1), (-1, -1), 0.8, INK),
            ("ROWBACKGROUNDS", (0, 1), (-1, -2), [colors.white, BAND]),
            ("LEFTPADDING", (0, 0), (-1, -1), 2),
            ("RIGHTPADDING", (0, 0), (-1, -1), 2),
            ("TOPPADDING", (0, 0), (-1, -1), 1.5),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 1.5),
        ]
    )
    return Table(rows, colWidths=widths, repeatRows=1, style=style, hAlign="LEFT")


def _ordered(view: WaitsView) -> list[WaitGroup]:
    """Return the groups with most arrivals first; time runs on, and agents are in no contest."""
    if view.by in IN_TIME or view.by == GroupBy.AGENT:
        return view.groups
    return sorted(view.groups, key=lambda group: -group.figures.arrivals)


def _row(group: WaitGroup, chosen: dict[str, str]) -> list[object]:
    beside = {} if group.slot is None or group.staff is None else group.slot.model_dump() | group.staff.model_dump()
    figures = group.figures.model_dump() | beside
    return [Text(group.label, 8), *(_on_paper(name, figures.get(name)) for name in chosen.values())]


def _meanings(view: WaitsView) -> Table:
    """Return what every figure on this paper means, in two columns."""
    shown = {
        *COLUMNS.values(),
        *StaffTime.model_fields,
        view.by,
        *(SLOT_COLUMNS.values() if view.by == GroupBy.SLOT else ()),
    }
    told = [
        [Text(TITLES.get(name) or _spoken(name), 7.5, bold=True), Text(meaning, 7.5)]
        for name, meaning in view.definitions.items()
        if name in shown
    ]
    half = -(-len(told) // 2)
    rows = [[*left, *right] for left, right in zip_longest(told[:half], told[half:], fillvalue=["", ""])]
    name, meaning = 32 * mm, (WIDTH_MM / 2 - 32) * mm
    padding = [(side, (0, 0), (-1, -1), 0.8) for side in ("TOPPADDING", "BOTTOMPADDING")]
    style = TableStyle(
        [
            ("FONT", (0, 0), (-1, -1), plain_font()),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            *padding,
        ]
    )
    return Table(rows, colWidths=[name, meaning, name, meaning], style=style, hAlign="LEFT")


def _on_paper(name: str, value: Cell) -> str:
    if value is None or isinstance(value, str):
        return value or "–"
    if name.endswith("_seconds"):
        minutes, seconds = divmod(round(value), 60)
        return f"{minutes}:{seconds:02d}"
    if name.endswith("_share"):
        return f"{value:.0%}"
    return f"{value:.1f}" if isinstance(value, float) else str(value)


def _spoken(name: str) -> str:
    return name.removesuffix("_seconds").replace("_", " ").capitalize()


def _services_sentence(view: WaitsView) -> str:
    """Return why the rows add up to more than the visits, where they do."""
    visits, services = view.total.arrivals, view.total.services
    if view.by not in TURN_BY_TURN or visits == services:
        return ""
    return f"{services:,} services in {visits:,} visits: a visit of several services stands with each of them."


def _staff_sentence(staff: StaffTime) -> str:
    if not staff.staffed_seconds:
        return "No counter was open."
    kinds: Sequence[tuple[str, float | None]] = (
        ("serving", staff.serving_share),
        ("calling", staff.calling_share),
        ("wrap-up", staff.wrap_up_share),
        ("idle", staff.idle_share),
        ("on a break", staff.break_share),
    )
    shares = ", ".join(f"{words} {share or 0:.0%}" for words, share in kinds)
    return f"Counters were staffed for {staff.staffed_seconds / 3600:.1f} hours: {shares}. Times are minutes:seconds."


def _footer(canvas: Canvas, document: SimpleDocTemplate, words: str) -> None:
    canvas.saveState()
    canvas.setFont(plain_font(), 8)
    canvas.setFillColor(INK)
    canvas.setStrokeColor(RULE)
    width, _ = document.pagesize
    canvas.line(MARGIN_MM * mm, 12 * mm, width - MARGIN_MM * mm, 12 * mm)
    canvas.drawString(MARGIN_MM * mm, 8 * mm, words)
    canvas.drawRightString(width - MARGIN_MM * mm, 8 * mm, f"Page {document.page}")
    canvas.restoreState()


def _days(view: WaitsView) -> str:
    first, last = (f"{day:%A, %B} {day.day}, {day.year}" for day in (view.first_day, view.last_day))
    return first if first == last else f"{first} to {last}"


def _moment(view: WaitsView) -> str:
    return f"{view.at.astimezone(ZoneInfo(view.timezone)):%Y-%m-%d %H:%M}"
