"""Files in Cloud Storage beyond the common contract: signed URLs, buckets by purpose, and when it is away.

The emulator checks neither signature nor expiry, so who may use a URL is not shown here.
"""

import gc
import json
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from google.auth.credentials import Credentials

from shared.platform.adapters.cloud_storage_client import GOOGLE, CloudStorageClient
from shared.platform.adapters.cloud_storage_files import CloudStorageFiles
from shared.platform.adapters.iam_signing import IamSigning
from shared.platform.adapters.url_signers import made_up_signer
from shared.platform.google_settings import Emulators
from shared.platform.patience import one_request
from shared.platform.ports.documents import StoreUnavailable
from shared.platform.ports.files import FileMissing, StoredFile
from tests.contract.storage import cloud_storage_files, raw_client
from tests.proxy import Fault, Proxy

ANSWER_S, RECOVERY_S = 3, 5  # as promised; not a measurement


@pytest.fixture
def files(emulators: Emulators) -> CloudStorageFiles:
    return cloud_storage_files(emulators)


def test_a_signed_url_takes_a_file_and_gives_it_back(files: CloudStorageFiles) -> None:
    url = files.signed_url("photos/one/ä b.jpg", ttl_s=60, method="PUT")
    put = urllib.request.Request(url, b"picture", {"Content-Type": "image/jpeg"}, method="PUT")
    assert urllib.request.urlopen(put).status == 200
    assert files.list("photos/") == [StoredFile("photos/one/ä b.jpg", "image/jpeg", 7)]
    with urllib.request.urlopen(files.signed_url("photos/one/ä b.jpg", ttl_s=60)) as answer:
        assert (answer.read(), answer.headers["Content-Type"]) == (b"picture", "image/jpeg")


def test_a_signed_url_names_its_time_its_account_and_no_header_but_the_host(files: CloudStorageFiles) -> None:
    query = parse_qs(urlsplit(files.signed_url("photos/a", ttl_s=90)).query)
    assert query["X-Goog-Expires"] == ["90"]
    assert query["X-Goog-Algorithm"] == ["GOOG4-RSA-SHA256"]
    assert query["X-Goog-SignedHeaders"] == ["host"]
    assert query["X-Goog-Credential"][0].startswith("emulator@example.iam.gserviceaccount.com/")
    assert len(query["X-Goog-Signature"][0]) == 512
    put = parse_qs(urlsplit(files.signed_url("photos/a", ttl_s=90, method="PUT")).query)
    assert put["X-Goog-Signature"] != query["X-Goog-Signature"]


def test_each_purpose_has_its_bucket(files: CloudStorageFiles, emulators: Emulators) -> None:
    files.put("photos/x", b"1", "text/plain")
    files.put("a/x", b"2", "text/plain")
    raw = raw_client(emulators)
    named = {bucket: [blob.name for blob in raw.list_blobs(bucket)] for bucket in set(files._buckets.values())}
    assert sorted(named.values()) == [["a/x"], ["photos/x"]]
    assert [file.path for file in files.list("")] == ["a/x", "photos/x"]
    assert [file.path for file in files.list("ph")] == ["photos/x"]


def test_a_purpose_without_a_bucket_holds_nothing_and_takes_nothing(files: CloudStorageFiles) -> None:
    with pytest.raises(ValueError, match="no bucket is for 'secrets'"):
        files.put("secrets/x", b"1", "text/plain")
    with pytest.raises(ValueError, match="no bucket is for 'secrets'"):
        files.signed_url("secrets/x", ttl_s=60, method="PUT")
    with pytest.raises(FileMissing):
        files.get("secrets/x")
    assert files.delete("secrets/x") is False
    assert files.list("secrets/") == []


@pytest.fixture
def proxy(emulators: Emulators) -> Iterator[Proxy]:
    proxy = Proxy(emulators.storage.removeprefix("http://"))
    yield proxy
    proxy.close()


@pytest.mark.parametrize("fault", ["reset", "black hole"])
@pytest.mark.parametrize("overwrite", [True, False])
def test_away_is_said_in_time_and_a_later_call_works(
    fault: Fault, overwrite: bool, files: CloudStorageFiles, proxy: Proxy
) -> None:
    client = CloudStorageClient("emulated", f"http://{proxy.address}")
    behind = CloudStorageFiles(client, files._buckets, made_up_signer)
    behind.put("photos/first", b"1", "text/plain")
    with proxy.faulty(fault):
        started = time.monotonic()
        with one_request():
            with pytest.raises(StoreUnavailable):
                behind.put("photos/x", b"1" * 200_000, "text/plain", overwrite=overwrite)
            with pytest.raises(StoreUnavailable):
                behind.get("photos/first")
        assert time.monotonic() - started < ANSWER_S
    started = time.monotonic()
    while time.monotonic() - started < RECOVERY_S:
        try:
            assert behind.get("photos/first") == b"1"
            break
        except StoreUnavailable:
            continue
    else:
        pytest.fail("it did not recover within 5 s")


@pytest.mark.parametrize("broken_at", ["a part", "the last part"])
def test_an_upload_that_breaks_off_leaves_nothing_even_when_it_is_collected(
    broken_at: str, files: CloudStorageFiles, proxy: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.platform.adapters.cloud_storage_client._PARTS_S", 0.5)
    client = CloudStorageClient("emulated", f"http://{proxy.address}")
    behind = CloudStorageFiles(client, files._buckets, made_up_signer)
    with pytest.raises(StoreUnavailable), ExitStack() as away, behind.writer("photos/x", "text/plain") as file:
        file.write(b"1" * 5 * 1024 * 1024)
        away.enter_context(proxy.faulty("reset"))
        if broken_at == "a part":
            file.write(b"1" * 5 * 1024 * 1024)
    del file
    gc.collect()
    assert files.list("") == []


class _Token(Credentials):
    """An account whose token and e-mail the metadata server has told already."""

    service_account_email = "chat@shop.iam.gserviceaccount.com"

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.token = "token"

    def refresh(self, request: Any) -> None:
        request(url="http://metadata.google.internal/", method="GET")


class _Iam:
    """IAM's signBlob, of which there is no emulator."""

    def __init__(self, status: int = 200) -> None:
        self.asked: list[dict[str, Any]] = []
        self._status = status

    def __call__(self, **request: Any) -> Any:
        self.asked.append(request)
        return SimpleNamespace(status=self._status, data=json.dumps({"signedBlob": "c2lnbmVk"}).encode())


def test_on_google_cloud_iam_signs_in_the_name_of_the_functions_account() -> None:
    iam = _Iam()
    files = CloudStorageFiles(
        CloudStorageClient("emulated", "http://127.0.0.1:1"), {"photos": "b"}, lambda: IamSigning(_Token(), iam)
    )
    with one_request():
        url = urlsplit(files.signed_url("photos/a", ttl_s=60))
    assert parse_qs(url.query)["X-Goog-Signature"] == [b"signed".hex()]
    assert parse_qs(url.query)["X-Goog-Credential"][0].startswith("chat@shop.iam.gserviceaccount.com/")
    (asked,) = iam.asked
    assert asked["url"].endswith("/serviceAccounts/chat@shop.iam.gserviceaccount.com:signBlob")
    assert asked["headers"]["authorization"] == "Bearer token"
    assert 0 < asked["timeout"] <= 1.5
    assert CloudStorageClient("p").endpoint == GOOGLE


@pytest.mark.parametrize("status", [403, 429, 503])
def test_without_a_signature_there_is_no_url(status: int) -> None:
    iam = _Iam(status)
    with pytest.raises(StoreUnavailable):
        IamSigning(_Token(), iam).sign_bytes(b"x")
    assert len(iam.asked) == 1
