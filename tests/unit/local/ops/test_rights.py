"""What shoppers asked for outlives a restore."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from local.ops.rights import Asked, DoneAgain, ReceiptsUnreadable, asked_in, do_again
from shared.platform.adapters.folder_backups import snapshot
from shared.platform.adapters.sqlite_documents import SqliteDocuments
from shared.platform.settings import Settings
from shared.platform.tenant import ClientDocuments
from shared.platform.wiring import Platform
from shared.shopper.consent import Consents
from shared.shopper.session import Session, Sessions
from tests.support import SteppedClock

DAYS = timedelta(days=90)


@pytest.fixture
def consents(documents: ClientDocuments, live: Platform, clock: SteppedClock) -> Consents:
    return Consents(documents, Sessions(documents, clock, live.new_id), clock, live.new_id)


@pytest.fixture
def earlier(settings: Settings, tmp_path: Path) -> Callable[[], Path]:
    """A copy of the documents as they are when called."""

    def copy() -> Path:
        (tmp_path / "earlier").mkdir()
        snapshot.copy([settings.data_dir / "documents.sqlite"], tmp_path / "earlier")
        return tmp_path / "earlier" / "documents.sqlite"

    return copy


def _session(database: Path, clock: SteppedClock, id: str) -> Session:
    documents = ClientDocuments(SqliteDocuments(database, clock), "one")
    return Sessions(documents, clock, str).get_ended_too(id)


def test_a_withdrawal_since_then_is_done_again(
    settings: Settings,
    clock: SteppedClock,
    consents: Consents,
    earlier: Callable[[], Path],
    start: Callable[[], Session],
) -> None:
    """J11: the face of a shopper who has withdrawn does not come back."""
    session = start()
    consents.grant(session, version="1", current="1", retention=DAYS)
    database = earlier()
    clock.forward(minutes=1)
    consents.withdraw(session, version="1", retention=DAYS)
    asked = asked_in(settings.data_dir / "documents.sqlite")
    assert do_again(database, asked, clock) == DoneAgain(0, 1)
    assert _session(database, clock, session.session_id).face_consent is None
    assert do_again(database, asked, clock) == DoneAgain(0, 0)


def test_whoever_agreed_again_is_left_alone(
    settings: Settings,
    clock: SteppedClock,
    consents: Consents,
    earlier: Callable[[], Path],
    start: Callable[[], Session],
) -> None:
    session = start()
    database = earlier()
    for act in (consents.withdraw, lambda s, **k: consents.grant(s, current="1", **k)):
        clock.forward(minutes=1)
        act(session, version="1", retention=DAYS)
    assert asked_in(settings.data_dir / "documents.sqlite").withdrawn == ()
    assert database.exists()


def test_erasures_are_found_by_client_and_session(
    settings: Settings, start: Callable[[], Session], erase: Callable[[Session], None]
) -> None:
    session = start()
    erase(session)
    assert asked_in(settings.data_dir / "documents.sqlite").erased == (("one", session.session_id),)


def test_no_data_is_nothing_asked(tmp_path: Path) -> None:
    assert asked_in(tmp_path / "absent.sqlite") == Asked((), ())


def test_unreadable_receipts_are_said(tmp_path: Path) -> None:
    (tmp_path / "ruined.sqlite").write_bytes(b"ruined" * 2000)
    with pytest.raises(ReceiptsUnreadable):
        asked_in(tmp_path / "ruined.sqlite")
