"""A zip archive that is the same, byte for byte, for the same contents: no time, no owner, no order of a folder."""

import io
import os
import zipfile
from collections.abc import Mapping
from pathlib import Path

BEGINNING = (1980, 1, 1, 0, 0, 0)  # the earliest time that the format can hold
UNIX = 3
READABLE_FILE = 0o100644 << 16


def packed(contents: Mapping[str, bytes]) -> bytes:
    """The archive of `contents`, which are named by their paths with forward slashes."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as into:
        for name in sorted(contents):
            into.writestr(_entry(name), contents[name], zipfile.ZIP_DEFLATED, compresslevel=9)
    return archive.getvalue()


def keep(archive: bytes, path: Path) -> None:
    """Write beside it, then rename: who reads meanwhile sees one archive or the other, whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    unfinished.write_bytes(archive)
    unfinished.replace(path)


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, BEGINNING)
    entry.create_system = UNIX
    entry.external_attr = READABLE_FILE
    return entry
