"""Where it is kept what a shop has learnt. Nothing in these documents names a session."""

from typing import Any

from shared.platform.ports.documents import Create, Document, Replace, Write

LEARNING = "learning"


def trained_id(client_id: str) -> str:
    return f"{client_id}:trained"


def sums_id(client_id: str, shard: int) -> str:
    return f"{client_id}:sums:{shard}"


def experiments_id(client_id: str) -> str:
    return f"{client_id}:experiments"


def tallies_id(client_id: str, shard: int) -> str:
    return f"{client_id}:popularity:{shard:02d}"


def written(id: str, stored: Document | None, body: dict[str, Any]) -> Write:
    """To the document as it was read: who was faster makes the batch fail with `Stale` or `AlreadyExists`."""
    if stored is None:
        return Create(LEARNING, id, body)
    return Replace(LEARNING, id, body, if_version=stored.version)
