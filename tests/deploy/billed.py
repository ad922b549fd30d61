"""A document store that counts what Firestore would charge for, by the rules of its price list.

https://cloud.google.com/firestore/pricing: each document read, written and deleted; a query that finds nothing is
one read, and so is a document that is not there. What the adapter reads besides is counted as well: one document more
than the limit of a query, to know whether a page follows, and the expiry before an unbound update or a deletion.
"""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from shared.platform.ports.documents import (
    Aggregate,
    Body,
    Changes,
    Create,
    Delete,
    Document,
    Documents,
    Neighbour,
    Page,
    Query,
    Update,
    Write,
)


class BilledDocuments:
    """Implements `Documents`."""

    def __init__(self, store: Documents) -> None:
        self._store = store
        self._count: Counter[str] = Counter()

    @contextmanager
    def counted(self) -> Iterator[Counter[str]]:
        """Counts of `reads`, `writes` and `deletes` within; of what was created, `kept` documents and `keptBytes`."""
        self._count.clear()
        within: Counter[str] = Counter()
        yield within
        within.update(self._count)

    def create(self, collection: str, id: str, body: Body, *, expires_at: datetime | None = None) -> str:
        self._count["writes"] += 1
        self._keep(body)
        return self._store.create(collection, id, body, expires_at=expires_at)

    def get(self, collection: str, id: str) -> Document | None:
        self._count["reads"] += 1
        return self._store.get(collection, id)

    def get_many(self, collection: str, ids: Sequence[str]) -> list[Document]:
        self._count["reads"] += len(set(ids))
        return self._store.get_many(collection, ids)

    def replace(
        self,
        collection: str,
        id: str,
        body: Body,
        *,
        expires_at: datetime | None = None,
        if_version: str | None = None,
    ) -> str:
        self._count["writes"] += 1
        return self._store.replace(collection, id, body, expires_at=expires_at, if_version=if_version)

    def update(self, collection: str, id: str, changes: Changes, *, if_version: str | None = None) -> str:
        self._count.update(writes=1, reads=0 if if_version else 1)
        return self._store.update(collection, id, changes, if_version=if_version)

    def delete(self, collection: str, id: str) -> bool:
        self._count["reads"] += 1
        deleted = self._store.delete(collection, id)
        self._count["deletes"] += deleted
        return deleted

    def query(self, query: Query) -> Page:
        page = self._store.query(query)
        self._count["reads"] += max(1, len(page.items) + (page.next_cursor is not None))
        return page

    def aggregate(self, query: Query, *, sums: Sequence[str] = (), averages: Sequence[str] = ()) -> Aggregate:
        found = self._store.aggregate(query, sums=sums, averages=averages)
        self._count["reads"] += max(1, -(-found.count // 1000))
        return found

    def nearest(self, query: Query, field: str, vector: Sequence[float], limit: int) -> list[Neighbour]:
        found = self._store.nearest(query, field, vector, limit)
        self._count["reads"] += max(1, len(found))
        return found

    def batch(self, writes: Sequence[Write]) -> None:
        for write in writes:
            self._count["deletes" if isinstance(write, Delete) else "writes"] += 1
            self._count["reads"] += isinstance(write, Update) and write.if_version is None
            if isinstance(write, Create):
                self._keep(write.body)
        self._store.batch(writes)

    def _keep(self, body: Body) -> None:
        self._count.update(kept=1, keptBytes=len(json.dumps(body)))
