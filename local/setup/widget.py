"""What shoppers' browsers load, built from `widget/`: into the cache for the demo, or elsewhere to be published."""

from pathlib import Path

from local.setup.command import run
from local.setup.node import WIDGET, find
from local.setup.places import CACHE, LOGS, ROOT
from local.setup.slim_model import slim
from local.setup.stamp import Stamp, digest
from local.setup.steps import Step

BUILT = CACHE / "widget"
SQUEEZED = CACHE / "squeezed"
MODEL = CACHE / "assets" / "face_landmarker.task"
SLIM_MODEL = CACHE / "slim" / "face_landmarker.task"
SOURCES = (
    *(WIDGET / name for name in ("src", "texts", "build", "build.mjs", "tokens.css")),
    *(WIDGET / "package.json", WIDGET / "package-lock.json", ROOT / "LICENSE"),
    *(ROOT / "shared" / "faces" / "data", ROOT / "shared" / "tryon" / "data"),
    *(ROOT / "local" / "setup" / "slim_model.py", ROOT / "assets.lock.json"),  # which says what the model is
)
BUILD_TIMEOUT_S = 300.0


def widget() -> Step:
    """The step that builds it for the demo. It needs Node.js, the widget's packages and the face model."""
    stamp = Stamp(LOGS / "widget", digest(SOURCES))

    def make(log: Path) -> None:
        build(BUILT, log)
        stamp.press()

    return Step(
        "Widget: building what shoppers' browsers load (about 10 s, later 1 s)",
        is_done=lambda: (BUILT / "release.json").is_file() and stamp.matches(),
        make=make,
        advice="mend what is named above; in an unchanged checkout, please report it with the output above.",
    )


def build(out: Path, log: Path, *options: str) -> None:
    """Writes the folder `out` anew; `options` as in widget/build.mjs. Raises CommandFailed."""
    node = find()
    slim(MODEL, SLIM_MODEL)
    places = ["--model", str(SLIM_MODEL), "--out", str(out), "--kept", str(SQUEEZED)]
    command = [str(node.node), str(WIDGET / "build.mjs"), *places, *options]
    run(command, log, timeout_s=BUILD_TIMEOUT_S, **node.environment)
