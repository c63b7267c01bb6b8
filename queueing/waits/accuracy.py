"""Forecast accuracy: how often visitors were called within the quoted range, by queue or hour, and lately."""

from __future__ import annotations

import math
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from pydantic import Field

from queueing.db import Database
from queueing.schemas import Schema
from queueing.statistics import GroupBy, ReportQuestion, WaitsView
from queueing.statistics.repository import waits_view
from queueing.statistics.schemas import WaitFigures, WaitGroup
from queueing.waits.model import LearnedModel
from services_catalog.catalog import Catalog, Location

TARGET_SHARE = 0.9
"""The share of visitors who are meant to be called within the quoted range."""

FEWEST_ESTIMATES = 20
"""With fewer estimates the accuracy of a queue is not judged."""

SHARE_SLACK = 0.05
"""A share that is lower than meant by no more than this is good enough, however many the estimates."""

WEEK = timedelta(days=7)
DEFINITIONS = {
    "estimates": "Visitors who were told a wait when they took the ticket and have been called.",
    "median_error_seconds": "Median distance between the first call and the median that was forecast.",
    "within_share": "The share called within the range that they were told, such as 20 minutes of about 10 to 20. "
    "It is meant to be about 90%.",
    "covers_badly": f"At least {FEWEST_ESTIMATES} estimates, and fewer kept than chance alone would explain.",
    "queue": "The queue whose wait the visitor was told.",
    "hour": "The hour in which the ticket was taken.",
}


class AccuracyCut(StrEnum):
    """How estimates may be grouped."""

    QUEUE = "queue"
    HOUR = "hour"


class AccuracyFigures(Schema):
    """How accurate some estimates were. Durations in seconds, shares from 0 to 1; null of no estimates."""

    estimates: int
    median_error_seconds: float | None
    within_share: float | None
    covers_badly: bool


class AccuracyGroup(AccuracyFigures):
    """The estimates of one group. `key` is stable; `label` is for people."""

    key: str
    label: str


class EstimatesView(Schema):
    """The estimates of a location over local service days, both ends included."""

    location: str
    first_day: date
    last_day: date
    by: AccuracyCut
    total: AccuracyFigures
    groups: list[AccuracyGroup]
    week: list[AccuracyGroup] = Field(description="Queues whose estimates of the past seven days covered badly.")
    definitions: dict[str, str]


def covers_badly(estimates: int, within: float | None) -> bool:
    """Return whether the share within the quoted range is too low, beyond what chance and SHARE_SLACK explain."""
    if within is None or estimates < FEWEST_ESTIMATES:
        return False
    chance = 2 * math.sqrt(TARGET_SHARE * (1 - TARGET_SHARE) / estimates)
    return within < TARGET_SHARE - max(SHARE_SLACK, chance)


def estimates_view(
    database: Database, *, catalog: Catalog, location: Location, first: date, last: date, by: AccuracyCut, now: datetime
) -> EstimatesView:
    """Return how accurate the estimates of some days were; past days are folded once and stored."""
    question = ReportQuestion(first, last, GroupBy.QUEUE if by is AccuracyCut.QUEUE else GroupBy.TIME, 60)
    view = waits_view(database, question, catalog=catalog, location=location, now=now)
    return EstimatesView(
        location=location.id,
        first_day=first,
        last_day=last,
        by=by,
        total=AccuracyFigures(**_accuracy(view.total)),
        groups=[_group(group) for group in view.groups if group.figures.estimates],
        week=_badly_covered(_week(database, catalog, location, now)),
        definitions=DEFINITIONS,
    )


def review(database: Database, catalog: Catalog, location: Location, now: datetime) -> list[AccuracyGroup]:
    """Store with the learned model which queues' estimates of the past week covered badly; return them."""
    badly_covered = _badly_covered(_week(database, catalog, location, now))
    with database.write() as session:
        session.execute(
            sa.update(LearnedModel)
            .where(LearnedModel.location == location.id)
            .values(doubted={group.key: group.within_share for group in badly_covered})
        )
    return badly_covered


def _week(database: Database, catalog: Catalog, location: Location, now: datetime) -> WaitsView:
    yesterday = location.hours.day_of(now) - timedelta(days=1)
    question = ReportQuestion(yesterday - WEEK + timedelta(days=1), yesterday, GroupBy.QUEUE)
    return waits_view(database, question, catalog=catalog, location=location, now=now)


def _badly_covered(view: WaitsView) -> list[AccuracyGroup]:
    groups = [_group(group) for group in view.groups]
    return [group for group in groups if group.covers_badly]


def _group(group: WaitGroup) -> AccuracyGroup:
    return AccuracyGroup(key=group.key, label=group.label, **_accuracy(group.figures))


def _accuracy(figures: WaitFigures) -> dict[str, Any]:
    return {
        "estimates": figures.estimates,
        "median_error_seconds": figures.median_estimate_error_seconds,
        "within_share": figures.within_p90_share,
        "covers_badly": covers_badly(figures.estimates, figures.within_p90_share),
    }
