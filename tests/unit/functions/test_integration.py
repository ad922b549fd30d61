"""A shop's integration is tried against a real page on this machine, and its safety reviewed."""

import base64
import hashlib
import hmac
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from flask import Response

from functions.admin.main import function as admin
from functions.integration.main import function as integration
from shared.accounts.clients import Clients, changed
from shared.accounts.directory import KEYS
from shared.accounts.invitations import Invitations
from shared.accounts.keys import Keys
from shared.accounts.users import USERS
from shared.accounts.webhook_secret import webhook_secret
from shared.catalogue.repository import CATALOGUES, Catalogue
from shared.platform.adapters.pinned_pages import MOST_READ, PinnedPages
from shared.platform.ports.clock import timestamp
from shared.platform.ports.notices import Undelivered
from shared.platform.tenant import ClientDocuments
from shared.platform.wiring import Platform
from tests.support import KEY, OTHER_KEY, access_token, add_user, ask, data_of, error_of, wired_to
from tests.unit.discovery.frames import frame

Send = Callable[..., Response]
VERIFY = "/v1/admin/clients/one/verify"


@dataclass
class ShopPage:
    """What the shop's server answers."""

    url: str = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: str = f'<script src="/loader.js" data-key="{KEY}"></script>'


@pytest.fixture
def page() -> Iterator[ShopPage]:
    kept = ShopPage()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = kept.body.encode()
            self.send_response(kept.status)
            for name, value in kept.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            """Not in the tests' output."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        kept.url = f"http://127.0.0.1:{server.server_address[1]}"
        Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield kept
        server.shutdown()


@pytest.fixture
def platform(platform: Platform) -> Platform:
    return replace(platform, pages=lambda: PinnedPages(loopback=True))


@pytest.fixture
def send(platform: Platform) -> Send:
    def sent(method: str, path: str, as_: str = "one@shop.example", **given: Any) -> Response:
        return ask(wired_to(integration, platform), method, path, token=access_token(platform, as_), **given)

    return sent


@pytest.fixture
def live(platform: Platform, page: ShopPage, documents: ClientDocuments) -> None:
    """A shop without a fault."""
    _set(platform, allowed_origins=(page.url,), shop={"url": f"{page.url}/"})
    Catalogue(documents).put([frame("a", client_id="one"), frame("b", client_id="one")])
    _set_key(platform, last_used_at=timestamp(platform.clock()))


def _set(platform: Platform, **changes: Any) -> None:
    kept = Clients(platform.documents).get("one")
    assert kept is not None
    Clients(platform.documents).replace(kept, changed(kept.client, changes))


def _set_key(platform: Platform, **changes: str) -> None:
    names = {"last_used_at": "lastUsedAt", "created_at": "createdAt", "revoked_at": "revokedAt", "scope": "scope"}
    id = hashlib.sha256(KEY.encode()).hexdigest()
    platform.documents.update(KEYS, id, {names[name]: value for name, value in changes.items()})


def _found(answer: Response) -> dict[str, list[str]]:
    """Check -> what was found; every finding says something, and every fault how to mend it."""
    assert answer.status_code == 200, answer.get_data(as_text=True)
    found: dict[str, list[str]] = {}
    for each in data_of(answer)["findings"]:
        assert each["text"]
        assert each["remedy"] or each["state"] == "ok"
        found.setdefault(each["check"], []).append(each["finding"])
    return found


@pytest.mark.usefixtures("live")
def test_a_shop_without_a_fault_is_told_so(send: Send) -> None:
    """H28."""
    answer = send("POST", VERIFY, json={})
    found = _found(answer)
    assert found.pop("webhook") == ["notTried"]
    assert found == {
        "client": ["active"],
        "key": ["good"],
        "origin": ["good"],
        "page": ["good"],
        "embedding": ["good"],
        "camera": ["good"],
        "contentSecurity": ["good"],
        "catalogue": ["good"],
        "traffic": ["good"],
    }
    assert data_of(answer)["state"] == "unknown"  # of the webhook, which was not given
    assert data_of(send("GET", "/v1/admin/clients/one/verification")) == data_of(answer)


@pytest.mark.usefixtures("live")
@pytest.mark.parametrize(
    ("changes", "check", "finding"),
    [
        ({"headers": {"Permissions-Policy": "camera=()"}}, "camera", "refused"),
        ({"headers": {"Content-Security-Policy": "default-src 'self'"}}, "contentSecurity", "refused"),
        ({"headers": {"Content-Security-Policy": "script-src https://[x\x85"}}, "contentSecurity", "refused"),
        ({"headers": {"Content-Security-Policy": "script-src *; frame-src 'self'"}}, "contentSecurity", "refused"),
        ({"headers": {"Content-Security-Policy": "script-src 'self'; frame-src *"}}, "contentSecurity", "refused"),
        ({"body": "<p>Nothing here"}, "embedding", "none"),
        ({"body": f"key {OTHER_KEY} of another shop"}, "embedding", "none"),
        ({"status": 404}, "page", "status"),
        ({"status": 500}, "page", "status"),
        ({"status": 302, "headers": {"Location": "http://169.254.169.254/"}}, "page", "moved"),
    ],
)
def test_a_fault_of_the_page_is_named(
    send: Send, page: ShopPage, changes: dict[str, Any], check: str, finding: str
) -> None:
    """H28."""
    for name, value in changes.items():
        setattr(page, name, value)
    assert _found(send("POST", VERIFY, json={}))[check] == [finding]


@pytest.mark.usefixtures("live")
def test_a_page_that_cannot_be_reached_is_told_with_its_reason(platform: Platform, send: Send) -> None:
    """H28: also where the page would be read from inside the platform."""
    _set(platform, shop={"url": "http://127.0.0.1:9/"})
    answer = send("POST", VERIFY, json={})
    assert _found(answer)["page"] == ["unreachable"]
    assert "(unreachable)" in answer.get_data(as_text=True)
    _set(platform, shop={"url": "http://169.254.169.254/latest/meta-data/"})
    assert "(address_refused)" in send("POST", VERIFY, json={}).get_data(as_text=True)


@pytest.mark.usefixtures("live")
def test_a_secret_or_revoked_key_in_the_page_is_found(
    platform: Platform, documents: ClientDocuments, send: Send, page: ShopPage
) -> None:
    """H28 H31 K7: and the security review keeps telling it until the page was looked at again."""
    minted = Keys(documents, platform.clock).minted("secret")
    documents.batch([minted.write])
    page.body += f"<script>const k = '{minted.key}';</script>"
    answer = send("POST", VERIFY, json={})
    assert _found(answer)["embedding"] == ["secret", "good"]
    assert data_of(answer)["state"] == "failed"
    assert minted.key not in answer.get_data(as_text=True)
    assert _found(send("GET", "/v1/admin/clients/one/security"))["embedding"] == ["secret"]
    _set_key(platform, revoked_at=timestamp(platform.clock()))
    page.body = KEY
    found = _found(send("POST", VERIFY, json={}))
    assert (found["embedding"], found["key"]) == (["revoked"], ["none"])


@pytest.mark.usefixtures("live")
def test_the_given_key_and_origin_are_tried(
    platform: Platform, documents: ClientDocuments, send: Send, page: ShopPage
) -> None:
    """H28: another client's key is as unknown as one that does not exist."""
    secret = Keys(documents, platform.clock).minted("secret")
    documents.batch([secret.write])
    keys = {KEY: "good", OTHER_KEY: "unknown", "pk_made-up": "unknown", secret.key: "secret"}
    for key, finding in keys.items():
        assert _found(send("POST", VERIFY, json={"key": key}))["key"] == [finding]
    other = _found(send("POST", VERIFY, json={"origin": "https://elsewhere.example"}))
    assert other["origin"] == ["missing", "good"]
    _set(platform, allowed_origins=())
    assert _found(send("POST", VERIFY, json={}))["origin"] == ["none"]


def test_what_is_not_set_up_yet_is_told_and_no_page_is_asked(send: Send) -> None:
    """H28."""
    found = _found(send("POST", VERIFY, json={}))
    assert "page" not in found
    assert found["origin"][-1] == "unknown"
    assert found["catalogue"] == ["none"]
    assert found["traffic"] == ["none"]


@pytest.mark.usefixtures("live")
def test_an_old_catalogue_and_a_quiet_shop_are_told(
    platform: Platform, documents: ClientDocuments, send: Send
) -> None:
    """H28."""
    long_ago = timestamp(datetime.now(UTC) - timedelta(days=9))
    documents.update(CATALOGUES, "one", {"at": long_ago})
    _set_key(platform, last_used_at=long_ago)
    answer = send("POST", VERIFY, json={})
    found = _found(answer)
    assert (found["catalogue"], found["traffic"]) == (["stale"], ["quiet"])
    assert "9 days (2 products)" in answer.get_data(as_text=True)
    documents.replace(CATALOGUES, "one", {"version": "written before the time was kept"})
    assert _found(send("POST", VERIFY, json={}))["catalogue"] == ["undated"]


@pytest.mark.parametrize("version", [1, 3])
def test_a_webhooks_signature_is_checked_in_either_form(platform: Platform, send: Send, version: int) -> None:
    """H28."""
    _set(platform, shop={"webhook_version": version})
    body = '{"id": 1, "title": "Brille “Größe”"}\n'

    def tried(secret: str, as_hex: bool = True) -> str:
        signed = hmac.new(secret.encode(), body.encode(), hashlib.sha256).digest()
        written = signed.hex() if as_hex else base64.b64encode(signed).decode()
        answer = send("POST", VERIFY, json={"webhook": {"body": body, "signature": written}})
        return _found(answer)["webhook"][0]

    assert platform.signing_secret is not None
    present = webhook_secret(platform.signing_secret, "one", version)
    assert [tried(present), tried(present, as_hex=False), tried("another")] == ["good", "good", "wrong"]
    assert tried(webhook_secret(platform.signing_secret, "two", version)) == "wrong"
    if version > 1:
        assert tried(webhook_secret(platform.signing_secret, "one", version - 1)) == "former"


@pytest.mark.parametrize("signature", ["é", "sha256=", "=", "0", "zz" * 50])
def test_a_signature_of_any_form_gets_an_answer(send: Send, signature: str) -> None:
    answer = send("POST", VERIFY, json={"webhook": {"body": "", "signature": signature}})
    assert _found(answer)["webhook"] == ["wrong"]


@pytest.mark.parametrize(
    "body",
    [
        {"key": ""},
        {"key": 7},
        {"origin": "shop.example"},
        {"webhook": {"body": "x"}},
        {"webhook": {"body": "x" * 100_001, "signature": "0"}},
    ],
)
def test_bad_input_is_refused(send: Send, body: dict[str, Any]) -> None:
    assert error_of(send("POST", VERIFY, json=body))["code"] == "INVALID_REQUEST"


@pytest.mark.parametrize("url", ["https://[shop", "https://shop:99999/", "https://u:p@shop.example/", "https:///x"])
def test_an_address_that_no_page_can_have_is_refused_where_it_is_set(platform: Platform, url: str) -> None:
    answer = ask(
        wired_to(admin, platform),
        "PATCH",
        "/v1/admin/clients/one/settings",
        token=access_token(platform, "one@shop.example"),
        json={"shop": {"url": url}},
    )
    assert error_of(answer)["code"] == "INVALID_REQUEST"


def test_before_the_first_trial_there_is_none_to_show(send: Send) -> None:
    assert error_of(send("GET", "/v1/admin/clients/one/verification"))["code"] == "NOT_FOUND"


def test_the_security_of_a_fresh_client(send: Send) -> None:
    """H30 H31 K7."""
    found = _found(send("GET", "/v1/admin/clients/one/security"))
    assert found["keysAge"] == found["keysUse"] == found["people"] == found["invitations"] == ["good"]
    assert found["pageKey"] == ["notTried"]


def test_invitations_that_wait_are_told(platform: Platform, send: Send) -> None:
    """H31."""
    Invitations(platform.documents, platform.clock, platform.new_id).invite("one", "kim@shop.example", "Kim")
    answer = send("GET", "/v1/admin/clients/one/security")
    assert _found(answer)["invitations"] == ["waiting"]


def test_old_keys_trial_origins_absent_people_and_long_retention_are_told(platform: Platform, send: Send) -> None:
    """H31 K7."""
    gone = add_user(platform, "gone@shop.example", "one")
    old = timestamp(datetime.now(UTC) - timedelta(days=400))
    _set_key(platform, created_at=old)
    platform.documents.update(USERS, gone.user_id, {"createdAt": old})
    _set(platform, allowed_origins=("http://localhost:3000",), retention_days=365)
    answer = send("GET", "/v1/admin/clients/one/security")
    found = _found(answer)
    assert found["keysAge"] == ["old"]
    assert found["keysUse"] == ["idle"]
    assert found["originsSafety"] == ["local"]
    assert found["people"] == ["idle"]
    assert found["retention"] == ["long"]
    assert data_of(answer)["state"] == "warning"


def test_pages_are_read_from_the_internet_alone_and_no_further_than_a_mebibyte(page: ShopPage) -> None:
    """I9: any merchant names them."""
    with pytest.raises(Undelivered) as refused:
        PinnedPages().read(page.url)
    assert refused.value.kind == "address_refused"
    page.body = "x" * (MOST_READ + 1000)
    assert len(PinnedPages(loopback=True).read(page.url).text) == MOST_READ
