"""The meter: one small document for each billable act, written with the act itself.

It names no shopper and no session, so that a bill still opens to its events after these are erased. An act's document
is named by a hash of the act's own id: written again, it is the same document and counts once. Whoever holds an act's
random id can tell that it was billed; from the meter alone nobody comes to a shopper.
"""

import hashlib
from datetime import datetime, timedelta
from typing import Literal, get_args

from shared.platform.ports.clock import timestamp
from shared.platform.ports.documents import Create

Kind = Literal["sessions", "analyses", "messages", "tryOns", "modelTokens"]
KINDS: tuple[Kind, ...] = get_args(Kind)
METER = "meter"
KEPT = timedelta(days=400)  # a year's bills and what is asked of them after it


def metered(client_id: str, kind: Kind, act_id: str, at: datetime, quantity: int = 1) -> Create:
    """The write that counts an act, for the batch that stores it. `act_id`: what no other act of this kind has."""
    reference = hashlib.sha256(f"{client_id}\n{kind}\n{act_id}".encode()).hexdigest()[:32]
    body = {
        "month": f"{at:%Y-%m}",
        "kind": kind,
        "quantity": quantity,
        "at": timestamp(at),
        "reference": reference,
    }
    return Create(METER, f"{client_id}:{reference}", body, expires_at=at + KEPT)
