"""The nearest vectors, found by Firestore: https://firebase.google.com/docs/firestore/vector-search"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from shared.platform.adapters.firestore_client import Firestore
from shared.platform.adapters.firestore_paths import escaped
from shared.platform.adapters.firestore_query import Structured, matching, select
from shared.platform.adapters.firestore_stored import Stored
from shared.platform.adapters.firestore_values import vector_value
from shared.platform.adapters.limits import DISTANCE_FIELD, MAX_NEAREST
from shared.platform.ports.documents import Query

Pb = Any


def nearest(
    store: Firestore, query: Query, field: str, vector: Sequence[float], limit: int, now: datetime
) -> list[Stored]:
    """Nearest first, ties by id. A search knows no bound on the expiry, so where expired documents took places that
    others should have, more are asked for."""
    asked = limit
    while True:
        found = [Stored(raw) for raw in store.run(_search(query, field, vector, asked))]
        live = [stored for stored in found if stored.lives(now)]
        if len(live) >= limit or len(found) < asked or asked == MAX_NEAREST:
            return sorted(live, key=lambda stored: (stored.distance, stored.id))[:limit]
        asked = min(2 * asked + 10, MAX_NEAREST)


def _search(query: Query, field: str, vector: Sequence[float], limit: int) -> Pb:
    made = matching(query)
    search = made.find_nearest
    search.vector_field.field_path = escaped(field)
    search.query_vector.CopyFrom(vector_value(vector))
    search.distance_measure = Structured.FindNearest.COSINE
    search.distance_result_field = DISTANCE_FIELD
    search.limit.value = limit
    if query.fields is not None:
        select(made, (*query.fields, DISTANCE_FIELD))
    return made
