"""What a backup says of itself, and whether that is true."""

import hashlib
import json
import sqlite3
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic.alias_generators import to_camel

from shared.platform.adapters.folder_backups.contents import DATABASES, DOCUMENTS
from shared.platform.ports.backups import BackupProblem

NAME = "manifest.json"


class _Record(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, frozen=True, extra="forbid")


class KeptFile(_Record):
    bytes: int
    sha256: str


class Manifest(_Record):
    taken_at: datetime
    product_version: str
    collections: dict[str, int]  # documents in each
    documents_digest: str
    files: dict[str, KeptFile]  # by path within the backup

    @property
    def documents(self) -> int:
        return sum(self.collections.values())

    @property
    def size_bytes(self) -> int:
        return sum(file.bytes for file in self.files.values())


@dataclass(frozen=True)
class Stored:
    collections: dict[str, int]
    digest: str


class Damaged(BackupProblem):
    """A backup that is not what its manifest says."""

    def __init__(self, said: str, problems: Sequence[str]) -> None:
        super().__init__("\n  ".join([said, *problems]))
        self.problems = tuple(problems) or (said,)


def describe(backup: Path, taken_at: datetime, product_version: str) -> Manifest:
    """The manifest of what lies in the folder."""
    stored = documents_in(backup / DOCUMENTS)
    return Manifest(
        taken_at=taken_at,
        product_version=product_version,
        collections=stored.collections,
        documents_digest=stored.digest,
        files={path: _kept(backup / path) for path in _paths(backup)},
    )


def write(backup: Path, manifest: Manifest) -> None:
    (backup / NAME).write_text(manifest.model_dump_json(by_alias=True, indent=2) + "\n", "utf-8")


def check(backup: Path) -> Manifest:
    """The manifest of a backup that is whole. Raises `Damaged` with every problem found."""
    manifest = read(backup)
    problems = _of_files(backup, manifest)
    if not problems:
        problems = _of_databases(backup, manifest)
    if problems:
        raise Damaged(f"{backup} is damaged:", problems)
    return manifest


def documents_in(database: Path) -> Stored:
    """Counts by collection, and one digest over every document's place, expiry and body.

    For a file that nobody has open. Raises `sqlite3.DatabaseError` when it is no such database.
    """
    counts: Counter[str] = Counter()
    digest = hashlib.sha256()
    with closing(_closed_database(database)) as connection:
        rows = connection.execute("SELECT collection, id, expires_at, body FROM documents ORDER BY collection, id")
        for row in rows:
            counts[row[0]] += 1
            digest.update(json.dumps(row).encode())
    return Stored(dict(counts), digest.hexdigest())


def read(backup: Path) -> Manifest:
    """What a backup says of itself, true or not. Raises `Damaged`."""
    try:
        return Manifest.model_validate_json((backup / NAME).read_bytes())
    except OSError as error:
        raise Damaged(f"{backup} is no backup: its {NAME} cannot be read ({error.strerror}).", ()) from None
    except ValidationError as error:
        raise Damaged(f"{backup / NAME} is not a backup's ({error.error_count()} problems).", ()) from None


def _of_files(backup: Path, manifest: Manifest) -> list[str]:
    there = set(_paths(backup))
    wanted = {*manifest.files, *DATABASES}
    return [
        *(f"{path} is missing" for path in sorted(wanted - there)),
        *(f"{path} is not in the manifest" for path in sorted(there - manifest.files.keys())),
        *(
            f"{path} was changed"
            for path, kept in sorted(manifest.files.items())
            if path in there and _kept(backup / path) != kept
        ),
    ]


def _of_databases(backup: Path, manifest: Manifest) -> list[str]:
    try:
        unsound = [name for name in DATABASES if not _is_sound(backup / name)]
        stored = documents_in(backup / DOCUMENTS)
    except sqlite3.DatabaseError as error:
        return [f"a database cannot be read ({error})"]
    problems = [f"{name} is not sound" for name in unsound]
    if (stored.collections, stored.digest) != (manifest.collections, manifest.documents_digest):
        problems.append("the documents are not those of the manifest")
    return problems


def _is_sound(database: Path) -> bool:
    with closing(_closed_database(database)) as connection:
        return bool(connection.execute("PRAGMA integrity_check").fetchone() == ("ok",))


def _closed_database(path: Path) -> sqlite3.Connection:
    """Immutable: neither locks nor a log are looked for or made beside a file that nobody else has open."""
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)


def _paths(backup: Path) -> list[str]:
    files = (path for path in backup.rglob("*") if path.is_file())
    return sorted(path for file in files if (path := file.relative_to(backup).as_posix()) != NAME)


def _kept(file: Path) -> KeptFile:
    with file.open("rb") as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()
    return KeptFile(bytes=file.stat().st_size, sha256=digest)
