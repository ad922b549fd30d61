"""Session start, consent, privacy."""

from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from shared.accounts.client import Branding, Feature
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
