"""Firestore for the contract suite: one emulator for all tests, a project of its own for each."""

from uuid import uuid4

from shared.platform.adapters.firestore_client import connect
from shared.platform.adapters.firestore_documents import FirestoreDocuments
from tests.support import SteppedClock


def new_project() -> str:
    return f"test-{uuid4().hex[:20]}"


def firestore_documents(emulator: str, clock: SteppedClock) -> FirestoreDocuments:
    """`emulator` is its host and port."""
    return FirestoreDocuments(connect(new_project(), emulator=emulator), clock)
