"""What browsers report of the widget is kept within bounds."""

from collections.abc import Iterator

import pytest

from shared.platform import unwritten, widget_reports
from shared.platform.unwritten import MOST_CODES, OTHER
from shared.platform.widget_reports import record_error, record_vital


@pytest.fixture(autouse=True)
def nothing_before(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(widget_reports, "_errors", type(widget_reports._errors)())
    unwritten.take()
    yield
    unwritten.take()


def test_a_vital_is_the_shops_and_the_platforms() -> None:
    """A7."""
    record_vital("LCP", 1234.5, "one")
    taken = unwritten.take()
    assert taken["one"].metrics["LCP"] == taken[None].metrics["LCP"]
    assert widget_reports.vitals("LCP")[-1] == 1234.5


def test_however_many_codes_are_made_up_only_so_many_are_kept() -> None:
    """A10: whoever has the publishable key can send any code."""
    for number in range(MOST_CODES + 60):
        record_error(f"MADE_UP_{number}", "one")
    record_error("MADE_UP_0", "one")
    taken = unwritten.take()
    for kept in (widget_reports.errors(), taken["one"].widget_errors, taken[None].widget_errors):
        assert len(kept) == MOST_CODES + 1
        assert (kept["MADE_UP_0"], kept[OTHER]) == (2, 60)
