"""A trace is found among the lines of many programs."""

import json
from pathlib import Path

import pytest

from local.ops import log_search
from local.ops.refused import Refused

TRACE, OTHER = "a" * 32, "b" * 32


def _line(trace: str, function: str, project: str = "") -> str:
    return json.dumps(
        {"severity": "INFO", "message": "request", "function": function, log_search.TRACE: project + trace}
    )


def test_the_functions_a_trace_passed_in_order_whatever_lies_between() -> None:
    """C8: from the chat to what was told of it, across lines that are cut off or are no log at all."""
    lines = [
        _line(TRACE, "chat"),
        _line(OTHER, "session"),
        f"{{broken {TRACE}",
        "plain text",
        f"prefix {_line(TRACE, 'quality_score', 'projects/p/traces/')}",
        json.dumps({"message": f"speaks of {TRACE}", log_search.TRACE: OTHER}),
    ]
    found = list(log_search.of_trace(lines, TRACE))
    assert [entry["function"] for entry in found] == ["chat", "quality_score"]
    assert "function=chat" in log_search.shown(found[0])


def test_in_the_cloud_the_filter_is_named() -> None:
    assert log_search.cloud_filter(TRACE, "p") == f'trace="projects/p/traces/{TRACE}"'


def test_a_file_that_is_not_there_is_told_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="cannot be read: No such file"):
        list(log_search.lines_of(tmp_path / "absent.log"))
