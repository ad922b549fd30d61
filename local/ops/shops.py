"""Open a shop and give it keys."""

import secrets
from typing import Literal

from local.ops.refused import Refused
from shared.accounts.api_key import Scope
from shared.accounts.client import Client
from shared.accounts.directory import CLIENTS, Directory
from shared.platform.wiring import Platform

_PREFIX: dict[Scope, str] = {"publishable": "pk_", "secret": "sk_"}
_KEY_BYTES = 24  # 192 random bits

Opened = Literal["opened", "changed", "unchanged"]


def open_shop(platform: Platform, client: Client) -> Opened:
    """Stores the record where it differs from what is stored."""
    stored = platform.documents.get(CLIENTS, client.client_id)
    if stored and Client.model_validate(stored.body) == client:
        return "unchanged"
    Directory(platform.documents, platform.clock).save(client)
    return "changed" if stored else "opened"


def add_key(platform: Platform, client_id: str, scope: Scope) -> str:
    """The new key, which is shown now or never: only its hash is stored. Raises `Refused`."""
    require_shop(platform, client_id)
    key = _PREFIX[scope] + secrets.token_urlsafe(_KEY_BYTES)
    Directory(platform.documents, platform.clock).add_key(key, client_id, scope)
    return key


def require_shop(platform: Platform, client_id: str) -> None:
    """Raises `Refused` where no such shop is open: a misspelt id must not fill a store with orphans."""
    if platform.documents.get(CLIENTS, client_id) is None:
        raise Refused(f"There is no shop {client_id!r}: open it first with `open-shop FILE.json`.")
