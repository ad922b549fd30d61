"""What a file may be called in every file store."""

_MAX_PART_BYTES = 200  # most file systems stop at 255
_MAX_BYTES = 1000  # Cloud Storage stops at 1024


class UnsafePath(ValueError):
    """The path leaves its place, or holds what no store takes."""


def checked(path: str) -> str:
    """The path itself. Raises `UnsafePath` unless it is relative, `/`-separated, without `.`, `..`, control signs."""
    parts = path.split("/")
    if not all(_is_name(part) for part in parts) or len(path.encode()) > _MAX_BYTES:
        raise UnsafePath(f"not a path of this store: {path!r}")
    return path


def _is_name(part: str) -> bool:
    return (
        part not in {"", ".", ".."}
        and part.isprintable()
        and "\\" not in part
        and len(part.encode(errors="replace")) <= _MAX_PART_BYTES
    )
