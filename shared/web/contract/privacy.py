"""What is kept of whom, shown and erased, by those who answer for a shop."""

from typing import Annotated, Any

from pydantic import Field, StringConstraints

from shared.accounts.erasure import ClientErasure
from shared.accounts.protection import Processing
from shared.shopper.shoppers import ShopperErased
from shared.web.contract.base import Contract, Id, Time
from shared.web.contract.session import ConsentReceipt


class ShopperNamed(Contract):
    """`shopperId`: the shop's own id of a shopper, as it was sent as `userId` when their sessions began."""

    shopper_id: Annotated[str, StringConstraints(min_length=1, max_length=128)]
    client_id: Id | None = None


class SessionOf(Contract):
    session_id: Id


class ConsentOf(Contract):
    consent_id: Id


class ConsentKept(ConsentReceipt):
    """A receipt as the shopper got it, with whose it is and when it was given."""

    client_id: str
    session_id: str
    purpose: str
    at: Time


class ShopperKept(Contract):
    """Every stored field, session by session, and in them by collection."""

    sessions: list[dict[str, Any]]


class ShopperErasure(Contract):
    """`receipts` are those of the single sessions."""

    at: Time
    sessions: int
    receipts: list[str]
    erased: dict[str, int]

    @classmethod
    def of(cls, erased: ShopperErased) -> "ShopperErasure":
        return cls(at=erased.at, sessions=erased.sessions, receipts=erased.receipts, erased=erased.counts)


class ClientExported(Contract):
    """`downloadUrl` leads to one JSON object of lists by collection, until `expiresAt`."""

    download_url: str
    expires_at: Time
    documents: dict[str, int]


class ClientErased(Contract):
    """`confirm`: the client's id once more, so that nobody erases a client by mistake."""

    erased_client_id: Annotated[Id, Field(alias="clientId")]
    confirm: Annotated[str, StringConstraints(min_length=1, max_length=64)]


class ClientErasureShown(Contract):
    """`endedAt` null: not all of it is gone yet, send the same again. `erased` counts all calls together."""

    receipt_id: str
    begun_at: Time
    ended_at: Time | None
    erased: dict[str, int]

    @classmethod
    def of(cls, erasure: ClientErasure) -> "ClientErasureShown":
        return cls(
            receipt_id=erasure.receipt_id,
            begun_at=erasure.begun_at,
            ended_at=erasure.ended_at,
            erased=erasure.counts,
        )


class ProcessingRecord(Contract):
    """`retentionDays` is the client's own setting, null where none is named."""

    retention_days: int | None
    items: list[Processing]
