"""A name is remembered where the carrier of tasks does not do so itself."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from shared.platform.adapters.known_names import KnownNames
from shared.platform.adapters.sqlite_documents import SqliteDocuments
from shared.platform.ports.documents import StoreUnavailable
from tests.support import SteppedClock


class Forgetful:
    """Takes every task, as the emulator does; or none, when it is away."""

    def __init__(self) -> None:
        self.added: list[str | None] = []
        self.away = False

    def enqueue(self, queue: str, data: Mapping[str, Any], *, name: str | None = None, delay_s: float = 0) -> bool:
        if self.away:
            raise StoreUnavailable("away")
        self.added.append(name)
        return True


@pytest.fixture
def clock() -> SteppedClock:
    return SteppedClock()


@pytest.fixture
def tasks() -> Forgetful:
    return Forgetful()


@pytest.fixture
def known(tmp_path: Path, clock: SteppedClock, tasks: Forgetful) -> KnownNames:
    return KnownNames(tasks, SqliteDocuments(tmp_path / "documents.sqlite", clock), clock)


def test_a_name_is_free_again_an_hour_after_its_task_was_due(known: KnownNames, clock: SteppedClock) -> None:
    assert known.enqueue("exports", {}, name="a", delay_s=600)
    clock.forward(minutes=69)
    assert not known.enqueue("exports", {}, name="a")
    clock.forward(minutes=1)
    assert known.enqueue("exports", {}, name="a")


def test_a_name_whose_task_was_not_taken_is_free(known: KnownNames, tasks: Forgetful) -> None:
    tasks.away = True
    with pytest.raises(StoreUnavailable):
        known.enqueue("exports", {}, name="a")
    tasks.away = False
    assert known.enqueue("exports", {}, name="a")
    assert tasks.added == ["a"]


def test_without_a_name_nothing_is_remembered(known: KnownNames, tasks: Forgetful) -> None:
    assert known.enqueue("exports", {})
    assert known.enqueue("exports", {})
    assert tasks.added == [None, None]
