"""Every setting, its default, its meaning. Each is an environment variable, `NOW_SERVING_…`."""

from __future__ import annotations

import os
import re
import secrets
from base64 import urlsafe_b64decode
from contextlib import suppress
from datetime import datetime
from functools import cached_property
from pathlib import Path

from pydantic import Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, SettingsConfigDict

KEY_BYTES = 32
CONTACT = re.compile(r"mailto:[^@\s]+@[\w-]+(\.[\w-]+)+|https://[\w-]+(\.[\w-]+)+")

RESERVED_THREADS = 32
"""Threads that answer HTTP while every screen that may be connected is."""

SECRET_FILE = "secret-key"  # noqa: S105  a file's name, not a secret
SHORTEST_SECRET = 32
LEAST = {"least": SHORTEST_SECRET}
KEY_TOO_SHORT = "is too short: give at least {least} characters; make them with `openssl rand -base64 48`"
SHORT_KEY_FILE = (
    "is unset, and the key kept in {file} has fewer than {least} characters, so that sessions and phones' codes "
    "could be forged; remove that file: the next start makes a new key, and everybody signs in again"
)


class Settings(BaseSettings):
    """The settings of one server. A bad value is refused at start, by name."""

    model_config = SettingsConfigDict(env_prefix="NOW_SERVING_", frozen=True, extra="ignore", hide_input_in_errors=True)

    var: Path = Field(Path("var"), description="Folder for the embedded database, the secret and spools.")
    database_url: str = Field(
        "", description="SQLAlchemy URL; unset: SQLite under VAR. PostgreSQL by postgresql+psycopg://."
    )
    redis_url: str = Field("", description="Redis, which several processes need; unset: one process.")
    catalog: Path | None = Field(None, description="Folder of the catalog; unset: the packaged one.")
    secret_key: str | None = Field(
        None,
        validate_default=True,
        description="Signs sessions, at least 32 characters; unset: generated and kept under VAR.",
    )
    public_url: str = Field(
        "",
        description="Address that visitors' phones reach, such as https://queue.example.org; unset: as asked.",
    )
    push_key: str = Field(
        "", description="Private key of web push to visitors' phones, from `push key`; unset: none is offered."
    )
    push_contact: str = Field(
        "",
        validate_default=True,
        description="Whom a push service may turn to, such as mailto:queue@example.org; needed with PUSH_KEY.",
    )
    push_private: bool = Field(False, description="Lets push services be at private addresses; for tests.")
    secure_cookies: bool = Field(False, description="Set to true behind HTTPS: cookies never travel in clear.")
    trusted_proxies: int = Field(0, description="How many proxies in front set X-Forwarded-For and -Proto.")
    max_screens: int = Field(
        128, ge=1, description="Live connections at once, half of them nameless; the next is refused."
    )
    max_screens_of_address: int = Field(
        0,
        ge=0,
        validate_default=True,
        description="Nameless live connections from one address; 0: three quarters of MAX_SCREENS.",
    )
    live_polling: bool = Field(
        False, description="Lets screens hear by long polling, one process only; else by WebSocket alone."
    )
    threads: int = Field(
        0,
        ge=0,
        validate_default=True,
        description=f"Threads of the one process; 0: one for each screen and {RESERVED_THREADS} more.",
    )
    origins: tuple[str, ...] = Field((), description="Other origins whose pages may connect live; none by default.")
    surfaces: tuple[str, ...] = Field(
        ("kiosk", "counter", "display"), description="Packages whose views this server attaches."
    )
    at: datetime | None = Field(None, description="Starts the clock at this moment (set by --at).")
    pace: float = Field(1.0, gt=0, description="How fast the clock runs (set by demo --pace).")

    @field_validator("secret_key")
    @classmethod
    def _is_a_secret(cls, key: str | None, known: ValidationInfo) -> str | None:
        if key is not None:
            if len(key.strip()) < SHORTEST_SECRET:
                raise PydanticCustomError("secret_key", KEY_TOO_SHORT, LEAST)
        elif isinstance(var := known.data.get("var"), Path):
            kept = var / SECRET_FILE
            with suppress(OSError):  # who may not read it is told where it is needed
                if len(kept.read_text().strip()) < SHORTEST_SECRET:
                    raise PydanticCustomError("secret_file", SHORT_KEY_FILE, {**LEAST, "file": str(kept)})
        return key

    @field_validator("threads")
    @classmethod
    def _are_enough(cls, threads: int, known: ValidationInfo) -> int:
        screens = known.data.get("max_screens", 0)
        least = screens + RESERVED_THREADS
        if threads and threads < least:
            raise PydanticCustomError(
                "threads",
                "{screens} screens and {reserve} more need {least}; set it so, or MAX_SCREENS lower",
                {"screens": screens, "reserve": RESERVED_THREADS, "least": least},
            )
        return threads or least

    @field_validator("max_screens_of_address")
    @classmethod
    def _is_a_part(cls, most: int, known: ValidationInfo) -> int:
        return most or (3 * known.data.get("max_screens", 1) + 3) // 4

    @field_validator("push_key")
    @classmethod
    def _is_a_key(cls, key: str) -> str:
        try:
            whole = not key or len(urlsafe_b64decode(key + "=" * (-len(key) % 4))) == KEY_BYTES
        except ValueError:
            whole = False
        if not whole:
            raise PydanticCustomError("push_key", "make one with `now-serving push key`")
        return key

    @field_validator("push_contact")
    @classmethod
    def _is_told(cls, contact: str, known: ValidationInfo) -> str:
        if (contact or known.data.get("push_key")) and not CONTACT.fullmatch(contact):
            raise PydanticCustomError("push_contact", "give mailto: and an address, or https: and a site")
        return contact

    @cached_property
    def database(self) -> str:
        """The database's URL, the default filled in."""
        if self.database_url:
            return self.database_url
        return f"sqlite:///{(self.var / 'now-serving.db').absolute()}"

    @cached_property
    def secret(self) -> str:
        """The key that signs sessions, generated once and kept readable by its owner alone."""
        if self.secret_key is not None:
            return self.secret_key
        kept = self.var / SECRET_FILE
        if not kept.exists():
            _keep_a_new_secret(kept)
        return kept.read_text()


def _keep_a_new_secret(kept: Path) -> None:
    """Write a new key to the file `kept`, which has that name only once it is whole and on the disk."""
    kept.parent.mkdir(parents=True, exist_ok=True)
    fresh = kept.with_name(f"{kept.name}.{secrets.token_hex(4)}")
    try:
        with fresh.open("x") as file:
            fresh.chmod(0o600)
            file.write(secrets.token_urlsafe(48))
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):  # another process was first; its key is the key
            kept.hardlink_to(fresh)
    finally:
        fresh.unlink(missing_ok=True)
    folder = os.open(kept.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
