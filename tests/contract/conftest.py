"""The adapters held to each port's behaviour: another one is one line in its table."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import pytest

from shared.platform.adapters.folder_files import FolderFiles
from shared.platform.adapters.sqlite_documents import SqliteDocuments
from shared.platform.adapters.sqlite_outbox import Delivery, SqliteOutbox
from shared.platform.ports.documents import Documents
from shared.platform.ports.files import Files
from shared.platform.ports.messages import Events, Tasks
from tests.support import SteppedClock


@dataclass(frozen=True)
class Messages:
    """`take` delivers successfully all that is due."""

    events: Events
    tasks: Tasks
    take: Callable[[], Sequence[Delivery]]


def _outbox(folder: Path, clock: SteppedClock) -> Messages:
    outbox = SqliteOutbox(folder / "outbox.sqlite", clock, lambda: str(uuid4()))

    def take() -> Sequence[Delivery]:
        due = outbox.lease(100)
        for delivery in due:
            outbox.done(delivery.id)
        return due

    return Messages(outbox, outbox, take)


DOCUMENTS: dict[str, Callable[[Path, SteppedClock], Documents]] = {
    "sqlite": lambda folder, clock: SqliteDocuments(folder / "documents.sqlite", clock),
}
FILES: dict[str, Callable[[Path, SteppedClock], Files]] = {
    "folder": lambda folder, clock: FolderFiles(folder, "http://127.0.0.1:8080", b"secret", clock),
}
MESSAGES: dict[str, Callable[[Path, SteppedClock], Messages]] = {
    "sqlite": _outbox,
}


@pytest.fixture
def clock() -> SteppedClock:
    return SteppedClock()


@pytest.fixture(params=DOCUMENTS)
def documents(request: pytest.FixtureRequest, tmp_path: Path, clock: SteppedClock) -> Documents:
    return DOCUMENTS[request.param](tmp_path, clock)


@pytest.fixture(params=FILES)
def files(request: pytest.FixtureRequest, tmp_path: Path, clock: SteppedClock) -> Files:
    return FILES[request.param](tmp_path, clock)


@pytest.fixture(params=MESSAGES)
def messages(request: pytest.FixtureRequest, tmp_path: Path, clock: SteppedClock) -> Messages:
    return MESSAGES[request.param](tmp_path, clock)
