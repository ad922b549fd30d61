"""What tests of many modules need: two clients, a clock that stands still, a call without a server."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Request, Response
from werkzeug.test import EnvironBuilder

from shared.accounts.client import Branding, Client, RateLimit

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


@dataclass
class SteppedClock:
    """Stands still until it is told to move."""

    now: datetime = field(default_factory=lambda: datetime.now(UTC).replace(microsecond=0))

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **by: float) -> None:
        self.now += timedelta(**by)


def ask(function: Callable[[Request], Response], method: str, path: str, **given: Any) -> Response:
    """`ask(function, "POST", path, key=KEY, json={...}, headers={...}, data=..., content_type=...)`."""
    headers = {**({"X-API-Key": given.pop("key")} if "key" in given else {}), **given.pop("headers", {})}
    builder = EnvironBuilder(method=method, path=path, headers=headers, **given)
    return function(Request(builder.get_environ()))


def data_of(response: Response) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(response.get_data())["data"]
    return data


def error_of(response: Response) -> dict[str, Any]:
    error: dict[str, Any] = json.loads(response.get_data())["error"]
    return error
