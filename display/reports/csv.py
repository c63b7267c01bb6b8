"""The manager's figures as CSV, definitions below the table."""

from __future__ import annotations

import csv
import io

from queueing.statistics import WaitsView
from queueing.statistics.schemas import SlotFlow, StaffTime, WaitFigures
from queueing.web.spreadsheet import plain_cell

CsvCell = str | int | float | None

FIGURES = tuple(WaitFigures.model_fields)
FLOW = tuple(name for name in SlotFlow.model_fields if name not in {"start", "end"})
STAFF = tuple(StaffTime.model_fields)


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


def _plain(cell: CsvCell) -> CsvCell:
    """Return a cell as a spreadsheet may have it: no name may be taken for a formula."""
    if isinstance(cell, float):
        return round(cell, 3)
    return plain_cell(cell) if isinstance(cell, str) else cell
