"""What a shopper's browser has to load, stage by stage, against what it may come to (kB are 1,000 bytes)."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from local.setup.widget import BUILT

PANEL = "src/panel/main.tsx"
STYLE = "src/panel/styles/style.css"
LATER = "src/panel/screens/later.ts"
SCENE = "src/tryon/scene/renderer.ts"
VITALS = "node_modules/web-vitals/dist/web-vitals.js"
EMBED = "src/loader/embed/embed.ts"
DIAGNOSIS = "src/loader/diagnosis/diagnosis.ts"
APART = {PANEL, STYLE, LATER, SCENE, VITALS, EMBED, DIAGNOSIS}
LANGUAGES = "texts/panel/"
ENGINE = ("vision_wasm_internal.wasm", "vision_wasm_internal.js", "face_landmarker.task")


@dataclass(frozen=True)
class Stage:
    """Files that are loaded together, in one compressed form, and the bytes that they may come to."""

    name: str
    files: frozenset[str]
    form: str
    most: int


class Release:
    """What widget/build.mjs tells of what it built."""

    def __init__(self, told: dict[str, dict[str, dict[str, int]]]) -> None:
        self._sizes = told["files"]
        self._parts = {entry: frozenset(files) for entry, files in told["parts"].items()}

    def stages(self) -> list[Stage]:
        panel = self._parts[PANEL] | self._parts[STYLE]
        later = {entry for entry in self._parts if not entry.startswith(LANGUAGES)} - APART
        flat = frozenset().union(*(self._parts[entry] for entry in later)) - panel
        return [
            Stage("stub", frozenset({"v1/stub.js"}), "gzip", 500),
            Stage("loader", frozenset({"v1/loader.js"}), "gzip", 6_000),
            Stage("loader, with the first click", self._parts[EMBED], "gzip", 7_000),
            Stage("loader, with ?aid-debug", self._parts[DIAGNOSIS], "gzip", 3_500),
            Stage("panel with its style and English", panel, "gzip", 35_000),
            Stage("panel, its further screens", self._parts[LATER] - panel, "gzip", 6_000),
            Stage("web vitals, in an idle moment", self._parts[VITALS] - panel, "gzip", 3_500),
            Stage("try-on and measuring, 2D", flat, "gzip", 90_000),
            Stage("try-on, 3D on top", self._parts[SCENE] - panel - flat, "gzip", 160_000),
            Stage("WebAssembly, its script, the model", self._named(*ENGINE), "brotli", 5_000_000),
        ]

    def bytes_of(self, stage: Stage) -> int:
        return sum(self._sizes[file][stage.form] for file in stage.files)

    def languages(self) -> Iterator[tuple[str, int]]:
        """Each language besides the panel's own, with its bytes."""
        for entry in self._parts:
            if entry.startswith(LANGUAGES):
                yield Path(entry).stem, sum(self._sizes[file]["gzip"] for file in self._parts[entry])

    def scripts(self) -> set[str]:
        """All scripts and styles of the panel that the release holds, but what the WebAssembly brings."""
        names = {file for file in self._sizes if file.startswith("v/") and file.endswith((".js", ".css"))}
        return {file for file in names if not file.endswith("/loader.js") and "/engine/" not in file}

    def assigned(self) -> set[str]:
        return set().union(*self._parts.values())

    def _named(self, *names: str) -> frozenset[str]:
        return frozenset(file for file in self._sizes if Path(file).name in names)


@pytest.fixture(scope="module")
def release() -> Release:
    if not (BUILT / "release.json").exists():
        pytest.fail("The widget is not built: run the set-up (make widget).")
    return Release(json.loads((BUILT / "release.json").read_text("utf-8")))


def test_no_stage_is_heavier_than_it_may_be(release: Release, capsys: pytest.CaptureFixture[str]) -> None:
    stages = release.stages()
    table = [f"{stage.name:34}{release.bytes_of(stage):>11,}{stage.most:>11,}  {stage.form}" for stage in stages]
    with capsys.disabled():
        print("\nThe widget                              bytes   at most", *table, sep="\n")
        print("languages besides:", *(f"{name} {size:,}" for name, size in release.languages()))
    assert [stage.name for stage in stages if release.bytes_of(stage) > stage.most] == []
    assert all(stage.files for stage in stages)


def test_every_script_is_counted(release: Release) -> None:
    assert release.scripts() - release.assigned() == set()


def test_every_language_is_a_file_of_its_own_that_the_panel_does_not_wait_for(release: Release) -> None:
    sizes = dict(release.languages())
    assert set(sizes) == {"ar", "de", "es", "fr", "it"}
    assert all(0 < size < 12_000 for size in sizes.values())
