"""The error codes of the contract, and what the rooms' own exceptions become."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from shared.faces.refusal import REFUSAL_CODES, RefusalCode
from shared.platform.patience import OutOfPatience
from shared.platform.ports.documents import InvalidCursor, Missing, Stale, StoreUnavailable
from shared.shopper.analyses import AnalysisNotFound
from shared.shopper.consent import ConsentRequired, ConsentVersionUnknown
from shared.shopper.session import HeldOut, SessionNotFound
from shared.support.conflict import NotThere, SupportConflict

Code = (
    Literal[
        "UNAUTHORIZED",
        "TOKEN_EXPIRED",
        "FORBIDDEN",
        "CONSENT_REQUIRED",
        "FEATURE_DISABLED",
        "NOT_FOUND",
        "METHOD_NOT_ALLOWED",
        "CONFLICT",
        "UNSUPPORTED_MEDIA_TYPE",
        "INVALID_REQUEST",
        "RATE_LIMITED",
        "INTERNAL",
        "UNAVAILABLE",
    ]
    | RefusalCode
)
STATUS: dict[Code, int] = {
    **dict.fromkeys(REFUSAL_CODES, 422),
    "UNAUTHORIZED": 401,
    "TOKEN_EXPIRED": 401,
    "FORBIDDEN": 403,
    "CONSENT_REQUIRED": 403,
    "FEATURE_DISABLED": 403,
    "NOT_FOUND": 404,
    "METHOD_NOT_ALLOWED": 405,
    "CONFLICT": 409,
    "PAYLOAD_TOO_LARGE": 413,
    "UNSUPPORTED_MEDIA_TYPE": 415,
    "INVALID_REQUEST": 422,
    "RATE_LIMITED": 429,
    "INTERNAL": 500,
    "UNAVAILABLE": 503,
}


@dataclass(frozen=True)
class Detail:
    field: str
    problem: str


@dataclass
class ApiError(Exception):
    """`message` is one plain sentence that says what to do."""

    code: Code
    message: str
    details: list[Detail] = field(default_factory=list)
    retry_after_s: int | None = None
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def status(self) -> int:
        return STATUS[self.code]


def translate(error: Exception) -> ApiError | None:
    """What a room's exception means to a caller; None for what nobody foresaw."""
    if isinstance(error, ApiError):
        return error
    for kind, meaning in _MEANINGS.items():
        if isinstance(error, kind):
            return meaning(error)
    return None


def session_not_found() -> ApiError:
    return ApiError("NOT_FOUND", "There is no such session, or it has ended: start a new one.")


def nothing_there() -> ApiError:
    """The same for what does not exist and for what another client has."""
    return ApiError("NOT_FOUND", "There is nothing of that id: check it.")


def no_such_client() -> ApiError:
    return ApiError("NOT_FOUND", "There is no such client: check its id.")


def _bad_cursor() -> ApiError:
    problem = Detail("cursor", "is not one that a page of this list gave")
    return ApiError("INVALID_REQUEST", "Send the nextCursor of the page before, or none.", [problem])


def _data_away() -> ApiError:
    sorry = "The service cannot reach its data right now: try again shortly."
    return ApiError("UNAVAILABLE", sorry, retry_after_s=2)


def _consent_version(error: Exception) -> ApiError:
    current = error.current if isinstance(error, ConsentVersionUnknown) else ""
    detail = Detail("version", f"the text in force is version {current}")
    return ApiError("INVALID_REQUEST", "Show the shopper the current consent text and send its version.", [detail])


_MEANINGS: dict[type[Exception], Callable[[Exception], ApiError]] = {
    SessionNotFound: lambda _: session_not_found(),
    Missing: lambda _: ApiError("NOT_FOUND", "It was deleted meanwhile, or has ended: begin anew."),
    HeldOut: lambda _: ApiError("FEATURE_DISABLED", "This shopper sees the shop without this feature."),
    AnalysisNotFound: lambda _: ApiError("NOT_FOUND", "There is no such analysis: analyse a photo first."),
    ConsentRequired: lambda _: ApiError(
        "CONSENT_REQUIRED", "Ask the shopper for consent to face analysis first (POST /v1/ai/consent)."
    ),
    ConsentVersionUnknown: _consent_version,
    Stale: lambda _: ApiError("CONFLICT", "It was changed by someone else meanwhile: read it again and retry."),
    NotThere: lambda _: nothing_there(),
    SupportConflict: lambda error: ApiError("CONFLICT", str(error)),
    InvalidCursor: lambda _: _bad_cursor(),
    StoreUnavailable: lambda _: _data_away(),
    OutOfPatience: lambda _: _data_away(),
}
