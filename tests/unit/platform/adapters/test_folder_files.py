"""What only the folder promises, above all its signed URLs; the rest is in tests/contract."""

from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest

from shared.platform.adapters.file_path import UnsafePath
from shared.platform.adapters.folder_files import FolderFiles
from shared.platform.ports.files import FileMissing
from tests.support import SteppedClock

SECRET = b"secret"


@pytest.fixture
def clock() -> SteppedClock:
    return SteppedClock()


@pytest.fixture
def files(tmp_path: Path, clock: SteppedClock) -> FolderFiles:
    return FolderFiles(tmp_path, "http://127.0.0.1:8080/", SECRET, clock)


def _taken_apart(url: str) -> tuple[str, dict[str, str]]:
    parts = urlsplit(url)
    return unquote(parts.path).removeprefix("/files/"), dict(parse_qsl(parts.query))


def test_a_signed_url_opens_its_file_until_it_expires(files: FolderFiles, clock: SteppedClock) -> None:
    url = files.signed_url("exports/größe 1.csv", ttl_s=60)
    assert url.startswith("http://127.0.0.1:8080/files/exports/gr")
    path, query = _taken_apart(url)
    assert path == "exports/größe 1.csv"
    assert files.verify(path, query, "GET")
    clock.forward(seconds=58)
    assert files.verify(path, query, "GET")
    clock.forward(seconds=3)
    assert not files.verify(path, query, "GET")


def test_a_signed_url_allows_nothing_else(files: FolderFiles, tmp_path: Path, clock: SteppedClock) -> None:
    path, query = _taken_apart(files.signed_url("photos/a.jpg", ttl_s=60))
    other_secret = FolderFiles(tmp_path, "http://127.0.0.1:8080", b"other", clock)
    assert not files.verify("photos/b.jpg", query, "GET")
    assert not files.verify(path, query, "PUT")
    assert not files.verify(path, {**query, "method": "PUT"}, "PUT")
    assert not files.verify(path, {**query, "expires": str(int(query["expires"]) + 1)}, "GET")
    assert not files.verify(path, {**query, "signature": query["signature"][:-1]}, "GET")
    assert not other_secret.verify(path, query, "GET")
    assert files.verify(*_taken_apart(files.signed_url(path, ttl_s=60, method="PUT")), "PUT")


@pytest.mark.parametrize(
    "query",
    [{}, {"signature": "x"}, {"signature": "ä\ud800", "expires": "x", "method": "GET"}, {"expires": "9" * 30}],
)
def test_a_broken_signature_is_no_signature(files: FolderFiles, query: dict[str, str]) -> None:
    assert files.verify("photos/a.jpg", query, "GET") is False
    assert files.verify("\ud800", query, "GET") is False


def test_content_comes_with_its_type(files: FolderFiles) -> None:
    files.put("photos/a.jpg", b"x", "image/jpeg")
    assert files.read("photos/a.jpg") == (b"x", "image/jpeg")
    with pytest.raises(FileMissing):
        files.read("photos/b.jpg")


def test_a_write_that_fails_leaves_the_old_file_and_no_litter(
    files: FolderFiles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files.put("a/b", b"old", "text/plain")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        files.put("a/b", b"new", "text/plain")
    assert files.get("a/b") == b"old"
    assert list((tmp_path / "incoming").iterdir()) == []


def test_a_file_and_a_folder_cannot_share_a_name(files: FolderFiles) -> None:
    files.put("a/b", b"x", "text/plain")
    for path in ("a", "a/b/c"):
        with pytest.raises(UnsafePath, match="share a name"):
            files.put(path, b"x", "text/plain")
    assert files.get("a/b") == b"x"


def test_files_lie_under_their_own_paths(files: FolderFiles, tmp_path: Path) -> None:
    files.put("exports/e1.csv", b"a,b", "text/csv")
    assert (tmp_path / "content" / "exports" / "e1.csv").read_bytes() == b"a,b"


def test_what_a_process_that_died_was_writing_is_swept_a_day_later(
    files: FolderFiles, tmp_path: Path, clock: SteppedClock
) -> None:
    (tmp_path / "incoming" / "half").write_bytes(b"x")
    assert files.sweep() == 0
    clock.forward(hours=25)
    assert files.sweep() == 1
    assert list((tmp_path / "incoming").iterdir()) == []
