"""Verification of a key."""

from shared.accounts.api_key import Scope
from shared.accounts.client import Feature
from shared.web.contract.base import Contract


class KeyVerified(Contract):
    client_id: str
    name: str
    features: dict[Feature, bool]
    scope: Scope
