"""Messages are posted to public addresses only, and every failure is a result."""

from __future__ import annotations

import socket

import pytest

from kiosk.push import client
from kiosk.push.client import PushResult, post_message
from queueing.refusals import InvalidRequest
from tests.kiosk.push.push_service import PushService, service

__all__ = ["service"]


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://127.0.0.1/x",
        "https://10.1.2.3/x",
        "https://169.254.169.254/latest",
        "https://[::1]/x",
        "https://[::ffff:192.168.1.1]/x",
        "https://[fd00::1]/x",
        "https://[fec0::1]/x",
        "https://[::127.0.0.1]/x",
        "https://[::ffff:0:127.0.0.1]/x",
        "https://[64:ff9b::7f00:1]/x",
        "https://[64:ff9b:1::1]/x",
        "https://[2002:7f00:1::1]/x",
        "https://[2001:0:808:808::f5ff:fffe]/x",
        "https://localhost/x",
        "https://printer/x",
        "https://queue.internal/x",
        "https://push.example.org:8443/x",
    ],
)
def test_a_push_service_is_on_the_public_internet(endpoint: str) -> None:
    with pytest.raises(InvalidRequest, match="public internet"):
        client.check_endpoint(endpoint)


@pytest.mark.parametrize(
    "endpoint", ["https://[2607:f8b0:4004::5f]/x", "https://8.8.8.8/x", "https://push.example.org/x"]
)
def test_what_is_on_the_public_internet_is_taken(endpoint: str) -> None:
    client.check_endpoint(endpoint)


@pytest.mark.parametrize("host", ["a" * 64 + ".example.org", "a..example.org"])
def test_an_impossible_host_name_is_a_failed_result(host: str) -> None:
    assert post_message(f"https://{host}/x", b"", {}) is PushResult.FAILED


def test_a_name_with_a_private_address_is_never_connected_to(service: PushService) -> None:
    before = len(service.came)
    assert post_message(f"https://localhost:{service.port}/x", b"", {}) is PushResult.GONE
    assert post_message(f"https://localhost:{service.port}/x", b"", {}, private=True) is PushResult.TAKEN
    assert len(service.came) == before + 1


def test_a_silent_and_an_absent_server_are_failed_results(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "ANSWER_SECONDS", 0.1)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        assert post_message(f"https://127.0.0.1:{port}/x", b"", {}, private=True) is PushResult.FAILED
    assert post_message(f"https://127.0.0.1:{port}/x", b"", {}, private=True) is PushResult.FAILED


def test_an_answer_that_never_ends_is_cut_off(service: PushService, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "POST_SECONDS", 0.2)
    assert post_message(service.phone("endless").endpoint, b"", {}, private=True) is PushResult.FAILED
    monkeypatch.setattr(client, "POST_SECONDS", 8.0)
    assert post_message(service.phone("well").endpoint, b"", {}, private=True) is PushResult.TAKEN


def test_time_that_is_up_before_the_connection_ends_the_post_too(service: PushService) -> None:
    connection = client._CheckedConnection("127.0.0.1", service.port, private=True)
    connection.cut()
    with pytest.raises(TimeoutError):
        connection.request("POST", "/x", b"")
    connection.close()
