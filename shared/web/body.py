"""From a request to the route's checked input."""

import json
from collections.abc import Mapping
from io import BytesIO
from typing import IO, Any

from flask import Request
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.formparser import FormDataParser

from shared.web.errors import ApiError, Detail
from shared.web.route import Route

DRAIN = 32 * 1024 * 1024  # a refused body is read up to the gateway's own limit, so that the answer can be heard
_CHUNK = 1024 * 1024
_FORM_MEMORY = 512 * 1024  # plain fields, and the parser's own buffer


def read_input(route: Route, request: Request, path: Mapping[str, str]) -> BaseModel:
    """Raises `ApiError`: PAYLOAD_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE, INVALID_REQUEST. Input is never echoed."""
    try:
        if not route.has_body:
            return route.takes.model_validate({**request.args.to_dict(), **path})
        return _read_body(route, request, path)
    except ValidationError as error:
        raise _invalid(error) from None


def _read_body(route: Route, request: Request, path: Mapping[str, str]) -> BaseModel:
    content = _content(route, request)
    if route.file and request.mimetype == "multipart/form-data":
        return route.takes.model_validate({**_read_form(route.file, request, content), **path})
    if request.mimetype not in {"application/json", ""}:
        raise _unsupported(route)
    if path:
        content = json.dumps({**_json_object(content), **path}).encode()
    return route.takes.model_validate_json(content, strict=True)  # 0 or "yes" is no agreement


def _content(route: Route, request: Request) -> bytes:
    """The whole body, of announced length or in chunks. The framework reads on after us, so nothing is left to it."""
    stream: IO[bytes] = request.environ["wsgi.input"]
    request.environ["wsgi.input"] = BytesIO()
    length = request.content_length
    if length is None and not request.environ.get("wsgi.input_terminated"):
        return b""
    try:
        content = stream.read(route.max_body + 1 if length is None else min(length, route.max_body + 1))
        if len(content) > route.max_body:
            _drain(stream)
            raise _too_large(route)
    except ApiError:
        raise
    except Exception:  # noqa: BLE001 - each server has its own errors for broken chunks and callers gone away
        raise ApiError("INVALID_REQUEST", "The body broke off or was badly chunked: send it again.") from None
    return content


def _drain(stream: IO[bytes]) -> None:
    left = DRAIN
    while left > 0 and (chunk := stream.read(min(left, _CHUNK))):
        left -= len(chunk)


def _read_form(file: str, request: Request, content: bytes) -> dict[str, Any]:
    """Read in memory: a shopper's photo never touches a disk."""
    parser = FormDataParser(
        stream_factory=lambda *_, **__: BytesIO(),
        max_form_memory_size=_FORM_MEMORY,
        max_form_parts=20,
        silent=False,
    )
    try:
        _, form, files = parser.parse(BytesIO(content), request.mimetype, len(content), request.mimetype_params)
    except (ValueError, RequestEntityTooLarge):
        raise ApiError("INVALID_REQUEST", "The form could not be read: send multipart/form-data.") from None
    fields: dict[str, Any] = form.to_dict()
    if file in files:
        fields[file] = files[file].stream.read()
    return fields


def _json_object(content: bytes) -> dict[str, Any]:
    try:
        value = json.loads(content)
    except (ValueError, RecursionError):
        raise ApiError("INVALID_REQUEST", "The body is not valid JSON: check its syntax.") from None
    if not isinstance(value, dict):
        raise ApiError("INVALID_REQUEST", "The body must be a JSON object.")
    return value


def _invalid(error: ValidationError) -> ApiError:
    problems = error.errors(include_url=False, include_context=False, include_input=False)
    if any(problem["type"] == "json_invalid" for problem in problems):
        return ApiError("INVALID_REQUEST", "The body is not valid JSON: check its syntax.")
    return ApiError(
        "INVALID_REQUEST", "Some fields are missing or wrong: see details.", [_detail(p) for p in problems[:20]]
    )


def _detail(problem: ErrorDetails) -> Detail:
    field = ".".join(str(part) for part in problem["loc"]) or "body"
    return Detail(field, problem["msg"].removeprefix("Value error, "))


def _too_large(route: Route) -> ApiError:
    limit = f"{route.max_body // 1024} KiB" if route.max_body < 1024**2 else f"{route.max_body / 1024**2:.0f} MiB"
    return ApiError("PAYLOAD_TOO_LARGE", f"The request is too large: send at most {limit}.")


def _unsupported(route: Route) -> ApiError:
    accepted = "application/json or multipart/form-data" if route.file else "application/json"
    return ApiError("UNSUPPORTED_MEDIA_TYPE", f"Send the body as {accepted}.")
