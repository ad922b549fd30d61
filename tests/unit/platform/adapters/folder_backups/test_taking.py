"""Taking a backup."""

import threading
from dataclasses import replace
from pathlib import Path

import pytest

from local.ops.backups import back_up
from local.ops.refused import Refused
from shared.platform.adapters.folder_backups import manifest
from shared.platform.adapters.folder_backups.one_at_a_time import one_at_a_time
from shared.platform.google_settings import GoogleSettings
from shared.platform.ports.backups import BackupFailed, BackupRunning
from shared.platform.settings import Settings
from shared.platform.wiring import Platform
from tests.support import SteppedClock


@pytest.fixture
def to(tmp_path: Path) -> Path:
    return tmp_path / "backups" / "one"


def test_it_holds_documents_messages_and_files(
    live: Platform, settings: Settings, clock: SteppedClock, to: Path
) -> None:
    """D16, J10: taken while the store is open and written to."""
    live.events.publish("conversation.updated", {"sessionId": "s"}, {"clientId": "one"})
    live.files.put("exports/a.csv", b"a", "text/csv")
    taken = back_up(settings, clock, to)
    assert taken == manifest.check(to) and taken.taken_at == clock()
    assert {path.name for path in to.iterdir()} == {
        "documents.sqlite",
        "outbox.sqlite",
        "signing-secret",
        "files",
        "manifest.json",
    }


def test_all_of_a_data_folder_is_kept_or_left_out_on_purpose(
    live: Platform, settings: Settings, clock: SteppedClock, to: Path
) -> None:
    """What is new in the data folder must be decided on."""
    back_up(settings, clock, to)
    made = {path.name for path in settings.data_dir.iterdir()} - {".in-use", "backups"}
    logs = {name for name in made if name.endswith(("-wal", "-shm"))}
    assert made - logs <= {path.name for path in to.iterdir()} | {"files"}


def test_no_photo_is_copied(live: Platform, settings: Settings, clock: SteppedClock, to: Path) -> None:
    """A photo lives for a day at most: no backup may keep it longer."""
    live.files.put("photos/one/me.jpg", b"face", "image/jpeg")
    back_up(settings, clock, to)
    assert not [path for path in to.rglob("*") if "photo" in path.as_posix().removeprefix(to.as_posix())]


def test_it_can_be_read_by_its_owner_alone(live: Platform, settings: Settings, clock: SteppedClock, to: Path) -> None:
    back_up(settings, clock, to)
    assert to.stat().st_mode & 0o077 == 0
    assert (to / "signing-secret").stat().st_mode & 0o077 == 0


def test_a_backup_that_fails_leaves_nothing(
    live: Platform, settings: Settings, clock: SteppedClock, to: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(manifest, "write", full)
    with pytest.raises(BackupFailed, match="No space left"):
        back_up(settings, clock, to)
    assert [path.name for path in to.parent.iterdir()] == [".lock"]


def test_what_a_killed_backup_left_behind_goes_with_the_next(
    live: Platform, settings: Settings, clock: SteppedClock, to: Path
) -> None:
    (to.parent / ".incomplete-1").mkdir(parents=True)
    back_up(settings, clock, to)
    assert {path.name for path in to.parent.iterdir()} == {".lock", "one"}


def test_of_several_at_once_one_is_taken(live: Platform, settings: Settings, clock: SteppedClock, to: Path) -> None:
    ended: list[str] = []

    def take(number: int) -> None:
        try:
            back_up(settings, clock, to.with_name(str(number)))
            ended.append("taken")
        except BackupRunning as refused:
            assert "right now" in str(refused)
            ended.append("refused")

    to.parent.mkdir()
    with one_at_a_time(to.parent):
        takers = [threading.Thread(target=take, args=(number,)) for number in range(3)]
        for taker in takers:
            taker.start()
        for taker in takers:
            taker.join()
    assert ended == ["refused"] * 3
    take(4)
    assert ended[-1] == "taken"


def test_nothing_is_written_over(live: Platform, settings: Settings, clock: SteppedClock, to: Path) -> None:
    back_up(settings, clock, to)
    with pytest.raises(BackupFailed, match="is there already"):
        back_up(settings, clock, to)


def test_nothing_to_back_up_is_said(settings: Settings, clock: SteppedClock, to: Path) -> None:
    with pytest.raises(BackupFailed, match="nothing in"):
        back_up(settings, clock, to)


def test_on_google_cloud_the_way_is_named(settings: Settings, clock: SteppedClock, to: Path) -> None:
    with pytest.raises(Refused, match=r"disaster-recovery\.md"):
        back_up(replace(settings, google=GoogleSettings("p")), clock, to)
