"""guidance.toml: the questions of a report, and where each answer leads."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from pydantic import ValidationInfo, field_validator

from services_catalog.catalog import Kind
from services_catalog.faults import Fault
from services_catalog.fields import OptionalText, ServiceId, Table, Tables, Text, Words, declared, references
from services_catalog.guidance import MOST_QUESTIONS, Choice, Guidance, GuidanceOutcome, Question, Route
from services_catalog.references import References
from services_catalog.toml_tables import TomlTable

FILE = "guidance.toml"
QuestionId = Annotated[OptionalText, declared("question")]
OutcomeId = Annotated[OptionalText, declared("outcome")]


class ChoiceTable(Table):
    """One answer to a question. It leads to the question `ask` or to the outcome `go`."""

    id: Text
    text: Words
    ask: QuestionId = ""
    go: OutcomeId = ""


class QuestionTable(Table):
    """One question of guidance.toml."""

    id: Text
    text: Words
    choice: Tables[ChoiceTable]


class OutcomeTable(Table):
    """One outcome of guidance.toml."""

    id: Text
    service: ServiceId
    route: Route
    reason: Words

    @field_validator("route")
    @classmethod
    def _fits_the_service(cls, route: Route, info: ValidationInfo) -> Route:
        service = references(info)["service"].found.get(info.data.get("service", ""))
        if service and (problem := _unfit(route, service)):
            raise ValueError(problem)
        return route


def _unfit(route: Route, service: TomlTable) -> str:
    """Return why a report that belongs to this service cannot go this way; empty when it can."""
    id_, kind = service.text("id"), service.text("kind") or Kind.TICKET.value
    if kind not in tuple(Kind):
        return ""
    if (route is Route.EMERGENCY) != (kind == Kind.EMERGENCY):
        return f"is {route.value!r}, and {id_!r} is {kind!r}"
    if route is Route.ONLINE and not service.text("online_url"):
        return f"is online, and {id_!r} has no online_url"
    if route is Route.TICKET and kind != Kind.TICKET:
        return f"is a ticket, and {id_!r} is {kind!r}"
    return ""


class GuidanceFile(Table):
    """guidance.toml."""

    first: Annotated[Text, declared("question")]
    question: Tables[QuestionTable]
    outcome: Tables[OutcomeTable]

    def built(self) -> Guidance:
        """Return the questions and outcomes, ready to be asked."""
        questions = {
            one.id: Question(one.id, one.text, tuple(Choice(**dict(choice)) for choice in one.choice))
            for one in self.question
        }
        return Guidance(self.first, questions, {one.id: GuidanceOutcome(**dict(one)) for one in self.outcome})


def guidance_faults(file: TomlTable, references: References) -> Iterator[Fault]:
    """Yield the faults between questions: a choice without one way on, what is never reached, a question too many."""
    for question in file.tables("question"):
        for choice in question.tables("choice"):
            if bool(choice.text("ask")) == bool(choice.text("go")):
                yield choice.fault("", "needs either ask (a question) or go (an outcome)")
    if file.text("first") in references["question"].found:
        yield from _way_faults(file, references)


def _way_faults(file: TomlTable, references: References) -> Iterator[Fault]:
    """Yield a fault for all that no choice leads to, and for a question that would be one too many."""
    questions = references["question"].found
    reached: set[str] = set()
    ends: set[str] = set()
    asked = {file.text("first")}
    for _ in range(MOST_QUESTIONS):
        reached |= asked
        choices = [choice for question in asked for choice in questions[question].tables("choice")]
        ends |= {choice.text("go") for choice in choices}
        asked = {choice.text("ask") for choice in choices} & set(questions)
    for question in sorted(asked):
        yield file.fault(f"question[{question}]", f"would be a question too many: {MOST_QUESTIONS} is the most")
    for question in sorted(set(questions) - reached - asked):
        yield file.fault(f"question[{question}]", "no choice leads here")
    for outcome in sorted(set(references["outcome"].found) - ends):
        yield file.fault(f"outcome[{outcome}]", "no choice leads here")
