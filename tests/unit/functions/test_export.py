"""Exports over the function's own door, and the task that makes them."""

import json
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlsplit

import pytest
from flask import Request, Response
from werkzeug.test import EnvironBuilder

from functions.export.main import function as export
from functions.export_run.main import function as export_run
from shared.accounts.audit import AUDIT
from shared.platform.adapters.folder_files import FolderFiles
from shared.platform.adapters.sqlite_documents import SqliteDocuments
from shared.platform.adapters.sqlite_outbox import Delivery, SqliteOutbox
from shared.platform.dead_letters import COLLECTION
from shared.platform.message_fields import TASK_NAME
from shared.platform.ports.documents import Query
from shared.platform.tenant import ClientDocuments
from shared.platform.wiring import Platform
from shared.platform.wiring.one_machine import DOCUMENTS
from tests.support import SteppedClock, access_token, ask, data_of, error_of, wired_to
from tests.unit.exports.shop import NOW, store, visits
from tests.unit.exports.test_files import csv_rows

PATH = "/v1/admin/exports"


@pytest.fixture
def clock() -> SteppedClock:
    return SteppedClock(NOW)


@pytest.fixture
def stepped(platform: Platform, clock: SteppedClock, documents: ClientDocuments) -> Platform:
    outbox = SqliteOutbox(platform.settings.data_dir / "outbox.sqlite", clock, platform.new_id)
    files = FolderFiles(platform.settings.data_dir / "files", "http://127.0.0.1:8080", b"secret", clock)
    store_of_then = SqliteDocuments(platform.settings.data_dir / DOCUMENTS, clock)
    stepped = replace(platform, clock=clock, documents=store_of_then, tasks=outbox, events=outbox, files=files)
    wired_to(export, stepped)
    export_run.__dict__["_platform"] = stepped
    store(documents, "sessions", visits(30))
    return stepped


@pytest.fixture
def token(stepped: Platform) -> str:
    return access_token(stepped, "one@shop.example")


@pytest.fixture
def admin(stepped: Platform) -> str:
    return access_token(stepped, "admin@platform.example")


def _begin(token: str, **changes: Any) -> Response:
    return ask(export, "POST", PATH, token=token, json={"kind": "sessions", "range": "30d", **changes})


def _get(token: str, export_id: str) -> Response:
    return ask(export, "GET", f"{PATH}/{export_id}", token=token)


def _run(delivery: Delivery) -> int:
    """As Cloud Tasks calls for it."""
    headers = {
        TASK_NAME: quote(delivery.name or delivery.id, safe=""),
        "X-CloudTasks-TaskRetryCount": str(delivery.attempts - 1),
    }
    body = json.dumps(delivery.payload)
    return export_run(Request(EnvironBuilder(method="POST", data=body, headers=headers).get_environ())).status_code


def _work(platform: Platform) -> list[int]:
    assert isinstance(platform.tasks, SqliteOutbox)
    answers = []
    for delivery in platform.tasks.lease(10):
        answers.append(_run(delivery))
        platform.tasks.done(delivery.id)
    return answers


def test_an_export_is_asked_for_made_and_fetched(stepped: Platform, token: str, clock: SteppedClock) -> None:
    """H7 H22 D3."""
    answer = _begin(token, format="csv")
    assert answer.status_code == 202
    job = data_of(answer)
    assert (job["status"], job["progress"], job["downloadUrl"]) == ("queued", 0, None)
    assert _work(stepped) == [204]
    done = data_of(_get(token, job["exportId"]))
    assert (done["status"], done["progress"], done["rows"], done["error"]) == ("done", 1, 30, None)
    assert done["expiresAt"] == "2026-11-22T12:15:00.000Z"
    assert done["keptUntil"] == "2026-11-29T12:00:00.000Z"
    url = urlsplit(done["downloadUrl"])
    path = unquote(url.path).removeprefix("/files/")
    files: Any = stepped.files
    assert files.verify(path, dict(parse_qsl(url.query)), "GET")
    assert len(csv_rows(files.get(path))) == 31
    clock.forward(minutes=16)
    assert not files.verify(path, dict(parse_qsl(url.query)), "GET")
    later = access_token(stepped, "one@shop.example")
    assert data_of(_get(later, job["exportId"]))["downloadUrl"] != done["downloadUrl"]
    clock.forward(days=7)
    gone = data_of(_get(access_token(stepped, "one@shop.example"), job["exportId"]))
    assert (gone["status"], gone["downloadUrl"], gone["expiresAt"]) == ("done", None, None)


@pytest.mark.parametrize("kind", ["conversations", "recommendations", "analytics", "quality", "usage", "alerts"])
@pytest.mark.parametrize("format", ["json", "xlsx"])
def test_every_kind_comes_in_every_format(stepped: Platform, token: str, kind: str, format: str) -> None:
    """H7 H23."""
    job = data_of(_begin(token, kind=kind, format=format))
    assert _work(stepped) == [204]
    assert data_of(_get(token, job["exportId"]))["status"] == "done"


@pytest.mark.parametrize("kind", ["report", "analytics"])
def test_a_report_comes_as_pdf(stepped: Platform, token: str, kind: str) -> None:
    """H19."""
    job = data_of(_begin(token, kind=kind, format="pdf", tz="Europe/Berlin"))
    assert _work(stepped) == [204]
    done = data_of(_get(token, job["exportId"]))
    assert done["status"] == "done"
    assert stepped.files.get(stepped.files.list("exports/")[0].path).startswith(b"%PDF-")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kind": "secrets"}, "kind"),
        ({"format": "doc"}, "format"),
        ({"format": "pdf"}, "format"),
        ({"kind": "report", "format": "csv"}, "format"),
        ({"range": None, "from": "2026-11-20", "to": "2026-11-01"}, "to"),
        ({"range": None, "from": "2016-11-20", "to": "2026-11-01"}, "from"),
        ({"range": None, "from": "2027-01-01", "to": "2027-01-02"}, "from"),
        ({"range": "1y"}, "range"),
        ({"tz": "Mars/Base"}, "tz"),
    ],
)
def test_what_cannot_be_made_is_refused_by_field(
    stepped: Platform, token: str, changes: dict[str, Any], field: str
) -> None:
    """H20."""
    answer = _begin(token, **changes)
    assert answer.status_code == 422
    assert error_of(answer)["details"][0]["field"] == field
    assert _work(stepped) == []


def test_different_periods_give_different_rows(stepped: Platform, token: str) -> None:
    """H20."""
    jobs = [data_of(_begin(token, range=r)) for r in ("7d", "30d", "90d")]
    jobs.append(data_of(_begin(token, range=None, **{"from": "2026-11-01", "to": "2026-11-02"})))
    _work(stepped)
    assert [data_of(_get(token, job["exportId"]))["rows"] for job in jobs] == [7, 30, 30, 2]


def test_a_client_sees_no_other_clients_exports(stepped: Platform, token: str, admin: str) -> None:
    """H21: foreign and unknown look the same; what is made of one client holds no other's rows."""
    job = data_of(_begin(token))
    other = access_token(stepped, "two@shop.example")
    for method in ("GET", "DELETE"):
        foreign = ask(export, method, f"{PATH}/{job['exportId']}", token=other)
        unknown = ask(export, method, f"{PATH}/unknown", token=other)
        assert (foreign.status_code, unknown.status_code) == (404, 404)
        assert {**error_of(foreign), "requestId": ""} == {**error_of(unknown), "requestId": ""}
    assert data_of(ask(export, "GET", PATH, token=other))["items"] == []
    assert _begin(other, clientId="one").status_code == 404
    assert ask(export, "GET", f"{PATH}?clientId=one", token=other).status_code == 404
    _work(stepped)
    theirs = data_of(_begin(other))
    _work(stepped)
    assert data_of(_get(other, theirs["exportId"]))["rows"] == 0


def test_a_super_admin_names_the_client(stepped: Platform, admin: str, token: str) -> None:
    """H21."""
    nobody = _begin(admin)
    assert (nobody.status_code, error_of(nobody)["details"][0]["field"]) == (422, "clientId")
    assert ask(export, "GET", PATH, token=admin).status_code == 422
    job = data_of(_begin(admin, clientId="one"))
    _work(stepped)
    assert data_of(_get(admin, job["exportId"]))["rows"] == 30
    assert [item["exportId"] for item in data_of(ask(export, "GET", PATH, token=token))["items"]] == [job["exportId"]]


def test_five_are_under_way_at_most(stepped: Platform, token: str) -> None:
    for _ in range(5):
        assert _begin(token).status_code == 202
    sixth = _begin(token)
    assert (sixth.status_code, sixth.headers["Retry-After"]) == (429, "30")
    assert error_of(sixth)["message"].startswith("5 exports are under way")
    _work(stepped)
    assert _begin(token).status_code == 202


def test_deleting_takes_the_file_along(stepped: Platform, token: str) -> None:
    job = data_of(_begin(token))
    _work(stepped)
    removed = ask(export, "DELETE", f"{PATH}/{job['exportId']}", token=token)
    assert data_of(removed) == {"exportId": job["exportId"], "removed": True}
    assert stepped.files.list("exports/") == []
    assert _get(token, job["exportId"]).status_code == 404


def test_both_writes_are_audited(stepped: Platform, token: str) -> None:
    job = data_of(_begin(token))
    ask(export, "DELETE", f"{PATH}/{job['exportId']}", token=token)
    records = [document.body for document in stepped.documents.query(Query(AUDIT, {"clientId": "one"})).items]
    found = {record["action"]: record for record in records if record["action"].startswith("export")}
    assert set(found) == {"export.created", "export.deleted"}
    assert found["export.created"]["target"] == f"export:{job['exportId']}"
    assert found["export.created"]["after"]["kind"] == "sessions"


def test_a_repeated_request_begins_one(stepped: Platform, token: str) -> None:
    headers = {"Idempotency-Key": "k-1"}
    body = {"kind": "sessions", "range": "30d"}
    first, again = (ask(export, "POST", PATH, token=token, json=body, headers=headers) for _ in range(2))
    assert data_of(first) == data_of(again)
    assert len(_work(stepped)) == 1


def test_a_task_that_meets_a_running_export_looks_again_when_its_lease_ends(
    stepped: Platform, token: str, clock: SteppedClock, documents: ClientDocuments
) -> None:
    """So that an export whose process died is made after all, whatever became of its own task."""
    job = data_of(_begin(token))
    lease = {"status": "running", "attempts": 1, "leaseUntil": "2026-11-22T12:02:00.000Z"}
    documents.update("exports", job["exportId"], lease)
    assert _work(stepped) == [204]
    assert data_of(_get(token, job["exportId"]))["status"] == "running"
    clock.forward(seconds=124)
    assert _work(stepped) == []
    clock.forward(seconds=2)
    assert _work(stepped) == [204]
    assert data_of(_get(token, job["exportId"]))["status"] == "done"


def test_an_export_that_cannot_be_enqueued_is_failed_not_left_waiting(stepped: Platform, token: str) -> None:
    class Away:
        def enqueue(self, *_: Any, **__: Any) -> bool:
            raise ConnectionError

    wired_to(export, replace(stepped, tasks=Away()))
    assert _begin(token).status_code == 500
    (failed,) = data_of(ask(export, "GET", PATH, token=token))["items"]
    assert (failed["status"], failed["error"]) == ("failed", "It could not be begun: try again.")


@pytest.mark.parametrize("data", [{}, {"clientId": "one"}, {"clientId": "gone", "exportId": "e"}])
def test_a_task_that_names_nothing_is_kept_for_people(stepped: Platform, data: dict[str, str]) -> None:
    stepped.tasks.enqueue("exports", data, name="t")
    assert _work(stepped) == [204]
    assert len(stepped.documents.query(Query(COLLECTION, {})).items) == 1


def test_the_list_comes_by_pages(stepped: Platform, token: str, clock: SteppedClock) -> None:
    for kind in ("quality", "alerts"):
        _begin(token, kind=kind, tz="Asia/Kathmandu")
        clock.forward(seconds=1)
    items = data_of(ask(export, "GET", f"{PATH}?limit=1", token=token))
    assert [item["kind"] for item in items["items"]] == ["alerts"]
    rest = data_of(ask(export, "GET", f"{PATH}?limit=1&cursor={items['nextCursor']}", token=token))
    assert [(item["kind"], item["tz"]) for item in rest["items"]] == [("quality", "Asia/Kathmandu")]
