"""Cross-origin calls: only from the clients' sites and our own (https://fetch.spec.whatwg.org/#http-cors-protocol)."""

from collections.abc import Sequence

from flask import Request, Response

from shared.platform.patience import OutOfPatience
from shared.platform.ports.documents import StoreUnavailable
from shared.web.embedding import HEADER
from shared.web.errors import STATUS
from shared.web.guards import Guards

_HEADERS = f"Content-Type, X-API-Key, {HEADER}, Authorization, Idempotency-Key, X-Request-Id, traceparent"
_EXPOSED = "X-Request-Id, traceparent, Retry-After"
_MAX_AGE_S = 600
UNAVAILABLE = STATUS["UNAVAILABLE"]


def preflight(methods: Sequence[str]) -> Response:
    return Response(
        status=204,
        headers={
            "Access-Control-Allow-Methods": ", ".join(methods),
            "Access-Control-Allow-Headers": _HEADERS,
            "Access-Control-Max-Age": str(_MAX_AGE_S),
        },
    )


def allow_origin(response: Response, request: Request, guards: Guards) -> None:
    """A preflight carries no key, so any client's site is named here; the key is then held to its own client's."""
    response.headers["Vary"] = "Origin"
    origin = request.headers.get("Origin")
    if origin and _may_read(response, request, origin, guards):
        response.headers["Access-Control-Allow-Origin"] = origin
        response.headers["Access-Control-Expose-Headers"] = _EXPOSED


def _may_read(response: Response, request: Request, origin: str, guards: Guards) -> bool:
    try:
        return guards.knows_origin(origin)
    except (StoreUnavailable, OutOfPatience):
        # Nobody can say whose site it is. That the service is away may be read by all, else a shop's own page would
        # take it for a network fault and not know when to try again.
        return request.method == "OPTIONS" or response.status_code == UNAVAILABLE
