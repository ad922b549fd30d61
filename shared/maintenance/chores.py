"""The daily chores, in order. Each takes the platform, may be done twice, and says what it did in numbers."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress

from shared.accounts.client import Client
from shared.accounts.directory import CLIENTS
from shared.accounts.scope import SYSTEM
from shared.billing.bills import MonthUnknown, close_month, settle_days
from shared.billing.month import Month
from shared.exports.sweep import sweep_exports
from shared.maintenance.daily_backup import daily_backup
from shared.platform.ports.documents import Query
from shared.platform.tenant import ClientDocuments
from shared.platform.wiring import Platform
from shared.shopper.retention import retention_sweep

Chore = Callable[[Platform], Mapping[str, int]]


def back_up(platform: Platform) -> Mapping[str, int]:
    backup = daily_backup(platform.backups(), ClientDocuments(platform.documents, SYSTEM), platform.clock)
    return {"documents": backup.documents} if backup else {}


def sweep_files(platform: Platform) -> Mapping[str, int]:
    """Exports past their time."""
    return {"files": sweep_exports(platform.documents, platform.files, platform.clock())}


def sweep_documents(platform: Platform) -> Mapping[str, int]:
    """Documents past their time, where the store does not see to that by itself."""
    return {"documents": platform.sweep()} if platform.sweep else {}


def close_bills(platform: Platform) -> Mapping[str, int]:
    """The month before this one, for every client; closed once, and from then on the same."""
    before, closed = Month.of(platform.clock()).before, 0
    for documents, client in _clients(platform):
        settle_days(documents, platform.clock)
        with suppress(MonthUnknown):  # the month's last hour may still be settling
            close_month(documents, client, before.name, platform.clock)
            closed += 1
    return {"bills": closed}


def keep_retention(platform: Platform) -> Mapping[str, int]:
    """Shoppers' data that is older than its shop keeps it."""
    counts: Counter[str] = Counter()
    for documents, client in _clients(platform):
        counts.update(retention_sweep(documents, client, platform.clock, platform.new_id))
    return dict(counts)


def _clients(platform: Platform) -> Iterator[tuple[ClientDocuments, Client]]:
    for stored in platform.documents.query(Query(CLIENTS, {})).items:
        yield ClientDocuments(platform.documents, stored.id), Client.model_validate(stored.body)


CHORES: Mapping[str, Chore] = {
    "backup": back_up,
    "bills": close_bills,
    "retention": keep_retention,
    "exports": sweep_files,
    "expired documents": sweep_documents,
}
