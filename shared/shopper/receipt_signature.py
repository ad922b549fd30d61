"""A consent receipt's signature: whoever holds the receipt can have it checked, also after all else was erased."""

import hashlib
import hmac
import json
from dataclasses import astuple, dataclass
from datetime import datetime

from shared.platform.ports.clock import timestamp

_PURPOSE = "consent-receipt"  # the same secret signs other things as well


@dataclass(frozen=True)
class SignedReceipt:
    """What of a receipt is signed."""

    session_id: str
    consent_id: str
    granted: bool
    version: str
    expires_at: datetime
    text: str


def signature(secret: bytes, client_id: str, said: SignedReceipt) -> str:
    """HMAC-SHA256 in hex over all that the receipt says, and whose it is."""
    facts = [_PURPOSE, client_id, *(_plain(value) for value in astuple(said))]
    return hmac.new(secret, json.dumps(facts).encode(), hashlib.sha256).hexdigest()


def is_genuine(secret: bytes, client_id: str, said: SignedReceipt, given: str) -> bool:
    return hmac.compare_digest(signature(secret, client_id, said), given)


def _plain(value: object) -> object:
    return timestamp(value) if isinstance(value, datetime) else value
