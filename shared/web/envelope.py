"""How an answer is wrapped: `data` and `meta`, or `error`."""

import json

from flask import Response

from shared.web.errors import ApiError

_HEADERS = {"X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"}


def wrapped(data: str, status: int, request_id: str) -> Response:
    """`data` is JSON already."""
    return _json(f'{{"data":{data},"meta":{{"requestId":{json.dumps(request_id)}}}}}', status)


def bare(data: str, status: int) -> Response:
    return _json(data, status)


def content(content: bytes, content_type: str) -> Response:
    return Response(content, content_type=content_type, headers=_HEADERS)


def failure(error: ApiError, request_id: str) -> Response:
    body = {
        "code": error.code,
        "message": error.message,
        "requestId": request_id,
        "details": [{"field": detail.field, "problem": detail.problem} for detail in error.details],
    }
    response = _json(json.dumps({"error": body}, ensure_ascii=False), error.status)
    if error.retry_after_s is not None:
        response.headers["Retry-After"] = str(error.retry_after_s)
    response.headers.extend(error.headers)
    return response


def _json(body: str, status: int) -> Response:
    return Response(body, status=status, content_type="application/json", headers=_HEADERS)
