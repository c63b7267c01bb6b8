"""QR codes as SVG, for the kiosk's screen and the page of a ticket."""

from __future__ import annotations

from itertools import groupby
from typing import Any

import segno

QUIET_ZONE = 4
"""The width, in modules, of the light border that ISO/IEC 18004 requires around a QR code."""


def qr_svg(content: str) -> str:
    """Return a QR code as an SVG document of dark squares on white, the quiet zone included."""
    code = qr_path(content)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {code["size"]} {code["size"]}" '
        f'shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{code["size"]}v{code["size"]}H0z"/>'
        f'<path d="{code["path"]}"/></svg>'
    )


def qr_path(content: str) -> dict[str, Any]:
    """Return a QR code as its `size`, the side in modules, and the SVG `path` of its dark modules."""
    code = segno.make(content, error="m", micro=False, boost_error=False)
    dark = []
    for y, row in enumerate(code.matrix):
        for is_dark, run in groupby(enumerate(row), key=lambda numbered: bool(numbered[1])):
            columns = [x for x, _ in run]
            if is_dark:
                wide = len(columns)
                dark.append(f"M{columns[0] + QUIET_ZONE} {y + QUIET_ZONE}h{wide}v1h-{wide}z")
    return {"size": code.symbol_size(border=QUIET_ZONE)[0], "path": "".join(dark)}
