"""Session start, consent, privacy."""

from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, Field, StringConstraints

from shared.accounts.client import Branding, Feature
from shared.shopper.receipt_signature import SignedReceipt
from shared.shopper.session import Platform
from shared.web.contract.base import Contract, Id, Time


class SessionStart(Contract):
    client_id: Id
    user_id: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=128)]
    platform: Platform
    locale: (
        Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$", max_length=35)] | None
    ) = None
    product_id: Id | None = None


class SessionConfig(Contract):
    api_endpoint: str
    features: dict[Feature, bool]
    branding: Branding


class SessionStarted(Contract):
    session_id: str
    config: SessionConfig
    expires_at: Time


class ConsentGiven(Contract):
    session_id: Id
    purpose: Literal["face_analysis"]
    version: Annotated[str, StringConstraints(min_length=1, max_length=20)]
    granted: bool


class ConsentReceipt(Contract):
    consent_id: str
    granted: bool
    version: str
    expires_at: Time
    text: str
    signature: Annotated[str | None, Field(description="of the whole receipt, for POST /v1/ai/consent/verify")] = None


class ReceiptPresented(Contract):
    """A consent receipt as it was given, with its signature."""

    session_id: Id
    consent_id: Id
    granted: bool
    version: Annotated[str, StringConstraints(min_length=1, max_length=20)]
    expires_at: AwareDatetime
    text: Annotated[str, StringConstraints(max_length=4000)]
    signature: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]

    def said(self) -> SignedReceipt:
        return SignedReceipt(self.session_id, self.consent_id, self.granted, self.version, self.expires_at, self.text)


class ReceiptVerified(Contract):
    """`valid`: every word of it is as it was given, by this shop, to this session."""

    valid: bool


class SessionNamed(Contract):
    session_id: Id


class Kept(Contract):
    """Every stored record by collection, as it is stored."""

    session: dict[str, Any]
    messages: list[dict[str, Any]]
    analyses: list[dict[str, Any]]
    consents: list[dict[str, Any]]
    events: list[dict[str, Any]]
    impressions: list[dict[str, Any]]
    tickets: list[dict[str, Any]]


class Erased(Contract):
    receipt_id: str
    at: Time
    erased: Annotated[dict[str, int], Field(description="Records erased, by collection")]
