"""`guidance.toml` -> `Guidance`, with every fault by its key."""

from __future__ import annotations

from collections.abc import Mapping

from services_catalog.catalog import Kind, Service
from services_catalog.guidance import MOST_QUESTIONS, Choice, Guidance, Outcome, Question, Route
from services_catalog.reading import Section, Source

FILE = "guidance.toml"


def read_guidance(source: Source, services: Mapping[str, Service]) -> Guidance:
    """Read the questions and outcomes; faults go to `source`."""
    top = source.open(FILE)
    outcomes: dict[str, Outcome] = {}
    for section in top.sections("outcome"):
        outcome = _outcome(section, services)
        if outcome.id in outcomes:
            section.fault("id", f"duplicate id {outcome.id!r}")
        outcomes.setdefault(outcome.id, outcome)
    found: list[tuple[Question, Section]] = []
    questions: dict[str, Question] = {}
    for section in top.sections("question"):
        question = _question(section, outcomes)
        if question.id in questions:
            section.fault("id", f"duplicate id {question.id!r}")
        questions.setdefault(question.id, question)
        found.append((question, section))
    first = top.text("first")
    top.finish()
    if first and first not in questions:
        top.fault("first", f"unknown question {first!r}")
    for question, section in found:
        for choice in question.choices:
            if choice.ask and choice.ask not in questions:
                section.fault(f"choice[{choice.id}].ask", f"unknown question {choice.ask!r}")
    guidance = Guidance(first, questions, outcomes)
    _check_reach(top, guidance)
    return guidance


def _outcome(section: Section, services: Mapping[str, Service]) -> Outcome:
    outcome = Outcome(
        id=section.text("id"),
        route=Route(section.choice("route", list(Route))),
        service=section.text("service"),
        reason=section.words("reason"),
    )
    section.finish()
    service = services.get(outcome.service)
    if service is None:
        if outcome.service:
            section.fault("service", f"unknown service {outcome.service!r}")
    elif (outcome.route is Route.EMERGENCY) != (service.kind is Kind.EMERGENCY):
        section.fault("route", f"is {outcome.route.value!r}, and {service.id!r} is {service.kind.value!r}")
    elif outcome.route is Route.ONLINE and not service.online_url:
        section.fault("route", f"is online, and {service.id!r} has no online_url")
    elif outcome.route is Route.TICKET and service.kind is not Kind.TICKET:
        section.fault("route", f"is a ticket, and {service.id!r} is {service.kind.value!r}")
    return outcome


def _question(section: Section, outcomes: Mapping[str, Outcome]) -> Question:
    choices: dict[str, Choice] = {}
    for one in section.sections("choice"):
        choice = Choice(one.text("id"), one.words("text"), ask=one.text("ask", ""), go=one.text("go", ""))
        one.finish()
        if bool(choice.ask) == bool(choice.go):
            one.fault("", "needs either ask (a question) or go (an outcome)")
        if choice.go and choice.go not in outcomes:
            one.fault("go", f"unknown outcome {choice.go!r}")
        if choice.id in choices:
            one.fault("id", f"duplicate id {choice.id!r}")
        choices.setdefault(choice.id, choice)
    question = Question(section.text("id"), section.words("text"), tuple(choices.values()))
    section.finish()
    return question


def _check_reach(top: Section, guidance: Guidance) -> None:
    """Everything must be reachable, and no way may ask more than it is allowed to."""
    reached: set[str] = set()
    asked = [guidance.first] if guidance.first in guidance.questions else []
    for _ in range(MOST_QUESTIONS):
        reached.update(asked)
        asked = [
            choice.ask
            for question in asked
            for choice in guidance.questions[question].choices
            if choice.ask in guidance.questions
        ]
    for question in sorted(set(asked)):
        top.fault(f"question[{question}]", f"would be a question too many: {MOST_QUESTIONS} is the most")
    ends = {choice.go for question in reached for choice in guidance.questions[question].choices}
    for question in sorted(set(guidance.questions) - reached - set(asked)):
        top.fault(f"question[{question}]", "no choice leads here")
    for outcome in sorted(set(guidance.outcomes) - ends):
        top.fault(f"outcome[{outcome}]", "no choice leads here")
