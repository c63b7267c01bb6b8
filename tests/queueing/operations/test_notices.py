"""Messages are posted and taken down."""

from __future__ import annotations

from datetime import timedelta

import pytest

from queueing import operations
from queueing.calendar.notices import posted_at
from queueing.refusals import NotFound, TooLate
from tests.queueing.operations.conftest import Center


def test_a_message_is_up_until_it_is_taken_down(center: Center) -> None:
    notice = center.do(operations.post_notice, words={"en": "Flu shots"}).id
    with center.database.read() as session:
        assert [each.id for each in posted_at(session, center.location, center.now)] == [notice]
    center.do(operations.take_down_notice, notice=notice)
    with center.database.read() as session:
        assert posted_at(session, center.location, center.now) == []
    with pytest.raises(NotFound):
        center.do(operations.take_down_notice, notice=notice)


def test_none_is_posted_until_the_past(center: Center) -> None:
    with pytest.raises(TooLate):
        center.do(operations.post_notice, words={"en": "Late"}, until=center.now - timedelta(minutes=1))
