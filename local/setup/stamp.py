"""A stamp remembers the inputs from which something was made, so that making it again can be left out."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path


def digest(paths: Iterable[Path], *facts: str) -> str:
    """SHA-256 (hex) over the facts and over each file's path and bytes; a folder stands for all files in it."""
    total = hashlib.sha256("\0".join(facts).encode())
    for path in paths:
        for file in sorted(_files(path)):
            total.update(f"\0{file}\0".encode() + file.read_bytes())
    return total.hexdigest()


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    return [file for file in path.rglob("*") if file.is_file() and "__pycache__" not in file.parts]


@dataclass(frozen=True)
class Stamp:
    """One stamp file. It lies beside what it vouches for, so that deleting the one deletes the other."""

    file: Path
    inputs: str

    def matches(self) -> bool:
        return self.file.is_file() and self.file.read_text() == self.inputs

    def press(self) -> None:
        self.file.parent.mkdir(parents=True, exist_ok=True)
        self.file.write_text(self.inputs)
