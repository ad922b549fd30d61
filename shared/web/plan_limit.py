"""What a shopper's request is told when the client's plan is used up."""

from typing import Any

from shared.accounts.client import Feature
from shared.billing.limit import stopped_until
from shared.billing.meter import Kind
from shared.platform.ports.clock import timestamp
from shared.web.call import Call
from shared.web.errors import ApiError

KIND_OF: dict[Feature, Kind] = {"faceAnalysis": "analyses", "chat": "messages", "virtualTryOn": "tryOns"}
_NAMES: dict[Kind, str] = {
    "sessions": "visits",
    "analyses": "face analyses",
    "messages": "chat messages",
    "tryOns": "try-ons",
    "modelTokens": "model tokens",
}


def is_within_plan(call: Call[Any], kind: Kind) -> bool:
    return stopped_until(call.documents, call.client.plan, kind, call.platform.clock) is None


def require_within_plan(call: Call[Any], kind: Kind) -> None:
    """Raises `ApiError` FEATURE_DISABLED where the plan stops."""
    until = stopped_until(call.documents, call.client.plan, kind, call.platform.clock)
    if until is not None:
        used_up = f"The {_NAMES[kind]} in this shop's plan are used up for this month"
        raise ApiError("FEATURE_DISABLED", f"{used_up}: try again from {timestamp(until)} on, or book a larger plan.")


def features_within_plan(call: Call[Any]) -> dict[Feature, bool]:
    """The client's features, without those that its plan has stopped."""
    on = call.client.features
    return {
        feature: on[feature] and (feature not in KIND_OF or is_within_plan(call, KIND_OF[feature])) for feature in on
    }
