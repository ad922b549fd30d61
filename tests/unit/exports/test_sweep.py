"""What is past its time goes, and nothing else."""

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest

from shared.exports.ledger import MOST_ATTEMPTS, Exports
from shared.exports.run import Runner
from shared.exports.sweep import sweep_exports
from shared.platform.ports.documents import StoreUnavailable
from shared.platform.tenant import ClientDocuments
from shared.platform.wiring import Platform
from tests.support import SteppedClock, client
from tests.unit.exports.conftest import Ask

DAY = timedelta(days=1)


def test_a_file_goes_after_seven_days_and_its_record_stays(
    ask: Ask, runner: Runner, exports: Exports, platform: Platform, clock: SteppedClock
) -> None:
    """D3: exports hold personal data."""
    export = ask()
    runner.run("e-1", client("one"))
    assert sweep_exports(platform.documents, platform.files, clock() + 7 * DAY - timedelta(seconds=1)) == 0
    assert [file.path for file in platform.files.list("")] == [export.path]
    assert sweep_exports(platform.documents, platform.files, clock() + 7 * DAY) == 1
    assert platform.files.list("") == []
    assert (exports.get("e-1").status, exports.get("e-1").has_file) == ("done", False)
    assert sweep_exports(platform.documents, platform.files, clock() + 8 * DAY) == 0


def test_a_file_without_a_record_goes(ask: Ask, runner: Runner, platform: Platform, clock: SteppedClock) -> None:
    kept = ask()
    runner.run("e-1", client("one"))
    for path in ("exports/one/gone/sessions.csv", "exports/stray", "frames/one/p.png"):
        platform.files.put(path, b"x", "text/csv")
    assert sweep_exports(platform.documents, platform.files, clock()) == 2
    assert [file.path for file in platform.files.list("")] == [kept.path, "frames/one/p.png"]


def test_the_file_of_an_export_that_failed_after_making_it_goes(
    ask: Ask,
    runner: Runner,
    exports: Exports,
    platform: Platform,
    clock: SteppedClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """D3: nobody is offered it, so nobody would delete it."""

    def away(*_: object, **__: object) -> None:
        raise StoreUnavailable("no answer")

    monkeypatch.setattr(Exports, "finish", away)
    ask()
    for _ in range(MOST_ATTEMPTS):
        with suppress(StoreUnavailable):
            runner.run("e-1", client("one"))
    assert exports.get("e-1").status == "failed"
    assert platform.files.list("") != []
    sweep_exports(platform.documents, platform.files, clock())
    assert platform.files.list("") == []


def test_what_does_not_end_within_a_day_is_failed(platform: Platform, clock: SteppedClock, ask: Ask) -> None:
    """Of every client: it would count among the unfinished for ever."""
    two = ClientDocuments(platform.documents, "two")
    two.batch([Exports.opening(replace(ask(), export_id="e-2", client_id="two"))])
    exports = [Exports(ClientDocuments(platform.documents, "one"), clock), Exports(two, clock)]
    exports[0].take_up("e-1")
    sweep_exports(platform.documents, platform.files, clock() + DAY)
    assert [of_one.unfinished() for of_one in exports] == [1, 1]
    sweep_exports(platform.documents, platform.files, clock() + DAY + timedelta(seconds=1))
    assert [of_one.unfinished() for of_one in exports] == [0, 0]
    (failed,) = exports[1].listed(5).exports
    assert (failed.status, failed.error) == ("failed", "It did not end within a day: try again.")
