"""The file store of one machine: a folder, and signed URLs that the gateway checks and serves."""

import hashlib
import hmac
import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Literal
from urllib.parse import quote, urlencode

from shared.platform.adapters.file_path import UnsafePath, checked
from shared.platform.ports.clock import Clock
from shared.platform.ports.files import FileExists, FileMissing, StoredFile

LONGEST_TTL_S = 7 * 24 * 3600  # Cloud Storage's own: https://cloud.google.com/storage/docs/access-control/signed-urls
_ABANDONED_S = 24 * 3600
_UNKNOWN_TYPE = "application/octet-stream"


class FolderFiles:
    """Implements `Files`. A file appears whole or not at all and is on the disk when `put` returns.

    `content/` holds the bytes under their own paths, `types/` the content types, `incoming/` what is being written.
    Unlike in Cloud Storage, one path cannot be both a file and the beginning of others: `UnsafePath`.
    """

    def __init__(self, root: Path, base_url: str, secret: bytes, clock: Clock) -> None:
        """`base_url` is where the gateway serves `/files/`; `secret` signs the URLs."""
        self._content, self._types, self._incoming = root / "content", root / "types", root / "incoming"
        for folder in (self._content, self._types, self._incoming):
            folder.mkdir(parents=True, exist_ok=True)
        self._base_url = base_url.rstrip("/")
        self._secret = secret
        self._clock = clock

    def put(self, path: str, content: bytes, content_type: str, *, overwrite: bool = True) -> None:
        target = self._content / checked(path)
        if not overwrite and target.exists():
            raise FileExists(path)
        self._write(target, content, overwrite=overwrite)
        self._write(self._types / path, content_type.encode(), overwrite=True)

    @contextmanager
    def writer(self, path: str, content_type: str) -> Iterator[BinaryIO]:
        with self._incoming_file(self._content / checked(path), overwrite=True) as file:
            yield file
        self._write(self._types / path, content_type.encode(), overwrite=True)

    def get(self, path: str) -> bytes:
        return self.read(path)[0]

    def read(self, path: str) -> tuple[bytes, str]:
        """Content and content type. Raises `FileMissing`."""
        file, content_type = self.open(path)
        with file:
            return file.read(), content_type

    def open(self, path: str) -> tuple[BinaryIO, str]:
        """The content to read from and its type, for the gateway that serves files too large for memory.

        What is read stays whole when the file is replaced or deleted meanwhile. Raises `FileMissing`.
        """
        try:
            return (self._content / checked(path)).open("rb"), self._type(path)
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            raise FileMissing(path) from None

    def delete(self, path: str) -> bool:
        try:
            (self._content / checked(path)).unlink()
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError, PermissionError):
            return False
        (self._types / path).unlink(missing_ok=True)
        return True

    def list(self, prefix: str) -> list[StoredFile]:
        found: list[StoredFile] = []
        for path in sorted(self._paths(prefix)):
            try:
                found.append(StoredFile(path, self._type(path), (self._content / path).stat().st_size))
            except FileNotFoundError:
                continue  # deleted since the folder was read
        return found

    def signed_url(self, path: str, *, ttl_s: int, method: Literal["GET", "PUT"] = "GET") -> str:
        if not 0 < ttl_s <= LONGEST_TTL_S:
            raise ValueError(f"a signed URL lives 1 to {LONGEST_TTL_S} seconds, not {ttl_s}")
        expires = str(int(self._clock().timestamp()) + ttl_s)
        query = {"method": method, "expires": expires, "signature": self._signature(checked(path), method, expires)}
        return f"{self._base_url}/files/{quote(path)}?{urlencode(query)}"

    def verify(self, path: str, query_params: Mapping[str, str], method: str) -> bool:
        """True when the URL of this decoded path was signed here for this method and has not expired."""
        expires = query_params.get("expires", "")
        given = query_params.get("signature", "")
        signed = self._signature(path, method, expires)
        if not hmac.compare_digest(signed.encode(), given.encode(errors="replace")):
            return False
        return self._clock().timestamp() < int(expires)

    def sweep(self) -> int:
        """Deletes what a process that died was writing, a day later, and returns how many files they were."""
        longest_ago = self._clock().timestamp() - _ABANDONED_S
        swept = 0
        for path in self._incoming.iterdir():
            with suppress(FileNotFoundError):  # it has just taken its place
                if path.stat().st_mtime < longest_ago:
                    path.unlink()
                    swept += 1
        return swept

    def _signature(self, path: str, method: str, expires: str) -> str:
        message = f"{method}\n{path}\n{expires}".encode(errors="replace")
        return hmac.new(self._secret, message, hashlib.sha256).hexdigest()

    def _type(self, path: str) -> str:
        try:
            return (self._types / path).read_text()
        except FileNotFoundError:
            return _UNKNOWN_TYPE  # its file has just appeared

    def _paths(self, prefix: str) -> Iterator[str]:
        folder = prefix.rpartition("/")[0]
        start = self._content / checked(folder) if folder else self._content
        for parent, _, names in os.walk(start):
            for name in names:
                path = (Path(parent) / name).relative_to(self._content).as_posix()
                if path.startswith(prefix):
                    yield path

    def _write(self, target: Path, content: bytes, *, overwrite: bool) -> None:
        with self._incoming_file(target, overwrite=overwrite) as file:
            file.write(content)

    @contextmanager
    def _incoming_file(self, target: Path, *, overwrite: bool) -> Iterator[BinaryIO]:
        """A temporary file on the same file system, which takes its place when it is finished and on the disk."""
        descriptor, name = tempfile.mkstemp(dir=self._incoming)
        incoming = Path(name)
        try:
            with os.fdopen(descriptor, "wb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            self._place(incoming, target, overwrite=overwrite)
        finally:
            incoming.unlink(missing_ok=True)

    def _place(self, incoming: Path, target: Path, *, overwrite: bool) -> None:
        """A link fails where a file is, a rename takes its place; both are one step for every reader."""
        _make_folder(target.parent)
        try:
            if overwrite:
                incoming.replace(target)
            else:
                target.hardlink_to(incoming)
        except IsADirectoryError:
            raise UnsafePath(f"a file and a folder cannot share a name: {target.name!r}") from None
        except FileExistsError:
            raise FileExists(target.name) from None
        _sync_folder(target.parent)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        raise UnsafePath(f"a file and a folder cannot share a name: {folder.name!r}") from None


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
