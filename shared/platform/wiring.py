"""The one place that chooses adapters. A process wires itself once, on its first call."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Generic, TypeVar
from uuid import uuid4

from shared.platform import log
from shared.platform.measured_documents import MeasuredDocuments
from shared.platform.ports.clock import Clock, NewId
from shared.platform.ports.documents import Documents
from shared.platform.ports.files import Files
from shared.platform.ports.messages import Events, Tasks
from shared.platform.settings import Settings

if TYPE_CHECKING:  # brings numpy, which only the functions that look at pictures have
    from shared.platform.ports.landmarks import LandmarkEngine

DOCUMENTS = "documents.sqlite"
T = TypeVar("T")


class Once(Generic[T]):
    """Makes a thing on its first use, once for all threads."""

    def __init__(self, make: Callable[[], T]) -> None:
        self._make = make
        self._made: list[T] = []
        self._lock = Lock()

    def __call__(self) -> T:
        with self._lock:
            if not self._made:
                self._made.append(self._make())
            return self._made[0]


@dataclass(frozen=True)
class Platform:
    settings: Settings
    documents: Documents
    files: Files
    events: Events
    tasks: Tasks
    landmarks: Callable[[], "LandmarkEngine"]
    clock: Clock
    new_id: NewId


@cache
def platform() -> Platform:
    return connect(Settings.from_environment())


def connect(settings: Settings) -> Platform:
    """The one-machine adapters. Nothing is opened or loaded before its first use but the SQLite files."""
    from shared.platform.adapters.folder_files import FolderFiles
    from shared.platform.adapters.sqlite_documents import SqliteDocuments
    from shared.platform.adapters.sqlite_outbox import SqliteOutbox

    log.configure(settings.log_level)
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    secret = settings.signing_secret or _kept_secret(settings.data_dir / "signing-secret")
    outbox = SqliteOutbox(settings.data_dir / "outbox.sqlite", _now, _new_id)
    return Platform(
        settings=settings,
        documents=MeasuredDocuments(SqliteDocuments(settings.data_dir / DOCUMENTS, _now)),
        files=FolderFiles(settings.data_dir / "files", settings.api_endpoint, secret, _now),
        events=outbox,
        tasks=outbox,
        landmarks=Once(lambda: _landmarks(settings.face_model)),
        clock=_now,
        new_id=_new_id,
    )


def _landmarks(model: Path) -> "LandmarkEngine":
    from shared.platform.adapters.mediapipe_landmarks import MediapipeLandmarks

    return MediapipeLandmarks(model)


def _now() -> datetime:
    now = datetime.now(UTC)
    return now.replace(microsecond=now.microsecond // 1000 * 1000)  # what is stored comes back equal


def _new_id() -> str:
    return str(uuid4())


def _kept_secret(path: Path) -> bytes:
    """Signed URLs stay valid over a restart, so the secret is kept; only its owner may read it."""
    if not path.exists():
        new = path.with_name(f".{path.name}.{uuid4().hex}")
        new.touch(mode=0o600)
        new.write_bytes(secrets.token_hex(32).encode())
        new.rename(path)  # whole or not at all
    return path.read_bytes()
