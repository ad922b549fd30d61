"""Tries a client's integration from end to end, and keeps what was found last."""

import base64
import hashlib
import hmac
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel

from shared.accounts.api_key import key_hash
from shared.accounts.client import Client
from shared.accounts.keys import KeptKey, in_force
from shared.accounts.webhook_secret import webhook_secret
from shared.integration.finding import Finding, State, found, worst
from shared.integration.page_policy import origin_of
from shared.integration.shop_page import looked_at
from shared.platform.ports.documents import Replace
from shared.platform.ports.pages import Pages
from shared.platform.tenant import ClientDocuments

VERIFICATIONS = "verifications"
_STALE_AFTER = timedelta(days=7)
_FORMER_SECRETS = 5


@dataclass(frozen=True)
class SampleWebhook:
    """As the shop's platform sent it: the raw body, and its signature in hex or Base64."""

    body: str
    signature: str


@dataclass(frozen=True)
class Tried:
    """`key`, `origin` and `webhook` are given by who asks, or not; `secret`: our own, for signing.

    `product_count` and `changed_at` are of the catalogue; `changed_at`: None when it is not known.
    """

    client: Client
    keys: Sequence[KeptKey]
    endpoint: str
    now: datetime
    product_count: int
    changed_at: datetime | None
    secret: bytes | None
    key: str | None = None
    origin: str | None = None
    webhook: SampleWebhook | None = None


class Verification(BaseModel):
    """`state`: the worst of the findings."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, frozen=True)

    at: datetime
    state: State
    findings: tuple[Finding, ...]


def verified(tried: Tried, pages: Pages) -> Verification:
    url = tried.client.shop.url
    findings = [
        found("client", tried.client.status),
        _key(tried),
        *_origins(tried),
        *(looked_at(pages, url, tried.keys, tried.endpoint, tried.now) if url else ()),
        _catalogue(tried),
        _webhook(tried),
        _traffic(tried),
    ]
    return Verification(at=tried.now, state=worst(findings), findings=tuple(findings))


def kept(client_id: str, verification: Verification) -> Replace:
    return Replace(VERIFICATIONS, client_id, verification.model_dump(mode="json", by_alias=True))


def last(documents: ClientDocuments) -> Verification | None:
    stored = documents.get(VERIFICATIONS, documents.client_id)
    return Verification.model_validate({k: v for k, v in stored.body.items() if k != "clientId"}) if stored else None


def _key(tried: Tried) -> Finding:
    if tried.key is not None:
        hashed = key_hash(tried.key)
        given = next((key for key in tried.keys if key.key_id == hashed), None)
        if given is None:
            return found("key", "unknown")
        if not given.in_force(tried.now):
            return found("key", "revoked", hint=given.record.hint)
        return found("key", "secret" if given.record.scope == "secret" else "good", hint=given.record.hint)
    live = _publishable(tried)
    return found("key", "good", hint=live[0].record.hint) if live else found("key", "none")


def _origins(tried: Tried) -> Iterator[Finding]:
    allowed, url = tried.client.allowed_origins, tried.client.shop.url
    if not allowed:
        yield found("origin", "none")
    named = [*([tried.origin] if tried.origin else []), *([origin_of(url)] if url else [])]
    for origin in dict.fromkeys(named) if allowed else ():
        yield found("origin", "good" if origin in allowed else "missing", origin=origin)
    if not named:
        yield found("origin", "unknown")


def _catalogue(tried: Tried) -> Finding:
    if not tried.product_count:
        return found("catalogue", "none")
    if tried.changed_at is None:
        return found("catalogue", "undated", count=tried.product_count)
    age = tried.now - tried.changed_at
    how = "stale" if age > _STALE_AFTER else "good"
    return found("catalogue", how, count=tried.product_count, days=age.days, day=f"{tried.changed_at:%Y-%m-%d}")


def _webhook(tried: Tried) -> Finding:
    if tried.webhook is None:
        return found("webhook", "notTried")
    if tried.secret is None:
        return found("webhook", "noSecret")
    present = tried.client.shop.webhook_version
    for version in range(present, max(0, present - 1 - _FORMER_SECRETS), -1):
        if _signed_by(webhook_secret(tried.secret, tried.client.client_id, version), tried.webhook):
            how = "good" if version == present else "former"
            return found("webhook", how, version=version, present=present)
    return found("webhook", "wrong")


def _signed_by(secret: str, webhook: SampleWebhook) -> bool:
    right = hmac.new(secret.encode(), webhook.body.encode(), hashlib.sha256).digest()
    return any(hmac.compare_digest(right, given) for given in _signatures(webhook.signature))


def _signatures(text: str) -> Iterator[bytes]:
    """The bytes that the text may stand for; platforms differ in how they write them."""
    plain = text.strip().removeprefix("sha256=")
    for read in (bytes.fromhex, lambda text: base64.b64decode(text, validate=True)):
        with suppress(ValueError):
            yield read(plain)


def _traffic(tried: Tried) -> Finding:
    used = [key.record.last_used_at for key in _publishable(tried) if key.record.last_used_at]
    if not used:
        return found("traffic", "none")
    age = tried.now - max(used)
    how = "quiet" if age > _STALE_AFTER else "good"
    return found("traffic", how, days=age.days, day=f"{max(used):%Y-%m-%d}")


def _publishable(tried: Tried) -> list[KeptKey]:
    return [key for key in in_force(tried.keys, tried.now) if key.record.scope == "publishable"]
