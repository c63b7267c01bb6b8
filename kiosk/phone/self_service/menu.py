"""The rows of the phone's pages: each is a link to another page, or takes a ticket by one touch."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import url_for

from kiosk.bundle import GENERAL_HELP
from kiosk.phone.self_service.session import PhoneSession, set_ticket
from queueing import operations
from queueing.i18n import Translator, mark, translator
from queueing.operations import TicketOrder
from queueing.refusals import LocationClosed, Refusal, TooLateToday
from queueing.schemas import BoardQueue
from queueing.snapshots.public_board import board_view
from queueing.tickets.needs import Need
from queueing.web.request import principal, runtime
from services_catalog.catalog import Category, Kind, Location, Service, Words, in_language
from services_catalog.guidance import Question, Route

REPORT_CATEGORY = "report"
OTHER_LANGUAGE = "und"
"""The catalog's tag for a language that it does not list."""
INTERPRETER = Need.INTERPRETER
SIGNING = Need.SIGN_LANGUAGE
NEEDS = {
    Need.ACCESSIBLE: mark("Wheelchair, or I cannot stand long"),
    INTERPRETER: mark("Interpreter"),
    SIGNING: mark("Sign language"),
}
REFUSED = mark("That did not work, and it is not your fault. Try again, or ask at the desk.")
CLOSED = mark("We no longer give tickets today: the center is closing.")


@dataclass(frozen=True, slots=True)
class PhoneContext:
    """A visitor's phone at a location, for one request."""

    location: Location
    session: PhoneSession

    @property
    def say(self) -> Translator:
        """The translator of the interface into this phone's language."""
        return translator(self.session.language)

    def text(self, words: Words) -> str:
        """Return a text of the catalog in this phone's language."""
        return in_language(words, self.session.language)

    def link(self, page: str, **query: str) -> str:
        """Return the address of another of this phone's pages."""
        values: dict[str, Any] = dict(query)
        return url_for(f"self_service.{page}", location=self.location.id, **values)


@dataclass(frozen=True, slots=True)
class MenuRow:
    """One thing to touch: a link (`href`), or a ticket by the form fields of `order`.

    `tag` is the language of `text` where it is not the page's; an `emergency` is drawn in red.
    """

    text: str
    href: str = ""
    hint: str = ""
    emergency: bool = False
    tag: str = ""
    order: dict[str, str] = field(default_factory=dict)


def home_rows(phone: PhoneContext) -> list[MenuRow]:
    """Return the rows of the first page: a report, the categories, a person."""
    say, catalog = phone.say, runtime().catalog
    report = [
        MenuRow(
            say.gettext("Danger, an injury, or a crime happening now"), phone.link("report"), hint="911", emergency=True
        ),
        MenuRow(say.gettext("I want to report something"), phone.link("report")),
    ]
    categories = [
        MenuRow(phone.text(category.name), phone.link("choose", category=category.id))
        for category in catalog.categories.values()
    ]
    person = MenuRow(say.gettext("An interpreter or a person, please"), phone.link("person"))
    return [*(report if catalog.guidance.first else []), *categories, person]


def group_rows(phone: PhoneContext, category: Category) -> list[MenuRow]:
    """Return a row for each group of a category; the category of reports begins with the questions."""
    questions = [MenuRow(phone.say.gettext("I want to report something"), phone.link("report"))]
    groups = [
        MenuRow(phone.text(group.name), phone.link("choose", category=category.id, group=group.id))
        for group in category.groups
    ]
    return [*(questions if category.id == REPORT_CATEGORY and runtime().catalog.guidance.first else []), *groups]


def service_rows(phone: PhoneContext, services: Iterable[Service]) -> list[MenuRow]:
    """Return a row for each service, marked where it is an emergency or done elsewhere."""
    elsewhere = phone.say.gettext("Not done at this center")
    return [
        MenuRow(
            phone.text(service.name),
            phone.link("service", id=service.id),
            hint="911"
            if service.kind is Kind.EMERGENCY
            else elsewhere
            if service.kind is Kind.REFERRAL or phone.location.id not in service.locations
            else "",
            emergency=service.kind is Kind.EMERGENCY,
        )
        for service in services
    ]


def answer_rows(phone: PhoneContext, question: Question, chosen: Sequence[str]) -> list[MenuRow]:
    """Return a row for each choice of a question; its link adds it to the choices made before, `chosen`."""
    outcomes = runtime().catalog.guidance.outcomes
    return [
        MenuRow(
            phone.text(choice.text),
            phone.link("report", taps=".".join([*chosen, choice.id])),
            emergency=bool(choice.go) and outcomes[choice.go].route is Route.EMERGENCY,
        )
        for choice in question.choices
    ]


def person_rows(phone: PhoneContext) -> list[MenuRow]:
    """Return the rows that ask for a person.

    This phone's language comes first, then sign language, another language, and every language by its own name.
    """
    known, own = runtime().catalog.languages, phone.session.language
    general = general_help(phone)
    if general is None:
        return []

    def spoken(tag: str) -> dict[str, str]:
        return {"service": general, "language": tag, **({} if tag == "en" else {"needs": INTERPRETER})}

    signing = {"service": general, "language": own, "needs": SIGNING}
    first = [
        MenuRow(known[own].own_name, hint=phone.say.gettext("Speak with a person in this language"), order=spoken(own)),
        MenuRow(phone.say.gettext("Sign language"), hint="ASL", order=signing),
    ]
    if OTHER_LANGUAGE in known:
        first.append(MenuRow(phone.say.gettext("Another language"), order=spoken(OTHER_LANGUAGE)))
    others = [
        language for language in known.values() if not language.signed and language.tag not in (own, OTHER_LANGUAGE)
    ]
    others.sort(key=lambda language: not language.interface)
    return [
        *first,
        *(MenuRow(other.own_name, tag=other.tag, hint=other.english_name, order=spoken(other.tag)) for other in others),
    ]


def general_help(phone: PhoneContext) -> str | None:
    """Return the id of the service for general help, where this location has it."""
    found = runtime().catalog.services.get(GENERAL_HELP)
    return found.id if found and phone.location.id in found.locations else None


def queue_of(phone: PhoneContext, service: Service) -> BoardQueue | None:
    """Return the queue of a service as the public board shows it; None where this location has none."""
    queue = runtime().catalog.queues.get(service.queue or "")
    if queue is None or phone.location.id not in service.locations:
        return None
    with runtime().database.read() as session:
        board = board_view(session, runtime().view_context(session, phone.location))
    return next((waiting for waiting in board.waiting if waiting.letter == queue.letter), None)


def wait_words(phone: PhoneContext, queue: BoardQueue | None) -> str:
    """Return a queue's expected wait in words; empty when there is no forecast."""
    if queue is None or queue.wait is None:
        return ""
    return phone.say.wait(queue.wait.low_minutes, queue.wait.high_minutes)


def no_ticket_reason(phone: PhoneContext, queue: BoardQueue | None) -> str:
    """Return why no ticket is given for a queue at this moment; empty when one is."""
    if queue and queue.closed:
        return in_language(queue.closed, phone.session.language)
    if queue and queue.closing and queue.closing.unlikely:
        return in_language(queue.closing.words, phone.session.language)
    return ""


def issue_ticket(phone: PhoneContext, service: Service, language: str, needs: Sequence[str]) -> str:
    """Issue the phone's ticket and return its id; a repeated request returns the ticket that the code already has."""
    location = phone.location
    known = tuple(need for need in needs if need in NEEDS)
    order = TicketOrder(service.id, language, known, phone_code=phone.session.code)
    waits = runtime().waits(location)
    with runtime().database.write() as session:
        context = runtime().view_context(session, location, waits=waits)
        ticket, _ = operations.issue(session, context=context, order=order, by=principal().by)
        ticket_id = ticket.public_id
    set_ticket(phone.session, ticket_id)
    return ticket_id


def refusal_text(phone: PhoneContext, refusal: Refusal) -> str:
    """Return a refusal in this phone's language."""
    if isinstance(refusal, TooLateToday):
        return refusal.detail
    return phone.say.gettext(CLOSED if isinstance(refusal, LocationClosed) else REFUSED)
