"""Log lines."""

import json
from collections.abc import Iterator

import pytest

from shared.platform import log, trace


@pytest.fixture(autouse=True)
def _level() -> Iterator[None]:
    log.configure("INFO")
    yield
    log.configure("INFO")


def test_a_line_is_one_json_object_with_the_trace(capsys: pytest.CaptureFixture[str]) -> None:
    """C8: a line is found by its trace."""
    with trace.begin(None, "r-1") as now:
        log.info("café", status=200)
    line = json.loads(capsys.readouterr().out)
    assert (line["severity"], line["message"], line["status"], line["requestId"]) == ("INFO", "café", 200, "r-1")
    assert line["logging.googleapis.com/trace"] == now.trace_id


def test_with_a_project_the_trace_is_named_as_cloud_logging_links_it(capsys: pytest.CaptureFixture[str]) -> None:
    log.configure("INFO", project="eyewear-prod")
    with trace.begin(None) as now:
        log.info("linked")
    line = json.loads(capsys.readouterr().out)
    assert line["logging.googleapis.com/trace"] == f"projects/eyewear-prod/traces/{now.trace_id}"
    assert line["logging.googleapis.com/spanId"] == now.span_id


def test_lines_below_the_level_are_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    log.configure("ERROR")
    log.info("small")
    log.warning("middling")
    log.error("grave")
    assert [json.loads(line)["message"] for line in capsys.readouterr().out.splitlines()] == ["grave"]


def test_an_exception_is_named_and_placed_but_not_quoted(capsys: pytest.CaptureFixture[str]) -> None:
    try:
        raise ValueError("the shopper wrote this")
    except ValueError as error:
        log.error("failed", cause=error)
    written = capsys.readouterr().out
    assert "ValueError" in written
    assert "test_log.py" in written
    assert "shopper" not in written
