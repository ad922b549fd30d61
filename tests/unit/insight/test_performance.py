"""Percentiles of real durations."""

from prometheus_client.parser import text_string_to_metric_families

from shared.insight.exposition import exposition
from shared.insight.performance import durations, most_frequent, performance, vital_figure
from shared.platform import timings
from shared.platform.unwritten import MOST_CODES, OTHER


def test_percentiles_are_durations_that_were_measured() -> None:
    figures = durations([float(ms) for ms in range(1, 101)])
    assert (figures.p50, figures.p95, figures.p99, figures.count) == (50.0, 95.0, 99.0, 100)


def test_one_sample_is_every_percentile() -> None:
    figures = durations([7.0])
    assert (figures.p50, figures.p95, figures.p99) == (7.0, 7.0, 7.0)


def test_nothing_measured_is_said_as_nothing() -> None:
    assert durations([]).p50 is None


def test_the_four_metrics_of_the_brief_are_there() -> None:
    """I1."""
    assert {"apiResponseTime", "dbQueryTime", "widgetLoadTime", "faceAnalysisTime"} <= performance().keys()


def test_prometheus_reads_the_same_figures_in_seconds() -> None:
    """I7: scrape-able metrics."""
    timings.record("faceAnalysisTime", 40.0)
    figures = performance()
    families = {family.name: family for family in text_string_to_metric_families(exposition(figures).decode())}
    [p50] = [s.value for s in families["aid_face_analysis_seconds"].samples if s.labels["quantile"] == "0.5"]
    assert p50 == figures["faceAnalysisTime"]["p50"] / 1000


def test_a_vital_is_what_three_of_four_visits_did_not_exceed() -> None:
    """A7."""
    figure = vital_figure([0.3, 0.0, 0.1, 0.02])
    assert (figure.p75, figure.count) == (0.1, 4)
    assert vital_figure([]).p75 is None


def test_the_most_frequent_errors_come_first_and_the_others_together() -> None:
    """A10."""
    told = {OTHER: 5, **{f"E{number}": number for number in range(1, MOST_CODES + 3)}}
    shown = most_frequent(told)
    assert list(shown)[:2] == [f"E{MOST_CODES + 2}", f"E{MOST_CODES + 1}"]
    assert (list(shown)[-1], shown[OTHER], len(shown)) == (OTHER, 5 + 1 + 2, MOST_CODES + 1)
    assert most_frequent({}) == {}
