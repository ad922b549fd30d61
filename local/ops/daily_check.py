"""The daily check in six steps: each says in one line that all is well, or what is not and what to do about it."""

import json
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar
from urllib.error import URLError
from urllib.request import urlopen

from shared.accounts.scope import SYSTEM
from shared.insight.performance_record import PerformanceRecords
from shared.platform.ports.backups import Backup, BackupProblem
from shared.platform.ports.documents import DocumentError
from shared.platform.settings import Settings
from shared.platform.tenant import ClientDocuments
from shared.platform.wiring import Platform
from shared.platform.wiring.one_machine import DOCUMENTS

LIMITS: Mapping[str, Any] = json.loads((Path(__file__).parent / "data" / "daily_check.json").read_text("utf-8"))
TIMEOUT_S = 10.0
ERRORS_SHOWN = 10
GIB = 1024**3
T = TypeVar("T")


class NotWell(Exception):
    """One line that says what is wrong and what to do; `more` are lines that go with it."""

    def __init__(self, line: str, *more: str) -> None:
        super().__init__(line)
        self.more = more


@dataclass(frozen=True)
class Step:
    name: str
    look: Callable[[], str]  # what was found well, in a few words; raises `NotWell`


def check(wired: Platform, url: str) -> tuple[list[str], bool]:
    """The report's lines, and whether all six steps found all well. A step that fails keeps none from being taken."""
    lines: list[str] = []
    well = True
    for number, step in enumerate(steps(wired, url), start=1):
        try:
            lines.append(f"ok      {number} {step.name}: {step.look()}")
        except NotWell as problem:
            well = False
            lines += [f"FAILED  {number} {step.name}: {problem}", *(f"        {line}" for line in problem.more)]
    return lines, well


def steps(wired: Platform, url: str) -> list[Step]:
    return [
        Step("health", lambda: _health(url)),
        Step("resources", lambda: _resources(wired.settings)),
        Step("errors of 24 hours", lambda: _errors(wired)),
        Step("store", lambda: _store(wired)),
        Step("backup of today", lambda: _backup(wired)),
        Step("performance", lambda: _performance(url)),
    ]


def _health(url: str) -> str:
    health = _asked(f"{url}/v1/health")
    if health.get("status") != "ok":
        raise NotWell(f"it says {health.get('status')!r}: see docs/runbooks.")
    return f"{url} answers, version {health.get('version')}"


def _resources(settings: Settings) -> str:
    if settings.google is not None:
        return "Cloud Run scales by itself: the dashboard of terraform/modules/monitoring shows instances and memory"
    disk = shutil.disk_usage(settings.data_dir)
    load = os.getloadavg()[0] / (os.cpu_count() or 1)
    memory = _memory_free_share()
    said = f"disk {disk.free / GIB:.1f} GiB free, memory {memory:.0%} free, load {load:.1f} a processor"
    if disk.free / disk.total < LIMITS["diskFreeShare"]:
        raise NotWell(
            f"{said}: the disk of {settings.data_dir} is nearly full, remove old backups or make it larger."
        )
    if memory < LIMITS["memoryFreeShare"]:
        raise NotWell(f"{said}: memory is short, see which process holds it (`ps aux --sort=-rss`).")
    if load > LIMITS["loadPerProcessor"]:
        raise NotWell(f"{said}: the machine is overloaded, see docs/capacity.md.")
    return said


def _memory_free_share() -> float:
    """1 where the system does not tell (other than Linux)."""
    try:
        lines = Path("/proc/meminfo").read_text("ascii").splitlines()
    except OSError:
        return 1.0
    kib = {name: float(rest.split()[0]) for name, _, rest in (line.partition(":") for line in lines)}
    return kib["MemAvailable"] / kib["MemTotal"]


def _errors(wired: Platform) -> str:
    since = wired.clock() - timedelta(hours=24)
    found = _read(
        lambda: PerformanceRecords(ClientDocuments(wired.documents, SYSTEM)).newest_errors(since, ERRORS_SHOWN)
    )
    if not found:
        return "none"
    lines = [
        f"{each['at']} {each['code']} {each['error']} in {each['name']}, {each['count']} x, trace {each['traceId']}"
        for each in found
    ]
    first = "find the log lines of a trace with `python -m local.ops logs --trace TRACE`"
    raise NotWell(f"the newest {len(found)} follow; {first}.", *lines)


def _store(wired: Platform) -> str:
    _read(lambda: wired.documents.get("health", "probe"))
    said = ["answers"]
    if wired.settings.google is None:
        said.append(_sqlite(wired.settings.data_dir / DOCUMENTS))
    backlog = _read(wired.events.backlog)
    if backlog is not None:
        if backlog.oldest_age_s > LIMITS["oldestWaitingS"]:
            waits = f"{backlog.pending} events and tasks wait, the oldest for {backlog.oldest_age_s:.0f} s"
            raise NotWell(f"{waits}: see docs/runbooks for a backlog.")
        if backlog.dead:
            raise NotWell(f"{backlog.dead} events or tasks were given up: see the collection dead_letters.")
        said.append(f"{backlog.pending} events and tasks wait")
    return ", ".join(said)


def _sqlite(file: Path) -> str:
    try:
        with closing(
            sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True, timeout=TIMEOUT_S)
        ) as connection:
            (outcome,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.Error as error:
        raise NotWell(f"{file} cannot be read ({error}): restore the newest backup (`make restore`).") from None
    if outcome != "ok":
        raise NotWell(f"{file} is damaged ({outcome}): restore the newest backup (`make restore`).")
    return f"{file.stat().st_size / GIB:.2f} GiB, sound"


def _backup(wired: Platform) -> str:
    try:
        found: list[Backup] = _read(lambda: wired.backups().list())
    except BackupProblem as problem:
        raise NotWell(str(problem)) from None
    today = f"{wired.clock().astimezone():%Y-%m-%d}"
    of_today = [backup for backup in found if f"{backup.taken_at.astimezone():%Y-%m-%d}" == today]
    if not of_today:
        newest = f"the newest is {found[0].id}" if found else "there is none at all"
        raise NotWell(f"no backup of {today}, {newest}: take one with `make backup`.")
    usable = [backup for backup in of_today if backup.verified is None or backup.verified.ok]
    if not usable:
        raise NotWell(f"{of_today[0].id} is damaged: take another with `make backup`, and see why.")
    backup = usable[0]
    return (
        f"{backup.id}, {backup.documents} documents, {'verified' if backup.can_be_relied_on else 'not yet verified'}"
    )


def _performance(url: str) -> str:
    performance = _asked(f"{url}/v1/metrics").get("performance")
    if not isinstance(performance, dict):
        raise NotWell(f"{url}/v1/metrics has no performance: is this the product's address?")
    slow = list(_too_slow(performance))
    if slow:
        raise NotWell(f"{'; '.join(slow)}: see docs/runbooks for slow answers.")
    p95 = performance["apiResponseTime"]["p95"]
    return "nothing measured yet" if p95 is None else f"95 of 100 answers within {p95:.0f} ms"


def _too_slow(performance: Mapping[str, Any]) -> Iterator[str]:
    for metric, limit in LIMITS["performanceP95Ms"].items():
        p95 = (performance.get(metric) or {}).get("p95")
        if p95 is not None and p95 > limit:
            yield f"{metric} p95 is {p95:.0f} ms, more than {limit}"
    error_rate, availability = performance.get("errorRate"), performance.get("availability")
    if error_rate is not None and error_rate > LIMITS["errorRate"]:
        yield f"errorRate is {error_rate:.3f}, more than {LIMITS['errorRate']}"
    if availability is not None and availability < LIMITS["availability"]:
        yield f"availability is {availability:.4f}, less than {LIMITS['availability']}"


def _asked(address: str) -> dict[str, Any]:
    if not address.startswith(("http://", "https://")):
        raise NotWell(f"{address} is no address: use --url https://...")
    try:
        with urlopen(address, timeout=TIMEOUT_S) as answer:  # noqa: S310 - checked above
            found = json.load(answer)
    except (URLError, OSError, ValueError) as error:
        raise NotWell(f"{address} does not answer ({error}): is the stack running?") from None
    return found if isinstance(found, dict) else {}


def _read(look: Callable[[], T]) -> T:
    try:
        return look()
    except DocumentError as error:
        raise NotWell(f"the store does not answer ({type(error).__name__}): see docs/disaster-recovery.md.") from None
