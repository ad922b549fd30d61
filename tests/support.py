"""What tests of many modules need: two clients, a clock that stands still, a call without a server."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from flask import Request, Response
from werkzeug.test import EnvironBuilder

from shared.accounts.client import Branding, Client, RateLimit
from shared.accounts.passwords import password_hash
from shared.accounts.scope import SYSTEM
from shared.accounts.sign_ins import SignIns
from shared.accounts.token_keys import FILE_NAME
from shared.accounts.token_signer import TokenSigner
from shared.accounts.users import KnownUsers, User, Users
from shared.platform.tenant import ClientDocuments
from shared.platform.wiring import Platform
from shared.web.function import HttpFunction

KEY, OTHER_KEY = "pk_test_one", "pk_test_two"
ORIGIN = "https://shop.example"


def client(name: str, **changes: Any) -> Client:
    every = {"faceAnalysis": True, "chat": True, "recommendations": True, "virtualTryOn": True}
    facts: dict[str, Any] = {
        "client_id": name,
        "name": name.title(),
        "features": every,
        "branding": Branding(shop_name=name.title()),
        "allowed_origins": (ORIGIN,),
        "rate_limit": RateLimit(per_second=1000, burst=1000),
        "session_rate_limit": RateLimit(per_second=1000, burst=1000),
    }
    return Client(**{**facts, **changes})


PASSWORD = "a long enough password"


def add_user(platform: Platform, email: str, client_id: str | None) -> User:
    """An active user of this client; None: a super admin."""
    owner = client_id or SYSTEM
    user = User(
        user_id=platform.new_id(),
        client_id=owner,
        email=email,
        name=email.partition("@")[0].title(),
        role="client" if client_id else "super_admin",
        state="active",
        password_hash=_hashed(PASSWORD),
        created_at=platform.clock(),
    )
    documents = ClientDocuments(platform.documents, owner)
    documents.batch(Users(documents).added(user))
    return user


def access_token(platform: Platform, email: str) -> str:
    """Signs the user in, who need not exist yet: `admin@…` is a super admin, `NAME@…` a user of the client NAME."""
    name = email.partition("@")[0]
    user = KnownUsers(platform.documents).by_email(email)
    if user is None:
        user = add_user(platform, email, None if name == "admin" else name)
    actor = SignIns(platform.documents, platform.clock, platform.new_id).begin(user).actor
    file = platform.settings.data_dir / FILE_NAME
    settings = platform.settings
    return TokenSigner(file, platform.documents, settings.api_endpoint, platform.clock, makes=True).issue(actor)


@cache
def _hashed(password: str) -> str:
    return password_hash(password)


@dataclass
class SteppedClock:
    """Stands still until it is told to move."""

    now: datetime = field(default_factory=lambda: datetime.now(UTC).replace(microsecond=0))

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **by: float) -> None:
        self.now += timedelta(**by)


def ask(function: Callable[[Request], Response], method: str, path: str, **given: Any) -> Response:
    """`ask(function, "POST", path, key=KEY, token=..., json={...}, headers={...}, data=..., content_type=...)`."""
    key = {"X-API-Key": given.pop("key")} if "key" in given else {}
    token = {"Authorization": f"Bearer {given.pop('token')}"} if "token" in given else {}
    headers = {**key, **token, **given.pop("headers", {})}
    builder = EnvironBuilder(method=method, path=path, headers=headers, **given)
    return function(Request(builder.get_environ()))


def wired_to(function: HttpFunction, platform: Platform) -> HttpFunction:
    """The function as it stands, on this platform."""
    for kept in ("_guards", "_signed_in", "_performance"):
        function.__dict__.pop(kept, None)
    function.__dict__["_platform"] = platform
    return function


def data_of(response: Response) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(response.get_data())["data"]
    return data


def error_of(response: Response) -> dict[str, Any]:
    error: dict[str, Any] = json.loads(response.get_data())["error"]
    return error
