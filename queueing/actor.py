"""Who acted: a person, a screen, a program, a visitor, or the system itself, as every event keeps it."""

from __future__ import annotations

from enum import StrEnum


class ActorKind(StrEnum):
    """What an actor is."""

    STAFF = "staff"
    DEVICE = "device"
    TOKEN = "token"  # noqa: S105  a kind, not a secret
    VISITOR = "visitor"
    SYSTEM = "system"
    COMMAND = "command"


class Actor(str):
    """An actor as it is stored: `staff:3`, `device:7`, `token:2`, `visitor`, `system` or `command`."""

    __slots__ = ()

    @classmethod
    def staff(cls, account: int) -> Actor:
        """Return the person with that account."""
        return cls(f"{ActorKind.STAFF}:{account}")

    @classmethod
    def device(cls, device: int) -> Actor:
        """Return the paired screen with that id."""
        return cls(f"{ActorKind.DEVICE}:{device}")

    @classmethod
    def token(cls, token: int) -> Actor:
        """Return the program that holds the token with that id."""
        return cls(f"{ActorKind.TOKEN}:{token}")

    @property
    def kind(self) -> str:
        """What the actor is, one of `ActorKind`; another text in what an older version stored."""
        return self.partition(":")[0]

    @property
    def id(self) -> int | None:
        """The id of the account, device or token; None for an actor that has none."""
        number = self.partition(":")[2]
        return int(number) if number.isdecimal() else None

    def id_as(self, kind: ActorKind) -> int | None:
        """Return the id of an actor of that kind; None for every other."""
        return self.id if self.kind == kind else None


VISITOR = Actor(ActorKind.VISITOR)
SYSTEM = Actor(ActorKind.SYSTEM)
COMMAND = Actor(ActorKind.COMMAND)
