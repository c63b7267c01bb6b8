"""What a visitor does with their phone: scan the kiosk's code, choose a language, press a button."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from flask.testing import FlaskClient

from tests.cast import Kiosk

HOME = "/kiosk/downtown/phone"
FOUR = ("Please scan the code", "Escanee de nuevo", "mar kale iskaan garee", "Thov luam tus code")


def scanned(kiosk: Kiosk) -> str:
    """The path in the code that the kiosk shows now."""
    answer = kiosk.get("/locations/downtown/phone-code").get_json() or {}
    return str(urlsplit(answer["address"]).path)


def begin(phone: FlaskClient, kiosk: Kiosk, language: str = "en") -> None:
    """Scan, and choose a language."""
    answer = phone.post(f"{scanned(kiosk)}?lang={language}")
    assert (answer.status_code, answer.location) == (303, HOME)


def post(phone: FlaskClient, path: str, page: str, **fields: object) -> tuple[int, str]:
    """Press a button of `page`; return the status and where it leads, or the page."""
    token = re.findall(r'name="csrf_token" value="([^"]+)"', phone.get(page).text)[0]
    answer = phone.post(path, data={"csrf_token": token, **fields})
    return answer.status_code, answer.location or answer.text
