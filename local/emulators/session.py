"""The stack on emulators: those that the settings name, or some of its own for as long as it runs."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from local.emulators import programs, resources
from local.emulators.running import NotReady, running
from shared.platform.google_settings import EMULATOR_HOSTS
from shared.platform.settings import SettingError


@contextmanager
def emulated(folder: Path) -> Iterator[None]:
    """Sets the settings that name the emulators and what is in them. Raises `SettingError`."""
    for name, value in resources.environment(os.environ.get("GOOGLE_CLOUD_PROJECT") or resources.PROJECT).items():
        os.environ.setdefault(name, value)
    if all(os.environ.get(name) for name in EMULATOR_HOSTS):
        yield
        return
    signal.signal(signal.SIGTERM, _stop)  # until gunicorn heeds it: the emulators are to be stopped as well
    print("Starting Google's emulators: Firestore, Pub/Sub, Cloud Storage, Cloud Tasks …", flush=True)
    try:
        with running(programs.find(), folder) as ports:
            os.environ.update(ports.environment())
            yield
    except (programs.EmulatorsMissing, NotReady) as error:
        raise SettingError(str(error)) from None


def _stop(number: int, frame: FrameType | None) -> None:
    sys.exit(128 + number)
