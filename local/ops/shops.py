"""Open a shop and give it keys."""

from typing import Literal

from local.ops.refused import Refused
from shared.accounts.api_key import Scope
from shared.accounts.client import Client
from shared.accounts.directory import CLIENTS, KEYS, Directory
from shared.accounts.keys import Keys
from shared.platform.tenant import ClientDocuments
from shared.platform.wiring import Platform

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
    minted = Keys(ClientDocuments(platform.documents, client_id), platform.clock).minted(scope)
    platform.documents.create(KEYS, minted.kept.key_id, minted.write.body)
    return minted.key


def require_shop(platform: Platform, client_id: str) -> None:
    """Raises `Refused` where no such shop is open: a misspelt id must not fill a store with orphans."""
    if platform.documents.get(CLIENTS, client_id) is None:
        raise Refused(f"There is no shop {client_id!r}: open it first with `open-shop FILE.json`.")
