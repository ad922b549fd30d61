"""What nobody could handle is kept once, for a while, and not repeated in the log."""

from pathlib import Path

import pytest

from shared.platform.adapters.sqlite_documents import SqliteDocuments
from shared.platform.dead_letters import COLLECTION, KEPT, DeadLetter, DeadLetters
from shared.platform.ports.documents import Query
from tests.support import SteppedClock

LETTER = DeadLetter("quality_score", "conversation.updated", "a/b", "the data is not JSON", "secret words", "one")


@pytest.fixture
def clock() -> SteppedClock:
    return SteppedClock()


@pytest.fixture
def documents(tmp_path: Path, clock: SteppedClock) -> SqliteDocuments:
    return SqliteDocuments(tmp_path / "documents.sqlite", clock)


def test_a_letter_is_kept_once_however_often_it_comes(documents: SqliteDocuments, clock: SteppedClock) -> None:
    for _ in range(2):
        DeadLetters(documents, clock).keep(LETTER)
    ((letter),) = documents.query(Query(COLLECTION, {})).items
    expected = {"function": "quality_score", "source": "conversation.updated", "messageId": "a/b", "clientId": "one"}
    assert expected.items() <= letter.body.items()
    assert (letter.body["reason"], letter.body["message"]) == ("the data is not JSON", "secret words")


def test_it_is_forgotten_in_the_end(documents: SqliteDocuments, clock: SteppedClock) -> None:
    DeadLetters(documents, clock).keep(LETTER)
    clock.forward(seconds=KEPT.total_seconds())
    assert documents.query(Query(COLLECTION, {})).items == []


def test_the_largest_message_fits(documents: SqliteDocuments, clock: SteppedClock) -> None:
    DeadLetters(documents, clock).keep(DeadLetter("f", "t", "\ud800" * 3, "r", "☀" * 10_000_000))
    assert len(documents.query(Query(COLLECTION, {})).items) == 1


def test_the_log_says_why_and_quotes_nothing(
    documents: SqliteDocuments, clock: SteppedClock, capsys: pytest.CaptureFixture[str]
) -> None:
    DeadLetters(documents, clock).keep(LETTER)
    line = capsys.readouterr().out
    assert "the data is not JSON" in line
    assert "secret words" not in line
