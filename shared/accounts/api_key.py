"""API keys: stored as a hash, shown once."""

import hashlib
from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel

Scope = Literal["publishable", "secret"]


def key_hash(key: str) -> str:
    """SHA-256 in hex. A key is 128 random bits or more, so a slow hash would add nothing but time."""
    return hashlib.sha256(key.encode()).hexdigest()


def hint_of(key: str) -> str:
    """Its first and last letters, by which a person tells keys apart."""
    return f"{key[:5]}…{key[-4:]}"


class ApiKey(BaseModel):
    """A publishable key names the client and can do nothing that a shopper cannot; a secret key stays on servers."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, frozen=True)

    client_id: str
    scope: Scope
    created_at: datetime
    hint: str = ""  # see `hint_of`
    revoked_at: datetime | None = None  # may lie ahead: until then a key that was replaced still works
    last_used_at: datetime | None = None  # to the hour
