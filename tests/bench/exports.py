"""Time and peak memory of exports, each in a process of its own; the store is SQLite, the file a folder's."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from time import perf_counter
from uuid import uuid4

from shared.exports.export import Export
from shared.exports.ledger import Exports
from shared.exports.run import Runner
from shared.platform.settings import Settings
from shared.platform.tenant import ClientDocuments
from shared.platform.wiring import connect
from tests.bench.figure import Figure
from tests.support import client
from tests.unit.exports.shop import MONTH, NOW, message, session, store

MANY, FEW = 1_000_000, 10_000
MOST_MIB, MOST_S = 200, 60
KIB_A_MIB = 1024


def measure() -> list[Figure]:
    """Ten thousand sessions against the clock; a million sessions, and their messages, against memory."""
    figures: list[Figure] = []
    for count, formats in ((FEW, ("csv", "json", "xlsx")), (MANY, ("csv", "json", "xlsx"))):
        with tempfile.TemporaryDirectory() as folder:
            _in_a_process("fill", folder, str(count))
            for format in formats:
                figures += _figures(folder, "sessions", format, count)
            figures += _figures(folder, "conversations", "csv", count)
    return figures


def _figures(folder: str, kind: str, format: str, count: int) -> Iterator[Figure]:
    measured = _in_a_process("run", folder, kind, format)
    name = f"{kind} as {format}, {measured['rows']:,} rows"
    if count == FEW:
        yield Figure(name, measured["seconds"], "s", None, "", MOST_S, on_ratio=False)
    else:
        speed = f"in {measured['seconds']:.0f} s, {measured['bytes'] / 1e6:.0f} MB"
        name, peak, before = f"{name} {speed}", measured["mib"], measured["before"]
        yield Figure(name, peak, "MiB", before, "before", MOST_MIB, on_ratio=False)


def _in_a_process(*arguments: str) -> dict[str, float]:
    command = [sys.executable, "-m", "tests.bench.exports", *arguments]
    measured: dict[str, float] = json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)
    return measured


def fill(folder: str, count: str) -> dict[str, float]:
    """So many sessions with one message each."""
    documents = _documents(folder)
    step = (MONTH.end - MONTH.start) / int(count)
    times = [MONTH.start + step * number for number in range(int(count))]
    store(documents, "sessions", (session(number, at) for number, at in enumerate(times)))
    said = (
        message(f"s-{number:07}", 0, at + timedelta(microseconds=1), "Round frames in gold, light, under 150 euros?")
        for number, at in enumerate(times)
    )
    store(documents, "messages", said, "messageId")
    return {}


def run(folder: str, kind: str, format: str) -> dict[str, float]:
    wired, documents = connect(_settings(folder)), _documents(folder)
    export = Export(uuid4().hex, "one", kind, format, MONTH, NOW, "bench")  # type: ignore[arg-type]
    documents.batch([Exports.opening(export)])
    before, started = _peak_mib(), perf_counter()
    Runner(documents, wired.files, wired.clock).run(export.export_id, client("one"))
    seconds = perf_counter() - started
    done = Exports(documents, wired.clock).get(export.export_id)
    if done.status != "done" or done.size is None:
        raise AssertionError(done)
    wired.files.delete(export.path)
    return {"seconds": seconds, "rows": done.rows, "bytes": done.size, "mib": _peak_mib(), "before": before}


def _documents(folder: str) -> ClientDocuments:
    return ClientDocuments(connect(_settings(folder)).documents, "one")


def _settings(folder: str) -> Settings:
    place = Path(folder)
    return Settings(place, "http://127.0.0.1:8080", place / "absent.task", b"secret", "ERROR", "bench")


def _peak_mib() -> float:
    return getrusage(RUSAGE_SELF).ru_maxrss / KIB_A_MIB


if __name__ == "__main__":
    acts: dict[str, Callable[..., dict[str, float]]] = {"fill": fill, "run": run}
    print(json.dumps(acts[sys.argv[1]](*sys.argv[2:])))
