"""A shop that keeps its shoppers' data for less time than before: what is older goes now, not when it was to."""

from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta

from shared.accounts.client import Client
from shared.platform.ports.clock import Clock, NewId, timestamp
from shared.platform.ports.documents import Order, Query, Range
from shared.platform.tenant import ClientDocuments
from shared.shopper.collections import SESSIONS
from shared.shopper.privacy import Privacy
from shared.shopper.session import SessionNotFound

AT_ONCE = 200


def retention_sweep(documents: ClientDocuments, client: Client, clock: Clock, new_id: NewId) -> Mapping[str, int]:
    """Erases the sessions that began before the client's `retention_days`, each with all of it; how much that was.

    What is cut off half-way, here or anywhere, is ended by the next sweep. A day is added, for sessions that are
    just ending.
    """
    before = clock() - timedelta(days=client.retention_days + 1)
    privacy = Privacy(documents, clock, new_id)
    counts = Counter(privacy.finish_begun())
    oldest = Range("createdAt", lt=timestamp(before))
    while True:
        page = documents.query(
            Query(SESSIONS, {}, oldest, Order("createdAt", descending=True), AT_ONCE, fields=("createdAt",))
        )
        for session in page.items:
            with suppress(SessionNotFound):  # erased at this moment
                counts.update(privacy.erase(session.id).counts)
        if len(page.items) < AT_ONCE:
            return dict(counts)
