"""What a shop's page says about the widget: whether it answers, holds a key, lets the camera and scripts in."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from urllib.parse import urlsplit

from shared.accounts.api_key import key_hash
from shared.accounts.keys import KeptKey
from shared.integration.finding import Finding, found
from shared.integration.page_policy import camera_allowed, csp_allows
from shared.platform.ports.notices import Undelivered
from shared.platform.ports.pages import Page, Pages

_MAY_BE_A_KEY = re.compile(r"[A-Za-z0-9_-]{8,100}")
_LONGEST_NAMED = 200  # characters of an address that the page leads to
_OF_THIS_MACHINE = ("localhost", "127.0.0.1")  # which browsers trust without TLS
_NEEDED = ("script-src", "frame-src")  # the loader, and the panel's iframe


def looked_at(pages: Pages, url: str, keys: Sequence[KeptKey], endpoint: str, now: datetime) -> list[Finding]:
    """`endpoint`: where the widget comes from."""
    try:
        page = pages.read(url)
    except Undelivered as error:
        return [found("page", "unreachable", kind=error.kind)]
    if 300 <= page.status < 400:
        return [found("page", "moved", location=page.headers.get("location", "nowhere")[:_LONGEST_NAMED])]
    if page.status != 200:
        return [found("page", "status", status=page.status)]
    return [found("page", "good"), *_embedding(page, keys, now), *_policies(page.headers, url, endpoint)]


def _embedding(page: Page, keys: Sequence[KeptKey], now: datetime) -> list[Finding]:
    """By the keys' hashes, so that it does not matter how the page names them."""
    known = {key.key_id: key for key in keys}
    shown = {key_hash(word) for word in _MAY_BE_A_KEY.findall(page.text)} & known.keys()
    held = [known[id] for id in sorted(shown)]
    findings = [
        found("embedding", _how_it_is(key, now), hint=key.record.hint)
        for key in held
        if key.record.scope == "secret" or not key.in_force(now)
    ]
    good = [key for key in held if key.record.scope == "publishable" and key.in_force(now)]
    if good:
        findings.append(found("embedding", "good", hint=good[0].record.hint))
    return findings or [found("embedding", "none")]


def _how_it_is(key: KeptKey, now: datetime) -> str:
    return "secret" if key.record.scope == "secret" and key.in_force(now) else "revoked"


def _policies(headers: Mapping[str, str], url: str, endpoint: str) -> list[Finding]:
    camera = "good" if camera_allowed(headers, url, endpoint) else "refused"
    if url.startswith("http://") and urlsplit(url).hostname not in _OF_THIS_MACHINE:
        camera = "insecure"
    refused = [each for each in _NEEDED if not csp_allows(headers, each, endpoint, url)]
    security = "refused" if refused else "good"
    return [
        found("camera", camera, endpoint=endpoint),
        found("contentSecurity", security, endpoint=endpoint, directives=" and ".join(refused)),
    ]
