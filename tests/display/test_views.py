"""The board's page: open to anybody, everything it needs from here, nothing inline that could run."""

from __future__ import annotations

import io
import json
import re
import wave

import pytest
from flask.testing import FlaskClient

from display.board.announcements import chime
from queueing.app import App
from tests.cast import Agent, Kiosk, SteppedClock


def page(client: FlaskClient, path: str) -> str:
    """GET a page that must be there."""
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.text


def test_anybody_may_look(client: FlaskClient) -> None:
    html = page(client, "/display/downtown")
    assert "Downtown Service Center" in html
    assert 'data-theme="dark"' in html


@pytest.mark.parametrize(
    ("asked", "theme"), [("?theme=light", "light"), ("?theme=dark", "dark"), ("?theme=<b>", "dark"), ("", "dark")]
)
def test_the_theme_is_one_of_two(client: FlaskClient, asked: str, theme: str) -> None:
    assert f'id="board" class="board" data-theme="{theme}"' in page(client, f"/display/downtown{asked}")


def test_no_such_location_is_said(client: FlaskClient) -> None:
    assert client.get("/display/nowhere").status_code == 404


def test_the_words_travel_with_the_page(client: FlaskClient) -> None:
    html = page(client, "/display/east-lake")
    data = re.search(r'<script type="application/json"[^>]*>(.*?)</script>', html, re.DOTALL)
    assert data
    setup = json.loads(data[1])
    assert setup["location"] == "east-lake"
    assert [language["ownName"] for language in setup["languages"]] == ["English", "Español", "Soomaali", "Hmoob"]


def test_nothing_on_the_page_needs_more_than_the_policy_allows(client: FlaskClient) -> None:
    html = page(client, "/display/downtown")
    assert " style=" not in html
    assert not re.search(r"\son\w+=", html)
    scripts = re.findall(r"<script[^>]*>", html)
    assert scripts
    assert all("nonce=" in tag or "src=" in tag for tag in scripts)
    assert "http://" not in html.replace("http://www.w3.org", "")
    assert "https://" not in html


@pytest.mark.parametrize("file", ["board.js", "template.js", "lines_template.js", "board.css", "board-shapes.css"])
def test_its_files_are_served(client: FlaskClient, file: str) -> None:
    with client.get(f"/display/static/board/{file}") as answer:
        assert answer.status_code == 200


def test_the_chime_is_served_and_kept(client: FlaskClient) -> None:
    answer = client.get("/display/sounds/chime.wav")
    assert answer.data == chime()
    assert answer.mimetype == "audio/wav"
    assert "max-age" in answer.headers["Cache-Control"]


def sound(client: FlaskClient, call: str) -> int:
    """Whether a call has a sound."""
    return client.get(f"/display/sounds/{call}.wav").status_code


def test_a_call_is_spoken_to_anybody(client: FlaskClient, kiosk: Kiosk, ana: Agent) -> None:
    ana.open()
    kiosk.ticket("general-help", language="es")
    assert ana.call()["number"] == "A001"
    answer = client.get("/display/sounds/downtown/es/A001/1.wav")
    assert (answer.status_code, answer.mimetype) == (200, "audio/wav")
    with wave.open(io.BytesIO(answer.data)) as wav:
        assert wav.getnframes() / wav.getframerate() > 1.5
    assert sound(client, "downtown/en/A001/1") == 200, "the location's own language follows"


def test_nothing_but_todays_calls_is_spoken_and_nothing_is_kept_of_the_rest(
    client: FlaskClient, app: App, kiosk: Kiosk, ana: Agent, clock: SteppedClock
) -> None:
    ana.open()
    kiosk.ticket("general-help", language="es")
    kiosk.ticket("general-help")
    assert sound(client, "downtown/es/A001/1") == 404, "it waits"
    called = ana.call()
    never = ["A002/1", "A001/2", "A999/1", "Hello/1", "A001/99", "A001/1%27--"]
    calls = [f"downtown/en/{call}" for call in never] + ["downtown/vi/A001/1", "downtown/xx/A001/1"]
    calls += ["east-lake/es/A001/1", "nowhere/es/A001/1"]
    assert {call: sound(client, call) for call in calls} == dict.fromkeys(calls, 404)
    assert not list(app.runtime.speech.clips.folder.glob("*")), "no sound was made for any of them"
    ana.does(called, "no-show")
    assert sound(client, "downtown/es/A001/1") == 200, "a screen may still be at it"
    clock.step(days=1)
    assert sound(client, "downtown/es/A001/1") == 404
