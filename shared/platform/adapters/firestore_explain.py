"""How Firestore served a query (https://cloud.google.com/firestore/docs/query-explain). The emulator does not say."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from google.protobuf.json_format import MessageToDict

from shared.platform.adapters.firestore_client import Firestore
from shared.platform.adapters.firestore_query import decoded, structured
from shared.platform.indexes import require_index
from shared.platform.ports.documents import Query


@dataclass(frozen=True)
class Explanation:
    indexes: tuple[Mapping[str, Any], ...]  # such as {"query_scope": "Collection", "properties": "(clientId ASC, …)"}
    results: int
    reads: int  # what is paid for
    duration_ms: float


def explain(store: Firestore, query: Query) -> Explanation | None:
    """Runs the query; None where the server tells nothing. Raises `IndexMissing`, `StoreUnavailable`."""
    require_index(query)
    metrics = store.explain(structured(query, decoded(query), query.limit, store.parent))
    if metrics is None:
        return None
    stats = metrics.execution_stats
    return Explanation(
        indexes=tuple(MessageToDict(index) for index in metrics.plan_summary.indexes_used),
        results=stats.results_returned,
        reads=stats.read_operations,
        duration_ms=stats.execution_duration.ToTimedelta().total_seconds() * 1000,
    )
