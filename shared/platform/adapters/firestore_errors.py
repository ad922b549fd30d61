"""What Firestore's refusals mean in the port's words."""

import re

import grpc
from google.api_core.exceptions import GoogleAPICallError

from shared.platform.ports.documents import (
    AlreadyExists,
    DocumentTooLarge,
    IndexMissing,
    Missing,
    Stale,
    StoreUnavailable,
)

_Code = grpc.StatusCode
_NO_ANSWER = frozenset(
    {
        _Code.ABORTED,  # contended until patience ended
        _Code.CANCELLED,
        _Code.DEADLINE_EXCEEDED,
        _Code.INTERNAL,
        _Code.RESOURCE_EXHAUSTED,
        _Code.UNAVAILABLE,
        _Code.UNKNOWN,
    }
)
_TOO_LARGE = re.compile(r"size|too (big|large)|longer than|exceeds the maximum", re.IGNORECASE)
_NEEDS_INDEX = re.compile(r"index", re.IGNORECASE)
_NO_DATABASE = re.compile(r"^The database .* does not exist")


def meaning(error: GoogleAPICallError) -> Exception:
    """The port's error; what speaks of a wrong set-up (permissions, credentials, no such database) stays itself."""
    code, text = error.grpc_status_code, str(error.message)
    if code in _NO_ANSWER:
        return StoreUnavailable(f"{code.name}: {text}")
    if code is _Code.ALREADY_EXISTS:
        return AlreadyExists(text)
    if code is _Code.NOT_FOUND and not _NO_DATABASE.search(text):
        return Missing(text)
    if code is _Code.FAILED_PRECONDITION:
        return IndexMissing(text) if _NEEDS_INDEX.search(text) else Stale(text)
    if code is _Code.INVALID_ARGUMENT:
        return DocumentTooLarge(text) if _TOO_LARGE.search(text) else ValueError(text)
    return error
