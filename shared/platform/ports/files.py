"""Files: bytes under a path, reachable from outside only by a signed URL that expires."""

from dataclasses import dataclass
from typing import Literal, Protocol


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

    def get(self, path: str) -> bytes:
        """Raises `FileMissing`."""

    def delete(self, path: str) -> bool:
        """True when there was a file to delete."""

    def list(self, prefix: str) -> list[StoredFile]:
        """In order of path."""

    def signed_url(self, path: str, *, ttl_s: int, method: Literal["GET", "PUT"] = "GET") -> str:
        """A URL that allows this method on this path for `ttl_s` seconds and nothing else."""
