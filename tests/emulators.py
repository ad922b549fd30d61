"""Google's emulators for tests: one set for the whole run where `make test` began them, else one for this process."""

import os
from collections.abc import Iterator

import pytest

from local.emulators import programs
from local.emulators.running import running
from shared.platform.google_settings import EMULATOR_HOSTS, Emulators


@pytest.fixture(scope="session")
def emulators(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulators]:
    if all(os.environ.get(name) for name in EMULATOR_HOSTS):
        yield at(os.environ)
        return
    try:
        found = programs.find()
    except programs.EmulatorsMissing as gap:
        pytest.skip(f"NOT CHECKED: {gap}")
    with running(found, tmp_path_factory.mktemp("emulators")) as ports:
        yield at(ports.environment())


def at(environment: "os._Environ[str] | dict[str, str]") -> Emulators:
    return Emulators(*(environment[name] for name in EMULATOR_HOSTS))
