"""What one conversation adds to the counters of its shop, so that trends read sums and no conversations."""

from collections.abc import Mapping
from typing import Any

BANDS = 10  # of 10 points each; 100 belongs to the last


def counts(score: Mapping[str, Any] | None) -> dict[str, float]:
    """By counter, from a session's `qualityScore`; nothing without one. An issue counts once a conversation.

    `quality.sum` is of points from 0 to 100, a component's of values from 0 to 1, the satisfaction's from 1 to 5.
    """
    if not score:
        return {}
    overall = float(score["overall"])
    found: dict[str, float] = {
        "quality.count": 1,
        "quality.sum": overall,
        "quality.sumOfSquares": overall * overall,
        f"quality.band.{band(overall)}": 1,
    }
    for name, part in score.get("components", {}).items():
        found |= {f"quality.component.{name}.sum": part["value"], f"quality.component.{name}.count": 1}
    found |= {f"quality.issues.{issue['code']}": 1 for issue in score.get("issues", ())}
    if "satisfaction" in score:
        found["quality.satisfaction.sum"] = float(score["satisfaction"]["overall"])
    return found


def band(overall: float) -> int:
    """0 for less than 10 points, up to 9."""
    return min(BANDS - 1, int(overall // (100 / BANDS)))


def difference(before: Mapping[str, float], after: Mapping[str, float]) -> dict[str, float]:
    """What is to be added so that `after` is counted where `before` is."""
    changes = {name: after.get(name, 0) - before.get(name, 0) for name in {*before, *after}}
    return {name: by for name, by in changes.items() if by}
