"""What Pydantic finds wrong in a file, translated into faults: a key and a sentence that a clerk understands."""

from __future__ import annotations

from collections.abc import Callable
from typing import get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from services_catalog.faults import Fault, kind_of, label, must_be
from services_catalog.toml_tables import TomlTable

Position = tuple[int | str, ...]
"""The keys and list positions that lead from the top of a file to a value."""


def _one_of(error: ErrorDetails) -> str:
    value = error["input"]
    return f"must be one of {error['ctx']['expected']}, not {repr(value) if isinstance(value, str) else kind_of(value)}"


_SENTENCES: dict[str, Callable[[ErrorDetails], str]] = {
    "missing": lambda error: "missing key",
    "string_type": lambda error: must_be("text", error["input"]),
    "string_too_short": lambda error: "must not be empty",
    "bool_type": lambda error: must_be("true or false", error["input"]),
    "int_type": lambda error: must_be("a number", error["input"]),
    "float_type": lambda error: must_be("a number", error["input"]),
    "finite_number": lambda error: f"must be a number, not {error['input']}",
    "greater_than_equal": lambda error: f"must be at least {error['ctx']['ge']:g}, not {error['input']:g}",
    "enum": _one_of,
    "literal_error": _one_of,
    "model_type": lambda error: must_be("a table", error["input"]),
    "dict_type": lambda error: must_be("a table", error["input"]),
    "value_error": lambda error: str(error["ctx"]["error"]),
}
_ITEMS = {"string_type": "texts", "model_type": "tables"}


def faults_in(error: ValidationError, shape: type[BaseModel], file: TomlTable) -> list[Fault]:
    """Return a fault for everything that keeps a file from having this shape."""
    details = error.errors(include_url=False)
    return [file.fault(key_of(detail["loc"], file.table), sentence(detail, shape)) for detail in details]


def key_of(position: Position, table: object) -> str:
    """Return the key of a position as a clerk reads it, such as `counter[2].serves`."""
    key, at = "", table
    for step in position:
        if isinstance(step, int):
            at = at[step] if isinstance(at, list) else None
            key += label(at, step + 1) if isinstance(at, dict) else ""
        elif step != "[key]":  # Pydantic's mark for a fault of the key itself
            at = at.get(step) if isinstance(at, dict) else None
            key = f"{key}.{step}" if key else step
    return key


def sentence(error: ErrorDetails, shape: type[BaseModel]) -> str:
    """Return what is wrong in a clerk's words, for one error in a file of this shape."""
    kind = error["type"]
    if kind == "extra_forbidden":
        return f"unknown key (known here: {', '.join(sorted(_table_at(error['loc'][:-1], shape).model_fields))})"
    if kind in _ITEMS and isinstance(error["loc"][-1], int):
        return f"must be a list of {_ITEMS[kind]}, but one of them is {kind_of(error['input'])}"
    return _SENTENCES[kind](error) if kind in _SENTENCES else error["msg"]


def _table_at(position: Position, shape: type[BaseModel]) -> type[BaseModel]:
    """Return the shape of the table at a position of a file of this shape."""
    for step in position:
        if isinstance(step, str):
            kind = shape.model_fields[step].annotation
            tables = (one for one in (kind, *get_args(kind)) if isinstance(one, type) and issubclass(one, BaseModel))
            shape = next(tables)
    return shape
