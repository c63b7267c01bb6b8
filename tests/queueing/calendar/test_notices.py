"""Messages on the screens: the catalog's first, then the managers', until they go."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from queueing import operations
from queueing.calendar.notices import notices_of, posted_at
from queueing.db import Database
from services_catalog.catalog import Location
from tests.cast import MONDAY_MORNING


def test_the_catalogs_messages_come_first_and_a_managers_goes_at_its_time(
    database: Database, downtown: Location
) -> None:
    location = replace(downtown, notices=({"en": "Masks are free."},))
    until = MONDAY_MORNING + timedelta(hours=1)
    with database.write() as session:
        for text, end in (("Flu shots", until), ("Lost keys", None)):
            operations.post_notice(
                session, location=location, words={"en": text}, by="staff:1", now=MONDAY_MORNING, until=end
            )
    with database.read() as session:
        shown = [words["en"] for words in notices_of(session, location, MONDAY_MORNING)]
        later = [each.words["en"] for each in posted_at(session, location, until)]
    assert shown == ["Masks are free.", "Flu shots", "Lost keys"]
    assert later == ["Lost keys"], "half-open: at its time it is gone"
