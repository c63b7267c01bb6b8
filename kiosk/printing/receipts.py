"""The words of the slip, in the visitor's language; the bitmap, the PDF and the HTML page all show these."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from queueing.i18n import SOURCE_LANGUAGE, Translator, mark, translator
from queueing.printing import SlipContext
from queueing.schemas import Wait
from queueing.tickets.model import Ticket
from queueing.tickets.wait_quote import quoted_at_issue
from services_catalog.catalog import Catalog, Location, in_language

INTERPRETERS = mark("Interpreters are free. Ask any agent.")


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and its value, such as "Ahead of you" and "4 people"."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """The words of a slip, from top to bottom. Empty text and empty tuples are left out.

    `language` is the visitor's BCP 47 tag and `rtl` its direction; the words themselves may be
    English where the interface has no translation (`words_language` is theirs). `banners` are
    warnings at the top: a copy, a training clock.
    """

    language: str
    words_language: str
    rtl: bool
    banners: tuple[str, ...]
    location: str
    address: str
    day: str
    time: str
    number_label: str
    number: str
    service: str
    facts: tuple[Fact, ...]
    bring_label: str
    bring: tuple[str, ...]
    follow_label: str
    follow_url: str
    listen: str
    interpreters: tuple[str, ...]


def receipt_for(
    ticket: Ticket,
    *,
    location: Location,
    catalog: Catalog,
    follow_url: str,
    printed_at: datetime,
    reprint: bool = False,
    simulated: bool = False,
) -> Receipt:
    """Return the slip of a ticket: the visitors ahead and the wait are those quoted at its issue.

    A copy begins with REPRINT and its own time, `printed_at`; a slip of a simulated clock with a training banner.
    """
    say = translator(ticket.language)
    zone = location.hours.tz
    issued = ticket.issued_at
    service = catalog.service(ticket.service)
    language = catalog.languages.get(ticket.language)
    banners = [f"REPRINT {printed_at.astimezone(zone):%H:%M}"] if reprint else []
    if simulated:
        banners.append(say.gettext("Training: this is not the real time."))
    return Receipt(
        language=ticket.language,
        words_language=say.tag,
        rtl=language is not None and language.direction == "rtl",
        banners=tuple(banners),
        location=in_language(location.name, ticket.language),
        address=location.address,
        day=say.date(issued.astimezone(zone).date()),
        time=say.time(issued, zone),
        number_label=say.gettext("Your number"),
        number=ticket.number,
        service=in_language(service.name, ticket.language),
        facts=_facts(say, ticket.quoted_ahead, quoted_at_issue(ticket), say.time(issued, zone)),
        bring_label=say.gettext("Have ready"),
        bring=items(in_language(service.bring, ticket.language)),
        follow_label=say.gettext("Scan to follow your place in line"),
        follow_url=follow_url,
        listen=say.gettext("Watch the screens for your number."),
        interpreters=interpreters(say),
    )


def slip_context(ticket: Ticket, follow_base: str, *, simulated: bool) -> SlipContext:
    """Return what a print job stores that its ticket does not."""
    return SlipContext(f"{follow_base}/t/{ticket.public_id}", simulated=simulated)


def printer_test_receipt(location: Location, *, printer: str, width_dots: int, printed_at: datetime) -> Receipt:
    """Return the test slip of a printer: it shows the printer's id and width, and no ticket."""
    zone = location.hours.tz
    say = translator(SOURCE_LANGUAGE)
    return Receipt(
        language=SOURCE_LANGUAGE,
        words_language=SOURCE_LANGUAGE,
        rtl=False,
        banners=("TEST",),
        location=in_language(location.name, SOURCE_LANGUAGE),
        address=location.address,
        day=say.date(printed_at.astimezone(zone).date()),
        time=say.time(printed_at, zone),
        number_label="Printer",
        number="TEST",
        service=printer,
        facts=(Fact("Width", f"{width_dots} dots"), Fact("Should measure", f"{width_dots / 8:.0f} mm")),
        bring_label="Look at",
        bring=(
            "Both ends of the black bar are there: the width is right.",
            "The bar measures what it should, and letters are sharp.",
            "The code can be scanned.",
        ),
        follow_label="Scan to check the code",
        follow_url="https://example.org/now-serving-test",
        listen="español · soomaali · hmoob · አማርኛ · العربية · 中文 · ລາວ · ខ្មែរ · ကညီ · русский",
        interpreters=(INTERPRETERS,),
    )


def _facts(say: Translator, ahead: int, quoted: Wait | None, at: str) -> tuple[Fact, ...]:
    # With nobody ahead in its own queue a ticket is not yet the next: the counters may serve another queue first.
    is_next = ahead == 0 and quoted is not None and quoted.low_minutes == 0
    people = say.gettext("You are next") if is_next else say.ngettext("{n} person", "{n} people", ahead)
    facts = [Fact(say.gettext("Ahead of you"), people)]
    if quoted:
        expected = say.wait(quoted.low_minutes, quoted.high_minutes)
        facts.append(Fact(say.gettext("Expected wait, as of {time}", time=at), expected))
    return tuple(facts)


def items(text: str) -> tuple[str, ...]:
    """Split a text of what to have ready into its items, at line ends and semicolons."""
    return tuple(item.strip() for line in text.splitlines() for item in line.split(";") if item.strip())


def interpreters(say: Translator) -> tuple[str, ...]:
    """Return the line about interpreters in the language of the page and in English; once where they are the same."""
    own = say.gettext(INTERPRETERS)
    return (own,) if own == INTERPRETERS else (own, INTERPRETERS)
