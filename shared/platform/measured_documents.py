"""Any document store, with the time of each call on record as `dbQueryTime`."""

from collections.abc import Sequence
from datetime import datetime

from shared.platform.ports.documents import (
    Aggregate,
    Body,
    Changes,
    Document,
    Documents,
    Neighbour,
    Page,
    Query,
    Write,
)
from shared.platform.timings import measured


class MeasuredDocuments:
    def __init__(self, store: Documents) -> None:
        self._store = store

    def create(self, collection: str, id: str, body: Body, *, expires_at: datetime | None = None) -> str:
        with measured("dbQueryTime"):
            return self._store.create(collection, id, body, expires_at=expires_at)

    def get(self, collection: str, id: str) -> Document | None:
        with measured("dbQueryTime"):
            return self._store.get(collection, id)

    def get_many(self, collection: str, ids: Sequence[str]) -> list[Document]:
        with measured("dbQueryTime"):
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
        with measured("dbQueryTime"):
            return self._store.replace(collection, id, body, expires_at=expires_at, if_version=if_version)

    def update(self, collection: str, id: str, changes: Changes, *, if_version: str | None = None) -> str:
        with measured("dbQueryTime"):
            return self._store.update(collection, id, changes, if_version=if_version)

    def delete(self, collection: str, id: str) -> bool:
        with measured("dbQueryTime"):
            return self._store.delete(collection, id)

    def query(self, query: Query) -> Page:
        with measured("dbQueryTime"):
            return self._store.query(query)

    def aggregate(self, query: Query, *, sums: Sequence[str] = (), averages: Sequence[str] = ()) -> Aggregate:
        with measured("dbQueryTime"):
            return self._store.aggregate(query, sums=sums, averages=averages)

    def nearest(self, query: Query, field: str, vector: Sequence[float], limit: int) -> list[Neighbour]:
        with measured("dbQueryTime"):
            return self._store.nearest(query, field, vector, limit)

    def batch(self, writes: Sequence[Write]) -> None:
        with measured("dbQueryTime"):
            self._store.batch(writes)
