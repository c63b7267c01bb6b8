"""How staff read the audit: one plain name for every act and for every outcome of a ticket, in English."""

from __future__ import annotations

from collections.abc import Mapping

ACT_NAMES: Mapping[str, str] = {
    "ticket-issue": "Ticket issued",
    "ticket-call": "Visitor called",
    "ticket-recall": "Visitor called again",
    "ticket-start": "Service started",
    "ticket-finish": "Service finished",
    "ticket-no-show": "No-show",
    "ticket-hold": "Put on hold",
    "ticket-resume": "Resumed after hold",
    "ticket-return": "Sent back to the queue",
    "ticket-transfer": "Transferred",
    "ticket-reinstate": "Put back in the queue",
    "ticket-later": "Visitor asked for more time",
    "ticket-leave": "Visitor left",
    "ticket-void": "Ticket taken out",
    "ticket-close": "Not reached by the end of the day",
    "ticket-undo": "Act undone",
    "ticket-onward": "Went on to the next service",
    "ticket-quick": "Quick service",
    "ticket-note": "Note changed",
    "ticket-add": "Service added",
    "ticket-drop": "Service taken off",
    "ticket-flag": "Time marked as not typical",
    "ticket-unflag": "Time marked as typical",
    "ticket-interp-asked": "Interpreter asked for",
    "ticket-interp-on": "Interpreter on the line",
    "ticket-interp-done": "Interpreter done",
    "counter-opened": "Counter opened",
    "counter-paused": "Counter paused",
    "counter-closed": "Counter closed",
    "hours-changed": "Hours changed",
    "message-posted": "Message posted",
    "message-taken-down": "Message taken down",
    "queue-closed": "Queue closed to new tickets",
    "queue-opened": "Queue opened to new tickets",
    "day-ended": "Day ended",
    "day-reopened": "Day reopened",
    "help-called": "Manager called",
    "alarm-raised": "Quiet alarm",
    "emergency-told": "Emergency reported",
    "call-answered": "Call answered",
    "call-withdrawn": "Call withdrawn",
    "alert-seen": "Alert seen",
    "signed-in": "Signed in",
    "sign-in-failed": "Sign-in failed",
    "signed-out": "Signed out",
    "password-changed": "Password changed",
    "account-made": "Account made",
    "account-changed": "Account changed",
    "account-closed": "Account disabled",
    "account-opened": "Account enabled",
    "password-reset": "One-time password made",
    "screen-code-made": "Pairing code made",
    "screen-paired": "Screen paired",
    "screen-revoked": "Screen pairing ended",
    "token-made": "API token made",
    "token-revoked": "API token revoked",
}
"""By the name under which the API filters and returns an act."""

OUTCOME_NAMES: Mapping[str, str] = {
    "served": "served",
    "no_show": "no-show",
    "left": "left",
    "not_reached": "not reached",
    "voided": "taken out",
}


def ticket_act_name(act: str) -> str:
    """Return the name of a ticket's act, given as its event stores it, such as `interp_asked`."""
    return ACT_NAMES[f"ticket-{act.replace('_', '-')}"]
