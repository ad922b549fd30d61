"""The demo's history: the same each time, told by the rooms' own writers, and believable."""

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from local.demo import TRAINING
from local.seed import seed
from local.story import tell as story
from local.story.plot import PLOT, Calendar
from shared.accounts.scope import SYSTEM
from shared.insight.performance_record import PerformanceRecords
from shared.insight.period import Period
from shared.insight.rollups import Rollups
from shared.platform.ports.documents import Query
from shared.platform.settings import Settings
from shared.platform.tenant import ClientDocuments
from shared.platform.widget_reports import VITALS
from shared.platform.wiring import Platform, connect
from tests.unit.local.test_seed import _write

DAYS = 10  # holds the release's follow-up, the incident, and a weekend


def _told(folder: Path, until: datetime) -> Platform:
    catalogue = folder / "catalogue"
    catalogue.mkdir(parents=True)
    _write(catalogue, *(f"frame-{n}" for n in range(12)))
    wired = connect(Settings(folder / "data", "http://127.0.0.1:9000", folder, b"s", "ERROR", "test"))
    seed(wired, catalogue)
    assert not story.is_told(wired)
    story.tell(wired, until, DAYS)
    return wired


@pytest.fixture(scope="module")
def until() -> datetime:
    return datetime.now(UTC).replace(hour=12, minute=0, second=0, microsecond=0)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory, until: datetime) -> Platform:
    return _told(tmp_path_factory.mktemp("told"), until)


def _of_shop(wired: Platform, collection: str) -> list[str]:
    documents = ClientDocuments(wired.documents, TRAINING.client_id)
    return [document.id for document in documents.query(Query(collection, {})).items]


def test_the_same_story_is_told_each_time(told: Platform, tmp_path: Path, until: datetime) -> None:
    """H13: ids and all, so that what a guide shows is what a reader sees."""
    again = _told(tmp_path, until)
    for collection in ("sessions", "events", "messages", "tickets"):
        assert _of_shop(told, collection) == _of_shop(again, collection), collection
        assert len(_of_shop(told, collection)) > 0


def test_it_is_known_to_be_told(told: Platform) -> None:
    assert story.is_told(told)


def test_the_counters_are_those_of_the_sessions(told: Platform, until: datetime) -> None:
    """D13: every session counted once, and the funnel never grows."""
    calendar = Calendar(until, DAYS)
    rollups = Rollups(ClientDocuments(told.documents, TRAINING.client_id))
    counts = rollups.total(Period(calendar.start, until, ZoneInfo("UTC")))
    assert counts["sessions"] == len(_of_shop(told, "sessions"))
    funnel = [counts[f"funnel.{step}"] for step in ("loaded", "opened", "recommendation", "tryOn", "cart")]
    assert funnel == sorted(funnel, reverse=True)
    assert counts["quality.count"] > 10


def test_the_incident_is_seen_in_the_measurements(told: Platform, until: datetime) -> None:
    """J4: errors and slow answers in its hour, and an incident with its post-mortem."""
    calendar = Calendar(until, DAYS)
    records = PerformanceRecords(ClientDocuments(told.documents, SYSTEM))
    around = (calendar.incident.replace(hour=0, minute=0), calendar.incident.replace(hour=23))
    hours = {point.start: point.figures for point in records.curve(*around)}
    bad = hours[calendar.incident.replace(minute=0)]
    good = hours[calendar.incident.replace(hour=20, minute=0)]
    assert bad.error_rate is not None
    assert bad.error_rate > 0.1
    assert good.error_rate == 0
    assert bad.widget_errors.keys() == {"UNAVAILABLE"}
    assert good.widget_errors == {}
    assert all(good.vital(vital).count for vital in VITALS)
    (incident,) = ClientDocuments(told.documents, SYSTEM).query(Query("incidents", {})).items
    assert incident.body["status"] == "resolved"
    assert incident.body["postMortem"]["published"]


def test_more_come_at_weekends_and_fewer_at_night(until: datetime) -> None:
    assert PLOT["weekday"][5] > max(PLOT["weekday"][:5])
    assert sum(PLOT["hour"][:6]) < sum(PLOT["hour"][17:22])
