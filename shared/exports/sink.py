"""Where a file's bytes go, front to back."""

from typing import Protocol


class Sink(Protocol):
    def write(self, content: bytes, /) -> int: ...

    def flush(self) -> None: ...


class Counted:
    """A sink that knows how much went into it. It cannot seek, on whatever store: who finds so does without."""

    def __init__(self, into: Sink) -> None:
        self._into = into
        self.size = 0  # bytes

    def write(self, content: bytes, /) -> int:
        self._into.write(content)
        self.size += len(content)
        return len(content)

    def flush(self) -> None:
        self._into.flush()
