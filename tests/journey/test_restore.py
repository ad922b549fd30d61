"""The drill: a shop's data is backed up while it serves, lost, and put back."""

import re
import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from shared.platform.adapters.folder_backups import manifest
from tests.journey.shop import Shop

ROOT = Path(__file__).parents[2]
DOCUMENTS = 10_000


def _ops(stack: Any, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {"DATA_DIR": str(stack.data_dir), "PATH": ""}
    command = [sys.executable, "-m", "local.ops", *words]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120)


def _fill(stack: Any) -> None:
    """Sessions of a shop that has been open for a while."""
    body = (
        """{"clientId": "training-client", "sessionId": "s' || n || '", "createdAt": "2026-11-22T00:00:00.000Z", """
        """"wishes": {"items": []}, "recommendations": [{"productId": "a", "score": 0.5}], "qualityScore": null}"""
    )
    statement = (
        f"WITH RECURSIVE counted(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted WHERE n < {DOCUMENTS})"  # noqa: S608 - constants
        f" INSERT INTO documents SELECT 'sessions', 'drill-' || n, 'v', NULL, '{body}' FROM counted"
    )
    with closing(sqlite3.connect(stack.data_dir / "documents.sqlite", timeout=30)) as database, database:
        database.execute(statement)


def _wipe(data_dir: Path) -> None:
    for path in data_dir.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()


def test_a_lost_store_comes_back_as_it_was(stack: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """J6, J10, D16: backup of a running stack, wipe, restore, same digest, and the shop goes on."""
    shop = Shop(stack.base_url)
    session = shop.start()
    assert shop.say(session, "round glasses under 150 euros").status == 200
    _fill(stack)
    backup = tmp_path / "backup"

    taken = _ops(stack, "backup", "--to", str(backup))
    assert taken.returncode == 0, taken.stderr
    digest = manifest.check(backup).documents_digest
    late = shop.start()
    refused = _ops(stack, "restore", str(backup))
    assert refused.returncode == 2 and "stop it first" in refused.stderr

    stack.stop()
    _wipe(stack.data_dir)
    began = time.perf_counter()
    restored = _ops(stack, "restore", str(backup))
    lasted_s = time.perf_counter() - began
    assert restored.returncode == 0, restored.stderr
    assert f"digest {digest}" in restored.stdout
    assert manifest.documents_in(stack.data_dir / "documents.sqlite").digest == digest
    count = int(re.findall(r"^ *(\d+)  documents", restored.stdout, re.M)[0])
    assert count > DOCUMENTS

    stack.start()
    assert shop.say(session, "and in black").status == 200, "the session goes on where it was"
    assert shop.recommendations(late).status == 404, "what came after the backup is gone"
    with capsys.disabled():
        said = taken.stdout.strip().rpartition(":")[0]
        print(f"\nrestore drill: {said}; {count} documents restored in {lasted_s:.2f} s (promise: 60 s)")


def test_a_new_shop_is_opened_filled_and_served(stack: Any, tmp_path: Path) -> None:
    """H26, D15: from two files to recommendations, while the stack runs."""
    example = re.findall(r"^```json\n(.*?)^```", (ROOT / "docs" / "operations.md").read_text("utf-8"), re.M | re.S)[0]
    (tmp_path / "shop.json").write_text(example, "utf-8")
    assert _ops(stack, "open-shop", str(tmp_path / "shop.json")).returncode == 0
    client_id = re.findall(r'"clientId": "([^"]+)"', example)[0]
    key = _ops(stack, "add-key", client_id).stdout.strip()
    shutil.copy(ROOT / "docs" / "feed-example.csv", tmp_path / "feed.csv")
    synced = _ops(stack, "sync-catalogue", client_id, str(tmp_path / "feed.csv"))
    assert synced.returncode == 0, synced.stderr

    shop = Shop(stack.base_url, key)
    found = shop.recommendations(shop.start(clientId=client_id))
    assert found.status == 200 and len(found.data["recommendations"]) == 2
