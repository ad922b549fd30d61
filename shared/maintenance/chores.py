"""The daily chores, in order. Each takes the platform, may be done twice, and says what it did in numbers."""

from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress

from shared.accounts.client import Client
from shared.accounts.directory import CLIENTS
from shared.accounts.scope import SYSTEM
from shared.billing.bills import MonthUnknown, close_month, settle_days
from shared.billing.month import Month
from shared.exports.sweep import sweep_exports
from shared.maintenance.daily_backup import daily_backup
from shared.platform import log
from shared.platform.ports.documents import Query
from shared.platform.tenant import ClientDocuments
from shared.platform.wiring import Platform
from shared.shopper.retention import retention_sweep


class SomeFailed(Exception):
    """How many clients a chore was not done for; the log says which and why."""


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

    def close(documents: ClientDocuments, client: Client) -> None:
        nonlocal closed
        settle_days(documents, platform.clock)
        with suppress(MonthUnknown):  # the month's last hour may still be settling
            close_month(documents, client, before.name, platform.clock)
            closed += 1

    _for_each_client(platform, close)
    return {"bills": closed}


def keep_retention(platform: Platform) -> Mapping[str, int]:
    """Shoppers' data that is older than its shop keeps it."""
    counts: Counter[str] = Counter()

    def sweep(documents: ClientDocuments, client: Client) -> None:
        counts.update(retention_sweep(documents, client, platform.clock, platform.new_id))

    _for_each_client(platform, sweep)
    return dict(counts)


def _for_each_client(platform: Platform, act: Callable[[ClientDocuments, Client], None]) -> None:
    """One client's fault keeps no other from its turn. Raises `SomeFailed` after the last."""
    failed = 0
    for stored in platform.documents.query(Query(CLIENTS, {})).items:
        try:
            act(ClientDocuments(platform.documents, stored.id), Client.model_validate(stored.body))
        except Exception as error:  # noqa: BLE001 - see above
            log.error("chore failed for a client", cause=error, clientId=stored.id)
            failed += 1
    if failed:
        raise SomeFailed(failed)


CHORES: Mapping[str, Chore] = {
    "backup": back_up,
    "bills": close_bills,
    "retention": keep_retention,
    "exports": sweep_files,
    "expired documents": sweep_documents,
}
