"""The staff's pages: the agent's desk, the manager's floor, accounts, screens, the audit."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from flask import Blueprint, render_template, request
from pydantic import ValidationError

from counter.api import counter_api
from counter.audit_api import AuditQuery, audit_api, page_of
from counter.floor_api import floor_api
from counter.help_api import attention_api
from counter.staff_api import staff_api
from counter.ticket_acts_api import ticket_acts_api
from queueing.calendar.closed_queues import USUAL_CLOSURES
from queueing.i18n import STAFF_LANGUAGE
from queueing.identity.accounts import ALL_LOCATIONS
from queueing.identity.authorization import ANYONE, allow
from queueing.identity.permissions import Right
from queueing.identity.staff_admin import roles_for
from queueing.operations.issue import not_offered
from queueing.printing import slip_printer
from queueing.refusals import InvalidRequest
from queueing.snapshots.act_names import ACT_NAMES
from queueing.snapshots.audit import people_of
from queueing.web.request import principal, runtime
from queueing.web.staff_pages import own_centers, pages_at, staff_page
from services_catalog.catalog import Location, in_language

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as WerkzeugResponse

    from queueing.app import App

pages = Blueprint(
    "counter", __name__, template_folder="templates", static_folder="static", static_url_path="/counter/static"
)


@pages.get("/counter/<location>")
@allow(ANYONE)
def desk(location: str) -> str | tuple[str, int] | WerkzeugResponse:
    """Show the page where an agent calls and serves."""
    return _page("counter/desk.html", location, Right.SERVE)


@pages.get("/manager/<location>")
@allow(ANYONE)
def floor(location: str) -> str | tuple[str, int] | WerkzeugResponse:
    """Show the page where a manager sees and runs the floor."""
    return _page("counter/floor.html", location, Right.SEE_FIGURES)


@pages.get("/manager/<location>/screens")
@allow(ANYONE)
def screens(location: str) -> str | tuple[str, int] | WerkzeugResponse:
    """Show the paired screens: how each is, a code for a new one, the end of one's right."""
    return _page("counter/screens.html", location, Right.PAIR_SCREENS)


@pages.get("/manager/<location>/accounts")
@allow(ANYONE)
def accounts(location: str) -> str | tuple[str, int] | WerkzeugResponse:
    """Show the accounts of the staff and change them."""
    return _page("counter/accounts.html", location, Right.KEEP_AGENTS)


@pages.get("/manager/<location>/audit")
@allow(ANYONE)
def audit(location: str) -> str | tuple[str, int] | WerkzeugResponse:
    """Show who did what, a page at a time; it needs no script."""
    return _page("counter/audit.html", location, Right.SEE_AUDIT, _audit)


def attach(app: App) -> None:
    """Attach the staff's routes."""
    app.register_api(counter_api)
    app.register_api(ticket_acts_api)
    app.register_api(floor_api)
    app.register_api(attention_api)
    app.register_api(audit_api)
    app.register_api(staff_api)
    app.register_blueprint(pages)


def _page(
    template: str, location: str, right: Right, more: Callable[[Location], dict[str, Any]] = lambda _: {}
) -> str | tuple[str, int] | WerkzeugResponse:
    """Return a staff page with what `more` says of the location, or the way to sign in, or a page that says why not."""

    def draw(location: Location) -> str:
        name = in_language(location.name, STAFF_LANGUAGE)
        return render_template(template, location=location, name=name, setup=_setup(location), **more(location))

    return staff_page(location, right, draw)


def _audit(location: Location) -> dict[str, Any]:
    """Return the template values of the audit page: the filter, one page of acts, or the reason without one."""
    given = {name: value for name, value in request.args.items() if value}
    view, problem = None, ""
    try:
        view = page_of(location, AuditQuery.model_validate(given))
    except ValidationError:
        problem = "A day is written like 2026-11-23."
    except InvalidRequest as refusal:
        problem = refusal.detail
    with runtime().database.read() as session:
        people = people_of(session, location)
    return {
        "view": view,
        "problem": problem,
        "given": given,
        "filters": {name: value for name, value in given.items() if name != "before"},
        "people": people,
        "acts": ACT_NAMES,
        "zone": location.hours.tz,
    }


def _setup(location: Location) -> dict[str, object]:
    """Return what a page knows from the start and no view repeats: rules, words, services, the reader's rights."""
    catalog = runtime().catalog
    return {
        "location": location.id,
        "name": in_language(location.name, STAFF_LANGUAGE),
        "timezone": location.timezone,
        "languages": [[tag, language.english_name] for tag, language in catalog.languages.items()],
        "screen_languages": list(catalog.interface_languages),
        "services": [
            {"id": service.id, "name": in_language(service.name, STAFF_LANGUAGE), "queue": service.queue}
            for service in catalog.services_at(location.id)
            if not not_offered(service, location)
        ],
        "recalls_before_no_show": location.rules.recalls_before_no_show,
        "reinstate_minutes": location.rules.reinstate_minutes,
        "undo_seconds": location.rules.undo_seconds,
        "paper": slip_printer(location) is not None,
        "pace": runtime().settings.pace,
        "usual_closures": list(USUAL_CLOSURES),
        "me": principal().name,
        "picks": principal().may(Right.PICK),
        "voids": principal().may(Right.VOID),
        "manages": principal().may(Right.SEE_FIGURES),
        "centers": own_centers(),
        "pages": pages_at(location),
        "roles": roles_for(principal()),
        "everywhere": principal().may_act_at(ALL_LOCATIONS),
    }
