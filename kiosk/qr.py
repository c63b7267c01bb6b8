"""QR codes as SVG: for the glass, the phone and the slip's page."""

from __future__ import annotations

from itertools import groupby
from typing import Any

import segno

QUIET_ZONE = 4
"""Light modules that ISO/IEC 18004 wants around a QR code."""


def qr_svg(content: str) -> str:
    """Return a QR code as an SVG document of dark squares on white, the quiet zone included."""
    drawn = qr_path(content)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {drawn["size"]} {drawn["size"]}" '
        f'shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{drawn["size"]}v{drawn["size"]}H0z"/>'
        f'<path d="{drawn["path"]}"/></svg>'
    )


def qr_path(content: str) -> dict[str, Any]:
    """Return a QR code as the side of its square in modules and the path of its dark ones."""
    code = segno.make(content, error="m", micro=False, boost_error=False)
    dark = []
    for y, row in enumerate(code.matrix):
        for is_dark, run in groupby(enumerate(row), key=lambda place: bool(place[1])):
            columns = [x for x, _ in run]
            if is_dark:
                wide = len(columns)
                dark.append(f"M{columns[0] + QUIET_ZONE} {y + QUIET_ZONE}h{wide}v1h-{wide}z")
    return {"size": code.symbol_size(border=QUIET_ZONE)[0], "path": "".join(dark)}
