"""One kind of value after another: what is read, and the key and sentence of what is wrong."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Annotated, Any

import pytest
from pydantic import Field, ValidationError, create_model

from services_catalog import fields
from services_catalog.catalog import Words as WordsByLanguage
from services_catalog.fields import Table
from services_catalog.hours import Interval
from services_catalog.references import Known, References
from services_catalog.sentences import faults_in
from services_catalog.toml_tables import TomlTable

NOTHING = TomlTable("x.toml", "", {})
TWO_LANGUAGES = References(
    {
        "language": Known({"en": NOTHING, "es": NOTHING}, complete=True),
        "queue": Known({"permits": NOTHING}, complete=True),
        "bring": Known({"bill": NOTHING, "card": NOTHING}, complete=True),
        "service": Known({"tow": NOTHING}),
    },
    ("en", "es"),
)
Bring = Annotated[WordsByLanguage | str, fields.shared_text("bring")]


class Row(Table):
    """A small table, to be listed."""

    id: fields.Text = "-"


def read(kinds: dict[str, Any], **table: object) -> dict[str, object]:
    """The values of a table whose keys are of these kinds; it must be right."""
    return dict(create_model("Shape", __base__=Table, **kinds).model_validate(table, context=TWO_LANGUAGES))


def faults(kinds: dict[str, Any], **table: object) -> list[tuple[str, str]]:
    """The keys and sentences of what is wrong with such a table."""
    shape = create_model("Shape", __base__=Table, **kinds)
    with pytest.raises(ValidationError) as error:
        shape.model_validate(table, context=TWO_LANGUAGES)
    return [(fault.key, fault.message) for fault in faults_in(error.value, shape, TomlTable("x.toml", "", table))]


def test_what_nobody_asked_for_is_unknown_and_the_known_keys_are_named() -> None:
    assert faults({"id": fields.Text}, id="a", colour="red") == [("colour", "unknown key (known here: id)")]


def test_reading_goes_on_after_a_fault() -> None:
    kinds = {"id": fields.Text, "minutes": fields.Number, "flag": fields.Flag, "name": fields.Words}
    found = faults(kinds, minutes="ten", name={"en": "A"}, flag=1)
    assert [key for key, _ in found] == ["id", "minutes", "flag", "name.es"]


NUMBERS = [
    (5, 5.0, None, "a whole number"),
    (2.5, 2.5, None, "a part of a minute"),
    (-1, None, "must be at least 0, not -1", "less than nothing"),
    (True, None, "must be a number, not true or false", "true is no number, whatever Python thinks"),
    ([1], None, "must be a number, not a list", "several"),
    (float("nan"), None, "must be a number, not nan", "TOML knows nan"),
    (float("inf"), None, "must be a number, not inf", "and infinity"),
]


@pytest.mark.parametrize(("written", "number", "message", "why"), NUMBERS)
def test_numbers(written: object, number: float | None, message: str | None, why: str) -> None:
    if message:
        assert faults({"n": fields.Number}, n=written) == [("n", message)], why
    else:
        assert read({"n": fields.Number}, n=written) == {"n": number}, why


DAYS = [
    (date(2026, 12, 24), date(2026, 12, 24), "a TOML date"),
    ("2026-12-24", date(2026, 12, 24), "the same with quotes"),
    ("24.12.2026", None, "another order"),
    ("20261224", None, "without its hyphens"),
    ("2026-02-29", None, "a day that year does not have"),
    (datetime(2026, 12, 24, 8), None, "a date with a time"),  # noqa: DTZ001 - TOML's own local form
    (20261224, None, "a number"),
]


@pytest.mark.parametrize(("written", "day", "why"), DAYS)
def test_days(written: object, day: date | None, why: str) -> None:
    if day is None:
        assert [key for key, _ in faults({"d": fields.Day}, d=written)] == ["d"], why
    else:
        assert read({"d": fields.Day}, d=written) == {"d": day}, why


def test_a_missing_day_is_a_fault_only_where_one_is_needed() -> None:
    kinds = {"last_day": (fields.Day | None, None)}
    assert read(kinds) == {"last_day": None}
    assert faults({**kinds, "date": fields.Day}) == [("date", "missing key")]


def test_sayings_are_parted_at_commas() -> None:
    assert read({"said_as": fields.Sayings}, said_as={"en": "tow, my car is gone ,, "}) == {
        "said_as": {"en": ("tow", "my car is gone")}
    }
    assert faults({"said_as": fields.Sayings}, said_as={"en": "tow, my car is gone ,, ", "xx": "?"}) == [
        ("said_as.xx", "unknown language 'xx'")
    ]
    assert fields.parts(" a ,b,") == ("a", "b")


def test_a_table_that_is_no_table() -> None:
    assert faults({"rules": Row}, rules="fifo") == [("rules", "must be a table, not text")]


# the kind, a value, the key of the fault, the sentence, and what the clerk did
WRONG = [
    (fields.Text, 7, "x", "must be text, not a number", "a number for a text"),
    (fields.Text, "  ", "x", "must not be empty", "only blanks"),
    (fields.OptionalText, ["a"], "x", "must be text, not a list", "a list for a text"),
    (fields.Flag, "yes", "x", "must be true or false, not text", "yes for true"),
    (fields.Flag, 1, "x", "must be true or false, not a number", "1 for true"),
    (fields.Number, "12", "x", "must be a number, not text", "quotes around a number"),
    (Annotated[fields.Number, Field(ge=0.5)], 0.2, "x", "must be at least 0.5, not 0.2", "less than half a minute"),
    (fields.Whole, 1.5, "x", "must be a whole number, not 1.5", "half a recall"),
    (fields.Whole, "1", "x", "must be a number, not text", "quotes around a whole number"),
    (fields.Whole, True, "x", "must be a number, not true or false", "true for a whole number"),
    (fields.Whole, -2, "x", "must be at least 0, not -2", "less than none"),
    (fields.Chance, 75, "x", "is a chance from 0 to 1, not 75", "a chance in percent"),
    (fields.Chance, -0.5, "x", "must be at least 0, not -0.5", "less than no chance"),
    (fields.Day, "4 January", "x", "is not a date like 2026-12-24: '4 January'", "a date in words"),
    (fields.Day, time(8), "x", "must be a date like 2026-12-24, not a time of day", "a time for a date"),
    (fields.OpeningHours, "8 to 4", "x", "is not hours like 9:00-16:00: '8 to 4'", "hours in words"),
    (fields.OpeningHours, time(8), "x", "must be text, not a time of day", "one time without quotes"),
    (fields.Texts, "permits", "x", "must be a list of texts, not text", "no brackets"),
    (fields.Texts, [1], "x", "must be a list of texts, but one of them is a number", "a number in the list"),
    (fields.Tables[Row], {"id": "1"}, "x", "must be a list of tables, not a table", "[x] for [[x]]"),
    (fields.Tables[Row], [{"id": "1"}, 7], "x", "must be a list of tables, but one of them is a number", "7"),
    (fields.Tables[Row], [{"id": 1}], "x[1].id", "must be text, not a number", "a table of the list"),
    (fields.Words, "Zoning", "x", 'must be a text by language, like { en = "Zoning", es = "…" }, not text', "English"),
    (fields.Words, {"es": "Sí"}, "x.en", "no English text", "Spanish only"),
    (fields.Words, {"en": "Yes"}, "x.es", "not translated: no 'es'", "English only"),
    (fields.Words, {"en": "Yes", "es": 7}, "x.es", "must be text, not a number", "a number in Spanish"),
    (fields.Words, {"en": "Yes", "es": ""}, "x.es", "must not be empty", "nothing in Spanish"),
    (fields.Words, {"en": "Yes", "es": "Sí", "sp": "Sí"}, "x.sp", "unknown language 'sp'", "sp for es"),
    (fields.Sayings, "tow", "x", 'must be sayings by language, like { en = "tow, towed car" }, not text', "English"),
    (fields.QueueId, "zoo", "x", "unknown queue 'zoo'", "no such queue"),
    (Bring, " ", "x", "must not be empty", "nothing"),
    (Bring, "cash", "x", "unknown text 'cash': texts.toml has bill, card", "no such text"),
    (Bring, {"en": "Cash."}, "x.es", "not translated: no 'es'", "a text of its own in English only"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "written", "key", "sentence", "why"), WRONG)
def test_a_wrong_value_of_each_kind(kind: Any, written: object, key: str, sentence: str, why: str) -> None:
    assert faults({"x": kind}, x=written) == [(key, sentence)], f"the clerk wrote {why}"


RIGHT = [
    (fields.Text, " a ", "a", "blanks around a text do not count"),
    (fields.OptionalText, "", "", "an optional text may be empty"),
    (fields.Whole, 2.0, 2, "2.0 is a whole number"),
    (fields.Chance, 1, 1.0, "certain"),
    (fields.OpeningHours, "9:00-12:00", (Interval(time(9), time(12)),), "one opening"),
    (fields.Tables[Row], [{"id": "1"}, {}], (Row(id="1"), Row()), "two tables"),
    (fields.Words, {"en": "Yes ", "es": "Sí"}, {"en": "Yes", "es": "Sí"}, "both languages"),
    (fields.ServiceId, "flood", "flood", "an id is not called unknown while its file cannot be read"),
    (fields.CategoryId, "fun", "fun", "nor when nothing of its kind is declared at all"),
    (Bring, "bill", "bill", "a shared text stays an id"),
    (Bring, {"en": "Cash.", "es": "Efectivo."}, {"en": "Cash.", "es": "Efectivo."}, "words of its own"),
]


@pytest.mark.parametrize(("kind", "written", "value", "why"), RIGHT)
def test_a_right_value_of_each_kind(kind: Any, written: object, value: object, why: str) -> None:
    assert read({"x": kind}, x=written) == {"x": value}, why


def test_two_things_wrong_with_one_value_are_two_faults() -> None:
    assert faults({"hours": fields.OpeningHours}, hours="8 to 4, 9:00-9:00") == [
        ("hours", "is not hours like 9:00-16:00: '8 to 4'"),
        ("hours", "ends before it begins: '9:00-9:00'"),
    ]
