"""The keys that sign access tokens: P-256, each with a time from which it signs.

So a new one is known everywhere before it is used, and an old one as long as a token that it has signed is valid.

The private halves lie in one file that the sign-in function alone can read; the public halves lie in the document
store, where everyone who checks a token finds them by their id, and are published as a JWKS (RFC 7517).
"""

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey, generate_private_key
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from jwt.algorithms import ECAlgorithm

from shared.accounts.scope import SYSTEM
from shared.platform.ports.clock import parse_timestamp, timestamp
from shared.platform.ports.documents import Documents
from shared.platform.tenant import ClientDocuments

PUBLIC_KEYS = "token_keys"
FILE_NAME = "token-keys.json"  # in the data folder of one machine
KNOWN_BEFORE_USE = timedelta(minutes=10)  # API Gateway reads a JWKS anew every 5 minutes
KNOWN_AFTER_USE = timedelta(minutes=20)  # a token lives 15
MOST_KEYS = 5


@dataclass(frozen=True)
class TokenKey:
    kid: str
    active_from: datetime
    private: EllipticCurvePrivateKey

    @classmethod
    def new(cls, active_from: datetime) -> "TokenKey":
        return cls(uuid4().hex, active_from, generate_private_key(SECP256R1()))

    def public_jwk(self) -> dict[str, Any]:
        jwk: dict[str, Any] = ECAlgorithm.to_jwk(self.private.public_key(), as_dict=True)
        return {**jwk, "kid": self.kid, "use": "sig", "alg": "ES256"}


def signing(keys: Sequence[TokenKey], now: datetime) -> TokenKey:
    """The newest that is in use. Raises `LookupError` when none is."""
    active = [key for key in keys if key.active_from <= now]
    if not active:
        raise LookupError("no key signs yet")
    return max(active, key=lambda key: key.active_from)


def rotated(keys: Sequence[TokenKey], now: datetime) -> list[TokenKey]:
    """With a new key that signs from `KNOWN_BEFORE_USE` on; the oldest go when their tokens have expired."""
    kept = [key for key in keys if (until := known_until(keys, key)) is None or until > now]
    return [*kept[-(MOST_KEYS - 1) :], TokenKey.new(now + KNOWN_BEFORE_USE if keys else now)]


def known_until(keys: Sequence[TokenKey], key: TokenKey) -> datetime | None:
    """None for a key that no other has followed yet."""
    later = [other.active_from for other in keys if other.active_from > key.active_from]
    return min(later) + KNOWN_AFTER_USE if later else None


def publish(keys: Sequence[TokenKey], documents: Documents) -> None:
    """Makes the public halves known; doing it again changes nothing."""
    store = ClientDocuments(documents, SYSTEM)
    for key in keys:
        body = {"jwk": key.public_jwk(), "activeFrom": timestamp(key.active_from)}
        store.replace(PUBLIC_KEYS, key.kid, body, expires_at=known_until(keys, key))


def public_jwk(documents: Documents, kid: str) -> dict[str, Any] | None:
    stored = documents.get(PUBLIC_KEYS, kid)
    return stored.body["jwk"] if stored else None


def read(path: Path) -> list[TokenKey]:
    """Raises `OSError` and `ValueError` for a file that is none of ours."""
    entries = json.loads(path.read_text("utf-8"))["keys"]
    return [
        TokenKey(entry["kid"], parse_timestamp(entry["activeFrom"]), _private(entry["privateKey"]))
        for entry in entries
    ]


def write(path: Path, keys: Sequence[TokenKey]) -> None:
    """Whole or not at all; only its owner may read it."""
    entries = [
        {"kid": key.kid, "activeFrom": timestamp(key.active_from), "privateKey": _pem(key.private)} for key in keys
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f".{path.name}.{uuid4().hex}")
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump({"keys": entries}, file)
    new.rename(path)


def _private(pem: str) -> EllipticCurvePrivateKey:
    key = load_pem_private_key(pem.encode(), password=None)
    if not isinstance(key, EllipticCurvePrivateKey) or not isinstance(key.curve, SECP256R1):
        raise ValueError("a token key is a P-256 key")
    return key


def _pem(key: EllipticCurvePrivateKey) -> str:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
