"""Every right and the roles that hold it: the one table, which docs/administrator.md shows.

A role holds its rights at its own locations only; `authorization` checks that.
"""

from __future__ import annotations

from enum import Enum

from queueing.identity.accounts import SCREENS, STAFF, Role

ANYBODY: frozenset[Role] = frozenset()
"""The roles of a public right: everybody holds it, signed in or not."""

_KIOSKS = frozenset({Role.KIOSK})
_ISSUERS = frozenset({Role.KIOSK}) | STAFF
_MANAGERS = frozenset({Role.MANAGER, Role.ADMIN})


class Right(Enum):
    """One right: what it lets one do, in words, and the roles that hold it."""

    PUBLIC = "See services, boards and waits; follow and give up one's own ticket", ANYBODY
    ISSUE = "Issue a ticket", _ISSUERS
    TELL_EMERGENCY = "Tell an emergency, take it back, show its code for phones", _KIOSKS
    PRINT = "Take and report the print jobs of its own printer", _KIOSKS
    SPEAK = "Have the words of its own screen spoken", _KIOSKS
    BEAT = "Report that a screen is alive", SCREENS
    SEE_QUEUE = "See the staff view: who waits, who serves, today's figures", STAFF
    SERVE = "Sit at a counter; call, recall, serve, hold, send on, finish, take back one's last act", STAFF
    PICK = "Call a visitor out of turn, with a reason", STAFF
    VOID = "Take a ticket out, with a reason", STAFF
    OWN_PASSWORD = "Change one's own password", STAFF
    CALL_HELP = "Call the manager; raise the quiet alarm", STAFF
    ANSWER_ALARM = "Answer a quiet alarm or an emergency", STAFF
    ANSWER_HELP = "Answer a counter's call for help; mark an alert as seen", _MANAGERS
    CLOSE_QUEUES = "Close a queue to new tickets, open it again", _MANAGERS
    CHANGE_HOURS = "Change a day's hours", _MANAGERS
    POST_NOTICES = "Post a message on the screens, take it down", _MANAGERS
    END_DAY = "End the day, reopen it", _MANAGERS
    PUT_BACK = "Put an ended ticket back into its place", _MANAGERS
    PAIR_SCREENS = "See the paired screens; pair one, end its right", _MANAGERS
    KEEP_AGENTS = "See the accounts of one's locations; make, change, disable and enable agents' there", _MANAGERS
    KEEP_STAFF = "The same for managers' and administrators'", frozenset({Role.ADMIN})
    SEE_FIGURES = "See figures, forecasts and plans", _MANAGERS
    SEE_AUDIT = "See who did what", _MANAGERS

    def __init__(self, words: str, roles: frozenset[Role]) -> None:
        self.words = words
        self.roles = roles


def rights_table() -> str:
    """Return the table as Markdown, as docs/administrator.md shows it."""
    roles = list(Role)
    lines = [f"| Right | {' | '.join(roles)} |", f"|---|{'---|' * len(roles)}"]
    for right in Right:
        cells = ["yes" if right.roles == ANYBODY or role in right.roles else "" for role in roles]
        lines.append(f"| {right.words} | {' | '.join(cells)} |")
    return "\n".join(lines)
