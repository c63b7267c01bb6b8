"""The ticket's page on a phone, drawn whole on the server in the visitor's language."""

from __future__ import annotations

from flask import render_template

from kiosk.phone.page_frame import frame_of
from kiosk.postponement import may_postpone
from kiosk.printing.copies import may_have_copy
from kiosk.push.encryption import public_key
from kiosk.screen_text import ENDINGS
from queueing.calendar.hours import hours_of
from queueing.i18n import Translator, languages, translator
from queueing.printing import slip_printer
from queueing.schemas import TicketView
from queueing.tickets.model import State
from queueing.web.request import runtime
from services_catalog.catalog import Location, in_language

MAY_LEAVE = frozenset({State.WAITING, State.CALLED, State.HELD})


def page_of(view: TicketView, location: Location, *, chosen: str | None, ask: bool) -> str:
    """Return the page of a ticket.

    `chosen` is the language that the page's address names; with `ask` the page asks whether to give up the ticket.
    """
    say = translator(chosen if chosen in languages() else view.language)
    service, bring = _service_words(view, say)
    has_paper = slip_printer(location) is not None and view.state != State.ENDED
    may_copy = has_paper and may_have_copy(view.id)
    return render_template(
        "kiosk/ticket.html",
        **frame_of(location, say),
        ticket=view,
        is_open=_is_open(location),
        directions=in_language(location.directions, say.tag),
        service=service,
        bring=bring,
        then=_services_to_come(view, say),
        ending=say.gettext(ENDINGS.get(view.outcome or "", ENDINGS["voided"])),
        wait=say.wait(view.wait.low_minutes, view.wait.high_minutes) if view.wait else "",
        quoted_wait=say.wait(view.told.low_minutes, view.told.high_minutes) if view.told else "",
        asking=ask and view.state in MAY_LEAVE,
        not_before=say.time(view.ready_at, location.hours.tz) if view.ready_at and view.state == State.WAITING else "",
        later=location.rules.later_minutes if may_postpone(location, view.id) else 0,
        issued=say.time(view.issued_at, location.hours.tz),
        push_key=_push_key() if view.state in MAY_LEAVE else "",
        may_copy=may_copy,
        copied=has_paper and not may_copy,
    )


def _push_key() -> str:
    """Return the public key for web push; empty where none is set."""
    private = runtime().settings.push_key
    return public_key(private) if private else ""


def unknown_page() -> str:
    """Return the page for an id that no ticket has, in every language."""
    return render_template("kiosk/no_ticket.html", translators=[translator(tag) for tag in languages()])


def _is_open(location: Location) -> bool:
    with runtime().database.read() as session:
        return hours_of(session, location).is_open(runtime().now())


def _service_words(view: TicketView, say: Translator) -> tuple[str, str]:
    """Return the service's name and what to bring in the language of the page, which may not be the ticket's."""
    service = runtime().catalog.service(view.service.id)
    return in_language(service.name, say.tag), in_language(service.bring, say.tag)


def _services_to_come(view: TicketView, say: Translator) -> str:
    return ", ".join(in_language(runtime().catalog.service(service.id).name, say.tag) for service in view.then)
