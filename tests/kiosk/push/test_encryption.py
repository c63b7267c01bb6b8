"""Messages are encrypted as RFC 8291 says, and signed as RFC 8292 says."""

from __future__ import annotations

import json
import secrets
from base64 import urlsafe_b64decode
from datetime import timedelta

import http_ece
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from http_ece import ECEException
from py_vapid import Vapid

from kiosk.push.encryption import SIGNATURE_LIFE, check_keys, encrypt, new_key, public_key, signature
from queueing.refusals import InvalidRequest
from tests.cast import MONDAY_MORNING
from tests.kiosk.push.push_service import Phone, written

# The example of RFC 8291, section 5 and appendix A.
PLAINTEXT = b"When I grow up, I want to be a watermelon"
SENDER_PRIVATE = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
SENDER_PUBLIC = "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8"
BROWSER_PUBLIC = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
AUTH = "BTBZMqHH6r4Tts7J_aSIgg"
SALT = "DGv6ra1nlYgDCS1FRnbzlw"
BODY = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK"
    "6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)


def read(text: str) -> bytes:
    """The bytes of base64 as browsers write it."""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def test_the_standards_own_example_is_encrypted_to_its_own_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    sender = ec.derive_private_key(int.from_bytes(read(SENDER_PRIVATE)), ec.SECP256R1())
    monkeypatch.setattr(secrets, "token_bytes", lambda _: read(SALT))
    monkeypatch.setattr(ec, "generate_private_key", lambda _: sender)
    assert written(encrypt(PLAINTEXT, BROWSER_PUBLIC, AUTH)) == BODY


def test_no_two_messages_are_alike_and_only_the_browser_reads_them() -> None:
    phone, other = Phone("https://push.example.org/x"), Phone("https://push.example.org/y")
    keys = phone.subscription()["keys"]
    first, second = (encrypt(PLAINTEXT, keys["p256dh"], keys["auth"]) for _ in range(2))
    assert first != second, "each has a salt and a key of its own"
    for body in (first, second):
        clear = http_ece.decrypt(body, private_key=phone.private, auth_secret=phone.auth, version="aes128gcm")
        assert clear == PLAINTEXT
        with pytest.raises(ECEException):
            http_ece.decrypt(body, private_key=other.private, auth_secret=other.auth, version="aes128gcm")


def test_a_private_key_has_the_public_key_of_the_standards_example() -> None:
    assert public_key(SENDER_PRIVATE) == SENDER_PUBLIC


def test_every_new_key_is_another_and_has_a_public_key() -> None:
    keys = {new_key() for _ in range(3)}
    assert len(keys) == 3
    for key in keys:
        assert len(read(key)) == 32
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), read(public_key(key)))


@pytest.mark.parametrize(
    ("endpoint", "audience"),
    [
        ("https://push.example.org/send/abc?x=1", "https://push.example.org"),  # the origin alone, no path
        ("https://127.0.0.1:8443/x", "https://127.0.0.1:8443"),  # with its port, for a service of the city's own
    ],
)
def test_the_signature_names_the_push_service_the_contact_and_its_end(endpoint: str, audience: str) -> None:
    key = new_key()
    header = signature(key, "mailto:queue@example.org", endpoint, MONDAY_MORNING)
    scheme, _, parts = header.partition(" ")
    values = dict(part.strip().split("=", 1) for part in parts.split(","))
    claims = json.loads(read(values["t"].split(".")[1]))
    assert (scheme, values["k"]) == ("vapid", public_key(key))
    assert Vapid.verify(header)
    assert claims == {
        "aud": audience,
        "sub": "mailto:queue@example.org",
        "exp": int((MONDAY_MORNING + SIGNATURE_LIFE).timestamp()),
    }
    assert timedelta(hours=24) >= SIGNATURE_LIFE, "the standard allows a day"


POINT = ec.derive_private_key(7, ec.SECP256R1()).public_key()  # the same in every test process
COMPRESSED = written(POINT.public_bytes(Encoding.X962, PublicFormat.CompressedPoint))


@pytest.mark.parametrize(
    ("p256dh", "auth", "good"),
    [
        (BROWSER_PUBLIC, AUTH, True),
        (BROWSER_PUBLIC + "=", AUTH + "==", True),  # padded, as some browsers write it
        (COMPRESSED, AUTH, False),  # a point on the curve, but not as the standard writes it
        (BROWSER_PUBLIC[:-4] + "AAAA", AUTH, False),  # no point on the curve
        ("BBBB", AUTH, False),  # too short
        ("", "", False),
        (BROWSER_PUBLIC, "AAAA", False),  # too short a secret
        (BROWSER_PUBLIC, AUTH + "AAAA", False),  # too long a secret
        (BROWSER_PUBLIC + "A", AUTH, False),  # no base64
    ],
)
def test_a_browsers_keys_are_a_point_on_the_curve_and_16_bytes(p256dh: str, auth: str, good: bool) -> None:
    if good:
        check_keys(p256dh, auth)
        return
    with pytest.raises(InvalidRequest):
        check_keys(p256dh, auth)
