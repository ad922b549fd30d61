"""Who changed what in the admin API: added to, never changed and never deleted but by time."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from shared.accounts.actor import Actor
from shared.platform.ports.clock import timestamp
from shared.platform.ports.documents import Create

AUDIT = "audit"
KEPT = timedelta(days=2 * 365)


def audit_record(
    id: str,
    actor: Actor,
    action: str,
    target: str,
    *,
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any] | None,
    at: datetime,
    request_id: str,
) -> Create:
    """The write of one record, for the batch of the change itself: both are stored or neither.

    `action` is such as "alert.created", `target` such as "alert:4711"; `before` and `after` hold what changed and no
    secrets.
    """
    body = {
        "auditId": id,
        "at": timestamp(at),
        "actor": {"userId": actor.user_id, "email": actor.email, "role": actor.role},
        "action": action,
        "target": target,
        "before": None if before is None else dict(before),
        "after": None if after is None else dict(after),
        "requestId": request_id,
    }
    return Create(AUDIT, id, body, expires_at=at + KEPT)
