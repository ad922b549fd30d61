"""What every file store does. That signatures are checked is the server's part: see the folder's own tests."""

from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from zipfile import ZipFile

import pytest

from shared.platform.ports.files import FileExists, FileMissing, Files, StoredFile


def test_a_file_is_read_as_it_was_put(files: Files) -> None:
    content = bytes(range(256)) * 100
    files.put("photos/one/a.jpg", content, "image/jpeg")
    assert files.get("photos/one/a.jpg") == content
    assert files.list("photos/") == [StoredFile("photos/one/a.jpg", "image/jpeg", 25_600)]


def test_putting_again_takes_the_place_of_the_first(files: Files) -> None:
    files.put("a/b", b"first", "text/plain")
    files.put("a/b", b"", "text/csv")
    assert files.get("a/b") == b""
    assert files.list("a/b") == [StoredFile("a/b", "text/csv", 0)]


def test_without_overwriting_the_first_stays(files: Files) -> None:
    files.put("a/b", b"first", "text/plain", overwrite=False)
    with pytest.raises(FileExists):
        files.put("a/b", b"second", "text/csv", overwrite=False)
    assert files.get("a/b") == b"first"
    assert files.list("a/b")[0].content_type == "text/plain"


def test_of_writers_that_may_not_overwrite_exactly_one_wins(files: Files) -> None:
    def put(writer: int) -> bool:
        try:
            files.put("a/b", str(writer).encode(), "text/plain", overwrite=False)
        except FileExists:
            return False
        return True

    with ThreadPoolExecutor(8) as threads:
        won = list(threads.map(put, range(8)))
    assert won.count(True) == 1
    assert files.get("a/b") == str(won.index(True)).encode()


def test_a_reader_never_sees_half_a_file(files: Files) -> None:
    versions = [bytes([n]) * 300_000 for n in range(8)]
    files.put("a/b", versions[0], "application/octet-stream")

    def write(n: int) -> bool:
        files.put("a/b", versions[n], "application/octet-stream")
        return files.get("a/b") in versions

    with ThreadPoolExecutor(4) as threads:
        assert all(threads.map(write, range(8)))


def test_what_is_not_there_is_missing(files: Files) -> None:
    files.put("a/b", b"x", "text/plain")
    for path in ("a", "a/c", "b", "a/b/c"):
        with pytest.raises(FileMissing):
            files.get(path)
        assert files.delete(path) is False
    assert files.list("b") == []


def test_deleting_says_whether_there_was_something(files: Files) -> None:
    files.put("a/b", b"x", "text/plain")
    assert files.delete("a/b") is True
    assert files.delete("a/b") is False
    assert files.list("") == []


def test_a_list_takes_any_beginning_of_a_path_in_order(files: Files) -> None:
    for path in ("p/b", "p/a/z", "p/a-b", "p/ab/c", "q/a", "p/ä"):
        files.put(path, b"x", "text/plain")
    assert [file.path for file in files.list("p/")] == ["p/a-b", "p/a/z", "p/ab/c", "p/b", "p/ä"]
    assert [file.path for file in files.list("p/a")] == ["p/a-b", "p/a/z", "p/ab/c"]
    assert len(files.list("")) == 6


@pytest.mark.parametrize(
    "path",
    [
        "../a",
        "a/../../b",
        "/etc/passwd",
        "a//b",
        "a/",
        "",
        ".",
        "a/./b",
        "a\\..\\b",
        "a\0b",
        "a\nb",
        "a/" + "x" * 300,
    ],
)
def test_a_path_that_leads_elsewhere_is_refused(files: Files, path: str) -> None:
    for use in (
        lambda: files.put(path, b"x", "text/plain"),
        lambda: files.get(path),
        lambda: files.delete(path),
        lambda: files.signed_url(path, ttl_s=60),
        lambda: files.writer(path, "text/plain").__enter__(),
    ):
        with pytest.raises(ValueError, match="not a path"):
            use()
    assert files.list("") == []


def test_a_list_does_not_lead_elsewhere(files: Files) -> None:
    for prefix in ("../", "../../etc/", "/etc/"):
        with pytest.raises(ValueError, match="not a path"):
            files.list(prefix)


@pytest.mark.parametrize("ttl_s", [0, -1, 7 * 24 * 3600 + 1])
def test_a_signed_url_lives_up_to_seven_days(files: Files, ttl_s: int) -> None:
    with pytest.raises(ValueError, match="604800 seconds"):
        files.signed_url("a/b", ttl_s=ttl_s)
    assert files.signed_url("a/b", ttl_s=7 * 24 * 3600).startswith("http")


def test_what_is_written_bit_by_bit_appears_whole_at_the_end(files: Files) -> None:
    """Nine mebibytes: more than one part of an upload."""
    line = b"x" * 1023 + b"\n"
    with files.writer("a/big", "text/csv") as file:
        for _ in range(9 * 1024):
            file.write(line)
        file.flush()
        assert files.list("a/") == []
    assert files.get("a/big") == line * 9 * 1024
    assert files.list("a/") == [StoredFile("a/big", "text/csv", 9 * 1024 * 1024)]


def test_a_writer_takes_the_place_of_what_was_there_and_may_write_nothing(files: Files) -> None:
    files.put("a/b", b"first", "text/plain")
    with files.writer("a/b", "text/csv"):
        pass
    assert files.list("a/b") == [StoredFile("a/b", "text/csv", 0)]


@pytest.mark.parametrize("written", [10, 9 * 1024 * 1024])
def test_of_a_writer_that_fails_nothing_is_ever_seen(files: Files, written: int) -> None:
    files.put("a/old", b"old", "text/plain")
    for path in ("a/old", "a/new"):
        with pytest.raises(ZeroDivisionError), files.writer(path, "text/csv") as file:
            file.write(b"x" * written)
            raise ZeroDivisionError
        del file
    assert files.list("") == [StoredFile("a/old", "text/plain", 3)]
    assert files.get("a/old") == b"old"


def test_a_zip_archive_can_be_written_without_seeking(files: Files) -> None:
    with files.writer("a/z", "application/zip") as file, ZipFile(file, "w") as archive:
        archive.writestr("one", "1" * 1000)
    with ZipFile(BytesIO(files.get("a/z"))) as archive:
        assert archive.read("one") == b"1" * 1000
