"""The whole product in one process: functions, gateway, deliveries, pages. Run as `python -m local.serve`."""

import gc
import json
import logging
import os
import socket
import sys
from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from pathlib import Path
from typing import Any
from urllib.error import URLError

from gunicorn.app.base import BaseApplication

from local import functions, openapi
from local.delivery import DeliveryLoop
from local.demo import ADMIN, MERCHANT, TRAINING
from local.emulators import queues, resources
from local.emulators.session import emulated
from local.functions import Functions, Wsgi
from local.gateway import Gateway
from local.ops import in_use, restore
from local.ops.backups import backup_when_due
from local.ops.refused import Refused
from local.pages import Pages
from local.push import PATH, Pushes
from local.seed import seed
from local.signed_files import SignedFiles
from local.story.tell import is_told, tell
from local.timetable import Timetable
from shared.platform.adapters.folder_files import FolderFiles
from shared.platform.adapters.sqlite_documents import SqliteDocuments
from shared.platform.adapters.sqlite_outbox import SqliteOutbox
from shared.platform.settings import GoogleSettings, SettingError, Settings
from shared.platform.wiring import Platform, platform
from shared.platform.wiring.one_machine import DOCUMENTS

CATALOGUE = Path(os.environ.get("CATALOGUE_DIR", ".cache/catalogue"))
WIDGET = Path(os.environ.get("WIDGET_DIR", ".cache/widget"))
THREADS = 8
GRACE_S = 5
SWITCH_S = 0.0002


class Stack(BaseApplication):  # type: ignore[misc]
    """One gunicorn worker; all is opened in it, after the fork."""

    def __init__(self, settings: Settings, address: tuple[str, int]) -> None:
        self._settings = settings
        self._address = address
        super().__init__()

    def load_config(self) -> None:
        options = {
            "bind": "{}:{}".format(*self._address),
            "workers": 1,
            "threads": THREADS,
            "worker_class": "gthread",
            "graceful_timeout": GRACE_S,
            "timeout": 60,
            "keepalive": 30,
            "limit_request_line": 8190,  # the most that gunicorn takes: a query in full length, percent-encoded
            "loglevel": "warning",
            "control_socket_disable": True,
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> Wsgi:
        app = stack(self._settings)
        # Events are delivered beside the requests: every call of the store would wait 5 ms for such a neighbour.
        sys.setswitchinterval(SWITCH_S)
        # What is loaded now stays: the collector need not walk through it again with every few hundred objects.
        gc.freeze()
        gc.set_threshold(20_000, 50, 100)
        return app


def stack(settings: Settings) -> Wsgi:
    """The WSGI application, with deliveries running beside it."""
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    wired = platform()
    seed(wired, CATALOGUE)
    if tells_history(settings.google) and not is_told(wired):
        print("Telling thirty days of the demo shops' history, once (about 10 s) …", flush=True)
        print(f"told in {tell(wired, wired.clock()):.0f} s", flush=True)
    declared = functions.declared()
    apps = functions.served(declared)
    if settings.google:
        queues.make(settings.google, [function.queue for function in declared.tasks.values()])
    Timetable(declared.schedules, wired.events, wired.clock).start()
    if isinstance(wired.events, SqliteOutbox):
        # What is past its time goes at each start; elsewhere the store sees to that.
        SqliteDocuments(settings.data_dir / DOCUMENTS, wired.clock).sweep()
        chores = partial(_tidy, wired)
        DeliveryLoop(wired.events, _listeners(declared, apps), wired.clock, chores).start()
    files = SignedFiles(wired.files) if isinstance(wired.files, FolderFiles) else None
    gateway = Gateway(declared.routes, apps, Pages(CATALOGUE, WIDGET, files))
    pushed = {name: apps[name] for name in (*declared.events, *declared.tasks)}
    return Pushes(pushed, gateway) if settings.google else gateway


def _tidy(wired: Platform) -> None:
    """What is done in an idle moment of every hour."""
    backup_when_due(wired)
    if isinstance(wired.files, FolderFiles):
        wired.files.sweep()  # what a process left half-written that died


def tells_history(google: GoogleSettings | None, env: Mapping[str, str] = os.environ) -> bool:
    """Unless DEMO_HISTORY is off. On emulators it would take minutes, so there only when it is asked for."""
    match env.get("DEMO_HISTORY") or ("on" if google is None else "off"):
        case "on":
            return True
        case "off":
            return False
        case other:
            raise SettingError(f"DEMO_HISTORY must be on or off, not {other!r}.")


def _listeners(declared: Functions, apps: dict[str, Wsgi]) -> dict[str, list[Wsgi]]:
    topics: dict[str, list[Wsgi]] = {}
    for name, function in declared.events.items():
        topics.setdefault(function.topic, []).append(apps[name])
    return topics | {function.queue: [apps[name]] for name, function in declared.tasks.items()}


def main() -> None:
    try:
        with _outside():
            settings = Settings.from_environment()
            address = (os.environ.get("HOST", "127.0.0.1"), int(os.environ.get("PORT", "8080")))
            _check(settings, address)
            in_use.hold(settings.data_dir)  # until this process ends; a restore waits for that
            restore.finish(settings.data_dir)
            if settings.google:
                table = json.loads(openapi.table(functions.declared()))
                push_to = f"http://127.0.0.1:{address[1]}{PATH}"
                _make_resources(settings.google, table, push_to)
                os.environ["TASK_TARGETS"] = queues.targets(table, push_to)  # read by the process that serves
            print(f"AI Discovery at {settings.api_endpoint}/shop/   key {TRAINING.key}   (Ctrl-C stops)")
            for user in (ADMIN, MERCHANT):
                print(f"sign in as {user.email}   password {user.password}   (of the demo alone)", flush=True)
            Stack(settings, address).run()
    except (SettingError, Refused) as error:
        sys.exit(str(error))


def _make_resources(google: GoogleSettings, table: dict[str, Any], push_to: str) -> None:
    try:
        resources.make(google, table, push_to)
    except URLError as error:
        raise SettingError(f"The emulators cannot be reached ({error.reason}): {google.emulators}.") from None


def _outside() -> AbstractContextManager[None]:
    """What the stack stands on: nothing but its data folder, or Google's emulators."""
    match os.environ.get("CLOUD"):
        case "emulators":
            return emulated(Path(os.environ.get("DATA_DIR", ".data")).absolute() / "emulators")
        case "google":
            raise SettingError("The demo runs on this machine: leave CLOUD out, or set it to emulators.")
        case _:
            return nullcontext()


def _check(settings: Settings, address: tuple[str, int]) -> None:
    """What would otherwise fail later and less clearly. Raises `SettingError`."""
    host, port = address
    try:
        with socket.create_server(address):
            pass
    except OSError as error:
        said = f"{host}:{port} cannot be used ({error.strerror})"
        raise SettingError(f"{said}: choose another port, as in `PORT={port % 65535 + 1} make demo`.") from None
    try:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        (settings.data_dir / ".writable").touch()
        (settings.data_dir / ".writable").unlink()
    except OSError as error:
        raise SettingError(f"DATA_DIR {settings.data_dir} cannot be written ({error.strerror}).") from None


if __name__ == "__main__":
    main()
