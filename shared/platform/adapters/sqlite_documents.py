"""The document store of one machine: a table of JSON texts in an SQLite file."""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from random import getrandbits

from shared.platform.adapters import cursor, sqlite_query
from shared.platform.adapters.changes import apply, project
from shared.platform.adapters.limits import (
    MAX_BATCH,
    can_be_id,
    check_changes,
    check_nearest,
    check_vector,
    encode,
)
from shared.platform.adapters.sqlite_file import BUSY_TIMEOUT_S, SqliteFile, micros
from shared.platform.adapters.sqlite_nearest import nearest
from shared.platform.indexes import require_aggregate_index, require_index, require_vector_index
from shared.platform.ports.clock import Clock
from shared.platform.ports.documents import (
    Aggregate,
    AlreadyExists,
    Body,
    Changes,
    Create,
    Delete,
    Document,
    Missing,
    Neighbour,
    Page,
    Query,
    Replace,
    Stale,
    Update,
    Write,
)

_TABLE = """
CREATE TABLE IF NOT EXISTS documents (
    collection TEXT NOT NULL,
    id TEXT NOT NULL,
    version TEXT NOT NULL,
    expires_at INTEGER,
    body TEXT NOT NULL,
    PRIMARY KEY (collection, id)
)"""
Row = tuple[str, str, str, int | None, str]  # collection, id, version, expires_at, body
_AT_ONCE = 10  # documents in one statement
_SWEPT_AT_ONCE = 2000  # keeps other writers' waits short


class SqliteDocuments:
    """Implements `Documents`. Committed writes survive kill -9; a power cut may lose the last moments.

    Beyond the port's errors, ValueError for what Firestore refuses: some names, a list within a list, numbers beyond
    64 bits.
    """

    def __init__(self, path: Path, clock: Clock, *, busy_timeout_s: float = BUSY_TIMEOUT_S) -> None:
        self._clock = clock
        self._file = SqliteFile(path, [_TABLE, *sqlite_query.index_statements()], busy_timeout_s)

    def create(self, collection: str, id: str, body: Body, *, expires_at: datetime | None = None) -> str:
        version = _new_version()
        row = _row(Create(collection, id, body, expires_at), version)  # before the turn to write begins
        with self._file.write_once() as connection:
            self._insert(connection, row)
        return version

    def get(self, collection: str, id: str) -> Document | None:
        found = self.get_many(collection, [id])
        return found[0] if found else None

    def get_many(self, collection: str, ids: Sequence[str]) -> list[Document]:
        known = [id for id in ids if can_be_id(id)]
        live, values = sqlite_query.live(self._now())
        sql = (
            "SELECT id, version, body FROM documents"  # noqa: S608 - a fixed condition
            f" WHERE collection = ? AND id IN (SELECT value FROM json_each(?)) AND {live}"
        )
        with self._file.read() as connection:
            rows = connection.execute(sql, [collection, json.dumps(known), *values]).fetchall()
        found = {id: (version, body) for id, version, body in rows}
        return [Document(id, json.loads(found[id][1]), found[id][0]) for id in known if id in found]

    def replace(
        self,
        collection: str,
        id: str,
        body: Body,
        *,
        expires_at: datetime | None = None,
        if_version: str | None = None,
    ) -> str:
        with self._file.write() as connection:
            return self._replace(connection, Replace(collection, id, body, expires_at, if_version))

    def update(self, collection: str, id: str, changes: Changes, *, if_version: str | None = None) -> str:
        with self._file.write() as connection:
            return self._update(connection, Update(collection, id, changes, if_version))

    def delete(self, collection: str, id: str) -> bool:
        with self._file.write() as connection:
            deleted = self._delete(connection, Delete(collection, id))
        self._file.forget()
        return deleted

    def query(self, query: Query) -> Page:
        if query.limit is not None and query.limit < 1:
            raise ValueError("a limit is at least 1")
        require_index(query)
        sql, values = sqlite_query.select(query, self._now())
        with self._file.read() as connection:
            rows = connection.execute(sql, values).fetchall()
        shown = rows[: query.limit]
        more = len(rows) > len(shown)
        return Page(
            [Document(id, _read(body, query.fields), version) for id, version, body, *_ in shown],
            cursor.encode(query, shown[-1][3:]) if more else None,
        )

    def aggregate(self, query: Query, *, sums: Sequence[str] = (), averages: Sequence[str] = ()) -> Aggregate:
        fields = tuple(dict.fromkeys((*sums, *averages)))
        for field in (None, *fields):
            require_aggregate_index(query, field)
        sql, values = sqlite_query.aggregate(query, fields, self._now())
        with self._file.read() as connection:
            count, *numbers = connection.execute(sql, values).fetchone()
        by_field = {field: (numbers[2 * n], numbers[2 * n + 1]) for n, field in enumerate(fields)}
        return Aggregate(
            count,
            {field: by_field[field][0] for field in sums},
            {field: by_field[field][1] for field in averages},
        )

    def nearest(self, query: Query, field: str, vector: Sequence[float], limit: int) -> list[Neighbour]:
        check_nearest(limit)
        index = require_vector_index(query, field)
        wanted = check_vector(field, index.dimension, vector)
        sql, values = sqlite_query.vectors(query, field, self._now())
        with self._file.read() as connection:
            found = nearest(connection.execute(sql, values), wanted, limit)
        return self._neighbours(query, {id: distance for distance, id in found})

    def batch(self, writes: Sequence[Write]) -> None:
        if len(writes) > MAX_BATCH:
            raise ValueError(f"a batch takes at most {MAX_BATCH} writes, not {len(writes)}")
        if self._created_at_once(writes):
            return
        with self._file.write() as connection:
            for write in writes:
                self._write(connection, write)
        if any(isinstance(write, Delete) for write in writes):
            self._file.forget()

    def _neighbours(self, query: Query, distances: Mapping[str, float]) -> list[Neighbour]:
        """Read after the search; what was erased in between is left out."""
        fields, documents = query.fields, self.get_many(query.collection, list(distances))
        if fields is not None:
            documents = [Document(d.id, project(d.body, fields), d.version) for d in documents]
        return [Neighbour(document, distances[document.id]) for document in documents]

    def sweep(self) -> int:
        """Deletes the documents past their `expires_at` and returns how many they were.

        It walks the whole table, since it runs seldom: an index by expiry would make every write dearer.
        """
        with self._file.read() as connection:
            (last,) = connection.execute("SELECT COALESCE(MAX(rowid), 0) FROM documents").fetchone()
        swept = 0
        for first in range(0, last, _SWEPT_AT_ONCE):
            with self._file.write() as connection:
                swept += connection.execute(
                    "DELETE FROM documents WHERE rowid > ? AND rowid <= ? AND expires_at <= ?",
                    (first, first + _SWEPT_AT_ONCE, self._now()),
                ).rowcount
        return swept

    def _write(self, connection: sqlite3.Connection, write: Write) -> None:
        match write:
            case Create():
                self._insert(connection, _row(write, _new_version()))
            case Replace():
                self._replace(connection, write)
            case Update():
                self._update(connection, write)
            case Delete():
                self._delete(connection, write)

    def _created_at_once(self, writes: Sequence[Write]) -> bool:
        """New documents alone, in one statement, which is all or nothing by itself; False leaves it to a transaction,
        as where a document of that id has expired."""
        new = [write for write in writes if isinstance(write, Create)]
        if len(new) != len(writes) or not 0 < len(new) <= _AT_ONCE:
            return False
        values = [value for write in new for value in _row(write, _new_version())]
        places = ", ".join(["(?, ?, ?, ?, ?)"] * len(new))
        try:
            with self._file.write_once() as connection:
                connection.execute(
                    f"INSERT INTO documents (collection, id, version, expires_at, body) VALUES {places}",  # noqa: S608
                    values,
                )
        except sqlite3.IntegrityError:
            return False
        return True

    def _insert(self, connection: sqlite3.Connection, row: Row) -> None:
        inserted = connection.execute(
            "INSERT INTO documents (collection, id, version, expires_at, body) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT (collection, id) DO UPDATE"
            " SET version = excluded.version, expires_at = excluded.expires_at, body = excluded.body"
            " WHERE documents.expires_at <= ?",
            (*row, self._now()),
        )
        if inserted.rowcount == 0:
            raise AlreadyExists(f"{row[0]}/{row[1]}")

    def _replace(self, connection: sqlite3.Connection, write: Replace) -> str:
        if write.if_version is not None and write.if_version != self._stored(connection, write)[0]:
            raise Stale(f"{write.collection}/{write.id}")
        version = _new_version()
        connection.execute(
            "INSERT INTO documents (collection, id, version, expires_at, body) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT (collection, id) DO UPDATE"
            " SET version = excluded.version, expires_at = excluded.expires_at, body = excluded.body",
            _row(write, version),
        )
        return version

    def _update(self, connection: sqlite3.Connection, write: Update) -> str:
        stored_version, text = self._stored(connection, write)
        if text is None:
            raise Missing(f"{write.collection}/{write.id}")
        if write.if_version is not None and write.if_version != stored_version:
            raise Stale(f"{write.collection}/{write.id}")
        check_changes(write.changes)
        body = json.loads(text)
        apply(body, write.changes)
        version = _new_version()
        connection.execute(
            "UPDATE documents SET version = ?, body = ? WHERE collection = ? AND id = ?",
            (version, encode(write.collection, write.id, body), write.collection, write.id),
        )
        return version

    def _delete(self, connection: sqlite3.Connection, write: Delete) -> bool:
        if not can_be_id(write.id):
            return False
        deleted = connection.execute(
            "DELETE FROM documents WHERE collection = ? AND id = ? RETURNING expires_at", (write.collection, write.id)
        ).fetchall()
        return any(expires_at is None or expires_at > self._now() for (expires_at,) in deleted)

    def _stored(self, connection: sqlite3.Connection, write: Replace | Update) -> tuple[str | None, str | None]:
        """Version and body of the live document, or twice None."""
        if not can_be_id(write.id):
            return None, None
        live, values = sqlite_query.live(self._now())
        sql = f"SELECT version, body FROM documents WHERE collection = ? AND id = ? AND {live}"  # noqa: S608
        row = connection.execute(sql, [write.collection, write.id, *values]).fetchone()
        return row or (None, None)

    def _now(self) -> int:
        return micros(self._clock())


def _new_version() -> str:
    """Random, so that a document deleted and made again never looks unchanged."""
    return f"{getrandbits(64):016x}"


def _row(write: Create | Replace, version: str) -> Row:
    expires_at = None if write.expires_at is None else micros(write.expires_at)
    return write.collection, write.id, version, expires_at, encode(write.collection, write.id, write.body)


def _read(text: str, fields: tuple[str, ...] | None) -> Body:
    body: Body = json.loads(text)
    return body if fields is None else project(body, fields)
