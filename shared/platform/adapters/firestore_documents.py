"""The document store in the cloud: Firestore in native mode, one collection for each of the port's."""

from collections.abc import Sequence
from datetime import datetime

from shared.platform.adapters import cursor, firestore_aggregate, firestore_nearest
from shared.platform.adapters.changes import project
from shared.platform.adapters.firestore_client import Firestore
from shared.platform.adapters.firestore_commit import commit, read_versions
from shared.platform.adapters.firestore_query import Position, decoded, is_empty, position_of, structured
from shared.platform.adapters.firestore_stored import Stored, micros
from shared.platform.adapters.limits import MAX_BATCH, can_be_id, check_nearest, check_vector
from shared.platform.indexes import require_aggregate_index, require_index, require_vector_index
from shared.platform.ports.clock import Clock
from shared.platform.ports.documents import (
    Aggregate,
    Body,
    Changes,
    Create,
    Document,
    Missing,
    Neighbour,
    Page,
    Query,
    Replace,
    Update,
    Write,
)


class FirestoreDocuments:
    """Implements `Documents`; beyond the port's errors ValueError for what Firestore refuses.

    An update without `if_version`, and a deletion, read the document's expiry first: one call more.
    """

    def __init__(self, store: Firestore, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def create(self, collection: str, id: str, body: Body, *, expires_at: datetime | None = None) -> str:
        return self._written(Create(collection, id, body, expires_at))

    def get(self, collection: str, id: str) -> Document | None:
        found = self.get_many(collection, [id])
        return found[0] if found else None

    def get_many(self, collection: str, ids: Sequence[str]) -> list[Document]:
        names = {id: self._store.name(collection, id) for id in ids if can_be_id(id)}
        if not names:
            return []
        now = self._clock()
        found = {raw.name: Stored(raw) for raw in self._store.documents(names.values())}
        live = {name: stored.document() for name, stored in found.items() if stored.lives(now)}
        return [live[names[id]] for id in ids if id in names and names[id] in live]

    def replace(
        self,
        collection: str,
        id: str,
        body: Body,
        *,
        expires_at: datetime | None = None,
        if_version: str | None = None,
    ) -> str:
        return self._written(Replace(collection, id, body, expires_at, if_version))

    def update(self, collection: str, id: str, changes: Changes, *, if_version: str | None = None) -> str:
        return self._written(Update(collection, id, changes, if_version))

    def delete(self, collection: str, id: str) -> bool:
        """What has expired is left to the TTL policy."""
        if not can_be_id(id):
            return False
        name = self._store.name(collection, id)
        version = read_versions(self._store, [name]).get(name)
        if version is None or version.expires_at <= micros(self._clock()):
            return False
        try:
            self._store.delete_existing(name)
        except Missing:  # another was faster
            return False
        return True

    def query(self, query: Query) -> Page:
        if query.limit is not None and query.limit < 1:
            raise ValueError("a limit is at least 1")
        require_index(query)
        position = decoded(query)
        wanted = None if query.limit is None else query.limit + 1  # one more tells whether a page follows
        found = self._live(query, position, wanted)
        shown = found[: query.limit]
        more = len(found) > len(shown)
        return Page(
            [self._shown(stored, query) for stored in shown],
            cursor.encode(query, position_of(query, shown[-1].raw)) if more else None,
        )

    def aggregate(self, query: Query, *, sums: Sequence[str] = (), averages: Sequence[str] = ()) -> Aggregate:
        fields = tuple(dict.fromkeys((*sums, *averages)))
        for field in (None, *fields):
            require_aggregate_index(query, field)
        if is_empty(query):
            return Aggregate(0, dict.fromkeys(sums, 0.0), dict.fromkeys(averages))
        now = self._clock()
        count = firestore_aggregate.count(self._store, query, now)
        found = {field: firestore_aggregate.sum_and_average(self._store, query, field, now) for field in fields}
        return Aggregate(count, {field: found[field][0] for field in sums}, {f: found[f][1] for f in averages})

    def nearest(self, query: Query, field: str, vector: Sequence[float], limit: int) -> list[Neighbour]:
        check_nearest(limit)
        index = require_vector_index(query, field)
        wanted = check_vector(field, index.dimension, vector)
        found = firestore_nearest.nearest(self._store, query, field, wanted, limit, self._clock())
        return [Neighbour(self._shown(stored, query), stored.distance) for stored in found]

    def batch(self, writes: Sequence[Write]) -> None:
        if len(writes) > MAX_BATCH:
            raise ValueError(f"a batch takes at most {MAX_BATCH} writes, not {len(writes)}")
        commit(self._store, writes, self._clock())

    def _written(self, write: Write) -> str:
        (version,) = commit(self._store, [write], self._clock())
        return str(version)

    def _live(self, query: Query, position: Position | None, wanted: int | None) -> list[Stored]:
        """So many that live, or all there are: where expired ones took their places, it reads on."""
        now, live = self._clock(), list[Stored]()
        while not is_empty(query):
            asked = None if wanted is None else wanted - len(live)
            found = self._store.run(structured(query, position, asked, self._store.parent))
            live += [stored for stored in map(Stored, found) if stored.lives(now)]
            if asked is None or len(found) < asked or len(live) == wanted:
                break
            position = position_of(query, found[-1])
        return live

    def _shown(self, stored: Stored, query: Query) -> Document:
        document = stored.document()
        if query.fields is None:
            return document
        return Document(document.id, project(document.body, query.fields), document.version)
