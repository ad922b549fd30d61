"""SQLite files and a folder."""

import secrets
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from shared.platform.adapters.folder_files import FolderFiles
from shared.platform.adapters.sqlite_documents import SqliteDocuments
from shared.platform.adapters.sqlite_outbox import SqliteOutbox
from shared.platform.backup_settings import backups_kept
from shared.platform.measured_documents import MeasuredDocuments
from shared.platform.ports.clock import Clock
from shared.platform.settings import Settings
from shared.platform.wiring import embeddings, outside, pages, vertex
from shared.platform.wiring.platform import Once, Platform, landmark_engine, new_id, now

if TYPE_CHECKING:
    from shared.platform.adapters.folder_backups.backups import FolderBackups

DOCUMENTS = "documents.sqlite"


def connect(settings: Settings) -> Platform:
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    secret = settings.signing_secret or _kept_secret(settings.data_dir / "signing-secret")
    outbox = SqliteOutbox(settings.data_dir / "outbox.sqlite", now, new_id)
    store = SqliteDocuments(settings.data_dir / DOCUMENTS, now)
    meaning = embeddings.wire(settings.embedding_model, settings.vertex)
    return Platform(
        settings=settings,
        documents=MeasuredDocuments(store),
        files=FolderFiles(settings.data_dir / "files", settings.api_endpoint, secret, now),
        events=outbox,
        tasks=outbox,
        landmarks=landmark_engine(settings.face_model),
        embeddings=meaning.embeddings,
        embeddings_state=meaning.state,
        clock=now,
        new_id=new_id,
        pages=pages.pages(settings),
        poster=outside.poster(settings),
        mailer=outside.mailer(settings),
        signing_secret=secret,
        backups=Once(lambda: folder_backups(settings)),
        language_model=vertex.language_model(settings.vertex),
        sweep=store.sweep,
    )


def folder_backups(settings: Settings, clock: Clock = now) -> "FolderBackups":
    """The backups of the data folder."""
    from shared.platform.adapters.folder_backups.backups import FolderBackups

    return FolderBackups(settings.data_dir, settings.version, clock, backups_kept)


def _kept_secret(path: Path) -> bytes:
    """Signed URLs stay valid over a restart, so the secret is kept; only its owner may read it."""
    if not path.exists():
        new = path.with_name(f".{path.name}.{uuid4().hex}")
        new.touch(mode=0o600)
        new.write_bytes(secrets.token_hex(32).encode())
        new.rename(path)  # whole or not at all
    return path.read_bytes()
