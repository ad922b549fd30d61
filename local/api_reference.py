"""docs/api.md: the API for readers, made from the OpenAPI description and so from the route declarations alone."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Description = Mapping[str, Any]

_INTRODUCTION = """# API reference

Made from the route declarations by `make openapi`; the same contract as a file for tools is
[openapi.yaml](../terraform/api/openapi.yaml), which a running stack serves at `/docs/openapi.yaml`.

JSON in camelCase. An answer is `{"data": …, "meta": {"requestId": …}}`, a refusal
`{"error": {"code", "message", "requestId", "details": [{"field", "problem"}]}}`, where `message` says what to do.
Times are RFC 3339 in UTC, money is a decimal string with an ISO 4217 currency, lengths are millimetres. Lists take
`limit` and `cursor` and give `items` and `nextCursor`. A POST takes an `Idempotency-Key`: the same key and body give
the first answer again for 24 hours, except where the answer shows a secret once.

Shoppers' calls carry `X-API-Key`, the shop's publishable key, which browsers may use from the shop's own sites; the
widget's panel names the site it stands in in `X-Embedding-Origin`. Calls of the admin API carry an access token of
`POST /v1/auth/login` as `Authorization: Bearer`; what a call needs beyond that stands at each. What belongs to
another client is `NOT_FOUND`, exactly like what does not exist.
"""
_CALLERS = {"apiKey": "the shop's API key", "accessToken": "an access token"}


def reference(description: Description) -> str:
    schemas: Mapping[str, Any] = description["components"]["schemas"]
    parts = [_INTRODUCTION, *_contents(description)]
    for function, operations in _by_function(description).items():
        parts.append(f"## {_title(function)}\n")
        parts += [_operation(path, method, operation) for path, method, operation in operations]
    parts.append("## Models\n")
    parts += [_model(name, schema) for name, schema in sorted(schemas.items()) if name not in ("Meta", "Error")]
    return "\n".join(parts)


def _by_function(description: Description) -> dict[str, list[tuple[str, str, Description]]]:
    found: dict[str, list[tuple[str, str, Description]]] = {}
    for path, operations in description["paths"].items():
        for method, operation in operations.items():
            if method != "options":
                found.setdefault(operation["tags"][0], []).append((path, method.upper(), operation))
    return dict(sorted(found.items()))


def _contents(description: Description) -> Iterator[str]:
    yield "| call | does | who |\n|---|---|---|"
    for operations in _by_function(description).values():
        for path, method, operation in operations:
            link = f"[`{method} {path}`](#{_anchor(method, path)})"
            yield f"| {link} | {_cell(operation['summary'])} | {_caller(operation)} |"
    yield ""


def _operation(path: str, method: str, operation: Description) -> str:
    lines = [f"### {method} {path}\n", operation["summary"], ""]
    if more := operation.get("description"):
        lines += [more, ""]
    lines.append(f"Needs: {_caller(operation)}.\n")
    if parameters := operation.get("parameters"):
        lines.append("| parameter | in | form | |\n|---|---|---|---|")
        lines += [_parameter(parameter) for parameter in parameters]
        lines.append("")
    lines += _sent(operation["requestBody"]["content"]) if "requestBody" in operation else []
    lines += list(_answers(operation["responses"]))
    return "\n".join([*lines, ""])


def _sent(content: Description) -> Iterator[str]:
    """A body that has no model of its own, since its path holds the rest of it, is written out here."""
    fields = content.get("application/json", {}).get("schema", {})
    if fields.get("properties"):
        yield "\n".join(["Sends:\n", *_fields(fields), ""])
    elif "properties" in fields:
        yield "Sends `{}`.\n"
    else:
        yield f"Sends {_content(content)}.\n"


def _parameter(parameter: Description) -> str:
    schema = parameter["schema"]
    needed = (
        "needed" if parameter.get("required") else f"default {schema['default']}" if schema.get("default") else ""
    )
    said = " ".join(part for part in (needed, _cell(parameter.get("description", ""))) if part)
    return f"| `{parameter['name']}` | {parameter['in']} | {_form(schema)} | {said} |"


def _answers(responses: Description) -> Iterator[str]:
    for status, response in responses.items():
        if int(status) < 300:
            yield f"Answers {status} with {_content(response['content'])}." if "content" in response else status
    refused = [f"{status} {response['description']}" for status, response in responses.items() if int(status) >= 400]
    yield f"Refuses with {'; '.join(refused)}."


def _content(content: Description) -> str:
    return " or ".join(
        _form(schema) if media == "application/json" else f"`{media}`"
        for media, schema in ((media, _unwrapped(entry["schema"])) for media, entry in content.items())
    )


def _unwrapped(schema: Description) -> Description:
    properties = schema.get("properties", {})
    data: Description = properties["data"] if set(properties) == {"data", "meta"} else schema
    return data


def _model(name: str, schema: Description) -> str:
    lines = [f"### {name}\n"]
    if said := schema.get("description"):
        lines += [" ".join(said.split()), ""]
    if "properties" not in schema:
        return "\n".join([*lines, _form(schema), ""])
    return "\n".join([*lines, *_fields(schema), ""])


def _fields(schema: Description) -> Iterator[str]:
    yield "| field | form | |\n|---|---|---|"
    needed: Sequence[str] = schema.get("required", ())
    for field, form in schema["properties"].items():
        said = _cell(form.get("description", ""))
        yield f"| `{field}` | {_form(form)} | {' '.join(filter(None, [_need(field, needed, form), said]))} |"


def _need(field: str, needed: Sequence[str], form: Description) -> str:
    return "" if field in needed else "may be left out"


def _form(schema: Description) -> str:
    """A schema in a few words."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return f"[{name}](#{name.lower()})"
    if "anyOf" in schema:
        return " or ".join(dict.fromkeys(_form(each) for each in schema["anyOf"]))
    if "enum" in schema:
        return ", ".join(f"`{value}`" for value in schema["enum"])
    if "const" in schema:
        return f"`{schema['const']}`"
    match schema.get("type"):
        case "array":
            return f"list of {_form(schema.get('items', {}))}"
        case "object" if isinstance(schema.get("additionalProperties"), dict):
            return f"map to {_form(schema['additionalProperties'])}"
        case None:
            return "any JSON"
        case kind:
            return f"{schema.get('format') or kind}{_bounds(schema)}"


def _bounds(schema: Description) -> str:
    low = schema.get("minimum", schema.get("minLength"))
    high = schema.get("maximum", schema.get("maxLength"))
    return "" if high is None else f" up to {high}" if low is None else f" {low} to {high}"


def _caller(operation: Description) -> str:
    if not operation["security"]:
        return "nothing"
    (scheme,) = operation["security"][0]
    permissions = operation.get("x-permissions", ())
    return _CALLERS[scheme] + (f" with {' or '.join(f'`{each}`' for each in permissions)}" if permissions else "")


def _title(function: str) -> str:
    return function.replace("_", " ").capitalize()


def _anchor(method: str, path: str) -> str:
    """As GitHub makes it from a heading."""
    return "".join(c for c in f"{method} {path}".lower().replace(" ", "-") if c.isalnum() or c in "-_")


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
