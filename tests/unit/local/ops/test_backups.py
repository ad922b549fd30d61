"""A backup a day, verified, and no more of them than asked for."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from local.ops import backups
from local.ops.refused import Refused
from shared.platform.adapters.folder_backups import manifest
from shared.platform.adapters.folder_backups.backups import FolderBackups
from shared.platform.backup_settings import backups_kept
from shared.platform.google_settings import GoogleSettings
from shared.platform.setting_error import SettingError
from shared.platform.settings import Settings
from shared.platform.wiring import Platform
from tests.support import SteppedClock


@pytest.fixture
def clock() -> SteppedClock:
    return SteppedClock(datetime(2026, 11, 22, 12, tzinfo=UTC))


@pytest.fixture
def stepped(live: Platform, settings: Settings, clock: SteppedClock) -> Platform:
    kept = FolderBackups(settings.data_dir, settings.version, clock, lambda: 2)
    return replace(live, clock=clock, backups=lambda: kept)


def test_todays_backup_is_taken_and_verified_once(stepped: Platform, settings: Settings, clock: SteppedClock) -> None:
    """J5 D16: `backups/$(date +%Y-%m-%d)*` exists, and could be restored."""
    taken = backups.backup_when_due(stepped)
    assert taken is not None
    assert taken.verified is not None
    assert taken.verified.ok
    assert taken.id.startswith(f"{clock().astimezone():%Y-%m-%d}")
    assert manifest.check(settings.data_dir / "backups" / taken.id).taken_at == clock()
    clock.forward(hours=1)
    again = backups.backup_when_due(stepped)
    assert again is not None
    assert again.id == taken.id


def test_the_newest_are_kept_and_what_is_no_backup_is_never_pruned(
    stepped: Platform, settings: Settings, clock: SteppedClock
) -> None:
    by_hand = settings.data_dir / "backups" / "2020-01-01-by-hand"
    by_hand.mkdir(parents=True)
    taken = []
    for _ in range(4):
        done = backups.backup_when_due(stepped)
        assert done is not None
        taken.append(done.id)
        clock.forward(days=1)
    assert [backup.id for backup in stepped.backups().list()] == taken[:1:-1]
    assert by_hand.exists()
    assert not list(by_hand.parent.glob(".incomplete*"))


def test_damaged_ones_drive_no_whole_one_out(stepped: Platform, settings: Settings, clock: SteppedClock) -> None:
    """D16: a store that is damaged is backed up damaged, day after day."""
    whole = backups.backup_when_due(stepped)
    assert whole is not None
    for _ in range(4):
        clock.forward(days=1)
        damaged = stepped.backups().take()
        (settings.data_dir / "backups" / damaged.id / "documents.sqlite").write_bytes(b"x")
        stepped.backups().verify(damaged.id)
    clock.forward(days=1)
    stepped.backups().take()
    assert whole.id in [backup.id for backup in stepped.backups().list()]


def test_a_failure_is_logged_and_tried_again(
    live: Platform, settings: Settings, clock: SteppedClock, capsys: pytest.CaptureFixture[str]
) -> None:
    nothing = FolderBackups(settings.data_dir / "empty", settings.version, clock, lambda: 2)
    assert backups.backup_when_due(replace(live, backups=lambda: nothing)) is None
    assert "backup failed" in capsys.readouterr().out


def test_google_cloud_makes_its_own(settings: Settings, clock: SteppedClock) -> None:
    with pytest.raises(Refused, match=r"disaster-recovery\.md"):
        backups.back_up_and_prune(replace(settings, google=GoogleSettings("p")), clock)


def test_how_many_are_kept_is_a_setting() -> None:
    assert backups_kept({}) == 14
    assert backups_kept({"BACKUPS_KEPT": "3"}) == 3
    for wrong in ("0", "many", "31"):
        with pytest.raises(SettingError, match="BACKUPS_KEPT"):
            backups_kept({"BACKUPS_KEPT": wrong})
