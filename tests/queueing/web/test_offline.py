"""The page that a screen's browser keeps: in every language, whole without a server."""

from __future__ import annotations

import re

from flask.testing import FlaskClient


def test_it_speaks_every_language(client: FlaskClient) -> None:
    page = client.get("/gone").text
    for words in ("One moment, please", "Un momento, por favor", "Fadlan sug daqiiqad", "Thov tos ib pliag"):
        assert words in page


def test_the_worker_keeps_all_that_the_page_needs(client: FlaskClient) -> None:
    page = client.get("/gone").text
    with client.get("/gone-worker.js") as answer:
        worker = answer.data.decode()
    needed = re.findall(r'(?:href|src)="([^"]+)"', page)
    assert len(needed) == 2
    for file in needed:
        assert f'"{file}"' in worker
        with client.get(file) as answer:
            assert answer.status_code == 200


def test_the_worker_may_keep_every_screen(client: FlaskClient) -> None:
    with client.get("/gone-worker.js") as answer:
        assert answer.mimetype == "text/javascript"
        assert answer.headers["Cache-Control"] == "no-cache"  # a new one is taken at the next load


def test_kiosk_and_display_have_it_kept(client: FlaskClient) -> None:
    for screen in ("/kiosk/downtown", "/display/downtown"):
        assert 'src="/static/offline/register.js"' in client.get(screen).text
