"""The words of a referral on paper: where a service is done, when it is open, how to call it."""

from __future__ import annotations

from typing import Any

import pytest

from kiosk.printing.referrals import Referral, referral_for
from queueing.printing import ReferralContext
from queueing.refusals import NotFound
from tests.cast import MONDAY_MORNING, packaged

PAGE = "https://queue.example.org/kiosk/east-lake/where/building-permit?lang="


def referral(service: str, language: str = "en", *, at: str = "east-lake", **said: Any) -> Referral:
    return referral_for(
        ReferralContext(service, language, PAGE + language, **said),
        location=packaged().locations[at],
        catalog=packaged(),
        hours={location.id: location.hours for location in packaged().locations.values()},
        printed_at=MONDAY_MORNING,
    )


def test_another_center_has_its_address_hours_and_telephone() -> None:
    told = referral("building-permit", "es")
    assert (told.reason, told.service) == ("Esto se hace en otro centro.", "Permiso de construcción")
    [center] = told.sections
    assert (center.label, center.title) == ("Adónde ir", "Centro de Servicios Downtown")
    for line in ("505 4th Ave. South, Minneapolis", "Abierto hasta las 4:00 p.m.", "Por teléfono: 612-673-3000"):
        assert line in center.lines
    assert told.bring == ("La dirección de que se trata.",)
    assert told.interpreters[-1] == "Interpreters are free. Ask any agent."


def test_a_service_of_no_center_has_its_words_its_website_and_311() -> None:
    told = referral("lost-on-bus", at="downtown", simulated=True)
    assert told.banners == ("Training: this is not the real time.",)
    assert [section.title for section in told.sections] == [
        "Metro Transit does this. See metrotransit.org, or ask at the Downtown Service Center.",
        "metrotransit.org",
        "By phone: 311\u00a0·\u00a0612-673-3000",
    ]


def test_a_service_that_the_catalog_no_longer_has_is_not_found() -> None:
    with pytest.raises(NotFound):
        referral("gone")
