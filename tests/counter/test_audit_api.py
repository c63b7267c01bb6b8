"""The audit as managers read it: a page that needs no script, JSON, CSV; for whom, and what is refused."""

from __future__ import annotations

import csv
import io

import pytest

from tests.cast import Agent, Caller, Kiosk
from tests.counter.conftest import Person

AUDIT = "/locations/downtown/audit"


def test_managers_alone_read_it(mia: Caller, ana: Agent, visitor: Caller) -> None:
    statuses = [caller.get(AUDIT).status_code for caller in (mia, ana, visitor)]
    assert statuses == [200, 403, 401]
    assert mia.get("/locations/east-lake/audit").status_code == 403
    assert mia.get(f"{AUDIT}.csv").status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        "from=2026-11-24&to=2026-11-23",
        "from=2026-01-01&to=2026-11-23",
        "act=tea",
        "before=x",
        "from=monday",
        "from=9999-12-31",
        "to=0001-01-01",
    ],
)
def test_what_cannot_be_asked_is_refused_and_the_page_says_so(mia: Caller, max_: Person, query: str) -> None:
    assert mia.get(f"{AUDIT}?{query}").status_code == 422
    page = max_.page(f"/manager/downtown/audit?{query}")
    assert page.status_code == 200
    assert 'role="alert"' in page.text


def test_the_page_shows_filters_and_leads_on(max_: Person, kiosk: Kiosk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("counter.audit_api.PAGE", 3)
    for _ in range(4):
        kiosk.ticket("report-theft")
    kiosk.ticket()
    first = max_.page("/manager/downtown/audit?act=ticket-issue")
    assert (first.text.count("<tr>"), "P001" in first.text) == (4, True)
    older = first.text.partition('href="?')[2].partition('"')[0].replace("&amp;", "&")
    assert older.startswith("act=ticket-issue&before=")
    second = max_.page(f"/manager/downtown/audit?{older}").text
    assert (second.count("<tr>"), "R001" in second, "Older acts" in second) == (3, True, False)
    nothing = max_.page("/manager/downtown/audit?number=Z999").text
    assert "No act matches." in nothing


def test_a_spreadsheet_gets_every_act_and_no_formula(mia: Caller, ana: Agent, kiosk: Kiosk) -> None:
    ana.open()
    kiosk.ticket("report-theft")
    ana.does(ana.call(), "hold", reason="=1+1")
    answer = mia.get(f"{AUDIT}.csv?number=R001")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="audit-downtown-2026-11-23-2026-11-23.csv"'
    rows = list(csv.reader(io.StringIO(answer.get_data(as_text=True).removeprefix("\ufeff"))))
    assert rows[0] == ["at", "who", "act", "about", "counter", "detail"]
    assert rows[1][0] == "2026-11-23T09:30:00-06:00"
    assert rows[1][2:] == ["ticket-hold", "R001", "1", "'=1+1"]
    assert [row[2] for row in rows[2:]] == ["ticket-call", "ticket-issue"]
