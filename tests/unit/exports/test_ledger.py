"""Who works on an export, and how it ends."""

import pytest

from shared.exports.export import Export
from shared.exports.ledger import LEASE, MOST_ATTEMPTS, Abandoned, ExportNotFound, Exports, Leased
from shared.platform.tenant import ClientDocuments
from shared.platform.wiring import Platform
from tests.support import SteppedClock
from tests.unit.exports.conftest import Ask


def taken(exports: Exports, export_id: str = "e-1") -> Export:
    export = exports.take_up(export_id)
    assert export is not None
    return export


def test_it_is_stored_and_read_back(exports: Exports, ask: Ask) -> None:
    asked = ask()
    assert exports.get("e-1") == asked
    with pytest.raises(ExportNotFound):
        exports.get("e-2")


def test_another_client_does_not_see_it(platform: Platform, clock: SteppedClock, ask: Ask) -> None:
    ask()
    other = Exports(ClientDocuments(platform.documents, "two"), clock)
    assert other.listed(10).exports == []
    assert other.take_up("e-1") is None


def test_one_process_holds_it_at_a_time(exports: Exports, ask: Ask, clock: SteppedClock) -> None:
    ask()
    first = taken(exports)
    assert (first.status, first.attempts) == ("running", 1)
    with pytest.raises(Leased) as leased:
        exports.take_up("e-1")
    assert leased.value.until == clock() + LEASE


def test_progress_renews_the_lease(exports: Exports, ask: Ask, clock: SteppedClock) -> None:
    ask()
    first = taken(exports)
    clock.forward(seconds=100)
    first = exports.report(first, 0.25, 4000)
    assert (exports.get("e-1").progress, exports.get("e-1").rows) == (0.25, 4000)
    clock.forward(seconds=100)
    with pytest.raises(Leased):
        exports.take_up("e-1")


def test_who_died_over_it_is_followed_and_cannot_come_back(exports: Exports, ask: Ask, clock: SteppedClock) -> None:
    ask()
    first = taken(exports)
    clock.forward(minutes=3)
    second = taken(exports)
    assert (second.attempts, second.progress) == (2, 0.0)
    for act in (
        lambda: exports.report(first, 0.5, 1),
        lambda: exports.finish(first, rows=1, size=1),
        lambda: exports.fail(first, "x"),
    ):
        with pytest.raises(Abandoned):
            act()
    exports.finish(second, rows=2, size=3)
    done = exports.get("e-1")
    assert (done.status, done.progress, done.rows, done.size, done.has_file) == ("done", 1.0, 2, 3, True)
    assert exports.take_up("e-1") is None


def test_after_five_that_died_it_is_failed(exports: Exports, ask: Ask, clock: SteppedClock) -> None:
    ask()
    for _ in range(MOST_ATTEMPTS):
        taken(exports)
        clock.forward(minutes=3)
    assert exports.take_up("e-1") is None
    assert exports.get("e-1").status == "failed"
    assert exports.get("e-1").error == "It broke off 5 times: try again with a shorter range."


def test_what_is_deleted_is_left_alone(exports: Exports, ask: Ask, documents: ClientDocuments) -> None:
    ask()
    first = taken(exports)
    documents.batch([exports.removal("e-1")])
    with pytest.raises(Abandoned):
        exports.report(first, 0.5, 1)
    assert exports.take_up("e-1") is None


def test_unfinished_ones_are_counted_and_all_are_listed_newest_first(
    exports: Exports, ask: Ask, clock: SteppedClock
) -> None:
    for number in range(4):
        ask(export_id=f"e-{number}")
        clock.forward(minutes=1)
    exports.fail(taken(exports, "e-0"), "x")
    exports.finish(taken(exports, "e-1"), rows=0, size=0)
    taken(exports, "e-2")
    assert exports.unfinished() == 2
    first = exports.listed(3)
    assert [export.export_id for export in first.exports] == ["e-3", "e-2", "e-1"]
    assert [export.export_id for export in exports.listed(3, first.next_cursor).exports] == ["e-0"]


def test_a_file_is_named_by_what_is_in_it(ask: Ask) -> None:
    """By the period's days in its own zone."""
    assert ask("analytics", "xlsx").path == "exports/one/e-1/analytics-2026-10-23-to-2026-11-22.xlsx"
