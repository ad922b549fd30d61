"""What a test run came to, read from the report that pytest writes (JUnit XML)."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree as ET


@dataclass(frozen=True)
class Verdict:
    """Counts of tests; `gaps` counts those that could not run here by the reason given."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    gaps: Counter[str] = field(default_factory=Counter)

    def __add__(self, other: "Verdict") -> "Verdict":
        return Verdict(
            self.passed + other.passed,
            self.failed + other.failed,
            self.skipped + other.skipped,
            self.gaps + other.gaps,
        )

    @property
    def is_good(self) -> bool:
        """A run without a single passed test proves nothing, so it is not good."""
        return self.failed == 0 and self.passed > 0


def read(report: Path) -> Verdict:
    """The verdict of one report, in which a test that failed and then broke in its clean-up stands twice."""
    cases = ET.parse(report).getroot().findall(".//testcase")  # noqa: S314  our own pytest wrote it a moment ago
    names = {_name(case) for case in cases}
    failed = {_name(case) for case in cases if case.find("failure") is not None or case.find("error") is not None}
    skips = [skip for case in cases if (skip := case.find("skipped")) is not None]
    gaps = Counter(skip.get("message", "no reason given") for skip in skips)
    return Verdict(len(names) - len(failed) - len(skips), len(failed), len(skips), gaps)


def _name(case: ET.Element) -> tuple[str | None, str | None]:
    return case.get("classname"), case.get("name")
