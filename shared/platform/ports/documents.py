"""The document store, as narrow as both SQLite and Firestore can keep exactly.

There are no read-modify-write transactions: a contended document is changed by increments, array unions or
compare-and-set (`if_version`). Field paths are dotted (`qualityScore.overall`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

Body = dict[str, Any]  # JSON: None, bool, int, float, str, lists and dicts of these


@dataclass(frozen=True)
class Document:
    id: str
    body: Body
    version: str  # opaque; changes with every write that changes something


@dataclass(frozen=True)
class Increment:
    """Adds to a number; a missing field counts as 0."""

    by: float


@dataclass(frozen=True)
class ArrayUnion:
    """Appends each value that the array does not hold yet; a missing field counts as []."""

    values: tuple[Any, ...]


@dataclass(frozen=True)
class DeleteField:
    """Removes the field; a missing field is left missing."""


Change = Any  # a JSON value to set, or one of Increment, ArrayUnion, DeleteField
Changes = Mapping[str, Change]  # dotted field path -> change


@dataclass(frozen=True)
class Range:
    """Bounds on one field; `None` leaves a side open. RFC 3339 UTC times compare as text."""

    field: str
    ge: Any = None
    gt: Any = None
    le: Any = None
    lt: Any = None


@dataclass(frozen=True)
class Order:
    field: str
    descending: bool = False


@dataclass(frozen=True)
class Query:
    """Equality on any fields, at most one range, one order (on the range's field when both are given)."""

    collection: str
    where: Mapping[str, Any]
    range: Range | None = None
    order: Order | None = None
    limit: int | None = None
    cursor: str | None = None  # `next_cursor` of the page before
    fields: tuple[str, ...] | None = None  # projection; None reads whole documents


@dataclass(frozen=True)
class Page:
    items: list[Document]
    next_cursor: str | None


@dataclass(frozen=True)
class Neighbour:
    document: Document
    distance: float  # cosine distance: 0 for the same direction, 1 across, 2 for the opposite


@dataclass(frozen=True)
class Aggregate:
    """`sums` and `averages` by field path, over documents where the field is a number; average None over none."""

    count: int
    sums: Mapping[str, float]
    averages: Mapping[str, float | None]


@dataclass(frozen=True)
class Create:
    collection: str
    id: str
    body: Body
    expires_at: datetime | None = None


@dataclass(frozen=True)
class Replace:
    collection: str
    id: str
    body: Body
    expires_at: datetime | None = None
    if_version: str | None = None


@dataclass(frozen=True)
class Update:
    collection: str
    id: str
    changes: Changes
    if_version: str | None = None


@dataclass(frozen=True)
class Delete:
    collection: str
    id: str


Write = Create | Replace | Update | Delete


class DocumentError(Exception):
    """Base of what a store can answer other than a result."""


class AlreadyExists(DocumentError):
    """`create` met a document of that id."""


class Missing(DocumentError):
    """`update` found no document of that id."""


class Stale(DocumentError):
    """`if_version` is not the document's version any more."""


class IndexMissing(DocumentError):
    """The query's shape has no entry in `shared/platform/indexes.json`, so the cloud would refuse it."""


class InvalidCursor(DocumentError):
    """The cursor is not one that this very query gave."""


class DocumentTooLarge(DocumentError):
    """The document would be larger than 1 MiB, Firestore's limit."""


class StoreUnavailable(DocumentError):
    """The store did not answer in time; nothing is known about the write."""


class Documents(Protocol):
    """Every method raises `StoreUnavailable` when the store cannot be reached within its timeout.

    A document past its `expires_at` is treated as absent by every method, whether or not it has been swept.
    """

    def create(self, collection: str, id: str, body: Body, *, expires_at: datetime | None = None) -> str:
        """Stores a new document and returns its version; raises `AlreadyExists`."""

    def get(self, collection: str, id: str) -> Document | None: ...

    def get_many(self, collection: str, ids: Sequence[str]) -> list[Document]:
        """In the order asked; ids that do not exist are left out."""

    def replace(
        self,
        collection: str,
        id: str,
        body: Body,
        *,
        expires_at: datetime | None = None,
        if_version: str | None = None,
    ) -> str:
        """Stores the whole document, new or not, and returns its version; raises `Stale`."""

    def update(self, collection: str, id: str, changes: Changes, *, if_version: str | None = None) -> str:
        """Changes fields of an existing document and returns its version; raises `Missing`, `Stale`."""

    def delete(self, collection: str, id: str) -> bool:
        """True when there was a document to delete."""

    def query(self, query: Query) -> Page:
        """Raises `IndexMissing`. Ties in the order are broken by id, so that pages never overlap."""

    def aggregate(self, query: Query, *, sums: Sequence[str] = (), averages: Sequence[str] = ()) -> Aggregate:
        """Over all matches; the query's order, limit, cursor and projection play no part."""

    def nearest(self, query: Query, field: str, vector: Sequence[float], limit: int) -> list[Neighbour]:
        """The `limit` (1 to 1000) documents nearest by `field`, nearest first, among those of the query's equality.

        Which fields hold vectors, and of how many numbers, stands in `indexes.json`. Raises `IndexMissing`;
        ValueError for a vector of another dimension or without a direction.
        """

    def batch(self, writes: Sequence[Write]) -> None:
        """All or nothing, at most 500 writes; raises what the single writes raise."""
