"""Each route and live event declares the right that it needs with `allow`; one guard checks it.

A route that declares nothing is refused to everybody, and fails a test.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from queueing.identity.permissions import Right
from queueing.identity.principal import Principal
from queueing.refusals import NotAllowed, SignInNeeded

ANYONE = Right.PUBLIC


ViewFunction = TypeVar("ViewFunction", bound=Callable[..., Any])


def allow(
    right: Right, *, newcomers: bool = False, csrf_exempt: bool = False
) -> Callable[[ViewFunction], ViewFunction]:
    """Declare the right that a view or a live event needs; `ANYONE` says that it is public.

    `newcomers` also lets in staff who still have to change a one-time password. `csrf_exempt` lets a
    signed-in browser send without a form token: only for a view that uses no right of its session.
    """

    def declare(view: ViewFunction) -> ViewFunction:
        view.right = right  # type: ignore[attr-defined]  # read by `check_role`
        view.for_newcomers = newcomers  # type: ignore[attr-defined]
        view.csrf_exempt = csrf_exempt  # type: ignore[attr-defined]
        return view

    return declare


def check_role(who: Principal, view: Callable[..., Any] | None) -> None:
    """Raise SignInNeeded or NotAllowed unless `who` may use `view`, which must have declared a right."""
    right: Right | None = getattr(view, "right", None)
    if right is None:
        raise NotAllowed("Nobody has said who may do this.")
    if right is Right.PUBLIC:
        return
    if who.must_change_password and not getattr(view, "for_newcomers", False):
        raise NotAllowed("Choose a password of your own first, at /staff/password.")
    if who.may(right):
        return
    if who.role is None:
        raise SignInNeeded("Sign in, or pair this screen, first.")
    raise NotAllowed(f"This is not for a {who.role.value}.")


def is_csrf_exempt(view: Callable[..., Any]) -> bool:
    """Return whether `view` was declared to need no form token."""
    return getattr(view, "csrf_exempt", False)


def check_location(who: Principal, location: str) -> None:
    """Raise NotAllowed unless `who` may act at `location`."""
    if not who.may_act_at(location):
        raise NotAllowed(f"You may not act at {location!r}.")
