"""Where something is done that is not done by a ticket here: the words of its sheet of paper."""

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
class Part:
    """One way to it: the thing itself (a center, an address, a number), what it is told under, and more about it."""

    thing: str
    label: str = ""
    more: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Referral:
    """What the sheet says, from top to bottom, in one language. Empty text and empty tuples are left out."""

    banners: tuple[str, ...]
    location: str
    when: str
    reason: str
    function: str
    parts: tuple[Part, ...]
    bring_label: str
    bring: tuple[str, ...]
    code_label: str
    code_note: str
    page_url: str
    interpreters: tuple[str, ...]


def referral_for(
    pointed: ReferralContext, *, location: Location, catalog: Catalog, hours: Mapping[str, Hours], printed_at: datetime
) -> Referral:
    """Return the sheet that a kiosk at `location` prints; `hours` are every center's by id, changes included.

    Raises UnknownThing when the catalog no longer has the function.
    """
    service = catalog.services.get(pointed.service)
    if service is None:
        raise NotFound(f"There is no service {pointed.service!r}.")
    say = translator(pointed.language)
    centers = [catalog.locations[id_] for id_ in service.locations if location.id not in service.locations]
    parts = [_center(center, hours[center.id], say, printed_at) for center in centers]
    refer = in_language(service.refer, say.tag)
    if refer and not centers:
        parts.append(Part(refer, say.gettext("Where to go")))
    if service.online_url:
        parts.append(Part(plain_address(service.online_url)))
    if not any(center.phone for center in centers):
        parts.append(Part(say.gettext("By phone: {phone}", phone=plain_phone(location.phone))))
    return Referral(
        banners=(say.gettext("Training: this is not the real time."),) if pointed.simulated else (),
        location=in_language(location.name, say.tag),
        when=day_and_time(say, printed_at, location),
        reason=say.gettext("This is done at another center.")
        if centers
        else say.gettext("No ticket is needed for this"),
        function=in_language(service.name, say.tag),
        parts=tuple(parts),
        bring_label=say.gettext("Have ready"),
        bring=items(in_language(service.bring, say.tag)),
        code_label=say.gettext("Scan with your phone"),
        code_note=say.gettext("Scan, and place, hours and telephone are on your phone."),
        page_url=pointed.page_url,
        interpreters=interpreters(say),
    )


def _center(center: Location, hours: Hours, say: Translator, now: datetime) -> Part:
    closes, opens = hours.closes_at(now), hours.opens_next(now)
    today = (
        say.gettext("Open until {time}", time=say.time(closes, hours.tz))
        if closes
        else say.gettext("Opens {when}", when=day_and_time(say, opens, center))
        if opens
        else ""
    )
    more: Sequence[str] = (
        center.address,
        in_language(center.directions, say.tag),
        today,
        *weekly_lines(center, say),
        say.gettext("By phone: {phone}", phone=center.phone) if center.phone else "",
    )
    return Part(in_language(center.name, say.tag), say.gettext("Where to go"), tuple(line for line in more if line))
