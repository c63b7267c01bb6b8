from __future__ import annotations

import pytest

from kiosk.printing.receipts import Fact, printer_test_receipt
from queueing.i18n import languages, translator
from services_catalog.catalog import in_language
from tests.cast import packaged
from tests.kiosk.printing.paper_cast import ISSUED, downtown, receipt


def test_the_slip_says_what_the_norm_asks() -> None:
    slip = receipt()
    assert (slip.location, slip.address) == ("Downtown Service Center", "505 4th Ave. South, Minneapolis")
    assert (slip.day, slip.time) == ("Monday, November 23, 2026", "9:32 AM")
    assert (slip.number_label, slip.number) == ("Your number", "P042")
    assert slip.service == in_language(packaged().services["building-permit"].name, "en")
    assert slip.facts == (
        Fact("Ahead of you", "4 people"),
        Fact("Expected wait, as of 9:32 AM", "About 10 to 20 minutes"),
    )
    assert slip.bring == ("The address it is about.",)
    assert slip.interpreters == ("Interpreters are free. Ask any agent.",)
    assert slip.banners == ()


@pytest.mark.parametrize(
    ("ahead", "wait", "values"),
    [
        (0, (10.0, 200.0), ("You are next", "Less than 5 minutes")),
        (0, (1800.0, 3600.0), ("0 people", "About 30 to 60 minutes")),  # others' lines are served first
        (1, (0.0, 900.0), ("1 person", "Less than 15 minutes")),
        (7, None, ("7 people",)),  # no counter serves it: no wait is made up
    ],
)
def test_what_is_not_known_is_left_out(ahead: int, wait: tuple[float, float] | None, values: tuple[str, ...]) -> None:
    assert tuple(fact.value for fact in receipt(ahead=ahead, wait=wait).facts) == values


def test_a_copy_says_so_and_when_but_keeps_the_time_of_issue() -> None:
    copy = receipt(reprint=True)
    assert copy.banners == ("REPRINT 09:47",)
    assert copy.time == "9:32 AM"


def test_a_slip_of_a_training_clock_has_a_banner() -> None:
    assert receipt(simulated=True).banners == ("Training: this is not the real time.",)


@pytest.mark.parametrize("language", [tag for tag in languages() if tag != "en"])
def test_the_interpreter_line_is_in_english_too_where_it_differs(language: str) -> None:
    lines = receipt(language).interpreters
    own = translator(language).gettext("Interpreters are free. Ask any agent.")
    assert lines == (own, "Interpreters are free. Ask any agent.")
    assert len(set(lines)) == 2


def test_a_language_that_the_interface_does_not_speak_keeps_its_direction() -> None:
    arabic = receipt("ar")
    assert arabic.rtl
    assert (arabic.language, arabic.words_language) == ("ar", "en")
    assert not receipt("no-such-language").rtl


def test_a_service_that_left_the_catalog_still_prints() -> None:
    slip = receipt(service="gone")
    assert (slip.service, slip.bring) == ("Gone", ())


def test_a_test_slip_names_its_printer_and_its_measure() -> None:
    slip = printer_test_receipt(downtown(), printer="kiosk-1", width_dots=384, printed_at=ISSUED)
    assert slip.service == "kiosk-1"
    assert Fact("Should measure", "48 mm") in slip.facts
