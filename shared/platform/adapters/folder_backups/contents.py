"""What of a data folder a backup holds."""

import os
from collections.abc import Iterator
from pathlib import Path

DOCUMENTS, OUTBOX, SECRET, FILES = "documents.sqlite", "outbox.sqlite", "signing-secret", "files"
DATABASES = (DOCUMENTS, OUTBOX)
# Photos live for a day at most, so no copy of them may live longer; what is still being written is no file yet.
_LEFT_OUT = ("files/content/photos/", "files/types/photos/", "files/incoming/")


def plain_files(data_dir: Path) -> Iterator[str]:
    """Paths within the folder of all that is kept beside the databases."""
    if (data_dir / SECRET).exists():
        yield SECRET
    for parent, _, names in os.walk(data_dir / FILES):
        for name in names:
            path = (Path(parent) / name).relative_to(data_dir).as_posix()
            if not path.startswith(_LEFT_OUT):
                yield path
