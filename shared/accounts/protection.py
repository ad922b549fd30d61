"""What is kept, why, on which basis, for how long, and who sees it: the record of processing (Art. 30 GDPR)."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel

_FILE = Path(__file__).parent / "data" / "protection.json"
# Of use to nobody but whoever would break in: left out of a client's copy.
NOT_COPIED = frozenset({"keys", "logins", "sign_ins", "invitations"})
# A webhook's URL may hold a secret; a password's hash can be guessed at without end.
WITHHELD: Mapping[str, frozenset[str]] = {
    "users": frozenset({"passwordHash"}),
    "alert_channels": frozenset({"target"}),
}
# Clients go last; the record of changes is kept as proof, and closed bills as books are kept by law (§ 147 AO).
NOT_ERASED = frozenset({"clients", "audit", "bills"})


class Processing(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, frozen=True)

    collection: str
    title: str
    of: Literal["shopper", "client", "both", "platform"]
    what: str
    why: str
    basis: str
    kept: str
    seen_by: str


def record() -> list[Processing]:
    entries = json.loads(_FILE.read_text("utf-8"))["collections"]
    return [Processing.model_validate(entry) for entry in entries]


def collections_of_a_client() -> Sequence[str]:
    """All that is erased with a client, shoppers' data first. See `NOT_ERASED`."""
    own = [entry for entry in record() if entry.of != "platform" and entry.collection not in NOT_ERASED]
    return [entry.collection for entry in sorted(own, key=lambda entry: entry.of == "client")]


def collections_to_copy() -> Sequence[str]:
    """All that a client is given of itself: what tells of it, and nothing by which somebody could get in."""
    return [name for name in (*collections_of_a_client(), *sorted(NOT_ERASED)) if name not in NOT_COPIED]
