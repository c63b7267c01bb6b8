"""The receipt of a ticket over HTTP: PDF, ESC/POS and an accessible page, all from one `Receipt`."""

from __future__ import annotations

from typing import Literal

from flask import Response, render_template
from pydantic import BaseModel

from kiosk.printing.escpos import escpos
from kiosk.printing.pdf import render_pdf
from kiosk.printing.receipts import Receipt, receipt_for
from queueing.identity.authorization import ANYONE, allow
from queueing.operations.transition import find
from queueing.web.request import TicketPath, answers, api, follow_base, runtime

receipt_api = api("receipt_api", __name__)


class WidthQuery(BaseModel):
    """The printer's width in dots: 576 for 80 mm of paper, 384 for 58 mm."""

    width: Literal["576", "384"] = "576"


@receipt_api.get("/tickets/<ticket>/receipt.pdf", responses=answers(404, s200="application/pdf"))
@allow(ANYONE)
def receipt_pdf(path: TicketPath) -> Response:
    """Return the slip as a PDF."""
    return Response(render_pdf(_receipt(path.ticket)), content_type="application/pdf")


@receipt_api.get("/tickets/<ticket>/receipt.escpos", responses=answers(404, s200="application/octet-stream"))
@allow(ANYONE)
def receipt_escpos(path: TicketPath, query: WidthQuery) -> Response:
    """Return the slip as the bytes that a receipt printer takes."""
    return Response(escpos(_receipt(path.ticket), int(query.width)), content_type="application/octet-stream")


@receipt_api.get("/tickets/<ticket>/receipt.html", responses=answers(404, s200="text/html"))
@allow(ANYONE)
def receipt_html(path: TicketPath) -> Response:
    """Return the slip as a page that a screen reader reads."""
    page = render_template("kiosk/receipt.html", receipt=_receipt(path.ticket))
    return Response(page, content_type="text/html; charset=utf-8")


def _receipt(ticket_id: str) -> Receipt:
    with runtime().database.read() as session:
        ticket = find(session, ticket_id)
    return receipt_for(
        ticket,
        location=runtime().location(ticket.location),
        catalog=runtime().catalog,
        follow_url=f"{follow_base()}/t/{ticket.public_id}",
        printed_at=runtime().now(),
        simulated=runtime().clock.simulated,
    )
