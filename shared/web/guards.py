"""Who may call: key, origin, feature, rate."""

from flask import Request

from shared.accounts.client import Client
from shared.accounts.directory import Caller, Directory
from shared.web.embedding import HEADER, page_of
from shared.web.errors import ApiError
from shared.web.rate_limit import RateLimiter
from shared.web.route import Route
from shared.web.shared_limit import Limiter


class Guards:
    def __init__(
        self,
        directory: Directory,
        client_limiter: Limiter | None = None,
        admin_origin: str | None = None,
        widget_origin: str | None = None,
    ) -> None:
        """`client_limiter`: one that many instances share; None where this process is the only one."""
        self._own_origins = {admin_origin, widget_origin}
        self._widget_origin = widget_origin
        self._directory = directory
        self._limiter = RateLimiter()
        self._client_limiter = client_limiter or self._limiter

    def admit(self, route: Route, request: Request) -> Caller | None:
        """For shoppers' routes; None on a public one.

        Raises `ApiError`: UNAUTHORIZED, RATE_LIMITED, FORBIDDEN, FEATURE_DISABLED.
        """
        if route.audience == "public":
            return None
        caller = self._identify(request)
        if caller.client.status != "active":
            raise ApiError("FORBIDDEN", "This shop's account is suspended: ask the platform's team.")
        name = f"client {caller.client.client_id}"
        _refuse_for(self._client_limiter.wait_s(name, caller.client.rate_limit))
        self._check_page(caller.client, request)
        if route.feature and not caller.client.has(route.feature):
            raise ApiError("FEATURE_DISABLED", "This shop has switched this feature off.")
        return caller

    def limit_session(self, client: Client, session_id: str) -> None:
        name = f"session {client.client_id} {session_id}"
        _refuse_for(self._limiter.wait_s(name, client.session_rate_limit))

    def knows_origin(self, origin: str) -> bool:
        return origin in self._own_origins or self._directory.knows_origin(origin)

    def _check_page(self, client: Client, request: Request) -> None:
        """Only browsers send an origin; for them a key works in its own shop alone."""
        page = page_of(request.headers.get("Origin"), request.headers.get(HEADER), self._widget_origin)
        if page is None or page in client.allowed_origins:
            return
        if page == self._widget_origin:
            raise ApiError("FORBIDDEN", f"The widget's panel says in {HEADER} which page it stands in: send it.")
        raise ApiError("FORBIDDEN", "This key may not be used from this site: add the site to the shop's origins.")

    def _identify(self, request: Request) -> Caller:
        key = request.headers.get("X-API-Key")
        if not key:
            raise ApiError("UNAUTHORIZED", "Send the shop's API key in the X-API-Key header.")
        caller = self._directory.caller(key)
        if caller is None:
            raise ApiError("UNAUTHORIZED", "This API key is not valid: check the key in the shop's settings.")
        return caller


def _refuse_for(wait_s: int) -> None:
    if wait_s:
        raise ApiError("RATE_LIMITED", f"Too many requests: wait {wait_s} s and try again.", retry_after_s=wait_s)
