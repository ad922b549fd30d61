"""What a process is wired to."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Generic, TypeVar
from uuid import uuid4

from shared.platform.ports.backups import Backups
from shared.platform.ports.clock import Clock, NewId
from shared.platform.ports.documents import Documents
from shared.platform.ports.files import Files
from shared.platform.ports.language_model import LanguageModel
from shared.platform.ports.messages import Events, Tasks
from shared.platform.ports.notices import Mailer, Poster
from shared.platform.ports.pages import Pages
from shared.platform.ports.spans import SpanSink
from shared.platform.settings import Settings

if TYPE_CHECKING:  # bring numpy, which only the functions that look at pictures or search have
    from shared.platform.ports.embeddings import Embeddings
    from shared.platform.ports.landmarks import LandmarkEngine

T = TypeVar("T")


@dataclass(frozen=True)
class Platform:
    settings: Settings
    documents: Documents
    files: Files
    events: Events
    tasks: Tasks
    landmarks: Callable[[], "LandmarkEngine"]
    embeddings: Callable[[], "Embeddings"] | None  # None: what relies on meaning is left out
    embeddings_state: Callable[[], str]  # "ready", or "slot-only: " and why
    clock: Clock
    new_id: NewId
    pages: Callable[[], Pages]
    backups: Callable[[], Backups]
    poster: Callable[[], Poster]
    mailer: Callable[[], Mailer] | None = None  # None: no mail server is named
    signing_secret: bytes | None = None  # None: this function was not given it, and signs nothing
    spans: SpanSink | None = None  # None: nobody collects traces
    language_model: Callable[[], LanguageModel] | None = None  # None: the embedded engine alone writes
    sweep: Callable[[], int] | None = None  # deletes what has expired; None: the store does that by itself


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


def landmark_engine(model: Path) -> Callable[[], "LandmarkEngine"]:
    """The engine is the same everywhere; it is loaded when the first picture comes."""

    def load() -> "LandmarkEngine":
        from shared.platform.adapters.mediapipe_landmarks import MediapipeLandmarks

        return MediapipeLandmarks(model)

    return Once(load)


def now() -> datetime:
    current = datetime.now(UTC)
    return current.replace(microsecond=current.microsecond // 1000 * 1000)  # what is stored comes back equal


def new_id() -> str:
    return str(uuid4())
