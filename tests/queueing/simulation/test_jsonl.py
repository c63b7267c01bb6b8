"""The JSON lines, as another program uses them."""

from __future__ import annotations

import io
import json
import math
from typing import Any

import pytest

from queueing.simulation import serve
from tests.queueing.simulation.forecast_cast import RecordedConversation, one_counter, random_source


def test_lines_in_waits_out() -> None:
    lines = [
        {"e": "setup", **one_counter()},
        {"e": "open", "t": 480, "counter": 1},
        {"e": "issue", "t": 480, "id": 7, "service": "ten", "class": None},
        {"e": "ask", "t": 480, "id": 7},
        {"e": "ask_join", "t": 480, "queue": "A", "class": "standard"},
    ]
    out = io.StringIO()
    serve([json.dumps(line) + "\n" for line in lines], out)
    ticket, joiner = (json.loads(line) for line in out.getvalue().splitlines())
    assert ticket == {"id": 7, "p10": 0, "p50": 0, "p90": 0, "mean": 0}
    assert joiner["p50"] > 4


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("nonsense", "Expecting value"),
        ("[1, 2]", "one JSON object"),
        ('{"e": "dance", "t": 1}', "unknown event"),
        ('{"e": "issue", "t": 500, "service": "ten"}', "id is missing"),
        ('{"e": "issue", "t": "soon", "id": 1, "service": "ten"}', "t must be a number"),
        ('{"e": "open", "t": 1e9, "counter": "1"}', "minutes from midnight"),
        ('{"e": "issue", "t": NaN, "id": 1, "service": "ten"}', "t must be a number"),
        ('{"e": "issue", "t": 500, "id": 1, "service": "cake"}', "unknown service"),
        ('{"e": "call", "t": 500, "id": "ghost", "counter": "1"}', "not waiting"),
        ('{"e": "open", "t": 500, "counter": "9"}', "unknown counter"),
        ('{"e": "finish", "t": 500, "id": "ghost"}', "not called"),
        ('{"e": "ask", "t": 500, "id": "ghost"}', "not waiting"),
        ('{"e": "ask_join", "t": 500, "queue": "Z"}', "unknown queue"),
        ('{"e": "ask_join", "t": 500, "queue": ["A"]}', "must be a string"),
    ],
)
def test_a_bad_line_is_refused_and_the_next_is_read(line: str, words: str) -> None:
    client = RecordedConversation(**one_counter())
    client("open", 480, counter="1")
    answer = client.conversation.handle_line(line)
    assert answer is not None
    assert words in answer["error"]
    assert client("ask_join", 500, queue="A")["p50"] == 0


def test_nothing_is_understood_before_the_setup() -> None:
    out = io.StringIO()
    serve(["\n", '{"e": "night"}\n', '{"e": "setup"}\n'], out)
    errors = [json.loads(line)["error"] for line in out.getvalue().splitlines()]
    assert errors == ["the first line must be the setup", "queues is missing"]


def test_a_wait_that_no_counter_ends_is_null() -> None:
    client = RecordedConversation(**one_counter())
    client("open", 480, counter="1")
    client("issue", 481, id="a", service="ten")
    client("close", 482, counter="1")
    nothing = {"p10": None, "p50": None, "p90": None, "mean": None}
    assert client("ask", 483, id="a") == {"id": "a", **nothing}
    assert client("ask_join", 483, queue="A", **{"class": "x"}) == {"id": None, "queue": "A", "class": "x", **nothing}


def test_a_called_ticket_waits_no_more_and_one_gone_is_not_here() -> None:
    client = RecordedConversation(**one_counter())
    client("issue", 480, id="a", service="ten")
    client("call", 481, id="a", counter="1")
    assert client("ask", 482, id="a")["p90"] == 0
    client("finish", 490, id="a")  # without a start
    assert "not waiting" in client("ask", 491, id="a")["error"]


def test_a_counter_is_expected_at_its_planned_opening_without_an_event() -> None:
    client = RecordedConversation(**one_counter())
    assert client("ask_join", 470, queue="A")["p50"] == pytest.approx(10)
    assert client("ask_join", 490, queue="A")["p50"] == 0


@pytest.mark.parametrize("factor", [1.0, 1.2, 0.7])
def test_services_all_alike_leave_no_blur(factor: float) -> None:
    setup: dict[str, Any] = one_counter()
    client = RecordedConversation(**setup)
    client.days(8, lambda: 10 * factor)
    client("open", 480, counter="1")
    for index in range(7):
        client("issue", 480, id=index, service="ten")
    client("call", 480, id=0, counter="1")
    client("start", 480, id=0)
    for index in (1, 3, 6):
        answer = client("ask", 483, id=index)
        assert [answer["p10"], answer["p50"], answer["p90"]] == pytest.approx([index * 10 * factor - 3] * 3, abs=0.2)


@pytest.mark.parametrize("ahead", [0, 5, 10])
@pytest.mark.parametrize("kind", ["lognormal", "gamma"])
def test_one_counter_learned_from_its_days(kind: str, ahead: int) -> None:
    """Against the mean of the days really sent, which is what can be known of them."""
    rng, seen = random_source(11), []

    def minutes() -> float:
        seen.append(12 * rng.lognormvariate(-0.1, 0.45) if kind == "lognormal" else rng.gammavariate(4, 3))
        return seen[-1]

    client = RecordedConversation(**one_counter())
    client.days(20, minutes)
    client("open", 480, counter="1")
    for index in range(ahead + 2):
        client("issue", 480, id=index, service="ten")
    client("call", 480, id=0, counter="1")
    client("start", 480, id=0)
    mean = sum(seen) / len(seen)
    deviation = math.sqrt(sum((each - mean) ** 2 for each in seen) / len(seen))
    answer = client("ask", 480, id=ahead + 1)
    assert answer["mean"] == pytest.approx((ahead + 1) * mean, rel=0.05)
    if ahead == 10:
        width = (answer["p90"] - answer["p10"]) / 2.563
        assert width == pytest.approx(math.sqrt(ahead + 1) * deviation, rel=0.10)


def test_a_setup_between_days_keeps_what_was_learned() -> None:
    client = RecordedConversation(**one_counter())
    client.days(3, lambda: 20.0)
    client("setup", **one_counter())
    client("open", 480, counter="1")
    client("issue", 480, id="a", service="ten")
    client("call", 480, id="a", counter="1")
    client("start", 480, id="a")
    assert client("ask_join", 480, queue="A")["p50"] == pytest.approx(20, rel=0.05)
