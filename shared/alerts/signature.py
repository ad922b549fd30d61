"""How a webhook's receiver knows that a call is ours, whole and fresh (docs/alerts.md has the check in code).

A channel's secret has to be at hand for every call, so it cannot be kept as a hash. It is not kept at all: it is
derived from the server's signing secret and the channel's id, and shown once.
"""

import hashlib
import hmac

TIMESTAMP, SIGNATURE, DELIVERY = "X-AI-Discovery-Timestamp", "X-AI-Discovery-Signature", "X-AI-Discovery-Delivery"
_PURPOSE = "alert-channel:"  # the same secret signs other things as well


def channel_secret(signing_secret: bytes, channel_id: str) -> str:
    return "whsec_" + hmac.new(signing_secret, f"{_PURPOSE}{channel_id}".encode(), hashlib.sha256).hexdigest()


def signature_headers(secret: str, body: bytes, at_s: int, delivery_id: str) -> dict[str, str]:
    """`v1=` and the HMAC-SHA256, in hex, of the timestamp (seconds), a dot and the body as it is sent."""
    signed = hmac.new(secret.encode(), f"{at_s}.".encode() + body, hashlib.sha256).hexdigest()
    return {TIMESTAMP: str(at_s), SIGNATURE: f"v1={signed}", DELIVERY: delivery_id}
