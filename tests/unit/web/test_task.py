"""A task function does a task, asks for it again, or gives it up."""

from typing import Any

import pytest
from flask import Request
from werkzeug.test import EnvironBuilder

from shared.platform.dead_letters import COLLECTION
from shared.platform.ports.documents import Query
from shared.platform.wiring import Platform
from shared.web.task import MOST_ATTEMPTS, Task, TaskFunction


def _request(body: bytes = b'{"clientId": "one"}', retries: int = 0, name: str = "t1", **headers: str) -> Request:
    every = {"X-CloudTasks-TaskName": name, "X-CloudTasks-TaskRetryCount": str(retries), **headers}
    return Request(EnvironBuilder(method="POST", data=body, headers=every).get_environ())


def _letters(platform: Platform) -> list[dict[str, Any]]:
    return [document.body for document in platform.documents.query(Query(COLLECTION, {})).items]


def _fail(_: Task) -> None:
    raise RuntimeError("secret words")


def test_a_task_is_done_once_told(platform: Platform) -> None:
    done: list[Task] = []
    function = TaskFunction("export", "exports", done.append, lambda: platform)
    assert function(_request(retries=2, **{"X-Task-Name": "Gr%C3%B6%C3%9Fe%2F1"})).status_code == 204
    (task,) = done
    assert (task.name, task.attempt, task.data) == ("Größe/1", 3, {"clientId": "one"})
    assert task.documents.client_id == "one"
    assert function(_request()).status_code == 204
    assert done[1].name == "t1"


def test_a_task_that_fails_is_to_come_again(platform: Platform, capsys: pytest.CaptureFixture[str]) -> None:
    function = TaskFunction("export", "exports", _fail, lambda: platform)
    assert [function(_request(retries=n)).status_code for n in range(MOST_ATTEMPTS - 1)] == [503] * 4
    assert _letters(platform) == []
    assert "secret words" not in capsys.readouterr().out


def test_a_task_that_failed_every_time_is_kept_as_a_dead_letter(platform: Platform) -> None:
    function = TaskFunction("export", "exports", _fail, lambda: platform)
    assert function(_request(retries=MOST_ATTEMPTS - 1)).status_code == 204
    (letter,) = _letters(platform)
    assert (letter["source"], letter["messageId"], letter["message"]) == ("exports", "t1", '{"clientId": "one"}')
    assert letter["reason"] == "5 attempts failed, the last with RuntimeError"


@pytest.mark.parametrize("body", [b"", b"no", b"[]", b"\xff"])
def test_what_can_never_be_done_is_kept_at_once(platform: Platform, body: bytes) -> None:
    done: list[Task] = []
    assert TaskFunction("export", "exports", done.append, lambda: platform)(_request(body)).status_code == 204
    assert done == []
    assert len(_letters(platform)) == 1


def test_a_call_that_is_no_task_is_refused(platform: Platform) -> None:
    done: list[Task] = []
    assert TaskFunction("export", "exports", done.append, lambda: platform)(_request(name="")).status_code == 400
    assert done == []
