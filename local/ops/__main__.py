"""`python -m local.ops VERB …`: what those who run the product do from the command line.

Ends with 0 when all was done, 1 when part of it had to be left out, 2 when nothing was changed.
"""

import json
import sys
from argparse import Namespace
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import Any

from pydantic.alias_generators import to_camel

from local.ops import (
    backups,
    daily_check,
    explain,
    feed_file,
    front_pictures,
    log_search,
    new_client,
    quality,
    sessions,
    shop_file,
    shops,
    token_keys,
)
from local.ops.catalogue_sync import sync
from local.ops.face_labels import face_labels
from local.ops.refused import Refused
from local.ops.restore import Restored, restore
from local.ops.words import parser
from shared.accounts.token_keys import FILE_NAME
from shared.catalogue.feed import read
from shared.catalogue.repository import Catalogue
from shared.platform.adapters.folder_backups import manifest
from shared.platform.ports.backups import BackupProblem
from shared.platform.ports.documents import DocumentError
from shared.platform.settings import SettingError, Settings
from shared.platform.tenant import ClientDocuments
from shared.platform.wiring import platform
from shared.platform.wiring.platform import now

PROBLEMS_SHOWN = 20


def main(arguments: Sequence[str] | None = None) -> int:
    asked = parser().parse_args(arguments)
    try:
        return VERBS[asked.verb](asked)
    except (Refused, SettingError, BackupProblem) as error:
        print(error, file=sys.stderr)
    except (DocumentError, ValueError) as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
    return 2


def _open_shop(asked: Namespace) -> int:
    client = shop_file.read(asked.file)
    print(f"{client.client_id}: {shops.open_shop(platform(), client)}")
    return 0


def _add_key(asked: Namespace) -> int:
    print(shops.add_key(platform(), asked.client_id, asked.kind))
    print("Keep it now: only its hash is stored.", file=sys.stderr)
    return 0


def _create_client(asked: Namespace) -> int:
    print(new_client.create(platform(), asked.client_id, asked.name, tuple(asked.origin), asked.platform))
    print("Its publishable key. Keep it now: only its hash is stored.", file=sys.stderr)
    return 0


def _daily_check(asked: Namespace) -> int:
    wired = platform()
    lines, well = daily_check.check(wired, (asked.url or wired.settings.api_endpoint).rstrip("/"))
    print("\n".join(lines))
    return 0 if well else 1


def _logs(asked: Namespace) -> int:
    google = Settings.from_environment().google
    if google is not None and not asked.file:
        print(log_search.cloud_filter(asked.trace, google.project))
        return 0
    found = 0
    for file in asked.file or [Path("/dev/stdin")]:
        for entry in log_search.of_trace(log_search.lines_of(file), asked.trace):
            found += 1
            print(log_search.shown(entry))
    if not found:
        print("No line is of this trace.", file=sys.stderr)
    return 0 if found else 1


def _rotate_token_keys(asked: Namespace) -> int:
    settings = Settings.from_environment()
    file = asked.file or settings.token_keys or settings.data_dir / FILE_NAME
    print(f"the new key signs from {token_keys.rotate(platform(), now, file)} on")
    return 0


def _sync_catalogue(asked: Namespace) -> int:
    feed = read(feed_file.rows(asked.file), asked.client_id)
    done = sync(_documents(asked.client_id), feed, allow_removal=asked.allow_removal)
    for problem in feed.problems[:PROBLEMS_SHOWN]:
        print(problem, file=sys.stderr)
    if (more := len(feed.problems) - PROBLEMS_SHOWN) > 0:
        print(f"… and {more} more problems", file=sys.stderr)
    rows = len({problem.row for problem in feed.problems})
    print(
        f"{len(done.added)} added, {len(done.changed)} changed, {len(done.removed)} removed,"
        f" {done.unchanged} unchanged, {rows} rows skipped"
    )
    return 1 if rows else 0


def _store_fronts(asked: Namespace) -> int:
    products = Catalogue(_documents(asked.client_id)).every()
    done = front_pictures.store_all(platform().files, products, asked.folder)
    for problem in done.problems:
        print(problem, file=sys.stderr)
    print(f"{done.stored} stored, {len(done.problems)} left out")
    return 1 if done.problems else 0


def _sessions(asked: Namespace) -> int:
    return _show(sessions.latest(_documents(asked.client_id), _time(asked.since), asked.limit))


def _quality(asked: Namespace) -> int:
    return _show(_camel(asdict(sessions.quality(_documents(asked.client_id)))))


def _suggestions(asked: Namespace) -> int:
    return _show(quality.suggested(_documents(asked.client_id), asked.limit))


def _replay(asked: Namespace) -> int:
    factors = quality.factors_in(asked.factors)
    done, said = quality.replayed(_documents(asked.client_id), factors, asked.limit, stored=asked.against == "stored")
    _show(said)
    return 1 if done.is_regression else 0


def _top_products(asked: Namespace) -> int:
    found = sessions.most_recommended(_documents(asked.client_id), _time(asked.since), asked.limit)
    return _show([_camel(asdict(product)) for product in found])


def _face_labels(_: Namespace) -> int:
    for line in face_labels(platform().documents):
        print(line)
    return 0


def _explain(asked: Namespace) -> int:
    query = explain.query(asked.collection, asked.where, asked.range, asked.order, asked.limit)
    print(explain.explained(platform(), query))
    return 0


def _backup(asked: Namespace) -> int:
    settings, started = Settings.from_environment(), perf_counter()
    if asked.to is not None:
        taken = backups.back_up(settings, now, asked.to)
        to, documents, size = asked.to, taken.documents, taken.size_bytes
    else:
        to, dated = backups.back_up_and_prune(settings, now)
        documents, size = dated.documents, dated.size_bytes
    print(f"{documents} documents, {size} bytes in {perf_counter() - started:.2f} s: {to}")
    return 0


def _verify_backup(asked: Namespace) -> int:
    try:
        found = manifest.check(asked.backup)
    except manifest.Damaged as damaged:
        print(damaged, file=sys.stderr)
        return 1
    print(f"whole: {found.documents} documents of {found.taken_at.isoformat()}, digest {found.documents_digest}")
    return 0


def _restore(asked: Namespace) -> int:
    started = perf_counter()
    done = restore(Settings.from_environment(), now, asked.backup)
    for name, count in sorted(done.manifest.collections.items()):
        print(f"{count:9d}  {name}")
    print(f"{done.manifest.documents:9d}  documents in {perf_counter() - started:.2f} s")
    print(f"digest {done.manifest.documents_digest}")
    _say_what_else(done)
    return 0


def _say_what_else(done: Restored) -> None:
    if done.done_again is None:
        print("The earlier data is unreadable: who was erased since the backup could not be found out.")
    elif done.done_again.erased or done.done_again.withdrawn:
        again = done.done_again
        print(f"asked for since the backup and done again: {again.erased} erasures, {again.withdrawn} withdrawals")
    if done.aside:
        print(f"The earlier data lies in {done.aside}: remove it when it is not needed any more.")


def _documents(client_id: str) -> ClientDocuments:
    wired = platform()
    shops.require_shop(wired, client_id)
    return ClientDocuments(wired.documents, client_id)


def _time(text: str) -> datetime:
    try:
        given = datetime.fromisoformat(text)
    except ValueError:
        raise Refused(f"A time is like 2026-11-22 or 2026-11-22T10:00:00Z, not {text!r}.") from None
    return given if given.tzinfo else given.replace(tzinfo=UTC)


def _camel(fields: dict[str, Any]) -> dict[str, Any]:
    return {to_camel(name): value for name, value in fields.items()}


def _show(value: object) -> int:
    print(json.dumps(value, ensure_ascii=False, indent=2))
    return 0


VERBS: dict[str, Callable[[Namespace], int]] = {
    "open-shop": _open_shop,
    "create-client": _create_client,
    "add-key": _add_key,
    "daily-check": _daily_check,
    "logs": _logs,
    "rotate-token-keys": _rotate_token_keys,
    "sync-catalogue": _sync_catalogue,
    "store-fronts": _store_fronts,
    "sessions": _sessions,
    "quality": _quality,
    "suggestions": _suggestions,
    "replay": _replay,
    "top-products": _top_products,
    "face-labels": _face_labels,
    "explain": _explain,
    "backup": _backup,
    "verify-backup": _verify_backup,
    "restore": _restore,
}

if __name__ == "__main__":
    sys.exit(main())
