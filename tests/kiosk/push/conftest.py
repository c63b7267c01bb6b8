"""A server with a key for web push, and a push service on loopback."""

from __future__ import annotations

import pytest

from queueing.settings import Settings
from tests.kiosk.push.push_cast import CITY_KEY
from tests.kiosk.push.push_service import PushService, service

__all__ = ["service"]


@pytest.fixture
def pushes(service: PushService) -> PushService:
    """The push service, before anything came."""
    service.came.clear()
    service.answers.clear()
    return service


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """A city that has set its key, and whose push service is its own."""
    return settings.model_copy(
        update={"push_key": CITY_KEY, "push_contact": "mailto:queue@example.org", "push_private": True}
    )
