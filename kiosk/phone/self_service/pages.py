"""The kiosk on a visitor's own phone: the same ways to a ticket, on plain pages that any phone shows.

A code on the kiosk's screen opens them; a signed cookie then lets this phone take one ticket for
as long as the location allows. Neither an address nor the cookie holds anything about a person.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask_wtf.csrf import generate_csrf
from werkzeug.wrappers import Response as WerkzeugResponse

from kiosk.emergencies import ring
from kiosk.phone.page_frame import frame_of
from kiosk.phone.referral_page import center_details
from kiosk.phone.self_service import menu
from kiosk.phone.self_service.code_api import phone_code_api
from kiosk.phone.self_service.menu import MenuRow, PhoneContext
from kiosk.phone.self_service.session import PhoneSession, phone_session_at, set_language, start_phone_session
from queueing.i18n import languages, translator
from queueing.identity.authorization import ANYONE, allow
from queueing.phones.entry_codes import read_code, use_code
from queueing.refusals import InvalidCode, NotFound, Refusal
from queueing.web.rate_limits import limiter
from queueing.web.request import principal, runtime
from services_catalog.catalog import Kind, Location, Service
from services_catalog.guidance import GuidanceOutcome, Question, Route, UnknownChoice

if TYPE_CHECKING:
    from queueing.app import App

PHONE_CODE_LIMIT = "30 per minute"
PHONE_EMERGENCY_LIMIT = "10 per minute"
MOST_RESULTS = 8

self_service = Blueprint("self_service", __name__, template_folder="../../templates")
Page = str | tuple[str, int] | WerkzeugResponse


@self_service.get("/kiosk/<location>/p/<code>")
@allow(ANYONE)
@limiter.limit(PHONE_CODE_LIMIT)
def begin(location: str, code: str) -> Page:
    """Welcome a phone that scanned a code; the code is not used before a language is chosen."""
    found = runtime().location(location)
    try:
        code_id = read_code(runtime().settings.secret, found.id, code, runtime().real_now())
    except InvalidCode:
        return _scan_again(found)
    current = phone_session_at(found)
    if current and current.code == code_id:
        return redirect(url_for("self_service.home", location=found.id))
    return render_template(
        "kiosk/phone_begin.html", location=found, code=code, translators=_translators(found), catalog=runtime().catalog
    )


@self_service.post("/kiosk/<location>/p/<code>")
@allow(ANYONE)
@limiter.limit(PHONE_CODE_LIMIT)
def begin_in(location: str, code: str) -> Page:
    """Begin in a language; from then on the code belongs to this phone."""
    found = runtime().location(location)
    now = runtime().real_now()
    try:
        code_id = read_code(runtime().settings.secret, found.id, code, now)
        current = phone_session_at(found)
        if not current or current.code != code_id:
            with runtime().database.write() as writing:
                use_code(writing, code=code_id, location=found.id, now=now)
    except InvalidCode:
        return _scan_again(found)
    start_phone_session(found, code_id, _language(found), now)
    return redirect(url_for("self_service.home", location=found.id), 303)


def with_phone_session(view: Callable[[PhoneContext], Page]) -> Callable[..., Page]:
    """Let in only a phone that has a session; `?lang=` changes its language on any page."""

    @wraps(view)
    def guarded(location: str) -> Page:
        found = runtime().location(location)
        current = phone_session_at(found)
        if current is None:
            return _scan_again(found)
        if request.args.get("lang") in found.languages:
            current = set_language(current, request.args["lang"])
        return view(PhoneContext(found, current))

    return guarded


@self_service.get("/kiosk/<location>/phone")
@allow(ANYONE)
@with_phone_session
def home(phone: PhoneContext) -> Page:
    """Show the first page: a search, a report, the categories, a person."""
    if phone.session.ticket:
        return redirect(url_for("kiosk.follow", ticket=phone.session.ticket, lang=phone.session.language))
    return _page(phone, phone.say.gettext("What did you come for?"), menu.home_rows(phone), searching=True)


@self_service.get("/kiosk/<location>/phone/find")
@allow(ANYONE)
@with_phone_session
def find(phone: PhoneContext) -> Page:
    """Show the services that a search finds."""
    typed = request.args.get("q", "")[:200]
    found = [match.service for match in runtime().index.search(typed, limit=MOST_RESULTS)]
    note = "" if found else phone.say.gettext("Nothing here has that name. Try other words, or ask for a person.")
    title = phone.say.gettext("Say it in your own words")
    return _page(phone, title, menu.service_rows(phone, found), searching=True, typed=typed, note=note)


@self_service.get("/kiosk/<location>/phone/choose")
@allow(ANYONE)
@with_phone_session
def choose(phone: PhoneContext) -> Page:
    """Show a category's groups, or the services of one."""
    category = runtime().catalog.categories.get(request.args.get("category", ""))
    if category is None:
        raise NotFound("There is no such category.")
    group = next((group for group in category.groups if group.id == request.args.get("group")), None)
    if group:
        services = [runtime().catalog.services[id_] for id_ in group.services]
        return _page(phone, phone.text(group.name), menu.service_rows(phone, services))
    if category.groups:
        return _page(phone, phone.text(category.name), menu.group_rows(phone, category))
    services = [service for service in runtime().catalog.services.values() if service.category == category.id]
    return _page(phone, phone.text(category.name), menu.service_rows(phone, services))


@self_service.get("/kiosk/<location>/phone/report")
@allow(ANYONE)
@with_phone_session
def report(phone: PhoneContext) -> Page:
    """Ask the next question of a report, or show where it leads. `taps` are the choices made, separated by dots."""
    guidance = runtime().catalog.guidance
    chosen = [tap for tap in request.args.get("taps", "").split(".") if tap]
    try:
        step: Question | GuidanceOutcome = (
            guidance.answer(chosen[:-1], chosen[-1]) if chosen else guidance.first_question()
        )
    except UnknownChoice:
        raise NotFound("There is no such question.") from None
    if isinstance(step, Question):
        note = phone.say.gettext("Question {n} of at most 3", n=len(chosen) + 1)
        return _page(phone, phone.text(step.text), menu.answer_rows(phone, step, chosen), note=note)
    return _service_page(phone, runtime().catalog.services[step.service], step)


@self_service.get("/kiosk/<location>/phone/service")
@allow(ANYONE)
@with_phone_session
def service(phone: PhoneContext) -> Page:
    """Show one service: a ticket for it, where else it is done, or 911."""
    return _service_page(phone, _wanted(request.args.get("id", "")))


@self_service.get("/kiosk/<location>/phone/person")
@allow(ANYONE)
@with_phone_session
def person(phone: PhoneContext) -> Page:
    """Offer a person: every language by its own name, and sign language; a touch is a ticket."""
    title = phone.say.gettext("In which language shall we speak with you?")
    note = phone.say.gettext("Touch one and you have a ticket. Interpreters are free.")
    return _page(phone, title, menu.person_rows(phone), note=note)


@self_service.post("/kiosk/<location>/phone/ticket")
@allow(ANYONE)
@with_phone_session
def take(phone: PhoneContext) -> Page:
    """Issue this phone's one ticket; a repeated request leads to the same one."""
    form = request.form
    wanted = _wanted(form.get("service", ""))
    spoken = form.get("language", phone.session.language)
    if spoken not in runtime().catalog.languages:
        raise NotFound("There is no such language.")
    try:
        ticket = menu.issue_ticket(phone, wanted, spoken, form.getlist("needs"))
    except Refusal as refusal:
        return _service_page(phone, wanted, refused=refusal)
    return redirect(url_for("kiosk.follow", ticket=ticket, lang=phone.session.language), 303)


@self_service.post("/kiosk/<location>/phone/danger")
@allow(ANYONE)
@limiter.limit(PHONE_EMERGENCY_LIMIT)
@with_phone_session
def danger(phone: PhoneContext) -> Page:
    """Report an emergency to the staff's screens: somebody with a phone in the center is in danger."""
    wanted = _wanted(request.form.get("service", ""))
    with runtime().database.write() as writing:
        ring(writing, phone.location, wanted.id, by=principal().by, caller="a phone")
    return _service_page(phone, wanted, staff_informed=True)


def attach(app: App) -> None:
    """Attach these pages."""
    app.register_blueprint(self_service)
    app.register_api(phone_code_api)


def _service_page(
    phone: PhoneContext,
    wanted: Service,
    end: GuidanceOutcome | None = None,
    *,
    refused: Refusal | None = None,
    staff_informed: bool = False,
) -> Page:
    online = end is not None and end.route is Route.ONLINE
    here = phone.location.id in wanted.locations
    emergency = wanted.kind is Kind.EMERGENCY
    centers = [] if here else [runtime().catalog.locations[id_] for id_ in wanted.locations]
    queue = menu.queue_of(phone, wanted)
    reason_refused = menu.refusal_text(phone, refused) if refused else menu.no_ticket_reason(phone, queue)
    page = render_template(
        "kiosk/phone_service.html",
        **_frame(phone),
        title=phone.text(wanted.name),
        reason=phone.text(end.reason) if end else "",
        emergency=emergency,
        refer=phone.text(wanted.refer) if wanted.kind is not Kind.TICKET or online else "",
        bring=phone.text(wanted.bring),
        online=wanted.online_url if online or wanted.kind is Kind.REFERRAL else "",
        centers=[center_details(center, phone.session.language) for center in centers],
        takes=wanted.kind is Kind.TICKET and here and not menu.no_ticket_reason(phone, queue),
        service=wanted.id,
        queue=queue,
        wait=menu.wait_words(phone, queue),
        needs={need: phone.say.gettext(words) for need, words in menu.NEEDS.items()},
        refused=reason_refused,
        staff_informed=staff_informed,
        general=menu.general_help(phone) if not emergency else None,
    )
    return (page, refused.status) if refused else page


def _page(
    phone: PhoneContext, title: str, choices: list[MenuRow], *, searching: bool = False, typed: str = "", note: str = ""
) -> str:
    return render_template(
        "kiosk/phone_choices.html",
        **_frame(phone),
        title=title,
        rows=choices,
        searching=searching,
        typed=typed,
        note=note,
    )


def _frame(phone: PhoneContext) -> dict[str, Any]:
    """Return the template variables that every page of this phone has."""
    return {**frame_of(phone.location, phone.say), "csrf": generate_csrf()}


def _scan_again(location: Location) -> tuple[str, int]:
    """End the phone's session and ask, in every language, for the kiosk's code to be scanned again."""
    session.pop(PhoneSession.KEY, None)
    return render_template(
        "kiosk/phone_sent_back.html", location=location, translators=_translators(location)
    ), InvalidCode.status


def _translators(location: Location) -> list[Any]:
    return [translator(tag) for tag in location.languages if tag in languages()]


def _language(location: Location) -> str:
    requested = request.args.get("lang", "")
    return requested if requested in location.languages else location.languages[0]


def _wanted(service_id: str) -> Service:
    found = runtime().catalog.services.get(service_id)
    if found is None:
        raise NotFound(f"There is no service {service_id!r}.")
    return found
