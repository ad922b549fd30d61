"""Files: bytes under a path, reachable from outside only by a signed URL that expires."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import BinaryIO, Literal, Protocol


@dataclass(frozen=True)
class StoredFile:
    path: str
    content_type: str
    size: int


class FileMissing(Exception):
    """No file at that path."""


class FileExists(Exception):
    """`put(..., overwrite=False)` met a file at that path."""


class Files(Protocol):
    """Paths are relative, `/`-separated, without `..`; the first part names the bucket's purpose (`photos/`)."""

    def put(self, path: str, content: bytes, content_type: str, *, overwrite: bool = True) -> None: ...

    def writer(self, path: str, content_type: str) -> AbstractContextManager[BinaryIO]:
        """For what is too large to be held in memory: write only, front to back, no seeking; `flush` does nothing.

        The file appears, whole, when the block ends; it takes the place of what was there. When the block ends with
        an exception, or the last bytes cannot be stored, nothing of it is ever to be seen and what was there stays.
        """

    def get(self, path: str) -> bytes:
        """Raises `FileMissing`."""

    def delete(self, path: str) -> bool:
        """True when there was a file to delete."""

    def list(self, prefix: str) -> list[StoredFile]:
        """In order of path."""

    def signed_url(self, path: str, *, ttl_s: int, method: Literal["GET", "PUT"] = "GET") -> str:
        """A URL that allows this method on this path for `ttl_s` seconds and nothing else."""
