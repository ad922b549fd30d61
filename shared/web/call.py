"""What a handler is given: the checked input, who calls, and the rooms opened for that client alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from pydantic import BaseModel

from shared.accounts.actor import Actor
from shared.accounts.audit import audit_record
from shared.accounts.client import Client
from shared.accounts.clients import Clients
from shared.accounts.directory import CLIENTS, Caller
from shared.accounts.scope import SYSTEM
from shared.platform.ports.documents import Create, Query
from shared.platform.tenant import CLIENT_ID, ClientDocuments
from shared.platform.wiring import Platform
from shared.shopper.session import Sessions
from shared.web.device import Device
from shared.web.errors import ApiError, Detail, no_such_client, nothing_there

if TYPE_CHECKING:
    from shared.web.signed_in import Reach

In = TypeVar("In", bound=BaseModel)


@dataclass(frozen=True)
class Call(Generic[In]):
    input: In
    platform: Platform
    caller: Caller | None  # whose key was sent; None on public and admin routes
    accept: str = ""  # what the caller would like to read
    opened: ClientDocuments | None = None  # None: the client's documents, opened on first use
    signed_in: Actor | None = None  # who sent an access token; None on all but admin routes
    reach: "Reach | None" = None
    request_id: str = ""
    device: Device | None = None

    @property
    def client(self) -> Client:
        """The client that the call is about. Raises `ApiError` for a super admin who named none."""
        if self.reach is not None:
            if self.reach.client is None:
                detail = Detail("clientId", "is needed, since you may act for every client")
                raise ApiError("INVALID_REQUEST", "Name the client (clientId).", [detail])
            return self.reach.client
        if self.caller is None:
            raise LookupError("a public route has no client")
        return self.caller.client

    def client_of(self, client_id: str) -> Client:
        """One of `clients()`. Raises `ApiError` NOT_FOUND where it was erased meanwhile."""
        client = self.known_client(client_id)
        if client is None:
            raise no_such_client()
        return client

    def known_client(self, client_id: str) -> Client | None:
        """For super admins alone."""
        kept = Clients(self.platform.documents).get(client_id)
        return kept.client if kept else None

    @property
    def client_id(self) -> str | None:
        """None: every client's, for a super admin who named none."""
        return self.reach.client.client_id if self.reach and self.reach.client else None

    @property
    def actor(self) -> Actor:
        if self.signed_in is None:
            raise LookupError("only admin routes have an actor")
        return self.signed_in

    @cached_property
    def documents(self) -> ClientDocuments:
        return self.opened or ClientDocuments(self.platform.documents, self.client.client_id)

    @cached_property
    def system(self) -> ClientDocuments:
        """What belongs to the platform and to no client."""
        return ClientDocuments(self.platform.documents, SYSTEM)

    @property
    def documents_or_system(self) -> ClientDocuments:
        """The client's or, for a super admin who named none, the platform's own."""
        return self.system if self.reach is not None and self.reach.client is None else self.documents

    @cached_property
    def sessions(self) -> Sessions:
        return Sessions(self.documents, self.platform.clock, self.platform.new_id)

    def clients(self) -> list[str]:
        """Ids in order: the one that the call is about, or every client's for a super admin who named none."""
        if self.client_id is not None:
            return [self.client_id]
        found = self.platform.documents.query(Query(CLIENTS, {}, fields=(CLIENT_ID,)))
        return [document.id for document in found.items]

    def stores(self) -> list[ClientDocuments]:
        """The documents of each of `clients()`."""
        return [ClientDocuments(self.platform.documents, client_id) for client_id in self.clients()]

    def owning(self, collection: str, id: str) -> ClientDocuments:
        """The documents of whoever owns this one, within the actor's reach. Raises `ApiError` NOT_FOUND."""
        stored = self.platform.documents.get(collection, id)
        owner = stored.body.get(CLIENT_ID) if stored else None
        if owner is None or self.actor.client_id not in (None, owner):
            raise nothing_there()
        return ClientDocuments(self.platform.documents, owner)

    def audited(
        self, action: str, target: str, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None
    ) -> Create:
        """The record of a change, for its own batch; see `audit_record`."""
        return audit_record(
            self.platform.new_id(),
            self.actor,
            action,
            target,
            before=before,
            after=after,
            at=self.platform.clock(),
            request_id=self.request_id,
        )
