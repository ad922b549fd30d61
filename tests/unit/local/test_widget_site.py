"""The widget in the form of a bucket: one file of each name, in the order of their going."""

import json
from pathlib import Path

import pytest

from local import widget_site
from local.setup.command import CommandFailed

API = "https://api.my-shop.example"
FILES = {
    "v1/loader.js": ("", "gzip", "brotli"),
    "v/1-a/panel.html": ("", "gzip", "brotli"),
    "v/1-a/licenses.txt": ("",),
    "v/1-a/engine/vision.js": ("", "gzip", "brotli"),
    "v/1-a/engine/vision.wasm": ("", "gzip", "brotli"),
    "v/1-a/engine/face.task": ("", "gzip", "brotli"),
}
ENDINGS = {"": "", "gzip": ".gz", "brotli": ".br"}


@pytest.fixture
def builds(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[tuple[str, ...]]:
    """The options of each build; what it writes is a release whose files say which form they are of."""
    asked: list[tuple[str, ...]] = []

    def build(out: Path, log: Path, *options: str) -> None:
        asked.append(options)
        for name, forms in FILES.items():
            for form in forms:
                file = out / f"{name}{ENDINGS[form]}"
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(form or "plain")
        (out / "release.json").write_text(json.dumps({"version": "1-a", "files": {name: {} for name in FILES}}))

    monkeypatch.setattr(widget_site, "build", build)
    monkeypatch.setattr(widget_site, "CACHE", tmp_path / "cache")
    return asked


def test_the_large_files_go_compressed_and_first_the_loader_last(
    builds: list[tuple[str, ...]], tmp_path: Path
) -> None:
    site = tmp_path / "site"
    (site / "2-release" / "v" / "0-old").mkdir(parents=True)
    assert widget_site.write(API, site) == "1-a"
    files = sorted(file for file in site.rglob("*") if file.is_file())
    written = {file.relative_to(site).as_posix(): file.read_text() for file in files}
    written["3-loader/release.json"] = ""
    assert written == {
        "1-engine/v/1-a/engine/face.task": "brotli",
        "1-engine/v/1-a/engine/vision.wasm": "brotli",
        "2-release/v/1-a/engine/vision.js": "plain",
        "2-release/v/1-a/licenses.txt": "plain",
        "2-release/v/1-a/panel.html": "plain",
        "3-loader/release.json": "",
        "3-loader/v1/loader.js": "plain",
    }
    assert not (site / "2-release" / "v" / "0-old").exists()
    assert builds == [("--api", API, "--thorough")]


def test_it_is_begun_by_name_and_says_what_comes_next(
    builds: list[tuple[str, ...]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["widget_site", "--api", API, "--out", str(tmp_path / "site")])
    widget_site.main()
    assert "Version 1-a" in capsys.readouterr().out


def test_a_build_that_fails_is_told_in_its_own_words(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise CommandFailed("node ended with code 1", ["--api is a scheme and a host"])

    monkeypatch.setattr(widget_site, "build", fail)
    monkeypatch.setattr("sys.argv", ["widget_site", "--api", f"{API}/v1"])
    with pytest.raises(SystemExit, match="--api is a scheme and a host"):
        widget_site.main()
