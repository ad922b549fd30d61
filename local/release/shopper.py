"""A shopper's browser, as far as HTTP goes."""

import json
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import Any

from local.release.problem import ReleaseStopped

TIMEOUT_S = 30.0  # a cold start is within it


@dataclass(frozen=True)
class Answer:
    status: int
    body: Any

    @property
    def data(self) -> Any:
        return self.body["data"]


@dataclass(frozen=True)
class Shopper:
    url: str
    key: str

    def ask(self, method: str, path: str, body: object = None) -> Answer:
        """Raises `ReleaseStopped` when there is no answer, or one that is not JSON."""
        headers = {"X-API-Key": self.key, "Content-Type": "application/json"}
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, data=data, method=method, headers=headers)  # noqa: S310
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT_S) as reply:  # noqa: S310
                return Answer(reply.status, json.loads(reply.read() or b"{}"))
        except urllib.error.HTTPError as error:
            return Answer(error.code, _json(error.read()))
        except (OSError, ValueError) as error:
            raise ReleaseStopped(f"no usable answer ({error})") from None


def _json(content: bytes) -> Any:
    try:
        return json.loads(content or b"{}")
    except ValueError:
        return {}
