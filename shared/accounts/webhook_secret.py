"""What a shop's webhooks are signed with: derived, so that it lies nowhere and can be shown to who may see it."""

import hashlib
import hmac


def webhook_secret(signing_secret: bytes, client_id: str, version: int) -> str:
    """64 hex digits; another for each version."""
    return hmac.new(signing_secret, f"webhook {client_id} {version}".encode(), hashlib.sha256).hexdigest()
