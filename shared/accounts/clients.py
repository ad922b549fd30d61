"""Clients as the platform keeps them: opened, changed, closed. Whoever changes one changes what was read."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from shared.accounts.client import Client
from shared.accounts.directory import CLIENTS, origin_write
from shared.accounts.erasure import was_erased
from shared.platform.ports.documents import AlreadyExists, Create, Documents, Query, Replace, Write
from shared.platform.tenant import ClientDocuments


class ClientExists(Exception):
    """The id is in use, perhaps by a client that was closed, or was that of one that was erased."""


@dataclass(frozen=True)
class KeptClient:
    client: Client
    version: str


@dataclass(frozen=True)
class ClientPage:
    clients: list[Client]
    next_cursor: str | None


class Clients:
    """Not bound to one client: for those who administer them all."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents

    def page(self, limit: int, cursor: str | None) -> ClientPage:
        """In order of their ids."""
        page = self._documents.query(Query(CLIENTS, {}, limit=limit, cursor=cursor))
        return ClientPage([Client.model_validate(document.body) for document in page.items], page.next_cursor)

    def get(self, client_id: str) -> KeptClient | None:
        stored = self._documents.get(CLIENTS, client_id)
        return KeptClient(Client.model_validate(stored.body), stored.version) if stored else None

    def create(self, client: Client, *with_it: Write) -> None:
        """`with_it`: what is stored with it or not at all. Raises `ClientExists`."""
        if was_erased(self._documents, client.client_id):
            raise ClientExists
        self._know_origins(client)
        body = client.model_dump(mode="json", by_alias=True)
        try:
            self._of(client).batch([Create(CLIENTS, client.client_id, body), *with_it])
        except AlreadyExists:
            raise ClientExists from None

    def replace(self, kept: KeptClient, client: Client, *with_it: Write) -> None:
        """Raises `Stale` when somebody else was faster."""
        self._know_origins(client)
        body = client.model_dump(mode="json", by_alias=True)
        change = Replace(CLIENTS, client.client_id, body, if_version=kept.version)
        self._of(client).batch([change, *with_it])

    def _know_origins(self, client: Client) -> None:
        """Before the client itself: a known origin that no client names yet opens nothing."""
        writes = [origin_write(origin) for origin in client.allowed_origins]
        if writes:
            self._documents.batch(writes)

    def _of(self, client: Client) -> ClientDocuments:
        return ClientDocuments(self._documents, client.client_id)


def changed(client: Client, changes: Mapping[str, Any]) -> Client:
    """With these fields (named as in Python) set anew; of a nested record those that are named, of a map the names
    that are given. Raises `ValidationError`."""
    now = client.model_dump()
    for name, value in changes.items():
        merges = isinstance(getattr(client, name), BaseModel) or name == "features"
        now[name] = {**now[name], **value} if merges else value
    return Client.model_validate(now)


def difference(before: Client, after: Client) -> tuple[dict[str, Any], dict[str, Any]]:
    """The fields that differ, as they were and as they are."""
    old, new = (each.model_dump(mode="json", by_alias=True) for each in (before, after))
    names = [name for name in new if old[name] != new[name]]
    return {name: old[name] for name in names}, {name: new[name] for name in names}
