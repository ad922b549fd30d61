"""Watches what new revisions answer while they get a part of the traffic, from Cloud Run's own request log."""

import json
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from local.release import gcloud
from local.release.place import Place
from local.release.problem import ReleaseStopped


@dataclass(frozen=True)
class Gate:
    """How long to watch, and what share of server errors a new revision may have."""

    watch_s: float
    poll_s: float
    max_error_share: float
    newest_requests: int

    @classmethod
    def read(cls, watch_s: float | None = None) -> "Gate":
        data = json.loads((Path(__file__).parent / "data" / "gates.json").read_text("utf-8"))
        seconds = data["watchSeconds"] if watch_s is None else watch_s
        return cls(seconds, data["pollSeconds"], data["maxServerErrorShare"], data["newestRequestsRead"])


@dataclass(frozen=True)
class Count:
    requests: int = 0
    errors: int = 0  # answers with a status from 500 on

    def passes(self, gate: Gate) -> bool:
        return self.errors <= self.requests * gate.max_error_share


def watch(place: Place, revisions: Sequence[str], gate: Gate) -> None:
    """Returns when the time is over without too many errors. Raises `ReleaseStopped` as soon as there are."""
    if not revisions:
        return None
    since = datetime.now(UTC)
    until = time.monotonic() + gate.watch_s
    while True:
        time.sleep(max(0.0, min(gate.poll_s, until - time.monotonic())))
        command = gcloud.requests(place, log_filter(revisions, since), gate.newest_requests)
        counts = {revision: Count() for revision in revisions} | counted(gcloud.ask(command) or ())
        judge(counts, gate)
        if time.monotonic() >= until:
            return _report(counts)


def log_filter(revisions: Iterable[str], since: datetime) -> str:
    """Cloud Run logs each request of each revision by itself; the status in it is what the caller got."""
    names = " OR ".join(f'"{revision}"' for revision in revisions)
    return " AND ".join(
        (
            'resource.type="cloud_run_revision"',
            'log_id("run.googleapis.com/requests")',
            f"resource.labels.revision_name=({names})",
            f'timestamp>="{since.isoformat(timespec="seconds")}"',
        )
    )


def counted(entries: Iterable[Mapping[str, Any]]) -> dict[str, Count]:
    counts: dict[str, Count] = {}
    for entry in entries:
        revision = entry["resource"]["labels"]["revision_name"]
        so_far = counts.get(revision, Count())
        failed = entry.get("httpRequest", {}).get("status", 0) >= 500
        counts[revision] = Count(so_far.requests + 1, so_far.errors + failed)
    return counts


def judge(counts: Mapping[str, Count], gate: Gate) -> None:
    """Raises `ReleaseStopped` with the revisions that fail too often."""
    bad = {revision: count for revision, count in counts.items() if not count.passes(gate)}
    if bad:
        found = ", ".join(
            f"{revision} ({count.errors} of {count.requests} requests)" for revision, count in bad.items()
        )
        raise ReleaseStopped(f"Too many server errors: {found}; at most {gate.max_error_share:.2%} are let pass.")


def _report(counts: Mapping[str, Count]) -> None:
    for revision, count in sorted(counts.items()):
        seen = f"{count.errors} errors in {count.requests} requests" if count.requests else "no requests: not judged"
        print(f"{revision}: {seen}", flush=True)
