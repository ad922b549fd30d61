"""docs/quality.md tells the truth."""

import re
from pathlib import Path

from shared.quality.finding import RULES
from shared.quality.issue import TEXTS

PAGE = (Path(__file__).parents[3] / "docs" / "quality.md").read_text("utf-8")


def test_the_page_has_each_component_with_its_weight() -> None:
    listed = {name: float(weight) for name, weight in re.findall(r"^\| `(\w+)` \| ([\d.]+) \|", PAGE, re.M)}
    assert listed == RULES["weights"]
    assert round(sum(listed.values()), 9) == 1


def test_the_page_has_each_issue_and_the_thresholds() -> None:
    assert set(TEXTS) <= set(re.findall(r"`(\w+)`", PAGE))
    assert f"satisfaction is {RULES['lost']['atMost']} or less" in PAGE
    assert f"loss of {RULES['replay']['regression']:.0f} point" in PAGE
