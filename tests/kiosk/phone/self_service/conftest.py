"""A visitor's phone."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from queueing.app import App


@pytest.fixture
def phone(app: App) -> FlaskClient:
    """A visitor's phone."""
    return app.test_client()
