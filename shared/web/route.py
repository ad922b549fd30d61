"""One declaration per route: from it come validation, guards, the gateway and the OpenAPI file."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel

from shared.accounts.actor import Permission
from shared.accounts.client import Feature
from shared.web.call import Call
from shared.web.errors import Code

Method = Literal["GET", "POST", "PATCH", "PUT", "DELETE"]
# shopper: an API key names the client; admin: an access token names a person
Audience = Literal["public", "shopper", "admin"]
KIB = 1024


@dataclass(frozen=True)
class Content:
    """A reply that is not JSON: text, a picture."""

    content: bytes
    content_type: str


Reply = BaseModel | Content


@dataclass(frozen=True)
class Route:
    method: Method
    path: str  # `/v1/privacy/sessions/{sessionId}`
    function: str
    summary: str
    audience: Audience
    takes: type[BaseModel]  # path and query parameters, or path parameters and body
    gives: type[BaseModel] | tuple[str, ...]  # a model, or the media types of what is not JSON, the usual one first
    handle: Callable[[Call[Any]], Reply]
    status: int = 200
    permissions: tuple[
        Permission, ...
    ] = ()  # any of them admits to an admin route; without any, whoever is signed in
    secret: bool = False  # the answer holds what is shown once, so it is kept for no repetition
    errors: tuple[Code, ...] = ()  # beyond those that every route of its audience can answer
    feature: Feature | None = None  # refused when the client has it switched off
    max_body: int = 64 * KIB
    file: str | None = None  # name of the form field that carries a file; forms are refused without one
    wrapped: bool = True  # in `data` and `meta`

    @property
    def is_replayed(self) -> bool:
        """A POST makes something new each time; the other writes can be repeated without harm.

        So can a POST that answers with a picture: it stores nothing, and what would be replayed is kept nowhere.
        """
        kept = not self.secret and not isinstance(self.gives, tuple)
        return self.method == "POST" and self.audience != "public" and kept

    @property
    def operation(self) -> str:
        """Its name in the description, such as `chat_reply`."""
        return f"{self.function}_{self.handle.__name__}"

    @property
    def has_body(self) -> bool:
        return self.method in {"POST", "PATCH", "PUT"}

    @property
    def path_parameters(self) -> tuple[str, ...]:
        return tuple(part[1:-1] for part in self.path.split("/") if part.startswith("{"))
