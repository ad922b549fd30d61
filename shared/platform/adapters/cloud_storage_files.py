"""Files in Cloud Storage: a bucket for each purpose, the whole path as the object's name."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import timedelta
from threading import Lock
from typing import TYPE_CHECKING, BinaryIO, Literal

from shared.platform.adapters.cloud_storage_client import CloudStorageClient
from shared.platform.adapters.file_path import UnsafePath, checked
from shared.platform.ports.files import FileExists, FileMissing, StoredFile

if TYPE_CHECKING:
    from google.auth.credentials import Signing
    from google.cloud.storage import Blob, Client

LONGEST_TTL_S = 7 * 24 * 3600  # https://cloud.google.com/storage/docs/access-control/signed-urls
_NEVER_WRITTEN = 0  # the generation of an object that is not there


class CloudStorageFiles:
    """Implements `Files`. An object appears whole or not at all, and a read after a write finds it.

    A purpose without a bucket holds no files: reading there finds nothing, writing is refused (`UnsafePath`). Every
    method raises `StoreUnavailable` where Cloud Storage does not answer in time.
    """

    def __init__(
        self, client: CloudStorageClient, buckets: Mapping[str, str], make_signer: Callable[[], "Signing"]
    ) -> None:
        """`buckets`: a path's first part -> bucket; several may share one. `make_signer` is called once."""
        self._client = client
        self._buckets = buckets
        self._make_signer = make_signer
        self._signer: Signing | None = None
        self._lock = Lock()

    def put(self, path: str, content: bytes, content_type: str, *, overwrite: bool = True) -> None:
        """Without overwriting there is one attempt: a second could not tell its own file from another's."""
        from google.api_core.exceptions import PreconditionFailed

        bucket = self._bucket_for_writing(path)
        generation = None if overwrite else _NEVER_WRITTEN
        try:
            with self._client.call(may_repeat=overwrite) as (client, options):
                blob = client.bucket(bucket).blob(path)
                blob.upload_from_string(content, content_type, if_generation_match=generation, **options)
        except PreconditionFailed:
            raise FileExists(path) from None

    @contextmanager
    def writer(self, path: str, content_type: str) -> Iterator[BinaryIO]:
        """A resumable upload in parts of 4 MiB: the object is made by the last part alone."""
        from shared.platform.adapters.cloud_storage_upload import Upload

        bucket = self._bucket_for_writing(path)
        with (
            self._client.upload() as (client, options),
            Upload(client.bucket(bucket).blob(path), content_type, **options) as upload,
        ):
            yield upload

    def get(self, path: str) -> bytes:
        from google.api_core.exceptions import NotFound

        try:
            with self._client.call(may_repeat=True) as (client, options):
                content: bytes = self._blob(client, path).download_as_bytes(**options)
        except NotFound:
            raise FileMissing(path) from None
        return content

    def delete(self, path: str) -> bool:
        """One attempt: a second would find nothing and say so."""
        from google.api_core.exceptions import NotFound

        try:
            with self._client.call(may_repeat=False) as (client, options):
                self._blob(client, path).delete(**options)
        except (NotFound, FileMissing):
            return False
        return True

    def list(self, prefix: str) -> list[StoredFile]:
        folder = prefix.rpartition("/")[0]
        if folder:
            checked(folder)
        found = [file for bucket, beginning in self._places(prefix) for file in self._in_bucket(bucket, beginning)]
        return sorted(found, key=lambda file: file.path)

    def signed_url(self, path: str, *, ttl_s: int, method: Literal["GET", "PUT"] = "GET") -> str:
        if not 0 < ttl_s <= LONGEST_TTL_S:
            raise ValueError(f"a signed URL lives 1 to {LONGEST_TTL_S} seconds, not {ttl_s}")
        bucket = self._bucket_for_writing(path)
        url: str = (
            self._client.current()
            .bucket(bucket)
            .blob(path)
            .generate_signed_url(
                version="v4",
                expiration=timedelta(seconds=ttl_s),
                method=method,
                credentials=self._signing(),
                api_access_endpoint=self._client.endpoint,
            )
        )
        return url

    def _in_bucket(self, bucket: str, beginning: str) -> Sequence[StoredFile]:
        with self._client.call(may_repeat=True) as (client, options):
            blobs = client.list_blobs(bucket, prefix=beginning, **options)
            return [StoredFile(blob.name, blob.content_type, blob.size) for blob in blobs]

    def _places(self, prefix: str) -> set[tuple[str, str]]:
        """Bucket and beginning of the names in it: a prefix without `/` may begin several purposes."""
        purpose, slash, _ = prefix.partition("/")
        if slash:
            return {(bucket, prefix) for name, bucket in self._buckets.items() if name == purpose}
        return {(bucket, f"{name}/") for name, bucket in self._buckets.items() if name.startswith(purpose)}

    def _blob(self, client: "Client", path: str) -> "Blob":
        purpose = checked(path).partition("/")[0]
        if purpose not in self._buckets:
            raise FileMissing(path)
        return client.bucket(self._buckets[purpose]).blob(path)

    def _bucket_for_writing(self, path: str) -> str:
        purpose = checked(path).partition("/")[0]
        if purpose not in self._buckets:
            raise UnsafePath(f"not a path of this store, no bucket is for {purpose!r}: {path!r}")
        return self._buckets[purpose]

    def _signing(self) -> "Signing":
        with self._lock:
            if self._signer is None:
                self._signer = self._make_signer()
            return self._signer
