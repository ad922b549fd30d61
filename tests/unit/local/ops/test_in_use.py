"""Serving and restoring never meet."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from local.ops import in_use
from local.ops.refused import Refused
from shared.platform.wiring import Platform

ROOT = Path(__file__).parents[4]
_SERVES = "import sys; from pathlib import Path; from local.ops.in_use import hold; hold(Path(sys.argv[1]))"
_READS = (
    "import sqlite3, sys; db = sqlite3.connect(sys.argv[1] + '/documents.sqlite');"
    " db.execute('PRAGMA journal_mode = WAL'); db.execute('SELECT * FROM sqlite_master').fetchall()"
)


@contextmanager
def _process(code: str, data_dir: Path) -> Iterator[subprocess.Popen[str]]:
    """Runs the code, then idles until it is killed."""
    command = [sys.executable, "-c", f"{code}; print(); sys.stdout.flush(); sys.stdin.read()", str(data_dir)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout and process.stdout.readline()
        yield process
        process.kill()


@pytest.mark.parametrize("code", [_SERVES, _READS])
def test_a_folder_that_another_process_serves_from_is_refused(tmp_path: Path, code: str) -> None:
    """Whether the process holds the lock or has nothing but a database open."""
    with closing(sqlite3.connect(tmp_path / "documents.sqlite")) as database:
        database.execute("CREATE TABLE documents (id TEXT)")
    with _process(code, tmp_path) as process:
        with pytest.raises(Refused, match="stop it first"), in_use.alone(tmp_path):
            pytest.fail("the folder is in use")
        process.kill()
        process.wait()
        with in_use.alone(tmp_path):
            assert (tmp_path / "documents.sqlite").exists()


def test_a_store_open_in_this_process_counts_too(live: Platform) -> None:
    with pytest.raises(Refused, match="stop it first"), in_use.alone(live.settings.data_dir):
        pytest.fail("the folder is in use")


def test_nobody_begins_to_serve_during_a_restore(tmp_path: Path) -> None:
    with in_use.alone(tmp_path), pytest.raises(Refused, match="being restored"):
        in_use.hold(tmp_path)
    os.close(in_use.hold(tmp_path))


def test_several_may_serve_at_once(tmp_path: Path) -> None:
    for descriptor in (in_use.hold(tmp_path), in_use.hold(tmp_path)):
        os.close(descriptor)


def test_a_damaged_database_is_no_obstacle(tmp_path: Path) -> None:
    (tmp_path / "documents.sqlite").write_bytes(b"not a database" * 1000)
    with in_use.alone(tmp_path):
        assert (tmp_path / "documents.sqlite").exists()
