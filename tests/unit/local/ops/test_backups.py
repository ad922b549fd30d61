"""A backup a day, and no more of them than asked for."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from local.ops import backups, manifest
from shared.platform.google_settings import GoogleSettings
from shared.platform.settings import SettingError, Settings
from shared.platform.wiring import Platform
from tests.support import SteppedClock


@pytest.fixture
def clock() -> SteppedClock:
    return SteppedClock(datetime(2026, 11, 22, 12, tzinfo=UTC))


def test_todays_backup_is_taken_once(live: Platform, settings: Settings, clock: SteppedClock) -> None:
    """J5: `backups/$(date +%Y-%m-%d)*` exists."""
    taken = backups.backup_when_due(settings, clock)
    assert taken and taken.match(f"backups/{clock().astimezone():%Y-%m-%d}*")
    assert manifest.check(taken).taken_at == clock()
    clock.forward(hours=1)
    assert backups.backup_when_due(settings, clock) is None


def test_tomorrow_it_is_due_again(live: Platform, settings: Settings, clock: SteppedClock) -> None:
    """D16."""
    for _ in range(3):
        assert backups.backup_when_due(settings, clock)
        clock.forward(days=1)
    assert len(backups.listed(settings)) == 3


def test_the_newest_are_kept(live: Platform, settings: Settings, clock: SteppedClock) -> None:
    taken = []
    for _ in range(4):
        taken.append(backups.back_up_and_prune(settings, clock, keep=2)[0])
        clock.forward(days=1)
    assert backups.listed(settings) == taken[-2:]
    assert not list(taken[0].parent.glob(".incomplete*"))


def test_what_is_no_backup_is_never_pruned(live: Platform, settings: Settings, clock: SteppedClock) -> None:
    kept = settings.data_dir / "backups" / "2020-01-01-by-hand"
    kept.mkdir(parents=True)
    backups.back_up_and_prune(settings, clock, keep=1)
    assert kept.exists()


def test_a_failure_is_logged_and_tried_again(
    settings: Settings, clock: SteppedClock, capsys: pytest.CaptureFixture[str]
) -> None:
    assert backups.backup_when_due(settings, clock) is None
    assert "backup failed" in capsys.readouterr().out


def test_google_cloud_makes_its_own(settings: Settings, clock: SteppedClock) -> None:
    on_google = replace(settings, google=GoogleSettings("p"))
    assert backups.backup_when_due(on_google, clock) is None and not settings.data_dir.exists()


def test_how_many_are_kept_is_a_setting() -> None:
    assert backups.backups_kept({}) == 14
    assert backups.backups_kept({"BACKUPS_KEPT": "3"}) == 3
    for wrong in ("0", "many", "31"):
        with pytest.raises(SettingError, match="BACKUPS_KEPT"):
            backups.backups_kept({"BACKUPS_KEPT": wrong})
