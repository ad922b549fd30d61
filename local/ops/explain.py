"""How the store would serve a query."""

import json
from collections.abc import Sequence
from typing import Any, Literal, get_args

from local.ops.refused import Refused
from shared.platform.adapters.sqlite_explain import explain
from shared.platform.ports.documents import Order, Query, Range
from shared.platform.settings import GoogleSettings
from shared.platform.wiring import Platform
from shared.platform.wiring.one_machine import DOCUMENTS

Bound = Literal["ge", "gt", "le", "lt"]


def explained(platform: Platform, query: Query) -> str:
    """Raises `Refused` where the store cannot say, `IndexMissing` where it would not serve the query at all."""
    settings = platform.settings
    if settings.google is not None:
        return _by_firestore(settings.google, query)
    found = explain(settings.data_dir / DOCUMENTS, query, platform.clock())
    lines = [f"plan      {step}" for step in found.plan]
    lines.append(f"rows      {found.rows_read} read, {found.rows_returned} returned")
    lines.append(f"duration  {found.duration_ms:.2f} ms")
    return "\n".join(lines)


def _by_firestore(google: GoogleSettings, query: Query) -> str:
    from shared.platform.adapters import firestore_explain
    from shared.platform.adapters.firestore_client import Firestore

    emulator = google.emulators.firestore if google.emulators else None
    found = firestore_explain.explain(Firestore(google.project, google.database, emulator), query)
    if found is None:
        raise Refused(
            "The query has its index, but this server tells nothing of how it ran: the emulator never does."
        )
    lines = [f"index     {index.get('query_scope')} {index.get('properties')}" for index in found.indexes]
    lines.append(f"reads     {found.reads} paid, {found.results} returned")
    lines.append(f"duration  {found.duration_ms:.2f} ms")
    return "\n".join(lines)


def query(
    collection: str,
    where: Sequence[str],
    range: Sequence[str] | None = None,
    order: str | None = None,
    limit: int | None = None,
) -> Query:
    """From words: `clientId=one`, `["createdAt", "ge", "2026-01-01"]`, `createdAt:desc`. Raises `Refused`."""
    field, _, direction = (order or "").partition(":")
    if direction not in ("", "asc", "desc"):
        raise Refused(f"An order is FIELD, FIELD:asc or FIELD:desc, not {order!r}.")
    return Query(
        collection,
        dict(_equality(each) for each in where),
        range=_range(range) if range else None,
        order=Order(field, direction == "desc") if field else None,
        limit=limit,
    )


def _equality(text: str) -> tuple[str, Any]:
    field, sign, value = text.partition("=")
    if not field or not sign:
        raise Refused(f"A condition is FIELD=VALUE, not {text!r}.")
    return field, _value(value)


def _range(words: Sequence[str]) -> Range:
    field, bound, value = words
    if bound not in get_args(Bound):
        raise Refused(f"A range is FIELD ge|gt|le|lt VALUE, not {' '.join(words)!r}.")
    return Range(field, **{bound: _value(value)})


def _value(text: str) -> Any:
    """JSON where it is JSON, else the text itself."""
    try:
        return json.loads(text)
    except ValueError:
        return text
