"""The adapters held to each port's behaviour: another one is one line in its table."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from shared.platform.adapters.sqlite_documents import SqliteDocuments
from shared.platform.google_settings import Emulators
from shared.platform.ports.documents import Documents
from shared.platform.ports.files import Files
from tests.contract import messaging
from tests.contract.firestore import firestore_documents
from tests.contract.messaging import Messages
from tests.contract.storage import cloud_storage_files, folder_files
from tests.support import SteppedClock

Emulated = Callable[[], Emulators]  # skips the test, aloud, where there are none

DOCUMENTS: dict[str, Callable[[Path, SteppedClock, Emulated], Documents]] = {
    "sqlite": lambda folder, clock, _: SqliteDocuments(folder / "documents.sqlite", clock),
    "firestore": lambda _, clock, emulated: firestore_documents(emulated().firestore, clock),
}
FILES: dict[str, Callable[[Path, SteppedClock, Emulated], Files]] = {
    "folder": lambda folder, clock, _: folder_files(folder, clock),
    "cloud storage": lambda _, __, emulated: cloud_storage_files(emulated()),
}
MESSAGES: dict[str, Callable[[Path, SteppedClock, Emulated], AbstractContextManager[Messages]]] = {
    "sqlite": lambda folder, clock, _: messaging.one_machine(folder, clock),
    "pubsub and tasks": lambda folder, clock, emulated: messaging.on_emulators(folder, clock, emulated()),
}


@pytest.fixture
def clock() -> SteppedClock:
    return SteppedClock()


@pytest.fixture
def emulated(request: pytest.FixtureRequest) -> Emulated:
    return lambda: request.getfixturevalue("emulators")


@pytest.fixture
def firestore_emulator(emulators: Emulators) -> str:
    return emulators.firestore


@pytest.fixture(params=DOCUMENTS)
def documents(request: pytest.FixtureRequest, tmp_path: Path, clock: SteppedClock, emulated: Emulated) -> Documents:
    return DOCUMENTS[request.param](tmp_path, clock, emulated)


@pytest.fixture(params=FILES)
def files(request: pytest.FixtureRequest, tmp_path: Path, clock: SteppedClock, emulated: Emulated) -> Files:
    return FILES[request.param](tmp_path, clock, emulated)


@pytest.fixture(params=MESSAGES)
def messages(
    request: pytest.FixtureRequest, tmp_path: Path, clock: SteppedClock, emulated: Emulated
) -> Iterator[Messages]:
    with MESSAGES[request.param](tmp_path, clock, emulated) as carrier:
        yield carrier
