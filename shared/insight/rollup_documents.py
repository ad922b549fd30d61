"""How counters lie in the store, by `data/rollups.json`.

A bucket is one document, and while its sessions are young (`shardedDays`) several shards beside it: Firestore takes
about one write a second to a document. Once nobody writes to a day's shards any more they are merged into it
(`mergedAfterDays`), and up to there a read costs one document for each bucket.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from shared.insight.buckets import Bucket
from shared.insight.counters import OTHER
from shared.platform.ports.clock import parse_timestamp
from shared.platform.ports.documents import Body
from shared.platform.tenant import ClientDocuments

ROLLUPS = "rollups"
RULES: Mapping[str, Any] = json.loads((Path(__file__).parent / "data" / "rollups.json").read_text("utf-8"))
SHARDS = int(RULES["shards"])  # the first is the bucket's own document
KEPT = {grain: timedelta(days=days) for grain, days in RULES["keepDays"].items()}
_SHARDED = timedelta(days=RULES["shardedDays"])
_SPLITS = frozenset(RULES["splits"])
_MOST_NAMES: Mapping[str, int] = RULES["mostNames"]


def rollup_id(client_id: str, bucket: Bucket, shard: int = 0) -> str:
    return f"{client_id}:{bucket.grain}:{bucket.name}" + (f":{shard}" if shard else "")


def shard_of(began: datetime, now: datetime) -> int:
    """Of a session that began then: the same until the bucket's own document takes it."""
    return began.microsecond // 1000 % SHARDS if now - began < _SHARDED else 0


def merged_until(documents: ClientDocuments) -> datetime:
    """Buckets before have no shards."""
    mark = documents.get(ROLLUPS, mark_id(documents.client_id))
    return parse_timestamp(mark.body["until"]) if mark else datetime.min.replace(tzinfo=UTC)


def mark_id(client_id: str) -> str:
    return f"{client_id}:merged"


def is_split(name: str) -> bool:
    return name.partition(".")[0] in _SPLITS


def figures_in(body: Mapping[str, Any]) -> Body:
    """The counts that are no splits."""
    return {name: value for name, value in body["counts"].items() if name not in _SPLITS}


def bounded(name: str, held: Mapping[str, Any]) -> str:
    """Under `OTHER` where a family is full: a name once in a document stays, so what is taken back is found there."""
    family, _, rest = name.partition(".")
    most = _MOST_NAMES.get(family)
    if most is None:
        return name
    first, dot, below = rest.partition(".")
    known = held.get(family, {})
    return name if first in known or len(known) < most else f"{family}.{OTHER}{dot}{below}"
