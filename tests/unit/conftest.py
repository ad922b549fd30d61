"""A real platform on the one-machine adapters."""

from datetime import timedelta
from pathlib import Path

import pytest

from shared.accounts.directory import Directory
from shared.platform.settings import Settings
from shared.platform.tenant import ClientDocuments
from shared.platform.wiring import Platform, connect
from shared.shopper.session import Session, Sessions
from tests.support import KEY, OTHER_KEY, SteppedClock, client


@pytest.fixture
def platform(tmp_path: Path) -> Platform:
    """Two clients, `one` and `two`, each with a publishable key."""
    settings = Settings(tmp_path, "http://127.0.0.1:8080", tmp_path / "absent.task", b"secret", "INFO", "test")
    wired = connect(settings)
    directory = Directory(wired.documents, wired.clock)
    for name, key in (("one", KEY), ("two", OTHER_KEY)):
        directory.save(client(name))
        directory.add_key(key, name, "publishable")
    return wired


@pytest.fixture
def clock() -> SteppedClock:
    return SteppedClock()


@pytest.fixture
def documents(platform: Platform) -> ClientDocuments:
    return ClientDocuments(platform.documents, "one")


@pytest.fixture
def sessions(platform: Platform, documents: ClientDocuments, clock: SteppedClock) -> Sessions:
    return Sessions(documents, clock, platform.new_id)


@pytest.fixture
def session(sessions: Sessions) -> Session:
    day = timedelta(days=1)
    return sessions.start(user_id="somebody", platform="html", lifetime=day, retention=90 * day)
