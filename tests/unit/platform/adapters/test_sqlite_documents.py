"""What only the SQLite store promises; the rest is in tests/contract."""

import os
import signal
import sqlite3
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

from shared.platform.adapters.sqlite_documents import SqliteDocuments
from shared.platform.ports.documents import Query
from tests.support import SteppedClock

_WRITER = """
import sys
from datetime import datetime, UTC
from pathlib import Path
from shared.platform.adapters.sqlite_documents import SqliteDocuments
from shared.platform.ports.documents import Create, Increment
documents = SqliteDocuments(Path(sys.argv[1]), lambda: datetime.now(UTC))
documents.create("sessions", "counter", {"n": 0})
for n in range(1_000_000):
    documents.update("sessions", "counter", {"n": Increment(1)})
    documents.batch([Create("messages", f"{n}-{part}", {"n": n, "text": "x" * 500}) for part in range(3)])
    print(n, flush=True)
"""


def test_what_was_acknowledged_survives_kill_9(tmp_path: Path) -> None:
    path = tmp_path / "documents.sqlite"
    with subprocess.Popen([sys.executable, "-c", _WRITER, str(path)], stdout=subprocess.PIPE) as writer:
        assert writer.stdout is not None
        acknowledged = -1
        for line in writer.stdout:
            acknowledged = int(line)
            if acknowledged == 300:
                os.kill(writer.pid, signal.SIGKILL)  # what the pipe still holds was acknowledged as well
    assert writer.returncode == -signal.SIGKILL
    assert sqlite3.connect(path).execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    documents = SqliteDocuments(path, SteppedClock())
    counter = documents.get("sessions", "counter")
    assert counter is not None
    assert counter.body["n"] >= acknowledged + 1
    ids = [f"{n}-{part}" for n in range(acknowledged + 2) for part in range(3)]
    found = documents.get_many("messages", ids)
    assert {document.id for document in found} >= set(ids[:-3])
    assert len(found) % 3 == 0, "a batch is there whole or not at all"


def test_sweeping_deletes_what_has_expired_and_nothing_else(tmp_path: Path) -> None:
    clock = SteppedClock()
    documents = SqliteDocuments(tmp_path / "documents.sqlite", clock)
    for n in range(1100):
        documents.create("photos", f"old{n}", {"n": n}, expires_at=clock() + timedelta(hours=1))
    documents.create("photos", "later", {"n": 1}, expires_at=clock() + timedelta(hours=2))
    documents.create("photos", "always", {"n": 1})
    assert documents.sweep() == 0
    clock.forward(hours=1)
    assert documents.sweep() == 1100
    assert documents.sweep() == 0
    stored = sqlite3.connect(tmp_path / "documents.sqlite").execute("SELECT id FROM documents ORDER BY id")
    assert stored.fetchall() == [("always",), ("later",)]


def test_documents_are_there_for_the_next_process(tmp_path: Path) -> None:
    SqliteDocuments(tmp_path / "documents.sqlite", SteppedClock()).create("sessions", "a", {"clientId": "one"})
    again = SqliteDocuments(tmp_path / "documents.sqlite", SteppedClock())
    assert [document.id for document in again.query(Query("sessions", {"clientId": "one"})).items] == ["a"]
