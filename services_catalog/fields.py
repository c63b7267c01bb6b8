"""The kinds of values that catalog files hold: each a Pydantic type, with its own sentence for a wrong value.

What a value refers to must be declared somewhere: the `References` come in as Pydantic's validation context.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Annotated, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    StringConstraints,
    ValidationError,
    ValidationInfo,
)
from pydantic_core import InitErrorDetails, PydanticCustomError

from services_catalog.faults import must_be
from services_catalog.hours import Interval, parse_hours
from services_catalog.references import References

T = TypeVar("T")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class Table(BaseModel):
    """A table of a catalog file; a key that it does not declare is a fault."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def references(info: ValidationInfo) -> References:
    """Return what the files declare; outside a catalog nothing is declared, and nothing is called unknown."""
    return info.context if isinstance(info.context, References) else References()


def several(problems: Iterable[tuple[str, str]]) -> ValidationError:
    """Return one error for several things wrong with a value: for each a key in it, or "", and a sentence."""
    lines = [
        InitErrorDetails(
            type=PydanticCustomError("fault", "{sentence}", {"sentence": sentence}),
            loc=(key,) if key else (),
            input=None,
        )
        for key, sentence in problems
    ]
    return ValidationError.from_exception_data("value", lines)


def parts(text: str) -> tuple[str, ...]:
    """Return the parts of a clerk's list, which stand between commas."""
    return tuple([stripped for part in text.split(",") if (stripped := part.strip())])


def list_of(items: str) -> BeforeValidator:
    """Return the check that a value is a list, of what a clerk calls these items."""

    def check(value: object) -> object:
        if not isinstance(value, list):
            raise ValueError(must_be(f"a list of {items}", value))  # noqa: TRY004 - Pydantic gathers only ValueErrors
        return value

    return BeforeValidator(check)


def _whole(value: object) -> object:
    if not isinstance(value, float):
        return value
    if not value.is_integer():
        raise ValueError(f"must be a whole number, not {value:g}")
    return int(value)


def _chance(value: float) -> float:
    if value > 1:
        raise ValueError(f"is a chance from 0 to 1, not {value:g}")
    return value


def _day(value: object) -> date:
    if isinstance(value, str):
        try:
            return date.fromisoformat(value if _DAY.fullmatch(value) else "")
        except ValueError:
            raise ValueError(f"is not a date like 2026-12-24: {value!r}") from None
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    raise ValueError(must_be("a date like 2026-12-24", value))


def _hours(value: object) -> tuple[Interval, ...]:
    if not isinstance(value, str):
        raise ValueError(must_be("text", value))  # noqa: TRY004 - Pydantic gathers only ValueErrors
    intervals, problems = parse_hours(value)
    if problems:
        raise several(("", problem) for problem in problems)
    return intervals


def _by_language(value: object, info: ValidationInfo, wanted: str, *, translated: bool = False) -> dict[str, str]:
    """Return a text by language tag; with `translated`, every language of the screens must be there."""
    if not isinstance(value, dict):
        raise ValueError(must_be(wanted, value))  # noqa: TRY004 - Pydantic gathers only ValueErrors
    known, texts, problems = references(info), {}, []
    for tag, text in value.items():
        if tag != "en" and known["language"].lacks(tag):
            problems.append((tag, f"unknown language {tag!r}"))
        elif not isinstance(text, str):
            problems.append((tag, must_be("text", text)))
        elif not text.strip():
            problems.append((tag, "must not be empty"))
        else:
            texts[tag] = text.strip()
    for tag in known.interface_languages if translated else ():
        if tag not in value:
            problems.append((tag, "no English text" if tag == "en" else f"not translated: no {tag!r}"))
    if problems:
        raise several(problems)
    return texts


def _words(value: object, info: ValidationInfo) -> dict[str, str]:
    return _by_language(value, info, 'a text by language, like { en = "Zoning", es = "…" }', translated=True)


def _sayings(value: object, info: ValidationInfo) -> dict[str, tuple[str, ...]]:
    texts = _by_language(value, info, 'sayings by language, like { en = "tow, towed car" }')
    return {tag: parts(text) for tag, text in texts.items()}


def declared(kind: str) -> AfterValidator:
    """Return the check that an id of this kind, such as "queue", is declared somewhere in the catalog."""

    def check(value: str, info: ValidationInfo) -> str:
        if references(info)[kind].lacks(value):
            raise ValueError(f"unknown {kind} {value!r}")
        return value

    return AfterValidator(check)


def shared_text(kind: str) -> PlainValidator:
    """Return the reading of words that are written out, or named by the id of a text in texts.toml."""

    def check(value: object, info: ValidationInfo) -> str | dict[str, str]:
        if not isinstance(value, str):
            return _words(value, info)
        name, shared = value.strip(), references(info)[kind]
        if not name:
            raise ValueError("must not be empty")
        if shared.lacks(name):
            raise ValueError(f"unknown text {name!r}: texts.toml has {', '.join(shared.found)}")
        return name

    return PlainValidator(check)


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
"""Text that must not be empty."""

OptionalText = Annotated[str, StringConstraints(strip_whitespace=True)]
"""Text that may be empty."""

Flag = Annotated[bool, Field(strict=True)]
"""true or false, and nothing that only looks like it."""

Number = Annotated[float, Field(strict=True, ge=0, allow_inf_nan=False)]
"""A number from 0 up, mostly minutes."""

Whole = Annotated[int, BeforeValidator(_whole), Field(strict=True, ge=0)]
"""A whole number from 0 up."""

Chance = Annotated[Number, AfterValidator(_chance)]
"""A chance from 0 to 1."""

Day = Annotated[date, PlainValidator(_day)]
"""A calendar date, written 2026-12-24 with or without quotes."""

OpeningHours = Annotated[tuple[Interval, ...], PlainValidator(_hours)]
"""Openings of one day as people write them, "9:00-12:00, 13:00-17:00"; empty or "closed" is closed."""

Texts = Annotated[tuple[Text, ...], list_of("texts")]
"""A list of texts."""

Tables = Annotated[tuple[T, ...], list_of("tables")]
"""A list of tables of one shape."""

Words = Annotated[Mapping[str, str], PlainValidator(_words)]
"""One text in every language of the screens."""

Sayings = Annotated[Mapping[str, tuple[str, ...]], PlainValidator(_sayings)]
"""What people call a thing, by language: texts with commas between the sayings."""

CategoryId = Annotated[Text, declared("category")]
QueueId = Annotated[Text, declared("queue")]
ServiceId = Annotated[Text, declared("service")]
