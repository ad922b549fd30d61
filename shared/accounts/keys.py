"""A client's API keys: made, replaced with an overlap, revoked. Only their hashes are stored."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from shared.accounts.api_key import ApiKey, Scope, hint_of, key_hash
from shared.accounts.directory import KEYS
from shared.platform.ports.clock import Clock, timestamp
from shared.platform.ports.documents import Create, Document, Query, Update
from shared.platform.tenant import ClientDocuments

MOST_KEYS = 20  # in force at once
_PREFIX: dict[Scope, str] = {"publishable": "pk_", "secret": "sk_"}
_KEY_BYTES = 24  # 192 random bits


@dataclass(frozen=True)
class KeptKey:
    key_id: str  # the key's hash
    record: ApiKey
    version: str | None = None  # of the document it was read from

    def in_force(self, now: datetime) -> bool:
        return self.record.revoked_at is None or self.record.revoked_at > now


@dataclass(frozen=True)
class MintedKey:
    """`key` is shown now or never."""

    key: str
    kept: KeptKey
    write: Create


class Keys:
    def __init__(self, documents: ClientDocuments, clock: Clock) -> None:
        self._documents = documents
        self._clock = clock

    def all(self) -> list[KeptKey]:
        """The newest first; revoked ones included."""
        found = self._documents.query(Query(KEYS, {})).items
        kept = [_kept(document) for document in found]
        return sorted(kept, key=lambda key: key.record.created_at, reverse=True)

    def get(self, key_id: str) -> KeptKey | None:
        found = self._documents.get(KEYS, key_id)
        return _kept(found) if found else None

    def minted(self, scope: Scope) -> MintedKey:
        key = _PREFIX[scope] + secrets.token_urlsafe(_KEY_BYTES)
        record = ApiKey(client_id=self._documents.client_id, scope=scope, created_at=self._clock(), hint=hint_of(key))
        id = key_hash(key)
        return MintedKey(key, KeptKey(id, record), Create(KEYS, id, record.model_dump(mode="json", by_alias=True)))

    @staticmethod
    def revoked(kept: KeptKey, at: datetime) -> Update:
        """Of the key as it was read: of two at once, one comes too late (`Stale`)."""
        return Update(KEYS, kept.key_id, {"revokedAt": timestamp(at)}, kept.version)


def in_force(keys: Sequence[KeptKey], now: datetime) -> list[KeptKey]:
    return [key for key in keys if key.in_force(now)]


def _kept(document: Document) -> KeptKey:
    return KeptKey(document.id, ApiKey.model_validate(document.body), document.version)
