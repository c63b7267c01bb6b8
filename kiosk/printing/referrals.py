"""The words of a referral on paper: where a service is done that gives no ticket at this location."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from kiosk.location_text import day_and_time, plain_address, plain_phone, weekly_lines
from kiosk.printing.receipts import interpreters, items
from queueing.i18n import Translator, translator
from queueing.printing import ReferralContext
from queueing.refusals import NotFound
from services_catalog.catalog import Catalog, Location, in_language
from services_catalog.hours import Hours


@dataclass(frozen=True, slots=True)
class ReferralSection:
    """One way to the service: a title (a center, a web address, a number), a label above it, lines below it."""

    title: str
    label: str = ""
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Referral:
    """The words of the paper, from top to bottom, in one language. Empty text and empty tuples are left out."""

    banners: tuple[str, ...]
    location: str
    when: str
    reason: str
    service: str
    sections: tuple[ReferralSection, ...]
    bring_label: str
    bring: tuple[str, ...]
    code_label: str
    code_note: str
    page_url: str
    interpreters: tuple[str, ...]


def referral_for(
    context: ReferralContext, *, location: Location, catalog: Catalog, hours: Mapping[str, Hours], printed_at: datetime
) -> Referral:
    """Return the referral that a kiosk at `location` prints; `hours` are those of every location by id, with changes.

    Raises NotFound when the catalog no longer has the service.
    """
    service = catalog.services.get(context.service)
    if service is None:
        raise NotFound(f"There is no service {context.service!r}.")
    say = translator(context.language)
    centers = [catalog.locations[id_] for id_ in service.locations if location.id not in service.locations]
    sections = [_center(center, hours[center.id], say, printed_at) for center in centers]
    refer = in_language(service.refer, say.tag)
    if refer and not centers:
        sections.append(ReferralSection(refer, say.gettext("Where to go")))
    if service.online_url:
        sections.append(ReferralSection(plain_address(service.online_url)))
    if not any(center.phone for center in centers):
        sections.append(ReferralSection(say.gettext("By phone: {phone}", phone=plain_phone(location.phone))))
    return Referral(
        banners=(say.gettext("Training: this is not the real time."),) if context.simulated else (),
        location=in_language(location.name, say.tag),
        when=day_and_time(say, printed_at, location),
        reason=say.gettext("This is done at another center.")
        if centers
        else say.gettext("No ticket is needed for this"),
        service=in_language(service.name, say.tag),
        sections=tuple(sections),
        bring_label=say.gettext("Have ready"),
        bring=items(in_language(service.bring, say.tag)),
        code_label=say.gettext("Scan with your phone"),
        code_note=say.gettext("Scan, and place, hours and telephone are on your phone."),
        page_url=context.page_url,
        interpreters=interpreters(say),
    )


def _center(center: Location, hours: Hours, say: Translator, now: datetime) -> ReferralSection:
    closes, opens = hours.closes_at(now), hours.opens_next(now)
    today = (
        say.gettext("Open until {time}", time=say.time(closes, hours.tz))
        if closes
        else say.gettext("Opens {when}", when=day_and_time(say, opens, center))
        if opens
        else ""
    )
    lines: Sequence[str] = (
        center.address,
        in_language(center.directions, say.tag),
        today,
        *weekly_lines(center, say),
        say.gettext("By phone: {phone}", phone=center.phone) if center.phone else "",
    )
    return ReferralSection(
        in_language(center.name, say.tag), say.gettext("Where to go"), tuple(line for line in lines if line)
    )
