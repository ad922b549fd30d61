"""Where a plan ends: whether a client may go on with a kind of act this month.

Known for some seconds in each process, so that a shopper's request seldom waits for it; and when it cannot be read,
shoppers are served on: the bill, not the shopper, pays for a store that is away.
"""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from time import monotonic

from shared.billing.meter import Kind
from shared.billing.month import Month
from shared.billing.plans import plan_named
from shared.billing.usage import Quantities, Usage
from shared.platform import log, patience
from shared.platform.patience import OutOfPatience
from shared.platform.ports.clock import Clock
from shared.platform.ports.documents import DocumentError
from shared.platform.tenant import ClientDocuments

KEPT_S = 10.0  # by so much a client may go beyond its plan
MOST_KEPT = 1000  # clients
PATIENCE_S = 0.4  # for reading what was used


@dataclass(frozen=True)
class _Kept:
    read_at: float
    month: Month
    quantities: Quantities


_kept: OrderedDict[str, _Kept] = OrderedDict()
_keeping = Lock()


def stopped_until(documents: ClientDocuments, plan_name: str, kind: Kind, clock: Clock) -> datetime | None:
    """When the client may go on, or None while it may. Reads nothing for a plan that stops nothing."""
    plan, month = plan_named(plan_name), Month.of(clock())
    if kind not in plan.stoppable:
        return None
    used = _used(documents, month, plan.stoppable, clock)
    return month.end if plan.state(kind, used.get(kind, 0)) == "stopped" else None


def _used(documents: ClientDocuments, month: Month, kinds: tuple[Kind, ...], clock: Clock) -> Quantities:
    kept = _kept.get(documents.client_id)
    if kept and kept.month == month and monotonic() - kept.read_at < KEPT_S and kept.quantities.keys() >= set(kinds):
        return kept.quantities
    quantities = _read(documents, month, kinds, clock)
    if quantities is None:
        quantities = kept.quantities if kept and kept.month == month else {}
    with _keeping:
        _kept[documents.client_id] = _Kept(monotonic(), month, quantities)
        _kept.move_to_end(documents.client_id)
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return quantities


def _read(documents: ClientDocuments, month: Month, kinds: tuple[Kind, ...], clock: Clock) -> Quantities | None:
    """None when it cannot be read in time: the rest of the request's patience is for the shopper."""
    try:
        with patience.one_request(PATIENCE_S):
            return Usage(documents, clock).so_far(month, kinds)
    except (DocumentError, OutOfPatience) as error:
        log.warning("usage cannot be read", error=type(error).__name__, clientId=documents.client_id)
        return None
