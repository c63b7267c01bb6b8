"""OpenAPI of this installation: values that only its catalog knows are enumerated in the description.

A member's schema marks itself by a format, `one_of("languages")`, or, for an object, its keys by
`keys_of("languages")`; `with_values` puts the catalog's values in when the description is asked for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

ONE_OF, KEYS_OF = "one-of:", "keys-of:"


def one_of(kind: str) -> dict[str, Any]:
    """Return the mark of a text that is one of the catalog's values of a kind, such as `languages`."""
    return {"format": ONE_OF + kind}


def keys_of(kind: str) -> dict[str, Any]:
    """Return the mark of an object whose keys are the catalog's values of a kind."""
    return {"format": KEYS_OF + kind}


def with_values(described: Any, values: Mapping[str, Sequence[str]]) -> Any:
    """Return a description in which every marked schema enumerates its values; the rest stays as it is."""
    if isinstance(described, list):
        return [with_values(each, values) for each in described]
    if not isinstance(described, dict):
        return described
    found = {name: with_values(part, values) for name, part in described.items()}
    mark = str(described.get("format", ""))
    if mark.startswith(ONE_OF):
        del found["format"]
        found["enum"] = list(values[mark.removeprefix(ONE_OF)])
    elif mark.startswith(KEYS_OF):
        del found["format"]
        found["propertyNames"] = {"enum": list(values[mark.removeprefix(KEYS_OF)])}
    return found
