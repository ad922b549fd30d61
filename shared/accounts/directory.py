"""Who calls: from a key to its client, and from an origin to whether any client's shop lives there.

The only reader that is not bound to one client, since it finds out which client that is.
"""

import hashlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from time import monotonic
from typing import TypeVar

from shared.accounts.api_key import ApiKey, Scope, hint_of, key_hash
from shared.accounts.client import Client
from shared.platform.patience import OutOfPatience
from shared.platform.ports.clock import Clock, timestamp
from shared.platform.ports.documents import DocumentError, Documents, Replace

CLIENTS, KEYS, ORIGINS = "clients", "keys", "origins"
CACHE_S = 15.0  # how long a revoked key or a changed setting may still be seen as it was
CACHE_SIZE = 1000
USE_NOTED_EVERY = timedelta(hours=1)

T = TypeVar("T")


@dataclass(frozen=True)
class Caller:
    client: Client
    scope: Scope


class Directory:
    def __init__(self, documents: Documents, clock: Clock) -> None:
        self._documents = documents
        self._clock = clock
        self._callers: dict[str, tuple[float, Caller | None]] = {}
        self._origins: dict[str, tuple[float, bool]] = {}

    def caller(self, key: str) -> Caller | None:
        """None for a key that is unknown, revoked, or whose client is gone."""
        hashed = key_hash(key)
        return _cached(self._callers, hashed, lambda: self._read_caller(hashed))

    def client(self, client_id: str) -> Client | None:
        """As it is stored now, without the cache."""
        stored = self._documents.get(CLIENTS, client_id)
        return Client.model_validate(stored.body) if stored else None

    def knows_origin(self, origin: str) -> bool:
        return _cached(self._origins, origin, lambda: self._documents.get(ORIGINS, _origin_id(origin)) is not None)

    def save(self, client: Client) -> None:
        """Stores a client and makes its origins known. Taken-away origins are refused by the client's own list."""
        for origin in client.allowed_origins:
            write = origin_write(origin)
            self._documents.replace(write.collection, write.id, write.body)
        self._documents.replace(CLIENTS, client.client_id, client.model_dump(mode="json", by_alias=True))

    def add_key(self, key: str, client_id: str, scope: Scope) -> None:
        record = ApiKey(client_id=client_id, scope=scope, created_at=self._clock(), hint=hint_of(key))
        self._documents.replace(KEYS, key_hash(key), record.model_dump(mode="json", by_alias=True))

    def _read_caller(self, hashed: str) -> Caller | None:
        stored = self._documents.get(KEYS, hashed)
        if stored is None:
            return None
        key = ApiKey.model_validate(stored.body)
        if key.revoked_at is not None and key.revoked_at <= self._clock():
            return None
        client = self.client(key.client_id)
        if client is None or client.status == "closed":
            return None
        self._note_use(hashed, key)
        return Caller(client, key.scope)

    def _note_use(self, hashed: str, key: ApiKey) -> None:
        """Once an hour in each process, at best: a call never fails for it."""
        now = self._clock()
        if key.last_used_at is None or now - key.last_used_at >= USE_NOTED_EVERY:
            with suppress(DocumentError, OutOfPatience):
                self._documents.update(KEYS, hashed, {"lastUsedAt": timestamp(now)})


def origin_write(origin: str) -> Replace:
    """Makes an origin known; it belongs to no client, since several may name it."""
    return Replace(ORIGINS, _origin_id(origin), {"origin": origin})


def _origin_id(origin: str) -> str:
    return hashlib.sha256(origin.encode()).hexdigest()


def _cached(cache: dict[str, tuple[float, T]], name: str, read: Callable[[], T]) -> T:
    """A stranger can name any number of keys and origins, so what was not found is not remembered."""
    kept = cache.get(name)
    if kept and monotonic() - kept[0] < CACHE_S:
        return kept[1]
    found = read()
    if found:
        if len(cache) >= CACHE_SIZE:
            cache.clear()
        cache[name] = (monotonic(), found)
    else:
        cache.pop(name, None)
    return found
