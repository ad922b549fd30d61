"""Who may call the admin API: an access token, a permission, and whose data they reach."""

from dataclasses import dataclass

from flask import Request
from pydantic import BaseModel

from shared.accounts.actor import Actor
from shared.accounts.client import Client, RateLimit
from shared.accounts.directory import Directory
from shared.accounts.sign_ins import SignInOver, SignIns
from shared.accounts.tokens import TokenExpired, TokenInvalid, TokenReader
from shared.platform.wiring import Platform
from shared.web.errors import ApiError, no_such_client
from shared.web.rate_limit import RateLimiter
from shared.web.route import Route

_BEARER = "Bearer "
_PER_PERSON = RateLimit(per_second=50, burst=200)


@dataclass(frozen=True)
class Reach:
    """Whose data a call is about; None: of every client, which only a super admin reaches."""

    client: Client | None


class SignedInGuard:
    def __init__(self, platform: Platform) -> None:
        self._tokens = TokenReader(platform.documents, platform.settings.api_endpoint, platform.clock)
        self._sign_ins = SignIns(platform.documents, platform.clock, platform.new_id)
        self._directory = Directory(platform.documents, platform.clock)
        self._limiter = RateLimiter()

    def admit(self, route: Route, request: Request) -> Actor:
        """Raises `ApiError`: UNAUTHORIZED, TOKEN_EXPIRED, RATE_LIMITED, FORBIDDEN."""
        actor = self._identify(request)
        if wait_s := self._limiter.wait_s(actor.user_id, _PER_PERSON):
            raise ApiError("RATE_LIMITED", f"Too many requests: wait {wait_s} s and try again.", retry_after_s=wait_s)
        if not actor.may(route.permissions):
            raise ApiError("FORBIDDEN", "Your role does not allow this: ask an administrator of the platform.")
        return actor

    def reach(self, actor: Actor, given: BaseModel) -> Reach:
        """The client that the input names, else the person's own. Raises `ApiError`: NOT_FOUND, never a hint;
        FORBIDDEN to the people of a closed client."""
        named = getattr(given, "client_id", None)
        if named is None:
            named = actor.client_id
        elif actor.client_id is not None and named != actor.client_id:
            raise no_such_client()
        if named is None:
            return Reach(None)
        client = self._directory.client(named)
        if client is None:
            raise no_such_client()
        if client.status == "closed" and actor.client_id is not None:
            raise ApiError("FORBIDDEN", "Your client is closed: ask an administrator of the platform.")
        return Reach(client)

    def _identify(self, request: Request) -> Actor:
        header = request.headers.get("Authorization", "")
        if not header.startswith(_BEARER):
            raise ApiError("UNAUTHORIZED", "Sign in, and send the access token as Authorization: Bearer.")
        try:
            claims = self._tokens.read(header[len(_BEARER) :])
            return self._sign_ins.actor(claims.user_id, claims.sign_in_id)
        except TokenExpired:
            raise ApiError("TOKEN_EXPIRED", "The access token has expired: refresh it.") from None
        except (TokenInvalid, SignInOver):
            raise ApiError("UNAUTHORIZED", "The access token is not valid: sign in again.") from None
