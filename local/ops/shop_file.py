"""A shop's record as a JSON file; docs/operations.md describes it."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from local.ops.refused import Refused
from shared.accounts.client import Client

_ORIGIN = re.compile(r"https?://[a-z0-9.-]+(:[0-9]{1,5})?")


def read(path: Path) -> Client:
    """Raises `Refused` with every problem of the file at once."""
    given = _object(path)
    try:
        client = Client.model_validate(given)
    except ValidationError as error:
        problems = [
            f"{'.'.join(map(str, detail['loc']))}: {detail['msg']}" for detail in error.errors(include_url=False)
        ]
        raise _refused(path, problems) from None
    problems = [
        *(f"{name}: there is no such field" for name in _unknown(given, client.model_dump(by_alias=True))),
        *(f"allowedOrigins: {origin!r} is not like https://shop.example" for origin in not_origins(client)),
    ]
    if problems:
        raise _refused(path, problems)
    return client


def _object(path: Path) -> dict[str, Any]:
    try:
        given = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise Refused(f"{path} cannot be read ({error.strerror}).") from None
    except ValueError as error:
        raise Refused(f"{path} is not JSON: {error}.") from None
    if not isinstance(given, dict):
        raise Refused(f"{path} must hold one JSON object.")
    return given


def _unknown(given: Mapping[str, Any], known: Mapping[str, Any], within: str = "") -> Iterator[str]:
    """Dotted names in the file that the record has no place for: most likely misspelt."""
    for name, value in given.items():
        if name not in known:
            yield within + name
        elif isinstance(value, Mapping):
            yield from _unknown(value, known[name], f"{within}{name}.")


def not_origins(client: Client) -> list[str]:
    return [origin for origin in client.allowed_origins if not _ORIGIN.fullmatch(origin)]


def _refused(path: Path, problems: list[str]) -> Refused:
    return Refused("\n  ".join([f"{path} does not describe a shop:", *problems]))
