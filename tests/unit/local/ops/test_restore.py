"""A backup put back."""

import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from local.ops import restore
from local.ops.backups import back_up
from local.ops.refused import Refused
from local.ops.rights import DoneAgain
from shared.platform.adapters.folder_backups import durable, manifest
from shared.platform.adapters.folder_backups.manifest import Damaged
from shared.platform.google_settings import GoogleSettings
from shared.platform.settings import Settings
from shared.platform.tenant import ClientDocuments
from shared.platform.wiring import Platform, connect
from tests.support import SteppedClock


@pytest.fixture
def backup(live: Platform, settings: Settings, clock: SteppedClock, tmp_path: Path) -> Path:
    live.files.put("exports/a.csv", b"a", "text/csv")
    live.events.publish("conversation.updated", {"sessionId": "s"}, {"clientId": "one"})
    back_up(settings, clock, tmp_path / "backup")
    return tmp_path / "backup"


@pytest.fixture
def later(backup: Path, live: Platform, settings: Settings, clock: SteppedClock, tmp_path: Path) -> Path:
    """The same store when more has happened."""
    live.documents.create("clients", "later", {})
    live.files.put("exports/b.csv", b"b", "text/csv")
    back_up(settings, clock, tmp_path / "later")
    return tmp_path / "later"


def _digest(settings: Settings) -> str:
    return manifest.documents_in(settings.data_dir / "documents.sqlite").digest


def _names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_what_was_backed_up_is_served_again(backup: Path, elsewhere: Settings, clock: SteppedClock) -> None:
    """J6, J10: documents, files and messages still to be delivered."""
    done = restore.restore(elsewhere, clock, backup)
    assert _digest(elsewhere) == done.manifest.documents_digest and done.aside is None
    wired = connect(elsewhere)
    assert ClientDocuments(wired.documents, "one").get("clients", "one") is not None
    assert wired.files.get("exports/a.csv") == b"a"
    assert [message.topic for message in wired.events.lease(5)] == ["conversation.updated"]  # type: ignore[attr-defined]


def test_what_was_there_before_lies_aside(
    backup: Path, later: Path, elsewhere: Settings, clock: SteppedClock
) -> None:
    restore.restore(elsewhere, clock, later)
    before = _digest(elsewhere)
    done = restore.restore(elsewhere, clock, backup)
    assert done.aside and done.aside.parent == elsewhere.data_dir and done.aside.name.startswith("before-restore-")
    assert manifest.documents_in(done.aside / "documents.sqlite").digest == before
    assert (done.aside / "files/content/exports/b.csv").exists()
    assert not (elsewhere.data_dir / "files/content/exports/b.csv").exists()


def test_a_running_stack_is_left_alone(backup: Path, live: Platform, settings: Settings, clock: SteppedClock) -> None:
    with pytest.raises(Refused, match="stop it first"):
        restore.restore(settings, clock, backup)


def test_a_damaged_backup_changes_nothing(
    backup: Path, later: Path, elsewhere: Settings, clock: SteppedClock
) -> None:
    restore.restore(elsewhere, clock, later)
    before, names = _digest(elsewhere), _names(elsewhere.data_dir)
    with (backup / "documents.sqlite").open("r+b") as file:
        file.seek(5000)
        file.write(b"damage")
    with pytest.raises(Damaged, match="is damaged"):
        restore.restore(elsewhere, clock, backup)
    assert (_digest(elsewhere), _names(elsewhere.data_dir)) == (before, names)


@pytest.mark.parametrize("moves", range(12))
def test_a_restore_cut_short_is_finished_by_the_next_start(
    backup: Path, later: Path, elsewhere: Settings, clock: SteppedClock, monkeypatch: pytest.MonkeyPatch, moves: int
) -> None:
    """Whichever move was the last one: the data is wholly the earlier or wholly the restored."""
    restore.restore(elsewhere, clock, later)
    earlier = _digest(elsewhere)
    left = [moves]
    really = durable.move

    def dying(source: Path, target: Path) -> None:
        if left[0] == 0:
            raise KeyboardInterrupt
        left[0] -= 1
        really(source, target)

    monkeypatch.setattr(durable, "move", dying)
    with suppress(KeyboardInterrupt):
        restore.restore(elsewhere, clock, backup)
    monkeypatch.setattr(durable, "move", really)
    restore.finish(elsewhere.data_dir)

    decided = moves > 0
    assert _digest(elsewhere) == (manifest.check(backup).documents_digest if decided else earlier)
    assert (elsewhere.data_dir / "files/content/exports/b.csv").exists() == (not decided)
    aside = list(elsewhere.data_dir.glob("before-restore-*"))
    assert [manifest.documents_in(path / "documents.sqlite").digest for path in aside] == [earlier] * decided
    assert not (elsewhere.data_dir / restore.RESTORING).exists()


def test_damaged_data_is_replaced_and_kept_aside(backup: Path, elsewhere: Settings, clock: SteppedClock) -> None:
    """J6: the case that backups are for."""
    elsewhere.data_dir.mkdir()
    (elsewhere.data_dir / "documents.sqlite").write_bytes(b"ruined" * 2000)
    done = restore.restore(elsewhere, clock, backup)
    assert done.done_again is None, "nobody can tell who was erased"
    assert done.aside and (done.aside / "documents.sqlite").read_bytes().startswith(b"ruined")
    assert _digest(elsewhere) == done.manifest.documents_digest


def test_a_log_beside_an_old_database_never_meets_the_new_one(
    backup: Path, elsewhere: Settings, clock: SteppedClock
) -> None:
    elsewhere.data_dir.mkdir()
    for name in ("documents.sqlite", "documents.sqlite-wal"):
        (elsewhere.data_dir / name).write_bytes(b"ruined" * 2000)
    restore.restore(elsewhere, clock, backup)
    assert not (elsewhere.data_dir / "documents.sqlite-wal").exists()


def test_a_backup_within_the_data_folder_stays_where_it_is(
    backup: Path, elsewhere: Settings, clock: SteppedClock
) -> None:
    within = elsewhere.data_dir / "backups" / "2026-11-22T120000"
    shutil.copytree(backup, within)
    restore.restore(elsewhere, clock, within)
    assert manifest.check(within)


def test_nothing_to_do_again_is_said_as_nothing(backup: Path, elsewhere: Settings, clock: SteppedClock) -> None:
    assert restore.restore(elsewhere, clock, backup).done_again == DoneAgain(0, 0)


def test_who_was_erased_since_stays_erased(
    live: Platform,
    settings: Settings,
    elsewhere: Settings,
    clock: SteppedClock,
    tmp_path: Path,
    start: Callable[[], object],
    erase: Callable[[object], None],
) -> None:
    """J11: a restore does not undo a shopper's erasure."""
    session = start()
    back_up(settings, clock, tmp_path / "before")
    erase(session)
    back_up(settings, clock, tmp_path / "after")
    restore.restore(elsewhere, clock, tmp_path / "after")
    done = restore.restore(elsewhere, clock, tmp_path / "before")
    assert done.done_again == DoneAgain(1, 0)
    kept = manifest.documents_in(elsewhere.data_dir / "documents.sqlite").collections
    assert "sessions" not in kept and kept["erasures"] == 1


def test_on_google_cloud_the_way_is_named(elsewhere: Settings, clock: SteppedClock, backup: Path) -> None:
    with pytest.raises(Refused, match=r"disaster-recovery\.md"):
        restore.restore(replace(elsewhere, google=GoogleSettings("p")), clock, backup)
