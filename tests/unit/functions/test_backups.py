"""Backups over the function's own door, the daily chores, and what the health check says of both."""

import json
import resource
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from functions.backups.main import function as backups
from functions.health.main import function as health
from functions.maintenance.main import ChoresFailed, keep_house
from shared.accounts.client import Client
from shared.maintenance import chores
from shared.platform.adapters.folder_backups.backups import FolderBackups
from shared.platform.adapters.folder_backups.one_at_a_time import one_at_a_time
from shared.platform.ports.documents import Query
from shared.platform.wiring import Platform
from shared.web.listener import Notice
from tests.support import SteppedClock, access_token, ask, data_of, error_of, wired_to

PATH = "/v1/admin/backups"


@pytest.fixture
def stepped(platform: Platform, clock: SteppedClock) -> Platform:
    kept = FolderBackups(platform.settings.data_dir, "test", clock, lambda: 3)
    return replace(platform, clock=clock, backups=lambda: kept)


@pytest.fixture
def admin(stepped: Platform) -> str:
    wired_to(backups, stepped)
    return access_token(stepped, "admin@platform.example")


def _health(platform: Platform) -> dict[str, object]:
    answer = ask(wired_to(health, platform), "GET", "/v1/health")
    assert answer.status_code == 200
    found: dict[str, object] = json.loads(answer.get_data())["backup"]
    return found


def test_a_backup_is_taken_verified_and_told_of(stepped: Platform, admin: str, clock: SteppedClock) -> None:
    """D16 H32: counts and hashes held against the manifest in a scratch store; its age in the health check."""
    assert _health(stepped) == {"state": "none", "ageHours": None}
    taken = ask(backups, "POST", PATH, token=admin, json={})
    assert taken.status_code == 201
    shown = data_of(taken)
    assert (shown["state"], shown["collections"]["clients"]) == ("unverified", 2)
    verified = data_of(ask(backups, "POST", f"{PATH}/{shown['backupId']}/verify", token=admin, json={}))
    assert (verified["state"], verified["problems"]) == ("verified", [])
    clock.forward(hours=3)
    assert _health(stepped) == {"state": "ok", "ageHours": 3.0}
    clock.forward(hours=24)
    assert _health(stepped) == {"state": "stale", "ageHours": 27.0}
    listed = data_of(ask(backups, "GET", PATH, token=access_token(stepped, "admin@platform.example")))
    assert (listed["state"], [each["backupId"] for each in listed["items"]]) == ("stale", [shown["backupId"]])
    actions = [each.body["action"] for each in stepped.documents.query(Query("audit", {"clientId": "_system"})).items]
    assert sorted(actions) == ["backup.taken", "backup.verified"]


def test_damage_is_found_and_named(stepped: Platform, admin: str) -> None:
    """H32: one changed byte."""
    id = data_of(ask(backups, "POST", PATH, token=admin, json={}))["backupId"]
    file = stepped.settings.data_dir / "backups" / id / "documents.sqlite"
    content = bytearray(file.read_bytes())
    content[-100] ^= 1
    file.write_bytes(content)
    shown = data_of(ask(backups, "POST", f"{PATH}/{id}/verify", token=admin, json={}))
    assert shown["state"] == "damaged"
    assert "documents.sqlite was changed" in shown["problems"]
    assert _health(stepped)["state"] == "none"


def test_an_unknown_backup_is_not_found_and_two_at_once_are_a_conflict(stepped: Platform, admin: str) -> None:
    for unknown in ("2020-01-01T000000", "..", "x"):
        answer = ask(backups, "POST", f"{PATH}/{unknown}/verify", token=admin, json={})
        assert error_of(answer)["code"] in {"NOT_FOUND", "INVALID_REQUEST"}
    with one_at_a_time(stepped.settings.data_dir / "backups"):
        assert error_of(ask(backups, "POST", PATH, token=admin, json={}))["code"] == "CONFLICT"
    assert ask(backups, "GET", PATH, token=access_token(stepped, "one@shop.example")).status_code == 403


def test_a_full_disk_leaves_nothing_half_written(stepped: Platform, tmp_path: Path) -> None:
    """D16: a real limit on the size of files, in a process of its own."""
    for n in range(50):
        stepped.documents.create("fillers", str(n), {"text": "x" * 50_000})
    script = (
        "import sys; from pathlib import Path; from datetime import UTC, datetime;"
        "from shared.platform.adapters.folder_backups.backups import FolderBackups;"
        "from shared.platform.ports.backups import BackupFailed\n"
        "kept = FolderBackups(Path(sys.argv[1]), 'test', lambda: datetime.now(UTC), lambda: 3)\n"
        "try:\n    kept.take()\nexcept BackupFailed as failed:\n    print(failed)\nelse:\n    print('taken')\n"
        "print(len(kept.list()))"
    )
    limit = 1_000_000
    done = subprocess.run(
        [sys.executable, "-c", script, str(stepped.settings.data_dir)],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[3],
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
    )
    said, count = done.stdout.strip().splitlines()[-2:]
    assert "could not be taken" in said
    assert count == "0"
    assert [path.name for path in (stepped.settings.data_dir / "backups").iterdir()] == [".lock"]


def test_the_daily_chores_are_done_and_one_that_fails_keeps_none_from_it(
    stepped: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    """D16 J10: and they are told again, since what failed is to be tried again."""
    notice = Notice("m", {"at": "now"}, {}, stepped)
    keep_house(notice)
    keep_house(notice)
    assert [backup.can_be_relied_on for backup in stepped.backups().list()] == [True]

    def broken(_: Platform) -> dict[str, int]:
        raise RuntimeError

    done: list[str] = []

    def last(_: Platform) -> dict[str, int]:
        done.append("last")
        return {}

    every = {"broken": broken, "last": last}
    monkeypatch.setattr("functions.maintenance.main.CHORES", every)
    with pytest.raises(ChoresFailed, match="broken"):
        keep_house(notice)
    assert done == ["last"]
    assert "backup" in chores.CHORES


def test_one_clients_fault_keeps_no_other_from_its_turn(stepped: Platform, monkeypatch: pytest.MonkeyPatch) -> None:
    """J10."""
    swept: list[str] = []

    def sweep(_: object, client: Client, *__: object) -> dict[str, int]:
        if client.client_id == "one":
            raise RuntimeError
        swept.append(client.client_id)
        return {}

    monkeypatch.setattr(chores, "retention_sweep", sweep)
    with pytest.raises(chores.SomeFailed):
        chores.keep_retention(stepped)
    assert swept == ["two"]


def test_health_names_no_backup_that_has_made_room(stepped: Platform, admin: str, clock: SteppedClock) -> None:
    """D16: three are kept here."""
    first = data_of(ask(backups, "POST", PATH, token=admin, json={}))["backupId"]
    ask(backups, "POST", f"{PATH}/{first}/verify", token=admin, json={})
    for _ in range(3):
        clock.forward(minutes=1)
        assert ask(backups, "POST", PATH, token=admin, json={}).status_code == 201
    kept = [backup.id for backup in stepped.backups().list()]
    assert (_health(stepped)["state"] == "ok") is (first in kept)
