"""Where a page ended, as opaque text that serves the query it came from and no other."""

import base64
import binascii
import hashlib
import json
from collections.abc import Sequence

from shared.platform.ports.documents import InvalidCursor, Query

Position = list[str | int | float]  # the sort values of a page's last document
_INT64 = range(-(2**63), 2**63)


def encode(query: Query, position: Sequence[str | int | float]) -> str:
    text = json.dumps([_fingerprint(query), *position])
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def decode(query: Query, cursor: str, length: int) -> Position:
    """The position, `length` values. Raises `InvalidCursor` for what `encode` did not make of this query."""
    try:
        text = base64.b64decode(cursor.encode() + b"=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        content = json.loads(text)
    except (binascii.Error, ValueError, RecursionError) as error:
        raise InvalidCursor("the cursor cannot be read") from error
    if not isinstance(content, list) or len(content) != length + 1 or content[0] != _fingerprint(query):
        raise InvalidCursor("the cursor belongs to another query")
    position = content[1:]
    if not all(_is_sort_value(value) for value in position):
        raise InvalidCursor("the cursor cannot be read")
    return position


def _fingerprint(query: Query) -> str:
    parts = json.dumps([query.collection, sorted(query.where.items()), repr(query.range), repr(query.order)])
    return hashlib.sha256(parts.encode()).hexdigest()[:16]


def _is_sort_value(value: object) -> bool:
    if isinstance(value, str):
        return not any("\ud800" <= character <= "\udfff" for character in value)
    return isinstance(value, float) or (isinstance(value, int) and value in _INT64)
