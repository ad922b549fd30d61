"""The OpenAPI 3.1 description, made from the route declarations alone.

It is API Gateway's configuration as well: `x-google-backend` names the function of each operation, and the backends'
addresses, unknown until the functions are deployed, are filled in by Terraform
(https://cloud.google.com/api-gateway/docs/oasv3-extensions).
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from shared.web.contract.base import INSTEAD_OF_FILE
from shared.web.errors import STATUS, Code
from shared.web.route import Audience, Route

_REF = "#/components/schemas/{model}"
_EVERY_ROUTE: tuple[Code, ...] = ("NOT_FOUND", "METHOD_NOT_ALLOWED", "INTERNAL", "UNAVAILABLE")
_WITH_KEY: tuple[Code, ...] = ("UNAUTHORIZED", "FORBIDDEN", "INVALID_REQUEST", "RATE_LIMITED")
_SECURITY: dict[Audience, list[dict[str, list[str]]]] = {
    "public": [],
    "shopper": [{"apiKey": []}],
    "admin": [{"accessToken": []}],
}
_WITH_BODY: tuple[Code, ...] = ("PAYLOAD_TOO_LARGE", "UNSUPPORTED_MEDIA_TYPE", "CONFLICT")
_ID = {"type": "string", "minLength": 1, "maxLength": 64, "pattern": "^[A-Za-z0-9._:-]+$"}

Schemas = Mapping[tuple[Any, Literal["validation", "serialization"]], dict[str, Any]]  # by model and direction


def describe(routes: Sequence[Route], deadlines_s: Mapping[str, int]) -> dict[str, Any]:
    """`deadlines_s`: how long the gateway waits for each function."""
    schemas, components = _schemas(routes)
    paths: dict[str, Any] = {}
    for route in sorted(routes, key=lambda route: (route.path, route.method)):
        operations = paths.setdefault(route.path, {})
        operations[route.method.lower()] = _operation(route, schemas)
        operations["options"] = _preflight(route)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "AI Discovery",
            "version": "1",
            "description": "Face shape and size, wishes, and frames that suit and fit.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "x-google-api-management": {
            "backends": {name: _backend(deadline_s) for name, deadline_s in sorted(deadlines_s.items())}
        },
        "paths": paths,
        "components": {
            "securitySchemes": {
                "apiKey": {"type": "apiKey", "in": "header", "name": "X-API-Key"},
                "accessToken": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
            },
            "schemas": {**components, "Meta": _META, "Error": _ERROR},
        },
    }


def _schemas(routes: Iterable[Route]) -> tuple[Schemas, dict[str, Any]]:
    wanted: list[tuple[type[BaseModel], Literal["validation", "serialization"]]] = []
    for route in routes:
        wanted.append((route.takes, "validation"))
        if not isinstance(route.gives, tuple):
            wanted.append((route.gives, "serialization"))
    schemas, definitions = models_json_schema(wanted, by_alias=True, ref_template=_REF)
    return schemas, definitions.get("$defs", {})


def _operation(route: Route, schemas: Schemas) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": route.operation,
        "tags": [route.function],
        **_words(route.summary),
        "security": _SECURITY[route.audience],
        "x-google-backend": route.function,
    }
    if route.permissions:
        operation["x-permissions"] = list(route.permissions)
    if parameters := [*_path_parameters(route), *_query_parameters(route), *_replay_parameter(route)]:
        operation["parameters"] = parameters
    if route.has_body:
        operation["requestBody"] = _request_body(route, schemas)
    operation["responses"] = {str(route.status): _reply(route, schemas), **_failures(route)}
    operation["x-max-body-bytes"] = route.max_body
    return operation


def _backend(deadline_s: int) -> dict[str, Any]:
    return {"deadline": float(deadline_s), "pathTranslation": "APPEND_PATH_TO_ADDRESS", "protocol": "h2"}


def _preflight(route: Route) -> dict[str, Any]:
    """The gateway answers no preflight by itself; without this operation a browser would be refused.

    It says what may be sent to a path of this form, whether or not the id in it is one.
    """
    anything = [{**parameter, "schema": {"type": "string"}} for parameter in _path_parameters(route)]
    nothing = {"404": {"description": "Control characters in the path: there is nothing."}}
    return {
        "operationId": f"{route.function}_preflight_{_slug(route.path)}",
        "tags": [route.function],
        "summary": "Tells a browser what it may send from another site.",
        "security": [],
        "x-google-backend": route.function,
        **({"parameters": anything} if anything else {}),
        "responses": {
            "204": {"description": "Allowed methods and headers, for the sites of the shops."},
            **(nothing if anything else {}),
        },
    }


def _slug(path: str) -> str:
    return "_".join(re.findall(r"[A-Za-z0-9]+", path))


def _words(docstring: str) -> dict[str, str]:
    """The first paragraph sums up, the whole describes."""
    summary, _, rest = docstring.partition("\n\n")
    words = {"summary": " ".join(summary.split())}
    return {**words, "description": " ".join(rest.split())} if rest else words


def _path_parameters(route: Route) -> list[dict[str, Any]]:
    return [{"name": name, "in": "path", "required": True, "schema": _ID} for name in route.path_parameters]


def _query_parameters(route: Route) -> list[dict[str, Any]]:
    if route.has_body:
        return []
    schema = route.takes.model_json_schema(by_alias=True)
    required = schema.get("required", [])
    return (
        [
            {"name": name, "in": "query", "required": name in required, "schema": definition}
            for name, definition in schema["properties"].items()
            if name not in route.path_parameters
        ]
        if schema.get("properties")
        else []
    )


def _replay_parameter(route: Route) -> list[dict[str, Any]]:
    if not route.is_replayed:
        return []
    schema = {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"}
    meaning = (
        "The same key with the same body replays the first answer for 24 h. CONFLICT: the body is another, the first"
        " request is under way, or it was carried out and its answer was lost."
    )
    return [{"name": "Idempotency-Key", "in": "header", "required": False, "schema": schema, "description": meaning}]


def _request_body(route: Route, schemas: Schemas) -> dict[str, Any]:
    schema = schemas[route.takes, "validation"]
    if route.path_parameters:
        schema = _without(route.takes.model_json_schema(by_alias=True, ref_template=_REF), route.path_parameters)
    content: dict[str, Any] = {"application/json": {"schema": schema}}
    if route.file:
        content["multipart/form-data"] = {"schema": _form(route, route.file)}
    return {"required": True, "content": content}


def _without(schema: dict[str, Any], names: Sequence[str]) -> dict[str, Any]:
    """Of a model whose own models stand among the components, as all do."""
    return {
        **{key: value for key, value in schema.items() if key != "$defs"},
        "properties": {name: value for name, value in schema["properties"].items() if name not in names},
        "required": [name for name in schema.get("required", ()) if name not in names],
    }


def _form(route: Route, file: str) -> dict[str, Any]:
    """The fields as plain text, lists as JSON text, and the file."""
    schema = route.takes.model_json_schema(by_alias=True)
    fields = {name: _given(field) for name, field in schema["properties"].items() if not field.get(INSTEAD_OF_FILE)}
    fields[file] = {"type": "string", "contentMediaType": "application/octet-stream"}
    return {"type": "object", "properties": fields, "required": list(dict.fromkeys([*schema["required"], file]))}


def _given(field: dict[str, Any]) -> dict[str, Any]:
    """A field as it is when it is sent: what may be left out is never null in a form."""
    (kind,) = [each for each in field.get("anyOf", [field]) if each.get("type") != "null"]
    return {key: value for key, value in kind.items() if key != "title"}


def _reply(route: Route, schemas: Schemas) -> dict[str, Any]:
    if isinstance(route.gives, tuple):
        media = {
            media_type: {"schema": {"type": "string", "contentMediaType": media_type}} for media_type in route.gives
        }
        return {"description": _words(route.summary)["summary"], "content": media}
    schema = schemas[route.gives, "serialization"]
    if route.wrapped:
        schema = {
            "type": "object",
            "properties": {"data": schema, "meta": {"$ref": "#/components/schemas/Meta"}},
            "required": ["data", "meta"],
        }
    return {"description": _words(route.summary)["summary"], "content": {"application/json": {"schema": schema}}}


def _failures(route: Route) -> dict[str, Any]:
    codes: set[Code] = {*_EVERY_ROUTE, *route.errors}
    codes |= set(_WITH_KEY) if route.audience != "public" else set()
    codes |= {"TOKEN_EXPIRED"} if route.audience == "admin" else set()
    codes |= set(_WITH_BODY) if route.has_body else set()
    codes |= {"FEATURE_DISABLED"} if route.feature else set()
    by_status: dict[int, list[str]] = {}
    for code in sorted(codes):
        by_status.setdefault(STATUS[code], []).append(code)
    error = {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
    return {
        str(status): {"description": ", ".join(names), "content": error}
        for status, names in sorted(by_status.items())
    }


_META = {"type": "object", "properties": {"requestId": {"type": "string"}}, "required": ["requestId"]}
_DETAIL = {
    "type": "object",
    "properties": {"field": {"type": "string"}, "problem": {"type": "string"}},
    "required": ["field", "problem"],
}
_ERROR = {
    "type": "object",
    "properties": {
        "error": {
            "type": "object",
            "properties": {
                "code": {"type": "string", "enum": sorted(STATUS)},
                "message": {"type": "string"},
                "requestId": {"type": "string"},
                "details": {"type": "array", "items": _DETAIL},
            },
            "required": ["code", "message", "requestId", "details"],
        }
    },
    "required": ["error"],
}
