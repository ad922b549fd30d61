"""Folders whose content outlives a power cut before anything depends on it."""

import os
import shutil
from pathlib import Path


def flush(folder: Path) -> None:
    """Every file and folder below is on the disk when this returns."""
    for parent, _, names in os.walk(folder):
        for path in (*(Path(parent) / name for name in names), Path(parent)):
            _sync(path)


def move(source: Path, target: Path) -> None:
    """One step within a file system, on the disk when this returns."""
    source.rename(target)
    _sync(target.parent)
    if source.parent != target.parent:
        _sync(source.parent)


def discard(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
