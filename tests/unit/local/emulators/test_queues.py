"""Queues of the functions that do tasks, in Google's emulator."""

from uuid import uuid4

from local.emulators import queues
from shared.platform.adapters.cloud_tasks import CloudTasks
from shared.platform.google_settings import Emulators, GoogleSettings, google_settings
from tests.support import SteppedClock

TABLE = {
    "export": {"kind": "task", "queue": "exports"},
    "chat": {"kind": "http", "queue": None},
    "report": {"kind": "task", "queue": "reports"},
}


def test_each_queue_is_sent_to_the_function_that_does_its_tasks() -> None:
    text = queues.targets(TABLE, "http://127.0.0.1:8080/_push")
    hosts = {f"{name}_EMULATOR_HOST": "127.0.0.1:1" for name in ("FIRESTORE", "PUBSUB", "STORAGE", "TASKS")}
    settings = google_settings({"CLOUD": "emulators", "GOOGLE_CLOUD_PROJECT": "p", "TASK_TARGETS": text, **hosts})
    assert settings is not None
    assert settings.task_targets == {
        "exports": "http://127.0.0.1:8080/_push/export",
        "reports": "http://127.0.0.1:8080/_push/report",
    }
    assert queues.targets({"chat": TABLE["chat"]}, "http://127.0.0.1:8080/_push") == ""


def test_a_task_finds_its_queue_however_often_it_was_made(emulators: Emulators) -> None:
    google = GoogleSettings(f"p-{uuid4().hex[:12]}", emulators=emulators)
    for _ in range(2):
        queues.make(google, ["exports"])
    targets = {"exports": "http://127.0.0.1:1/nobody"}
    tasks = CloudTasks(google.project, google.region, targets, "", SteppedClock(), emulators.tasks)
    assert tasks.enqueue("exports", {"exportId": "e1"}, delay_s=3600) is True
