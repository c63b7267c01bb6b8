"""Refuses a request with characters that are no text: one guard for paths, queries, headers, forms and JSON bodies.

These are NUL, which PostgreSQL keeps in no string, and half surrogates, which UTF-8 cannot write.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from flask import Request

from queueing.refusals import InvalidRequest

NOT_TEXT = re.compile("[\x00\ud800-\udfff]")
UNREADABLE = "There is a character in this request that is no text (NUL, or half of one). Send it without."


def check_address(request: Request) -> None:
    """Raise InvalidRequest for such a character in the path, the query or a header."""
    _check([request.path, *request.headers.values()])
    _check(each for name, values in request.args.lists() for each in (name, *values))


def check_body(request: Request) -> None:
    """Raise InvalidRequest for such a character in a form, or in any string of a JSON body, at whatever depth."""
    for name, values in request.form.lists():
        _check([name, *values])
    for name, file in request.files.items(multi=True):
        _check([name, file.filename or ""])
    if request.is_json:
        try:
            sent = request.get_json(silent=True)
        except RecursionError:  # brackets in brackets without end
            raise InvalidRequest("Send JSON with fewer brackets in brackets.") from None
        _check(_strings(sent))


def _strings(sent: object) -> Iterable[str]:
    rest = [sent]
    while rest:
        each = rest.pop()
        if isinstance(each, str):
            yield each
        elif isinstance(each, dict):
            rest += [*each.keys(), *each.values()]
        elif isinstance(each, list):
            rest += each


def _check(texts: Iterable[str]) -> None:
    if any(NOT_TEXT.search(text) for text in texts):
        raise InvalidRequest(UNREADABLE)
