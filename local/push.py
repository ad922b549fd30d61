"""Where Pub/Sub's emulator pushes to: `/_push/FUNCTION`, open only when the stack runs on emulators."""

from collections.abc import Iterable, Mapping
from typing import Any

from local.functions import Wsgi

PATH = "/_push"


class Pushes:
    """A WSGI application: pushes to the functions that listen, everything else to `otherwise`."""

    def __init__(self, listeners: Mapping[str, Wsgi], otherwise: Wsgi) -> None:
        self._listeners = {f"{PATH}/{name}": app for name, app in listeners.items()}
        self._otherwise = otherwise

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        listener = self._listeners.get(environ.get("PATH_INFO", ""))
        if listener is None:
            return self._otherwise(environ, start_response)
        return listener({**environ, "PATH_INFO": "/"}, start_response)
