"""What a conversation adds to its shop's counters."""

import pytest

from shared.quality.counted import band, counts, difference

SCORE = {
    "overall": 80.0,
    "components": {"grounding": {"value": 0.5, "weight": 1, "why": ""}},
    "issues": [{"code": "complaint"}, {"code": "complaint"}, {"code": "abandoned"}],
    "satisfaction": {"overall": 3.5},
}


def test_an_issue_counts_once_a_conversation() -> None:
    """H35."""
    assert counts(SCORE) == {
        "quality.count": 1,
        "quality.sum": 80,
        "quality.sumOfSquares": 6400,
        "quality.band.8": 1,
        "quality.component.grounding.sum": 0.5,
        "quality.component.grounding.count": 1,
        "quality.issues.complaint": 1,
        "quality.issues.abandoned": 1,
        "quality.satisfaction.sum": 3.5,
    }
    assert counts(None) == counts({}) == {}


@pytest.mark.parametrize(("overall", "expected"), [(0, 0), (9.9, 0), (10, 1), (99.9, 9), (100, 9)])
def test_bands_are_of_ten_points(overall: float, expected: int) -> None:
    assert band(overall) == expected


def test_the_difference_takes_back_what_no_longer_holds() -> None:
    later = counts({**SCORE, "overall": 60.0, "issues": []})
    changes = difference(counts(SCORE), later)
    assert changes["quality.sum"] == -20 and changes["quality.issues.complaint"] == -1
    assert changes["quality.band.8"] == -1 and changes["quality.band.6"] == 1
    assert "quality.count" not in changes
    assert difference(later, later) == {}
