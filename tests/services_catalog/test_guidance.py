"""Where a report goes: the city's own quiz, its lists, and variations of ours."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from services_catalog.catalog import Catalog, Kind
from services_catalog.guidance import MOST_QUESTIONS, Guidance, GuidanceOutcome, Question, Route, UnknownChoice

FOUR = {"en", "es", "so", "hmn"}
E, ONLINE, PHONE, TICKET, PERSON = Route.EMERGENCY, Route.ONLINE, Route.BY_PHONE, Route.TICKET, Route.PERSON

# what the visitor taps, where it goes, the function, and what happened
SCENARIOS = [
    # The quiz of the public meeting, in its order.
    ("now", E, "crime-in-progress", "quiz: someone walks down the street trying car doors"),
    ("none taken from-car", ONLINE, "report-theft-from-car", "quiz: the catalytic converter was cut off overnight"),
    ("stolen-car", E, "stolen-car", "quiz: the car is missing from where it was parked last night"),
    ("gas-or-fire", E, "gas-smell", "quiz: a rotten egg or sulfur smell outside a building"),
    ("none damaged property", ONLINE, "report-property-damage", "quiz: the garden gnome was smashed overnight"),
    ("weapon", E, "weapon", "quiz: a handgun in the alley"),
    ("none taken thing", ONLINE, "report-theft", "quiz: someone left the store without paying, a while ago"),
    ("none taken card", ONLINE, "report-card-fraud", "quiz: charges on the card statement that are not mine"),
    ("none taken scam", ONLINE, "report-scam", "quiz: a false bank representative called and took money"),
    ("now", E, "crime-in-progress", "the coffee shop's noise, happening right now, seen as something that happens now"),
    ("none around noise-now", E, "noise-now", "the same noise, found on the second screen"),
    # Variations of the quiz.
    ("now", E, "crime-in-progress", "the shoplifter left five minutes ago: within ten minutes"),
    ("none taken thing", ONLINE, "report-theft", "the shoplifter left eleven minutes ago"),
    ("weapon", E, "weapon", "a firearm pointed out of a car that drove by half an hour ago"),
    ("weapon", E, "weapon", "my gun was stolen last week"),
    ("stolen-car", E, "stolen-car", "someone tried to steal the car and failed"),
    ("none damaged tried-to-steal", E, "stolen-car", "the same, by way of the damage"),
    ("none taken car", E, "stolen-car", "the same, by way of what was taken"),
    ("none taken plates", PERSON, "stolen-plates", "stolen plates: not in the online list, and named nowhere else"),
    ("none damaged car", ONLINE, "report-car-damage", "a mirror broken off, no attempt to steal"),
    ("hurt", E, "injury-or-assault", "an assault last night, the victim is hurt"),
    ("hurt", E, "injury-or-assault", "a domestic dispute"),
    ("hurt", E, "injury-or-assault", "a hit and run, and somebody is hurt"),
    ("none damaged hit-and-run", ONLINE, "report-hit-and-run", "a hit and run, nobody is hurt"),
    ("none people broke-in", E, "burglary", "the house was broken into while we were away"),
    ("none people trespassed", ONLINE, "report-trespassing", "a trespasser who has left"),
    ("none people still-there", E, "crime-in-progress", "a trespasser who has not"),
    ("none people harasses", PHONE, "report-harassment", "harassment has no online form"),
    ("none people order", PHONE, "report-order-violation", "nor has a violated restraining order"),
    ("none people child", PHONE, "report-parental-rights", "nor has a child kept from a parent"),
    ("none taken identity", PHONE, "report-identity-theft", "nor has identity theft"),
    ("none taken unpaid", PHONE, "report-theft-of-services", "nor has a taxi that was not paid"),
    ("none taken trailer", ONLINE, "report-trailer-theft", "a stolen trailer is no stolen car"),
    ("none lost", ONLINE, "report-lost-property", "a lost wallet"),
    ("none damaged graffiti", ONLINE, "graffiti", "graffiti: the app sends a photo"),
    ("none copy involved", TICKET, "police-report-copy", "in a moving car that was hit: a party to the crash"),
    ("none copy bystander", TICKET, "data-request", "walking the dog two blocks away: a data request"),
    ("none around noise-again", TICKET, "noise-ongoing", "noise every night, not now"),
    ("none around barking", TICKET, "barking-dog", "a barking dog cannot be anonymous"),
    ("none around animal-danger", E, "animal-emergency", "an animal control officer must come"),
    ("none around street", TICKET, "service-request", "a pothole"),
    ("hurt", E, "injury-or-assault", "a child was hit by a car and cries"),
    ("hurt", E, "injury-or-assault", "I am afraid to go home tonight"),
    ("weapon", E, "weapon", "somebody on the bus showed a knife"),
    ("weapon", E, "weapon", "we found bullets and a pistol while cleaning the garage"),
    ("gas-or-fire", E, "gas-smell", "smoke comes out of the neighbor's window"),
    ("gas-or-fire", E, "gas-smell", "the stairwell smells of gas since this morning"),
    ("now", E, "crime-in-progress", "somebody is cutting off a catalytic converter this minute"),
    ("now", E, "crime-in-progress", "my purse was torn away eight minutes ago"),
    ("stolen-car", E, "stolen-car", "my motorcycle is a car to the police: it is gone since Sunday"),
    ("none taken thing", ONLINE, "report-theft", "my bicycle was gone when I came back from work"),
    ("none taken thing", ONLINE, "report-theft", "a package was taken from the porch yesterday"),
    ("none taken from-car", ONLINE, "report-theft-from-car", "a laptop was taken out of the parked car"),
    ("none taken scam", ONLINE, "report-scam", "I paid rent for a flat that does not exist"),
    ("none taken card", ONLINE, "report-card-fraud", "my bank card was copied at a machine"),
    ("none damaged property", ONLINE, "report-property-damage", "a stone through the shop's window last night"),
    ("none damaged graffiti", ONLINE, "graffiti", "the wall of my garage is painted over"),
    ("none people harasses", PHONE, "report-harassment", "my former husband writes thirty messages a day"),
    ("none people order", PHONE, "report-order-violation", "he called me although the court forbids it"),
    ("none copy involved", TICKET, "police-report-copy", "my insurance wants the report of my crash"),
    ("none around street", TICKET, "service-request", "the street lamp before my house is dark"),
    ("none around animal-danger", E, "animal-emergency", "a dog has bitten a boy and runs about"),
    ("unsure", PERSON, "general-help", "gray from the first question on"),
    ("none unsure", PERSON, "general-help", "gray at the second"),
    ("none taken unsure", PERSON, "general-help", "gray at the third"),
]  # fmt: skip


@pytest.fixture(scope="module")
def guidance(catalog: Catalog) -> Guidance:
    return catalog.guidance


@pytest.mark.parametrize(("taps", "route", "service", "what_happened"), SCENARIOS)
def test_a_report_goes_where_the_city_says(
    guidance: Guidance, taps: str, route: Route, service: str, what_happened: str
) -> None:
    *path, last = taps.split()
    end = guidance.answer(path, last)
    assert isinstance(end, GuidanceOutcome), what_happened
    assert (end.route, end.service) == (route, service), what_happened


def test_the_quiz_and_forty_variations_are_told() -> None:
    quiz = [row for row in SCENARIOS if row[3].startswith("quiz")]
    assert len(quiz) == 9
    assert len(SCENARIOS) - len(quiz) >= 40


def every_way(guidance: Guidance) -> Iterator[tuple[list[str], GuidanceOutcome]]:
    """Walk every way from the first question to an end."""
    open_ways: list[tuple[list[str], Question]] = [([], guidance.first_question())]
    while open_ways:
        path, question = open_ways.pop()
        for choice in question.choices:
            after = guidance.answer(path, choice.id)
            if isinstance(after, GuidanceOutcome):
                yield [*path, choice.id], after
            else:
                open_ways.append(([*path, choice.id], after))


def test_at_most_three_questions_on_any_way(guidance: Guidance) -> None:
    ways = list(every_way(guidance))
    assert len(ways) > 30
    assert max(len(path) for path, _ in ways) == MOST_QUESTIONS


def test_every_end_is_told_in_the_table_above(guidance: Guidance) -> None:
    told = {(row[1], row[2]) for row in SCENARIOS}
    assert {(end.route, end.service) for _, end in every_way(guidance)} == told


def test_whoever_is_not_sure_gets_a_person_at_every_question(guidance: Guidance) -> None:
    for question in guidance.questions.values():
        last = question.choices[-1]
        assert guidance.outcomes[last.go].route is Route.PERSON, question.id


def test_danger_is_asked_before_anything_else(guidance: Guidance) -> None:
    first = guidance.first_question()
    ends = [guidance.outcomes[choice.go].route for choice in first.choices if choice.go]
    assert ends.count(Route.EMERGENCY) == len(ends) - 1, "all but the one who is not sure"


def test_every_question_choice_and_reason_is_in_four_languages(guidance: Guidance) -> None:
    for question in guidance.questions.values():
        assert set(question.text) == FOUR
        assert all(set(choice.text) == FOUR for choice in question.choices), question.id
        assert len({choice.text["en"] for choice in question.choices}) == len(question.choices)
    assert all(set(outcome.reason) == FOUR for outcome in guidance.outcomes.values())


def test_each_end_can_be_acted_on(catalog: Catalog) -> None:
    for _, end in every_way(catalog.guidance):
        service = catalog.services[end.service]
        if end.route is Route.EMERGENCY:
            assert service.kind is Kind.EMERGENCY and "911" in service.refer["en"]
        elif end.route is Route.ONLINE:
            assert service.online_url.startswith("https://")
        elif end.route is Route.BY_PHONE:
            assert not service.online_url and "311" in service.refer["en"]
        else:
            assert service.kind is Kind.TICKET and service.queue


WRONG = [
    ([], "maybe", "no such choice"),
    (["none"], "weapon", "a choice of another question"),
    (["weapon"], "none", "nothing is asked after the end"),
    (["none", "taken", "thing"], "thing", "nor after a later one"),
]


@pytest.mark.parametrize(("path", "choice", "why"), WRONG)
def test_a_choice_that_is_not_there_is_refused(guidance: Guidance, path: list[str], choice: str, why: str) -> None:
    with pytest.raises(UnknownChoice):
        guidance.answer(path, choice)
