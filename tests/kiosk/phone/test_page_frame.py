"""Every page on a phone has the same top: the center's name, and its languages."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.cast import Kiosk


@pytest.mark.parametrize("path", ["/t/{ticket}?leave=1&lang=es", "/kiosk/downtown/where/lost-on-bus?from=qr&lang=es"])
def test_a_change_of_language_keeps_what_the_page_was_asked(client: FlaskClient, kiosk: Kiosk, path: str) -> None:
    page = client.get(path.format(ticket=kiosk.ticket()["id"])).text
    top = page[page.index('<header class="top">') : page.index("</header>")]
    asked = path.partition("?")[2].removesuffix("lang=es").replace("&", "&amp;")
    assert "Centro de Servicios Downtown" in top
    assert [f'href="?{asked}lang={tag}" lang="{tag}"' in top for tag in ("en", "es", "so", "hmn")] == [True] * 4
    assert top.count('aria-current="true"') == 1
