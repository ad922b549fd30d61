"""Fixtures: a store that is in use, and a data folder that nobody has open."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from shared.accounts.directory import Directory
from shared.platform.settings import Settings
from shared.platform.tenant import ClientDocuments
from shared.platform.wiring import Platform, connect
from shared.shopper.privacy import Privacy
from shared.shopper.session import Session, Sessions
from tests.support import SteppedClock, client


@pytest.fixture
def clock() -> SteppedClock:
    return SteppedClock()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "data", "http://127.0.0.1:8080", tmp_path / "absent", None, "INFO", "test-1")


@pytest.fixture
def live(settings: Settings) -> Platform:
    """Open on `settings.data_dir`, with the client `one`."""
    wired = connect(settings)
    Directory(wired.documents, wired.clock).save(client("one"))
    return wired


@pytest.fixture
def elsewhere(settings: Settings, tmp_path: Path) -> Settings:
    """Another data folder, which does not exist yet."""
    return replace(settings, data_dir=tmp_path / "elsewhere")


@pytest.fixture
def documents(live: Platform) -> ClientDocuments:
    return ClientDocuments(live.documents, "one")


@pytest.fixture
def start(documents: ClientDocuments, live: Platform, clock: SteppedClock) -> Callable[[], Session]:
    sessions = Sessions(documents, clock, live.new_id)
    day = timedelta(days=1)
    return lambda: sessions.start(user_id="somebody", platform="html", lifetime=day, retention=90 * day)


@pytest.fixture
def erase(documents: ClientDocuments, live: Platform, clock: SteppedClock) -> Callable[[Session], str]:
    privacy = Privacy(documents, clock, live.new_id)
    return lambda session: str(privacy.erase(session.session_id).receipt_id)
