"""Trying a client's integration, and reviewing how safely it is set up."""

from typing import Annotated

from pydantic import Field

from shared.integration.finding import Finding, State
from shared.integration.verification import Verification
from shared.web.contract.base import Contract, Id, Time
from shared.web.contract.client import Origin

MOST_OF_A_BODY = 100_000


class WebhookGiven(Contract):
    """One webhook as the shop's platform sent it. It is checked and not kept."""

    body: Annotated[str, Field(max_length=MOST_OF_A_BODY, description="the raw body")]
    signature: Annotated[str, Field(min_length=1, max_length=200, description="HMAC-SHA256, in hex or Base64")]


class Trial(Contract):
    """All may be left out; what is given is tried as well."""

    client_id: Id
    key: (
        Annotated[str, Field(min_length=1, max_length=200, description="as it stands in the shop's pages")] | None
    ) = None
    origin: Origin | None = None
    webhook: WebhookGiven | None = None


class Verified(Contract):
    """`state`: the worst of the findings, from failed over warning and unknown to ok."""

    at: Time
    state: State
    findings: tuple[Finding, ...]

    @classmethod
    def of(cls, verification: Verification) -> "Verified":
        return cls(at=verification.at, state=verification.state, findings=verification.findings)


class SecurityReview(Contract):
    state: State
    findings: list[Finding]
