"""The server's push key, and messages encrypted for one browser: RFC 8291 and 8292, by http-ece and py-vapid."""

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

SIGNATURE_LIFE = timedelta(hours=12)
"""How long a signature is valid; RFC 8292 allows a day."""
POINT_BYTES = 65
AUTH_BYTES = 16


def new_key() -> str:
    """Return a new private key in URL-safe base64."""
    key = ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value
    return _encode(key.to_bytes(32, "big"))


def public_key(private_key: str) -> str:
    """Return the public key of a private key for browsers: an uncompressed point in URL-safe base64."""
    point = Vapid.from_raw(private_key.encode()).public_key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return _encode(point)


def signature(private_key: str, contact: str, endpoint: str, now: datetime) -> str:
    """Return the Authorization header by which a push service knows the sender; `now` is real time, not the clock's."""
    at = urlsplit(endpoint)
    claims = {
        "aud": f"{at.scheme}://{at.netloc}",
        "sub": contact,
        "exp": int((now + SIGNATURE_LIFE).timestamp()),
    }
    signed: dict[str, str] = Vapid.from_raw(private_key.encode()).sign(claims)
    return signed["Authorization"]


def encrypt(message: bytes, p256dh: str, auth: str) -> bytes:
    """Return a message encrypted for the browser of these keys, in the `aes128gcm` encoding of RFC 8188."""
    body: bytes = http_ece.encrypt(
        message,
        salt=secrets.token_bytes(16),
        private_key=ec.generate_private_key(ec.SECP256R1()),
        dh=_decode(p256dh),
        auth_secret=_decode(auth),
        version="aes128gcm",
    )
    return body


def check_keys(p256dh: str, auth: str) -> None:
    """Raise InvalidRequest unless these are a browser's keys: a point on the curve, and 16 bytes."""
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), _decode(p256dh))
        good = len(_decode(p256dh)) == POINT_BYTES and len(_decode(auth)) == AUTH_BYTES
    except ValueError:
        good = False
    if not good:
        raise InvalidRequest("These are not the keys of a browser's push subscription.")


def _decode(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _encode(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode().rstrip("=")
