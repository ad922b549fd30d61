"""How fast and how reliable it was: by the hour for the last days, by the day before."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

from local.story.moments import Ids, Moments
from local.story.plot import PLOT, Calendar, between
from shared.insight.performance_writing import PerformanceWriter
from shared.platform import unwritten
from shared.platform.histogram import bucket_of
from shared.platform.unwritten import Failure, Measurements, Operation, Slow, Unwritten
from shared.platform.widget_reports import PARTS
from shared.platform.wiring import Platform

HOURLY = timedelta(days=10)
REQUESTS_A_SESSION = 12
_OPERATIONS = (
    ("session_start", "POST /v1/ai/session/start", 0.2),
    ("events_record", "POST /v1/events", 0.3),
    ("chat_reply", "POST /v1/ai/chat", 1.0),
    ("recommend_recommend", "GET /v1/recommendations", 0.5),
    ("face_analyze_analyse", "POST /v1/ai/face-analyze", 0.8),
)


def measure(platform: Platform, calendar: Calendar, chance: Random) -> None:
    kept = unwritten.take()  # what the telling itself has measured is no part of the story
    kept.clear()
    moments = Moments(calendar.start)
    writer = PerformanceWriter(platform.documents, moments, Ids(chance))
    for at, hours in _spans(calendar):
        moments.now = at
        writer.write(_measured(calendar, at, hours, chance))
    unwritten.take()


def _spans(calendar: Calendar) -> Iterator[tuple[datetime, int]]:
    """When it is written down, and how many hours that stands for."""
    at = calendar.start + timedelta(hours=12)
    while at < calendar.until - HOURLY:
        yield at, 24
        at += timedelta(days=1)
    at = at.replace(hour=0)
    while at < calendar.until:
        yield at, 1
        at += timedelta(hours=1)


def _measured(calendar: Calendar, at: datetime, hours: int, chance: Random) -> Unwritten:
    taken: Unwritten = {}
    whole = taken.setdefault(None, Measurements())
    down = calendar.is_down(at + timedelta(minutes=10)) and hours == 1
    times = PLOT["answerMs"]["incident" if down else calendar.phase(at)]
    for client_id, shop in PLOT["shops"].items():
        own = taken.setdefault(client_id, Measurements())
        hourly = shop["sessionsADay"] / 24 if hours == 24 else shop["sessionsADay"] * PLOT["hour"][at.hour] / 161
        for _ in range(round(hours * hourly * REQUESTS_A_SESSION * 0.4)):
            _answer(own, whole, times, at, chance, failed=down and chance.random() < 0.35)
        for name, bounds in (("widgetLoadTime", PLOT["widgetLoadMs"]), ("faceAnalysisTime", PLOT["faceMs"])):
            for _ in range(round(hours * hourly)):
                bucket = bucket_of(between(bounds, chance))
                own.metrics[name][bucket] += 1
                whole.metrics[name][bucket] += 1
        for vital, bounds in PLOT["webVitals"].items():
            for _ in range(round(hours * hourly)):
                bucket = bucket_of(between(bounds, chance) * PARTS[vital])
                own.metrics[vital][bucket] += 1
                whole.metrics[vital][bucket] += 1
        if down:
            for kept in (own, whole):
                kept.widget_errors["UNAVAILABLE"] += round(hourly * PLOT["steps"]["opened"]["after"])
    for _ in range(60 * hours):
        whole.metrics["dbQueryTime"][bucket_of(between([0.05, 900 if down else 6], chance))] += 1
    return taken


def _answer(
    own: Measurements, whole: Measurements, times: list[float], at: datetime, chance: Random, *, failed: bool
) -> None:
    id, name, weight = chance.choice(_OPERATIONS)
    duration_ms = weight * between([times[0] / 6, times[1]], chance)
    trace_id = f"{chance.getrandbits(128):032x}"
    for kept in (own, whole):
        operation = kept.operations.setdefault(id, Operation(name))
        operation.answers += 1
        operation.failed += failed
        operation.buckets[bucket_of(duration_ms)] += 1
        kept.metrics["apiResponseTime"][bucket_of(duration_ms)] += 1
        kept.slow.append(Slow(duration_ms, id, name, trace_id, at))
        if failed and len(kept.failures) < unwritten.MOST_ERRORS:
            kept.failures.append(
                Failure(id.split("_")[0], name, "UNAVAILABLE", "StoreUnavailable", (), trace_id, trace_id, at)
            )
