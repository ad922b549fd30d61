"""An upload in parts that becomes an object with its last part, or never."""

from contextlib import suppress
from typing import Any

from google.auth.exceptions import TransportError
from google.cloud.storage import Blob
from google.cloud.storage.fileio import BlobWriter
from requests import RequestException

PART_BYTES = 4 * 1024 * 1024  # held in memory; a multiple of 256 KiB


class Upload(BlobWriter):  # type: ignore[misc]  # the library has no types
    """A write-only file; leaving it with an exception gives the upload up.

    The library's own sends what is left in memory as the last part when it is collected unclosed: half a file would
    be offered where giving it up had failed. This one is closed once, whatever becomes of it.
    """

    def __init__(self, blob: Blob, content_type: str, **options: Any) -> None:
        self._over = False
        super().__init__(blob, PART_BYTES, ignore_flush=True, content_type=content_type, **options)

    def close(self) -> None:
        """Sends the last part."""
        if self._over:
            return
        self._over = True
        try:
            super().close()
        except Exception:
            self._give_up()
            raise

    def terminate(self) -> None:
        self._over = True
        self._give_up()

    def _give_up(self) -> None:
        """What cannot be told to Cloud Storage now, it forgets by itself after a week."""
        with suppress(RequestException, TransportError):
            super().terminate()
