"""The widget is built when something that goes into it has changed, and its large files are compressed once."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from local.setup import widget
from local.setup.command import CommandFailed
from local.setup.places import ROOT

IMPORT = re.compile(r"""(?:from|import)\s*\(?\s*["'](\.[^"']+)["']""")


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of our own, and one source whose change can be seen."""
    monkeypatch.setattr(widget, "BUILT", tmp_path / "built")
    monkeypatch.setattr(widget, "LOGS", tmp_path)
    monkeypatch.setattr(widget, "SOURCES", (tmp_path / "source.ts",))
    (tmp_path / "source.ts").write_text("one")
    return tmp_path


def built_by(places: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Where it was built to, from now on; each build leaves a release."""
    builds: list[Path] = []

    def build(out: Path, log: Path) -> None:
        builds.append(out)
        out.mkdir(exist_ok=True)
        (out / "release.json").write_text("{}")

    monkeypatch.setattr(widget, "build", build)
    return builds


def test_it_is_built_once_for_its_sources(places: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    builds = built_by(places, monkeypatch)
    step = widget.widget()
    assert not step.is_done()
    step.make(places / "log")
    assert step.is_done()
    assert widget.widget().is_done()
    (places / "source.ts").write_text("two")
    assert not widget.widget().is_done()
    assert builds == [places / "built"]


def test_it_is_built_again_when_it_was_deleted(places: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    built_by(places, monkeypatch)
    widget.widget().make(places / "log")
    (places / "built" / "release.json").unlink()
    assert not widget.widget().is_done()


def test_a_build_that_fails_is_due_again(places: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(out: Path, log: Path) -> None:
        raise CommandFailed("node ended with code 1")

    monkeypatch.setattr(widget, "build", fail)
    with pytest.raises(CommandFailed):
        widget.widget().make(places / "log")
    assert not widget.widget().is_done()


def _imports() -> Iterator[tuple[str, Path]]:
    for file in sorted((ROOT / "widget" / "src").rglob("*.ts*")):
        for name in IMPORT.findall(file.read_text("utf-8")):
            yield f"{file.name}: {name}", (file.parent / name).resolve()


def test_every_file_that_the_sources_import_is_looked_at() -> None:
    """Data of the server's own packages as well: a number changed there is a number changed in browsers."""
    assert all(source.exists() for source in widget.SOURCES)
    unseen = [name for name, file in _imports() if not any(file.is_relative_to(place) for place in widget.SOURCES)]
    assert unseen == []
    assert any(file.suffix == ".json" for _, file in _imports())


@pytest.fixture(scope="module")
def release() -> dict[str, dict[str, dict[str, int]]]:
    file = ROOT / ".cache" / "widget" / "release.json"
    if not file.exists():
        pytest.fail("The widget is not built: run the set-up (make widget).")
    release: dict[str, dict[str, dict[str, int]]] = json.loads(file.read_text("utf-8"))
    return release


def test_what_the_release_lists_is_there_in_each_form(release: dict[str, dict[str, dict[str, int]]]) -> None:
    folder = ROOT / ".cache" / "widget"
    for name, sizes in release["files"].items():
        for form, ending in (("bytes", ""), ("gzip", ".gz"), ("brotli", ".br")):
            if form in sizes:
                assert (folder / f"{name}{ending}").stat().st_size == sizes[form]


def test_large_files_were_compressed_into_the_cache(release: dict[str, dict[str, dict[str, int]]]) -> None:
    kept = {file.stat().st_size for file in widget.SQUEEZED.iterdir()}
    large = [sizes for sizes in release["files"].values() if sizes["bytes"] >= 1_000_000]
    assert large
    assert {size for sizes in large for size in (sizes["gzip"], sizes["brotli"])} <= kept
