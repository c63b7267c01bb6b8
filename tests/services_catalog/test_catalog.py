"""The packaged catalog is what the two centers offer: counted, placed, and in four languages."""

from __future__ import annotations

import pytest

from services_catalog.catalog import Catalog, Kind, Policy, in_language

FOUR = ("en", "es", "so", "hmn")


def test_it_holds_at_least_250_functions_of_12_departments(catalog: Catalog) -> None:
    assert len(catalog.services) >= 250
    assert len(catalog.departments) == 12
    assert "metro-transit" in catalog.departments
    assert {service.department for service in catalog.services.values()} == set(catalog.departments)


def test_each_department_has_a_file_of_its_own_and_work_to_do(catalog: Catalog) -> None:
    for department in catalog.departments:
        theirs = [s for s in catalog.services.values() if s.department == department]
        assert len(theirs) >= 8, f"{department} has next to nothing"


def test_the_buttons_fit_on_one_screen(catalog: Catalog) -> None:
    assert len(catalog.categories) <= 8
    assert all(category.icon for category in catalog.categories.values())


def test_both_centers_are_as_the_source_tells(catalog: Catalog) -> None:
    downtown, east_lake = catalog.locations["downtown"], catalog.locations["east-lake"]
    assert [counter.id for counter in downtown.counters] == ["1", "2", "3", "4", "5"]
    assert [counter.id for counter in east_lake.counters] == ["1", "2"]
    assert {downtown.timezone, east_lake.timezone} == {"America/Chicago"}
    assert downtown.languages == east_lake.languages == FOUR
    assert downtown.hours.last_day is None, "permanent"
    assert east_lake.hours.first_day is not None and east_lake.hours.last_day is not None, "funded for two years"
    days = (east_lake.hours.last_day - east_lake.hours.first_day).days + 1
    assert days == 730, "two years to the day"
    assert downtown.rules.policy is Policy.EARLIEST_DUE
    assert all(printer.url == "none:" for place in (downtown, east_lake) for printer in place.printers)


NAMED_BY_THE_CITY = [
    ("downtown", "building-permit", "permits", "building permits"),
    ("downtown", "plumbing-permit", "permits", "plumbing permits"),
    ("downtown", "mechanical-permit", "permits", "mechanical permits"),
    ("downtown", "event-permit", "events-food", "event permits"),
    ("downtown", "food-permit", "events-food", "food permits"),
    ("downtown", "rental-license", "licenses", "rental licenses"),
    ("downtown", "police-report-copy", "police-records", "a police records window"),
    ("downtown", "firearm-permit", "firearms", "permit to purchase firearms"),
    ("downtown", "zoning-question", "zoning", "zoning"),
    ("downtown", "utility-bill-question", "utilities", "utility issues"),
    ("downtown", "pay-utility-bill", "payments", "in-person payments for utilities"),
    ("downtown", "pay-permit-fee", "payments", "in-person payments for permits"),
    ("downtown", "pay-license-fee", "payments", "in-person payments for some license fees"),
    ("downtown", "report-help", "reports", "311 and 911 reports"),
    ("downtown", "transit-information", "transit", "Metro Transit is one of the twelve"),
    ("east-lake", "crime-prevention", "connections", "Crime Prevention Specialists"),
    ("east-lake", "community-navigator", "connections", "Community Navigators"),
    ("east-lake", "talk-to-police", "connections", "MPD"),
    ("east-lake", "gmcc", "connections", "Greater Minneapolis Council of Churches"),
    ("east-lake", "lead", "connections", "LEAD"),
    ("east-lake", "lake-street-council", "connections", "Lake Street Council"),
    ("east-lake", "general-help", "info", "information"),
    ("east-lake", "interpreter", "info", "interpreters at both centers"),
    ("downtown", "data-request", "info", "a data request by someone not involved"),
]


@pytest.mark.parametrize(("location", "service", "queue", "why"), NAMED_BY_THE_CITY)
def test_what_the_city_named_is_a_ticket_there(
    catalog: Catalog, location: str, service: str, queue: str, why: str
) -> None:
    found = catalog.services[service]
    assert found in catalog.services_at(location), why
    assert (found.kind, found.queue, found.source) == (Kind.TICKET, queue, "city"), why


NOT_AT_EAST_LAKE = ["firearm-permit", "police-report-copy", "building-permit", "pay-utility-bill", "zoning-question"]


@pytest.mark.parametrize("service", NOT_AT_EAST_LAKE)
def test_east_lake_offers_no_desk_that_the_source_puts_downtown(catalog: Catalog, service: str) -> None:
    assert catalog.services[service] not in catalog.services_at("east-lake")


REPORTS = [
    ("report-theft", True, "theft: online or 311"),
    ("report-theft-from-car", True, "theft from a motor vehicle"),
    ("report-card-fraud", True, "credit or ATM card fraud"),
    ("report-property-damage", True, "damage to property"),
    ("report-car-damage", True, "damage to a motor vehicle"),
    ("report-lost-property", True, "lost property"),
    ("report-hit-and-run", True, "hit and run with no injuries"),
    ("report-trailer-theft", True, "trailer theft"),
    ("report-trespassing", True, "trespassing, person gone"),
    ("report-scam", True, "theft by swindle"),
    ("report-identity-theft", False, "by 311 only"),
    ("report-parental-rights", False, "by 311 only"),
    ("report-theft-of-services", False, "by 311 only"),
    ("report-order-violation", False, "by 311 only"),
    ("report-harassment", False, "by 311 only"),
]


@pytest.mark.parametrize(("service", "online", "why"), REPORTS)
def test_a_report_is_online_exactly_where_the_source_says(
    catalog: Catalog, service: str, *, online: bool, why: str
) -> None:
    found = catalog.services[service]
    assert bool(found.online_url) is online, why
    assert "311" in found.refer["en"], why


def test_every_emergency_is_told_at_both_centers(catalog: Catalog) -> None:
    emergencies = [s for s in catalog.services.values() if s.kind is Kind.EMERGENCY]
    assert len(emergencies) >= 12
    for service in emergencies:
        assert set(service.locations) == set(catalog.locations), service.id
        assert all("911" in service.refer[tag] for tag in FOUR), service.id


def test_every_word_for_visitors_is_there_in_four_languages(catalog: Catalog) -> None:
    assert catalog.interface_languages == FOUR
    for service in catalog.services.values():
        for words in filter(None, (service.name, service.bring, service.refer)):
            assert set(words) == set(FOUR), service.id
        assert set(service.said_as) == set(FOUR), f"{service.id}: nobody says it in some language"


def test_translations_differ_from_english_unless_they_are_names(catalog: Catalog) -> None:
    names = {"lead", "metro-transit"}
    for service in catalog.services.values():
        for tag in FOUR[1:]:
            assert service.id in names or service.name[tag] != service.name["en"], f"{service.id} in {tag}"


def test_referrals_and_emergencies_say_where_else(catalog: Catalog) -> None:
    for service in catalog.services.values():
        assert (service.kind is Kind.TICKET) == (service.queue is not None), service.id
        assert service.kind is Kind.TICKET or service.refer["en"], service.id


def test_queues_that_could_embarrass_are_discreet(catalog: Catalog) -> None:
    discreet = {queue.id for queue in catalog.queues.values() if queue.discreet}
    assert {"police-records", "firearms", "reports", "connections"} <= discreet
    assert not {"permits", "payments", "info"} & discreet


def test_no_letter_looks_like_a_digit(catalog: Catalog) -> None:
    assert not {queue.letter for queue in catalog.queues.values()} & set("IOQ")


def test_a_queue_is_at_a_center_when_a_service_there_joins_it(catalog: Catalog) -> None:
    assert [queue.id for queue in catalog.queues_at("east-lake")] == ["info", "connections"]
    assert "connections" not in [queue.id for queue in catalog.queues_at("downtown")]
    assert len(catalog.queues_at("downtown")) == 11


def test_a_visitor_may_ask_for_any_of_60_languages_by_its_own_name(catalog: Catalog) -> None:
    assert len(catalog.languages) >= 60
    names = [language.own_name for language in catalog.languages.values()]
    assert len(set(names)) == len(names), "two languages of one name cannot be told apart"
    assert catalog.languages["ar"].direction == catalog.languages["fa"].direction == "rtl"
    assert catalog.languages["am"].own_name == "አማርኛ", "in its own script"
    assert catalog.languages["ase"].signed, "American Sign Language"
    assert list(catalog.languages)[-1] == "und", "any other language comes last"


def test_words_fall_back_to_english() -> None:
    words = {"en": "Zoning", "es": "Zonificación"}
    assert in_language(words, "es") == "Zonificación"
    assert in_language(words, "vi") == "Zoning"
    assert in_language({}, "es") == ""


def test_a_counter_is_found_by_its_number(catalog: Catalog) -> None:
    downtown = catalog.locations["downtown"]
    found = downtown.counter("5")
    assert found is not None and "police-records" in found.serves
    assert downtown.counter("6") is None
