"""The manager's figures as files: CSV for a spreadsheet, PDF for paper. Both carry the definitions."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Sequence
from functools import partial
from xml.sax.saxutils import escape
from zoneinfo import ZoneInfo

from reportlab.lib import colors
from reportlab.lib.pagesizes import landscape, letter
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from queueing.figures import WaitsView
from queueing.figures.shapes import SlotFlow, StaffTime, WaitFigures

Cell = str | int | float | None

FIGURES = tuple(WaitFigures.model_fields)
FLOW = tuple(name for name in SlotFlow.model_fields if name not in {"start", "end"})
STAFF = tuple(StaffTime.model_fields)
STROKED = str.maketrans("ĐđĦħŁłŦŧı", "DdHhLlTti")
"""Letters whose stroke Unicode does not take for an accent."""
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")

PAPER_COLUMNS = {
    "": "label",
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
    "Transfers": "transfers",
    "Recalls": "recalls",
}
SLOT_COLUMNS = {"Carried in": "carried_in", "Counters": "counters_open"}
INK, RULE, BAND = colors.HexColor("#14212b"), colors.HexColor("#8b9aa5"), colors.HexColor("#f2f5f7")
MARGIN_MM, TABLE_MM, LABEL_MM, SLOT_LABEL_MM = 14, 247, 58, 30


def csv_report(view: WaitsView) -> bytes:
    """Return the figures as CSV: the groups, then the total, then every column's meaning. UTF-8 with its mark."""
    file = io.StringIO()
    out = csv.writer(file)
    slots = view.by == "slot"
    out.writerow([view.by, "label", *FIGURES, *(FLOW if slots else ()), *STAFF])
    for group in view.groups:
        own = [getattr(group.slot, name) for name in FLOW] if group.slot else []
        staff = [getattr(group.staff, name) for name in STAFF] if group.staff else [None] * len(STAFF)
        figures = [getattr(group.figures, name) for name in FIGURES]
        out.writerow([_plain(cell) for cell in (group.key, group.label, *figures, *own, *staff)])
    figures = [getattr(view.total, name) for name in FIGURES]
    staff = [getattr(view.staff, name) for name in STAFF]
    blank = [None] * len(FLOW) if slots else []
    out.writerow([_plain(cell) for cell in ("total", f"{view.first_day} to {view.last_day}", *figures, *blank, *staff)])
    out.writerow([])
    out.writerow(["definition", "meaning"])
    for name, meaning in view.definitions.items():
        out.writerow([name, meaning])
    return file.getvalue().encode("utf-8-sig")


def _plain(cell: Cell) -> Cell:
    """Return a cell as a spreadsheet may have it: no name may be taken for a formula."""
    if isinstance(cell, float):
        return round(cell, 3)
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_STARTS) else cell


def pdf_report(view: WaitsView) -> bytes:
    """Return the figures as a PDF: title, the table by group, the counters' time, the definitions."""
    file = io.BytesIO()
    title = f"Waits by {view.by}"
    document = SimpleDocTemplate(
        file,
        pagesize=landscape(letter),
        leftMargin=MARGIN_MM * mm,
        rightMargin=MARGIN_MM * mm,
        topMargin=MARGIN_MM * mm,
        bottomMargin=16 * mm,
        title=_latin(f"{title}, {view.name}, {_days(view)}"),
        author="Now Serving",
        subject="Waits and services at a walk-in center",
        lang="en",
        invariant=True,
    )
    story: list[Flowable] = [
        Paragraph(_latin(f"{view.name}"), TITLE),
        Paragraph(_latin(f"{title} · {_days(view)} · as of {_moment(view)}"), NORMAL),
        Spacer(0, 4 * mm),
        _table(view),
        Spacer(0, 4 * mm),
        Paragraph(_staff_sentence(view.staff), NORMAL),
        PageBreak(),
        Paragraph("What the figures mean", TITLE),
        Spacer(0, 2 * mm),
        *(Paragraph(f"<b>{_spoken(name)}:</b> {escape(meaning)}", SMALL) for name, meaning in view.definitions.items()),
    ]
    footer = partial(_footer, words=_latin(f"{view.name} · {_days(view)}"))
    document.build(story, onFirstPage=footer, onLaterPages=footer)
    return file.getvalue()


TITLE = ParagraphStyle("title", fontName="Helvetica-Bold", fontSize=16, leading=20, textColor=INK)
NORMAL = ParagraphStyle("normal", fontName="Helvetica", fontSize=10, leading=14, textColor=INK)
SMALL = ParagraphStyle("small", parent=NORMAL, fontSize=8, leading=10, spaceAfter=1.6)
LABEL = ParagraphStyle("label", parent=NORMAL, fontSize=8, leading=9.5)
HEAD = ParagraphStyle("head", parent=LABEL, fontName="Helvetica-Bold", fontSize=7)
HEAD_RIGHT = ParagraphStyle("head-right", parent=HEAD, alignment=2)


def _table(view: WaitsView) -> Table:
    slots = view.by == "slot"
    columns = PAPER_COLUMNS | (SLOT_COLUMNS if slots else {})
    head = [Paragraph(view.by.capitalize(), HEAD), *(Paragraph(words, HEAD_RIGHT) for words in list(columns)[1:])]
    rows: list[list[object]] = [list(head)]
    for group in view.groups:
        own = {} if group.slot is None or group.staff is None else group.slot.model_dump() | group.staff.model_dump()
        rows.append(_row(group.label, group.figures.model_dump() | own, columns))
    rows.append(_row("Total", view.total.model_dump() | view.staff.model_dump(), columns))
    label = SLOT_LABEL_MM if slots else LABEL_MM
    widths = [label * mm, *[(TABLE_MM - label) / (len(columns) - 1) * mm] * (len(columns) - 1)]
    style = TableStyle(
        [
            ("FONT", (1, 1), (-1, -1), "Helvetica", 8.5),
            ("FONT", (1, -1), (-1, -1), "Helvetica-Bold", 8.5),
            ("TEXTCOLOR", (0, 0), (-1, -1), INK),
            ("ALIGN", (1, 0), (-1, -1), "RIGHT"),
            ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
            ("VALIGN", (0, 0), (-1, 0), "BOTTOM"),
            ("LINEBELOW", (0, 0), (-1, 0), 0.8, INK),
            ("LINEABOVE", (0, -1), (-1, -1), 0.8, INK),
            ("ROWBACKGROUNDS", (0, 1), (-1, -2), [colors.white, BAND]),
            ("LEFTPADDING", (0, 0), (-1, -1), 3),
            ("RIGHTPADDING", (0, 0), (-1, -1), 3),
            ("TOPPADDING", (0, 0), (-1, -1), 2),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
        ]
    )
    return Table(rows, colWidths=widths, repeatRows=1, style=style, hAlign="LEFT")


def _row(label: str, figures: dict[str, Cell], columns: dict[str, str]) -> list[object]:
    cells = [_on_paper(name, figures.get(name)) for name in list(columns.values())[1:]]
    return [Paragraph(escape(_latin(label)), LABEL), *cells]


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
    canvas.setFont("Helvetica", 8)
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


def _latin(text: str) -> str:
    """Return text in the letters that the PDF's standard fonts have; other accents fall off, other scripts become ?."""
    return "".join(c if _fits(c) else _bare(c) for c in text)


def _bare(char: str) -> str:
    parts = unicodedata.normalize("NFKD", char.translate(STROKED))
    return "".join(part for part in parts if _fits(part)) or "?"


def _fits(char: str) -> bool:
    try:
        char.encode("cp1252")
    except UnicodeEncodeError:
        return False
    return True
