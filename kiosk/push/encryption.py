"""The city's key, and messages sealed for one browser: RFC 8291 and 8292, done by http-ece and py-vapid."""

from __future__ import annotations

import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid

from queueing.refusals import InvalidRequest

PASS_LIFE = timedelta(hours=12)
"""How long a push service may take a signature for good; the standard allows a day."""
POINT_BYTES = 65
AUTH_BYTES = 16


def new_key() -> str:
    """Return a fresh private key in URL-safe base64."""
    key = ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value
    return _written(key.to_bytes(32, "big"))


def public_key(private_key: str) -> str:
    """Return what browsers are to know of a private key, in URL-safe base64."""
    point = Vapid.from_raw(private_key.encode()).public_key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return _written(point)


def signature(private_key: str, contact: str, endpoint: str, now: datetime) -> str:
    """Return the Authorization header that shows a push service who sends; `now` is the world's own time."""
    at = urlsplit(endpoint)
    claims = {
        "aud": f"{at.scheme}://{at.netloc}",
        "sub": contact,
        "exp": int((now + PASS_LIFE).timestamp()),
    }
    signed: dict[str, str] = Vapid.from_raw(private_key.encode()).sign(claims)
    return signed["Authorization"]


def sealed(message: bytes, p256dh: str, auth: str) -> bytes:
    """Return a message that only the browser of these keys can read."""
    body: bytes = http_ece.encrypt(
        message,
        salt=secrets.token_bytes(16),
        private_key=ec.generate_private_key(ec.SECP256R1()),
        dh=_read(p256dh),
        auth_secret=_read(auth),
        version="aes128gcm",
    )
    return body


def check_keys(p256dh: str, auth: str) -> None:
    """Raise Malformed unless these are a browser's keys: a point on the curve, and 16 bytes."""
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), _read(p256dh))
        good = len(_read(p256dh)) == POINT_BYTES and len(_read(auth)) == AUTH_BYTES
    except ValueError:
        good = False
    if not good:
        raise InvalidRequest("These are not the keys of a browser's push subscription.")


def _read(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _written(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode().rstrip("=")
