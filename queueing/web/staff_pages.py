"""Guard a page for staff: redirect to the sign-in or to the choice of a password, or answer why it is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from flask import redirect, render_template, request, url_for

from queueing.i18n import STAFF_LANGUAGE
from queueing.identity.permissions import Right
from queueing.refusals import NotAllowed, Refusal, SignInNeeded
from queueing.web.request import location_for, principal, runtime
from services_catalog.catalog import Location, in_language

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as WerkzeugResponse

MANAGERS_PAGES = (
    ("", "Floor"),
    ("figures", "Figures"),
    ("staffing", "Staffing"),
    ("estimates", "Estimates"),
    ("screens", "Screens"),
    ("accounts", "Accounts"),
    ("audit", "Audit"),
)
"""The path and name of each of the manager's pages, of every surface."""


def staff_page(
    location: str, right: Right, draw: Callable[[Location], str]
) -> str | tuple[str, int] | WerkzeugResponse:
    """Return what `draw` makes of a location if the principal holds `right` there; else a redirect or a refusal."""
    try:
        _check(right)
        found = location_for(location)
    except SignInNeeded:
        return redirect(url_for("accounts.sign_in_page", to=request.path), 303)
    except Refusal as refusal:
        return render_template("queueing/refused.html", refusal=refusal), refusal.status
    if principal().must_change_password:
        return redirect(url_for("accounts.password_page"), 303)
    return draw(found)


def pages_at(location: Location) -> list[tuple[str, str]]:
    """Return the address and the name of each of the manager's pages at a location."""
    base = f"/manager/{location.id}"
    return [(f"{base}/{page}" if page else base, name) for page, name in MANAGERS_PAGES]


def own_centers() -> list[dict[str, str]]:
    """Return the id and name of every location where the principal may act."""
    return [
        {"id": center.id, "name": in_language(center.name, STAFF_LANGUAGE)}
        for center in runtime().catalog.locations.values()
        if principal().may_act_at(center.id)
    ]


def _check(right: Right) -> None:
    if not principal().may(Right.SEE_QUEUE):
        # A paired screen is nobody here: a person has to sign in.
        raise SignInNeeded("Sign in first.")
    if not principal().may(right):
        raise NotAllowed(f"This page is for managers; {principal().name} is signed in as an {principal().role}.")
