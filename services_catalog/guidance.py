"""Where a visitor's report goes: 911, online, 311 by phone, a counter, or in doubt a person.

The kiosk asks at most three plain questions. The questions, where each choice leads and why are
data (`data/guidance.toml`); this module holds their dataclasses and follows a visitor's choices.
It keeps no state: the path of choices already made is an argument.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

MOST_QUESTIONS = 3
"""The most questions that one report may need."""


class Route(StrEnum):
    """The kinds of ways that a report may go."""

    EMERGENCY = "911"
    ONLINE = "online"
    BY_PHONE = "311"
    TICKET = "ticket"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer that a visitor may tap. It leads to the question `ask` or to the outcome `go`."""

    id: str
    text: Mapping[str, str]
    ask: str = ""
    go: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A plain question and its choices, in the order shown."""

    id: str
    text: Mapping[str, str]
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class GuidanceOutcome:
    """Where a report goes and why, in the visitor's words.

    `service` is the service of the catalog that the report belongs to. It gives the outcome its
    `refer`, its `online_url` and, for a ticket or a person, its queue.
    """

    id: str
    route: Route
    service: str
    reason: Mapping[str, str]


class UnknownChoice(LookupError):
    """The question has no such choice, or the questions have already ended."""


@dataclass(frozen=True, slots=True)
class Guidance:
    """The questions and outcomes, by id, and the question that is asked first."""

    first: str = ""
    questions: Mapping[str, Question] = field(default_factory=dict)
    outcomes: Mapping[str, GuidanceOutcome] = field(default_factory=dict)

    def first_question(self) -> Question:
        """Return the question that every visitor is asked first."""
        return self.questions[self.first]

    def answer(self, path: Sequence[str], choice: str) -> Question | GuidanceOutcome:
        """Return what follows when `choice` is tapped after the choices of `path`.

        Raises `UnknownChoice` for a choice that its question does not have.
        """
        at: Question | GuidanceOutcome = self.first_question()
        for taken in (*path, choice):
            if isinstance(at, GuidanceOutcome):
                raise UnknownChoice(f"{taken!r} comes after the end, {at.id!r}")
            at = self._follow(at, taken)
        return at

    def _follow(self, question: Question, taken: str) -> Question | GuidanceOutcome:
        for choice in question.choices:
            if choice.id == taken:
                return self.questions[choice.ask] if choice.ask else self.outcomes[choice.go]
        raise UnknownChoice(f"{question.id!r} has no choice {taken!r}")
