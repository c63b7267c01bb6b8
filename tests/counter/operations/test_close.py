"""Tickets that end unserved: given up, or taken out."""

from __future__ import annotations

from tests.cast import Agent, Caller, Kiosk


def test_a_visitor_leaves_and_is_not_called(kiosk: Kiosk, visitor: Caller, ana: Agent) -> None:
    ticket = kiosk.ticket("report-theft")
    left = visitor.post(f"/tickets/{ticket['id']}/leave").get_json()
    assert (left["state"], left["outcome"]) == ("ended", "left")
    ana.open()
    assert ana.post(f"{ana.desk}/call-next").status_code == 204
    assert visitor.post(f"/tickets/{ticket['id']}/leave").status_code == 409


def test_a_mistake_is_voided_with_its_reason_and_undone(kiosk: Kiosk, ana: Agent) -> None:
    ticket = kiosk.ticket("report-theft")
    gone = ana.does(ticket, "void", reason="Printed twice")
    assert (gone["state"], gone["outcome"]) == ("ended", "voided")
    assert ana.act(ticket, "void", reason="Printed twice").status_code == 409
    assert ana.does(ticket, "undo")["state"] == "waiting"
