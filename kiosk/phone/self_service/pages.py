"""The kiosk on one's own phone: the same ways to a ticket, on plain pages that any phone shows.

A code on the kiosk's glass opens them; a signed cookie then lets this phone take one ticket for
as long as the location allows. Nothing in an address or the cookie is about a person.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, ParamSpec

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask_wtf.csrf import generate_csrf
from werkzeug.wrappers import Response as WerkzeugResponse

from kiosk.emergencies import ring
from kiosk.phone.page_frame import frame_of
from kiosk.phone.self_service import menu
from kiosk.phone.self_service.code_api import phone_code_api
from kiosk.phone.self_service.menu import MenuRow, PhoneVisit
from kiosk.phone.self_service.session import PhoneSession, begin_pass, held_pass, speak
from queueing.i18n import languages, translator
from queueing.identity.authorization import ANYONE, allow
from queueing.phones.entry_codes import read_code, use_code
from queueing.refusals import InvalidCode, NotFound, Refusal
from queueing.web.rate_limits import limiter
from queueing.web.request import principal, runtime
from services_catalog.catalog import Kind, Location, Service
from services_catalog.guidance import Outcome, Question, Route, UnknownChoice

if TYPE_CHECKING:
    from queueing.app import App

PHONE_CODE_LIMIT = "30 per minute"
PHONE_EMERGENCY_LIMIT = "10 per minute"
MOST_FOUND = 8

companion = Blueprint("companion", __name__, template_folder="../../templates")
Args = ParamSpec("Args")
Page = str | tuple[str, int] | WerkzeugResponse


@companion.get("/kiosk/<location>/p/<code>")
@allow(ANYONE)
@limiter.limit(PHONE_CODE_LIMIT)
def begin(location: str, code: str) -> Page:
    """Welcome a phone that scanned a code; nothing is used up before a language is chosen."""
    place = runtime().location(location)
    try:
        drawn = read_code(runtime().settings.secret, place.id, code, runtime().real_now())
    except InvalidCode:
        return _sent_back(place)
    held = held_pass(place)
    if held and held.code == drawn:
        return redirect(url_for("companion.home", location=place.id))
    return render_template(
        "kiosk/phone_begin.html", location=place, code=code, tongues=_tongues(place), catalog=runtime().catalog
    )


@companion.post("/kiosk/<location>/p/<code>")
@allow(ANYONE)
@limiter.limit(PHONE_CODE_LIMIT)
def begin_in(location: str, code: str) -> Page:
    """Begin in a language: the code is this phone's from here on."""
    place = runtime().location(location)
    now = runtime().real_now()
    try:
        drawn = read_code(runtime().settings.secret, place.id, code, now)
        held = held_pass(place)
        if not held or held.code != drawn:
            with runtime().database.write() as writing:
                use_code(writing, code=drawn, location=place.id, now=now)
    except InvalidCode:
        return _sent_back(place)
    begin_pass(place, drawn, _language(place), now)
    return redirect(url_for("companion.home", location=place.id), 303)


def with_pass(view: Callable[[PhoneVisit], Page]) -> Callable[..., Page]:
    """Let in only a phone whose pass is good; `?lang=` changes its language on any page."""

    @wraps(view)
    def guarded(location: str) -> Page:
        place = runtime().location(location)
        held = held_pass(place)
        if held is None:
            return _sent_back(place)
        if request.args.get("lang") in place.languages:
            held = speak(held, request.args["lang"])
        return view(PhoneVisit(place, held))

    return guarded


@companion.get("/kiosk/<location>/phone")
@allow(ANYONE)
@with_pass
def home(visit: PhoneVisit) -> Page:
    """Show the ways in: own words, a report, the categories, a person."""
    if visit.held.ticket:
        return redirect(url_for("kiosk.follow", ticket=visit.held.ticket, lang=visit.held.language))
    return _page(visit, visit.say.gettext("What did you come for?"), menu.home_rows(visit), searching=True)


@companion.get("/kiosk/<location>/phone/find")
@allow(ANYONE)
@with_pass
def find(visit: PhoneVisit) -> Page:
    """Answer what was typed."""
    typed = request.args.get("q", "")[:200]
    found = [match.service for match in runtime().index.search(typed, limit=MOST_FOUND)]
    note = "" if found else visit.say.gettext("Nothing here has that name. Try other words, or ask for a person.")
    title = visit.say.gettext("Say it in your own words")
    return _page(visit, title, menu.service_rows(visit, found), searching=True, typed=typed, note=note)


@companion.get("/kiosk/<location>/phone/choose")
@allow(ANYONE)
@with_pass
def choose(visit: PhoneVisit) -> Page:
    """Show a category's groups, or the functions of one."""
    category = runtime().catalog.categories.get(request.args.get("category", ""))
    if category is None:
        raise NotFound("There is no such category.")
    group = next((one for one in category.groups if one.id == request.args.get("group")), None)
    if group:
        services = [runtime().catalog.services[one] for one in group.services]
        return _page(visit, visit.told(group.name), menu.service_rows(visit, services))
    if category.groups:
        return _page(visit, visit.told(category.name), menu.group_rows(visit, category))
    services = [one for one in runtime().catalog.services.values() if one.category == category.id]
    return _page(visit, visit.told(category.name), menu.service_rows(visit, services))


@companion.get("/kiosk/<location>/phone/report")
@allow(ANYONE)
@with_pass
def report(visit: PhoneVisit) -> Page:
    """Ask the next question of a report, or show its end. `taps` are the choices made, with dots between."""
    guidance = runtime().catalog.guidance
    taken = [tap for tap in request.args.get("taps", "").split(".") if tap]
    try:
        at: Question | Outcome = guidance.answer(taken[:-1], taken[-1]) if taken else guidance.first_question()
    except UnknownChoice:
        raise NotFound("There is no such question.") from None
    if isinstance(at, Question):
        note = visit.say.gettext("Question {n} of at most 3", n=len(taken) + 1)
        return _page(visit, visit.told(at.text), menu.answer_rows(visit, at, taken), note=note)
    return _service_page(visit, runtime().catalog.services[at.service], at)


@companion.get("/kiosk/<location>/phone/service")
@allow(ANYONE)
@with_pass
def service(visit: PhoneVisit) -> Page:
    """Show one function: a ticket for it, where else it is done, or 911."""
    return _service_page(visit, _wanted(request.args.get("id", "")))


@companion.get("/kiosk/<location>/phone/person")
@allow(ANYONE)
@with_pass
def person(visit: PhoneVisit) -> Page:
    """Offer a person: every language by its own name, and sign language; a touch is a ticket."""
    title = visit.say.gettext("In which language shall we speak with you?")
    note = visit.say.gettext("Touch one and you have a ticket. Interpreters are free.")
    return _page(visit, title, menu.person_rows(visit), note=note)


@companion.post("/kiosk/<location>/phone/ticket")
@allow(ANYONE)
@with_pass
def take(visit: PhoneVisit) -> Page:
    """Take this phone's one ticket; asked again, it is the same one."""
    asked = request.form
    wanted = _wanted(asked.get("service", ""))
    spoken = asked.get("language", visit.held.language)
    if spoken not in runtime().catalog.languages:
        raise NotFound("There is no such language.")
    try:
        ticket = menu.issue_for(visit, wanted, spoken, asked.getlist("needs"))
    except Refusal as refusal:
        return _service_page(visit, wanted, refused=refusal)
    return redirect(url_for("kiosk.follow", ticket=ticket, lang=visit.held.language), 303)


@companion.post("/kiosk/<location>/phone/danger")
@allow(ANYONE)
@limiter.limit(PHONE_EMERGENCY_LIMIT)
@with_pass
def danger(visit: PhoneVisit) -> Page:
    """Ring at the staff's screens: somebody with a phone in the center is in danger."""
    wanted = _wanted(request.form.get("service", ""))
    with runtime().database.write() as writing:
        ring(writing, visit.location, wanted.id, by=principal().by, caller="a phone")
    return _service_page(visit, wanted, told=True)


def attach(app: App) -> None:
    """Attach these pages."""
    app.register_blueprint(companion)
    app.register_api(phone_code_api)


def _service_page(
    visit: PhoneVisit,
    wanted: Service,
    end: Outcome | None = None,
    *,
    refused: Refusal | None = None,
    told: bool = False,
) -> Page:
    place, online = visit.location, end is not None and end.route is Route.ONLINE
    here = place.id in wanted.locations
    urgent = wanted.kind is Kind.EMERGENCY
    centers = [] if here else [runtime().catalog.locations[one] for one in wanted.locations]
    line = menu.line_of(visit, wanted)
    refused_why = menu.refused_words(visit, refused) if refused else menu.why_not(visit, line)
    page = render_template(
        "kiosk/phone_service.html",
        **_frame(visit),
        title=visit.told(wanted.name),
        reason=visit.told(end.reason) if end else "",
        urgent=urgent,
        refer=visit.told(wanted.refer) if wanted.kind is not Kind.TICKET or online else "",
        bring=visit.told(wanted.bring),
        online=wanted.online_url if online or wanted.kind is Kind.REFERRAL else "",
        centers=[menu.center_of(visit, one) for one in centers],
        takes=wanted.kind is Kind.TICKET and here and not menu.why_not(visit, line),
        service=wanted.id,
        line=line,
        wait=menu.wait_words(visit, line),
        needs={need: visit.say.gettext(words) for need, words in menu.NEEDS.items()},
        refused=refused_why,
        staff_told=told,
        general=menu.general_help(visit) if not urgent else None,
    )
    return (page, refused.status) if refused else page


def _page(
    visit: PhoneVisit, title: str, choices: list[MenuRow], *, searching: bool = False, typed: str = "", note: str = ""
) -> str:
    return render_template(
        "kiosk/phone_choices.html",
        **_frame(visit),
        title=title,
        rows=choices,
        searching=searching,
        typed=typed,
        note=note,
    )


def _frame(visit: PhoneVisit) -> dict[str, Any]:
    """Return what every page of this phone is drawn with."""
    return {**frame_of(visit.location, visit.say), "csrf": generate_csrf()}


def _sent_back(location: Location) -> tuple[str, int]:
    """Say politely, in every language, that a code is scanned at the kiosk."""
    session.pop(PhoneSession.KEY, None)
    return render_template(
        "kiosk/phone_sent_back.html", location=location, tongues=_tongues(location)
    ), InvalidCode.status


def _tongues(location: Location) -> list[Any]:
    return [translator(tag) for tag in location.languages if tag in languages()]


def _language(location: Location) -> str:
    asked = request.args.get("lang", "")
    return asked if asked in location.languages else location.languages[0]


def _wanted(service_id: str) -> Service:
    found = runtime().catalog.services.get(service_id)
    if found is None:
        raise NotFound(f"There is no service {service_id!r}.")
    return found
