"""Where a report goes: 911, online, 311 only, a desk, or in doubt a person.

The kiosk asks at most three plain questions. What is asked, where each choice leads and why
is data (`data/guidance.toml`); here are its shapes and the walk through it. Nothing is
remembered: the path of choices already made is an argument.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

MOST_QUESTIONS = 3
"""No way through may ask more."""


class Route(StrEnum):
    """Where a report goes."""

    EMERGENCY = "911"
    ONLINE = "online"
    BY_PHONE = "311"
    TICKET = "ticket"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer a visitor may tap. It leads to the question `ask` or to the outcome `go`."""

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
class Outcome:
    """Where a report goes and why, in the visitor's words.

    `service` is the function of the catalog that it belongs to: its `refer`, `online_url`
    and, for a ticket or a person, its queue.
    """

    id: str
    route: Route
    service: str
    reason: Mapping[str, str]


class UnknownChoice(LookupError):
    """No such choice at this question, or nothing is left to ask."""


@dataclass(frozen=True, slots=True)
class Guidance:
    """The questions and outcomes, by id, and the question that is asked first."""

    first: str = ""
    questions: Mapping[str, Question] = field(default_factory=dict)
    outcomes: Mapping[str, Outcome] = field(default_factory=dict)

    def first_question(self) -> Question:
        """Return the question that every visitor is asked first."""
        return self.questions[self.first]

    def answer(self, path: Sequence[str], choice: str) -> Question | Outcome:
        """Return what follows when `choice` is tapped after the choices of `path`.

        Raises `UnknownChoice` for a choice that its question does not have.
        """
        at: Question | Outcome = self.first_question()
        for taken in (*path, choice):
            if isinstance(at, Outcome):
                raise UnknownChoice(f"{taken!r} comes after the end, {at.id!r}")
            at = self._follow(at, taken)
        return at

    def _follow(self, question: Question, taken: str) -> Question | Outcome:
        for choice in question.choices:
            if choice.id == taken:
                return self.questions[choice.ask] if choice.ask else self.outcomes[choice.go]
        raise UnknownChoice(f"{question.id!r} has no choice {taken!r}")
