"""What Prometheus reads."""

from collections import Counter
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from shared.insight.exposition import exposition
from shared.insight.performance import performance
from shared.platform import timings, widget_reports
from shared.platform.adapters.sqlite_outbox import RetryPolicy, SqliteOutbox
from shared.platform.widget_reports import record_error, record_vital
from tests.support import SteppedClock


def _value(text: bytes, name: str, **labels: str) -> float | None:
    samples = [s for family in text_string_to_metric_families(text.decode()) for s in family.samples]
    return next((s.value for s in samples if s.name == name and s.labels == labels), None)


def test_answers_are_counted_by_function() -> None:
    """I7: rates over any window come from counters that only rise."""
    timings.record_answer(failed=False, function="counted")
    timings.record_answer(failed=True, function="counted")
    text = exposition(performance())
    assert _value(text, "aid_answers_total", function="counted") == 2
    assert _value(text, "aid_answers_failed_total", function="counted") == 1


def test_a_function_that_never_failed_says_zero() -> None:
    timings.record_answer(failed=False, function="faultless")
    assert _value(exposition(performance()), "aid_answers_failed_total", function="faultless") == 0


@pytest.fixture
def outbox(tmp_path: Path, clock: SteppedClock) -> SqliteOutbox:
    numbers = iter(range(100))
    return SqliteOutbox(tmp_path / "o.sqlite", clock, lambda: str(next(numbers)), retry=RetryPolicy(max_attempts=1))


def test_what_waits_and_what_was_given_up_is_told(outbox: SqliteOutbox, clock: SteppedClock) -> None:
    dead = outbox.publish("t", {}, {"clientId": "one"})
    outbox.lease(1)
    outbox.failed(dead, "status 500")
    outbox.publish("t", {}, {"clientId": "one"})
    clock.forward(seconds=90)
    text = exposition(performance(), outbox.backlog())
    assert _value(text, "aid_outbox_pending") == 1
    assert _value(text, "aid_outbox_oldest_age_seconds") == 90
    assert _value(text, "aid_outbox_dead") == 1


def test_without_an_outbox_nothing_is_said_of_one() -> None:
    assert b"aid_outbox" not in exposition(performance())


def test_what_browsers_report_is_told_in_base_units(monkeypatch: pytest.MonkeyPatch) -> None:
    """I7 A7 A10."""
    monkeypatch.setattr(widget_reports, "_errors", Counter())  # else as full as other tests left it
    record_vital("LCP", 1800, "one")
    record_vital("CLS", 0.05, "one")
    record_error("CAMERA_TOLD", "one")
    figures = performance()
    text = exposition(figures)
    assert _value(text, "aid_widget_lcp_seconds", quantile="0.75") == figures["webVitals"]["LCP"]["p75"] / 1000
    assert _value(text, "aid_widget_cls", quantile="0.75") == figures["webVitals"]["CLS"]["p75"]
    assert _value(text, "aid_widget_cls_samples") == figures["webVitals"]["CLS"]["count"]
    assert _value(text, "aid_widget_errors_total", code="CAMERA_TOLD") == 1
