"""The schema that the repository keeps: per provider, its configuration block and the blocks of its resources."""

import json
import lzma
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"
WANTED = DATA / "resources.json"


@dataclass(frozen=True)
class Schema:
    """One provider's schema. Names of resources are whole, as in "google_pubsub_topic"."""

    version: str
    configuration: dict[str, Any]
    resources: dict[str, dict[str, Any]]


def read(provider: str) -> Schema:
    """The kept schema of "google" or "google-beta"."""
    return Schema(**json.loads(lzma.decompress(_file(provider).read_bytes())))


def write(provider: str, schema: Schema) -> int:
    """Keep a schema; the same schema gives the same bytes. Returns their number."""
    text = json.dumps(vars(schema), sort_keys=True, separators=(",", ":"))
    packed = lzma.compress(text.encode(), format=lzma.FORMAT_XZ, preset=9 | lzma.PRESET_EXTREME)
    return _file(provider).write_bytes(packed)


def wanted() -> dict[str, Any]:
    """What the extractor takes, and from which packages."""
    return dict(json.loads(WANTED.read_text()))


def _file(provider: str) -> Path:
    return DATA / f"{provider}.json.xz"
