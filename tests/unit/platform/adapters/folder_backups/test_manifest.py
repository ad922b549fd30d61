"""What a backup says of itself, held against what it is."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from local.ops.backups import back_up
from shared.platform.adapters.folder_backups import manifest
from shared.platform.adapters.folder_backups.manifest import Damaged
from shared.platform.settings import Settings
from shared.platform.wiring import Platform
from tests.support import SteppedClock


@pytest.fixture
def backup(live: Platform, settings: Settings, clock: SteppedClock, tmp_path: Path) -> Path:
    live.files.put("exports/report.csv", b"a,b", "text/csv")
    to = tmp_path / "backup"
    back_up(settings, clock, to)
    return to


def _sql(backup: Path, statement: str) -> None:
    with closing(sqlite3.connect(backup / "documents.sqlite", isolation_level=None)) as connection:
        connection.execute(statement)


def _claim(backup: Path) -> None:
    """The manifest takes the database file for right: only what lies in it can still give it away."""
    said = json.loads((backup / "manifest.json").read_text())
    kept = manifest._kept(backup / "documents.sqlite")
    said["files"]["documents.sqlite"] = kept.model_dump()
    (backup / "manifest.json").write_text(json.dumps(said))


def _reworded(backup: Path) -> None:
    _sql(backup, "UPDATE documents SET body = '{}' WHERE collection = 'clients'")
    _claim(backup)


def test_a_backup_just_taken_is_whole(backup: Path) -> None:
    """H32, J10: counts, digests and the database's own check."""
    found = manifest.check(backup)
    assert found.collections == {"clients": 1, "origins": 1} and found.product_version == "test-1"
    assert "files/content/exports/report.csv" in found.files


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda b: (b / "files/content/exports/report.csv").write_bytes(b"a;b"), "report.csv was changed"),
        (lambda b: (b / "files/content/exports/report.csv").unlink(), "report.csv is missing"),
        (lambda b: (b / "outbox.sqlite").unlink(), "outbox.sqlite is missing"),
        (lambda b: (b / "stray").touch(), "stray is not in the manifest"),
        (lambda b: (b / "documents.sqlite").write_bytes(b"x" * 9000), "documents.sqlite was changed"),
        (lambda b: (b / "manifest.json").write_text("{}"), "is not a backup's"),
        (lambda b: (b / "manifest.json").unlink(), "is no backup"),
        (_reworded, "not those of the manifest"),
        (lambda b: (b / "documents.sqlite").write_bytes(b"x" * 9000) and _claim(b), "cannot be read"),
    ],
)
def test_damage_is_found_and_named(backup: Path, damage: Callable[[Path], object], said: str) -> None:
    damage(backup)
    with pytest.raises(Damaged, match=said):
        manifest.check(backup)


def test_checking_leaves_the_backup_as_it_was(backup: Path) -> None:
    before = {path.name: path.stat().st_mtime_ns for path in backup.rglob("*")}
    manifest.check(backup)
    assert {path.name: path.stat().st_mtime_ns for path in backup.rglob("*")} == before
