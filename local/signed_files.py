"""Serves the files of the folder adapter to whoever holds a signed URL, as Cloud Storage does."""

from functools import partial
from os import fstat

from werkzeug.exceptions import Conflict, Forbidden, NotFound, RequestEntityTooLarge
from werkzeug.wrappers import Request, Response
from werkzeug.wsgi import ClosingIterator

from shared.platform.adapters.file_path import UnsafePath
from shared.platform.adapters.folder_files import FolderFiles
from shared.platform.ports.files import FileMissing

MAX_UPLOAD = 8 * 1024 * 1024
PIECE = 256 * 1024  # bytes in memory of a file that is fetched


class SignedFiles:
    def __init__(self, files: FolderFiles) -> None:
        self._files = files

    def answer(self, request: Request, path: str) -> Response:
        """Raises werkzeug's Forbidden, NotFound, RequestEntityTooLarge."""
        method = "PUT" if request.method == "PUT" else "GET"
        if not self._files.verify(path, request.args.to_dict(), method):
            raise Forbidden("This address has expired or was changed: ask for a new one.")
        return self._put(request, path) if method == "PUT" else self._get(path)

    def _get(self, path: str) -> Response:
        try:
            file, content_type = self._files.open(path)
        except FileMissing:
            raise NotFound("There is no such file.") from None
        headers = {"X-Content-Type-Options": "nosniff", "Content-Length": str(fstat(file.fileno()).st_size)}
        pieces = ClosingIterator(iter(partial(file.read, PIECE), b""), file.close)
        return Response(pieces, content_type=content_type, headers=headers)

    def _put(self, request: Request, path: str) -> Response:
        if request.content_length is None or request.content_length > MAX_UPLOAD:
            raise RequestEntityTooLarge("Send at most 8 MiB, with a Content-Length.")
        try:
            self._files.put(path, request.get_data(), request.mimetype or "application/octet-stream")
        except UnsafePath:
            raise Conflict("There is a folder of that name, or a file where a folder would have to be.") from None
        return Response(status=204)
