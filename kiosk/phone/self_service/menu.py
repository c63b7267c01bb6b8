"""What the phone's pages show in rows: each a link onwards, or a ticket by one touch."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import url_for

from kiosk.bundle import GENERAL_HELP
from kiosk.phone.referral_page import center_told
from kiosk.phone.self_service.session import PhoneSession, spend
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

REPORT = "report"
ANY_OTHER = "und"
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
class PhoneVisit:
    """One phone at one center."""

    location: Location
    held: PhoneSession

    @property
    def say(self) -> Translator:
        """The interface's words in this phone's language."""
        return translator(self.held.language)

    def told(self, words: Words) -> str:
        """Return a text of the catalog in this phone's language."""
        return in_language(words, self.held.language)

    def link(self, page: str, **query: str) -> str:
        """Return the address of another of this phone's pages."""
        values: dict[str, Any] = dict(query)
        return url_for(f"companion.{page}", location=self.location.id, **values)


@dataclass(frozen=True, slots=True)
class MenuRow:
    """One thing to touch: a link (`href`), or a ticket for `order`. `tag` is the language of the text."""

    text: str
    href: str = ""
    hint: str = ""
    urgent: bool = False
    tag: str = ""
    order: dict[str, str] = field(default_factory=dict)


def home_rows(visit: PhoneVisit) -> list[MenuRow]:
    """Return the ways in: a report, the categories, a person."""
    say, catalog = visit.say, runtime().catalog
    report = [
        MenuRow(
            say.gettext("Danger, an injury, or a crime happening now"), visit.link("report"), hint="911", urgent=True
        ),
        MenuRow(say.gettext("I want to report something"), visit.link("report")),
    ]
    shown = [
        MenuRow(visit.told(one.name), visit.link("choose", category=one.id)) for one in catalog.categories.values()
    ]
    person = MenuRow(say.gettext("An interpreter or a person, please"), visit.link("person"))
    return [*(report if catalog.guidance.first else []), *shown, person]


def group_rows(visit: PhoneVisit, category: Category) -> list[MenuRow]:
    """Return a category's groups; where it is about reports, the questions first."""
    asked = [MenuRow(visit.say.gettext("I want to report something"), visit.link("report"))]
    groups = [
        MenuRow(visit.told(one.name), visit.link("choose", category=category.id, group=one.id))
        for one in category.groups
    ]
    return [*(asked if category.id == REPORT and runtime().catalog.guidance.first else []), *groups]


def service_rows(visit: PhoneVisit, services: Iterable[Service]) -> list[MenuRow]:
    """Return functions, marked where they are an emergency or done elsewhere."""
    elsewhere = visit.say.gettext("Not done at this center")
    return [
        MenuRow(
            visit.told(one.name),
            visit.link("service", id=one.id),
            hint="911"
            if one.kind is Kind.EMERGENCY
            else elsewhere
            if one.kind is Kind.REFERRAL or visit.location.id not in one.locations
            else "",
            urgent=one.kind is Kind.EMERGENCY,
        )
        for one in services
    ]


def answer_rows(visit: PhoneVisit, question: Question, taken: Sequence[str]) -> list[MenuRow]:
    """Return a question's choices; each adds itself to the choices made."""
    outcomes = runtime().catalog.guidance.outcomes
    return [
        MenuRow(
            visit.told(one.text),
            visit.link("report", taps=".".join([*taken, one.id])),
            urgent=bool(one.go) and outcomes[one.go].route is Route.EMERGENCY,
        )
        for one in question.choices
    ]


def person_rows(visit: PhoneVisit) -> list[MenuRow]:
    """Return a person in this phone's language, signing, another language, then every language by its own name."""
    known, own = runtime().catalog.languages, visit.held.language
    general = general_help(visit)
    if general is None:
        return []

    def spoken(tag: str) -> dict[str, str]:
        return {"service": general, "language": tag, **({} if tag == "en" else {"needs": INTERPRETER})}

    signing = {"service": general, "language": own, "needs": SIGNING}
    first = [
        MenuRow(known[own].own_name, hint=visit.say.gettext("Speak with a person in this language"), order=spoken(own)),
        MenuRow(visit.say.gettext("Sign language"), hint="ASL", order=signing),
    ]
    if ANY_OTHER in known:
        first.append(MenuRow(visit.say.gettext("Another language"), order=spoken(ANY_OTHER)))
    rest = [one for one in known.values() if not one.signed and one.tag not in (own, ANY_OTHER)]
    rest.sort(key=lambda one: not one.interface)
    others = [MenuRow(one.own_name, tag=one.tag, hint=one.english_name, order=spoken(one.tag)) for one in rest]
    return [*first, *others]


def general_help(visit: PhoneVisit) -> str | None:
    """Return the service of whoever wants a person, where this center has it."""
    found = runtime().catalog.services.get(GENERAL_HELP)
    return found.id if found and visit.location.id in found.locations else None


def center_of(visit: PhoneVisit, location: Location) -> dict[str, object]:
    """Return another center as the page tells it."""
    return center_told(location, visit.held.language)


def line_of(visit: PhoneVisit, service: Service) -> BoardQueue | None:
    """Return how the queue of a function stands, as everybody may see it."""
    queue = runtime().catalog.queues.get(service.queue or "")
    if queue is None or visit.location.id not in service.locations:
        return None
    with runtime().database.read() as session:
        board = board_view(session, runtime().view_context(session, visit.location))
    return next((one for one in board.waiting if one.letter == queue.letter), None)


def wait_words(visit: PhoneVisit, line: BoardQueue | None) -> str:
    """Return a line's expected wait in words; empty when nobody knows it."""
    if line is None or line.wait is None:
        return ""
    return visit.say.wait(line.wait.low_minutes, line.wait.high_minutes)


def why_not(visit: PhoneVisit, line: BoardQueue | None) -> str:
    """Return why no ticket is given for a line at this moment; empty when one is."""
    if line and line.closed:
        return in_language(line.closed, visit.held.language)
    if line and line.closing and line.closing.unlikely:
        return in_language(line.closing.words, visit.held.language)
    return ""


def issue_for(visit: PhoneVisit, service: Service, language: str, needs: Sequence[str]) -> str:
    """Take the phone's ticket and return its id; a code makes one ticket, however often it is asked."""
    location = visit.location
    known = tuple(need for need in needs if need in NEEDS)
    order = TicketOrder(service.id, language, known, f"phone:{visit.held.code}")
    waits = runtime().waits(location)
    with runtime().database.write() as session:
        context = runtime().view_context(session, location, waits=waits)
        ticket, _ = operations.issue(session, context=context, order=order, by=principal().by)
        taken = ticket.public_id
    spend(visit.held, taken)
    return taken


def refused_words(visit: PhoneVisit, refusal: Refusal) -> str:
    """Return a refusal in this phone's language."""
    if isinstance(refusal, TooLateToday):
        return refusal.detail
    return visit.say.gettext(CLOSED if isinstance(refusal, LocationClosed) else REFUSED)
