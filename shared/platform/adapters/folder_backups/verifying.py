"""Whether a backup could be restored: it is, into a scratch store, and held against its manifest."""

import shutil
import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from shared.platform.adapters.folder_backups import durable, manifest
from shared.platform.adapters.folder_backups.contents import DOCUMENTS, OUTBOX
from shared.platform.adapters.folder_backups.manifest import Damaged, Manifest
from shared.platform.adapters.sqlite_documents import SqliteDocuments
from shared.platform.adapters.sqlite_outbox import SqliteOutbox
from shared.platform.pages import pages
from shared.platform.ports.backups import BackupFailed
from shared.platform.ports.documents import Query, StoreUnavailable

SCRATCH = ".scratch-"
_AT_ONCE = 2000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def problems_of(backup: Path) -> list[str]:
    """Empty for one that restores to just what its manifest says.

    The scratch store lies beside the backup, readable by its owner alone, and goes in the end. Raises `BackupFailed`
    when it could not be made.
    """
    for left_behind in backup.parent.glob(f"{SCRATCH}*"):
        durable.discard(left_behind)
    scratch = backup.parent / f"{SCRATCH}{uuid4().hex}"
    try:
        shutil.copytree(backup, scratch)
        return _differences(scratch, manifest.check(scratch))
    except Damaged as damaged:
        return [problem.replace(f"{scratch}", backup.name) for problem in damaged.problems]
    except OSError as error:
        raise BackupFailed(f"The backup could not be restored into a scratch store: {error}.") from error
    finally:
        durable.discard(scratch)


def _count(documents: SqliteDocuments, collection: str) -> int:
    """By reading every one of them, as those would who need them."""
    return sum(len(page) for page in pages(documents, Query(collection, {}, limit=_AT_ONCE)))


def _differences(scratch: Path, said: Manifest) -> list[str]:
    """Both databases opened as the stores that serve, each collection counted by the store itself."""
    try:
        # At the beginning of time nothing has expired yet: what waits to be swept is in the manifest as well.
        documents = SqliteDocuments(scratch / DOCUMENTS, lambda: _EPOCH)
        SqliteOutbox(scratch / OUTBOX, lambda: _EPOCH, lambda: "").backlog()
        counted = {name: _count(documents, name) for name in said.collections}
    except (StoreUnavailable, sqlite3.Error) as error:
        return [f"the restored store cannot be opened ({error})"]
    return [
        f"{name} holds {count} documents instead of {said.collections[name]}"
        for name, count in counted.items()
        if count != said.collections[name]
    ]
